"""Marking: words of the selected comment, or of the article, are chosen by keys; then a label's chord rests on them.

It lies over the thread as a panel does, and label panels open over it. One `esc` leaves what is on top and no more. No
key but `del` takes anything away, and none moves to another comment, so nothing happens to a comment by a slip.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from threadmark.keys.chords import Outside
from threadmark.keys.commands import COMMANDS, EVIDENCE
from threadmark.keys.names import Chord, displayed
from threadmark.labels.anchors import span_at
from threadmark.labels.evidence import numbered, place_of
from threadmark.tui.looks import ASCII
from threadmark.tui.marking import selection as moves
from threadmark.tui.marking.selection import Selection
from threadmark.tui.marking.spots import CommentSpot, ParagraphSpot, Spot

if TYPE_CHECKING:
    from collections.abc import Callable

    from threadmark.labels.evidence import Marked
    from threadmark.labels.records import Span
    from threadmark.labels.round import Outcome
    from threadmark.tui.desk import Desk

_AS_OUTSIDE = frozenset(
    {
        "copy",
        "undo",
        "redo",
        "help",
        "explain",
        "codebook",
        "palette",
        "other_pane",
        "quit",
        "suspend",
        "evidence",
        "escape",
    }
)
"""Commands that are here what they are elsewhere; the keys of others say that they wait."""

_NO_WORDS = "no label of this comment rests on words yet; a label's keys give them"

# What the last line tells first: marking anew, moving an end, and at words that a label rests on.
_AT_FIRST = ("mark_next_word", "mark_extend", "mark_sentence")
_EXTENDING = ("mark_next_word", "mark_swap_ends", "mark_next_sentence")
_AT_MARKED = ("mark_next_span", "mark_remove", "mark_keep_bounds")


class Marking:
    """An annotator marking words.

    Args:
        desk: where the labels are given.
        leader: the keys that begin it; the chords of its commands begin so.

    Attributes:
        spot: the text in which words are marked.
        selection: the marked words.
    """

    def __init__(self, desk: Desk, leader: Chord) -> None:
        self._desk = desk
        self._leader = leader
        leaders = (leader[0] for leader, panel in desk.keymap.panels.items() if panel.dimension is not None)
        self._label_leaders = dict.fromkeys(leaders)
        self._letter = ""
        self._wants_letter = False
        self._cell: int | None = None
        self._at: int | None = None
        self.spot: Spot = CommentSpot(desk.reading)
        self.selection: Selection | None = None

    # beginning and end

    def begin(self) -> bool:
        """Mark the first word of the comment, or of the article's first paragraph in sight; False where there is none."""
        reading = self._desk.reading
        if reading.in_article:
            sight = reading.article.paragraphs_in_sight()
            self.spot = ParagraphSpot(reading, sight[0] - 1) if sight else self.spot
        self._choose(moves.first(self.spot.units))
        if self.selection is None:
            self._desk.say("there are no words to mark here")
        return self.selection is not None

    def drag(self, paragraph: int | None, pressed: int, now: int) -> None:
        """Mark what the mouse is dragged over: code points of the comment, or of a paragraph (from 0)."""
        reading = self._desk.reading
        spot: Spot = CommentSpot(reading) if paragraph is None else ParagraphSpot(reading, paragraph)
        if spot.part != self.spot.part:
            self.spot.show(None)
            self.spot = spot
        self._at = self._cell = None
        self._choose(moves.dragged(self.spot.units, pressed, now))

    def end(self) -> None:
        """Show the text without marked words again."""
        self.selection = None
        self.spot.show(None)

    def hints(self) -> tuple[tuple[str, str], ...]:
        """The keys that work here, for the last line."""
        plain = self._desk.reading.signs is ASCII
        first = _AT_MARKED if self._at is not None else _EXTENDING if self._extends else _AT_FIRST
        named = (*first, *(name for name, command in COMMANDS.items() if command.group == EVIDENCE))
        hints = [
            (displayed(keys[0], ascii_only=plain), COMMANDS[name].hint)
            for name in dict.fromkeys(named)
            if COMMANDS[name].hint and (keys := self._keys_of(name))
        ]
        give = " ".join(self._label_leaders), "label"
        return (*hints[: len(first)], give, *hints[len(first) :], ("esc", "leave"))

    @property
    def _extends(self) -> bool:
        return self.selection is not None and self.selection.extends

    def _keys_of(self, command: str) -> list[str]:
        before = f"{self._leader[0]} " if self._leader else ""
        keys = [key for key in self._desk.keymap.keys_of(command) if before and key.startswith(before)]
        return [key.removeprefix(before) for key in keys]

    # keys

    def press(self, key: str) -> None:
        """Do what a key means while words are marked."""
        desk = self._desk
        if self._wants_letter:
            self._take_letter(key)
        elif desk.panel is not None:
            self._in_panel(key)
        elif key in self._label_leaders:
            desk.take_chord(desk.chord(key))
        elif (bound := desk.keymap.bindings.get((*self._leader, key))) is not None:
            desk.do(bound.command, bound.argument)
        elif key == "escape":
            desk.end_marking()
        elif (outside := desk.keymap.bindings.get((key,))) is not None and outside.command in _AS_OUTSIDE:
            desk.do(outside.command, outside.argument)
        else:
            name = displayed(key, ascii_only=desk.reading.signs is ASCII)
            desk.say(f"{name} is no key while words are marked; a label's keys give them, esc leaves")

    def _in_panel(self, key: str) -> None:
        """A key in a label's panel that was opened over the marked words."""
        found = self._desk.chord(key)
        match found:
            case Outside(binding) if binding.command not in _AS_OUTSIDE:
                self._desk.say(f"{displayed(key)} waits while words are marked")
            case _:
                self._desk.take_chord(found)

    # moving

    def move(self, motion: Callable[[Selection], Selection | None], step: int = 0, *, by_line: bool = False) -> None:
        """Move by a motion; where a paragraph of the article ends, on to the next one.

        Args:
            motion: gives the next selection, or None.
            step: 1 forward, -1 back, for going on in the next text.
            by_line: whether the cell that the moving end came from is kept.
        """
        if self.selection is None:
            return
        if not by_line:
            self._cell = None
        found = motion(self.selection)
        if found is None and step and not self.selection.extends and (other := self.spot.beside(step)) is not None:
            self.spot.show(None)
            self.spot, found = other, moves.first(other.units) if step > 0 else moves.last(other.units)
        if found is None:
            self._desk.say("nothing further this way")
        else:
            self._choose(found)

    def by_line(self, step: int) -> None:
        """To the next wrapped line that has words, at the cell where the moving end was when it left its line."""

        def moved(selection: Selection) -> Selection | None:
            laid = self.spot.laid_out()
            lines = laid.lines
            if self._cell is None:
                self._cell = laid.cell_of(selection.at)
            line = laid.line_of(selection.at) + step
            while 0 <= line < len(lines):
                at = laid.offset_at(line, self._cell)
                if (found := moves.reaching(selection, self.spot.units, at, lines[line])) is not None:
                    return found
                line += step
            return None

        self.move(moved, step, by_line=True)

    def to_edge(self, step: int) -> None:
        """To the end of the wrapped line, or with -1 its beginning."""

        def moved(selection: Selection) -> Selection | None:
            laid = self.spot.laid_out()
            line = self.spot.units.lines([laid.lines[laid.line_of(selection.at)]])
            return moves.to_edge(selection, self.spot.units, line[0], step) if line else None

        self.move(moved)

    def ask_letter(self) -> None:
        """The next key is the letter with which a word begins."""
        self._wants_letter = True
        self._desk.say("on to the next word that begins with …")

    def _take_letter(self, key: str) -> None:
        self._wants_letter = False
        if len(key) == 1:
            self._letter = key
            self.to_letter()
        elif key != "escape":
            self._desk.say("that is no letter")

    def to_letter(self) -> None:
        """On to the next word that begins with the letter that was typed last."""
        letter = self._letter
        if not letter:
            self._desk.say("no letter was typed yet")
            return
        before = self.selection
        self.move(lambda selection: moves.by_letter(selection, self.spot.units, letter))
        if self.selection == before:
            self._desk.say(f"no further word begins with {letter}")

    def change(self, changed: Selection) -> None:
        """Mark other words of the same text."""
        self._choose(changed)

    def other_pane(self) -> None:
        """Mark in the article instead of the comment, or the other way round."""
        reading = self._desk.reading
        reading.enter_pane(article=not reading.in_article)
        self.spot.show(None)
        self.spot = CommentSpot(reading)
        self._at = None
        if not self.begin():
            self._desk.end_marking()

    def _choose(self, chosen: Selection | None) -> None:
        self.selection = chosen
        self.spot.show(chosen)

    # spans that are there

    @property
    def span(self) -> Span | None:
        """The marked words as a span."""
        if self.selection is None:
            return None
        return span_at(self.spot.units.text, self.selection.start, self.selection.end, self.spot.part)

    def _places(self) -> list[list[Marked]]:
        return numbered(self._desk.round.labels(self._desk.selected))

    def next_span(self) -> None:
        """Go to the span after the marked words, round at the end."""
        places = self._places()
        if not places:
            self._desk.say(_NO_WORDS)
            return
        span = self.span
        if self._at is not None:
            self.to_span(self._at % len(places) + 1)
            return
        now = place_of(span) if span else (0, -1, -1)
        later = next((number for number, there in enumerate(places, 1) if place_of(there[0].span) >= now), 1)
        self.to_span(later)

    def to_span(self, number: int) -> None:
        """Go to a span by its number."""
        places = self._places()
        if not 1 <= number <= len(places):
            self._desk.say(f"there is no span {number}" if places else _NO_WORDS)
            return
        marked, reading = places[number - 1], self._desk.reading
        span = marked[0].span
        self._at, self._cell = number, None
        if span.part != self.spot.part:
            self.spot.show(None)
            paragraph = place_of(span)[0]
            known = 0 < paragraph <= len(reading.thread.article.paragraphs)
            reading.enter_pane(article=known)
            self.spot = ParagraphSpot(reading, paragraph - 1) if known else CommentSpot(reading)
        stands = self.spot.part == span.part and self.spot.units.text[span.start : span.end] == span.quote
        self._choose(Selection(span.start, span.end, extends=True) if stands else moves.first(self.spot.units))
        names = ", ".join(self._desk.named(each.label) for each in marked)
        there = names if stands else f'{names}: "{span.quote}" is gone from the text'
        self._desk.say(f"{number} of {len(places)}: {there}")

    def _gone_to(self) -> list[Marked]:
        """The span that was gone to, of each label that rests on it."""
        places, span = self._places(), self.span
        if self._at is not None and self._at <= len(places):
            return places[self._at - 1]
        place = place_of(span) if span else None
        return next((there for there in places if place_of(there[0].span) == place), [])

    def keep_bounds(self) -> None:
        """Give the span that was gone to the bounds of the marked words."""
        there, span = self._gone_to(), self.span
        if not there or span is None:
            self._desk.say("these words are no label's yet; a label's keys give them")
            return
        self._of_one(there, "which label's words?", lambda one: self._move(one, span))

    def _move(self, one: Marked, span: Span) -> None:
        desk = self._desk
        self._write(lambda: desk.round.move_span(desk.selected, one.label, one.span, span))

    def drop_span(self) -> None:
        """Take the span that was gone to away; its label stays."""
        there = self._gone_to()
        if not there:
            self._desk.say("these words are no label's; nothing was taken away")
            return
        desk = self._desk
        self._of_one(
            there,
            "which label's words go away?",
            lambda one: self._write(lambda: desk.round.drop_span(desk.selected, one.label, one.span)),
        )

    def _write(self, change: Callable[[], Outcome]) -> None:
        if self._desk.can_write() and self._desk.write(change) is not None:
            self._at = None
            self._desk.show_evidence()

    def _of_one(self, there: list[Marked], question: str, take: Callable[[Marked], None]) -> None:
        """Do something to the span of one label; which one is asked where several rest on it."""
        if len(there) == 1:
            take(there[0])
            return
        named = {self._desk.named(one.label): one for one in there}
        keys = dict(zip("123456789", named, strict=False))
        self._desk.one_key(question, keys, lambda name: take(named[name]))

    def extend(self) -> None:
        """Begin to extend, or end it."""
        if self.selection is not None:
            self._choose(self.selection.extending())
            self._say_what_moves()

    def swap(self) -> None:
        """Move the other end from now on."""
        if self.selection is not None:
            self._choose(self.selection.swapped())
            self._say_what_moves()

    def _say_what_moves(self) -> None:
        """Neither shows in the marked words before the next motion."""
        assert self.selection is not None  # noqa: S101 -- both callers looked
        end = "beginning" if self.selection.at_start else "end"
        extends = self.selection.extends
        self._desk.say(f"motions move the {end} of the marked words now" if extends else "motions mark anew from here")

    def copy(self) -> str:
        """The marked words."""
        span = self.span
        return span.quote if span else ""

    def shown(self, index: int) -> tuple[int, int] | None:
        """What is marked in a comment's text."""
        if self.selection is None or self.spot.part != "comment" or index != self._desk.selected:
            return None
        return self.selection.start, self.selection.end

    def stay(self) -> None:
        """The text was drawn anew or a label changed: the marked words stay."""
        self._choose(replace(self.selection) if self.selection else None)
