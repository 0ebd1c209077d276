"""CSV (RFC 4180): UTF-8, commas, and CRLF after each row. `delimited` says what is in the cells."""

from __future__ import annotations

from threadmark.exports.delimited import RAW_CELLS, delimited
from threadmark.exports.registry import WIDE, Export

EXPORT = Export(
    "csv",
    "comma-separated values, a row a label: spreadsheets, R and SPSS read it",
    delimited,
    loses="what stands around a span; null and empty text look the same",
    options=(WIDE, RAW_CELLS),
)
"""What the registry finds."""
