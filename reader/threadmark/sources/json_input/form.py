"""Decoded JSON takes the shape of a format: a struct that names the fields, what they may be, and which may be missing.

>>> class Reply(msgspec.Struct):
...     id: int
...     text: str | None = None
>>> form(Reply, {"id": "12", "text": "Quite.", "karma": 3})
Reply(id=12, text='Quite.')
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Annotated, Any, TypeVar

import msgspec

from threadmark.sources.opening import Opened
from threadmark.thread.report import ImportReport

ODD = "fields of another type than they should be (left out)"
Count = Annotated[int, msgspec.Meta(ge=-(1 << 53), le=1 << 53)]
"""A whole number that JSON holds anywhere."""
Id = str | int
"""An id, a number in some files and text in others."""
_LONE = re.compile("[\ud800-\udfff]")
MISFITS = (msgspec.ValidationError, UnicodeEncodeError)
"""What msgspec raises at a value of another shape; the second at names with lone surrogates."""
_Shape = TypeVar("_Shape", bound=msgspec.Struct)


class Form:
    """Shapes what was decoded; a field that has a default and is odd is left out and counted.

    Args:
        opened: the input, for refusals.
        report: where odd fields are counted.
    """

    def __init__(self, opened: Opened, report: ImportReport) -> None:
        self._opened = opened
        self._report = report

    def __call__(self, shape: type[_Shape], value: object, *, line: int | None = None) -> _Shape:
        """A value in this shape. Numbers in quotes serve as numbers; unknown fields are passed over.

        Raises:
            InputError: it is no object, or a field without default is missing or odd.
        """
        try:
            return msgspec.convert(value, shape, strict=False)
        except MISFITS as error:
            if not isinstance(value, dict):
                raise self._refusal(str(error), line) from None
        kept = {key: field for key, field in value.items() if not _LONE.search(key)}
        for name, kind in _optional(shape):
            if name in kept and not _fits(kept[name], kind):
                self._report.mend(ODD, kept.pop(name) is not None)
        try:
            return msgspec.convert(kept, shape, strict=False)
        except msgspec.ValidationError as error:
            raise self._refusal(str(error), line) from None
        except UnicodeEncodeError:
            raise self._refusal("a name in it holds half a character", line) from None

    def _refusal(self, said: str, line: int | None) -> Exception:
        said = said[:1].lower() + said[1:].replace("`", "").replace("Object", "object")
        return self._opened.refusal(f"is not what it looks like: {said}", line=line)


@lru_cache
def _optional(shape: type[msgspec.Struct]) -> tuple[tuple[str, Any], ...]:
    """The fields that have a default, by the name they have in the file, with their types."""
    return tuple((each.encode_name, each.type) for each in msgspec.structs.fields(shape) if not each.required)


def _fits(value: object, kind: Any) -> bool:
    try:
        msgspec.convert(value, kind, strict=False)
    except MISFITS:
        return False
    return True


def name_of(value: Id | None) -> str | None:
    """An id as text; None for none."""
    return None if value is None else str(value)
