"""A pane of running text: paragraphs wrapped to its width and scrolled by rows. The article and all pages are one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from threadmark.tui.looks import ASCII, UNICODE, Signs
from threadmark.tui.marked_text import Mark, MarkedText, Marks
from threadmark.tui.pane import Pane, bar_cells, on
from threadmark.tui.rows import fitted
from threadmark.tui.wrap import wrap

_WHEEL = 3  # rows


class Paragraph(NamedTuple):
    """A paragraph of a text pane.

    Attributes:
        text: what it says; newlines are kept.
        part: the part of the look that it is drawn with.
        lead: what stands before its first row; later rows are indented as far.
        lead_part: what the lead is drawn with.
        gap: whether an empty row comes before it.
        marks: passages that stand out, as code points (start, end) into the text, in order and apart.
        words: what is marked as evidence, or being marked.
    """

    text: str
    part: str = "text"
    lead: str = " "
    lead_part: str = "meta"
    gap: bool = False
    marks: tuple[tuple[int, int], ...] = ()
    words: Marks = Marks()


class TextPane(Pane):
    """Paragraphs, scrolled by rows.

    Attributes:
        first: the first row in sight.
    """

    class Pressed(Message):
        """The mouse was pressed on the pane."""

    nothing = "nothing to show"

    def __init__(
        self,
        paragraphs: Sequence[Paragraph] = (),
        signs: Signs = UNICODE,
        *,
        id: str | None = None,  # noqa: A002 -- Textual's own word
    ) -> None:
        super().__init__(signs, id=id)
        self.first = 0
        self._paragraphs = tuple(paragraphs)
        self._rows: list[Strip] = []
        self._starts: list[int] = []
        self._drawn: dict[Paragraph, list[Strip]] = {}
        self._finished: dict[tuple[int, bool], Strip] = {}

    def paragraphs(self) -> Sequence[Paragraph]:
        """What is shown."""
        return self._paragraphs

    def show(self, paragraphs: Sequence[Paragraph]) -> None:
        """Show another text, from its beginning."""
        self._paragraphs = tuple(paragraphs)
        self.first = 0
        self.redraw()
        self.repaint()

    def restyled(self) -> None:
        """Draw everything anew."""
        self._drawn.clear()
        self.redraw()

    def redraw(self) -> None:
        """Lay the rows out anew, since the text is another; a paragraph that is as it was is not drawn again."""
        self._rows = []
        self._finished.clear()
        self.go_to_row(self.first)

    def rows(self) -> list[Strip]:
        """All rows of the text."""
        if not self._rows and self.width:
            self._draw()
        return self._rows

    def start_of(self, paragraph: int) -> int:
        """The row at which a paragraph begins."""
        return self._starts[paragraph] if self.rows() else 0

    def _draw(self) -> None:
        width = max(4, self.width - 2)
        self._starts = []
        drawn, self._drawn = self._drawn, {}
        for paragraph in self.paragraphs():
            if paragraph.gap and self._rows:
                self._rows.append(Strip.blank(width))
            self._starts.append(len(self._rows))
            lines = self._drawn[paragraph] = drawn.get(paragraph) or self._lines(paragraph, width)
            self._rows += lines

    def _lines(self, paragraph: Paragraph, width: int) -> list[Strip]:
        look = self.look
        text = paragraph.text.replace("\t", " ")
        indent = cell_len(paragraph.lead)
        leads = [Segment(paragraph.lead, look[paragraph.lead_part]), Segment(" " * indent)]
        if paragraph.words != Marks():
            laid, plain = self._laid(paragraph, width - indent), look[paragraph.part]
            return [
                fitted([leads[bool(number)], *laid.segments(number, plain, look.of_marks)], width)
                for number in range(len(laid.lines))
            ]
        return [
            fitted([leads[bool(number)], *self._marked(paragraph, text, start, end)], width)
            for number, (start, end) in enumerate(wrap(text, width - indent) or [(0, 0)])
        ]

    def _laid(self, paragraph: Paragraph, width: int) -> MarkedText:
        """A paragraph with marked words, laid out; what is quoted in it is underlined as well."""
        passages = tuple(Mark(*passage) for passage in paragraph.marks)
        words = paragraph.words._replace(spans=(*paragraph.words.spans, *passages))
        return MarkedText(paragraph.text, width, words, ascii_only=self.signs is ASCII)

    def _marked(self, paragraph: Paragraph, text: str, start: int, end: int) -> Iterator[Segment]:
        """A row of a paragraph, its marked passages in their own style."""
        plain, marked = self.look[paragraph.part], self.look["marked"]
        for first, last in paragraph.marks:
            if last > start and first < end:
                yield Segment(text[start : max(start, first)], plain)
                yield Segment(text[max(start, first) : min(end, last)], marked)
                start = min(end, last)
        yield Segment(text[start:end], plain)

    def scroll_rows(self, rows: int) -> None:
        """Scroll by rows, as far as there are any."""
        self.go_to_row(self.first + rows)
        self.repaint()

    def go_to_row(self, row: int) -> None:
        """Put a row at the top, as far as there are rows below it."""
        self.first = max(0, min(row, len(self.rows()) - self.body_rows))

    def next_paragraph(self, step: int) -> None:
        """Scroll to the beginning of the next paragraph, or with -1 of the previous one."""
        self.rows()
        if step > 0:
            self.go_to_row(next((row for row in self._starts if row > self.first), self.first))
        else:
            self.go_to_row(next((row for row in reversed(self._starts) if row < self.first), 0))
        self.repaint()

    def body(self) -> list[Strip]:
        """The rows in sight."""
        look, rows = self.look, self.rows()
        if not rows:
            return [on(fitted([Segment(f" {self.nothing}", look["gone"])], self.width), look.base)]
        thumb = bar_cells(self.body_rows, self.first, len(rows))
        return [
            self._beside_bar(row, thumb=y in thumb)
            for y, row in enumerate(range(self.first, min(self.first + self.body_rows, len(rows))))
        ]

    def _beside_bar(self, row: int, *, thumb: bool) -> Strip:
        strip = self._finished.get((row, thumb))
        if strip is None:
            bar = Segment(f" {self.signs.thumb if thumb else ' '}", self.look["rule"])
            strip = self._finished[row, thumb] = on(fitted([*self._rows[row], bar], self.width), self.look.base)
        return strip

    def on_mouse_down(self, _: events.MouseDown) -> None:
        """Say so: a press makes this the pane that keys move."""
        self.post_message(self.Pressed())

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll by a few rows."""
        event.stop()
        self.scroll_rows(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll by a few rows."""
        event.stop()
        self.scroll_rows(-_WHEEL)
