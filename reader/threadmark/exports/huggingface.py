"""A folder for the Hugging Face Hub, or for `datasets.load_dataset(FOLDER)`: Parquet for each part, and a card.

There are two tables: `comments`, wide with class labels, and `labels`, long. A split gives the parts.
"""

from __future__ import annotations

from collections.abc import Iterator

from threadmark.exports.arrow import long_parquet, wide_parquet
from threadmark.exports.card import card
from threadmark.exports.labelled import Labelled
from threadmark.exports.registry import Export, File, Options
from threadmark.exports.wide import columns_of


def files(labelled: Labelled, options: Options) -> Iterator[File]:
    """The tables of each part, then the card."""
    del options
    parts = {name: labelled.part(name) for name in labelled.parts} or {"train": labelled}
    columns = columns_of(labelled)
    for name, part in parts.items():
        yield File(f"comments/{name}.parquet", wide_parquet(part, columns, classes=True))
        yield File(f"labels/{name}.parquet", long_parquet(part))
    yield File("README.md", [card(labelled, parts)])


EXPORT = Export(
    "huggingface",
    "a data set for the Hugging Face Hub: Parquet for each part of a split, and a card to complete",
    files=files,
    loses="wide: times, context and either/or, which the long table has",
    extra="parquet",
    needs=("pyarrow",),
    own_parts=True,
)
"""What the registry finds."""
