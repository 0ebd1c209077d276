"""Zips of labels, as programs hand them out: unpacked into a folder of their own, which is gone afterwards.

Nothing of an archive is believed: no file leaves the folder, links are refused, and what comes out is counted while it is
written. A zip in a zip (INCEpTION packs each document with its types) becomes a folder of its name.
"""

from __future__ import annotations

import stat
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from lzma import LZMAError
from pathlib import Path
from typing import IO, Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from threadmark.errors import InputError
from threadmark.imports.registry import head_of

MAGIC: Final = b"PK\x03\x04"
MOST_BYTES: Final = 1 << 30
MOST_FILES: Final = 100_000
_ENDINGS: Final = frozenset({".json", ".jsonl", ".jsonld", ".ann", ".txt", ".xmi", ".xml"})
"""Files that some format reads; others, such as pictures and serialised documents, stay packed."""
_BROKEN: Final = (BadZipFile, EOFError, zlib.error, LZMAError)
_ZIP: Final = ".zip"
_IS_ENCRYPTED: Final = 1
_CHUNK: Final = 1 << 20
_UNPACK: Final = "unpack it first, and name the file or folder in it"


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """A zip as a folder, for as long as it is needed; any other path as it is.

    Raises:
        InputError: the archive is damaged, encrypted or too large, or a file of it would lie elsewhere. Errors about files
            that come out of it name them behind the archive.
    """
    if not head_of(path).startswith(MAGIC):
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="threadmark-") as folder:
        try:
            _Unpacking(path).into(Path(folder))
            yield Path(folder)
        except InputError as error:
            where = (error.where or str(path)).replace(folder, str(path))
            raise InputError(error.what, where=where, next_step=error.next_step) from error


def places_in(folder: Path) -> list[Path]:
    """Where labels may lie in an unpacked folder: itself, or what is alone in it, the outer first.

    A folder that is alone and holds folders is only wrapped around them.
    """
    places = [folder]
    while places[-1].is_dir() and len(inside := list(places[-1].iterdir())) == 1:
        if inside[0].is_dir() and any(each.is_dir() for each in inside[0].iterdir()):
            places.pop()
        places += inside
    return places


class _Unpacking:
    """Unpacks one archive and those in it, and counts what comes out.

    Args:
        path: the archive, for errors.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._bytes_left = MOST_BYTES
        self._files_left = MOST_FILES

    def into(self, folder: Path) -> None:
        """Unpack all that some format reads."""
        try:
            with ZipFile(self._path) as archive:
                self._unpack(archive, folder, is_inner=False)
        except (*_BROKEN, NotImplementedError, OSError, RuntimeError, ValueError) as error:
            raise InputError(
                f"can't be unpacked: {error}", where=str(self._path), next_step="export or copy it once more"
            ) from error
        if self._files_left == MOST_FILES:
            raise InputError("has no file in it that labels come in", where=str(self._path))

    def _unpack(self, archive: ZipFile, folder: Path, *, is_inner: bool) -> None:
        for entry in archive.infolist():
            place = self._place(entry, folder)
            if place is None:
                continue
            with archive.open(entry) as packed:
                if place.suffix.lower() != _ZIP:
                    self._write(packed, place)
                elif not is_inner:
                    with tempfile.TemporaryFile() as inner:
                        self._copy(packed, inner)
                        place.mkdir(parents=True, exist_ok=True)
                        self._unpack(ZipFile(inner), place, is_inner=True)

    def _place(self, entry: ZipInfo, folder: Path) -> Path | None:
        """Where a file goes; None for what nothing reads.

        Raises:
            InputError: it would lie outside the folder, is a link, or is encrypted.
        """
        # INCEpTION's names began with a slash for some time.
        parts = entry.filename.replace("\\", "/").lstrip("/").split("/")
        name = parts[-1]
        if entry.is_dir() or name.startswith(".") or Path(name).suffix.lower() not in {*_ENDINGS, _ZIP}:
            return None
        if any(part in {"", ".", ".."} or ":" in part or "\0" in part for part in parts):
            raise self._refusal(f"has a file that would lie elsewhere: {entry.filename}")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise self._refusal(f"has a link in it: {entry.filename}")
        if entry.flag_bits & _IS_ENCRYPTED:
            raise self._refusal("is encrypted")
        self._files_left -= 1
        if self._files_left < 0:
            raise self._refusal(f"has more than {MOST_FILES:,} files in it")
        return folder.joinpath(*parts)

    def _write(self, packed: IO[bytes], place: Path) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            with place.open("xb") as file:
                self._copy(packed, file)
        except FileExistsError:
            raise self._refusal(f"has two files of one name: {place.name}") from None

    def _copy(self, packed: IO[bytes], file: IO[bytes]) -> None:
        while data := packed.read(_CHUNK):
            self._bytes_left -= len(data)
            if self._bytes_left < 0:
                raise self._refusal(f"is larger than {MOST_BYTES >> 20:,} MB once it is unpacked")
            file.write(data)
        file.seek(0)

    def _refusal(self, what: str) -> InputError:
        return InputError(what, where=str(self._path), next_step=_UNPACK)
