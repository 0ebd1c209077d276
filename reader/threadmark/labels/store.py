"""The label store: what is in force, and on the disk before anybody is told so.

    store = LabelStore.open(Path("labels.json"))
    store.commit([put(label)], annotator="ana", session="s-1")     # appended, fsynced, then in force
    list(store.labels(thread="t-1"))
    store.close()                                                  # labels.json exact, lock released

One thread owns a store and calls its methods; only `on_saved` and the checkpoint's own thread come from elsewhere.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import msgspec
from msgspec import Raw

from threadmark.errors import HeldError, LabelFileError, UsageError
from threadmark.labels.checkpoint import (
    Contents,
    Snapshot,
    broken_document,
    pieces,
    read_label_file,
    snapshot,
    write_label_file,
)
from threadmark.labels.disk import Disk, NotSaved
from threadmark.labels.documents import BrokenDocumentError, Document, record_of
from threadmark.labels.drafting import Batch, Draft, Effect, Maker
from threadmark.labels.history import (
    PROGRAM,
    Change,
    HistoryFile,
    Kind,
    Reading,
    batches_backwards,
    damaged,
    line_of,
    tail_after,
)
from threadmark.labels.lock import WriterLock
from threadmark.labels.records import (
    CodebookRecord,
    Edit,
    Key,
    Label,
    Link,
    Meta,
    Record,
    Review,
    SessionRecord,
    Target,
    ThreadRecord,
    put,
    stamp,
)
from threadmark.labels.saving import Saver
from threadmark.places import history_of

IDLE: Final = 1.0
"""Seconds without a change after which a checkpoint is due."""
BEHIND: Final = 2.0
"""Seconds after the first change that `labels.json` lacks, at the latest."""


@dataclass(frozen=True, slots=True)
class _Written:
    """A draft in force, and the last change before it, until it is on the disk and can't be taken back any more."""

    draft: Draft
    seq: int
    history_seq: int


