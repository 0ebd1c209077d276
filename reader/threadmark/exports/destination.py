"""Where an export goes: standard output, or a file that is written whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO

from threadmark.errors import ThreadmarkError, UsageError


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the bytes of one export go.

    Attributes:
        path: the file; None for standard output.
        kept: files that an export must never replace, such as the labels it is made from.
    """

    path: Path | None = None
    kept: tuple[Path, ...] = ()

    @contextmanager
    def file(self) -> Iterator[BinaryIO]:
        """A file to write to; what stood at the path before stays there until all is written and on the disk.

        A pipe or a device is written to as it is, and a reader that has seen enough (`| head`) ends the export in peace.

        Raises:
            UsageError: the path is one of the files to keep.
            ThreadmarkError: the file can't be written; nothing of it is left.
        """
        if self.path is None:
            with _ending_in_peace():
                yield sys.stdout.buffer
                sys.stdout.buffer.flush()
            return
        if any(_same(self.path, kept) for kept in self.kept):
            raise UsageError(
                "is what the export is made from", where=str(self.path), next_step="name another file with -o"
            )
        try:
            if _is_stream(self.path):
                with _ending_in_peace(), self.path.open("wb") as stream:
                    yield stream
            else:
                with _whole(self.path.resolve()) as whole:
                    yield whole
        except OSError as why:
            raise ThreadmarkError(
                f"can't be written: {(why.strerror or str(why)).lower()}",
                where=str(self.path),
                next_step="nothing of it was kept; name another place with -o",
            ) from why


@contextmanager
def _whole(path: Path) -> Iterator[BinaryIO]:
    """Write beside the path and take its place at the end."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with beside.open("xb") as part:
            yield part
            part.flush()
            os.fsync(part.fileno())
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def _ending_in_peace() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        # Python flushes standard output once more at its end, which must not fail for the same reason.
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _is_stream(path: Path) -> bool:
    """Whether a pipe or a device is there, which can't be replaced by a file."""
    try:
        return not S_ISREG(path.stat().st_mode) and not path.is_dir()
    except FileNotFoundError:
        return False


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except FileNotFoundError:
        return False
