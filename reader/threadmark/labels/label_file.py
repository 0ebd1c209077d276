"""What a label file and its history say together: read at opening, and kept in memory."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from pathlib import Path
from typing import Any, cast

import msgspec
from msgspec import Raw

from threadmark.errors import LabelFileError
from threadmark.labels.checkpoint import broken_document, pieces, read_label_file, snapshot
from threadmark.labels.documents import BrokenDocumentError, Document, record_of
from threadmark.labels.drafting import Effect
from threadmark.labels.history import (
    BATCHES,
    BrokenLineError,
    Change,
    Reading,
    batch_named,
    damaged,
    line_of,
    newer,
    tail_after,
    turn_of,
)
from threadmark.labels.records import (
    TABLES,
    TARGET_IN_KEY,
    TURNS,
    CodebookRecord,
    Key,
    Label,
    Link,
    Meta,
    Record,
    Review,
    RoundRecord,
    SessionRecord,
    Target,
    ThreadRecord,
    stamp,
)
from threadmark.labels.turning import turn_batch
from threadmark.places import history_of


class LabelFile:
    """The documents in force.

    Args:
        path: the label file; its history lies beside it.
        clock: POSIX seconds, for the times in the file.

    Raises:
        LabelFileError: the label file is damaged, newer, or something else.
        OSError: it can't be read.
    """

    def __init__(self, path: Path, clock: Callable[[], float]) -> None:
        self.path = path
        self.history = history_of(path)
        self._clock = clock
        self._contents = read_label_file(path)
        self._tables = self._contents.tables
        self._seq = self._contents.meta.seq

    def now(self) -> str:
        """The time as the files have it."""
        return stamp(self._clock())

    def labels(self, thread: str | None = None) -> Iterator[Label]:
        """The labels in force, of one thread or of all."""
        return cast("Iterator[Label]", self._records("labels", thread))

    def reviews(self, thread: str | None = None) -> Iterator[Review]:
        """The comments looked at."""
        return cast("Iterator[Review]", self._records("reviews", thread))

    def targets(self, thread: str | None = None) -> Iterator[Target]:
        """What stances are toward."""
        return cast("Iterator[Target]", self._records("targets", thread))

    def links(self, thread: str | None = None) -> Iterator[Link]:
        """The replies that were accepted or attached elsewhere."""
        return cast("Iterator[Link]", self._records("links", thread))

    def rounds(self, thread: str | None = None) -> Iterator[RoundRecord]:
        """The samples that were drawn for second rounds."""
        return cast("Iterator[RoundRecord]", self._records("rounds", thread))

    def targets_of_labels(self, thread: str, among: Container[object], but: Container[Key]) -> set[str]:
        """Those `among` some targets that labels of a thread are toward; labels with keys in `but` don't count."""
        try:
            keys = self._tables["labels"].keys(thread)
        except BrokenDocumentError as problem:
            raise broken_document(self.path, problem) from problem
        toward = [key for key in keys if key[TARGET_IN_KEY] in among]
        resting = (key for key in toward if key not in but)
        return {str(key[TARGET_IN_KEY]) for key in resting if self._document("labels", key)}

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
        document = self._document(table, key)
        return document.record if document else None

    @property
    def meta(self) -> Meta:
        """The file's own record; `seq` is the last change in force."""
        meta = self._contents.meta
        return msgspec.structs.replace(meta, created=meta.created or self.now(), seq=self._seq)

    def tables(self) -> dict[str, dict[str, Any]]:
        """Everything as TinyDB has it: tables of documents by id, as plain JSON values."""
        self._contents.meta = self.meta
        return cast("dict[str, dict[str, Any]]", msgspec.json.decode(b"".join(pieces(snapshot(self._contents)))))

    def read_changes(self) -> None:
        """Bring in the changes that the label file lacks, without looking at more of the history than that takes.

        Raises:
            LabelFileError: the history is damaged.
        """
        batches = tail_after(self.history, self._seq) if self._contents.found else None
        if batches is None:
            self.walk_history()
            return
        for changes in batches:
            self._replay(changes)

    def walk_history(self) -> Reading:
        """Bring in the changes that the label file lacks, looking at every line, so that no damage is appended to.

        Raises:
            LabelFileError: the history is damaged, or is not whole and there is no label file.
        """
        reading = Reading(self.history, self._seq)
        for changes in reading:
            self._replay(changes)
        if reading.jump is not None and not self._contents.found:
            raise LabelFileError(
                f"the label file is missing, and its history lacks changes before change {reading.jump.seq}",
                where=str(self.history),
                next_step=f"bring {self.path.name} back, or take what there is with `threadmark recover {self.path}`",
            )
        return reading

    def said(self, change: Change, raw: Raw) -> Record | None:
        """What a change's `before` or `after` says.

        Raises:
            LabelFileError: it is no document of the change's table.
        """
        if change.table in ("meta", BATCHES):
            return None
        if change.table not in TABLES:
            raise newer(self.history, line_of(self.history, change.seq), change.table)
        try:
            return record_of(change.table, raw)
        except BrokenDocumentError as problem:
            raise damaged(self.history, line_of(self.history, change.seq), str(problem)) from problem

    def effect_of(self, change: Change) -> Effect:
        """What a change did.

        Raises:
            LabelFileError: it holds no document of its table.
        """
        return Effect(change.table, change.key, self.said(change, change.before), self.said(change, change.after))

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

    def _replay(self, changes: list[Change]) -> None:
        """Make changes that may have been made already."""
        for change in changes:
            if change.table == BATCHES:
                self._turn(change)
            elif change.table != "meta":
                record = self.said(change, change.after)
                self._document(change.table, change.key)
                if record is None:
                    self._tables[change.table].remove(change.key)
                else:
                    self._tables[change.table].put(change.key, change.after, record, change.seq)
            self._seq = change.seq

    def _turn(self, change: Change) -> None:
        """Undo or redo the batch that a change names."""
        try:
            name, turn = turn_of(change)
            turn_batch(batch_named(self.history, name), turn, self._tables)
        except (BrokenLineError, BrokenDocumentError) as problem:
            raise damaged(self.history, line_of(self.history, change.seq), str(problem)) from problem
        self._has_turned()

    def _has_turned(self) -> None:
        """The history has lines that programs of version 1 don't know."""
        self._contents.meta = msgspec.structs.replace(self._contents.meta, version=TURNS)
