"""Unpack what is compressed, told by its first bytes, in a stream."""

from __future__ import annotations

import io
from importlib import import_module
from typing import TYPE_CHECKING

from threadmark.sources.opening import BZIP2, GZIP, XZ, ZSTD, Opened, Readable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

_ENDINGS = (".gz", ".bz2", ".xz", ".zst")
# Pushshift dumps are packed with a window of 2 GiB, which the library refuses unless it is told.
_ZSTD_WINDOW = 1 << 31


class Prefixed(io.RawIOBase):
    """A stream of which the beginning was read already."""

    def __init__(self, first: bytes, rest: Readable) -> None:
        self._first = first
        self._rest = rest

    def readable(self) -> bool:
        """True; the decompressors ask."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Fill a buffer, as far as there is anything."""
        view = memoryview(buffer)
        data = self._first[: len(view)] or self._rest.read(len(view))
        self._first = self._first[len(data) :]
        view[: len(data)] = data
        return len(data)


def unpacked(opened: Opened, packed: Prefixed, name: str) -> tuple[Readable, str]:
    """A stream of the unpacked bytes, and the name without the compression's ending.

    Args:
        opened: the input, for the refusal.
        packed: its bytes.
        name: the file's name.

    Raises:
        InputError: the library for this compression is not installed.
    """
    buffered = io.BufferedReader(packed)
    magic = buffered.peek(len(ZSTD))
    stream: Readable
    if magic.startswith(GZIP):
        import gzip  # noqa: PLC0415 -- each library only for its own files

        stream = gzip.GzipFile(fileobj=buffered)
    elif magic.startswith(BZIP2):
        import bz2  # noqa: PLC0415

        stream = bz2.BZ2File(buffered)
    elif magic.startswith(XZ):
        import lzma  # noqa: PLC0415

        stream = lzma.LZMAFile(buffered)  # noqa: SIM115 -- lives as long as the input
    else:
        try:
            zstandard = import_module("zstandard")
        except ImportError:
            raise opened.refusal(
                "is packed with zstd, for which a library is missing",
                next_step="pip install zstandard, or unpack it first",
            ) from None
        packer = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
        stream = packer.stream_reader(buffered, read_across_frames=True)
    for ending in _ENDINGS:
        name = name.removesuffix(ending)
    return stream, name
