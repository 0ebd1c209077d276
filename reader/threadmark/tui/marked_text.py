"""A text with marked spans as it is drawn: numbers around spans, lines, and where a code point of the text is on them.

A span is underlined. Where a comment has several, each stands between brackets with its number, so that spans that
overlap are told apart without colour: `[¹So you'd [²rather¹] kids²]`. The signs are put in before wrapping, so nothing
is cut off.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from rich.cells import cell_len, split_graphemes
from rich.segment import Segment
from rich.style import Style

from threadmark.tui.wrap import wrap

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Mark(NamedTuple):
    """A span of a text: code points from `start` to `end` (exclusive); `number` where there are several."""

    start: int
    end: int
    number: int | None = None


class Marks(NamedTuple):
    """What is marked in a text: spans, what is being marked now, and what was searched for."""

    spans: tuple[Mark, ...] = ()
    selected: tuple[int, int] | None = None
    found: tuple[tuple[int, int], ...] = ()


def raised(number: int, *, ascii_only: bool) -> str:
    """A span's number, as it stands at its ends and in the list.

    >>> raised(12, ascii_only=False)
    '¹²'
    """
    return str(number) if ascii_only else str(number).translate(_RAISED)


class MarkedText:
    """A text wrapped to a width, the numbers of its spans put in.

    Args:
        text: the text.
        width: cells of a line.
        marks: what is marked in it.
        ascii_only: whether numbers are plain digits.
    """

    def __init__(self, text: str, width: int, marks: Marks = Marks(), *, ascii_only: bool = False) -> None:  # noqa: B008 -- a tuple
        self.marks = marks
        put_in = list(_signs(marks.spans, ascii_only=ascii_only))
        self._offsets = [offset for offset, _ in put_in]
        self._shifts = [0, *accumulate(len(sign) for _, sign in put_in)]
        self.shown = _with(text.replace("\t", " "), put_in)
        self._signs = [
            (offset + shift, offset + shift + len(sign))
            for (offset, sign), shift in zip(put_in, self._shifts, strict=False)
        ]
        self._lines = wrap(self.shown, width)

    @property
    def lines(self) -> list[tuple[int, int]]:
        """Start and end of each line, in code points of the text itself."""
        return [(self._offset(start), self._offset(end)) for start, end in self._lines]

    def line_of(self, offset: int) -> int:
        """The line that a code point of the text is on."""
        return max(0, bisect_right(self._lines, self._place(offset), key=lambda line: line[0]) - 1)

    def cell_of(self, offset: int) -> int:
        """The cell of its line at which a code point is drawn."""
        start, end = self._lines[self.line_of(offset)]
        return cell_len(self.shown[start : min(end, self._place(offset))])

    def offset_at(self, line: int, cell: int) -> int:
        """The code point drawn at a cell of a line; the last of the line beyond its end."""
        start, end = self._lines[max(0, min(line, len(self._lines) - 1))]
        used = 0
        for at, _, cells in split_graphemes(self.shown[start:end])[0]:
            used += cells
            if used > cell:
                return self._offset(start + at)
        return self._offset(max(start, end - 1))

    def segments(self, line: int, plain: Style, looks: tuple[Style, Style, Style, Style]) -> list[Segment]:
        """A line, drawn.

        Args:
            line: which.
            plain: the style of what is not marked.
            looks: the styles of spans, of their numbers, of what is being marked, and of what was found.
        """
        start, end = self._lines[line]
        spans = [(self._place(mark.start), self._place(mark.end - 1) + 1) for mark in self.marks.spans]
        found = [(self._place(first), self._place(last - 1) + 1) for first, last in self.marks.found if last > first]
        chosen = self.marks.selected
        selected = (self._place(chosen[0]), self._place(chosen[1] - 1) + 1) if chosen else (0, 0)
        cuts = {start, end}
        for first, last in (*spans, *found, selected, *self._signs):
            cuts |= {at for at in (first, last) if start < at < end}
        return [
            Segment(self.shown[first:last], self._style(first, plain, looks, spans, found, selected))
            for first, last in pairwise(sorted(cuts))
        ]

    def _style(
        self,
        at: int,
        plain: Style,
        looks: tuple[Style, Style, Style, Style],
        spans: Sequence[tuple[int, int]],
        found: Sequence[tuple[int, int]],
        selected: tuple[int, int],
    ) -> Style:
        span, number, chosen, searched = looks
        if any(start <= at < end for start, end in self._signs):
            return plain + number
        style = plain + span if any(start <= at < end for start, end in spans) else plain
        if any(start <= at < end for start, end in found):
            style = searched
        return style + chosen if selected[0] <= at < selected[1] else style

    def _place(self, offset: int) -> int:
        """Where a code point of the text is in what is shown."""
        return offset + self._shifts[bisect_right(self._offsets, offset)]

    def _offset(self, place: int) -> int:
        """The code point of the text at a place of what is shown; that of a sign is the one it stands before."""
        passed = bisect_right(self._signs, place, key=lambda sign: sign[0])
        if passed and place < self._signs[passed - 1][1]:
            return self._offsets[passed - 1]
        return place - self._shifts[passed]


def _signs(spans: Sequence[Mark], *, ascii_only: bool) -> Iterator[tuple[int, str]]:
    """What is put in, in order: at an offset first the ends that lie there, then the beginnings."""
    ends = [
        (mark.end, 0, mark.number, f"{raised(mark.number, ascii_only=ascii_only)}]") for mark in spans if mark.number
    ]
    starts = [
        (mark.start, 1, mark.number, f"[{raised(mark.number, ascii_only=ascii_only)}") for mark in spans if mark.number
    ]
    for offset, _, _, sign in sorted((*ends, *starts)):
        yield offset, sign


def _with(text: str, put_in: Sequence[tuple[int, str]]) -> str:
    pieces, done = [], 0
    for offset, sign in put_in:
        pieces += [text[done:offset], sign]
        done = offset
    return "".join((*pieces, text[done:]))
