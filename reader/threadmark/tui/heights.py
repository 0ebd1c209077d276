"""How tall each comment is, in rows, and which row each visible comment begins at.

Heights are estimates until a comment has been on the screen. Sums are kept by blocks of comments, and a sum over a
block is one call into C, so correcting a height, folding a branch of 50,000 and finding the comment at a row all cost
microseconds.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate, compress

_BLOCK = 512


class Heights:
    """Heights of all comments of a thread over the flags of an outline.

    Args:
        heights: rows of each comment, by index.
        visible: one byte a comment, 1 where it is visible; the outline's own, looked at again after `changed`.
    """

    __slots__ = ("_blocks", "_heights", "_starts", "_visible", "_whole")

    def __init__(self, heights: Iterable[int], visible: bytearray) -> None:
        self._heights = array("i", heights)
        self._visible = visible
        starts = range(0, len(self._heights), _BLOCK)
        self._whole = [sum(self._heights[start : start + _BLOCK]) for start in starts]
        self._blocks = [self._sum(start) for start in starts]
        self._starts: list[int] | None = None

    def _sum(self, start: int) -> int:
        end = min(start + _BLOCK, len(self._heights))
        visible = self._visible.count(1, start, end)
        if visible == 0 or visible == end - start:
            return self._whole[start // _BLOCK] if visible else 0
        return sum(compress(self._heights[start:end], self._visible[start:end]))

    def __getitem__(self, index: int) -> int:
        return self._heights[index]

    def __setitem__(self, index: int, rows: int) -> None:
        grown = rows - self._heights[index]
        if grown:
            self._heights[index] = rows
            self._whole[index // _BLOCK] += grown
            if self._visible[index]:
                self._blocks[index // _BLOCK] += grown
                self._starts = None

    def changed(self, visible: bytearray, start: int = 0, end: int | None = None) -> None:
        """Take over the outline's flags after the comments from `start` to `end` were hidden or shown."""
        self._visible = visible
        last = len(self._heights) if end is None else end
        for block in range(start // _BLOCK, -(-last // _BLOCK)):
            self._blocks[block] = self._sum(block * _BLOCK)
        self._starts = None

    def _block_starts(self) -> list[int]:
        if self._starts is None:
            self._starts = [0, *accumulate(self._blocks)]
        return self._starts

    @property
    def total(self) -> int:
        """Rows of all visible comments."""
        return self._block_starts()[-1]

    def row_of(self, index: int) -> int:
        """The row at which a comment begins, from 0."""
        block = index // _BLOCK
        start = block * _BLOCK
        before = sum(compress(self._heights[start:index], self._visible[start:index]))
        return self._block_starts()[block] + before

    def at(self, row: int) -> tuple[int, int]:
        """The visible comment at a row, and the row within it; the last comment's last row for a row past the end.

        Raises:
            IndexError: there is no comment.
        """
        starts = self._block_starts()
        if not starts[-1]:
            raise IndexError(row)
        row = min(max(row, 0), starts[-1] - 1)
        block = bisect_right(starts, row) - 1
        index, row = block * _BLOCK, row - starts[block]
        index = self._visible.find(1, index)
        while row >= self._heights[index]:
            row -= self._heights[index]
            index = self._visible.find(1, index + 1)
        return index, row
