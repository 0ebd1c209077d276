r"""CSV (RFC 4180): UTF-8, commas, CRLF after each row, and newlines of a text as they are, inside quotes.

`evidence` is a JSON list of lists `[start, end, quote]`, with the paragraph (`article:2`) as a fourth member where the
span is in the article; `context` is compact JSON; an empty cell is null.

A spreadsheet runs a cell that begins like a formula, and comments come from strangers. Such a cell gets a `'` in front,
and so does one that has it already, so that taking one away again (`unguarded`) gives back what was there. This holds
where the file is opened as what it is, with commas between its cells.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from io import StringIO
from itertools import islice

import msgspec
from msgspec.structs import astuple

from threadmark.exports.destination import Destination
from threadmark.exports.labelled import Labelled
from threadmark.exports.registry import Export, Flag
from threadmark.exports.rows import FIELDS, Row, rows
from threadmark.labels.records import Span

ROWS_A_WRITE = 500
KEEP_FORMULAS = Flag("keep-formulas", "leave cells that begin like a spreadsheet formula as they are")

_EVIDENCE, _CONTEXT = FIELDS.index("evidence"), FIELDS.index("context")
_BOOLEANS = [FIELDS.index(name) for name in ("revisit", "asked")]
_TRUTH = {None: None, True: "true", False: "false"}
# A spreadsheet may trim white space first, and takes the full-width signs (escaped here) for the narrow ones.
_FORMULA = re.compile(r"'*(?:\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])")
_json = msgspec.json.Encoder().encode


def guarded(cell: str) -> str:
    """The cell as no spreadsheet takes it for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """What was guarded, as it was."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell, 1) else cell


def write(labelled: Labelled, destination: Destination, flags: frozenset[str]) -> None:
    """Write a row of names and every row, a few hundred at a time; say so when cells were guarded against formulas."""
    changed = 0
    with destination.file() as file:
        file.write(_lines([FIELDS]))
        left = map(_cells, rows(labelled))
        while some := list(islice(left, ROWS_A_WRITE)):
            if KEEP_FORMULAS.name not in flags:
                changed += sum(map(_guard, some))
            file.write(_lines(some))
    if changed:
        labelled.warn(
            f"{changed:,} cells begin like a spreadsheet formula and got a ' in front;"
            f" --{KEEP_FORMULAS.name} leaves them as they are"
        )


def _cells(row: Row) -> list[object]:
    """A row's values as CSV has them, formulas and all."""
    cells = list(astuple(row))
    cells[_EVIDENCE] = _json([_brief(span) for span in row.evidence]).decode()
    cells[_CONTEXT] = row.context and _json(row.context).decode()
    for place in _BOOLEANS:
        cells[place] = _TRUTH[cells[place]]
    return cells


def _brief(span: Span) -> tuple[object, ...]:
    brief = (span.start, span.end, span.quote)
    return brief if span.part == "comment" else (*brief, span.part)


def _guard(cells: list[object]) -> int:
    """Guard every cell of a row that needs it; how many did."""
    changed = 0
    for place, cell in enumerate(cells):
        if isinstance(cell, str) and not cell[:1].isalnum() and _FORMULA.match(cell):
            cells[place] = guarded(cell)
            changed += 1
    return changed


def _lines(rows_of_cells: Iterable[Iterable[object]]) -> bytes:
    buffer = StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows(rows_of_cells)
    return buffer.getvalue().encode()


EXPORT = Export(
    "csv",
    "comma-separated values, a row a label: spreadsheets, R and SPSS read it",
    write,
    loses="what stands around a span; null and empty text look the same",
    flags=(KEEP_FORMULAS,),
)
"""What the registry finds."""
