"""A text with marked spans as it is drawn: numbers around spans, lines, and where a code point of the text is on them.

A span is underlined. Where a comment has several, each stands between brackets with its number, so that spans that
overlap are told apart without colour: `[¹So you'd [²rather¹] kids²]`. The signs are put in before wrapping, so nothing
is cut off.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, pairwise
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
        self._spans = self._places((mark.start, mark.end) for mark in marks.spans)
        self._found = self._places(marks.found)
        self._selected = self._places([marks.selected] if marks.selected else [])

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
        signs, spans, found, selected = (
            [place for place in places if place[0] < end and start < place[1]]
            for places in (self._signs, self._spans, self._found, self._selected)
        )
        cuts = {start, end}
        for place in chain(signs, spans, found, selected):
            cuts |= {at for at in place if start < at < end}

        def style(at: int) -> Style:
            if _is_in(signs, at):
                return plain + number
            marked = searched if _is_in(found, at) else plain + span if _is_in(spans, at) else plain
            return marked + chosen if _is_in(selected, at) else marked

        span, number, chosen, searched = looks
        return [Segment(self.shown[first:last], style(first)) for first, last in pairwise(sorted(cuts))]

    def _places(self, stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Where stretches of the text are in what is shown; empty ones are nowhere."""
        return [(self._place(start), self._place(end - 1) + 1) for start, end in stretches if end > start]

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


def _is_in(places: Iterable[tuple[int, int]], at: int) -> bool:
    return any(start <= at < end for start, end in places)


def _with(text: str, put_in: Sequence[tuple[int, str]]) -> str:
    pieces, done = [], 0
    for offset, sign in put_in:
        pieces += [text[done:offset], sign]
        done = offset
    return "".join((*pieces, text[done:]))
