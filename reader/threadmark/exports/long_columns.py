"""The long table as Arrow columns, many threads' rows at a time, without a row being made of anything.

Most of what rows say is said on many of them. So each different value of a pass, and each different thing that labels
say, is turned into Arrow's form once a batch, and rows have its number: texts are Arrow dictionaries, which Parquet
keeps as they are. Only times and `asked` are each row's own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import accumulate, chain, count, repeat
from operator import add, mul
from typing import Any, Final

import msgspec

from threadmark.exports.entries import Entries, families_of
from threadmark.exports.labelled import Labelled

ROWS_A_BATCH: Final = 50_000
CHARACTERS_A_BATCH: Final = 1 << 28
"""Of texts; an array of them holds 2 GiB."""
_SAID: Final = ("dimension", "label", "target", "evidence", "either", "via", "context", "codebook")


class Sizes:
    """How many rows the passes of a thread have, and how long their texts are, as often as they are on rows."""

    def __init__(self, entries: Entries) -> None:
        counts = list(map(len, entries.said))
        self._rows = list(accumulate(counts, initial=0))
        self._characters = list(accumulate(map(mul, counts, entries.lengths()), initial=0))

    def until(self, first: int, rows: int, characters: int) -> int:
        """Where to end so that there are at least so many rows, or characters."""
        return min(
            bisect_left(self._rows, self._rows[first] + rows, first + 1),
            bisect_left(self._characters, self._characters[first] + characters, first + 1),
            len(self._rows) - 1,
        )

    def of(self, first: int, last: int) -> tuple[int, int]:
        """Rows and characters of some passes."""
        return self._rows[last] - self._rows[first], self._characters[last] - self._characters[first]


class Stamps:
    """When the labels of a thread were created and updated, as Arrow's times; they are read once."""

    def __init__(self, entries: Entries) -> None:
        self._entries = entries
        self._read: tuple[Any, Any] | None = None

    def of(self, first: int, last: int, type_: Any) -> tuple[Any, Any]:
        """A column of each, for the rows of some passes."""
        arrow = import_module("pyarrow")
        created, updated = self._read = self._read or self._columns(type_)
        rows = arrow.array(list(self._entries.labels_of_rows(first, last)), arrow.int32())
        return created.take(rows), updated.take(rows)

    def _columns(self, type_: Any) -> tuple[Any, Any]:
        created, updated = self._entries.created, self._entries.updated
        times = _times(created, type_)
        return times, times if updated == created else _times(updated, type_)


