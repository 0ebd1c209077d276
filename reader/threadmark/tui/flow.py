"""Flow: the required questions of a comment in turn, one key each, and on to the next comment.

The keys are those of the panels, without their leaders. Nothing that gives a label moves, and nothing that moves gives
a label; what was typed ahead of a comment that nobody has seen yet is dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadmark.keys.chords import Cancelled, Joined, Kept, Match, Outside, Pending, Unknown
from threadmark.keys.names import Chord, spelled
from threadmark.labels.questions import Question, exclusives
from threadmark.labels.round import StillOpen

if TYPE_CHECKING:
    from threadmark.keys.layers import Keymap
    from threadmark.tui.desk import Desk

HELD = 0.08  # seconds: the same key again within this time is a key held down


class Flow:
    """An annotator answering questions in turn.

    Args:
        desk: where the labels are given.

    Attributes:
        via_question: whether the open panel was opened by a question, and not by its leader.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._leaders: dict[tuple[str, str | None], Chord] = {}
        self.use(desk.keymap)
        self.via_question = False
        self._last: int | None = None
        self._place = 0
        self._answered: list[int] = []
        self._painted_at = 0.0
        self._is_painted = True
        self._key: tuple[str, float] = ("", 0.0)

    def use(self, keymap: Keymap) -> None:
        """These keys are in effect."""
        self._leaders = {
            (panel.dimension, panel.target): leader
            for leader, panel in keymap.panels.items()
            if panel.dimension is not None
        }

    # the questions

    @property
    def questions(self) -> tuple[Question, ...]:
        """The required questions of the selected comment that have a panel."""
        desk = self._desk
        asked = desk.round.required(desk.selected) if len(desk.thread) else ()
        return tuple(question for question in asked if (question.dimension, question.target) in self._leaders)

    @property
    def state(self) -> str:
        """Which question it is, in words."""
        return f"{self._place + 1} of {len(self.questions)}" if self.via_question else ""

    @property
    def last(self) -> str:
        """The answers to the comment before, on one line, so that a slip is seen."""
        return "" if self._last in (None, self._desk.selected) else self._desk.answers_line(self._last)

    def arrived(self) -> None:
        """A comment was selected: ask what is open on it, or everything again where nothing is."""
        questions = self.questions
        still_open = [place for place, question in enumerate(questions) if not self._is_answered(question)]
        self._place = still_open[0] if still_open else 0
        self.ask()

    def resume(self) -> None:
        """Marked words were left: ask on where one was, and the next question where its one answer rests on them."""
        questions = self.questions
        question = questions[self._place] if self._place < len(questions) else None
        if question is not None and self._is_answered(question) and not self._is_many(question):
            self.arrived()
        else:
            self.ask()

    def _is_answered(self, question: Question) -> bool:
        return self._desk.round.is_answered(self._desk.selected, question)

    def ask(self) -> None:
        """Open the panel of the question that is due."""
        questions = self.questions
        if not questions:
            self.via_question = False
            self._desk.close_panel()
            self._desk.say("nothing is required of this comment; enter goes on")
            return
        self._place = min(self._place, len(questions) - 1)
        question = questions[self._place]
        self.via_question = True
        self._desk.open_panel(self._leader_of(question), keep_open=self._is_many(question))

    def _leader_of(self, question: Question) -> Chord:
        return self._leaders[question.dimension, question.target]

    def _is_many(self, question: Question) -> bool:
        return self._desk.keymap.codebook.dimension(question.dimension).choice == "many"

    # keys

    def too_early(self, key: str, time: float) -> bool:
        """Whether a key must be dropped: typed before the comment was painted, or held down; `time` as Textual's."""
        before, self._key = self._key, (key, time)
        if not self._is_painted or time < self._painted_at:
            return True
        return key == before[0] and time - before[1] < HELD

    def press(self, key: str) -> None:
        """Do what a key means in flow."""
        if key == "escape":
            self._desk.leave_flow()
        elif key == "backspace":
            self._back()
        elif key == "enter":
            self._go_on()
        else:
            self._chord(key)

    def _chord(self, key: str) -> None:
        desk = self._desk
        found = desk.chord(key)
        match found:
            case Match(binding):
                if binding.command == "label":
                    desk.giving.look_around()
                desk.take_chord(found)
                if binding.command == "label":
                    self._given(binding.argument or "")
            case Outside(binding):
                desk.take_chord(found)
                if binding.command in ("undo", "redo"):
                    said = desk.reading.status.said
                    self.arrived()
                    desk.say(said)
            case Unknown(keys):
                self._unknown(keys)
            case Pending() | Kept() | Joined():
                self.via_question = self.via_question and not isinstance(found, Pending)
                desk.take_chord(found)
            case Cancelled():
                self.ask()

    def _unknown(self, keys: Chord) -> None:
        """A leader opens its own panel in the middle of a question, if it isn't the one that is asked; any other key is none."""
        leader = keys[-1:]
        if self.via_question and leader == self._leader_of(self.questions[self._place]):
            self.ask()
        elif leader in self._leaders.values():
            self.via_question = False
            self._desk.open_panel(leader)
        else:
            self.ask()
            self._desk.say(f"{spelled(keys[-1:])} is no answer here; esc leaves flow")

    def _given(self, argument: str) -> None:
        """An answer was given: on to the next question, unless more labels may follow."""
        if not self.via_question:
            self.ask()
            return
        question = self.questions[self._place]
        label = argument.rpartition(".")[2]
        if self._is_many(question) and label not in exclusives(
            self._desk.keymap.codebook.dimension(question.dimension)
        ):
            self.ask()
        elif self._is_answered(question):  # else the disk refused it
            self._next()
        elif self._lacks_words(question):
            self._ask_for_words(question)

    def _lacks_words(self, question: Question) -> bool:
        return self._desk.round.lacks_words(self._desk.selected, question)

    def _ask_for_words(self, question: Question) -> None:
        """A label stands whose dimension requires words, and none are marked."""
        self.ask()
        key = "".join(self._desk.keymap.keys_of("evidence")[:1])
        self._desk.say(f"{question.name}: mark the words that the label rests on ({key})")

    def _go_on(self) -> None:
        """Enter: on from a question that may have several answers or has one; none where nothing was seen."""
        if not self.via_question:
            self._next()
            return
        question = self.questions[self._place]
        desk = self._desk
        if self._lacks_words(question):
            self._ask_for_words(question)
            return
        if not self._is_answered(question):
            none = desk.keymap.codebook.dimension(question.dimension).none
            if not self._is_many(question) or none is None:
                self.ask()
                desk.say(f"{question.name}? is still open")
                return
            desk.giving.give(".".join(part for part in (question.dimension, question.target, none) if part))
        if self._is_answered(question):
            self._next()

    def _next(self) -> None:
        """The next question, or done and the next comment."""
        if self._place + 1 < len(self.questions):
            self._place += 1
            self.ask()
            return
        desk, index, place = self._desk, self._desk.selected, self._desk.round.place
        outcome = desk.write(lambda: desk.round.done(index, via="flow", context=desk.giving.context()))
        if outcome is None or isinstance(outcome, StillOpen):
            self.ask()
            return
        self._answered.append(index)
        self._last = index
        there = desk.next_after(index, place)
        if there is None:
            said = desk.reading.status.said
            desk.leave_flow()
            desk.say(said)
        else:
            self._wait_for_paint()
            desk.go(there)
            desk.say(self.last)

    def _back(self) -> None:
        """One question back, across to the comment before."""
        if not self.via_question:
            self.ask()
        elif self._place:
            self._place -= 1
            self.ask()
            self._desk.say("one question back")
        elif self._answered:
            there = self._answered.pop()
            self._wait_for_paint()
            self._desk.go(there)
            self._place = max(0, len(self.questions) - 1)
            self.ask()
            self._desk.say("back at the comment before")
        else:
            self._desk.say("this is where flow began")

    def _wait_for_paint(self) -> None:
        self._is_painted = False
        self._desk.reading.call_after_refresh(self._painted)

    def _painted(self) -> None:
        self._is_painted = True
        self._painted_at = self._desk.reading.app_time()
