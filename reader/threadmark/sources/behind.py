"""Pieces written on a thread of their own, while the next ones are made.

The processor makes pieces and the disk takes them; neither waits for the other, and what is flushed to the disk on the
way need not be waited for at the end.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import BinaryIO, Final

BYTES_AT_ONCE: Final = 1 << 22
"""Handed over together: threads of Python take turns of milliseconds, so that many small pieces would wait for each other."""
WAITING_AT_MOST: Final = 2
FLUSHED_EVERY: Final = 1 << 26
"""Bytes after which what is written is flushed to the disk."""


def write_behind(file: BinaryIO, pieces: Iterable[bytes], seen: Callable[[bytes], object] | None = None) -> None:
    """Write pieces to a file on the disk; they are all there, and flushed, when this returns.

    Args:
        file: open for writing.
        pieces: taken on the thread that calls.
        seen: told all bytes, in order, before they are written, on the other thread.

    Raises:
        OSError: they can't be written; what the pieces or `seen` raise is passed on.
    """
    flushed = 0

    def write(some: bytes) -> None:
        nonlocal flushed
        if seen is not None:
            seen(some)
        file.write(some)
        if file.tell() - flushed >= FLUSHED_EVERY:
            _flush(file)
            flushed = file.tell()

    left = iter(pieces)
    for piece in left:  # most files are small, and a thread is not worth its while
        write(piece)
        if file.tell() >= BYTES_AT_ONCE:
            _on_another_thread(write, _large(left))
    _flush(file)


def _on_another_thread(write: Callable[[bytes], None], pieces: Iterator[bytes]) -> None:
    writer = ThreadPoolExecutor(1)
    waiting: deque[Future[None]] = deque()
    try:
        for some in pieces:
            waiting.append(writer.submit(write, some))
            if len(waiting) > WAITING_AT_MOST:
                waiting.popleft().result()
        for written in waiting:
            written.result()
    finally:
        writer.shutdown(cancel_futures=True)


def _large(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in larger pieces."""
    some: list[bytes] = []
    size = 0
    for piece in pieces:
        some.append(piece)
        size += len(piece)
        if size >= BYTES_AT_ONCE:
            yield b"".join(some)
            some, size = [], 0
    if some:
        yield b"".join(some)


def _flush(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
