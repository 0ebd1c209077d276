"""An export put in its place whole or not at all, one file or a folder of them, and what its files came to."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

import msgspec

from threadmark.errors import ThreadmarkError, UsageError
from threadmark.exports.registry import File
from threadmark.sources.behind import write_behind
from threadmark.sources.replacing import write_whole

MANIFEST = ".manifest.json"


class Written:
    """A file as it was written.

    Attributes:
        path: in its folder, or its own name; empty for stdout.
        size: in bytes.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.size = 0
        self._digest = hashlib.sha256()

    def add(self, piece: bytes) -> None:
        """Count and hash what was written next."""
        self.size += len(piece)
        self._digest.update(piece)

    @property
    def sha256(self) -> str:
        """Of all its bytes, hex."""
        return self._digest.hexdigest()


class _Listed(msgspec.Struct):
    """What is asked of a manifest."""

    files: list[_ListedFile] = msgspec.field(default_factory=list)


class _ListedFile(msgspec.Struct):
    path: str
    sha256: str


def manifest_of(out: Path) -> Path:
    """Where the manifest of an export lies: beside it."""
    return out.with_name(out.name + MANIFEST)


def _ready(out: Path) -> Path:
    """Where a manifest lies until its folder is in place."""
    return out.with_name(f".{out.name}{MANIFEST}.ready")


def write_file(out: str | Path, pieces: Iterable[bytes]) -> list[Written]:
    """Write one file, or to stdout (`-`).

    Raises:
        UsageError: it is a folder, or its folder does not exist.
        ThreadmarkError: it can't be written.
    """
    written = Written("" if str(out) == "-" else Path(out).name)
    write_whole(out, pieces, written.add)
    return [written]


def write_folder(out: Path, files: Iterable[File], manifest: Callable[[Sequence[Written]], bytes]) -> list[Written]:
    """Write a folder: beside its place, then put there. One that is there is replaced if it is ours, or empty.

    Its manifest lies ready under another name before the folder is in its place, so that whatever ends this early, the
    next export knows the folder as ours.

    Args:
        out: the folder.
        files: what is in it.
        manifest: the bytes of the manifest, once the files are written.

    Raises:
        UsageError: the folder is not to be replaced, or lies in no folder.
        ThreadmarkError: it can't be written.
    """
    place = Path(os.path.realpath(out))
    _spare(place, out)
    beside = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        beside.mkdir()
        try:
            written = [_write(beside, file) for file in files]
            write_file(_ready(out), [manifest(written)])
            _put(beside, place)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            _ready(out).unlink(missing_ok=True)
            raise
        _ready(out).replace(manifest_of(out))
    except OSError as error:
        raise ThreadmarkError(f"can't be written: {(error.strerror or str(error)).lower()}", where=str(out)) from None
    return written


def _write(folder: Path, file: File) -> Written:
    """Write a file of a folder that nobody reads yet."""
    path = PurePosixPath(file.path)
    if path.is_absolute() or not path.parts or ".." in path.parts:
        raise ValueError(f"a file of an export lies in its folder: {file.path}")
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    written = Written(file.path)
    with place.open("xb") as open_file:
        write_behind(open_file, file.pieces, written.add)
    return written


def _spare(place: Path, out: Path) -> None:
    """Refuse to replace what an export has not written."""
    if not place.parent.is_dir():
        raise UsageError("its folder does not exist", where=str(out), next_step=f"make {place.parent} first")
    if not place.exists():
        return
    if not place.is_dir():
        raise UsageError(
            "is a file, and this format is a folder of files", where=str(out), next_step="name another one"
        )
    known = _listed(manifest_of(out)), _listed(_ready(out))
    for file in sorted(path for path in place.rglob("*") if not path.is_dir() or path.is_symlink()):
        name, sha256 = file.relative_to(place).as_posix(), "" if file.is_symlink() else _sha256(file)
        if not sha256 or all(listed.get(name) != sha256 for listed in known):
            raise UsageError(
                f"holds {name}, which no export has written so",
                where=str(out),
                next_step="name another folder",
            )


def _listed(manifest: Path) -> dict[str, str]:
    """The files that a manifest lists, with their hashes; none where there is no manifest."""
    try:
        return {file.path: file.sha256 for file in msgspec.json.decode(manifest.read_bytes(), type=_Listed).files}
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return {}


def _sha256(file: Path) -> str:
    with file.open("rb") as open_file:
        return hashlib.file_digest(open_file, "sha256").hexdigest()


def _put(beside: Path, place: Path) -> None:
    """Put a folder in its place; what was there comes back where that fails."""
    old = place.with_name(f".{place.name}.{os.getpid()}.old")
    was_there = place.exists()
    if was_there:
        place.rename(old)
    try:
        beside.rename(place)
    except BaseException:
        if was_there:
            with suppress(OSError):
                old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)
