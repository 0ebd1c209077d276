"""What a comment itself says of whom it answers: each cue, the comment it points to, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from threadmark.sources.replies.anchors import Anchors
from threadmark.sources.replies.before import Before
from threadmark.sources.replies.confidence import confidence
from threadmark.sources.replies.names import Addressed, Authors, How
from threadmark.sources.replies.quotes import Quotes
from threadmark.sources.replies.words import WordIndex
from threadmark.thread.model import Thread

ARTICLE = -1


class Cue(NamedTuple):
    """A sign of whom a comment answers.

    Attributes:
        parent: the index of the comment that it points to; `ARTICLE` for top-level.
        name: what it is called: `@name`, `quote` …
        confidence: how often such a sign is right in threads of this kind, 0 to 1.
    """

    parent: int
    name: str
    confidence: float


class Cues:
    """Finds the cues in the comments of one thread.

    Args:
        thread: the thread.
        kind: the kind of place it is from, one of `KINDS`.
        words: where words stand in it, where that is known.
    """

    def __init__(self, thread: Thread, kind: str, words: WordIndex | None = None) -> None:
        self._thread = thread
        self._kind = kind
        self._words = words
        self.before = Before(thread)

    def of(self, index: int) -> list[Cue]:
        """The cues in a comment, the surest first."""
        addressed = self.authors.addressed(index)
        found = [*self._addressed(index, addressed), *self._anchored(index)]
        if addressed is None or addressed.how is not How.WROTE or not found:
            found += self._quoted(index)
        return sorted(found, key=lambda cue: -cue.confidence)

    def _cue(self, parent: int, name: str) -> Cue:
        return Cue(parent, name, confidence(name, self._kind))

    def _addressed(self, index: int, addressed: Addressed | None) -> Iterator[Cue]:
        if addressed is None:
            return
        if addressed.of_article:
            yield self._cue(ARTICLE, addressed.how.value)
        elif (numbered := self._numbered(index, addressed)) is not None:
            yield self._cue(numbered, addressed.how.value)
        else:
            nearest = self._nearest(index, addressed.names)
            if addressed.how is How.WROTE and len(nearest) > 1:
                quoted = [each.comment for each in self.quotes.of(index) if each.comment in nearest]
                nearest = quoted or nearest
            if nearest:
                yield self._cue(nearest[0], addressed.how.value)

    def _nearest(self, index: int, names: Sequence[str]) -> list[int]:
        """The comments that one can answer of those who are named, the likeliest first."""
        by_name = [list(self.before.nearest(index, self.authors.comments.get(name, []))) for name in names]
        if len(by_name) == 1:
            return by_name[0]
        return list(self.before.nearest(index, sorted({other for theirs in by_name for other in theirs})))

    def _numbered(self, index: int, addressed: Addressed) -> int | None:
        """The comment whose number is given, counted from 1 as the page does; it must be by whom is named."""
        if addressed.floor is None or not 0 < addressed.floor <= len(self._thread):
            return None
        other = addressed.floor - 1
        meant = not addressed.names or self.authors.own(other) in addressed.names
        return other if meant and self.before.came_before(index, other) else None

    def _quoted(self, index: int) -> Iterator[Cue]:
        if self._kind == "tweets" or ">" not in self._thread.texts[index]:
            return  # what tweets hold of others is copied, not quoted
        quoted = self.quotes.of(index)
        if quoted:
            yield self._cue(quoted[0].comment, "quote")

    def _anchored(self, index: int) -> Iterator[Cue]:
        other = self.anchors.first(self._thread.texts[index])
        if other is not None and self.before.came_before(index, other):
            yield self._cue(other, "permalink")

    @cached_property
    def authors(self) -> Authors:
        """Who wrote in the thread."""
        return Authors(self._thread)

    @cached_property
    def quotes(self) -> Quotes:
        """What its comments quote."""
        return Quotes(self._thread, self.before, self._words)

    @cached_property
    def anchors(self) -> Anchors:
        """Where its links lead."""
        return Anchors(self._thread)
