"""Commands that label and keep track of the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadmark.labels.round import GoThere, Outcome, StillOpen
from threadmark.tui.ask import PickOne, WriteNote
from threadmark.tui.commands.doing import labels, needs_comment
from threadmark.tui.parents import ARTICLE, parent_finder

if TYPE_CHECKING:
    from threadmark.tui.desk import Desk


def _next(name: str, what: str, step: int) -> None:
    @labels(name)
    def go_on(desk: Desk, _: str | None) -> None:
        there = (
            desk.next_to_do(desk.selected, step)
            if what == "to do"
            else desk.round.next_revisit(desk.selected, step, desk.finding.among)
        )
        if there is None:
            desk.say(f"no further comment {what} this way")
        else:
            desk.go(there, jump=True)


for _name, _what, _step in (
    ("next_todo", "to do", 1),
    ("previous_todo", "to do", -1),
    ("next_revisit", "to revisit", 1),
    ("previous_revisit", "to revisit", -1),
):
    _next(_name, _what, _step)


@labels("done")
@needs_comment
def done(desk: Desk, _: str | None) -> None:
    """Done with this comment, and on to the next to do; an open question is named first."""
    index, place = desk.selected, desk.round.place
    outcome = desk.write(lambda: desk.round.done(index, context=desk.giving.context()))
    if isinstance(outcome, StillOpen):
        desk.say(outcome.said)
    elif isinstance(outcome, Outcome) and (there := desk.next_after(index, place)) is not None:
        desk.go(there)


@labels("branch")
@needs_comment
def branch(desk: Desk, _: str | None) -> None:
    """The next label, or skip, is for the whole branch."""
    desk.giving.begin_branch()


@labels("revisit")
@needs_comment
def revisit(desk: Desk, _: str | None) -> None:
    """Mark this comment to be revisited, or take the mark away."""
    desk.write(lambda: desk.round.toggle_revisit(desk.selected))


@labels("repeat_label")
@needs_comment
def repeat_label(desk: Desk, _: str | None) -> None:
    """Give the last label again, here."""
    desk.write(lambda: desk.round.repeat(desk.selected, context=desk.giving.context()))


@labels("undo")
@needs_comment
def undo(desk: Desk, _: str | None) -> None:
    """Undo the last change; on another comment, go there first."""
    _go_along(desk, desk.write(lambda: desk.round.undo(desk.selected)))


@labels("redo")
@needs_comment
def redo(desk: Desk, _: str | None) -> None:
    """Redo what was undone last, and go there."""
    _go_along(desk, desk.write(desk.round.redo))


def _go_along(desk: Desk, outcome: Outcome | GoThere | None) -> None:
    if isinstance(outcome, GoThere):
        desk.go(outcome.index, jump=True)
        desk.say(outcome.said)
    elif outcome is not None and outcome.comments and desk.selected not in outcome.comments:
        desk.go(outcome.comments[0], jump=True)


@labels("note")
@needs_comment
def note(desk: Desk, _: str | None) -> None:
    """Write a note on this comment."""
    index = desk.selected
    author = desk.reading.veil.author(index)

    def keep(text: str) -> str:
        return "" if desk.write(lambda: desk.round.set_note(index, text)) else desk.reading.status.said

    desk.ask(WriteNote(f"note on {author}'s comment", desk.round.note(index), keep), lambda _: None)


@labels("take_label")
@needs_comment
def take_label(desk: Desk, _: str | None) -> None:
    """List the labels on this comment; a key takes one away."""
    desk.take_one_label()


@labels("flow")
@needs_comment
def flow(desk: Desk, _: str | None) -> None:
    """Answer the questions in turn, one key each; again leaves it."""
    desk.toggle_flow()


@labels("label")
@needs_comment
def label(desk: Desk, argument: str | None) -> None:
    """Give a label."""
    desk.giving.give(argument or "")


@labels("attach")
@needs_comment
def attach(desk: Desk, _: str | None) -> None:
    """Say whom the comment answers: likely ones first, others by typing."""
    index = desk.selected

    def take(parent: int | None) -> None:
        if parent is not None:
            desk.write(lambda: desk.round.attach(index, None if parent == ARTICLE else parent))

    found = parent_finder(desk.thread, desk.reading.veil, index, desk.suggested(index))
    desk.ask(PickOne(f"whom does {desk.reading.veil.author(index)} answer?", found), take)


@labels("accept_link")
@needs_comment
def accept_link(desk: Desk, _: str | None) -> None:
    """Accept an inferred reply."""
    desk.write(lambda: desk.round.accept(desk.selected))


@labels("split_comment", "merge_comment")
def only_while_repairing(desk: Desk, _: str | None) -> None:
    """Say how it is done: a thread that has labels stays as it is."""
    desk.say("threadmark repair FILE -o OUT does this; a thread that is labelled stays as it is")
