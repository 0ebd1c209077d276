"""The few things the store asks of a disk, in one place, so that tests can put a full, slow or dying one there."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

from threadmark.errors import ThreadmarkError


class NotSaved(ThreadmarkError):  # noqa: N818 -- the status line says the same words
    """A change could not be written, and nothing of it is in force."""

    exit_code = 1


class Disk:
    """A real disk; every method raises OSError as the system gives it."""

    def open_append(self, path: Path) -> int:
        """Open for appending, made where it is missing; returns a file descriptor."""
        return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o666)

    def open_new(self, path: Path, mode: int) -> int:
        """Open an empty file for writing, in place of one that is there; returns a file descriptor."""
        return os.open(path, os.O_WRONLY | os.O_TRUNC | os.O_CREAT | os.O_CLOEXEC, mode)

    def write(self, file: int, content: bytes) -> None:
        """Write all of it; a disk that fills on the way raises after having taken a part."""
        left = memoryview(content)
        while left:
            left = left[os.write(file, left) :]

    def fsync(self, file: int) -> None:
        """Come back when the file is on the disk."""
        os.fsync(file)

    def size(self, file: int) -> int:
        """How long a file is, in bytes."""
        return os.fstat(file).st_size

    def truncate(self, file: int, length: int) -> None:
        """Cut a file to a length in bytes."""
        os.ftruncate(file, length)

    def close(self, file: int) -> None:
        """Close a file descriptor."""
        os.close(file)

    def replace(self, source: Path, destination: Path) -> None:
        """Put one file in the place of another, at once."""
        os.replace(source, destination)  # noqa: PTH105 -- the one place that does it, named as in the man page

    def sync_folder(self, folder: Path) -> None:
        """Come back when a folder's names are on the disk."""
        file = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(file)
        except OSError as problem:
            if problem.errno != errno.EINVAL:  # some network disks have no such thing as syncing a folder
                raise
        finally:
            os.close(file)

    def now(self) -> float:
        """Seconds on a clock that only goes forward."""
        return time.perf_counter()


def words_of(problem: OSError) -> str:
    """What the system says went wrong, in lower case."""
    return (problem.strerror or str(problem)).lower()
