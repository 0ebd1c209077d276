"""Which comments are to do, done, skipped or to revisit, a byte a comment: counting and going on are calls into C.

In a study of several passes a comment is to do once in each: what is asked in a later pass waits until nothing is left
of this one. In a round over a sample only the drawn comments are ever to do.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from threadmark.thread.sieve import last_of_both, next_of_both

if TYPE_CHECKING:
    from threadmark.labels.records import Review, Status
    from threadmark.thread.model import Thread

MOST_PASSES: Final = 20
"""Passes that a study can make."""

_NOTHING, _TODO, _DONE, _SKIPPED, _LATER = range(5)
"""What a comment is now: nothing to do about it, to do, done or skipped for good, done in this pass."""
_FIRST: Final = 8
"""A comment that is open lies on this stage after no pass, and one further after each."""
_STAGES: Final = _FIRST + MOST_PASSES


@dataclass(frozen=True, slots=True)
class Counts:
    """How far a round is, in comments; `comments` are all of them, or those drawn.

    Comments without a text are in `comments` only, until they are reviewed. In a pass that others follow, `done` are
    those done in it.
    """

    comments: int
    done: int
    skipped: int
    todo: int
    revisit: int


@dataclass(frozen=True, slots=True)
class BranchCounts:
    """What lies below a comment, itself not counted."""

    replies: int
    todo: int
    revisit: int


class Mark(NamedTuple):
    """What counts of a review."""

    status: Status
    passed: int
    revisit: bool


UNMARKED: Final = Mark("open", 0, revisit=False)


def mark_of(review: Review | None) -> Mark:
    """What counts of a review."""
    return Mark(review.status, review.passed, review.revisit) if review else UNMARKED


class States:
    """The states of a thread's comments in one round.

    Args:
        thread: the thread.
        drawn: the ids of the comments that the round is over; None for all.
        passes: how many passes the study makes.

    Attributes:
        place: the pass that has something to do, from 0; the last where nothing is.
        is_sample: whether only some comments were drawn.
    """

    def __init__(self, thread: Thread, drawn: Container[str] | None = None, passes: int = 1) -> None:
        self.place = 0
        self._thread = thread
        self._passes = passes
        if drawn is None:
            self._asked = self._within = bytes(map(bool, thread.texts))
        else:
            self._within = bytes(comment in drawn for comment in thread.ids)
            self._asked = bytes(within and bool(text) for within, text in zip(self._within, thread.texts, strict=True))
        self.is_sample = drawn is not None
        self._stages = bytearray(self._asked.replace(b"\1", bytes((_FIRST,))))
        self._revisit = bytearray(len(thread))
        self._tally = [0] * _STAGES
        self._tally[_FIRST] = self._stages.count(_FIRST)
        self._tally[_NOTHING] = len(thread) - self._tally[_FIRST]
        self._marked = 0
        self._show()

    def is_drawn(self, index: int) -> bool:
        """Whether the round is about a comment: of a sample only the drawn ones, else every one."""
        return not self.is_sample or bool(self._within[index])

    def take(self, index: int, review: Review | Mark | None) -> None:
        """A comment has another review now, or none."""
        stage = self._stage(index, review)
        revisit = int(review.revisit) if review else 0
        self._tally[self._stages[index]] -= 1
        self._tally[stage] += 1
        self._marked += revisit - self._revisit[index]
        self._stages[index], self._revisit[index] = stage, revisit
        self._states[index] = self._meaning[stage]
        if self.place != self._due():
            self._show()

    def take_all(self, marks: Iterable[tuple[int, Mark]]) -> None:
        """Comments have other reviews now; as `take`, of which there may be ten thousand."""
        tally, stages, revisits = self._tally, self._stages, self._revisit
        for index, mark in marks:
            stage = self._stage(index, mark)
            tally[stages[index]] -= 1
            tally[stage] += 1
            self._marked += mark.revisit - revisits[index]
            stages[index], revisits[index] = stage, mark.revisit
            self._states[index] = self._meaning[stage]
        if self.place != self._due():
            self._show()

    def _stage(self, index: int, review: Review | Mark | None) -> int:
        if review is not None and review.status != "open":
            return _DONE if review.status == "done" else _SKIPPED
        if not self._asked[index]:
            return _NOTHING
        return _FIRST + (min(max(0, review.passed), self._passes - 1) if review else 0)

    def _due(self) -> int:
        """The first pass that has something to do."""
        return next((place for place in range(self._passes) if self._tally[_FIRST + place]), self._passes - 1)

    def _show(self) -> None:
        """Another pass has something to do: tell anew what each comment is."""
        self.place = self._due()
        meaning = [*range(_FIRST), *(_TODO if each <= self.place else _LATER for each in range(MOST_PASSES))]
        self._meaning = bytes([*meaning, *bytes(256 - len(meaning))])
        self._states = self._stages.translate(self._meaning)

    # what is asked while a screen is painted

    def todo(self, index: int) -> bool:
        """Whether a comment is to do now."""
        return self._states[index] == _TODO

    def revisit(self, index: int) -> bool:
        """Whether it is marked to be come back to."""
        return bool(self._revisit[index])

    def status(self, index: int) -> Status:
        """Done or skipped, be it in this pass; `open` for all others."""
        state = self._states[index]
        return "done" if state in (_DONE, _LATER) else "skipped" if state == _SKIPPED else "open"

    @property
    def counts(self) -> Counts:
        """How far the round is; as quick for 100,000 comments as for one."""
        passed = sum(self._tally[_FIRST + self.place + 1 :])
        return Counts(
            comments=self._within.count(1) if self.is_sample else len(self._thread),
            done=self._tally[_DONE] + passed,
            skipped=self._tally[_SKIPPED],
            todo=self._tally[_FIRST + self.place],
            revisit=self._marked,
        )

    def branch(self, index: int) -> BranchCounts:
        """What lies below a comment, as a folded one says."""
        below, end = index + 1, self._thread.end(index)
        return BranchCounts(end - below, self._states.count(_TODO, below, end), self._revisit.count(1, below, end))

    def finished_branches(self) -> list[int]:
        """The outermost comments with replies at and below which nothing is left to do; one pass over the thread."""
        branches: list[int] = []
        index, todo, size = 0, -1, len(self._thread)
        while index < size:
            if todo < index:
                todo = self._states.find(_TODO, index)
                todo = size if todo < 0 else todo
            end = self._thread.end(index)
            if todo < end:
                index += 1
            else:
                branches += [index] if end > index + 1 else []
                index = end
        return branches

    def next_to_do(self, index: int, step: int, among: bytearray | None) -> int | None:
        """The next comment to do, going on at the other end; see `Standing`."""
        return _next(self._states, among or self._states, index, step)

    def next_revisit(self, index: int, step: int, among: bytearray | None) -> int | None:
        """The next comment to revisit, as `next_to_do`."""
        return _next(self._revisit, among or self._revisit, index, step)


def _next(column: bytearray, among: bytearray, index: int, step: int) -> int | None:
    """The next comment that is 1 in both columns (to do is 1 among the states), going on at the other end."""
    if step > 0:
        found = next_of_both(column, among, index + 1)
        return next_of_both(column, among, 0, index) if found is None else found
    found = last_of_both(column, among, index)
    return last_of_both(column, among, len(column), index + 1) if found is None else found
