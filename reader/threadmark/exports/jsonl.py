"""JSON Lines: a row a line; evidence and context are JSON values."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import msgspec

from threadmark.exports.labelled import Labelled
from threadmark.exports.registry import WIDE, Export, Options
from threadmark.exports.rows import rows
from threadmark.exports.wide import COMMENT, REVIEW, columns_of, wide_rows

ROWS_A_PIECE = 500


def pieces(labelled: Labelled, options: Options) -> Iterator[bytes]:
    """The rows as lines, a few hundred at a time, so that memory does not grow with them."""
    encoder = msgspec.json.Encoder()
    left: Iterator[object] = _wide(labelled) if options.on(WIDE) else rows(labelled)
    while some := list(islice(left, ROWS_A_PIECE)):
        yield encoder.encode_lines(some)


def _wide(labelled: Labelled) -> Iterator[dict[str, object]]:
    """A column of one value is a text or null, a column of many a list."""
    columns = columns_of(labelled)
    for row in wide_rows(labelled, columns):
        values = zip(columns, row.labels, strict=True)
        labels = {column.name: (given[0] if given else None) if column.single else given for column, given in values}
        yield {
            **dict(zip(COMMENT, row.comment, strict=True)),
            **labels,
            "evidence": row.evidence,
            "unanswered": row.unanswered,
            **dict(zip(REVIEW, row.review, strict=True)),
        }


EXPORT = Export(
    "jsonl",
    "JSON Lines, a row a label: pandas, polars, R and scripts read it",
    pieces,
    options=(WIDE,),
)
"""What the registry finds."""
