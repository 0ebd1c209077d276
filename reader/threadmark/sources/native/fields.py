"""The fields of a comment in the native form: decoded quickly where they are as written, mended where they are not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import msgspec

NAMES = {str: "text", bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
DEEPEST = 100
"""Levels to which a kept field may be nested; what lies deeper is kept as its JSON text."""


class WrongTypeError(Exception):
    """A field that a comment can't do without is of another type than it has to be."""


class MalformedError(Exception):
    """Bytes that are not JSON.

    Attributes:
        line: lines before the fault, in these bytes.
        cut_short: whether they end too early rather than being wrong.
    """

    def __init__(self, said: str, line: int = 0, *, cut_short: bool = False) -> None:
        super().__init__(said)
        self.line = line
        self.cut_short = cut_short


class InferredFields(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """How a reply link was found."""

    cue: str
    confidence: float


class CommentFields(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """A comment as it stands in the file."""

    id: str | None = None
    parent: str | None = None
    author: str | None = None
    created: str | float | None = None
    score: int | None = None
    text: str | None = None
    role: str | None = None
    edited: str | float | bool | None = None
    deleted: bool | None = None
    inferred: InferredFields | None = None
    extra: dict[str, Any] | None = None


_QUICK = msgspec.json.Decoder(list[CommentFields])
_PARTS = msgspec.json.Decoder(dict[str, msgspec.Raw])


def decoded_comments(piece: bytes) -> tuple[list[CommentFields], bool]:
    """The comments of a JSON array, and whether every string is as JSON has it: valid UTF-8 without raw controls.

    Raises:
        MalformedError: it is not JSON.
        WrongTypeError: it is, but not an array of comments.
    """
    try:
        return _QUICK.decode(piece), True
    except msgspec.ValidationError:
        pass
    except (msgspec.DecodeError, UnicodeDecodeError):
        return [_mended(each, number) for number, each in enumerate(_a_list(lenient(piece)), 1)], False
    try:
        plain = msgspec.json.decode(piece)
    except (msgspec.DecodeError, UnicodeDecodeError):
        plain = lenient(piece)
    return [_mended(each, number) for number, each in enumerate(_a_list(plain), 1)], False


def decoded_object(data: bytes) -> tuple[dict[str, Any], bytes | None]:
    """The fields of a JSON object, and its `comments` still as JSON (None where it has no such field).

    Raises:
        MalformedError: it is not JSON.
        WrongTypeError: it is not an object.
    """
    try:
        parts = _PARTS.decode(data)
        raw = parts.pop("comments", None)
        return {key: msgspec.json.decode(part) for key, part in parts.items()}, None if raw is None else bytes(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    plain = lenient(data)
    if not isinstance(plain, dict):
        raise WrongTypeError(f"{NAMES.get(type(plain), 'nothing')} instead of an object")
    comments = plain.pop("comments", None)
    return plain, None if comments is None else json.dumps(comments).encode()


def lenient(data: bytes) -> Any:
    """JSON as the stdlib reads it, which lets lone surrogates, NaN and raw control characters pass.

    Raises:
        MalformedError: not even so.
    """
    try:
        text = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise MalformedError("the text is not UTF-8", data.count(b"\n", 0, error.start)) from None
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        cut_short = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
        raise MalformedError(error.msg.lower(), error.lineno - 1, cut_short=cut_short) from None


def _a_list(plain: Any) -> list[Any]:
    if not isinstance(plain, list):
        raise WrongTypeError(f"comments are {NAMES.get(type(plain), 'nothing')} instead of a list")
    return plain


def _mended(given: Any, number: int) -> CommentFields:
    """A comment from any JSON: numbers that serve as ids become text, what is not known goes to `extra`."""
    if not isinstance(given, dict):
        raise WrongTypeError(
            f"a comment is {NAMES.get(type(given), 'nothing')} instead of an object ({number} in its part)"
        )
    fields = CommentFields()
    extra: dict[str, Any] = {}
    for key, value in given.items():
        if key in ("id", "parent", "author", "text"):
            setattr(fields, key, _text(key, value, given.get("id")))
        elif key == "extra" and isinstance(value, dict):
            extra |= value
        elif value is not None and not (key in _OPTIONAL and _set(fields, key, value)):
            extra[key] = value
    fields.extra = extra or None
    return fields


def _text(key: str, value: Any, comment_id: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if key != "text" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise WrongTypeError(f"the {key} of comment {comment_id!r} is {NAMES.get(type(value), 'nothing')} instead of text")


def _set(fields: CommentFields, key: str, value: Any) -> bool:
    """Set a field that a comment can do without; False where its type is another."""
    if key == "score" and isinstance(value, float) and value.is_integer():
        value = int(value)
    try:
        setattr(fields, key, msgspec.convert(value, _OPTIONAL[key]))
    except msgspec.ValidationError:
        return False
    return True


_OPTIONAL: Mapping[str, Any] = {
    "created": str | float,
    "score": int,
    "role": str,
    "edited": str | float | bool,
    "deleted": bool,
    "inferred": InferredFields,
}
