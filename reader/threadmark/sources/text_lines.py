"""An input as lines of text, in whatever encoding it is, in a stream.

What is not UTF-8 is found out where it first shows: the bytes before are the same in every encoding that is likely.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from threadmark.sources.encodings import decoded
from threadmark.sources.opening import Opened

_LONGEST = 64 << 20


def text_lines(opened: Opened) -> Iterator[str]:
    """The lines of an input, each with its newline; CRLF and CR become newlines. Sets `opened.encoding`.

    Raises:
        InputError: a line is longer than 64 MB.
    """
    begun = ""
    for text in _texts(opened):
        text = begun + text  # noqa: PLW2901 -- the line that was begun is looked at again: it may not be plain
        lines = text.splitlines(keepends=True) if _is_plain(text) else _lines(text)
        begun = ""
        if lines and not lines[-1].endswith("\n"):
            begun = lines.pop()
            if len(begun) > _LONGEST:
                raise opened.refusal(f"over {_LONGEST >> 20} MB without a line's end")
        yield from lines
    if begun:
        yield begun


def _is_plain(text: str) -> bool:
    """Whether `splitlines` splits at newlines only."""
    return text.isascii() and not any(sign in text for sign in "\r\x0b\x0c\x1c\x1d\x1e")


def _lines(text: str) -> list[str]:
    parts = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    last = parts.pop()
    lines = [f"{part}\n" for part in parts]
    return [*lines, last] if last else lines


def _texts(opened: Opened) -> Iterator[str]:
    """The content as text, in pieces of about a megabyte, none of which ends between CR and LF."""
    decoder: codecs.IncrementalDecoder = codecs.getincrementaldecoder("utf-8")()
    plain = True
    carried = ""
    for chunk in opened.chunks():
        state = decoder.getstate()
        try:
            text = decoder.decode(chunk)
        except UnicodeDecodeError:
            whole = state[0] + chunk
            decoder = _other_decoder(opened, whole, plain=plain)
            text = decoder.decode(whole)
        plain = plain and text.isascii()
        text = carried + text
        carried = "\r" if text.endswith("\r") else ""
        yield text[:-1] if carried else text
    try:
        rest = decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        rest = _odd(decoder.getstate()[0])
    if carried or rest:
        yield carried + rest


def _other_decoder(opened: Opened, data: bytes, *, plain: bool) -> codecs.IncrementalDecoder:
    """A decoder for bytes that are not UTF-8: of the encoding they are in, or of UTF-8 with a few odd bytes in it.

    Args:
        opened: the input; it is told the encoding.
        data: bytes that are not UTF-8, or not all of them.
        plain: whether all before them was ASCII.
    """
    codecs.register_error(_ODD, _as_windows)
    readable = data.decode("utf-8", "ignore")
    sequences = len(readable) - len(readable.encode("ascii", "ignore"))
    odd_bytes = len(data) - len(readable.encode())
    if plain and sequences <= odd_bytes:
        _, encoding = decoded(data)
        opened.encoding = opened.encoding or encoding
        return codecs.getincrementaldecoder(encoding or "utf-8")("replace")
    opened.encoding = opened.encoding or "utf-8 with bytes of windows-1252"
    return codecs.getincrementaldecoder("utf-8")(_ODD)


_ODD = "threadmark-odd"


def _odd(data: bytes) -> str:
    return data.decode("cp1252", "replace")


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return _odd(error.object[error.start : error.end]), error.end
