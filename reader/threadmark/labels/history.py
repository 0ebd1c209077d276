"""The history: every change ever made, one JSON object a line, each with its checksum, only ever appended.

    {"seq":12,"crc":"0f3a9c51","at":"2024-03-12T10:00:00.000Z","annotator":"ana","session":"s-1","batch":"12-13",
     "kind":"do","undoes":null,"via":"key","table":"labels","key":["t-1","c1",…],"before":null,"after":{…}}

`crc` is CRC-32 (eight hex digits) over the line's bytes without the member `"crc":"…",` and without the newline.
`batch` names the changes that belong together by their first and last `seq`, so that a torn batch is known by its last
line, and is cut off whole. To undo or redo a batch of many changes is one change of table `batches`: its key is thread,
batch, annotator and round, and its `after` tells which way the batch goes and which of its documents stay as they are.
`seq` counts by one; where it jumps, the label file held changes that the history had lost, and the first line after the
jump is a change of table `meta` that says so.
"""

from __future__ import annotations

import contextlib
import errno
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import msgspec
from msgspec import Raw, Struct

from threadmark.errors import LabelFileError
from threadmark.labels.disk import Disk
from threadmark.labels.records import Key, Meta

Kind = Literal["do", "undo", "redo"]
PROGRAM: Final = "program"
"""The `via` of what merely happened (a comment opened, seconds, a session): no undo touches it."""
BATCHES: Final = "batches"
"""The table of changes that take back, or bring back, all that a batch said; the label file has no such table."""
NULL: Final = Raw(b"null")
_START: Final = b'{"seq":'
_CRC: Final = b',"crc":"'
_CRC_MEMBER: Final = b',"crc":"%08x"'
_CRC_BYTES: Final = len(_CRC_MEMBER % 0)
_BLOCK: Final = 1 << 18


class Change(Struct, frozen=True, gc=False):
    """One line of the history without its checksum; `before` and `after` are documents as JSON, or null."""

    seq: int
    at: str
    annotator: str
    session: str
    batch: str
    kind: Kind
    undoes: str | None
    via: str
    table: str
    key: Key
    before: Raw
    after: Raw

    @property
    def ends_batch(self) -> bool:
        """Whether it is the last change of its batch."""
        return self.batch.endswith(f"-{self.seq}")


class Turn(Struct, frozen=True, gc=False):
    """What a change of table `batches` has as `after`: undone (`back`) or done again, but for the documents `kept`.

    What the batch's documents are then follows from the batch and from what was in force before this change: the states
    before the batch (after it, when it is done again); of a review only what the batch changed of what annotators say.
    """

    back: bool
    kept: tuple[tuple[str, Key], ...] = ()


class BrokenLineError(ValueError):
    """A line that is not what was written; its words say in what."""


_encode = msgspec.json.Encoder().encode
_decode_change = msgspec.json.Decoder(Change).decode
_decode_meta = msgspec.json.Decoder(Meta).decode
_decode_turn = msgspec.json.Decoder(Turn).decode


def batch_name(first: int, count: int) -> str:
    """The name of a batch of `count` changes from `seq` `first` on."""
    return f"{first}-{first + count - 1}"


def encode(change: Change) -> bytes:
    """The line, newline included."""
    line = _encode(change)
    return line.replace(b",", b"%b," % (_CRC_MEMBER % zlib.crc32(line)), 1) + b"\n"


def seq_of(line: bytes) -> int:
    """Check a line's checksum and return its `seq`.

    Raises:
        BrokenLineError: it has no newline, or is not the line that was written.
    """
    if not line.endswith(b"\n"):
        raise BrokenLineError("the line does not end")
    comma = line.find(_CRC, len(_START), 32)
    end = comma + _CRC_BYTES
    if comma < 0 or line[comma:end] != _CRC_MEMBER % zlib.crc32(line[end:-1], zlib.crc32(line[:comma])):
        raise BrokenLineError("the line does not match its checksum")
    return int(line[len(_START) : comma])


