"""TSV: as CSV, with tabs between the cells and LF after each row; a text with a tab or a newline stands in quotes."""

from __future__ import annotations

from collections.abc import Iterator

from threadmark.exports.delimited import RAW_CELLS, delimited
from threadmark.exports.labelled import Labelled
from threadmark.exports.registry import WIDE, Export, Options


def pieces(labelled: Labelled, options: Options) -> Iterator[bytes]:
    """A line of names and the rows."""
    return delimited(labelled, options, "\t", "\n")


EXPORT = Export(
    "tsv",
    "tab-separated values, a row a label: for spreadsheets that take commas for decimals",
    pieces,
    loses="what stands around a span; null and empty text look the same",
    options=(WIDE, RAW_CELLS),
)
"""What the registry finds."""
