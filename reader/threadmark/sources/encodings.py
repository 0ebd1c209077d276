"""Bytes become text whatever encoding they are in: marked by a byte order mark, UTF-8, or detected by a library."""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING

from threadmark.sources.compression import Prefixed
from threadmark.sources.opening import Readable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LOOKED_AT = 1 << 18
_SINGLE_BYTE = "cp1252"


class _Recoded(io.RawIOBase):
    """A stream in another Unicode encoding, as UTF-8."""

    def __init__(self, stream: Readable, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._ready = b""

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Fill a buffer, as far as there is anything."""
        view = memoryview(buffer)
        ended = False
        while not self._ready and not ended:
            data = self._stream.read(len(view))
            ended = not data
            self._ready = self._decoder.decode(data, ended).encode()
        size = min(len(view), len(self._ready))
        view[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size


def recoded(first: bytes, rest: Readable) -> tuple[Readable, str | None]:
    """A stream that begins with a byte order mark, without it and as UTF-8; and its encoding's name if that differs.

    Args:
        first: what was read of it.
        rest: the rest.
    """
    mark, encoding = next((mark, encoding) for mark, encoding in _MARKS if first.startswith(mark))
    stream = Prefixed(first[len(mark) :], rest)
    if encoding == "utf-8":
        return stream, None
    return _Recoded(stream, encoding), encoding


def decoded(data: bytes) -> tuple[str, str | None]:
    """Text, and the encoding that was detected; None for UTF-8."""
    try:
        return data.decode(), None
    except UnicodeDecodeError as error:
        fault = error.start
    from charset_normalizer import from_bytes  # noqa: PLC0415 -- 30 ms, and few files need it

    # The telling bytes begin where UTF-8 fails; a large file shows its encoding there as well as as a whole.
    start = data.rfind(b"\n", 0, max(0, fault - _LOOKED_AT // 2)) + 1
    best = from_bytes(data[start : start + _LOOKED_AT]).best()
    encoding = _SINGLE_BYTE
    if best is not None:
        # Of encodings that read these bytes alike, the common one reads the rest of the file best.
        encoding = _SINGLE_BYTE if _SINGLE_BYTE in best.could_be_from_charset else best.encoding
    return data.decode(encoding, "replace"), encoding
