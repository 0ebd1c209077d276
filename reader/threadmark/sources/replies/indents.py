"""Indentation that tells who answers whom: each reply stands further to the right than what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd

_TAB = 8
"""Columns from one tab stop to the next."""
_LEAST_STEP = 2
"""Columns of a level; what stands a single space off is off by accident."""


def parents_by_level(levels: Sequence[int]) -> list[int | None]:
    """For each comment the place of the last one before it that is less indented; None where there is none."""
    parents: list[int | None] = []
    open_: list[int] = []
    for place, level in enumerate(levels):
        while open_ and levels[open_[-1]] >= level:
            open_.pop()
        parents.append(open_[-1] if open_ else None)
        open_.append(place)
    return parents


def is_ladder(indents: Sequence[int]) -> bool:
    """Whether indents, in columns, are levels of replies: more than one, each a whole number of equal steps."""
    least = min(indents, default=0)
    return gcd(*(indent - least for indent in indents)) >= _LEAST_STEP


def indent_of(line: str) -> int:
    """How many columns of space a line begins with; a tab goes to the next tab stop."""
    return len(_spread(line)) - len(line.lstrip())


def dedented(lines: Sequence[str], indent: int) -> list[str]:
    """A comment's lines without the indentation that they have in common, and no further right than its author stood.

    What is indented further, such as code and lists, stays so.

    Args:
        lines: they hold no line breaks.
        indent: that of its author's line, in columns.
    """
    common = min((indent_of(line) for line in lines if line.strip()), default=0)
    cut = max(indent, common)
    return [_spread(line)[min(cut, indent_of(line)) :] for line in lines]


def _spread(line: str) -> str:
    """The line with its leading tabs as spaces."""
    text = line.lstrip()
    return line[: len(line) - len(text)].expandtabs(_TAB) + text
