"""JSON Lines: a row a line; evidence and context are JSON values."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import msgspec

from threadmark.exports.labelled import Labelled
from threadmark.exports.registry import Export, Options
from threadmark.exports.rows import rows

ROWS_A_PIECE = 500


def pieces(labelled: Labelled, options: Options) -> Iterator[bytes]:
    """The rows as lines, a few hundred at a time, so that memory does not grow with them."""
    del options
    encoder = msgspec.json.Encoder()
    left = rows(labelled)
    while some := list(islice(left, ROWS_A_PIECE)):
        yield encoder.encode_lines(some)


EXPORT = Export("jsonl", "JSON Lines, a row a label: pandas, polars, R and scripts read it", pieces)
"""What the registry finds."""
