"""Drawing a sample of an annotator's own work for a second, blind round.

What is drawn is written at once, with its seed: the same wish opens the same sample again, also after a crash. The draw
can be repeated by anybody who has the file: `random.Random(seed).sample` over the (thread, comment) pairs that were done
in round 1 and in no earlier draw, in the order of their names.

    drawn = draw_again(store, threads, Wish("5%"), annotator="ana")
    drawn.round, drawn.comments["lane"]                     # 2, ("c4", "c9")
    store.commit([put(record) for record in drawn.records], ...)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random
from secrets import randbelow
from typing import TYPE_CHECKING, Final

from threadmark.errors import UsageError
from threadmark.labels.records import RoundRecord

if TYPE_CHECKING:
    from threadmark.labels.store import LabelStore
    from threadmark.thread.model import Thread

FIRST: Final = 1
"""The round that samples are drawn from."""
_SEEDS: Final = 1_000_000
_SHARE: Final = re.compile(r"(\d+(?:\.\d+)?)\s*%")
_PER_CENT: Final = 100

_Place = tuple[str, str]
"""A thread's id, and a comment's in it."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How much is to be done again: a share of what is done (`5%`), or a number of comments (`40`).

    Args:
        share: that, as written.
        seed: with another one, another sample is drawn; without, the last one of this share is gone on with.

    Raises:
        UsageError: the share is neither.
    """

    share: str
    seed: int | None = None

    def __post_init__(self) -> None:
        if not self._is_possible():
            raise UsageError(
                f"{self.share} is no share of what is done, and no number of comments",
                next_step="say 5% or 40, for example",
            )

    def _is_possible(self) -> bool:
        if share := _SHARE.fullmatch(self.share):
            return 0 < float(share[1]) <= _PER_CENT
        return self.share.isascii() and self.share.isdigit() and int(self.share) > 0

    def of(self, pool: int) -> int:
        """How many of these; of a share at least one."""
        share = _SHARE.fullmatch(self.share)
        return max(1, round(pool * float(share[1]) / _PER_CENT)) if share else int(self.share)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sample for one round.

    Attributes:
        records: what is drawn of each thread, and how; at least one.
        is_new: whether they are still to be written.
    """

    records: tuple[RoundRecord, ...]
    is_new: bool

    @property
    def round(self) -> int:
        """The number of the round, from 2."""
        return self.records[0].round

    @property
    def comments(self) -> dict[str, tuple[str, ...]]:
        """The ids of the drawn comments by thread, in the thread's order."""
        return {record.thread: record.comments for record in self.records}


def draw_again(store: LabelStore, threads: Iterable[Thread], wish: Wish, *, annotator: str) -> Drawn:
    """Draw comments that an annotator is to do again, or find what was drawn for the same wish. Nothing is written.

    Args:
        store: where the annotator's work is.
        threads: those that can be opened; each is looked at once.
        wish: how much.
        annotator: whose work.

    Raises:
        UsageError: there is nothing to draw, or less than was asked for.
        LabelFileError: the labels of a thread are damaged.
    """
    done = _done(store, annotator)
    places: list[_Place] = []
    there: set[str] = set()
    for thread in threads:
        there.add(thread.id)
        own = done.get(thread.id, set())
        places += ((thread.id, comment) for comment in thread.ids if comment in own)
    before = [record for record in store.rounds() if record.annotator == annotator and record.thread in there]
    same = [record for record in before if record.share == wish.share and wish.seed in (None, record.seed)]
    if same:
        last = max(record.round for record in same)
        return Drawn(tuple(record for record in same if record.round == last), is_new=False)
    taken = {(record.thread, comment) for record in before for comment in record.comments}
    pool = [place for place in places if place not in taken]
    count = _enough(wish, pool, places, annotator)
    seed = randbelow(_SEEDS) if wish.seed is None else wish.seed
    chosen = {*Random(seed).sample(sorted(pool), count)}  # noqa: S311 -- a sample that can be drawn again, no secret
    number = 1 + max(_rounds(store, annotator, there), default=FIRST)
    now = store.now()
    records = (
        RoundRecord(thread, annotator, number, wish.share, seed, len(pool), comments, created=now)
        for thread, comments in _by_thread(place for place in pool if place in chosen).items()
    )
    return Drawn(tuple(records), is_new=True)


def _done(store: LabelStore, annotator: str) -> dict[str, set[str]]:
    """The comments that an annotator has done in the first round, by thread."""
    done: dict[str, set[str]] = {}
    for review in store.reviews():
        if (review.annotator, review.round, review.status) == (annotator, FIRST, "done"):
            done.setdefault(review.thread, set()).add(review.comment)
    return done


def _enough(wish: Wish, pool: list[_Place], places: list[_Place], annotator: str) -> int:
    """How many are drawn.

    Raises:
        UsageError: there are not so many.
    """
    if not places:
        raise UsageError(
            f"there is nothing to draw: {annotator} has done no comment here",
            next_step="label first; --annotator and --labels say whose work, and where it is",
        )
    if not pool:
        raise UsageError(f"there is nothing to draw: all {len(places):,} comments that are done were drawn before")
    count = wish.of(len(pool))
    if count > len(pool):
        raise UsageError(
            f"{count:,} comments can't be drawn, since {len(pool):,} can be done again",
            next_step="ask for fewer, or for a share such as 5%",
        )
    return count


def _rounds(store: LabelStore, annotator: str, threads: set[str]) -> Iterator[int]:
    """The numbers of the rounds that there are of these threads."""
    for records in (store.rounds(), store.reviews(), store.labels()):
        for record in records:
            if record.annotator == annotator and record.thread in threads:
                yield record.round


def _by_thread(places: Iterable[_Place]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for thread, comment in places:
        found.setdefault(thread, []).append(comment)
    return {thread: tuple(comments) for thread, comments in found.items()}
