"""Undoing or redoing a batch of many changes by one line of the history, which names the batch.

What that does to each document follows from the batch and from what is in force, so it is worked out anew when the
history is read, and by the program that wrote it when somebody looks at the document: a branch of 10,000 comments is
taken back within a few movement keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from threadmark.labels.documents import THREADED, BrokenDocumentError, Later, Table, raw_of, record_of
from threadmark.labels.drafting import Batch, Effect
from threadmark.labels.history import Change, Turn
from threadmark.labels.records import Edit
from threadmark.labels.undo import goal_of
from threadmark.labels.unhurried import Pausing, pieces

if TYPE_CHECKING:
    from threadmark.labels.records import Key, Record

MANY: Final = 1_000
"""Changes; a batch of fewer is undone by a line for each, which says by itself what it did."""
BY_ROUND: Final = frozenset({"labels", "reviews"})
"""Tables of an annotator's round, of which a batch may hold many."""

_Current: TypeAlias = Callable[[str, "Key"], "Record | None"]


def is_of_many(batch: Batch) -> bool:
    """Whether a batch is undone and redone by one line, unless it cannot be laid out."""
    count = len(batch.effects)
    if count < MANY:
        return False
    first, _, last = batch.id.partition("-")
    return count == int(last) - int(first) + 1


class Laid:
    """A batch of many, laid out so that it can be turned at once; `laying` makes one.

    Attributes:
        batch: the batch.
        few: the `seq`s of changes that are turned at once: claims, links.
        due: the `seq`s of the others, by table and key.
        brought: the keys of the labels that it brought, and that go when it is undone.
    """

    __slots__ = ("_first", "batch", "brought", "due", "few")

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self._first = int(batch.id.partition("-")[0])
        self.few: list[int] = []
        self.due: dict[str, dict[Key, int]] = {name: {} for name in BY_ROUND}
        self.brought: set[Key] = set()

    def place(self, seq: int) -> None:
        """Put a change where it belongs."""
        effect = self.effect(seq)
        due = self.due.get(effect.table)
        if due is None:
            self.few.append(seq)
            return
        due[effect.key] = seq
        if effect.before is None and effect.table == "labels":
            self.brought.add(effect.key)

    @property
    def documents(self) -> int:
        """How many documents it changed; keys of different tables are of different lengths."""
        return len({effect.key for effect in self.few_effects}) + sum(map(len, self.due.values()))

    def effect(self, seq: int) -> Effect:
        """What a change of the batch did."""
        return self.batch.effects[seq - self._first]

    @property
    def few_effects(self) -> list[Effect]:
        """What the few changes did that are turned at once."""
        return [self.effect(seq) for seq in self.few]

    def later(self, turn: Turn) -> dict[str, Later]:
        """What turning it makes of the documents, table by table, but for the few."""

        def work_out(seq: int, now: Record | None) -> Record | None:
            return goal_of(self.effect(seq), now, back=turn.back)

        return {name: Later(due, work_out) for name, due in self.due.items()}

    def few_turned(self, current: _Current, turn: Turn) -> Iterator[tuple[int, Edit]]:
        """The edits that turn the few, each with the `seq` of its change."""
        for seq in self.few:
            effect = self.effect(seq)
            if (effect.table, effect.key) not in turn.kept:
                goal = goal_of(effect, current(effect.table, effect.key), back=turn.back)
                yield seq, Edit(effect.table, effect.key, goal)

    def changes_anything(self, current: _Current, turn: Turn) -> bool:
        """Whether turning it makes a difference."""
        kept = set(turn.kept)
        return any(
            (effect.table, effect.key) not in kept and goal_of(effect, now, back=turn.back) != now
            for effect in self.batch.effects
            for now in (current(effect.table, effect.key),)
        )


def laying(batch: Batch) -> Pausing[Laid | None]:
    """Lay out a batch of many; None comes of it where a document was changed twice, which has a state in between."""
    laid = Laid(batch)
    first, _, last = batch.id.partition("-")
    for seqs in pieces(range(int(last), int(first) - 1, -1)):  # the last is taken out first
        for seq in seqs:
            laid.place(seq)
        yield
    return laid if laid.documents == len(batch.effects) else None


def turn_batch(changes: Sequence[Change], turn: Turn, tables: Mapping[str, Table]) -> None:
    """Bring into force what turning a batch means, when the history is read.

    Args:
        changes: the lines of the batch.
        turn: which way, and what stays.
        tables: what is in force.

    Raises:
        BrokenDocumentError: a line or a table holds no document of its table.
    """
    kept = set(turn.kept)
    for change in reversed(changes) if turn.back else changes:
        if change.table not in THREADED:
            raise BrokenDocumentError(change.table, None, "no batch with this table is turned by one line")
        table, key = tables[change.table], change.key
        if (change.table, key) in kept:
            continue
        document = table.get(key)
        now = document.record if document else None
        after = goal_of(effect_of(change), now, back=turn.back)
        if after is None:
            table.remove(key)
        elif after != now:
            table.put(key, raw_of(after), after, change.seq)


def effect_of(change: Change) -> Effect:
    """What a line says.

    Raises:
        BrokenDocumentError: it holds no document of its table.
    """
    before, after = (record_of(change.table, raw) for raw in (change.before, change.after))
    return Effect(change.table, change.key, before, after)
