"""Commands that fold. The selection stays; where it is hidden, it is on the comment that hides it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadmark.tui.commands.doing import does, labels, needs_comment

if TYPE_CHECKING:
    from threadmark.tui.desk import Desk
    from threadmark.tui.hands import Hands


@does("toggle_fold")
@needs_comment
def toggle_fold(hands: Hands, _: str | None) -> None:
    """Fold or unfold the branch of the selected comment."""
    if hands.thread.sizes[hands.selected] == 1:
        hands.say("this comment has no replies to fold")
    else:
        hands.reading.fold(lambda: hands.outline.toggle(hands.selected))


@does("fold")
@needs_comment
def fold(hands: Hands, _: str | None) -> None:
    """Fold the branch of the selected comment."""
    hands.reading.fold(lambda: hands.outline.fold(hands.selected))


@does("unfold")
@needs_comment
def unfold(hands: Hands, _: str | None) -> None:
    """Unfold the branch of the selected comment."""
    hands.reading.fold(lambda: hands.outline.unfold(hands.selected))


@does("fold_all")
@needs_comment
def fold_all(hands: Hands, _: str | None) -> None:
    """Fold everything; the comment that was selected is remembered for unfolding."""
    hands.reading.fold(hands.outline.fold_all)


@does("unfold_all")
@needs_comment
def unfold_all(hands: Hands, _: str | None) -> None:
    """Unfold everything and go back to the comment that folding had hidden."""
    hands.reading.unfold_all()


@does("fold_to_depth")
@needs_comment
def fold_to_depth(hands: Hands, argument: str | None) -> None:
    """Fold all that lies deeper than a depth."""
    depth = int(argument or 1)
    hands.reading.fold(lambda: hands.outline.fold_to_depth(depth))
    hands.say(f"folded to depth {depth}")


@labels("fold_done")
@needs_comment
def fold_done(desk: Desk, _: str | None) -> None:
    """Fold the branches in which there is nothing left to do."""
    finished = desk.round.finished_branches()
    desk.reading.fold(lambda: [desk.outline.fold(index) for index in finished])
    desk.say(f"{len(finished):,} {'branch is' if len(finished) == 1 else 'branches are'} done and folded")
