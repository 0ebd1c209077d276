"""Paging while a panel is open: through what it quotes or lists, and else through the selected comment behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threadmark.tui.hands import Hands

_PINNED_SHARE = 3  # ancestors lie over one row of so many at most


def page_behind(hands: Hands, step: int) -> None:
    """A page down in the open panel, or with -1 up; where all of it is in sight, on in a comment that is not."""
    if hands.scroll_panel(step):
        return
    tree, index = hands.reading.tree_view, hands.selected
    row = tree.row_in_view(index)
    if row is None:
        return
    above = min(len(tree.thread.ancestors(index)), tree.room // _PINNED_SHARE)
    hidden = row + tree.rows_of(index) - tree.room if step > 0 else above - row
    wanted = row - step * max(0, min(hidden, tree.room - above - 1))
    tree.scroll_rows(row - wanted)
    hands.redraw_panel()  # what it quotes may have left the screen: then it takes more rows, and moves the view
    now = tree.row_in_view(index)
    if now is not None and now != wanted:
        tree.scroll_rows(now - wanted)
