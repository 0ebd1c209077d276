"""Records read so that a text that stands in many of them is kept once.

A label names its thread, annotator, dimension … in full, and so do the next thousand. As objects of their own, these
texts are half of what a million labels take, and as much of the time of whatever goes over them. msgspec gives one object
for all places where a text stands that the field's type lists (`Literal`); so the types list what was found so far.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from operator import attrgetter
from types import GenericAlias
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct, structs

TEXTS_AT_MOST: Final = 256
"""Different texts of a field; with more of them it shares none."""
NEWS_AT_MOST: Final = 16
"""How often another text may turn up; each time the documents that it is in are read twice."""


class Sharer:
    """The types of a record, and what their fields' texts have been.

    Args:
        record: the type.
        fields: those whose texts are few, if all goes as usual.
        inside: of fields that are tuples of records, the sharers of those.
    """

    def __init__(self, record: type[Struct], fields: Iterable[str], inside: Mapping[str, Sharer] | None = None) -> None:
        self._record = record
        self._texts: dict[str, dict[str | None, None]] = {field: {} for field in fields}
        self._news = dict.fromkeys(self._texts, 0)
        self._inside = inside or {}

    def learn(self, records: Iterable[Any]) -> None:
        """Note what these records say."""
        known = list(records)
        for field, sharer in self._inside.items():
            sharer.learn(chain.from_iterable(map(attrgetter(field), known)))
        for field, texts in list(self._texts.items()):
            before = len(texts)
            texts.update(dict.fromkeys(map(attrgetter(field), known)))
            self._news[field] += len(texts) > before
            if len(texts) > TEXTS_AT_MOST or self._news[field] > NEWS_AT_MOST:
                del self._texts[field]

    def type(self) -> Any:
        """The record's type, for records with texts that are known."""
        types: dict[str, Any] = {field: Literal[tuple(texts)] for field, texts in self._texts.items() if texts}
        types |= {field: GenericAlias(tuple, (sharer.type(), ...)) for field, sharer in self._inside.items()}
        fields = [
            (each.name, types[each.name], msgspec.field(default=each.default))
            for each in structs.fields(self._record)
            if each.name in types
        ]
        return msgspec.defstruct(self._record.__name__, fields, bases=(self._record,), frozen=True, gc=False)


class SharingDecoder:
    """Decodes JSON objects of documents by id, some at a time.

    Args:
        record: the documents' type.
        sharer: of this type; None where nothing is to be shared.
    """

    def __init__(self, record: type[Struct], sharer: Sharer | None = None) -> None:
        self._sharer = sharer
        self._as_it_is = self._decode = msgspec.json.Decoder(dict[str, record]).decode  # type: ignore[valid-type]
        self._has_learned = False

    def decode(self, documents: bytes) -> list[Any]:
        """The records.

        Raises:
            MsgspecError: they are not of this type, or no JSON.
        """
        try:
            found = [*self._decode(documents).values()]
            if self._sharer is None or self._has_learned:
                return found
        except msgspec.ValidationError:
            found = [*self._as_it_is(documents).values()]
        if self._sharer is not None:
            self._sharer.learn(found)
            self._decode = msgspec.json.Decoder(dict[str, self._sharer.type()]).decode  # type: ignore[misc]
            self._has_learned = True
        return found
