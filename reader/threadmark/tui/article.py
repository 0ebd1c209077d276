"""The article beside its comments: title, byline, numbered paragraphs, and which of them a comment quotes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.strip import Strip

from threadmark.thread import Article
from threadmark.tui.looks import UNICODE, Look, Signs
from threadmark.tui.marked_text import Mark, MarkedText, Marks
from threadmark.tui.pane import on
from threadmark.tui.press import Press
from threadmark.tui.text_pane import Paragraph, TextPane

Marked = Mapping[int, tuple[tuple[int, int], ...]]
Draw = Callable[[Look, int, int], list[Strip]]
"""Draws strips with a look, so many cells wide, at most so many rows."""

_HEADING = "article"
_LEFT = 4  # rows of the article, its heading one of them, that are worth showing beside what lies over it


class ArticleView(TextPane):
    """An article.

    Attributes:
        marked: the paragraphs (from 0) that the selected comment quotes or names, with the passages that it quotes.
        quoted: how many comments quote or name each paragraph, by its place from 0.
    """

    class Dragged(Message):
        """The mouse was dragged over a paragraph (from 0): code points where it was pressed and where it is."""

        def __init__(self, place: int, pressed: int, now: int) -> None:
            self.place = place
            self.pressed = pressed
            self.now = now
            super().__init__()

    class Clicked(Message):
        """The mouse was pressed and let go on a code point of a text of the article, without dragging."""

        def __init__(self, text: str, at: int) -> None:
            self.text = text
            self.at = at
            super().__init__()

    nothing = "no article in this file"

    def __init__(self, article: Article, signs: Signs = UNICODE) -> None:
        super().__init__((), signs, id="article")
        self.heading = _HEADING
        self.article = article
        self.marked: Marked = {}
        self.quoted: Mapping[int, int] = {}
        self._evidence: Mapping[int, tuple[Mark, ...]] = {}
        self._selected: tuple[int, tuple[int, int]] | None = None
        self._press: Press | None = None
        self._places: list[int] = []
        self._over: Draw | None = None
        self._over_drawn: tuple[object, list[Strip]] = None, []

    def paragraphs(self) -> list[Paragraph]:
        """Title, date and byline, the numbered paragraphs, the address."""
        article, signs = self.article, self.signs
        shown = [Paragraph(article.title, "author")] if article.title else []
        if source := f" {signs.dot} ".join(part for part in (_day_and_time(article.published), article.byline) if part):
            shown.append(Paragraph(source, "meta"))
        self._places = []
        for place, text in enumerate(article.paragraphs):
            self._places.append(len(shown))
            lead = f"{signs.selected if place in self.marked else ' '}{signs.paragraph}{place + 1} "
            shown.append(
                Paragraph(text, "text", lead, gap=True, marks=self.marked.get(place, ()), words=self._words(place))
            )
            if count := self.quoted.get(place):
                said = f"{count:,} {'comment quotes' if count == 1 else 'comments quote'} this"
                shown.append(Paragraph(said, "quote", "    "))
        return [*shown, Paragraph(article.url, "link", gap=True)] if article.url else shown

    def _words(self, place: int) -> Marks:
        selected = self._selected[1] if self._selected and self._selected[0] == place else None
        return Marks(self._evidence.get(place, ()), selected)

    def show_evidence(self, spans: Mapping[int, tuple[Mark, ...]]) -> None:
        """Show which words the selected comment's labels rest on, by the paragraph's place from 0."""
        if spans != self._evidence:
            self._evidence = spans
            self.redraw()
            self.repaint()

    def select_words(self, place: int, words: tuple[int, int] | None) -> None:
        """Show words of a paragraph as being marked, code points of its text; None shows none."""
        self._selected = (place, words) if words else None
        self.redraw()
        self.repaint()

    def laid_out(self, place: int) -> MarkedText:
        """A paragraph's text as it lies on its rows."""
        return self._laid_out(self.paragraphs()[self._places[place]])

    def _laid_out(self, paragraph: Paragraph) -> MarkedText:
        return self._laid(paragraph, max(4, self.width - 2) - cell_len(paragraph.lead))

    def bring_words(self, place: int, offset: int) -> None:
        """Bring the row of a code point of a paragraph in sight."""
        if not self.height or not self.rows():
            return
        row = self.start_of(self._places[place]) + self.laid_out(place).line_of(offset)
        if not self.first <= row < self.first + self.body_rows:
            self.go_to_row(row - (0 if row < self.first else self.body_rows - 1))
        self.repaint()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Remember where it was pressed."""
        if event.x >= self.width - 1:  # the border, which can be dragged: that is no press on the article
            event.prevent_default()
            return
        super().on_mouse_down(event)
        row = self.first + event.y - 1
        self._press = None
        if event.y < self.height - len(self._over_strips()) and 0 <= row < len(self.rows()):
            shown = bisect_right(self._starts, row) - 1
            at = self._offset_at(shown, event.x, row)
            self._press = Press(shown, at, on_letter=self._is_on(shown, at, event.x, row))

    def on_mouse_up(self) -> None:
        """A drag ends, or a click does."""
        press, self._press = self._press, None
        if press is not None and press.is_click:
            self.post_message(self.Clicked(self.paragraphs()[press.text].text, press.at))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Say over which words of a paragraph the mouse is dragged."""
        if (press := self._press) is None or not event.button:
            return
        now = self._offset_at(press.text, event.x, self.first + event.y - 1)
        has_moved = press.moved(now)
        if press.text in self._places and (has_moved or self._selected is not None):
            self.post_message(self.Dragged(self._places.index(press.text), press.at, now))

    def _offset_at(self, shown: int, x: int, row: int) -> int:
        """The code point of what is shown as a paragraph under the mouse."""
        paragraph = self.paragraphs()[shown]
        line = max(0, row - self.start_of(shown))
        return self._laid_out(paragraph).offset_at(line, max(0, x - cell_len(paragraph.lead)))

    def _is_on(self, shown: int, at: int, x: int, row: int) -> bool:
        """Whether the mouse is on the very cells of a code point, and not beside its row's end."""
        paragraph = self.paragraphs()[shown]
        laid = self._laid_out(paragraph)
        across = x - cell_len(paragraph.lead) - laid.cell_of(at)
        return row - self.start_of(shown) == laid.line_of(at) and 0 <= across <= 1

    def mark(self, marked: Marked) -> None:
        """Mark what the selected comment quotes, and bring the first paragraph of it in sight."""
        if marked != self.marked:
            self.marked = marked
            self.redraw()
        first = min(marked, default=None)
        if first is not None and self.height and self.rows():
            row = self.start_of(self._places[first])
            if not self.first <= row < self.first + self.body_rows - 1:
                self.go_to_row(row)
        self.repaint()

    def lend(self, draw: Draw | None) -> None:
        """Let something lie over the last rows, or over all where too few would be left; None shows the article again."""
        if draw is not self._over:
            self._over = draw
            self.repaint()

    @property
    def lent(self) -> list[Strip]:
        """What lies over the article's last rows now."""
        return self._over_strips()

    def _strips(self) -> list[Strip]:
        # Scrolled on, its title stands above it.
        self.heading = self.article.title if self.article.title and self.first else _HEADING
        over = self._over_strips()
        return [*super()._strips()[: self.height - len(over)], *over]

    def _over_strips(self) -> list[Strip]:
        """What lies over the article's last rows."""
        if self._over is None:
            return []
        drawn_for = self._over, self.look, self.width, self.height
        if self._over_drawn[0] != drawn_for:
            strips = self._over(self.look, self.width, self.height)
            if self.height - len(strips) < _LEFT:
                strips += [on(Strip.blank(self.width), self.look.base)] * (self.height - len(strips))
            self._over_drawn = drawn_for, strips
        return self._over_drawn[1]

    def count(self, quoted: Mapping[int, int]) -> None:
        """Say how many comments quote each paragraph."""
        if quoted != self.quoted:
            self.quoted = quoted
            self.redraw()
            self.repaint()

    def paragraphs_in_sight(self) -> tuple[int, ...]:
        """The numbers of the paragraphs of which a row is on the screen; the first paragraph is 1."""
        if not self.height or not self.rows() or not self._places:
            return ()
        last = self.first + max(0, self.body_rows - len(self._over_strips()))
        starts = [self.start_of(place) for place in self._places]
        ends = [*starts[1:], len(self.rows())]
        return tuple(
            number
            for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
            if start < last and end > self.first
        )


def _day_and_time(published: str | None) -> str:
    """An RFC 3339 date, or a date and a time to the minute, as people read it."""
    return (published or "")[: len("2024-03-12T17:30")].replace("T", " ")
