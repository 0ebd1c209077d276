"""The article beside its comments: title, byline, numbered paragraphs, and which of them a comment quotes."""

from __future__ import annotations

from collections.abc import Mapping

from threadmark.thread import Article
from threadmark.tui.looks import UNICODE, Signs
from threadmark.tui.text_pane import Paragraph, TextPane

Marked = Mapping[int, tuple[tuple[int, int], ...]]


class ArticleView(TextPane):
    """An article.

    Attributes:
        marked: the paragraphs (from 0) that the selected comment quotes or names, with the passages that it quotes.
        quoted: how many comments quote or name each paragraph, by its place from 0.
    """

    nothing = "no article in this file"

    def __init__(self, article: Article, signs: Signs = UNICODE) -> None:
        super().__init__((), signs, id="article")
        self.article = article
        self.marked: Marked = {}
        self.quoted: Mapping[int, int] = {}
        self._places: list[int] = []

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
            shown.append(Paragraph(text, "text", lead, gap=True, marks=self.marked.get(place, ())))
            if count := self.quoted.get(place):
                said = f"{count:,} {'comment quotes' if count == 1 else 'comments quote'} this"
                shown.append(Paragraph(said, "quote", "    "))
        return [*shown, Paragraph(article.url, "link", gap=True)] if article.url else shown

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
        last = self.first + self.body_rows
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