def decode(line: bytes) -> Change:
    """A line's change; its checksum is not looked at.

    Raises:
        BrokenLineError: it is no change.
    """
    try:
        return _decode_change(line)
    except (msgspec.MsgspecError, UnicodeDecodeError) as problem:
        raise BrokenLineError(f"the line is no change: {problem}") from problem


def turn_of(change: Change) -> tuple[str, Turn]:
    """The batch that a change of table `batches` undoes or redoes, by its name, and which way.

    Raises:
        BrokenLineError: it does not say.
    """
    try:
        _, name, _, _ = msgspec.convert(change.key, tuple[str, str, str, int])
        return name, _decode_turn(change.after)
    except (msgspec.MsgspecError, UnicodeDecodeError) as problem:
        raise BrokenLineError(f"the line names no batch to undo or redo: {problem}") from problem


def damaged(path: Path, line: int, what: str) -> LabelFileError:
    """The error for damage in the history; it names file and line."""
    return LabelFileError(
        what,
        where=f"{path}:{line}",
        next_step="nothing was written; go on in another file with --labels OTHER, or mend this one with "
        "`threadmark recover FILE`",
    )


def newer(path: Path, line: int, table: str) -> LabelFileError:
    """The error for a change of a table that this program does not know."""
    return LabelFileError(
        f"the history is newer than this program: it has a change of table {table}",
        where=f"{path}:{line}",
        next_step="install a newer threadmark, or go on in another file with --labels OTHER",
    )


@dataclass(slots=True)
class Reading:
    """A walk over the whole history, from its first line, checking every one.

    Iterating gives the changes after `after`, a complete batch at a time. When it has ended, `seq` is the last change,
    `length` the bytes that are sound, and `torn` the bytes after them: the last line or the last batch, never finished.
    `jump` is the first change before which others are missing, where the label file was ahead of the history.

    Raises:
        LabelFileError: any other damage, with its line.
    """

    path: Path
    after: int
    seq: int = 0
    length: int = 0
    torn: int = 0
    lines: int = 0
    jump: Change | None = None

    def __iter__(self) -> Iterator[list[Change]]:
        try:
            file = self.path.open("rb")
        except FileNotFoundError:
            return
        with file:
            batch: list[Change] = []
            seq, position = 0, 0
            for line in file:
                self.lines += 1
                position += len(line)
                try:
                    found = seq_of(line)
                except BrokenLineError as problem:
                    if file.peek(1):
                        raise damaged(self.path, self.lines, str(problem)) from problem
                    break
                if found != seq + 1:
                    self._allow_jump(line, seq)
                seq = found
                if seq <= self.after:
                    self.seq, self.length = seq, position
                    continue
                batch.append(self._change(line))
                if batch[-1].ends_batch:
                    yield batch
                    batch = []
                    self.seq, self.length = seq, position
            self.torn = position - self.length

    def _change(self, line: bytes) -> Change:
        try:
            return decode(line)
        except BrokenLineError as problem:
            raise damaged(self.path, self.lines, str(problem)) from problem

    def _allow_jump(self, line: bytes, seq: int) -> None:
        change = self._change(line)
        if change.table != "meta" or _decode_meta(change.before).seq != seq:
            raise damaged(self.path, self.lines, f"change {seq + 1} is missing, change {change.seq} follows {seq}")
        self.jump = self.jump or change


