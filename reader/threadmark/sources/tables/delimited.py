"""Delimited text: one record a line, or over several where quotation marks hold them together.

The dialect is what `csv.Sniffer` says, where that makes a table of known columns, else the one that makes most of them.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Final

from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed
from threadmark.sources.tables.names import Columns, UnknownColumnError, find_columns
from threadmark.sources.text_lines import text_lines

DELIMITERS: Final = ",\t;|"
LOOK: Final = 2_000
"""Rows by which doubts about columns are settled."""
_SAYS_SIGN: Final = re.compile(r'"?sep=([,;|\t])"?\s*(?:\n|\Z)', re.IGNORECASE)
"""A first line by which Excel is told what sets cells apart."""
_LONGEST_CELL: Final = 16 << 20
_LOOKED_AT: Final = 8  # records, to see whether they are as long as the first
_SNIFFED: Final = 1 << 12
_FIRST: Final = 1 << 14
_MOST_RECOGNISED: Final = 300
_MOST_COLUMNS: Final = 2_000
_NAMED: Final = "its columns are named on the command line"
LONG_ROWS: Final = "rows with more cells than columns (the rest kept)"
SHORT_ROWS: Final = "rows with fewer cells than columns"


@dataclass(frozen=True, slots=True)
class Table:
    """What the beginning of a delimited text shows.

    Attributes:
        dialect: how cells are set apart and quoted.
        names: of the columns; their numbers from 1 where the first row is no header.
        columns: which column is what.
        header: whether the first row is one.
    """

    dialect: type[csv.Dialect]
    names: tuple[str, ...]
    columns: Columns
    header: bool


class UnquotedDialect(csv.Dialect):
    """Cells as they are, none of them quoted."""

    delimiter = "\t"
    quoting = csv.QUOTE_NONE
    lineterminator = "\n"


def recognise(head: Head, delimiters: str) -> Sniffed | None:
    """The verdict on a file, by the columns that its first line names."""
    text = _text(head)
    if text is None:
        return None
    try:
        table = _table(text[:_FIRST], delimiters, head.columns, quick=True)
    except UnknownColumnError:
        return Sniffed(Certainty.CERTAIN, _NAMED)  # reading it says which columns there are
    if table is None or not (table.columns.could_be_comments or (head.columns and table.columns.text)):
        return None
    if head.columns:
        return Sniffed(Certainty.CERTAIN, _NAMED)
    why = f"its first line names columns: {table.columns.said(table.names)}"
    sure = table.columns.are_comments and _is_even(text, table)
    return Sniffed(Certainty.CERTAIN if sure else Certainty.LIKELY, why)


def read(opened: Opened, source: str, sniffed: Sniffed, delimiters: str) -> Iterator[Reading]:
    """The threads of a delimited text, streamed.

    Raises:
        InputError: a column that is mapped is not there, no column holds a text, or a quotation mark is never closed.
    """
    from threadmark.sources.tables.articles import beside  # noqa: PLC0415 -- sniffing needs none of these
    from threadmark.sources.tables.rows import RowMaker  # noqa: PLC0415
    from threadmark.sources.tables.threads import ThreadMaker  # noqa: PLC0415

    lines = text_lines(opened)
    first = _first_lines(lines)
    if first and (said := _SAYS_SIGN.match(first[0])):
        delimiters = said[1]
        del first[0]
    try:
        table = _table("".join(first), delimiters, opened.head.columns)
    except UnknownColumnError as error:
        raise opened.refusal(str(error)) from None
    if table is None or not table.columns.text:
        raise opened.refusal("no column is known to hold the comments' text", next_step="name it: --map text=COLUMN")
    records = _Records(opened, table, chain(first, lines))
    look = list(islice(records, LOOK))
    make = RowMaker(table.names, table.columns, look)
    with beside(opened, make.columns) as articles:
        maker = ThreadMaker(opened, source, sniffed, columns=make.columns, articles=articles.about)
        maker.notes += [*make.notes, *articles.notes, *left_out(table.names, table.columns)]
        maker.mended.update(records.mended)
        records.mended = make.mended = maker.mended
        yield from maker.threads(map(make, chain(look, records)))


def records_of(opened: Opened) -> tuple[tuple[str, ...], Iterator[Sequence[Any]]]:
    """The names of the columns of a table of whatever content, and its records."""
    lines = text_lines(opened)
    first = _first_lines(lines)
    text = "".join(first)
    dialect = max(_plain(text, DELIMITERS), key=lambda each: len(_first_record(text, each)))
    names = _first_record(text, dialect)
    return names, _Records(opened, Table(dialect, names, Columns(), header=True), chain(first, lines))


def left_out(names: Sequence[str], columns: Columns) -> list[str]:
    """What is said of columns that are not kept."""
    personal = ", ".join(names[place] for place in columns.personal)
    return [f"left out, as they tell where people can be reached: {personal}"] if personal else []


class _Records:
    """The records of a table, each with as many cells as there are columns."""

    def __init__(self, opened: Opened, table: Table, lines: Iterable[str]) -> None:
        csv.field_size_limit(_LONGEST_CELL)
        self._opened = opened
        self._width = len(table.names)
        self._reader = csv.reader(lines, table.dialect)
        self._begun = 1
        self.mended: Counter[str] = Counter()
        if table.header:
            next(self)

    def __iter__(self) -> Iterator[Sequence[Any]]:
        return self

    def __next__(self) -> Sequence[Any]:
        try:
            cells = next(self._reader)
            while not cells:
                cells = next(self._reader)
        except csv.Error as error:
            line = self._begun
            said = "a quotation mark is never closed" if "field larger" in str(error) else str(error)
            raise self._opened.refusal(said, line=line) from None
        self._begun = self._reader.line_num + 1
        if len(cells) < self._width:
            self.mended[SHORT_ROWS] += 1
            cells += [""] * (self._width - len(cells))
        elif len(cells) > self._width:
            if any(cells[self._width :]):
                self.mended[LONG_ROWS] += 1
                cells[self._width - 1] = "\t".join(cells[self._width - 1 :])
            del cells[self._width :]
        return cells


def _text(head: Head) -> str | None:
    """The head as text; None where it is none, or in another form."""
    from threadmark.sources.sniffing import is_binary  # noqa: PLC0415 -- imports nothing more

    data = head.data
    beginning = data[:200].lstrip()
    if head.folder is not None or not beginning or beginning.startswith((b"<", b"{", b"[")) or is_binary(data):
        return None
    text = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return text.partition("\n")[2] if _SAYS_SIGN.match(text) else text


def _first_lines(lines: Iterator[str]) -> list[str]:
    found, size = [], 0
    for line in lines:
        found.append(line)
        size += len(line)
        if size > _FIRST:
            break
    return found


def _table(text: str, delimiters: str, given: Mapping[str, str], *, quick: bool = False) -> Table | None:
    """The table that a text begins; None where no dialect makes one of it.

    Args:
        text: its beginning.
        delimiters: what may set cells apart.
        given: columns by what they hold, as `--map` says.
        quick: whether it is only to be recognised: `csv.Sniffer` takes ten times as long as reading the head.

    Raises:
        UnknownColumnError: no dialect gives it a column that is mapped.
    """
    best: tuple[int, Table] | None = None
    unknown: UnknownColumnError | None = None
    first = text[: text.find("\n") + 1] or text
    there = [sign for sign in delimiters if sign in first]
    for dialect in (*(() if quick or not there else _sniffed(text, there)), *_plain(text, there)):
        names = _first_record(text, dialect)
        if quick and len(names) > _MOST_RECOGNISED:
            continue
        try:
            table = _with_columns(names, dialect, given)
        except UnknownColumnError as error:
            unknown = error
            continue
        worth = table.columns.known + bool(table.columns.text) * 8
        if best is None or worth > best[0]:
            best = worth, table
    if best is None and unknown is not None:
        raise unknown
    return best[1] if best else None


def _with_columns(names: tuple[str, ...], dialect: type[csv.Dialect], given: Mapping[str, str]) -> Table:
    numbers = tuple(str(number) for number in range(1, len(names) + 1))
    by_number = bool(given) and all(map(str.isdecimal, given.values()))
    if by_number and not find_columns(names).text and set(names) != set(numbers):
        return Table(dialect, numbers, find_columns(numbers, given), header=False)
    return Table(dialect, names, find_columns(names, given), header=True)


def _sniffed(text: str, delimiters: Sequence[str]) -> Iterator[type[csv.Dialect]]:
    """What `csv.Sniffer` takes a text for."""
    sample = text[:_SNIFFED]
    try:
        sniffed = csv.Sniffer().sniff(sample[: sample.rfind("\n") + 1] or sample, "".join(delimiters))
    except csv.Error:
        return
    # A single quotation mark quotes nothing in comments: it is an apostrophe.
    if sniffed.delimiter in delimiters and sniffed.quotechar == '"':
        yield _dialect(sniffed.delimiter, text, skip=sniffed.skipinitialspace)


def _plain(text: str, delimiters: Sequence[str]) -> Iterator[type[csv.Dialect]]:
    """The ways in which a text may be delimited."""
    for sign in delimiters:
        yield _dialect(sign, text, skip=False)


def _dialect(sign: str, text: str, *, skip: bool) -> type[csv.Dialect]:
    if sign == "\t" and '\t"' not in text and '"\t' not in text and not text.startswith('"'):
        return UnquotedDialect
    # An escape before a quotation mark that ends no cell: as spreadsheets never, and databases always write.
    escaped = '\\"' in text and '""' not in text

    class Quoted(csv.Dialect):
        delimiter = sign
        quotechar = '"'
        doublequote = not escaped
        escapechar = "\\" if escaped else None
        skipinitialspace = skip
        lineterminator = "\n"
        quoting = csv.QUOTE_MINIMAL

    return Quoted


def _first_record(text: str, dialect: type[csv.Dialect]) -> tuple[str, ...]:
    try:
        record = next((cells for cells in csv.reader(io.StringIO(text, newline="\n"), dialect) if cells), [])
    except csv.Error:
        return ()
    names = (name.strip().lstrip("\ufeff") for name in record[:_MOST_COLUMNS])
    return tuple(name or f"column {number}" for number, name in enumerate(names, 1))


def _is_even(text: str, table: Table) -> bool:
    """Whether the first records have as many cells as the header; the last that is held may be cut."""
    try:
        reader = csv.reader(io.StringIO(text, newline="\n"), table.dialect)
        records = [cells for cells in islice(reader, _LOOKED_AT) if cells]
    except csv.Error:
        return False
    return all(len(cells) == len(table.names) for cells in (records[:-1] if len(records) > 1 else records))
