"""What a filter leaves of a thread: the comments that meet it, all that these answer, and one that is looked at.

One byte a comment. Whatever is shown has all above it shown too, so no reply hangs in the air; a change of one comment
looks at the comments above it until one of them is shown for another reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threadmark.thread.model import Thread


class Sieve:
    """A filter over a thread.

    Args:
        thread: the thread.
        meeting: one byte a comment, 1 where it meets the filter; taken over, not copied.
        kept: a comment that is shown whether it meets the filter or not.

    Attributes:
        meeting: to be read, not written.
        shown: one byte a comment, 1 where it is shown; to be read, not written.
        kept: the comment that is shown in any case.
    """

    __slots__ = ("_thread", "kept", "meeting", "shown")

    def __init__(self, thread: Thread, meeting: bytearray, kept: int) -> None:
        self._thread = thread
        self.meeting = meeting
        self.kept = kept
        self.shown = bytearray(len(meeting))
        at = meeting.find(1)
        while at >= 0:
            for index in self._rise(at):
                self.shown[index] = 1
            at = meeting.find(1, at + 1)
        for index in self._rise(kept):
            self.shown[index] = 1

    def is_context(self, index: int) -> bool:
        """Whether a comment is shown only because of one below it."""
        return bool(self.shown[index]) and not self.meeting[index] and index != self.kept

    def keep(self, index: int) -> list[int]:
        """Show this comment in any case, and no longer the one before; the comments that came or went, ascending."""
        before, self.kept = self.kept, index
        return sorted({*self._raised(index), *self._sunk(before)})

    def judge(self, verdicts: Iterable[tuple[int, bool]]) -> list[int]:
        """Take over whether these comments meet the filter now; the comments that came or went, ascending."""
        changed: set[int] = set()
        for index, meets in verdicts:
            if meets != self.meeting[index]:
                self.meeting[index] = meets
                changed.symmetric_difference_update(self._raised(index) if meets else self._sunk(index))
        return sorted(changed)

    def _rise(self, index: int) -> Iterator[int]:
        """A comment and those above it, up to one that is shown."""
        parents, shown = self._thread.parents, self.shown
        while index >= 0 and not shown[index]:
            yield index
            index = parents[index]

    def _raised(self, index: int) -> list[int]:
        raised = [*self._rise(index)]
        for above in raised:
            self.shown[above] = 1
        return raised

    def _sunk(self, index: int) -> list[int]:
        """Hide a comment and those above it, up to one that is shown for another reason."""
        thread, meeting, sunk = self._thread, self.meeting, []
        first = after = index + 1  # nothing from here to there meets the filter
        while index >= 0 and self.shown[index]:
            end = thread.end(index)
            if meeting[index] or index <= self.kept < end:
                break
            if meeting.find(1, index + 1, first) >= 0 or meeting.find(1, after, end) >= 0:
                break
            self.shown[index] = 0
            sunk.append(index)
            first, after = index, end
            index = thread.parents[index]
        return sunk


def next_of_both(one: bytes | bytearray, other: bytes | bytearray, start: int, end: int | None = None) -> int | None:
    """The first comment from `start` on that is flagged in both; only those that are in one of them are looked at."""
    last = len(one) if end is None else end
    at = one.find(1, start, last)
    while at >= 0:
        beside = other.find(1, at, last)
        if beside == at:
            return at
        if beside < 0:
            break
        at = one.find(1, beside, last)
    return None


def last_of_both(one: bytes | bytearray, other: bytes | bytearray, end: int, start: int = 0) -> int | None:
    """The last comment before `end` that is flagged in both."""
    at = one.rfind(1, start, end)
    while at >= 0:
        beside = other.rfind(1, start, at + 1)
        if beside == at:
            return at
        if beside < 0:
            break
        at = one.rfind(1, start, beside + 1)
    return None
