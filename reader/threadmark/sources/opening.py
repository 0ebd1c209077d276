"""Open what was given - a file, a compressed file, a folder, standard input - or say why it can't be.

Everything is read in chunks, so that a source that streams stays small whatever the size of the file.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from threadmark.errors import InputError
from threadmark.sources.source import Head, Sniffed
from threadmark.thread.report import ImportReport

STDIN = "-"
CHUNK = 1 << 18
"""Bytes read at a time: what is made of them then still lies in the processor's cache when it is sorted away."""
HEAD = 1 << 16
WHOLE_LIMIT = 128 << 20
Progress = Callable[[int, int | None], None]
"""Called with the bytes read of the file as it lies there, and its size (None where nobody knows)."""

GZIP, BZIP2, XZ, ZSTD = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd"
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")


class Readable(Protocol):
    """Bytes in a stream."""

    def read(self, size: int, /) -> bytes:
        """At most this many bytes; none at the end."""


class _Counted:
    """The file as it lies there; tells how much of it was read."""

    def __init__(self, raw: BinaryIO, size: int | None, progress: Progress) -> None:
        self._raw = raw
        self._size = size
        self._progress = progress
        self._read = 0

    def read(self, size: int, /) -> bytes:
        data = self._raw.read(size)
        self._read += len(data)
        self._progress(self._read, self._size)
        return data


class Opened:
    """An open input.

    Attributes:
        where: its name as it was given, for messages.
        path: its path; None for stdin.
        head: its beginning.
        encoding: what was detected, where it is not plain UTF-8.
    """

    def __init__(self, where: str, path: Path | None, raw: BinaryIO | None, progress: Progress | None = None) -> None:
        self.where = where
        self.path = path
        self.encoding: str | None = None
        self._raw = raw
        self._first = b""
        self.head = Head(path.name if path else where, b"", path if raw is None else None)
        if raw is not None:
            size = os.fstat(raw.fileno()).st_size if path else None
            self._stream: Readable = _Counted(raw, size, progress) if progress else raw
            self._look()

    def _look(self) -> None:
        """Read the head, and unwrap what it shows to be compressed or in UTF-16."""
        name = self.head.name
        self._first = self._take(HEAD)
        if not self._first:
            raise self.refusal("the file is empty" if self.path else "nothing came in")
        if self._first.startswith((GZIP, BZIP2, XZ, ZSTD)):
            from threadmark.sources.compression import Prefixed, unpacked  # noqa: PLC0415 -- few files are

            self._stream, name = unpacked(self, Prefixed(self._first, self._stream), name)
            self._first = b""
            self._first = self._take(HEAD)
            if not self._first:
                raise self.refusal("the file is empty once it is unpacked")
        if self._first.startswith(_BYTE_ORDER_MARKS):
            from threadmark.sources.encodings import recoded  # noqa: PLC0415 -- few files begin so

            self._stream, self.encoding = recoded(self._first, self._stream)
            self._first = b""
            self._first = self._take(HEAD)
        self.head = Head(name, self._first)

    def _take(self, size: int) -> bytes:
        """The next bytes of the unwrapped stream, fewer than asked only at its end."""
        parts = []
        try:
            while size > 0 and (part := self._stream.read(size)):
                parts.append(part)
                size -= len(part)
        except InputError:
            raise
        except EOFError:
            raise self.refusal("the compressed data ends too early; the file is cut short") from None
        except Exception as error:  # noqa: BLE001 -- gzip, bz2, lzma and zlib each have errors of their own
            raise self.refusal(f"can't be read: {_said(error)}") from None
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def chunks(self) -> Iterator[bytes]:
        """The content from its beginning, unwrapped, in pieces of about a quarter of a megabyte."""
        data = self._first + self._take(CHUNK - len(self._first))
        self._first = b""
        while data:
            yield data
            data = self._take(CHUNK)

    def whole(self) -> bytes:
        """All of the content at once.

        Raises:
            InputError: there is more than `WHOLE_LIMIT`.
        """
        parts, size = [], 0
        for chunk in self.chunks():
            parts.append(chunk)
            size += len(chunk)
            if size > WHOLE_LIMIT:
                raise self.refusal(
                    f"is larger than {WHOLE_LIMIT >> 20} MB, and a file of this format is read whole",
                    next_step="cut it into several files",
                )
        return b"".join(parts)

    def text(self) -> str:
        """All of the content as text, in whatever encoding it is; `encoding` tells which, if not UTF-8.

        Raises:
            InputError: there is more than `WHOLE_LIMIT` bytes.
        """
        from threadmark.sources.encodings import decoded  # noqa: PLC0415 -- sources that read bytes don't need it

        text, encoding = decoded(self.whole())
        self.encoding = self.encoding or encoding
        return text

    def report(self, source: str, sniffed: Sniffed) -> ImportReport:
        """A report for one thread of this input."""
        return ImportReport(file=self.where, format=source, why=sniffed.why, encoding=self.encoding)

    def refusal(self, what: str, *, line: int | None = None, next_step: str | None = None) -> InputError:
        """An error that names this input, to be raised."""
        return InputError(what, where=f"{self.where}:{line}" if line else self.where, next_step=next_step)

    def close(self) -> None:
        """Close the file; stdin stays open."""
        if self._raw is not None and self.path is not None:
            self._raw.close()


def open_input(given: str | Path, progress: Progress | None = None) -> Opened:
    """Open a file, a folder or `-`.

    Raises:
        InputError: it is missing, empty, a pipe or a device, or can't be read.
    """
    where = str(given)
    if where == STDIN:
        if sys.stdin is None or sys.stdin.closed or sys.stdin.isatty():
            raise InputError("nothing is piped in", where="stdin", next_step="name a file, or pipe one in")
        return Opened("stdin", None, sys.stdin.buffer, progress)
    path = Path(given)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return Opened(where, path, None, progress)
        if not stat.S_ISREG(mode):
            kind = "a pipe" if stat.S_ISFIFO(mode) else "a socket" if stat.S_ISSOCK(mode) else "a device"
            raise InputError(
                f"is {kind}, not a file", where=where, next_step="pipe its content in, and give - as the file"
            )
        # Not blocking, so that a pipe put there since the look above can't hang the program.
        raw = os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb", buffering=0)
    except FileNotFoundError:
        raise InputError("there is no such file", where=where) from None
    except (OSError, ValueError) as error:
        raise InputError(f"can't be opened: {_said(error)}", where=where) from None
    try:
        return Opened(where, path, raw, progress)
    except BaseException:
        raw.close()
        raise


def _said(error: Exception) -> str:
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return (text or type(error).__name__).lower()
