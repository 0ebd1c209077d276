"""What could be seen when a label was given: it is kept with the label, for whoever asks what the annotator knew."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING

from threadmark.labels.records import Context

if TYPE_CHECKING:
    from threadmark.tui.reading import ReadingScreen


class InSight:
    """What is on the screen now.

    Labels of others show on no screen on which labels are given, so `Context.others` stays false.

    Args:
        reading: the screen.
    """

    def __init__(self, reading: ReadingScreen) -> None:
        self._thread = reading.thread
        self._in_sight = reading.tree_view.comments_in_sight()
        self._shown = sorted(self._in_sight)
        self._paragraphs = reading.article.paragraphs_in_sight() if reading.article.display else ()
        self._hidden = reading.veil.hidden
        self._above: dict[int, int] = {}
        # Thousands of comments of a branch have the same in sight: one record serves them all.
        self._context = cache(self._record)

    def of(self, index: int) -> Context:
        """What of it surrounds a comment; quick for a whole branch, one comment after another."""
        return self._context(self._ancestors(index), self._replies(index))

    def _record(self, ancestors: int, replies: int) -> Context:
        return Context(ancestors=ancestors, paragraphs=self._paragraphs, replies=replies, hidden=self._hidden)

    def _ancestors(self, index: int) -> int:
        """How many ancestors are in sight: the parent, and what is in sight above it."""
        parent = self._thread.parents[index]
        if parent < 0:
            return 0
        above = self._above.get(parent)
        if above is None:
            above = sum(shown != parent and self._thread.holds(shown, parent) for shown in self._shown)
        self._above[index] = above + (parent in self._in_sight)
        return self._above[index]

    def _replies(self, index: int) -> int:
        """How many comments below it are in sight: a branch is one stretch of the thread."""
        return bisect_left(self._shown, self._thread.end(index)) - bisect_left(self._shown, index + 1)
