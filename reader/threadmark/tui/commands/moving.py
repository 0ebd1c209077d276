"""Commands that move: from comment to comment in the tree, by rows in the article."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from threadmark.thread import Outline
from threadmark.tui.commands.doing import does, needs_comment
from threadmark.tui.pages import move_text

if TYPE_CHECKING:
    from threadmark.tui.hands import Hands

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
    def move(hands: Hands, _: str | None) -> None:
        if hands.reading.in_article:
            move_text(hands.reading.article, name)
            return
        if not len(hands.thread):
            return
        there = _MOTIONS[name](hands.outline, hands.selected)
        if there is None or there == hands.selected:
            hands.say("no further comment this way")
        else:
            hands.go(there, jump=name in _JUMPS)


for _name in _MOTIONS:
    _motion(_name)


@does("fold_or_parent")
@needs_comment
def fold_or_parent(hands: Hands, _: str | None) -> None:
    """Fold an open branch; from a folded one or a comment without replies go to the parent."""
    index = hands.selected
    if hands.thread.sizes[index] > 1 and not hands.outline.is_folded(index):
        hands.reading.fold(lambda: hands.outline.fold(index))
        return
    parent = hands.outline.parent(index)
    if parent is None:
        hands.say("a top-level comment has no parent")
    else:
        hands.go(parent)


@does("unfold_or_reply")
@needs_comment
def unfold_or_reply(hands: Hands, _: str | None) -> None:
    """Unfold a folded branch; from an open one go to the first reply."""
    index = hands.selected
    if hands.outline.is_folded(index):
        hands.reading.fold(lambda: hands.outline.unfold(index))
        return
    reply = hands.outline.first_reply(index)
    if reply is None:
        hands.say("this comment has no replies")
    else:
        hands.go(reply)


def _paging(name: str, step: int, *, half: bool) -> None:
    @does(name)
    def page(hands: Hands, _: str | None) -> None:
        if hands.reading.in_article:
            move_text(hands.reading.article, name)
        elif len(hands.thread):
            rows = max(1, hands.reading.tree_view.room // 2 if half else hands.reading.tree_view.room - 2)
            hands.go(hands.reading.tree_view.page(step * rows), hold=True)


_paging("page_down", 1, half=False)
_paging("page_up", -1, half=False)
_paging("half_page_down", 1, half=True)
_paging("half_page_up", -1, half=True)


@does("jump_back")
@needs_comment
def jump_back(hands: Hands, _: str | None) -> None:
    """Go back to where the last jump began; doing it again comes back here."""
    if hands.reading.jumped_from is None:
        hands.say("there was no jump yet")
    else:
        hands.go(hands.reading.jumped_from, jump=True)