class LabelStore:
    """The labels of one file. `LabelStore.open` makes one.

    Attributes:
        path: the label file; its history lies beside it.
        read_only: whether `commit` is refused.
        held_by: who else has the file open for writing; None when nobody has.
        trouble: why the last change could not be saved, in words for the status line; None when all is well.
        behind: why `labels.json` could not be written the last time; the history has everything all the same.
        listeners: called with each batch when it comes into force, and with its reverse when it is taken back.
        on_taken_back: called when a slow disk has lost changes and they were taken back.
        before_checkpoint: called before a checkpoint is taken, to commit what was held back until then.
        on_saved: called from another thread when a slow disk has caught up or failed; then call `settle`.
    """

    def __init__(
        self,
        path: Path,
        contents: Contents,
        *,
        disk: Disk,
        clock: Callable[[], float],
        ticker: Callable[[], float],
    ) -> None:
        self.path = path
        self.history = history_of(path)
        self.read_only = True
        self.held_by: str | None = None
        self.trouble: str | None = None
        self.behind: str | None = None
        self.listeners: list[Callable[[Batch], None]] = []
        self.on_taken_back: list[Callable[[], None]] = []
        self.before_checkpoint: list[Callable[[], None]] = []
        self.on_saved: Callable[[], None] = lambda: None
        self._contents = contents
        self._tables = contents.tables
        self._disk = disk
        self._clock = clock
        self._ticker = ticker
        self._seq = contents.meta.seq
        self._history_seq = contents.meta.seq
        self._lock: WriterLock | None = None
        self._file: HistoryFile | None = None
        self._saver: Saver[_Written] | None = None
        self._ahead: list[tuple[list[Edit], Maker]] = []
        self._session: SessionRecord | None = None
        self._owner = threading.RLock()
        self._first_lacking: float | None = None
        self._last_change = 0.0
        self._checkpointing: threading.Thread | None = None

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        read_only: bool = False,
        who: str = "",
        disk: Disk | None = None,
        clock: Callable[[], float] = time.time,
        ticker: Callable[[], float] = time.monotonic,
    ) -> LabelStore:
        """Open a label file, or begin one (nothing is written before the first change).

        Args:
            path: the label file; a link is followed.
            read_only: only read, and take no lock.
            who: the annotator's name, for others who find the file held.
            disk: another disk, for tests.
            clock: POSIX seconds, for the times in the file.
            ticker: seconds that only go forward, for the checkpoint's timing.

        Raises:
            LabelFileError: the file or its history is damaged, newer, or something else; nothing was written.
            UsageError: the file or its folder can't be read, or written.
        """
        path = Path(os.path.realpath(path))
        lock, held_by = WriterLock(path), None
        try:
            if not read_only:
                held_by = lock.take(who)
            store = cls(path, read_label_file(path), disk=disk or Disk(), clock=clock, ticker=ticker)
            store.held_by = held_by
            if read_only or held_by is not None:
                store._read_changes()
            else:
                store._lock = lock
                store._begin_writing()
        except OSError as problem:
            lock.release()
            raise _unusable(path, problem) from problem
        except BaseException:
            lock.release()
            raise
        return store

    # Reading

    def labels(self, thread: str | None = None) -> Iterator[Label]:
        """The labels in force, of one thread or of all."""
        return cast("Iterator[Label]", self._records("labels", thread))

    def reviews(self, thread: str | None = None) -> Iterator[Review]:
        """The comments looked at."""
        return cast("Iterator[Review]", self._records("reviews", thread))

    def targets(self, thread: str | None = None) -> Iterator[Target]:
        """What stances are toward, oldest first."""
        return cast("Iterator[Target]", self._records("targets", thread))

    def links(self, thread: str | None = None) -> Iterator[Link]:
        """The replies that were accepted or attached elsewhere."""
        return cast("Iterator[Link]", self._records("links", thread))

    def threads(self) -> Iterator[ThreadRecord]:
        """The threads that were opened."""
        return cast("Iterator[ThreadRecord]", self._records("threads"))

    def codebooks(self) -> Iterator[CodebookRecord]:
        """The codebooks that were used."""
        return cast("Iterator[CodebookRecord]", self._records("codebooks"))

    def sessions(self) -> Iterator[SessionRecord]:
        """The starts of the program that changed something."""
        return cast("Iterator[SessionRecord]", self._records("sessions"))

    def get(self, table: str, key: Key) -> Record | None:
        """The record in force under a key."""
        document = self._tables[table].get(key)
        return document.record if document else None

    @property
    def meta(self) -> Meta:
        """The file's own record; `seq` is the last change in force."""
        meta = self._contents.meta
        return msgspec.structs.replace(meta, created=meta.created or self.now(), seq=self._seq)

    def tables(self) -> dict[str, dict[str, Any]]:
        """Everything as TinyDB has it: tables of documents by id, as plain JSON values."""
        self._contents.meta = self.meta
        content = b"".join(pieces(snapshot(self._contents)))
        return cast("dict[str, dict[str, Any]]", msgspec.json.decode(content))

    def past(self) -> Iterator[Batch]:
        """The batches that were made so far, newest first (those made while it runs are left out).

        Without a history there are none.
        """
        waiting = [b for written in self._saver.waiting() for b in written.draft.batches] if self._saver else []
        end = self._file.length if self._file else 0
        return self._past(waiting, end)

    # Writing

    @property
    def saving(self) -> bool:
        """Whether changes in force are still on their way to a slow disk."""
        return self._saver is not None and self._saver.saving

    def now(self) -> str:
        """The time as the files have it."""
        return stamp(self._clock())

    def ahead(self, edits: Iterable[Edit], *, annotator: str, session: str) -> None:
        """Have these written in front of the next change, as things that merely happened.

        So a start of the program, or a thread opened, leaves no trace until somebody labels.
        """
        self._ahead.append((list(edits), Maker(annotator, session)))

    def begin_session(self, session: SessionRecord) -> None:
        """Have this start of the program written in front of the first change, and its end when the store is closed."""
        self._session = session
        self.ahead([put(session)], annotator=session.annotator, session=session.id)

    def commit(
        self,
        edits: Sequence[Edit],
        *,
        annotator: str,
        session: str,
        kind: Kind = "do",
        undoes: str | None = None,
        via: str = "key",
    ) -> Batch:
        """Make changes: appended, fsynced, then in force; edits that change nothing are left out.

        Args:
            edits: what shall be in force, in order.
            annotator: who makes them.
            session: the start of the program they are made in.
            kind: whether they do something, undo it or do it again.
            undoes: the batch that an undo undoes, or the undo that a redo takes back.
            via: `key`, `flow`, `repeat`, `branch`, `import`, or `program` for what merely happened.

        Raises:
            NotSaved: they could not be written (or earlier ones could not); nothing of them is in force.
            HeldError: the file is open read-only.
        """
        with self._owner:
            saver = self._writable()
            if self.settle():
                raise self._not_saved()
            draft = Draft(self._document, self._seq, self.now())
            if self._history_seq != self._seq:
                draft.jump(self._history_seq, Maker(annotator, session))
            for before, earlier in self._ahead:
                draft.add(before, earlier)
            batch = draft.add(edits, Maker(annotator, session, kind, undoes, via))
            if batch is None:
                return Batch("", kind, via, annotator, undoes, ())
            self._save(saver, draft)
            return batch

    def settle(self) -> list[Batch]:
        """Take back what a slow disk could not write, and return it, oldest first; mostly nothing."""
        with self._owner:
            if self._saver is None or self._saver.problem is None:
                return []
            self.trouble = _words(self._saver.problem)
            lost = self._saver.take_back()
            for written in reversed(lost):
                written.draft.take_back(self._tables)
                self._seq, self._history_seq = written.seq, written.history_seq
                self._tell(batch.reversed() for batch in reversed(written.draft.batches))
            for told in tuple(self.on_taken_back):
                told()
            return [batch for written in lost for batch in written.draft.batches]

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for a slow disk; whether everything is on it."""
        return self._saver is None or (self._saver.wait(seconds) and not self.settle())

    # The label file

    def checkpoint_due(self, now: float | None = None) -> bool:
        """Whether `labels.json` should be written: idle for a second, or two seconds behind."""
        if self._first_lacking is None or self.saving or self.checkpointing:
            return False
        now = self._ticker() if now is None else now
        return now - self._last_change >= IDLE or now - self._first_lacking >= BEHIND

    def lacking(self) -> None:
        """Say that something is held back that `before_checkpoint` will commit, so that a checkpoint comes due."""
        self._last_change = self._ticker()
        if self._first_lacking is None:
            self._first_lacking = self._last_change

    @property
    def checkpointing(self) -> bool:
        """Whether a thread is writing `labels.json` at this moment."""
        return self._checkpointing is not None and self._checkpointing.is_alive()

    def begin_checkpoint(self) -> None:
        """Write `labels.json` by a thread of its own; failing is told by `trouble`, and it comes due again."""
        with self._owner:
            if self.read_only or self.checkpointing:
                return
            taken = self._take_snapshot()
            if taken is not None:
                self._checkpointing = threading.Thread(target=self._write_checkpoint, args=(taken,), name="checkpoint")
                self._checkpointing.start()

    def checkpoint(self) -> None:
        """Write `labels.json` and come back when it is on the disk.

        Raises:
            NotSaved: it could not be written; every label is in the history all the same.
        """
        with self._owner:
            if self.read_only:
                return
            self._join()
            taken = self._take_snapshot()
            if taken is not None:
                self._write_checkpoint(taken)
            if self.behind is not None:
                raise NotSaved(
                    f"labels.json is behind: {self.behind}",
                    where=str(self.path),
                    next_step=f"every label is in {self.history.name}, and the next start brings the file up to date",
                )

    def close(self) -> None:
        """Write what is missing in `labels.json`, and let others in. Calling it again does nothing.

        Raises:
            NotSaved: `labels.json` could not be written, or a slow disk lost changes (`trouble` says which).
        """
        with self._owner:
            if self._lock is None:
                return
            try:
                self._end_session()
                saved = self.wait()
                self.checkpoint()
                if not saved:
                    raise self._not_saved()
            finally:
                self.read_only = True
                if self._file is not None:
                    self._file.close()
                self._lock.release()
                self._lock = None

    # Inside

    def _records(self, table: str, heap: str | None = None) -> Iterator[Record]:
        try:
            yield from self._tables[table].records(heap)
        except BrokenDocumentError as problem:
            raise broken_document(self.path, problem) from problem

    def _document(self, table: str, key: Key) -> Document | None:
        try:
            return self._tables[table].get(key)
        except BrokenDocumentError as problem:
            raise broken_document(self.path, problem) from problem

    def _past(self, waiting: list[Batch], end: int) -> Iterator[Batch]:
        yield from reversed(waiting)
        for changes in batches_backwards(self.history, end):
            effects = (Effect(c.table, c.key, self._said(c, c.before), self._said(c, c.after)) for c in changes)
            first = changes[0]
            yield Batch(first.batch, first.kind, first.via, first.annotator, first.undoes, tuple(effects))

    def _said(self, change: Change, raw: Raw) -> Record | None:
        if change.table == "meta":
            return None
        try:
            return record_of(change.table, raw)
        except (BrokenDocumentError, KeyError) as problem:
            raise damaged(self.history, line_of(self.history, change.seq), str(problem)) from problem

    def _begin_writing(self) -> None:
        """Walk through the whole history, so that no damage is ever appended to."""
        reading = Reading(self.history, self._seq)
        for changes in reading:
            self._replay(changes)
        self._history_seq = reading.seq
        self._refuse_part(reading.jump)
        self._file = HistoryFile(self.history, reading.length, self._disk)
        self._saver = Saver(self._file, self._saved)
        self.read_only = False
        if self._seq > self._contents.meta.seq:
            self.lacking()

    def _read_changes(self) -> None:
        if self._contents.found:
            batches = tail_after(self.history, self._seq)
            if batches is not None:
                for changes in batches:
                    self._replay(changes)
                return
        reading = Reading(self.history, self._seq)
        for changes in reading:
            self._replay(changes)
        self._refuse_part(reading.jump)

    def _refuse_part(self, jump: Change | None) -> None:
        """Without the label file, a history that lacks changes is not the whole."""
        if not self._contents.found and jump is not None:
            raise LabelFileError(
                f"the label file is missing, and its history lacks changes before change {jump.seq}",
                where=str(self.history),
                next_step="bring labels.json back, or take what there is with `threadmark recover FILE`",
            )

    def _replay(self, changes: list[Change]) -> None:
        for change in changes:
            if change.table != "meta":
                record = self._said(change, change.after)
                table = self._tables[change.table]
                try:
                    if record is None:
                        table.remove(change.key)
                    else:
                        table.put(change.key, change.after, record, change.seq)
                except BrokenDocumentError as problem:
                    raise broken_document(self.path, problem) from problem
            self._seq = change.seq

    def _end_session(self) -> None:
        session = self._session
        if session is not None and self.get("sessions", (session.id,)) is not None:
            ended = msgspec.structs.replace(session, ended=self.now())
            with contextlib.suppress(NotSaved):  # its end is not worth a message beside the one that there is already
                self.commit([put(ended)], annotator=session.annotator, session=session.id, via=PROGRAM)

    def _saved(self) -> None:
        self.on_saved()

    def _writable(self) -> Saver[_Written]:
        if self.read_only or self._saver is None:
            holder = f"{self.held_by} has it open" if self.held_by else "it is open read-only"
            raise HeldError(holder, where=str(self.path), next_step="--labels OTHER names another file")
        return self._saver

    def _save(self, saver: Saver[_Written], draft: Draft) -> None:
        try:
            saver.save(b"".join(draft.lines), _Written(draft, self._seq, self._history_seq))
        except OSError as problem:
            self.trouble = _words(problem)
            raise self._not_saved() from problem
        self.trouble = None
        draft.apply(self._tables)
        self._ahead.clear()
        self.lacking()
        self._seq = self._history_seq = draft.seq
        self._tell(draft.batches)

    def _tell(self, batches: Iterable[Batch]) -> None:
        for batch in batches:
            for listener in tuple(self.listeners):
                listener(batch)

    def _not_saved(self) -> NotSaved:
        return NotSaved(
            f"not saved: {self.trouble}", where=str(self.history), next_step="nothing is accepted until this is mended"
        )

    def _take_snapshot(self) -> Snapshot | None:
        """What the label file should say, or None where it says so already or must wait for a slow disk."""
        for commit_held_back in tuple(self.before_checkpoint):
            with contextlib.suppress(NotSaved):  # the status line has it; it stays held back
                commit_held_back()
        if self._first_lacking is None or self.saving:
            return None
        self._first_lacking = None
        self._contents.meta = self.meta
        return snapshot(self._contents)

    def _write_checkpoint(self, taken: Snapshot) -> None:
        try:
            write_label_file(self.path, taken, self._disk)
        except OSError as problem:
            self.behind = _words(problem)
            self.lacking()
        else:
            self.behind = None

    def _join(self) -> None:
        if self._checkpointing is not None:
            self._checkpointing.join()
            self._checkpointing = None


def _words(problem: OSError) -> str:
    return (problem.strerror or str(problem)).lower()


def _unusable(path: Path, problem: OSError) -> UsageError:
    return UsageError(
        f"labels can't be kept here: {_words(problem)}",
        where=str(problem.filename or path),
        next_step="name a place that can be written with --labels",
    )
