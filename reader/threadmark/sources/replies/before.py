"""Which comments were there when another was written: those it can answer.

By their times where all have one, else by their places in the file. Times also tell how the page was laid out: in the
order of time, or with replies under what they answer, where all between a comment and its parent came after the
parent.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from math import isnan

from threadmark.thread.model import Thread

_LOOKED_AT = 64
"""Comments of one author that are looked at, the nearest first."""
_IN_TIME = 0.98
"""Share of neighbours in the order of time from which on the whole file is."""


class Before:
    """What came before what in a thread.

    Args:
        thread: the thread.
    """

    def __init__(self, thread: Thread) -> None:
        self._thread = thread

    @cached_property
    def ranks(self) -> Sequence[int]:
        """For each comment how many were written before it; its place in the file where times don't tell."""
        created = self._thread.created
        if not self.timed:
            return range(len(created))
        step = -1 if self.newest_first else 1  # comments of one moment are in the order of the file
        ranks = array("i", bytes(4 * len(created)))
        for rank, index in enumerate(sorted(range(len(created)), key=lambda index: (created[index], step * index))):
            ranks[index] = rank
        return ranks

    @cached_property
    def timed(self) -> bool:
        """Whether all comments have a time."""
        return len(self._thread) > 1 and not any(map(isnan, self._thread.created))

    @cached_property
    def newest_first(self) -> bool:
        """Whether the file, by its times, begins with what was written last."""
        return self.timed and self._ascending() < 1 - _IN_TIME

    @cached_property
    def nested(self) -> bool:
        """Whether the file, by its times, is neither in their order nor in the reverse of it."""
        return self.timed and 1 - _IN_TIME <= self._ascending() < _IN_TIME

    def _ascending(self) -> float:
        steps = [earlier < later for earlier, later in pairwise(self._thread.created) if earlier != later]
        return sum(steps) / len(steps) if steps else 1.0

    def came_before(self, index: int, other: int) -> bool:
        """Whether a comment was there when the one at `index` was written, and can be above it."""
        return self.ranks[other] < self.ranks[index] and not self._thread.holds(index, other)

    def can_be_above(self, index: int, other: int) -> bool:
        """Whether all that stands between two comments of a nested page can have stood below the first."""
        return other < index <= self._ends[other]

    @cached_property
    def _ends(self) -> Sequence[int]:
        """For each comment the index of the next one in the file that was written before it."""
        ranks = self.ranks
        ends = array("i", [len(ranks)]) * len(ranks)
        waiting: list[int] = []
        for index, rank in enumerate(ranks):
            while waiting and rank < ranks[waiting[-1]]:
                ends[waiting.pop()] = index
            waiting.append(index)
        return ends

    @cached_property
    def by_rank(self) -> Sequence[int]:
        """All comments in the order in which they were written."""
        if isinstance(self.ranks, range):
            return self.ranks
        order = array("i", bytes(4 * len(self.ranks)))
        for index, rank in enumerate(self.ranks):
            order[rank] = index
        return order

    def up_the_page(self, index: int) -> Iterator[int]:
        """The comments that one can stand below on a nested page, the nearest first."""
        above = index - 1
        while above >= 0:
            yield above
            above = self._earlier[above]

    @cached_property
    def _earlier(self) -> Sequence[int]:
        """For each comment the last one before it in the file that was written before it too; -1 for none."""
        ranks = self.ranks
        earlier = array("i", [-1]) * len(ranks)
        open_: list[int] = []
        for index, rank in enumerate(ranks):
            while open_ and ranks[open_[-1]] > rank:
                open_.pop()
            earlier[index] = open_[-1] if open_ else -1
            open_.append(index)
        return earlier

    def nearest(self, index: int, others: Sequence[int]) -> Iterator[int]:
        """Of some comments those that came before one, the likeliest first.

        That is the last before it in the file; of a nested page those it can stand below go first.

        Args:
            index: the comment.
            others: ascending indices.
        """
        at = bisect_left(others, index)
        above = others[max(0, at - _LOOKED_AT) : at][::-1]
        below = others[at : at + _LOOKED_AT]
        here = [*below, *above] if self.newest_first else [*above, *below]
        there = [other for other in here if self.came_before(index, other)]
        if self.nested:
            there.sort(key=lambda other: not self.can_be_above(index, other))
        return iter(there)
