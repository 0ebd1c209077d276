"""Words of a text replaced by others, with the offsets of spans moved along.

>>> masked = Masked("so @bob says", [(3, 7, "@author-1")])
>>> masked.text, masked.moved(8, 12), masked.moved(0, 5)
('so @author-1 says', (13, 17), (0, 12))
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

Replacement = tuple[int, int, str]
"""Start, end (exclusive), and what comes in place of it."""


class Masked:
    """A text after replacements.

    Args:
        text: as it was.
        replacements: in order, none over another.

    Attributes:
        text: as it is.
    """

    def __init__(self, text: str, replacements: Iterable[Replacement]) -> None:
        parts: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._new: list[tuple[int, int]] = []
        at = length = 0
        for start, end, put in replacements:
            parts += (text[at:start], put)
            length += start - at
            self._starts.append(start)
            self._ends.append(end)
            self._new.append((length, length + len(put)))
            length += len(put)
            at = end
        parts.append(text[at:])
        self.text = "".join(parts)

    def moved(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the old text lies in the new one; it takes the whole of a replacement that it cuts."""
        return self._moved(start, is_end=False), self._moved(end, is_end=True)

    def _moved(self, offset: int, *, is_end: bool) -> int:
        at = bisect_right(self._starts, offset) - 1
        if at < 0:
            return offset
        new_start, new_end = self._new[at]
        if offset >= self._ends[at]:
            return offset - self._ends[at] + new_end
        if offset == self._starts[at]:
            return new_start
        return new_end if is_end else new_start
