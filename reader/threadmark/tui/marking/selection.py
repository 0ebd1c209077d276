"""Marked words and how they move: a motion takes a selection and gives the next, or None where there is no further way.

At first a motion takes the next word (character, line, sentence) in place of the one that is marked. Once the
selection extends, a motion moves one of its ends, and the other stays; where the moving end would pass the other, that
piece stays marked and the selection grows to its other side. Offsets are code points, and always borders of graphemes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from threadmark.tui.marking.units import Unit, Units, plain


@dataclass(frozen=True, slots=True)
class Selection:
    """Marked words of a text.

    Attributes:
        start: where they begin.
        end: where they end, exclusive.
        extends: whether a motion moves an end, and not the whole.
        at_start: whether it is the start that moves.
    """

    start: int
    end: int
    extends: bool = False
    at_start: bool = False

    @property
    def at(self) -> int:
        """Where the moving end is: the code point that was marked last."""
        return self.start if self.at_start or not self.extends else self.end - 1

    def extending(self) -> Selection:
        """The same, with an end that moves; said again, it is marked anew from where it moved last."""
        return replace(self, extends=not self.extends, at_start=False)

    def swapped(self) -> Selection:
        """The same, with its other end moving."""
        return replace(self, extends=True, at_start=not self.at_start)


def first(units: Units, after: int = 0) -> Selection | None:
    """The first word from an offset on; the first character of a text without words."""
    unit = next((word for word in units.words if word[0] >= after), None) or next(iter(units.words), None)
    unit = unit or next((piece for piece in units.graphemes if not units.text[piece[0]].isspace()), None)
    return Selection(*unit) if unit else None


def last(units: Units) -> Selection | None:
    """The last word."""
    return Selection(*units.words[-1]) if units.words else first(units)


def stepped(selection: Selection, pieces: Sequence[Unit], step: int) -> Selection | None:
    """One piece on, or with -1 one back; the pieces are words, or graphemes."""
    if not selection.extends:
        piece = _later(pieces, selection.start) if step > 0 else _earlier(pieces, selection.start)
        return Selection(*piece) if piece else None
    return _end_moved(selection, pieces, step)


def _end_moved(selection: Selection, pieces: Sequence[Unit], step: int) -> Selection | None:
    start, end = selection.start, selection.end
    outward = (step < 0) == selection.at_start
    if outward:
        return _grown(selection, pieces, at_start=selection.at_start)
    if selection.at_start:
        inner = _later(pieces, start)
        if inner is not None and inner[0] < end:
            return replace(selection, start=inner[0])
    else:
        place = bisect_left(pieces, end, key=lambda piece: piece[1]) - 1
        if place >= 0 and pieces[place][1] > start:
            return replace(selection, end=pieces[place][1])
    return _grown(selection, pieces, at_start=not selection.at_start)


def _grown(selection: Selection, pieces: Sequence[Unit], *, at_start: bool) -> Selection | None:
    if at_start:
        piece = _earlier(pieces, selection.start)
        return replace(selection, start=piece[0], at_start=True) if piece else None
    place = bisect_right(pieces, selection.end, key=lambda piece: piece[1])
    return replace(selection, end=pieces[place][1], at_start=False) if place < len(pieces) else None


def by_sentence(selection: Selection, units: Units, step: int) -> Selection | None:
    """The first word of the next sentence (of this one, or the one before, with -1); an end goes to a sentence's."""
    if selection.extends:
        return _end_moved(selection, units.sentences, step)
    sentence = _later(units.sentences, selection.start) if step > 0 else _earlier(units.sentences, selection.start)
    return first(units, sentence[0]) if sentence else None


def whole_sentence(selection: Selection, units: Units) -> Selection | None:
    """From the beginning to the end of the sentences that it touches; with these marked already, one more."""
    touched = [unit for unit in units.sentences if unit[0] < selection.end and unit[1] > selection.start]
    if not touched:
        return None
    start, end = min(selection.start, touched[0][0]), max(selection.end, touched[-1][1])
    if (start, end) == (selection.start, selection.end):
        return _grown(selection, units.sentences, at_start=False)
    return Selection(start, end, extends=True)


def by_letter(selection: Selection, units: Units, letter: str) -> Selection | None:
    """On to the next word that begins with a letter, whatever its case and accents; not extending, round at the end."""
    wanted = plain(letter)[:1]
    words = [word for word in units.words if units.initial(word) == wanted]
    if not selection.extends:
        word = _later(words, selection.start) or next(iter(words), None)
        return Selection(*word) if word else None
    return _grown(selection, words, at_start=selection.at_start)


def reaching(selection: Selection, units: Units, at: int, within: Unit) -> Selection | None:
    """To the word at or after an offset, as far as it lies within a line; the moving end goes there."""
    here = [word for word in units.words if word[1] > within[0] and word[0] < within[1]]
    word = next((word for word in here if word[1] > at), here[-1] if here else None)
    return _taking(selection, units, word) if word else None


def to_edge(selection: Selection, units: Units, line: Unit, step: int) -> Selection | None:
    """To the last word of a line, or with -1 the first; an end goes to the line's own."""
    if selection.extends:
        edge = line if (step < 0) == selection.at_start else None
        if edge is None:
            piece = (line[0], line[0] + 1) if step < 0 else (line[1] - 1, line[1])
            return _taking(selection, units, _whole(units.graphemes, piece))
        return replace(selection, start=edge[0]) if step < 0 else replace(selection, end=edge[1])
    here = [word for word in units.words if word[1] > line[0] and word[0] < line[1]]
    return Selection(*here[0 if step < 0 else -1]) if here else None


def _taking(selection: Selection, units: Units, piece: Unit) -> Selection:
    """The moving end brought to a piece, on whichever side of the other end that is."""
    if not selection.extends:
        return Selection(*piece)
    if selection.at_start:
        if piece[0] < selection.end:
            return replace(selection, start=piece[0])
        kept = _whole(units.graphemes, (selection.end - 1, selection.end))
        return replace(selection, start=kept[0], end=piece[1], at_start=False)
    if piece[1] > selection.start:
        return replace(selection, end=piece[1])
    kept = _whole(units.graphemes, (selection.start, selection.start + 1))
    return replace(selection, start=piece[0], end=kept[1], at_start=True)


def dragged(units: Units, pressed: int, now: int) -> Selection | None:
    """From the character where the mouse was pressed to the one where it is, both included."""
    if not units.graphemes:
        return None
    begun, here = (_whole(units.graphemes, (at, at + 1)) for at in (pressed, now))
    return Selection(min(begun[0], here[0]), max(begun[1], here[1]), extends=True, at_start=now < pressed)


def _whole(graphemes: Sequence[Unit], piece: Unit) -> Unit:
    """The graphemes that a piece touches, as one."""
    start = max(0, bisect_right(graphemes, piece[0], key=lambda unit: unit[0]) - 1)
    end = min(len(graphemes) - 1, bisect_left(graphemes, piece[1], key=lambda unit: unit[1]))
    return graphemes[start][0], graphemes[end][1]


def _later(pieces: Sequence[Unit], offset: int) -> Unit | None:
    """The first piece that begins after an offset."""
    place = bisect_right(pieces, offset, key=lambda piece: piece[0])
    return pieces[place] if place < len(pieces) else None


def _earlier(pieces: Sequence[Unit], offset: int) -> Unit | None:
    """The last piece that begins before an offset."""
    place = bisect_left(pieces, offset, key=lambda piece: piece[0]) - 1
    return pieces[place] if place >= 0 else None
