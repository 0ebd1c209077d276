"""What went into an export and what came out of it, counted while it is written; the manifest says it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

KEPT_AT_MOST = 100
"""Places that are named for each thing that was lost; all are counted."""

Place = tuple[str, str]
"""A thread's id and a comment's."""


@dataclass(slots=True)
class Tally:
    """Counts of one export.

    Attributes:
        lost: how often each thing could not be carried.
        where: the first comments that it could not be carried for.
    """

    lost: Counter[str] = field(default_factory=Counter)
    where: defaultdict[str, dict[Place, None]] = field(default_factory=lambda: defaultdict(dict))
    _threads: dict[str, tuple[int, int]] = field(default_factory=dict)
    _annotators: set[str] = field(default_factory=set)

    def lossy(self, what: str, thread: str, comment: str, times: int = 1) -> None:
        """Count what the format can't carry of a comment."""
        self.lost[what] += times
        places = self.where[what]
        if len(places) < KEPT_AT_MOST:
            places[thread, comment] = None

    def went_out(self, thread: str, comments: int, labels: int, annotators: Iterable[str]) -> None:
        """Note what of a thread was given to the format; again is the same as once."""
        self._threads[thread] = comments, labels
        self._annotators.update(annotators)

    def out(self) -> dict[str, int]:
        """What was given to the format."""
        comments, labels = (
            (sum(column) for column in zip(*self._threads.values(), strict=True)) if self._threads else (0, 0)
        )
        return {
            "labels": labels,
            "comments": comments,
            "threads": len(self._threads),
            "annotators": len(self._annotators),
        }

    def warnings(self) -> list[str]:
        """What was lost, a line each."""
        return [
            f"{what}: {count:,} time{'s' if count > 1 else ''}, {_first(self.where[what])}"
            for what, count in sorted(self.lost.items())
        ]


def _first(places: dict[Place, None]) -> str:
    thread, comment = next(iter(places))
    return f"first on comment {comment} of thread {thread}"
