"""Objects with named fields as rows of a table: the fields that any of the first objects has are its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from threadmark.sources.json_input.decoding import Value
from threadmark.sources.opening import Opened
from threadmark.sources.source import Reading, Sniffed
from threadmark.sources.tables.articles import beside
from threadmark.sources.tables.delimited import LOOK, left_out
from threadmark.sources.tables.lists import Layout, Lists, layout_of
from threadmark.sources.tables.names import Columns, UnknownColumnError, find_columns
from threadmark.sources.tables.nested import Branch, Unfolder, inner, linked
from threadmark.sources.tables.rows import OTHER, Row, RowMaker
from threadmark.sources.tables.threads import ThreadMaker


def read_records(opened: Opened, source: str, sniffed: Sniffed) -> Iterator[Reading]:
    """The threads of JSON objects, streamed; lists of replies in them are followed.

    Raises:
        InputError: what should be an object is none, a mapped field is nowhere, or no field holds a text.
    """
    layout = layout_of(opened.head) or Layout()
    lists = Lists(opened, layout)
    objects = _objects(opened, lists.comments())
    first = list(islice(objects, LOOK))
    columns = _columns(opened, names := _names(first, opened.head.columns))
    unfold = Unfolder(names[columns.text[0]], first)
    branches = list(map(unfold, first))
    look = list(islice((each for branch in branches for each in branch.comments), LOOK))
    columns = _columns(opened, names := _names(look, opened.head.columns))
    make = RowMaker(names, columns, [_cells(each, names) for each in look])
    with beside(opened, make.columns) as articles:
        about = (lambda _: lists.about()) if layout.is_one and not columns.thread else articles.about
        maker = ThreadMaker(opened, source, sniffed, columns=make.columns, articles=about)
        maker.notes += [*make.notes, *articles.notes, *left_out(names, columns), *lists.notes]
        lists.notes = maker.notes
        maker.nested = any(len(branch.comments) > 1 for branch in branches)
        maker.mended.update(unfold.mended + lists.mended)
        unfold.mended = make.mended = lists.mended = maker.mended
        yield from maker.threads(
            _rows(chain(branches, map(unfold, objects)), lambda fields: make(_cells(fields, names)), maker)
        )


def read_table(
    opened: Opened,
    source: str,
    sniffed: Sniffed,
    names: Sequence[str],
    records: Iterator[Sequence[Any]],
    *,
    notes: Sequence[str] = (),
) -> Iterator[Reading]:
    """The threads of a table whose columns are named.

    Args:
        opened: the input.
        source: the source's name.
        sniffed: why it was chosen.
        names: of the columns.
        records: as many values each as there are names.
        notes: remarks on the table, for the report.

    Raises:
        InputError: a mapped column is not there, or no column holds a text.
    """
    columns = _columns(opened, names)
    look = list(islice(records, LOOK))
    make = RowMaker(names, columns, look)
    with beside(opened, make.columns) as articles:
        maker = ThreadMaker(opened, source, sniffed, columns=make.columns, articles=articles.about)
        maker.notes += [*notes, *make.notes, *articles.notes, *left_out(names, columns)]
        make.mended = maker.mended
        yield from maker.threads(map(make, chain(look, records)))


def _columns(opened: Opened, names: Sequence[str]) -> Columns:
    try:
        columns = find_columns(names, opened.head.columns)
    except UnknownColumnError as error:
        raise opened.refusal(str(error)) from None
    if not columns.text:
        raise opened.refusal("no column is known to hold the comments' text", next_step="name it: --map text=COLUMN")
    return columns


def _objects(opened: Opened, values: Iterator[Value]) -> Iterator[dict[str, Any]]:
    for line, value in values:
        if not isinstance(value, dict):
            raise opened.refusal("is not an object with fields", line=line)
        yield value


def _rows(branches: Iterator[Branch], make: Callable[[dict[str, Any]], Row], maker: ThreadMaker) -> Iterator[Row]:
    for branch in branches:
        if len(branch.comments) == 1:
            yield make(branch.comments[0])
        else:
            maker.nested = True
            yield from linked(branch, make)


def _names(first: Sequence[Mapping[str, Any]], given: Mapping[str, str]) -> list[str]:
    """The fields that any of some objects has, in the order they are met, with those given by a path of keys."""
    names = list(dict.fromkeys(name for each in first for name in each))
    inner = [column for column in given.values() if "." in column and column not in names]
    return [*names, *inner, OTHER]


def _cells(each: Mapping[str, Any], names: Sequence[str]) -> list[Any]:
    """The values of an object by the names of the columns; what has no column comes last."""
    cells = [each[name] if name in each else _inner(each, name) for name in names[:-1]]
    known = set(names)
    other = {name: value for name, value in each.items() if name not in known} if len(each.keys() - known) else None
    cells.append(other)
    return cells


def _inner(each: Mapping[str, Any], path: str) -> Any:
    return inner(each, path) if "." in path else None
