"""Commands that move: from comment to comment in the tree, by rows in the article."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from threadmark.thread import Outline
from threadmark.tui.commands.doing import does, needs_comment
from threadmark.tui.pages import move_text

if TYPE_CHECKING:
    from threadmark.tui.desk import Desk

_JUMPS = frozenset({"first_comment", "last_comment", "next_top_level", "previous_top_level"})

_MOTIONS: dict[str, Callable[[Outline, int], int | None]] = {
    "next_comment": Outline.next,
    "previous_comment": Outline.previous,
    "next_sibling": Outline.next_sibling,
    "previous_sibling": Outline.previous_sibling,
    "next_top_level": Outline.next_top_level,
    "previous_top_level": Outline.previous_top_level,
    "first_comment": lambda outline, _: outline.first(),
    "last_comment": lambda outline, _: outline.last(),
}


def _motion(name: str) -> None:
    @does(name)
    def move(desk: Desk, _: str | None) -> None:
        if desk.reading.in_article:
            move_text(desk.reading.article, name)
            return
        if not len(desk.thread):
            return
        there = _MOTIONS[name](desk.outline, desk.selected)
        if there is None or there == desk.selected:
            desk.say("no further comment this way")
        else:
            desk.go(there, jump=name in _JUMPS)


for _name in _MOTIONS:
    _motion(_name)


@does("fold_or_parent")
@needs_comment
def fold_or_parent(desk: Desk, _: str | None) -> None:
    """Fold an open branch; from a folded one or a comment without replies go to the parent."""
    index = desk.selected
    if desk.thread.sizes[index] > 1 and not desk.outline.is_folded(index):
        desk.reading.fold(lambda: desk.outline.fold(index))
        return
    parent = desk.outline.parent(index)
    if parent is None:
        desk.say("a top-level comment has no parent")
    else:
        desk.go(parent)


@does("unfold_or_reply")
@needs_comment
def unfold_or_reply(desk: Desk, _: str | None) -> None:
    """Unfold a folded branch; from an open one go to the first reply."""
    index = desk.selected
    if desk.outline.is_folded(index):
        desk.reading.fold(lambda: desk.outline.unfold(index))
        return
    reply = desk.outline.first_reply(index)
    if reply is None:
        desk.say("this comment has no replies")
    else:
        desk.go(reply)


def _paging(name: str, step: int, *, half: bool) -> None:
    @does(name)
    def page(desk: Desk, _: str | None) -> None:
        if desk.reading.in_article:
            move_text(desk.reading.article, name)
        elif len(desk.thread):
            rows = max(1, desk.reading.tree_view.room // 2 if half else desk.reading.tree_view.room - 2)
            desk.go(desk.reading.tree_view.page(step * rows), hold=True)


_paging("page_down", 1, half=False)
_paging("page_up", -1, half=False)
_paging("half_page_down", 1, half=True)
_paging("half_page_up", -1, half=True)


@does("jump_back")
@needs_comment
def jump_back(desk: Desk, _: str | None) -> None:
    """Go back to where the last jump began; doing it again comes back here."""
    if desk.reading.jumped_from is None:
        desk.say("there was no jump yet")
    else:
        desk.go(desk.reading.jumped_from, jump=True)
