"""Commands that label and keep track of the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadmark.labels.round import GoThere, Outcome, StillOpen
from threadmark.tui.ask import AskLine, WriteNote
from threadmark.tui.commands.doing import does, needs_comment

if TYPE_CHECKING:
    from threadmark.tui.reading import ReadingScreen

CLAIM_TYPES = ("fact", "forecast", "policy", "value")
_SENTENCES = 12  # offered for the claim


def _next(name: str, what: str, step: int) -> None:
    @does(name)
    def go_on(reading: ReadingScreen, _: str | None) -> None:
        there = (
            reading.round.next_to_do(reading.selected, step)
            if what == "to do"
            else reading.round.next_revisit(reading.selected, step)
        )
        if there is None:
            reading.say(f"no further comment {what} this way")
        else:
            reading.go(there, jump=True)


for _name, _what, _step in (
    ("next_todo", "to do", 1),
    ("previous_todo", "to do", -1),
    ("next_revisit", "to revisit", 1),
    ("previous_revisit", "to revisit", -1),
):
    _next(_name, _what, _step)


@does("done")
@needs_comment
def done(reading: ReadingScreen, _: str | None) -> None:
    """Done with this comment, and on to the next to do; an open question is named first."""
    index = reading.selected
    outcome = reading.write(lambda: reading.round.done(index, context=reading.context()))
    if isinstance(outcome, StillOpen):
        reading.say(outcome.said)
    elif isinstance(outcome, Outcome):
        there = reading.round.next_to_do(index, 1)
        if there is None:
            reading.say("done; nothing is left to do")
        else:
            reading.go(there)


@does("skip")
@needs_comment
def skip(reading: ReadingScreen, _: str | None) -> None:
    """Skip this comment, with a reason."""
    index = reading.selected

    def take(reason: str | None) -> None:
        if reason is None:
            return
        outcome = reading.write(lambda: reading.round.skip(index, reason))
        there = reading.round.next_to_do(index, 1)
        if outcome is not None and there is not None:
            reading.go(there)

    reading.ask(AskLine("why is this comment skipped?"), take)


@does("revisit")
@needs_comment
def revisit(reading: ReadingScreen, _: str | None) -> None:
    """Mark this comment to be revisited, or take the mark away."""
    reading.write(lambda: reading.round.toggle_revisit(reading.selected))


@does("repeat_label")
@needs_comment
def repeat_label(reading: ReadingScreen, _: str | None) -> None:
    """Give the last label again, here."""
    reading.write(lambda: reading.round.repeat(reading.selected, context=reading.context()))


@does("undo")
@needs_comment
def undo(reading: ReadingScreen, _: str | None) -> None:
    """Undo the last change; on another comment, go there first."""
    _go_along(reading, reading.write(lambda: reading.round.undo(reading.selected)))


@does("redo")
@needs_comment
def redo(reading: ReadingScreen, _: str | None) -> None:
    """Redo what was undone last, and go there."""
    _go_along(reading, reading.write(reading.round.redo))


def _go_along(reading: ReadingScreen, outcome: Outcome | GoThere | None) -> None:
    if isinstance(outcome, GoThere):
        reading.go(outcome.index, jump=True)
        reading.say(outcome.said)
    elif outcome is not None and outcome.comments and reading.selected not in outcome.comments:
        reading.go(outcome.comments[0], jump=True)


@does("note")
@needs_comment
def note(reading: ReadingScreen, _: str | None) -> None:
    """Write a note on this comment."""
    index = reading.selected
    author = reading.thread.authors[index] or "unknown"

    def keep(text: str) -> None:
        reading.write(lambda: reading.round.set_note(index, text))

    reading.ask(WriteNote(f"note on {author}'s comment", reading.round.note(index), keep), lambda _: None)


@does("take_label")
@needs_comment
def take_label(reading: ReadingScreen, _: str | None) -> None:
    """List the labels on this comment; a key takes one away."""
    reading.list_labels()


@does("claim")
def claim(reading: ReadingScreen, _: str | None) -> None:
    """Set the article's claim, or pick it from the article's sentences."""
    now = reading.round.claim
    offered = reading.claim_candidates(_SENTENCES)

    def take(text: str | None) -> None:
        if text and text.strip():
            reading.one_key(
                "is the claim a fact, a forecast, a policy or a value?",
                {kind[0] if kind != "forecast" else "o": kind for kind in CLAIM_TYPES},
                lambda kind: reading.write(lambda: reading.round.set_claim(text, kind)),
            )

    question = "the article's claim, as one sentence that can be agreed with"
    reading.ask(AskLine(question, now.text if now else "", offered), take)


@does("label")
@needs_comment
def label(reading: ReadingScreen, argument: str | None) -> None:
    """Give a label."""
    reading.give(argument or "", join=False)
