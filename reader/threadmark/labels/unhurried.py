"""Work that need not be done in one go: a piece at a time between keys, or all that is left as soon as it is asked for.

Such work is a generator that yields where it may pause, a millisecond apart at most, and returns what came of it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from typing import Final, Generic, TypeAlias, TypeVar

PIECE: Final = 64
"""Lines of the history, or changes, that are looked at between two pauses."""

_Thing = TypeVar("_Thing")
_Result = TypeVar("_Result")

Pausing: TypeAlias = Generator[None, None, _Result]


class Unhurried(Generic[_Result]):
    """Work that was begun, and what comes of it.

    Args:
        work: how it is done.
    """

    __slots__ = ("_came", "_work")

    def __init__(self, work: Pausing[_Result]) -> None:
        self._work: Pausing[_Result] | None = work
        self._came: list[_Result] = []

    def go_on(self) -> bool:
        """Do the next piece; whether all is done."""
        if self._work is not None:
            try:
                next(self._work)
            except StopIteration as ended:
                self._came.append(ended.value)
                self._work = None
        return self._work is None

    def result(self) -> _Result:
        """What comes of it; what is left of the work is done now."""
        while not self.go_on():
            pass
        return self._came[0]


def at_once(work: Pausing[_Result]) -> _Result:
    """Do all of it without a pause."""
    return Unhurried(work).result()


def pieces(things: Sequence[_Thing]) -> Iterator[Sequence[_Thing]]:
    """A sequence in pieces, between which there is time for a pause."""
    for start in range(0, len(things), PIECE):
        yield things[start : start + PIECE]
