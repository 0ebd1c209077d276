"""Where words are marked: the text of the selected comment, or a paragraph of the article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from threadmark.tui.marking.units import Units

if TYPE_CHECKING:
    from threadmark.tui.marked_text import MarkedText
    from threadmark.tui.marking.selection import Selection
    from threadmark.tui.reading import ReadingScreen


class Spot(Protocol):
    """A text in which words are marked.

    Attributes:
        part: what spans call it: `comment`, or `article:N`.
        units: what there is to mark in it.
    """

    part: str
    units: Units

    def laid_out(self) -> MarkedText:
        """The text as it lies on its rows."""

    def show(self, selection: Selection | None) -> None:
        """Draw the marked words and bring the end that moves in sight; None draws none."""

    def beside(self, step: int) -> Spot | None:
        """The text after it, or with -1 before it, that a marking may go on in."""


class CommentSpot:
    """The selected comment."""

    part = "comment"

    def __init__(self, reading: ReadingScreen) -> None:
        self._reading = reading
        self._index = reading.selected
        self.units = Units(reading.thread.texts[self._index])

    def laid_out(self) -> MarkedText:
        """The comment's text on its rows."""
        return self._reading.tree_view.laid_out(self._index)

    def show(self, selection: Selection | None) -> None:
        """Draw the comment's rows anew, and no others."""
        tree = self._reading.tree_view
        tree.at_offset = selection.at if selection else None
        tree.changed((self._index,))
        tree.bring()

    def beside(self, step: int) -> None:
        """A marking does not leave its comment."""
        del step


class ParagraphSpot:
    """A paragraph of the article.

    Args:
        reading: the screen.
        place: which paragraph, from 0.
    """

    def __init__(self, reading: ReadingScreen, place: int) -> None:
        self._reading = reading
        self._place = place
        self.part = f"article:{place + 1}"
        self.units = Units(reading.thread.article.paragraphs[place])

    def laid_out(self) -> MarkedText:
        """The paragraph's text on its rows."""
        return self._reading.article.laid_out(self._place)

    def show(self, selection: Selection | None) -> None:
        """Draw the paragraph anew, and bring the end that moves in sight."""
        article = self._reading.article
        article.select_words(self._place, (selection.start, selection.end) if selection else None)
        if selection:
            article.bring_words(self._place, selection.at)

    def beside(self, step: int) -> ParagraphSpot | None:
        """The next paragraph that has words."""
        paragraphs, place = self._reading.thread.article.paragraphs, self._place + step
        while 0 <= place < len(paragraphs):
            if paragraphs[place].strip():
                return ParagraphSpot(self._reading, place)
            place += step
        return None
