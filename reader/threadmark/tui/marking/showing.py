"""What of a comment's evidence is to be seen: spans in its text and in the article, and the list below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from threadmark.labels.anchors import text_of
from threadmark.labels.evidence import numbered, place_of
from threadmark.tui.marked_text import Mark
from threadmark.tui.rows import Quoted

if TYPE_CHECKING:
    from threadmark.labels.records import Label, Span
    from threadmark.thread import Thread


class Evidence:
    """The spans of a comment's labels, numbered where there are several.

    Args:
        thread: the thread.
        index: the comment.
        labels: its labels.
    """

    def __init__(self, thread: Thread, index: int, labels: Sequence[Label]) -> None:
        self._thread = thread
        self._index = index
        self.places = numbered(labels)
        several = len(self.places) > 1
        self._numbers = {
            place_of(marked[0].span): number if several else None for number, marked in enumerate(self.places, 1)
        }

    def stands(self, span: Span) -> bool:
        """Whether its words are where it says."""
        text = text_of(self._thread, self._index, span.part)
        return text is not None and text[span.start : span.end] == span.quote

    def marks(self, part: str) -> tuple[Mark, ...]:
        """The spans in a part; what is gone from the text is nowhere to be drawn."""
        spans = (marked[0].span for marked in self.places)
        return tuple(
            Mark(span.start, span.end, self._numbers[place_of(span)])
            for span in spans
            if span.part == part and self.stands(span)
        )

    def in_article(self) -> dict[int, tuple[Mark, ...]]:
        """The spans in the article, by the paragraph's place from 0."""
        parts = {marked[0].span.part for marked in self.places} - {"comment"}
        return {int(part.partition(":")[2]) - 1: found for part in parts if (found := self.marks(part))}

    def quoted(self, span: Span) -> Quoted:
        """A span as it is listed."""
        paragraph = place_of(span)[0] or None
        return Quoted(span.quote, self._numbers[place_of(span)], paragraph, gone=not self.stands(span))


NO_MARKS: dict[int, tuple[Mark, ...]] = {}
