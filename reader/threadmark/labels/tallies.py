"""How often each label was given below a comment.

One byte a comment for every label in use: counting a branch of 50,000 is a call into C for each, and a change of one
comment is one byte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from threadmark.labels.records import Label

Place: TypeAlias = tuple[str, str, str]  # dimension, sort of target, label


class Tallies:
    """Labels counted by comment.

    Args:
        comments: how many comments there are.
    """

    def __init__(self, comments: int) -> None:
        self._comments = comments
        self._columns: dict[Place, tuple[Label, bytearray]] = {}

    def give(self, index: int, label: Label) -> None:
        """A comment has this label."""
        self._column(label)[index] = 1

    def take(self, index: int, label: Label) -> None:
        """A comment has it no more, toward any target of its sort."""
        column = self._columns.get(place_of(label))
        if column is not None:
            column[1][index] = 0

    def give_all(self, indexes: Iterable[int], label: Label) -> None:
        """These comments have this label."""
        column = self._column(label)
        for index in indexes:
            column[index] = 1

    def take_all(self, indexes: Iterable[int], label: Label) -> None:
        """These comments have it no more."""
        column = self._column(label)
        for index in indexes:
            column[index] = 0

    def _column(self, label: Label) -> bytearray:
        place = place_of(label)
        found = self._columns.get(place)
        if found is None:
            found = self._columns[place] = label, bytearray(self._comments)
        return found[1]

    def within(self, start: int, end: int) -> list[tuple[Label, int]]:
        """How many comments from `start` to `end` have each label, the most frequent first; a label stands for its like."""
        counted = [(label, flags.count(1, start, end)) for label, flags in self._columns.values()]
        return sorted((found for found in counted if found[1]), key=lambda found: -found[1])


def place_of(label: Label) -> Place:
    """What a label is counted as: it is the same toward any target of its sort."""
    return label.dimension, (label.target or "").partition(":")[0], label.label
