"""The ancestors of the selected comment, pinned over the first rows of the tree while its parent is off the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from textual.strip import Strip

from threadmark.tui.pane import on
from threadmark.tui.rows import fitted

if TYPE_CHECKING:
    from threadmark.tui.tree import TreeView

_SHARE = 3  # at most one row of so many


class PinnedRow(NamedTuple):
    """A pinned row: an ancestor, or where `more` are left out, the nearest of these."""

    comment: int
    more: int = 0


def pinned_rows(chain: Sequence[int], most: int) -> list[PinnedRow]:
    """The rows for a chain of ancestors, nearest last; too long, its top, how many are left out, and the nearest.

    >>> pinned_rows([3, 5, 8, 13], 3)
    [PinnedRow(comment=3, more=0), PinnedRow(comment=8, more=2), PinnedRow(comment=13, more=0)]
    """
    if most < 1:
        return []
    rows = [PinnedRow(index) for index in chain[-most:]]
    if len(chain) > most > 1:
        with_top = most > 2  # noqa: PLR2004 -- the top-level comment, what is left out, the parent
        rows[with_top] = PinnedRow(rows[with_top].comment, len(chain) - most + 1)
        if with_top:
            rows[0] = PinnedRow(chain[0])
    return rows


class Pinned:
    """What is pinned over a tree. A chain of ancestors goes from the top-level comment to the parent.

    Args:
        tree: the tree, which says what is selected, and how many rows there are.
    """

    def __init__(self, tree: TreeView) -> None:
        self._tree = tree
        self._pinned: Sequence[int] = ()

    def chain(self) -> list[int]:
        """The ancestors of the selected comment."""
        return self._tree.thread.ancestors(self._tree.selected)

    def pin(self, chain: Sequence[int]) -> None:
        """Pin a chain, unless its parent is in sight."""
        self._pinned = () if self._has_parent_in_sight(chain) else chain

    @property
    def most(self) -> int:
        """Rows that may be pinned."""
        return self._tree.room // _SHARE

    @property
    def height(self) -> int:
        """Rows that are pinned."""
        return min(len(self._pinned), self.most)

    def height_of(self, chain: Sequence[int]) -> int:
        """Rows that would be pinned of a chain."""
        return 0 if self._has_parent_in_sight(chain) else min(len(chain), self.most)

    def _has_parent_in_sight(self, chain: Sequence[int]) -> bool:
        return not chain or chain[-1] in self._tree.beside or self._tree.row_in_view(chain[-1]) is not None

    def rows(self) -> list[PinnedRow]:
        """What is pinned, a row each."""
        return pinned_rows(self._pinned, self.most)

    def strips(self) -> list[Strip]:
        """The same, drawn."""
        return [self._strip(row) for row in self.rows()]

    def _strip(self, row: PinnedRow) -> Strip:
        tree = self._tree
        line = tree.maker.one_line(row.comment)
        if row.more:
            more = f"{tree.signs.more} {row.more:,} more above"
            line = fitted([Segment(more, tree.look["meta"])], tree.width - 2)
        style = tree.look.base + tree.look["pinned"]
        return on(Strip([Segment(" "), *line, Segment(" ")], tree.width), style)
