"""The long table as Arrow columns, a batch of passes at a time, without a row being made of anything.

Most of what rows say is said on many of them. So each different value of a pass, and each different thing that labels
say, is turned into Arrow's form once a batch, and rows have its number: texts are Arrow dictionaries, which Parquet
keeps as they are. Only times and `asked` are each row's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import chain, count, repeat
from operator import attrgetter, itemgetter
from typing import Any, Final

import msgspec

from threadmark.exports.entries import Entries, Open, ThreadEntries, families_of
from threadmark.exports.labelled import Labelled
from threadmark.labels.records import Label

ROWS_A_BATCH: Final = 50_000
CHARACTERS_A_BATCH: Final = 1 << 28
"""Of texts; an array of them holds 2 GiB."""
_COMMENT: Final = ("thread", "comment", "parent", "depth", "author", "text", "annotator", "round")
_REVIEW: Final = ("note", "status", "reason", "revisit", "seconds")
_SAID: Final = ("dimension", "label", "target", "evidence", "either", "via", "context", "codebook")
_TEXT: Final = _COMMENT.index("text")
_TIMES: Final = ("created", "updated")
_Values = tuple[list[Any], Any]
"""Values, and for each row the number of its own; None where each row has its own."""
_say: Callable[[Label | Open], tuple[Any, ...]] = attrgetter(*_SAID)


class Batch:
    """Passes whose rows make one batch of the table."""

    def __init__(self) -> None:
        self._passes: list[Entries] = []
        self._said: list[Label | Open] = []
        self._of_target: dict[str, list[str | None]] = {"family": [], "target_text": []}
        self._saying: list[int] = []
        self._known: dict[tuple[Any, ...], int] = {}
        self._characters = 0

    @property
    def is_full(self) -> bool:
        """Whether it is as large as it should get."""
        return len(self._saying) >= ROWS_A_BATCH or self._characters >= CHARACTERS_A_BATCH

    def __bool__(self) -> bool:
        """Whether anything is in it."""
        return bool(self._saying)

    def end_thread(self) -> None:
        """Let nothing that was said in one thread be taken for the same in the next, where targets have other texts."""
        self._known = {}

    def add(self, given: Entries, of: ThreadEntries) -> None:
        """Add a pass of a thread."""
        known, said = self._known, self._said
        for entry, key in zip(given.each, map(_say, given.each), strict=True):
            number = known.get(key)
            if number is None:
                number = known[key] = len(said)
                said.append(entry)
                self._of_target["family"].append(of.family(entry))
                self._of_target["target_text"].append(entry.target and of.target_text(entry.target))
            self._saying.append(number)
        self._passes.append(given)
        self._characters += len(given.each) * len(str(given.comment[_TEXT] or ""))

    def table(self, schema: Any) -> Any:
        """The batch as a table of Arrow, its texts as dictionaries; `schema_in_dictionaries` gives the schema."""
        columns = {**self._of_passes(), **self._of_labels(), **self._of_rows()}
        made = [
            _times(each, field.type) if field.name in _TIMES else _repeated(each, field.type)
            for field, each in ((field, columns[field.name]) for field in schema)
        ]
        return import_module("pyarrow").table(made, schema=schema)

    def _of_passes(self) -> dict[str, _Values]:
        passes = self._passes
        rows = map(len, map(attrgetter("each"), passes))
        places = list(chain.from_iterable(map(repeat, count(), rows)))
        comments = list(map(attrgetter("comment"), passes))
        columns = {name: map(itemgetter(at), comments) for at, name in enumerate(_COMMENT)}
        columns |= {name: map(attrgetter(name), passes) for name in _REVIEW}
        numbers = _numbers(places)
        return {name: (list(values), numbers) for name, values in columns.items()}

    def _of_labels(self) -> dict[str, _Values]:
        numbers = _numbers(self._saying)
        columns = {name: list(map(attrgetter(name), self._said)) for name in _SAID}
        return {name: (values, numbers) for name, values in (columns | self._of_target).items()}

    def _of_rows(self) -> dict[str, _Values]:
        every = list(chain.from_iterable(map(attrgetter("each"), self._passes)))
        asked = list(chain.from_iterable(map(attrgetter("asked"), self._passes)))
        return {"asked": (asked, None), **{name: (list(map(attrgetter(name), every)), None) for name in _TIMES}}


def schema_in_dictionaries(schema: Any) -> Any:
    """A schema with dictionaries for texts."""
    arrow = import_module("pyarrow")
    texts = arrow.dictionary(arrow.int32(), arrow.string())
    return arrow.schema([(field.name, texts if arrow.types.is_string(field.type) else field.type) for field in schema])


def _numbers(numbers: list[int]) -> Any:
    arrow = import_module("pyarrow")
    return arrow.array(numbers, arrow.int32())


def _repeated(column: _Values, type_: Any) -> Any:
    """A column from its different values and the number of each row's."""
    arrow = import_module("pyarrow")
    values, numbers = column
    if arrow.types.is_nested(type_):
        known: dict[Any, int] = {}
        places = _numbers([known.setdefault(value, len(known)) for value in values])
        return arrow.array(msgspec.to_builtins(list(known)), type_).take(places.take(numbers))
    if not arrow.types.is_dictionary(type_):
        array = arrow.array(values, type_)
        return array if numbers is None else array.take(numbers)
    different = arrow.array(values, type_.value_type).dictionary_encode()
    return arrow.DictionaryArray.from_arrays(different.indices.take(numbers), different.dictionary)


def _times(column: _Values, type_: Any) -> Any:
    """RFC 3339 in UTC as times; an empty text is none."""
    compute, arrow = import_module("pyarrow.compute"), import_module("pyarrow")
    stamps = arrow.array(column[0], arrow.string())
    return compute.if_else(compute.equal(stamps, ""), None, stamps).cast(type_)


def batches(labelled: Labelled) -> Iterator[Batch]:
    """The batches of the long table, in the order of its rows.

    Raises:
        LabelFileError: a span's quote is not what stands there in the text.
    """
    families = families_of(labelled.contents.codebooks)
    batch = Batch()
    for held in labelled.threads():
        entries = ThreadEntries(held, families)
        for given in entries:
            batch.add(given, entries)
            if batch.is_full:
                yield batch
                batch = Batch()
        batch.end_thread()
    if batch:
        yield batch