class Batch:
    """Passes whose rows make one batch of the table."""

    def __init__(self) -> None:
        self.rows = 0
        self.characters = 0
        self._parts: list[tuple[Entries, Stamps, int, int]] = []

    @property
    def is_full(self) -> bool:
        """Whether it is as large as it should get."""
        return self.rows >= ROWS_A_BATCH or self.characters >= CHARACTERS_A_BATCH

    def add(self, entries: Entries, sizes: Sizes, stamps: Stamps, first: int) -> int:
        """Add passes of a thread until it is full, and return which is the first that it has not."""
        last = sizes.until(first, ROWS_A_BATCH - self.rows, CHARACTERS_A_BATCH - self.characters)
        rows, characters = sizes.of(first, last)
        self.rows += rows
        self.characters += characters
        self._parts.append((entries, stamps, first, last))
        return last

    def table(self, schema: Any) -> Any:
        """The batch as a table of Arrow, its texts as dictionaries; `schema_in_dictionaries` gives the schema."""
        arrow = import_module("pyarrow")
        saying = arrow.array(self._saying(), arrow.int32()).dictionary_encode()
        places = arrow.array(self._places(), arrow.int32())
        asked = chain.from_iterable(chain.from_iterable(of.asked[first:last]) for of, _, first, last in self._parts)
        columns = {"asked": arrow.array(list(asked), schema.field("asked").type)}
        columns |= self._times(schema.field("created").type)
        for name, each in self._of_passes().items():
            columns[name] = _repeated(each, places, schema.field(name).type)
        for name, each in self._of_labels(saying.dictionary.to_pylist()).items():
            columns[name] = _repeated(each, saying.indices, schema.field(name).type)
        return arrow.table([columns[name] for name in schema.names], schema=schema)

    def _saying(self) -> list[int]:
        """The number of what each row says, counted through all parts."""
        saying: list[int] = []
        base = 0
        for entries, _, first, last in self._parts:
            numbers = chain.from_iterable(entries.said[first:last])
            saying += map(add, numbers, repeat(base)) if base else numbers
            base += len(entries.each)
        return saying

    def _places(self) -> list[int]:
        """The number of each row's pass."""
        said = chain.from_iterable(entries.said[first:last] for entries, _, first, last in self._parts)
        return list(chain.from_iterable(map(repeat, count(), map(len, said))))

    def _of_passes(self) -> dict[str, list[Any]]:
        columns: defaultdict[str, list[Any]] = defaultdict(list)
        for entries, _, first, last in self._parts:
            for name, values in entries.of_passes(first, last).items():
                columns[name] += values
        return columns

    def _of_labels(self, numbers: Sequence[int]) -> dict[str, list[Any]]:
        bases = list(accumulate((len(entries.each) for entries, *_ in self._parts), initial=0))
        found = []
        for number in numbers:
            at = bisect_right(bases, number) - 1
            of = self._parts[at][0]
            found.append((of, of.each[number - bases[at]]))
        columns: dict[str, list[Any]] = {name: [getattr(entry, name) for _, entry in found] for name in _SAID}
        columns["family"] = [of.family(entry) for of, entry in found]
        columns["target_text"] = [of.target_text(entry) for of, entry in found]
        return columns

    def _times(self, type_: Any) -> dict[str, Any]:
        arrow = import_module("pyarrow")
        parts = [stamps.of(first, last, type_) for _, stamps, first, last in self._parts]
        return {
            name: arrow.concat_arrays(each)
            for name, each in zip(("created", "updated"), zip(*parts, strict=True), strict=True)
        }


def schema_in_dictionaries(schema: Any) -> Any:
    """A schema with dictionaries for texts."""
    arrow = import_module("pyarrow")
    texts = arrow.dictionary(arrow.int32(), arrow.string())
    return arrow.schema([(field.name, texts if arrow.types.is_string(field.type) else field.type) for field in schema])


def batches(labelled: Labelled) -> Iterator[Batch]:
    """The batches of the long table, in the order of its rows.

    Raises:
        LabelFileError: a span's quote is not what stands there in the text.
    """
    families = families_of(labelled.contents.codebooks)
    batch = Batch()
    for held in labelled.threads():
        entries = Entries(held, families)
        sizes, stamps, first = Sizes(entries), Stamps(entries), 0
        while first < len(entries.said):
            first = batch.add(entries, sizes, stamps, first)
            if batch.is_full:
                yield batch
                batch = Batch()
    if batch.rows:
        yield batch


def _repeated(values: Sequence[Any], numbers: Any, type_: Any) -> Any:
    """A column from its different values and the number of each row's."""
    arrow = import_module("pyarrow")
    if arrow.types.is_nested(type_):
        known: dict[Any, int] = {}
        places = arrow.array([known.setdefault(value, len(known)) for value in values], arrow.int32())
        return arrow.array(msgspec.to_builtins(list(known)), type_).take(places.take(numbers))
    if not arrow.types.is_dictionary(type_):
        return arrow.array(values, type_).take(numbers)
    different = arrow.array(values, type_.value_type).dictionary_encode()
    return arrow.DictionaryArray.from_arrays(different.indices.take(numbers), different.dictionary)


def _times(stamps: Sequence[str | None], type_: Any) -> Any:
    """RFC 3339 in UTC as times; an empty text is none."""
    compute, arrow = import_module("pyarrow.compute"), import_module("pyarrow")
    texts = arrow.array(stamps, arrow.string())
    return compute.if_else(compute.equal(texts, ""), None, texts).cast(type_)
