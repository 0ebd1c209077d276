"""Write a file whole or not at all: beside its place, flushed to the disk, then put there in one step."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from threadmark.errors import ThreadmarkError, UsageError
from threadmark.sources.behind import write_behind
from threadmark.sources.opening import STDIN

STDOUT = STDIN


def write_whole(out: str | Path, pieces: Iterable[bytes], seen: Callable[[bytes], object] | None = None) -> None:
    """Write pieces to a file, which is replaced when the last is there; to `-`, stdout, as they come.

    Whatever ends it early, an error of the pieces or ctrl-c, an existing file stays as it was.

    Args:
        out: the file, or `-`.
        pieces: its bytes.
        seen: told all bytes that are written, in order; it may be on another thread.

    Raises:
        UsageError: it is a folder, or its folder does not exist.
        ThreadmarkError: it can't be written.
    """
    if str(out) == STDOUT:
        _write(sys.stdout.buffer, pieces, seen)
        return
    place = place_of(out)
    try:
        if place.exists() and not place.is_file():  # /dev/null, a pipe
            with place.open("wb") as device:
                _write(device, pieces, seen)
        else:
            _replace(place, pieces, seen)
    except OSError as error:
        raise ThreadmarkError(f"can't be written: {(error.strerror or str(error)).lower()}", where=str(out)) from None


def place_of(out: str | Path) -> Path:
    """Where a file will lie; a link stays, and what it points to is replaced.

    Raises:
        UsageError: it is a folder, or its folder does not exist.
    """
    place = Path(os.path.realpath(out))
    if place.is_dir():
        raise UsageError("is a folder; name a file to write", where=str(out))
    if not place.parent.is_dir():
        raise UsageError("its folder does not exist", where=str(out), next_step=f"make {place.parent} first")
    return place


def _replace(place: Path, pieces: Iterable[bytes], seen: Callable[[bytes], object] | None) -> None:
    beside = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        with beside.open("xb") as file:
            write_behind(file, pieces, seen)
            if place.exists():
                os.fchmod(file.fileno(), stat.S_IMODE(place.stat().st_mode))
        beside.replace(place)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network folders can't be flushed, and the file is there all the same
            os.fsync(folder)
    finally:
        os.close(folder)


def _write(file: BinaryIO, pieces: Iterable[bytes], seen: Callable[[bytes], object] | None) -> None:
    for piece in pieces:
        if seen is not None:
            seen(piece)
        file.write(piece)
    file.flush()
