"""What merely happened to comments (opened, looked at for a while), held back until something is written anyway."""

from __future__ import annotations

from typing import Final

import msgspec

from threadmark.labels.records import Context, Review

_MILLISECONDS: Final = 3


class Happened:
    """What happened since it was last written, by comment index.

    Args:
        last_order: the number of the comment that was opened last, of all that were ever opened in this round.
    """

    def __init__(self, last_order: int) -> None:
        self._last_order = last_order
        self._opened: dict[int, tuple[int, Context]] = {}
        self._seconds: dict[int, float] = {}

    @property
    def comments(self) -> list[int]:
        """The comments that something happened to."""
        return sorted({*self._opened, *self._seconds})

    def is_opened(self, index: int) -> bool:
        """Whether a comment was opened."""
        return index in self._opened

    def open(self, index: int, context: Context) -> None:
        """A comment was opened for the first time."""
        self._last_order += 1
        self._opened[index] = self._last_order, context

    def spend(self, index: int, seconds: float) -> None:
        """Active time was spent on a comment."""
        self._seconds[index] = self._seconds.get(index, 0.0) + seconds

    def added(self, index: int, review: Review, context: Context | None) -> Review:
        """A review with what happened to its comment, which counts as opened when something is said about it."""
        if review.order is None:
            if index not in self._opened:
                self.open(index, context or Context())
            order, seen = self._opened[index]
            review = msgspec.structs.replace(review, order=order, context=context or seen)
        seconds = self._seconds.get(index)
        if seconds is None:
            return review
        return msgspec.structs.replace(review, seconds=round(review.seconds + seconds, _MILLISECONDS))

    def forget(self, index: int) -> None:
        """It is written."""
        self._opened.pop(index, None)
        self._seconds.pop(index, None)
