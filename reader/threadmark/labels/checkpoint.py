"""The label file itself: written whole, in TinyDB's own format, by a new file put in the old one's place.

Each document stands on a line of its own, so that damage has a line and `grep` finds a comment's labels.
"""

from __future__ import annotations

import contextlib
import errno
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Raw

from threadmark.errors import LabelFileError
from threadmark.labels.blocks import Taken
from threadmark.labels.disk import Disk
from threadmark.labels.documents import BrokenDocumentError, Table
from threadmark.labels.records import FORMAT, TABLES, VERSION, Meta

DOCUMENTS_A_SLICE: Final = 256
"""So few that making a slice holds the interpreter for a fraction of a millisecond."""
BYTES_A_SYNC: Final = 1 << 17
"""So few that a label's own fsync never waits behind tens of megabytes of ours; twice as many after each slow one."""
SLOW_SYNC: Final = 0.01
"""Seconds."""


class DamagedError(LabelFileError):
    """The label file or its history is not what was written: the one thing that `recover` mends."""


@dataclass(slots=True)
class Contents:
    """What a label file holds: our tables, the file's own line, and tables that somebody else put there."""

    tables: dict[str, Table]
    meta: Meta
    foreign: dict[str, Raw]
    found: bool = True


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The documents at one moment, in blocks that nobody changes any more."""

    meta: Meta
    tables: tuple[tuple[str, Taken], ...]
    foreign: tuple[tuple[str, Raw], ...]


def snapshot(contents: Contents) -> Snapshot:
    """Take one; no document is copied."""
    tables = tuple((name, table.raws.take()) for name, table in contents.tables.items())
    return Snapshot(contents.meta, tables, tuple(contents.foreign.items()))


def write_label_file(path: Path, taken: Snapshot, disk: Disk) -> None:
    """Write a label file.

    Raises:
        OSError: the old file is untouched, or already replaced.
    """
    write_whole(path, pieces(taken), disk)


def write_whole(path: Path, content: Iterable[bytes], disk: Disk) -> None:
    """Write a file so that at every moment the whole old one or the whole new one is there.

    Raises:
        OSError: the old file is untouched, or already replaced.
    """
    part = part_of(path)
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        mode = 0o666
    try:
        file = disk.open_new(part, mode)
        try:
            _write_in_slices(file, content, disk)
            disk.fsync(file)
        finally:
            disk.close(file)
        disk.replace(part, path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
    disk.sync_folder(path.parent)


def _write_in_slices(file: int, content: Iterable[bytes], disk: Disk) -> None:
    unsynced, a_sync = 0, BYTES_A_SYNC
    for piece in content:
        disk.write(file, piece)
        unsynced += len(piece)
        if unsynced >= a_sync:
            began = disk.now()
            disk.fsync(file)
            unsynced = 0
            if disk.now() - began > SLOW_SYNC:
                a_sync *= 2


def part_of(path: Path) -> Path:
    """Where a label file is written until it is whole."""
    return path.with_name(f".{path.name}.part")


def pieces(taken: Snapshot) -> Iterator[bytes]:
    """The file's bytes, in slices of a few hundred documents."""
    opening = b"{"
    for name, blocks in taken.tables:
        yield opening + _name(name) + b":{"
        documents = chain.from_iterable(block.items() for block in blocks)
        comma = b"\n"
        while some := list(islice(documents, DOCUMENTS_A_SLICE)):
            yield comma + b",\n".join([b'"%d":%b' % (number, raw) for number, raw in some])
            comma = b",\n"
        opening = b"\n},\n"
    for name, raw in taken.foreign:
        yield opening + _name(name) + b":" + bytes(raw)[:-1].rstrip()
        opening = b"\n},\n"
    yield opening + b'"meta":{\n"1":' + msgspec.json.encode(taken.meta) + b"\n}}\n"


def _name(name: str) -> bytes:
    return msgspec.json.encode(name)


def nothing() -> Contents:
    """What a label file holds that is not there."""
    return Contents({name: Table(shape) for name, shape in TABLES.items() if name != "meta"}, Meta(), {}, found=False)


def read_label_file(path: Path) -> Contents:
    """Read a label file; one that is missing, or empty as TinyDB makes it, holds nothing.

    Raises:
        LabelFileError: it is damaged, newer, or no label file; with its line where that is known.
        OSError: it can't be read.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for
            raise OSError(errno.EINVAL, "not an ordinary file", str(path))
        content = path.read_bytes()
    except FileNotFoundError:
        content = b""
    if not content.strip():
        return Contents(
            {name: Table(shape) for name, shape in TABLES.items() if name != "meta"}, Meta(), {}, found=False
        )
    try:
        top = msgspec.json.decode(content, type=dict[str, Raw])
    except (msgspec.MsgspecError, UnicodeDecodeError) as problem:
        raise _damaged(path, content, str(problem)) from problem
    if "format" in top:
        raise LabelFileError(
            f"this is no label file: its format is {bytes(top['format']).decode(errors='replace')}",
            where=str(path),
            next_step="name a label file with --labels",
        )
    meta = _meta(path, content, top.pop("meta", None))
    try:
        tables = {name: Table(shape, top.pop(name, None)) for name, shape in TABLES.items() if name != "meta"}
    except BrokenDocumentError as problem:
        raise broken_document(path, problem) from problem
    for name, raw in top.items():
        if not bytes(raw).startswith(b"{"):
            raise _damaged(path, content, f"{name} is no table")
    return Contents(tables, meta, top)


def _meta(path: Path, content: bytes, found: Raw | None) -> Meta:
    if found is None:
        return Meta()
    try:
        documents = msgspec.json.decode(found, type=dict[str, dict[str, Any]])
        version = max((document.get("version", 0) for document in documents.values()), default=0)
        if isinstance(version, int) and version > VERSION:
            raise LabelFileError(
                f"the label file is newer than this program (version {version}; this one reads up to {VERSION})",
                where=str(path),
                next_step="install a newer threadmark, or go on in another file with --labels OTHER",
            )
        metas = [msgspec.convert(document, Meta) for document in documents.values()]
    except (msgspec.MsgspecError, UnicodeDecodeError, TypeError) as problem:
        raise _damaged(path, content, f"table meta: {problem}") from problem
    if any(meta.format != FORMAT for meta in metas):
        raise _damaged(path, content, f"table meta: the format is not {FORMAT}")
    return metas[-1] if metas else Meta()


def _damaged(path: Path, content: bytes, what: str) -> DamagedError:
    """Name the line where the parser stopped."""
    if stopped := re.search(r"\(byte (\d+)\)", what):
        return damaged(f"{path}:{content[: int(stopped[1])].count(10) + 1}", what)
    if "truncated" in what:
        return damaged(f"{path}:{len(content.splitlines())}", "it ends in the middle")
    return damaged(str(path), what)


def broken_document(path: Path, problem: BrokenDocumentError) -> DamagedError:
    """The error for a document that is not what its table holds; the file is read again to find its line."""
    content = path.read_bytes() if path.exists() else b""
    table = re.search(rb'"%b"\s*:' % problem.table.encode(), content)
    found = table and re.compile(rb'"%d"\s*:' % (problem.document or 0)).search(content, table.end())
    where = f"{path}:{content[: found.start()].count(10) + 1}" if found else str(path)
    return damaged(where, str(problem))


def damaged(where: str, what: str) -> DamagedError:
    """The error for damage in the label file."""
    return DamagedError(
        f"the label file is damaged: {what}",
        where=where,
        next_step="nothing was written; go on in another file with --labels OTHER, or mend this one with "
        "`threadmark recover FILE`",
    )
