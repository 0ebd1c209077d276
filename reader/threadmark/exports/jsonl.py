"""JSON Lines: a row a line; evidence and context are JSON values."""

from __future__ import annotations

from itertools import islice

import msgspec

from threadmark.exports.destination import Destination
from threadmark.exports.labelled import Labelled
from threadmark.exports.registry import Export
from threadmark.exports.rows import rows

ROWS_A_WRITE = 500


def write(labelled: Labelled, destination: Destination, flags: frozenset[str]) -> None:  # noqa: ARG001 -- none is known
    """Write every row, a few hundred at a time, so that memory does not grow with them."""
    encoder = msgspec.json.Encoder()
    with destination.file() as file:
        left = rows(labelled)
        while some := list(islice(left, ROWS_A_WRITE)):
            file.write(encoder.encode_lines(some))


EXPORT = Export("jsonl", "JSON Lines, a row a label: pandas, polars, R and scripts read it", write)
"""What the registry finds."""
