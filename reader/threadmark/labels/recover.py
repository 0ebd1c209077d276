r"""Mending a damaged label file: what is sound is kept, the damaged files stay under another name, the rest is told.

    report = recover(Path("labels.json"))
    print("\n".join(report.lines()))

A whole history makes the label file anew. A whole label file has every label in force, so beside a damaged history it
wins, and what the history says after it is added. When both are damaged, what is sound in either is put together. A
history that lost lines is numbered anew, without the batches that they were of, and ends with a batch of what only the
label file knew, so that it is the whole truth again.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from threadmark.errors import HeldError, InputError, UsageError
from threadmark.labels.checkpoint import Contents, nothing, snapshot, write_label_file, write_whole
from threadmark.labels.disk import Disk, words_of
from threadmark.labels.documents import record_of
from threadmark.labels.drafting import Draft, Maker
from threadmark.labels.history import BATCHES, Change, batch_name, encode, turn_of
from threadmark.labels.lock import WriterLock
from threadmark.labels.records import PLAIN, TURNS, Edit, stamp
from threadmark.labels.salvage import Loss, SoundHistory, SoundLabels, sound_history, sound_labels
from threadmark.labels.turning import turn_batch
from threadmark.places import history_of

RECOVER: Final = "recover"
"""The `via` of what only the label file knew."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was done.

    Attributes:
        path: the label file.
        labels: how many labels are in force now.
        changes: how many changes the history has now.
        damage: what was not sound, and where it stood.
        lost: whether something of that was nowhere else.
        aside: the damaged files, under their new names.
        unfinished: where a change stands that was never finished, and so never shown as saved; None for nowhere.
        mended: whether anything had to be.
    """

    path: Path
    labels: int
    changes: int
    damage: tuple[Loss, ...] = ()
    lost: bool = False
    aside: tuple[Path, ...] = ()
    unfinished: str | None = None
    mended: bool = True

    def lines(self) -> list[str]:
        """The report for the command line."""
        if not self.mended:
            return [f"{self.path}: nothing to mend, {self.labels:,} labels in force"]
        lines = [f"{damage.where}: {damage.what}" for damage in self.damage]
        if self.unfinished:
            lines.append(f"{self.unfinished}: a change that was never finished, and never shown as saved; left out")
        lines.append("what those lines said is lost where no other line says it" if self.lost else "nothing is lost")
        lines += [f"the damaged file is kept as {path}" for path in self.aside]
        return [*lines, f"{self.path}: {self.labels:,} labels in force, {self.changes:,} changes in the history"]


def recover(path: Path, *, disk: Disk | None = None, clock: Callable[[], float] = time.time) -> Recovery:
    """Mend a label file and its history; sound ones are left as they are.

    Raises:
        InputError: there is neither a label file nor a history.
        HeldError: another program has it open.
        LabelFileError: it is newer than this program, or no label file.
        UsageError: the files can't be read, or written.
    """
    path = Path(os.path.realpath(path))
    history = history_of(path)
    if not path.exists() and not history.exists():
        raise InputError("there is no label file", where=str(path), next_step="name one that exists")
    lock = WriterLock(path)
    try:
        holder = lock.take("recover")
        if holder is not None:
            raise HeldError(f"{holder} has it open", where=str(path), next_step="close it there first")
        return _mended(path, history, sound_labels(path), sound_history(history), disk or Disk(), stamp(clock()))
    except OSError as problem:
        raise UsageError(
            f"it can't be mended: {words_of(problem)}",
            where=str(problem.filename or path),
            next_step="copy both files to a place that can be written, and mend them there",
        ) from problem
    finally:
        lock.release()


def _mended(path: Path, history: Path, labels: SoundLabels, past: SoundHistory, disk: Disk, at: str) -> Recovery:
    if labels.whole and not past.losses:
        return Recovery(path, len(labels.contents.tables["labels"]), past.changes, mended=False)
    is_whole = bool(past.batches) and not past.losses and not past.jumps
    contents = _put_together(labels, past, is_whole=is_whole)
    meta = labels.contents.meta
    turns = any(change.table == BATCHES for batch in past.batches for change in batch)
    version = max(meta.version, TURNS if turns else PLAIN)
    contents.meta = msgspec.structs.replace(
        meta, version=version, created=meta.created or at, seq=max(past.seq, meta.seq)
    )
    aside: list[Path] = []
    changes = past.changes
    if past.losses:
        lines, changes = _written_anew(past.batches, contents, at)
        contents.meta = msgspec.structs.replace(contents.meta, seq=changes)
        aside.append(_put_aside(history, at))
        write_whole(history, lines, disk)
    if labels.losses:
        aside.append(_put_aside(path, at))
    write_label_file(path, snapshot(contents), disk)
    return Recovery(
        path,
        len(contents.tables["labels"]),
        changes,
        damage=(*labels.losses, *past.losses),
        lost=not is_whole and bool(labels.losses or (past.losses and not labels.whole)),
        aside=tuple(aside),
        unfinished=past.unfinished,
    )


def _put_together(labels: SoundLabels, past: SoundHistory, *, is_whole: bool) -> Contents:
    """What is in force, from what is sound: `is_whole` when the history alone has everything."""
    if is_whole:
        return _replayed(past.batches, nothing(), past=past.batches)
    known = labels.contents.meta.seq
    before = [batch for batch in past.batches if batch[-1].seq <= known]
    after = [batch for batch in past.batches if batch[-1].seq > known]
    if labels.whole:
        return _replayed(after, labels.contents, past=past.batches)
    contents = _replayed(before, nothing(), past=past.batches)
    for name, table in labels.contents.tables.items():
        for key, document in table.documents():
            contents.tables[name].put(key, document.raw, document.record, document.id)
    return _replayed(after, contents, past=past.batches)


def _replayed(batches: list[list[Change]], contents: Contents, *, past: list[list[Change]]) -> Contents:
    """Bring batches into force; what they undo or redo by one line is among the `past`."""
    named = {batch[0].batch: batch for batch in past}
    for change in (change for batch in batches for change in batch if change.table != "meta"):
        if change.table == BATCHES:
            name, turn = turn_of(change)
            turn_batch(named[name], turn, contents.tables)
            continue
        record = record_of(change.table, change.after)
        if record is None:
            contents.tables[change.table].remove(change.key)
        else:
            contents.tables[change.table].put(change.key, change.after, record, change.seq)
    return contents


def _written_anew(batches: list[list[Change]], contents: Contents, at: str) -> tuple[list[bytes], int]:
    """The lines of a history without gaps that leads to these contents, and its last change."""
    lines: list[bytes] = []
    names: dict[str | None, str] = {}
    seq = 0
    for batch in batches:
        changes = [change for change in batch if change.table != "meta"]
        name = names[batch[0].batch] = batch_name(seq + 1, len(changes))
        for change in changes:
            seq += 1
            key = change.key
            if change.table == BATCHES:
                key = (key[0], names[turn_of(change)[0]], *key[2:])
            undoes = names.get(change.undoes)
            lines.append(encode(msgspec.structs.replace(change, seq=seq, batch=name, undoes=undoes, key=key)))
    told = _replayed(batches, nothing(), past=batches)
    edits = [
        Edit(name, key, None)
        for name, table in told.tables.items()
        for key, _ in table.documents()
        if contents.tables[name].get(key) is None
    ]
    edits += [
        Edit(name, key, document.record)
        for name, table in contents.tables.items()
        for key, document in table.documents()
    ]
    draft = Draft(lambda name, key: told.tables[name].get(key), seq, at)
    draft.add(edits, Maker(annotator="", session="", via=RECOVER))
    return [*lines, *draft.lines], draft.seq


def _put_aside(path: Path, at: str) -> Path:
    """Keep a damaged file under another name beside it."""
    day = at.replace("-", "").replace(":", "").partition(".")[0]
    for number in range(1, 1000):
        aside = path.with_name(f"{path.name}.damaged-{day}" + (f"-{number}" if number > 1 else ""))
        if not aside.exists():
            shutil.copy2(path, aside)
            return aside
    raise FileExistsError(17, "too many damaged files beside it", str(path))
