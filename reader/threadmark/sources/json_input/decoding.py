"""JSON becomes values: strict or as people's scripts write it, in whatever encoding, however deeply nested.

msgspec reads nearly everything; the stdlib what it refuses (NaN, lone surrogates, raw control characters, other
encodings); ijson what is nested too deeply for both.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import chain
from typing import Any, NamedTuple

import msgspec

from threadmark.errors import InputError
from threadmark.sources.opening import WHOLE_LIMIT, Opened

EXTRA = "extra data"
"""What is wrong where more follows a value that has ended."""


class MalformedJSONError(Exception):
    """Bytes that are not JSON.

    Attributes:
        line: lines before the fault, in these bytes.
        cut_short: whether they end too early rather than being wrong.
    """

    def __init__(self, said: str, line: int = 0, *, cut_short: bool = False) -> None:
        super().__init__(said)
        self.line = line
        self.cut_short = cut_short


class Line(NamedTuple):
    """A line of a file.

    Attributes:
        number: from 1.
        data: its bytes, without the newline; never blank.
    """

    number: int
    data: bytes


class Value(NamedTuple):
    """A top-level value of a file.

    Attributes:
        line: the line it begins on, from 1.
        value: what was decoded.
    """

    line: int
    value: Any


def decoded(data: bytes) -> tuple[Any, str | None]:
    """A JSON value, and the encoding that was detected where it is not UTF-8.

    Raises:
        MalformedJSONError: it is not JSON.
    """
    try:
        return msgspec.json.decode(data), None
    except RecursionError:
        return _deep(data), None
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    import json  # noqa: PLC0415 -- few files need it

    from threadmark.sources.encodings import decoded as text_of  # noqa: PLC0415 -- the same

    text, encoding = text_of(data)
    try:
        return json.loads(text, strict=False), encoding
    except RecursionError:
        return _deep(text.encode("utf-8", "replace")), encoding
    except json.JSONDecodeError as error:
        cut_short = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
        raise MalformedJSONError(error.msg.lower(), error.lineno - 1, cut_short=cut_short) from None
    except ValueError:  # an integer of more digits than Python converts
        raise MalformedJSONError("a number of thousands of digits") from None


def decoded_at(opened: Opened, data: bytes, line: int = 1, *, last: bool = True) -> Any:
    """A JSON value of an input.

    Args:
        opened: the input, for the refusal; it is told the encoding.
        data: the value's bytes.
        line: the line of the file on which they begin.
        last: whether the file ends with them, so that an early end means that it was cut short.

    Raises:
        InputError: it is not JSON.
    """
    try:
        value, encoding = decoded(data)
    except MalformedJSONError as error:
        raise refusal(opened, error, line, last=last) from None
    opened.encoding = opened.encoding or encoding
    return value


def refusal(opened: Opened, error: MalformedJSONError, line: int = 1, *, last: bool = True) -> InputError:
    """The error for an input that is not JSON, with the line; to be raised."""
    if error.cut_short and last:
        return opened.refusal("the file is cut short", next_step="get it again from where it came")
    if error.cut_short:
        return opened.refusal(
            "is not valid JSON: it ends in the middle of a value",
            line=line + error.line,
            next_step="if this is the file's last line, the file is cut short: get it again, or take the line out",
        )
    several = "if it is several documents one after another, save each in a file of its own"
    return opened.refusal(
        f"is not valid JSON: {error}", line=line + error.line, next_step=several if str(error) == EXTRA else None
    )


def values(opened: Opened, limit: int = WHOLE_LIMIT) -> Iterator[Value]:
    """The top-level values of an input: one for the whole, or one a line where the first line is a value by itself.

    Raises:
        InputError: it is not JSON, or a value has more bytes than `limit`.
    """
    blocks = line_blocks(opened, limit)
    number, block = next(blocks, (1, b""))
    begun = block.lstrip()
    number += block.count(b"\n", 0, len(block) - len(begun))
    line, _, rest = begun.partition(b"\n")
    if (first := _container(line)) is None:
        yield Value(number, decoded_at(opened, _joined(opened, begun, blocks, limit), number))
        return
    value, encoding = first
    opened.encoding = opened.encoding or encoding
    yield Value(number, value)
    for each in _lines(chain([(number + 1, rest)], blocks)):
        yield Value(each.number, decoded_at(opened, each.data, each.number, last=False))


def _container(line: bytes) -> tuple[Any, str | None] | None:
    """A line decoded, where it is an object or an array by itself."""
    if line.startswith((b"{", b"[")) and line.rstrip().endswith((b"}", b"]")):
        try:
            return decoded(line)
        except MalformedJSONError:
            pass
    return None


def _joined(opened: Opened, begun: bytes, blocks: Iterator[tuple[int, bytes]], limit: int) -> bytes:
    parts, size = [begun], len(begun)
    for _, block in blocks:
        parts.append(block)
        size += len(block)
        if size > limit:
            raise opened.refusal(
                f"is larger than {limit >> 20} MB, and a file of this format is read whole",
                next_step="cut it into several files",
            )
    return b"".join(parts)


def lines(opened: Opened, limit: int = WHOLE_LIMIT) -> Iterator[Line]:
    """The lines of an input that are not blank.

    Raises:
        InputError: a line has more bytes than `limit`.
    """
    return _lines(line_blocks(opened, limit))


def _lines(blocks: Iterable[tuple[int, bytes]]) -> Iterator[Line]:
    for number, block in blocks:
        for at, data in enumerate(block.split(b"\n"), number):
            if data and not data.isspace():
                yield Line(at, data)


def line_blocks(opened: Opened, limit: int = WHOLE_LIMIT) -> Iterator[tuple[int, bytes]]:
    """Whole lines of an input in blocks of about a megabyte, each with the number of its first line, from 1.

    Raises:
        InputError: a line has more bytes than `limit`.
    """
    number, begun, size = 1, [], 0
    for chunk in opened.chunks():
        end = chunk.rfind(b"\n") + 1
        if not end:
            begun.append(chunk)
            size += len(chunk)
            if size > limit:
                raise opened.refusal(f"over {limit >> 20} MB without a line's end", line=number)
            continue
        block = b"".join((*begun, memoryview(chunk)[:end]))
        yield number, block
        number += block.count(b"\n")
        begun, size = [chunk[end:]], len(chunk) - end
    if rest := b"".join(begun):
        yield number, rest


def _deep(data: bytes) -> Any:
    """A value of any depth, built without recursion."""
    ijson = import_module("ijson")
    builder = ijson.ObjectBuilder()
    try:
        for event, value in ijson.basic_parse(io.BytesIO(data), use_float=True):
            builder.event(event, value)
    except ijson.IncompleteJSONError as error:
        said = error.args[0] if error.args else ""
        said = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        raise MalformedJSONError(said.partition("\n")[0].lower(), cut_short="premature EOF" in said) from None
    except (ijson.JSONError, UnicodeDecodeError, ValueError) as error:
        raise MalformedJSONError(str(error).partition("\n")[0].lower()) from None
    return builder.value
