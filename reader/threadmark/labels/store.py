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
from itertools import chain
from pathlib import Path

import msgspec

from threadmark.errors import HeldError, UsageError
from threadmark.labels.checkpoint import snapshot
from threadmark.labels.checkpointing import Checkpointer
from threadmark.labels.disk import Disk, NotSaved, words_of
from threadmark.labels.drafting import Batch, Draft, Maker
from threadmark.labels.history import PROGRAM, HistoryFile, Kind, Turn
from threadmark.labels.label_file import LabelFile
from threadmark.labels.lock import WriterLock
from threadmark.labels.past import batches_backwards
from threadmark.labels.records import Edit, Key, SessionRecord, put
from threadmark.labels.saving import Saver
from threadmark.labels.turning import Laid


@dataclass(frozen=True, slots=True)
class _Written:
    """A draft in force, and the last change before it, until it is on the disk and can't be taken back any more."""

    draft: Draft
    seq: int
    history_seq: int
    ahead: tuple[tuple[list[Edit], Maker], ...]


@dataclass(frozen=True, slots=True)
class _Pen:
    """What it takes to write: the lock, the history open for appending, and the way there."""

    lock: WriterLock
    file: HistoryFile
    saver: Saver[_Written]


class LabelStore(LabelFile):
    """The labels of one file. `LabelStore.open` makes one; reading is `LabelFile`'s.

    Attributes:
        held_by: who else has the file open for writing; None when nobody has.
        trouble: why the last change could not be saved, in words for the status line; None when all is well.
        listeners: called with each batch when it comes into force, and with its reverse when it is taken back.
        on_taken_back: called when a slow disk has lost changes and they were taken back.
        before_checkpoint: called before a checkpoint is taken, to commit what was held back until then.
        on_saved: called from another thread when a slow disk has caught up or failed; then call `settle`.
    """

    def __init__(self, path: Path, disk: Disk, clock: Callable[[], float], ticker: Callable[[], float]) -> None:
        super().__init__(path, clock)
        self.held_by: str | None = None
        self.trouble: str | None = None
        self.listeners: list[Callable[[Batch], None]] = []
        self.on_taken_back: list[Callable[[], None]] = []
        self.before_checkpoint: list[Callable[[], None]] = []
        self.on_saved: Callable[[], None] = lambda: None
        self._disk = disk
        self._checkpointer = Checkpointer(path, disk, ticker)
        self._pen: _Pen | None = None
        self._history_seq = self._seq
        self._ahead: list[tuple[list[Edit], Maker]] = []
        self._session: SessionRecord | None = None
        self._owner = threading.RLock()  # taken anew by a signal handler that closes the store within a commit

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
        disk = disk or Disk()
        lock = WriterLock(path)
        try:
            held_by = None if read_only else lock.take(who)
            store = cls(path, disk, clock, ticker)
            store.held_by = held_by
            if read_only or held_by is not None:
                store.read_changes()
            else:
                store._begin_writing(lock)
        except OSError as problem:
            lock.release()
            raise _unusable(path, problem) from problem
        except BaseException:
            lock.release()
            raise
        return store

    @property
    def read_only(self) -> bool:
        """Whether `commit` is refused."""
        return self._pen is None

    def past(self, *, annotator: str, thread: str) -> Iterator[Batch | None]:
        """The batches that an annotator made so far in a thread, newest first (those made from now on are left out).

        Between them comes None wherever who reads may pause. Without a history there are none, nor in a store that is
        open read-only.

        Raises:
            LabelFileError: while they are read, when that can't be done.
        """
        if self._pen is None:
            return iter(())
        end, waiting = self._pen.saver.so_far()
        newest = [batch for written in waiting for batch in written.draft.batches if batch.annotator == annotator]
        found = batches_backwards(self.history, end, self.effect_of, annotator=annotator, thread=thread)
        return chain(reversed(newest), found)

    # Changes

    @property
    def saving(self) -> bool:
        """Whether changes in force are still on their way to a slow disk."""
        return self._pen is not None and self._pen.saver.saving

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
        maker = Maker(annotator, session, kind, undoes, via)
        return self._commit(maker, lambda draft: draft.add(edits, maker))

    def turn(self, laid: Laid, turn: Turn, place: Key, *, session: str, undoes: str) -> Batch:
        """Undo or redo a batch of many by one line of the history.

        It is in force when this returns; the documents are worked out as they are looked at, and by `settle_documents`.

        Args:
            laid: the batch, all of it of one thread and round.
            turn: which way, and what stays as it is.
            place: the batch's thread, id, annotator and round.
            session: the start of the program that this is done in.
            undoes: the batch, or the undo that a redo takes back.

        Raises:
            NotSaved: it could not be written; nothing of it is in force.
            HeldError: the file is open read-only.
        """
        maker = Maker(laid.batch.annotator, session, "undo" if turn.back else "redo", undoes, "key")
        return self._commit(maker, lambda draft: draft.turn(laid, turn, place, maker))

    def settle(self) -> list[Batch]:
        """Take back what a slow disk could not write, and return it, oldest first; mostly nothing."""
        with self._owner:
            if self._pen is None or self._pen.saver.problem is None:
                return []
            self.trouble = words_of(self._pen.saver.problem)
            lost = self._pen.saver.take_back()
            for written in reversed(lost):
                written.draft.take_back(self._tables)
                self._seq, self._history_seq = written.seq, written.history_seq
                self._tell(batch.reversed() for batch in reversed(written.draft.batches))
            self._ahead[:0] = [earlier for written in lost for earlier in written.ahead]
            for told in tuple(self.on_taken_back):
                told()
            return [batch for written in lost for batch in written.draft.batches]

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for a slow disk; whether everything is on it."""
        return self._pen is None or (self._pen.saver.wait(seconds) and not self.settle())

    # The label file

    @property
    def behind(self) -> str | None:
        """Why `labels.json` could not be written the last time, in words; the history has everything all the same."""
        return self._checkpointer.problem

    @property
    def checkpointing(self) -> bool:
        """Whether a thread is writing `labels.json` at this moment."""
        return self._checkpointer.writing

    def lacking(self) -> None:
        """Say that something is held back that `before_checkpoint` will commit, so that a checkpoint comes due."""
        self._checkpointer.lacks()

    def checkpoint_due(self, now: float | None = None) -> bool:
        """Whether `labels.json` should be written: idle for a second, or two seconds behind (`now` in monotonic seconds)."""
        return not self.saving and self._checkpointer.due(now)

    def begin_checkpoint(self) -> None:
        """Write `labels.json` by a thread of its own; when that fails, `behind` says so and it comes due again."""
        with self._owner:
            if self._checkpointer.writing:
                return
            self._commit_held_back()
            if self._may_checkpoint():
                self._checkpointer.begin(snapshot(self._contents))

    def checkpoint(self) -> None:
        """Write `labels.json` and come back when it is on the disk.

        Raises:
            NotSaved: it could not be written; every label is in the history all the same.
        """
        with self._owner:
            self._checkpointer.join()
            self._commit_held_back()
            self.wait()
            if self._may_checkpoint():
                self._checkpointer.write(snapshot(self._contents))
            if self.behind is not None:
                raise NotSaved(
                    f"it is behind: {self.behind}",
                    where=str(self.path),
                    next_step=f"every label is in {self.history.name}, and the next start brings this file up to date",
                )

    def close(self) -> None:
        """Write what `labels.json` lacks, and let others in. Calling it again does nothing.

        Raises:
            NotSaved: `labels.json` could not be written, or a slow disk lost changes.
        """
        with self._owner:
            if self._pen is None:
                return
            try:
                self._commit_held_back()
                is_saved = self.wait()
                self._end_session()
                is_saved = self.wait() and is_saved
                self.checkpoint()
                if not is_saved:
                    raise self._not_saved()
            finally:
                pen, self._pen = self._pen, None
                pen.file.close()
                pen.lock.release(leave_file=self.path.exists() or self.history.exists())

    # Inside

    def _commit(self, maker: Maker, add: Callable[[Draft], Batch | None]) -> Batch:
        with self._owner:
            pen = self._writable()
            if self.settle():
                raise self._not_saved()
            draft = Draft(self._document, self._seq, self.now())
            if self._history_seq != self._seq:
                draft.jump(self._history_seq, Maker(maker.annotator, maker.session))
            for before, made in self._ahead:
                draft.add(before, made)
            batch = add(draft)
            if batch is None:
                return Batch("", maker.kind, maker.via, maker.annotator, maker.undoes, ())
            self._save(pen, draft)
            return batch

    def _begin_writing(self, lock: WriterLock) -> None:
        reading = self.walk_history()
        self._history_seq = reading.seq
        file = HistoryFile(self.history, reading.length, self._disk)
        self._pen = _Pen(lock, file, Saver(file, lambda: self.on_saved()))  # noqa: PLW0108 -- it is set later
        if self._seq > self._contents.meta.seq:
            self.lacking()

    def _writable(self) -> _Pen:
        if self._pen is None:
            holder = f"{self.held_by} has it open" if self.held_by else "it is open read-only"
            raise HeldError(holder, where=str(self.path), next_step="--labels OTHER names another file")
        return self._pen

    def _save(self, pen: _Pen, draft: Draft) -> None:
        try:
            pen.saver.save(b"".join(draft.lines), _Written(draft, self._seq, self._history_seq, tuple(self._ahead)))
        except OSError as problem:
            self.trouble = words_of(problem)
            raise self._not_saved() from problem
        self.trouble = None
        draft.apply(self._tables)
        if draft.later:
            self._has_turned()
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

    def _commit_held_back(self) -> None:
        for commit_held_back in tuple(self.before_checkpoint):
            with contextlib.suppress(NotSaved):  # the status line has it; it stays held back
                commit_held_back()

    def _may_checkpoint(self) -> bool:
        """Whether there is something to write, and all of it is in the history already."""
        if self._pen is None or not self._checkpointer.is_behind or self.saving or self.settle():
            return False
        self._contents.meta = self.meta
        return True

    def _end_session(self) -> None:
        session = self._session and self.get("sessions", (self._session.id,))
        if isinstance(session, SessionRecord):
            ended = msgspec.structs.replace(session, ended=self.now())
            with contextlib.suppress(NotSaved):  # its end is not worth a message beside the one that there is already
                self.commit([put(ended)], annotator=session.annotator, session=session.id, via=PROGRAM)


def _unusable(path: Path, problem: OSError) -> UsageError:
    return UsageError(
        f"labels can't be kept here: {words_of(problem)}",
        where=str(problem.filename or path),
        next_step="name a place that can be written with --labels",
    )
