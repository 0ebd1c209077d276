r"""Rows as cells between commas or tabs, as RFC 4180 has them: newlines of a text stay as they are, inside quotes.

`evidence` is a JSON list of lists `[start, end, quote]`, with the paragraph (`article:2`) as a fourth member where the
span is in the article; `context` is compact JSON; an empty cell is null.

A spreadsheet runs a cell that begins like a formula, and comments come from strangers. Such a cell gets a `'` in front,
and so does one that has it already, so that taking one away again (`unguarded`) gives back what was there. This holds
where the file is opened as what it is, with the right sign between its cells.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import islice
from typing import Any

import msgspec
from msgspec.structs import astuple

from threadmark.exports.labelled import Labelled
from threadmark.exports.registry import WIDE, Option, Options
from threadmark.exports.rows import FIELDS, Row, rows
from threadmark.exports.wide import COMMENT, REVIEW, WideRow, columns_of, wide_rows
from threadmark.labels.records import Span

ROWS_A_PIECE = 500
RAW_CELLS = Option("raw-cells", "leave cells that a spreadsheet would run as formulas as they are")

_EVIDENCE, _CONTEXT = FIELDS.index("evidence"), FIELDS.index("context")
_BOOLEANS = [FIELDS.index(name) for name in ("revisit", "asked")]
_BETWEEN = "|"
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


def delimited(labelled: Labelled, options: Options, delimiter: str = ",", newline: str = "\r\n") -> Iterator[bytes]:
    """A line of names and the rows, a few hundred at a time; in the end a word on the cells that were guarded."""
    changed = 0

    def lines(cells: Iterable[Iterable[object]]) -> bytes:
        buffer = StringIO(newline="")
        csv.writer(buffer, delimiter=delimiter, lineterminator=newline).writerows(cells)
        return buffer.getvalue().encode()

    if options.on(WIDE):
        columns = columns_of(labelled)
        names = (*COMMENT, *(column.name for column in columns), "evidence", "unanswered", *REVIEW)
        left = map(_wide_cells, wide_rows(labelled, columns))
    else:
        names, left = FIELDS, map(_cells, rows(labelled))
    yield lines([names])
    while some := list(islice(left, ROWS_A_PIECE)):
        if not options.on(RAW_CELLS):
            changed += sum(map(_guard, some))
        yield lines(some)
    if changed:
        labelled.warn(
            f"{changed:,} cells begin like a spreadsheet formula and got a ' in front;"
            f" --with {RAW_CELLS.name} leaves them as they are"
        )


def _wide_cells(row: WideRow) -> list[Any]:
    """Labels of one column with `|` between them, evidence as JSON."""
    evidence = [[mark.column, mark.label, mark.start, mark.end, mark.quote, mark.part] for mark in row.evidence]
    note, status, reason, revisit, seconds = row.review
    return [
        *row.comment,
        *(_BETWEEN.join(given) or None for given in row.labels),
        _json(evidence).decode(),
        _BETWEEN.join(row.unanswered) or None,
        *(note, status, reason, _TRUTH[revisit], seconds),  # type: ignore[index]
    ]


def _cells(row: Row) -> list[Any]:
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


def _guard(cells: list[Any]) -> int:
    """Guard every cell of a row that needs it; how many did."""
    changed = 0
    for place, cell in enumerate(cells):
        if isinstance(cell, str) and cell and not cell[0].isalnum() and _FORMULA.match(cell):
            cells[place] = guarded(cell)
            changed += 1
    return changed
