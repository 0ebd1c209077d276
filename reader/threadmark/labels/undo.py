"""What can be undone and done again: an annotator's own batches in a thread and round, newest first, across restarts.

The history is read backwards, and only as far as somebody undoes. An undo names the batch that it undoes, a redo the
undo that it takes back; a new batch ends the redoing of older ones.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Final, cast

import msgspec

from threadmark.errors import LabelFileError
from threadmark.labels.documents import THREADED
from threadmark.labels.drafting import Batch, Effect
from threadmark.labels.history import BATCHES, PROGRAM
from threadmark.labels.records import Edit, Key, Record, Review
from threadmark.labels.unhurried import Pausing, pieces

SAID: Final = ("status", "passed", "reason", "revisit", "note", "answers")
"""What an annotator says in a review; the rest of it merely happens, and stays when the saying is undone."""
_BLANK: Final = Review("", "", "", 0)
_BY_ROUND: Final = frozenset({"labels", "reviews", BATCHES})


class UndoLog:
    """The batches of one annotator in one thread and round.

    Args:
        past: those so far, newest first, and None wherever the reading may pause; it is read as far as it is needed.
        is_own: whether a new batch is one of them.

    Reading on raises LabelFileError, now and ever after, where the history can't be read.
    """

    def __init__(self, past: Iterator[Batch | None], is_own: Callable[[Batch], bool]) -> None:
        self._past = past
        self._is_own = is_own
        self._done: deque[Batch] = deque()
        self._undone: list[tuple[str, Batch]] = []
        # Of the past: undos that a redo took back, batches that the other undos undid, and those undos newest first.
        self._taken_back: set[str] = set()
        self._undone_then: dict[str, Batch | None] = {}
        self._undos_then: deque[tuple[str, str]] = deque()
        self._redo_ends = False
        self._trouble: LabelFileError | None = None

    def to_undo(self) -> Batch | None:
        """The newest batch that is in force."""
        while not self.read_on():
            pass
        return self._done[-1] if self._done else None

    def read_on(self) -> bool:
        """Read a little further back, as long as that takes for `to_undo` to know; whether it does."""
        return bool(self._done) or not self._go_back()

    def to_redo(self) -> tuple[str, Batch] | None:
        """The newest undo, by its id, and the batch that it undid; None when something new was done since."""
        if self._undone:
            return self._undone[-1]
        while not self._redo_ends and self._go_back():
            pass
        if not self._undos_then:
            return None
        undo, undone = self._undos_then[0]
        while (batch := self._undone_then[undone]) is None and self._go_back():
            pass
        return (undo, batch) if batch else None

    def add(self, batch: Batch) -> None:
        """Take note of a batch that was made just now; those that are not this annotator's, here, are passed over."""
        if not batch.id or not self._is_own(batch):
            return
        if batch.kind == "do":
            self._done.append(batch)
            self._undone.clear()
            self._undos_then.clear()
            self._undone_then = dict.fromkeys(name for name, was_read in self._undone_then.items() if not was_read)
            self._redo_ends = True
        elif batch.kind == "undo":
            self._undone.append((batch.id, self._done.pop()))
        elif self._undone:
            self._done.append(self._undone.pop()[1])
        else:
            again = self._undone_then[self._undos_then.popleft()[1]]
            self._done.append(cast("Batch", again))

    def pass_over(self, batch: Batch) -> None:
        """Leave out a batch that nothing is left of, so that the ones before it can be reached."""
        if self._done and self._done[-1] is batch:
            self._done.pop()
        elif self._undone and self._undone[-1][1] is batch:
            self._undone.pop()
        elif self._undos_then:
            self._undos_then.popleft()

    def _go_back(self) -> bool:
        """Read further back, a batch or as far as a pause; False at the beginning of the history."""
        if self._trouble is not None:
            raise self._trouble
        try:
            for batch in self._past:
                if batch is not None:
                    self._note(batch)
                return True
        except LabelFileError as trouble:
            self._trouble = trouble
            raise
        return False

    def _note(self, batch: Batch) -> None:
        """Take note of a batch of the past; of those that can't be done again only that they were undone."""
        undoes = batch.undoes or ""
        if batch.kind == "redo":
            self._taken_back.add(undoes)
        elif batch.kind == "undo":
            if batch.id not in self._taken_back:
                self._undone_then.setdefault(undoes, None)
                if not self._redo_ends:
                    self._undos_then.append((batch.id, undoes))
        else:
            self._redo_ends = True
            if batch.id not in self._undone_then:
                self._done.appendleft(batch)
            elif any(batch.id == undone for _, undone in self._undos_then):
                self._undone_then[batch.id] = batch


def belonging(
    batch: Batch, *, thread: str, annotator: str, number: int, round_of: Callable[[str], int] = lambda _: 1
) -> Pausing[bool]:
    """Look whether a batch was made by this annotator in this thread and round, and is not what merely happened.

    A claim or a link is the same in all rounds: of a batch without anything else, its session tells the round, by
    `round_of`.
    """
    if batch.annotator != annotator or batch.via == PROGRAM:
        return False
    found: set[tuple[str, str | int | None, str | int | None]] = set()
    for effects in pieces(batch.effects):
        found.update((e.table, e.key[0], e.key[3] if e.table in _BY_ROUND else None) for e in effects)
        yield
    rounds = {own for table, _, own in found if table in _BY_ROUND}
    if (rounds or {round_of(batch.session)}) != {number}:
        return False
    return all(there == thread and (table in THREADED or table == BATCHES) for table, there, _ in found)


def edits_of(batch: Batch, current: Callable[[str, Key], Record | None], *, back: bool) -> list[Edit]:
    """The edits that undo a batch (`back`), or do it again.

    Of a review only what the batch changed of what the annotator says: a comment that was opened stays opened, and
    seconds are not taken back.
    """
    latest: dict[Key, Review | None] = {}
    made: list[Edit] = []
    for effect in reversed(batch.effects) if back else batch.effects:
        key, goal = effect.key, effect.before if back else effect.after
        if effect.table == "reviews":
            now = latest[key] if key in latest else cast("Review | None", current("reviews", key))
            goal = goal_of(effect, now, back=back)
            latest[key] = cast("Review | None", goal)
        made.append(Edit(effect.table, key, goal))
    return made


def goal_of(effect: Effect, now: Record | None, *, back: bool) -> Record | None:
    """What is in force when one effect of a batch is undone (`back`), or done again, on what is in force now."""
    was, goal = (effect.after, effect.before) if back else (effect.before, effect.after)
    if effect.table != "reviews":
        return goal
    return _said_again(cast("Review | None", now), cast("Review | None", was), cast("Review | None", goal))


def _said_again(now: Review | None, was: Review | None, goal: Review | None) -> Review | None:
    some = now or goal or was
    if some is None:
        return None
    was, goal = was or _BLANK, goal or _BLANK
    return msgspec.structs.replace(  # written out: a batch may be of ten thousand
        some,
        status=some.status if goal.status == was.status else goal.status,
        passed=some.passed if goal.passed == was.passed else goal.passed,
        reason=some.reason if goal.reason == was.reason else goal.reason,
        revisit=some.revisit if goal.revisit == was.revisit else goal.revisit,
        note=some.note if goal.note == was.note else goal.note,
        answers=some.answers if goal.answers == was.answers else goal.answers,
    )
