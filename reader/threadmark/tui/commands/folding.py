"""Commands that fold. The selection stays; where it is hidden, it is on the comment that hides it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadmark.tui.commands.doing import does, needs_comment

if TYPE_CHECKING:
    from threadmark.tui.desk import Desk


@does("toggle_fold")
@needs_comment
def toggle_fold(desk: Desk, _: str | None) -> None:
    """Fold or unfold the branch of the selected comment."""
    if desk.thread.sizes[desk.selected] == 1:
        desk.say("this comment has no replies to fold")
    else:
        desk.reading.fold(lambda: desk.outline.toggle(desk.selected))


@does("fold")
@needs_comment
def fold(desk: Desk, _: str | None) -> None:
    """Fold the branch of the selected comment."""
    desk.reading.fold(lambda: desk.outline.fold(desk.selected))


@does("unfold")
@needs_comment
def unfold(desk: Desk, _: str | None) -> None:
    """Unfold the branch of the selected comment."""
    desk.reading.fold(lambda: desk.outline.unfold(desk.selected))


@does("fold_all")
@needs_comment
def fold_all(desk: Desk, _: str | None) -> None:
    """Fold everything; the comment that was selected is remembered for unfolding."""
    desk.reading.fold(desk.outline.fold_all)


@does("unfold_all")
@needs_comment
def unfold_all(desk: Desk, _: str | None) -> None:
    """Unfold everything and go back to the comment that folding had hidden."""
    desk.reading.unfold_all()


@does("fold_to_depth")
@needs_comment
def fold_to_depth(desk: Desk, argument: str | None) -> None:
    """Fold all that lies deeper than a depth."""
    depth = int(argument or 1)
    desk.reading.fold(lambda: desk.outline.fold_to_depth(depth))
    desk.say(f"folded to depth {depth}")


@does("fold_done")
@needs_comment
def fold_done(desk: Desk, _: str | None) -> None:
    """Fold the branches in which there is nothing left to do."""
    finished = desk.finished_branches()
    desk.reading.fold(lambda: [desk.outline.fold(index) for index in finished])
    desk.say(f"{len(finished):,} {'branch is' if len(finished) == 1 else 'branches are'} done and folded")
