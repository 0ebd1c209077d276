"""How often each label was given below a comment.

One byte a comment for every label in use: counting a branch of 50,000 is a call into C for each, and a change of one
comment is one byte.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from threadmark.labels.records import Label

Place: TypeAlias = tuple[str, str, str]  # dimension, sort of target, label


@dataclass(slots=True)
class _Column:
    """The comments that have a label, or one that is counted as it."""

    label: Label
    flags: bytearray
    is_toward_one: bool = True


class Tallies:
    """Labels counted by comment.

    Args:
        comments: how many comments there are.
    """

    def __init__(self, comments: int) -> None:
        self._comments = comments
        self._columns: dict[Place, _Column] = {}

    def give(self, index: int, label: Label) -> None:
        """A comment has this label."""
        self._column(label, label.target).flags[index] = 1

    def take(self, index: int, label: Label) -> None:
        """A comment has it no more, toward any target of its sort."""
        column = self._columns.get(place_of(label))
        if column is not None:
            column.flags[index] = 0

    def give_all(self, indexes: Iterable[int], label: Label, targets: Iterable[str | None]) -> None:
        """These comments have this label, toward these targets."""
        for target in targets:
            self._column(label, target)
        flags = self._columns[place_of(label)].flags
        for index in indexes:
            flags[index] = 1

    def take_all(self, indexes: Iterable[int], label: Label) -> None:
        """These comments have it no more."""
        column = self._columns.get(place_of(label))
        if column is not None:
            for index in indexes:
                column.flags[index] = 0

    def is_toward_one(self, label: Label) -> bool:
        """Whether no label that is counted as this one is toward another target, or ever was."""
        column = self._columns.get(place_of(label))
        return column is None or (column.is_toward_one and column.label.target == label.target)

    def _column(self, label: Label, target: str | None) -> _Column:
        place = place_of(label)
        found = self._columns.get(place)
        if found is None:
            found = self._columns[place] = _Column(label, bytearray(self._comments))
        if target != found.label.target:
            found.is_toward_one = False
        return found

    def within(self, start: int, end: int) -> list[tuple[Label, int]]:
        """How many comments from `start` to `end` have each label, the most frequent first; a label stands for its like."""
        counted = [(column.label, column.flags.count(1, start, end)) for column in self._columns.values()]
        return sorted((found for found in counted if found[1]), key=lambda found: -found[1])


def place_of(label: Label) -> Place:
    """What a label is counted as: it is the same toward any target of its sort."""
    return label.dimension, (label.target or "").partition(":")[0], label.label
