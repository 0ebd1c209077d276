"""Parquet, a row a label or, wide, a row a comment and annotator. It takes pyarrow, which is an extra."""

from __future__ import annotations

from collections.abc import Iterator

from threadmark.exports.arrow import long_parquet, wide_parquet
from threadmark.exports.labelled import Labelled
from threadmark.exports.registry import WIDE, Export, Option, Options

CLASSES = Option("class-labels", "wide: labels as numbers, named in the metadata as datasets has them")


def pieces(labelled: Labelled, options: Options) -> Iterator[bytes]:
    """The file, a row group at a time."""
    if options.on(WIDE) or options.on(CLASSES):
        return wide_parquet(labelled, classes=options.on(CLASSES))
    return long_parquet(labelled)


EXPORT = Export(
    "parquet",
    "Parquet with types and time zones: pandas, polars, DuckDB, Arrow and datasets read it",
    pieces,
    extra="parquet",
    needs=("pyarrow",),
    options=(WIDE, CLASSES),
)
"""What the registry finds."""
