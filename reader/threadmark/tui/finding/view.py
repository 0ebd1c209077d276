"""How a field that is typed into is drawn: its line at the bottom, and above it what could be typed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from threadmark.tui.looks import Look
from threadmark.tui.rows import fitted
from threadmark.tui.touch import touchable
from threadmark.tui.wrap import wrap

_ROWS = 8  # of the panel, at most
_ERROR_ROWS = 4


class FieldView(NamedTuple):
    """A field as it stands on the screen.

    Attributes:
        sign: what stands before it.
        text: what is typed.
        cursor: the grapheme at the cursor, as code points (start, end).
        wrong: what is not understood, as code points (start, end); empty where all is.
        state: the right end of the line.
    """

    sign: str
    text: str
    cursor: tuple[int, int]
    wrong: tuple[int, int] = (0, 0)
    state: str = ""

    def cursor_cell(self, width: int) -> int:
        """The cell of the line that the cursor is on."""
        return cell_len(self.sign) + 1 + cell_len(self.text[self._first(self._room(width)) : self.cursor[0]])

    def _room(self, width: int) -> int:
        return max(2, width - cell_len(self.sign) - 2 - (cell_len(self.state) + 2 if self.state else 0))

    def _first(self, room: int) -> int:
        """Where what is shown begins, so that the cursor has room."""
        first = 0
        while cell_len(self.text[first : self.cursor[1]]) + (self.cursor[1] == self.cursor[0]) > room:
            first += 1
        return first

    def strip(self, look: Look, width: int) -> Strip:
        """The line."""
        room = self._room(width)
        first = self._first(room)
        parts = [Segment(f" {self.sign}", look["panel-key"])]
        edges = sorted({first, *self.cursor, *self.wrong, len(self.text)})
        for start, end in pairwise(edges):
            if start >= first:
                parts.append(Segment(self.text[start:end], look[self._part(start)]))
        if self.cursor[0] == len(self.text):
            parts.append(Segment(" ", look["cursor"]))
        line = fitted(parts, room + cell_len(self.sign) + 1)
        return fitted([*line, Segment(f"  {self.state}" if self.state else "", look["meta"])], width)

    def _part(self, at: int) -> str:
        if self.cursor[0] <= at < self.cursor[1]:
            return "cursor"
        return "wrong" if self.wrong[0] <= at < self.wrong[1] else "text"


def offers_strips(
    title: str, error: str, offers: Sequence[tuple[str, str]], chosen: int, look: Look, width: int, rows: int
) -> list[Strip]:
    """What could be typed, one row each with its help, below a title; always as many rows, so that nothing jumps.

    Args:
        title: what the keys do.
        error: what is not understood and what to do; empty where all is.
        offers: words and what they mean.
        chosen: which of them `tab` takes.
        look: styles and signs.
        width: cells.
        rows: rows that there are for it.
    """
    room = max(1, min(_ROWS, rows))
    head = f" {title} "
    lines = [
        [Segment(head, look["panel-title"]), Segment(look.signs.rule * max(0, width - cell_len(head)), look["rule"])]
    ]
    wrapped = wrap(error, max(4, width - 2))[:_ERROR_ROWS]
    lines += [[Segment(f" {error[start:end]}", look["trouble"])] for start, end in wrapped]
    left = max(0, room - len(lines))
    first = max(0, min(chosen - left + 1, len(offers) - left))
    words = max((cell_len(word) for word, _ in offers[first : first + left]), default=0)
    for at, (word, help_) in enumerate(offers[first : first + left], first):
        mark = look.signs.folded if at == chosen else " "
        touch = touchable(*["down" if at > chosen else "up"] * abs(at - chosen), "tab")
        lines.append(
            [
                Segment(f" {mark} ", look["mark"] + touch),
                Segment(
                    word + " " * (words - cell_len(word)), look["panel-set" if at == chosen else "panel-name"] + touch
                ),
                Segment(f"  {help_}", look["meta"] + touch),
            ]
        )
    lines += [[Segment("")]] * (room - len(lines))
    return [fitted(line, width, look.signs.ellipsis).apply_style(look.base + look["panel"]) for line in lines[:room]]
