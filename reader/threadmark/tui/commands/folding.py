"""Commands that fold. The selection stays; where it is hidden, it is on the comment that hides it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadmark.tui.commands.doing import does, needs_comment

if TYPE_CHECKING:
    from threadmark.tui.reading import ReadingScreen


@does("toggle_fold")
@needs_comment
def toggle_fold(reading: ReadingScreen, _: str | None) -> None:
    """Fold or unfold the branch of the selected comment."""
    if reading.thread.sizes[reading.selected] == 1:
        reading.say("this comment has no replies to fold")
    else:
        reading.tree_view.folded(lambda: reading.outline.toggle(reading.selected))


@does("fold")
@needs_comment
def fold(reading: ReadingScreen, _: str | None) -> None:
    """Fold the branch of the selected comment."""
    reading.tree_view.folded(lambda: reading.outline.fold(reading.selected))


@does("unfold")
@needs_comment
def unfold(reading: ReadingScreen, _: str | None) -> None:
    """Unfold the branch of the selected comment."""
    reading.tree_view.folded(lambda: reading.outline.unfold(reading.selected))


@does("fold_all")
@needs_comment
def fold_all(reading: ReadingScreen, _: str | None) -> None:
    """Fold everything; the comment that was selected is remembered for unfolding."""
    reading.fold_keeping_selection(reading.outline.fold_all)


@does("unfold_all")
@needs_comment
def unfold_all(reading: ReadingScreen, _: str | None) -> None:
    """Unfold everything and go back to the comment that folding had hidden."""
    reading.unfold_to_hidden_selection()


@does("fold_to_depth")
@needs_comment
def fold_to_depth(reading: ReadingScreen, argument: str | None) -> None:
    """Fold all that lies deeper than a depth."""
    depth = int(argument or 1)
    reading.fold_keeping_selection(lambda: reading.outline.fold_to_depth(depth))
    reading.say(f"folded to depth {depth}")


@does("fold_done")
@needs_comment
def fold_done(reading: ReadingScreen, _: str | None) -> None:
    """Fold the branches in which there is nothing left to do."""
    finished = reading.finished_branches()
    reading.fold_keeping_selection(lambda: [reading.outline.fold(index) for index in finished])
    reading.say(f"{len(finished):,} {'branch is' if len(finished) == 1 else 'branches are'} done and folded")