def line_of(path: Path, seq: int) -> int:
    """The line where a change stands."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.startswith(b"%b%d," % (_START, seq)):
                return number
    return 0


def batch_named(path: Path, name: str) -> list[Change]:
    """The changes of a batch, in order.

    Raises:
        BrokenLineError: it is not in the history, or not as it was written.
    """
    begins = b"%b%b," % (_START, name.partition("-")[0].encode())
    batch: list[Change] = []
    with path.open("rb") as file:
        for line in file:
            if batch or line.startswith(begins):
                seq = seq_of(line)
                batch.append(decode(line))
                if batch[-1].batch != name or seq != batch[0].seq + len(batch) - 1:
                    break
                if batch[-1].ends_batch and batch_name(batch[0].seq, len(batch)) == name:
                    return batch
    raise BrokenLineError(f"batch {name} is missing, which a change undoes or redoes")


def backwards(path: Path, end: int) -> Iterator[bytes]:
    """The lines of the history up to byte `end`, the last one first, newlines included; unchecked."""
    with path.open("rb") as file:
        rest = b""
        while end > 0:
            start = max(0, end - _BLOCK)
            file.seek(start)
            lines = (file.read(end - start) + rest).splitlines(keepends=True)
            end = start
            rest = lines.pop(0) if start else b""
            yield from reversed(lines)


def tail_after(path: Path, after: int) -> list[list[Change]] | None:
    """The complete batches after change `after`, read from the end; None when that does not go smoothly.

    For readers, who need not walk through a history that they will not append to.
    """
    batches: list[list[Change]] = []
    try:
        end = path.stat().st_size
        expected: int | None = None
        changes: list[Change] = []
        for line in backwards(path, end):
            if expected is None and not line.endswith(b"\n"):
                continue  # torn, or being written at this moment
            seq = seq_of(line)
            if expected is not None and seq != expected:
                return None
            if seq <= after:
                break
            expected = seq - 1
            changes.append(decode(line))
        else:
            if after:
                return None
    except FileNotFoundError:
        return []
    except BrokenLineError:
        return None
    batch: list[Change] = []
    for change in reversed(changes):
        batch.append(change)
        if change.ends_batch:
            batches.append(batch)
            batch = []
    return batches


class HistoryFile:
    """The history open for appending; it is made at the first change, and its folder synced then.

    Args:
        path: where it is, or will be.
        length: bytes that are sound; what lies after them is cut off before the next are written.
        disk: the disk.
    """

    def __init__(self, path: Path, length: int, disk: Disk) -> None:
        self.path = path
        self.length = length
        self._disk = disk
        self._file: int | None = None
        self._ragged = True
        self._named = path.exists()

    def append(self, content: bytes) -> float:
        """Append and fsync; returns the seconds that took.

        Raises:
            OSError: nothing of it is in the file, or will be once a later append works.
        """
        began = self._disk.now()
        try:
            self._put(content)
            self.sync()
        except OSError:
            self.cut_back(self.length)
            raise
        self._keep(content)
        return self._disk.now() - began

    def write(self, content: bytes) -> None:
        """Append without fsync: the system has it, whatever becomes of the program, and the disk after `sync`.

        Raises:
            OSError: as for `append`.
        """
        try:
            self._put(content)
        except OSError:
            self.cut_back(self.length)
            raise
        self._keep(content)

    def sync(self) -> float:
        """Fsync what was written until now, from whatever thread; returns the seconds that took.

        Raises:
            OSError: it may not be on the disk, nor come there any more.
        """
        began = self._disk.now()
        if self._file is not None:
            self._disk.fsync(self._file)
        return self._disk.now() - began

    def cut_back(self, length: int) -> None:
        """Have only so many bytes be sound, and cut off the others; what can't be cut now is cut before the next."""
        self.length, self._ragged = length, True
        if self._file is None:
            return
        with contextlib.suppress(OSError):
            self._disk.truncate(self._file, length)
            self._ragged = False

    def close(self) -> None:
        """Close the file; what was appended is on the disk already."""
        if self._file is not None:
            self._disk.close(self._file)
            self._file = None

    def _put(self, content: bytes) -> None:
        file = self._opened()
        if self._ragged:
            self._disk.truncate(file, self.length)
        self._ragged = True
        self._disk.write(file, content)

    def _keep(self, content: bytes) -> None:
        self._ragged = False
        self.length += len(content)

    def _opened(self) -> int:
        if self._file is None:
            self._file = self._disk.open_append(self.path)
            self._look_for_what_was_there()
        if not self._named:
            self._disk.sync_folder(self.path.parent)
            self._named = True
        return self._file

    def _look_for_what_was_there(self) -> None:
        """Cutting a file to a length that it has not any more would fill it with zeros."""
        if self._file is None or (size := self._disk.size(self._file)) >= self.length:
            return
        if size:
            self.close()
            raise OSError(errno.ESTALE, "the history was changed by another program")
        self.length = 0  # taken away since it was read: what was in it is in memory, and in the next checkpoint
