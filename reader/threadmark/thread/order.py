"""Rows in the order of a file are put in pre-order, without recursion, however deep the thread is."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import TypeVar

_Value = TypeVar("_Value")


def pre_order(parents: Sequence[int], kept: Sequence[int]) -> tuple[Sequence[int], array[int], array[int], array[int]]:
    """Rows in pre-order, replies in the order of the file, without recursion.

    Args:
        parents: the parent's row, -1 for top-level; free of cycles.
        kept: the rows that count, ascending.

    Returns:
        Rows in pre-order, a range where the file has them so; then, in pre-order, the places of parents, depths, and
        sizes of branches.
    """
    if len(kept) == len(parents) and (as_they_are := _in_pre_order(parents)) is not None:
        return as_they_are
    first, after = [-1] * (len(parents) + 1), [-1] * len(parents)  # the last of `first` is the article's, at index -1
    for row in reversed(kept):
        parent = parents[row]
        after[row] = first[parent]
        first[parent] = row
    order: list[int] = []
    above: list[int] = []
    depths: list[int] = []
    sizes = [1] * len(kept)
    add, add_above, add_depth = order.append, above.append, depths.append
    branch, up, depth, at = [-1], -1, 1, 0  # the places of the ancestors, the last of them, how many and one, the next
    row = first[-1]
    while row >= 0:
        add(row)
        add_above(up)
        add_depth(depth)
        if (reply := first[row]) >= 0:
            branch.append(at)
            up, row = at, reply
            depth += 1
            at += 1
            continue
        at += 1
        beside = after[row]
        while beside < 0 and depth > 1:
            branch.pop()
            sizes[up] = at - up
            up = branch[-1]
            depth -= 1
            row = parents[row]
            beside = after[row]
        row = beside
    return order, array("i", above), array("i", depths), array("i", sizes)


def _in_pre_order(parents: Sequence[int]) -> tuple[range, array[int], array[int], array[int]] | None:
    """What `pre_order` returns for a file that has its comments in pre-order, as converted ones have; else None."""
    count = len(parents)
    depths, sizes = [0] * (count + 1), [1] * count
    up = -1  # from the comment before, up to the parent, closing the branches that end here
    for row, parent in enumerate(parents):
        while up != parent:
            if up < parent:
                return None
            sizes[up] = row - up
            up = parents[up]
        depths[row] = depths[parent] + 1
        up = row
    while up >= 0:
        sizes[up] = count - up
        up = parents[up]
    depths.pop()
    return range(count), array("i", parents), array("i", depths), array("i", sizes)


def gatherer(order: Sequence[int]) -> Callable[[Sequence[_Value]], tuple[_Value, ...]]:
    """A function that puts a column in this order; `itemgetter` does it in C, but not for fewer than two."""
    if isinstance(order, range):
        return tuple
    return itemgetter(*order) if len(order) > 1 else lambda column: tuple([column[row] for row in order])


def parents_first(parents: Sequence[int]) -> list[int]:
    """All rows, each after its parent, else in the order of the file."""
    seen = bytearray(len(parents))
    order: list[int] = []
    for row in range(len(parents)):
        chain = []
        while row >= 0 and not seen[row]:
            seen[row] = 1
            chain.append(row)
            row = parents[row]  # noqa: PLW2901 -- the same walk
        order += reversed(chain)
    return order


def cycle_heads(parents: Sequence[int]) -> list[int]:
    """The first row of the file in each cycle."""
    unseen, walking, done = 0, 1, 2
    state = bytearray(len(parents))
    heads = []
    for start in range(len(parents)):
        chain, row = [], start
        while row >= 0 and state[row] == unseen:
            state[row] = walking
            chain.append(row)
            row = parents[row]
        if row >= 0 and state[row] == walking:
            heads.append(min(chain[chain.index(row) :]))
        for passed in chain:
            state[passed] = done
    return heads
