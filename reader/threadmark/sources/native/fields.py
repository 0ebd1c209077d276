"""The fields of a comment in the native form: decoded quickly where they are as written, mended where they are not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

_KINDS = {str: "text", bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}


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


class PlainFields(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """What most comments have, and in most files all of them."""

    id: str | None = None
    parent: str | None = None
    author: str | None = None
    created: str | float | None = None
    score: int | None = None
    text: str = ""


class CommentFields(PlainFields, gc=False, forbid_unknown_fields=True):
    """All that a comment can have."""

    role: str | None = None
    edited: str | float | bool | None = None
    deleted: bool | None = None
    inferred: InferredFields | None = None
    extra: dict[str, Any] | None = None


_PLAIN = msgspec.json.Decoder(list[PlainFields])
_FULL = msgspec.json.Decoder(list[CommentFields])
_PARTS = msgspec.json.Decoder(dict[str, msgspec.Raw])


class Decoded(NamedTuple):
    """The comments of a JSON array.

    Attributes:
        comments: `PlainFields` where none has more.
        as_written: whether strict JSON was read, in which no string holds a raw control character.
        encoding: what was detected, where it is not UTF-8.
    """

    comments: Sequence[PlainFields]
    as_written: bool
    encoding: str | None


def decoded_comments(array: bytes) -> Decoded:
    """Read a JSON array of comments.

    Raises:
        MalformedError: it is not JSON.
        WrongTypeError: it is, but not an array of comments.
    """
    for decoder in (_PLAIN, _FULL):
        try:
            return Decoded(decoder.decode(array), as_written=True, encoding=None)
        except msgspec.ValidationError:
            continue
        except (msgspec.DecodeError, UnicodeDecodeError):
            break
    plain, encoding = _any_json(array)
    if not isinstance(plain, list):
        raise WrongTypeError(f"comments are {_kind(plain)} instead of a list")
    return Decoded([_mended(each) for each in plain], as_written=False, encoding=encoding)


def decoded_object(data: bytes) -> tuple[dict[str, Any], bytes | None]:
    """The fields of a JSON object, and its `comments` still as JSON (None where it has no such field).

    Raises:
        MalformedError: it is not JSON.
        WrongTypeError: it is not an object.
    """
    try:
        parts = _PARTS.decode(data)
        comments = parts.pop("comments", None)
        fields = {key: msgspec.json.decode(part) for key, part in parts.items()}
    except (msgspec.DecodeError, UnicodeDecodeError):
        fields, _ = _any_json(data)
        if not isinstance(fields, dict):
            raise WrongTypeError(f"{_kind(fields)} instead of an object") from None
        import json  # noqa: PLC0415 -- few files need it; it writes lone surrogates so that it reads them again

        return fields, json.dumps(fields.pop("comments")).encode() if "comments" in fields else None
    return fields, None if comments is None else bytes(comments)


def merged_extra(own: dict[str, Any], nested: Any) -> dict[str, Any]:
    """Fields that are kept, with those that a file keeps under `extra`; where both have one, neither is lost."""
    if nested is None:
        return own
    if not isinstance(nested, dict) or own.keys() & nested.keys():
        return {**own, "extra": nested}
    return own | nested


def _any_json(data: bytes) -> tuple[Any, str | None]:
    """JSON strictly, else as the stdlib reads it, which lets lone surrogates, NaN and raw control characters pass.

    Returns:
        The value, and the encoding that was detected where it is not UTF-8.
    """
    try:
        return msgspec.json.decode(data), None
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    import json  # noqa: PLC0415 -- few files need it

    from threadmark.sources.encodings import decoded  # noqa: PLC0415 -- the same

    try:
        text, encoding = data.decode("utf-8", "surrogatepass"), None
    except UnicodeDecodeError:
        text, encoding = decoded(data)
    try:
        return json.loads(text, strict=False), encoding
    except json.JSONDecodeError as error:
        cut_short = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
        raise MalformedError(error.msg.lower(), error.lineno - 1, cut_short=cut_short) from None


def _mended(given: Any) -> CommentFields:
    """A comment from any JSON: numbers that serve as ids become text, what is not known goes to `extra`."""
    if not isinstance(given, dict):
        raise WrongTypeError(f"a comment is {_kind(given)} instead of an object")
    fields = CommentFields()
    own: dict[str, Any] = {}
    for key, value in given.items():
        if value is None or key == "extra":
            continue
        if key in _TEXTS:
            setattr(fields, key, _text(key, value, given.get("id")))
        elif not (key in _OPTIONAL and _set(fields, key, value)):
            own[key] = value
    fields.extra = merged_extra(own, given.get("extra")) or None
    return fields


def _text(key: str, value: Any, comment_id: Any) -> str:
    if isinstance(value, str):
        return value
    if key != "text" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise WrongTypeError(f"the {key} of comment {comment_id!r} is {_kind(value)} instead of text")


def _set(fields: CommentFields, key: str, value: Any) -> bool:
    """Set a field that a comment can do without; False where its type is another."""
    if key == "score" and isinstance(value, float) and value.is_integer():
        value = int(value)
    try:
        setattr(fields, key, msgspec.convert(value, _OPTIONAL[key]))
    except msgspec.ValidationError:
        return False
    return True


def _kind(value: Any) -> str:
    return _KINDS.get(type(value), "nothing")


_TEXTS = ("id", "parent", "author", "text")
_OPTIONAL: Mapping[str, Any] = {
    "created": str | float,
    "score": int,
    "role": str,
    "edited": str | float | bool,
    "deleted": bool,
    "inferred": InferredFields,
}
