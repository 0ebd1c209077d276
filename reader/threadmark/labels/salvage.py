"""What is sound in a damaged label file and a damaged history, line by line, and what is not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Final

import msgspec

from threadmark.labels.checkpoint import Contents, DamagedError, nothing, read_label_file
from threadmark.labels.documents import THREADED, BrokenDocumentError, record_of
from threadmark.labels.history import BATCHES, BrokenLineError, Change, decode, newer, seq_of, turn_of
from threadmark.labels.records import TABLES, Meta, key_of

_TABLE: Final = re.compile(rb'\{?\s*"(\w+)":\s*\{\s*')
_DOCUMENT: Final = re.compile(rb'"(\d+)":(\{.*\}),?\s*')
_CLOSING: Final = re.compile(rb"[{}\s,]*")


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that could not be kept: where (`file:line`) and what."""

    where: str
    what: str


@dataclass(slots=True)
class SoundLabels:
    """What is sound in a label file; `whole` when all of it is."""

    contents: Contents
    whole: bool
    losses: list[Loss] = field(default_factory=list)


@dataclass(slots=True)
class SoundHistory:
    """The complete batches of a history, in order.

    `losses` are lines and batches that are not sound; `unfinished` tells of a last line or batch that never was
    finished, and is no loss; `jumps` whether the label file once was ahead of it.
    """

    batches: list[list[Change]] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    unfinished: str | None = None
    jumps: bool = False

    @property
    def seq(self) -> int:
        """The last change."""
        return self.batches[-1][-1].seq if self.batches else 0

    @property
    def changes(self) -> int:
        """How many changes it has."""
        return sum(map(len, self.batches))


def sound_labels(path: Path) -> SoundLabels:
    """Read a label file, or those of its documents that can be read.

    Raises:
        LabelFileError: it is newer than this program, or no label file.
        OSError: it can't be read.
    """
    try:
        contents = read_label_file(path)
        for table in contents.tables.values():
            for _ in table.records():
                pass
    except DamagedError as problem:
        return _documents(path, Loss(problem.where or str(path), problem.what))
    except BrokenDocumentError as problem:
        return _documents(path, Loss(str(path), str(problem)))
    return SoundLabels(contents, whole=contents.found)


def _documents(path: Path, problem: Loss) -> SoundLabels:
    """The documents that stand on lines of their own, as the program writes them."""
    found = SoundLabels(nothing(), whole=False)
    table = None
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        if heading := _TABLE.fullmatch(line):
            table = heading[1].decode()
        elif document := _DOCUMENT.fullmatch(line):
            try:
                _take(found.contents, table, int(document[1]), document[2])
            except (BrokenDocumentError, msgspec.MsgspecError, KeyError) as broken:
                found.losses.append(Loss(f"{path}:{number}", str(broken)))
        elif not _CLOSING.fullmatch(line):
            found.losses.append(Loss(f"{path}:{number}", "the line is no document"))
    found.losses = found.losses or [problem]
    return found


def _take(contents: Contents, table: str | None, number: int, document: bytes) -> None:
    if table == "meta":
        contents.meta = msgspec.json.decode(document, type=Meta)
        return
    raw = msgspec.Raw(document)
    record = record_of(table or "", raw)
    if record is not None:
        contents.tables[table or ""].put(key_of(record), raw, record, number)


def sound_history(path: Path) -> SoundHistory:
    """Read a history, going on after damage.

    Raises:
        LabelFileError: it is newer than this program.
        OSError: it can't be read.
    """
    found = SoundHistory()
    changes = _changes(path, found)
    whole: set[str] = set()
    for name, group in groupby(changes, key=lambda numbered: numbered[1].batch):
        batch = list(group)
        first, _, last = name.partition("-")
        if len(batch) == int(last) - int(first) + 1:
            lost = [
                turn for _, change in batch if change.table == BATCHES and (turn := turn_of(change)[0]) not in whole
            ]
            if lost:
                what = f"it undoes or redoes batch {lost[0]}, which is lost; it was not done again"
                found.losses.append(Loss(f"{path}:{batch[0][0]}", what))
                continue
            if all(change.table in THREADED for _, change in batch):
                whole.add(name)
            found.batches.append([change for _, change in batch])
        elif batch[-1] is changes[-1] and [change.seq for _, change in batch] == list(
            range(int(first), batch[-1][1].seq + 1)
        ):
            found.unfinished = f"{path}:{batch[0][0]}"
        else:
            # Its other half alone would be a thing that nobody said.
            what = f"of batch {name} only {len(batch)} changes are left; none was kept"
            found.losses.append(Loss(f"{path}:{batch[0][0]}", what))
    return found


def _changes(path: Path, found: SoundHistory) -> list[tuple[int, Change]]:
    """The sound lines with their numbers, in order; the others are told in `found`."""
    lines = path.read_bytes().splitlines(keepends=True) if path.exists() else []
    changes: list[tuple[int, Change]] = []
    line_before, seq_before = 0, 0
    for number, line in enumerate(lines, 1):
        where = f"{path}:{number}"
        try:
            change = _change(line)
        except (BrokenLineError, BrokenDocumentError) as problem:
            if number == len(lines):
                found.unfinished = where
            else:
                found.losses.append(Loss(where, str(problem)))
            continue
        if change.table not in (*TABLES, BATCHES):
            raise newer(path, number, change.table)
        if change.seq <= seq_before:
            found.losses.append(Loss(where, f"change {change.seq} comes after change {seq_before}"))
            continue
        missing = change.seq - seq_before - 1
        if missing and change.table == "meta" and _was_ahead(change, seq_before):
            found.jumps = True
        elif missing > number - line_before - 1:
            found.losses.append(Loss(where, f"changes {seq_before + 1} to {change.seq - 1} are missing before it"))
        changes.append((number, change))
        line_before, seq_before = number, change.seq
    return changes


def _was_ahead(change: Change, seq: int) -> bool:
    """Whether this change says that the label file knew changes after `seq` that the history lacks."""
    return msgspec.json.decode(change.before, type=Meta).seq == seq


def _change(line: bytes) -> Change:
    seq_of(line)
    change = decode(line)
    if change.table == BATCHES:
        turn_of(change)
    elif change.table != "meta" and change.table in TABLES:
        record_of(change.table, change.before)
        record_of(change.table, change.after)
    return change
