"""A comment as it is drawn: its strips, and which letter of its text lies where."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip

from threadmark.tui.looks import Look
from threadmark.tui.pane import on
from threadmark.tui.rows import Facts, Rows


class Drawn:
    """The strips of a comment, and finished variants of them: selected or not, beside thumb or track.

    Args:
        rows: how it was drawn.
        look: with what.
        facts: what was known about it beside its text.
        variant: whether it is folded, and whether it only leads to what meets the filter.
    """

    __slots__ = ("_finished", "_look", "facts", "strips", "text", "text_from", "variant")

    def __init__(self, rows: Rows, look: Look, facts: Facts, variant: tuple[bool, bool]) -> None:
        self.strips = rows.strips
        self.text, self.text_from = rows.text, rows.text_from
        self.facts = facts
        self.variant = variant
        self._look = look
        self._finished: dict[tuple[int, bool, bool], Strip] = {}

    def finished(self, line: int, *, selected: bool, thumb: bool) -> Strip:
        """A row of it, between the bar of the selected comment and the scroll bar."""
        key = (line, selected, thumb)
        strip = self._finished.get(key)
        if strip is None:
            look, signs = self._look, self._look.signs
            bar = Segment(signs.selected if selected else " ", look["bar"])
            end = Segment(signs.thumb if thumb else " ", look["rule"])
            content = self.strips[line]
            strip = Strip([bar, *content, end], content.cell_length + 2)
            self._finished[key] = strip = on(strip, look.selected if selected else look.base)
        return strip

    def offset_at(self, row: int, cell: int) -> int | None:
        """The code point at a row of the comment, so many cells into its text; None where it has no text.

        Above and below the text it is that of the nearest row.
        """
        if not self.text.lines:
            return None
        line = max(0, min(row - self.text_from, len(self.text.lines) - 1))
        return self.text.offset_at(line, max(0, cell))

    def is_on(self, at: int, row: int, cell: int) -> bool:
        """Whether that is on the very cells of a code point, and not beside its row's end."""
        return row - self.text_from == self.text.line_of(at) and 0 <= cell - self.text.cell_of(at) <= 1
