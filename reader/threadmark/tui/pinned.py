"""Which ancestors of a comment are pinned above the view, a row each, where there is no room for all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


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
