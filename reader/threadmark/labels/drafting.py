"""From edits to changes: what really changes, the lines that say so, and how memory follows or goes back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec
from msgspec import Raw, Struct

from threadmark.labels.documents import Document, Table, raw_of
from threadmark.labels.history import BATCHES, NULL, PROGRAM, Change, Kind, Turn, batch_name, encode
from threadmark.labels.records import Edit, Key, Meta, Record

if TYPE_CHECKING:
    from threadmark.labels.documents import Later
    from threadmark.labels.turning import Laid


class Effect(Struct, frozen=True, gc=False):
    """One document that a batch brought, replaced (`before` and `after`) or took away."""

    table: str
    key: Key
    before: Record | None
    after: Record | None


@dataclass(frozen=True, slots=True)
class Batch:
    """Changes that were made, and are undone, in one step; `id` is empty when there was nothing to change.

    Of an undo or redo of many that is one line in the history, `effects` are that line's and those that were made at
    once, and `laid` is what it turned, to those who made it.
    """

    id: str
    kind: Kind
    via: str
    annotator: str
    undoes: str | None
    effects: tuple[Effect, ...]
    session: str = ""
    laid: Laid | None = None

    def reversed(self) -> Batch:
        """The same backwards, what taking it back does; of many in one line it is not told what that is."""
        effects = tuple(Effect(e.table, e.key, e.after, e.before) for e in reversed(self.effects))
        return Batch(self.id, self.kind, self.via, self.annotator, self.undoes, effects, self.session)


@dataclass(frozen=True, slots=True)
class Maker:
    """Who makes a batch, in which start of the program, and how."""

    annotator: str
    session: str
    kind: Kind = "do"
    undoes: str | None = None
    via: str = PROGRAM


class _Said(Struct, frozen=True, gc=False):
    """A document as bytes and what they say; `null` and None for none."""

    raw: Raw
    record: Record | None


_NONE = _Said(NULL, None)


class _Step(Struct, frozen=True, gc=False):
    """What one change does; `document` is what was in force before the whole draft, `seq` the id that a new one gets."""

    seq: int
    table: str
    key: Key
    document: Document | None
    before: _Said
    after: _Said


@dataclass(slots=True)
class Draft:
    """Batches that are written by one append.

    Args:
        current: the document in force under a table's key.
        seq: the last change so far.
        at: the time, as the file has it.
    """

    current: Callable[[str, Key], Document | None]
    seq: int
    at: str
    lines: list[bytes] = field(default_factory=list)
    later: dict[str, Later] = field(default_factory=dict)
    batches: list[Batch] = field(default_factory=list)
    steps: list[_Step] = field(default_factory=list)
    _latest: defaultdict[str, dict[Key, _Said]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, edits: Iterable[Edit], maker: Maker) -> Batch | None:
        """Add a batch of the edits that change something; None when none does."""
        steps: list[_Step] = []
        for edit in edits:
            step = self._step(edit, self.seq + len(steps) + 1)
            if step is not None:
                steps.append(step)
        if not steps:
            return None
        name = batch_name(self.seq + 1, len(steps))
        for step in steps:
            self.seq += 1
            self._write(name, maker, step.table, step.key, step.before, step.after)
        return self._batch(name, maker, steps)

    def turn(self, laid: Laid, turn: Turn, place: Key, maker: Maker) -> Batch | None:
        """Add a batch that undoes or redoes another by one line; None when that changes nothing.

        Args:
            laid: the other one.
            turn: which way, and what stays.
            place: its thread, id, annotator and round.
            maker: who does it.
        """

        def current(table: str, key: Key) -> Record | None:
            document = self.current(table, key)
            return document.record if document else None

        if not laid.changes_anything(current, turn):
            return None
        steps = []
        for seq, edit in laid.few_turned(current, turn):
            step = self._step(edit, seq)
            if step is not None:
                steps.append(step)
        self.seq += 1
        name = batch_name(self.seq, 1)
        self._write(name, maker, BATCHES, place, _NONE, _Said(Raw(msgspec.json.encode(turn)), None))
        self.later = laid.later(turn)
        return self._batch(name, maker, steps, Effect(BATCHES, place, None, None), laid=laid)

    def jump(self, history_seq: int, maker: Maker) -> None:
        """Say that the history lacks what the label file has: the changes between `history_seq` and `seq`."""
        before, after = (_Said(raw_of(meta), meta) for meta in (Meta(seq=history_seq), Meta(seq=self.seq)))
        self.seq += 1
        self._write(batch_name(self.seq, 1), maker, "meta", (), before, after)

    def apply(self, tables: dict[str, Table]) -> None:
        """Bring it into force."""
        for step in self.steps:
            table, after = tables[step.table], step.after
            if after.record is None:
                table.remove(step.key)
            else:
                table.put(step.key, after.raw, after.record, step.seq)
        for name, later in self.later.items():
            tables[name].later(later)

    def take_back(self, tables: dict[str, Table]) -> None:
        """Undo `apply`."""
        for name, later in self.later.items():
            tables[name].take_back(later)
        for step in reversed(self.steps):
            tables[step.table].restore(step.key, step.document)

    def _batch(self, name: str, maker: Maker, steps: list[_Step], *more: Effect, laid: Laid | None = None) -> Batch:
        self.steps += steps
        effects = (*more, *[Effect(s.table, s.key, s.before.record, s.after.record) for s in steps])
        batch = Batch(name, maker.kind, maker.via, maker.annotator, maker.undoes, effects, maker.session, laid)
        self.batches.append(batch)
        return batch

    def _step(self, edit: Edit, seq: int) -> _Step | None:
        table, key, record = edit.table, edit.key, edit.after
        document = self.current(table, key)
        latest = self._latest[table]
        before = latest.get(key) or (_Said(document.raw, document.record) if document else _NONE)
        after = _NONE if record is None else _Said(raw_of(record), record)
        if after is before or after.raw == before.raw:
            return None
        latest[key] = after
        return _Step(seq, table, key, document, before, after)

    def _write(self, batch: str, maker: Maker, table: str, key: Key, before: _Said, after: _Said) -> None:
        change = Change(
            seq=self.seq,
            at=self.at,
            annotator=maker.annotator,
            session=maker.session,
            batch=batch,
            kind=maker.kind,
            undoes=maker.undoes,
            via=maker.via,
            table=table,
            key=key,
            before=before.raw,
            after=after.raw,
        )
        self.lines.append(encode(change))
