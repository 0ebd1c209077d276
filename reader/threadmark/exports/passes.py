"""Labels and reviews of a thread, put together by comment, annotator and round.

A file of a million labels has them nearly in this order, and what is done here for each label is done by functions that
take many at once. Of a pass nothing is made until somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, count, repeat
from operator import add, attrgetter, floordiv, itemgetter, mod, mul
from typing import Any, overload

from msgspec import Struct

from threadmark.exports.label_columns import Key, LabelColumns
from threadmark.labels.records import Label, Review
from threadmark.thread import Thread

_KEY: Callable[[Review], Key] = attrgetter("comment", "annotator", "round")
_OWN_KEY: Callable[[Label], tuple[Any, ...]] = attrgetter(
    "comment", "annotator", "round", "dimension", "target", "label"
)
_NAME: Callable[[Label], tuple[str, str | None, str]] = attrgetter("dimension", "target", "label")
_COMMENT: Callable[[Key], str] = itemgetter(0)
_WHOSE: Callable[[Key], tuple[str, int]] = itemgetter(1, 2)


class Pass(Struct, frozen=True, gc=False):
    """What one annotator made of one comment in one round.

    Attributes:
        comment: the comment's id.
        annotator: who.
        round: from 1.
        review: None where there are labels only, as after an import.
        labels: in the order of the file.
        partial: whether labels of other dimensions were left out, so that having none says nothing.
    """

    comment: str
    annotator: str
    round: int
    review: Review | None
    labels: Sequence[Label]
    partial: bool = False


class Passes(Sequence[Pass]):
    """The passes over a thread: comments in pre-order, those of one comment by annotator and round.

    Args:
        thread: None where it is not known.
        labels: in the order of the file; one that is there twice counts once.
        reviews: in the order of the file.
        partial: whether labels of other dimensions were left out.

    Attributes:
        labels: all of them, in the order of the file.
        starts: where those of each pass begin in it.
        said: the numbers of what the labels of each say, in `labels.said`.
        comments: the comment's id of each.
        places: where its comment is in the thread; from the thread's length on where it is not in it.
        annotators: of each.
        rounds: of each.
        reviews: of each; None where there are labels only.
        lost: the comments that the thread does not have; they come last, by their ids.
        partial: as given.
    """

    __slots__ = ("annotators", "comments", "labels", "lost", "partial", "places", "reviews", "rounds", "said", "starts")

    def __init__(
        self, thread: Thread | None, labels: Iterable[Label], reviews: Iterable[Review], *, partial: bool = False
    ) -> None:
        self.partial = partial
        given = list(reviews)
        columns = labels if isinstance(labels, LabelColumns) else LabelColumns(labels)
        reviewed = list(map(_KEY, given))
        # Who labels one comment after the other leaves labels and reviews in one order: then nothing is looked up twice.
        keys = reviewed if reviewed == columns.keys else [*columns.keys, *reviewed]
        places, self.lost = _places(thread, map(_COMMENT, keys))
        whose = list(map(_WHOSE, keys))
        people = sorted(set(whose))
        rank = dict(zip(people, count(), strict=False))
        ranks = list(map(add, map(mul, places, repeat(len(people))), map(rank.__getitem__, whose)))
        of_reviews, runs = ranks[len(ranks) - len(given) :], ranks[: len(columns.keys)]
        if len(set(runs)) < len(runs):
            order = sorted(range(len(runs)), key=runs.__getitem__)
            columns, runs = columns.with_runs(order), sorted(set(runs))
        self.labels = columns
        in_order = sorted(set(ranks))
        self._look_up(runs, in_order)
        self.reviews = list(map(dict(zip(of_reviews, given, strict=True)).get, in_order))
        self.places = list(map(floordiv, in_order, repeat(len(people))))
        self.comments = list(map([*(() if thread is None else thread.ids), *self.lost].__getitem__, self.places))
        who = list(map(people.__getitem__, map(mod, in_order, repeat(len(people)))))
        self.annotators = list(map(itemgetter(0), who))
        self.rounds = list(map(itemgetter(1), who))
        if any(map(self._is_double, set(self.said))):
            once = dict(zip(map(_OWN_KEY, columns), columns, strict=True))
            self.__init__(thread, list(once.values()), given, partial=partial)  # type: ignore[misc]

    @classmethod
    def of(cls, passes: Sequence[Pass], thread: Thread | None) -> Passes:
        """Passes that something was made of, put together again."""
        if isinstance(passes, Passes):
            return passes
        labels = chain.from_iterable(given.labels for given in passes)
        reviews = [given.review for given in passes if given.review is not None]
        return cls(thread, labels, reviews, partial=any(given.partial for given in passes))

    def __len__(self) -> int:
        return len(self.comments)

    @overload
    def __getitem__(self, at: int) -> Pass: ...

    @overload
    def __getitem__(self, at: slice) -> list[Pass]: ...

    def __getitem__(self, at: int | slice) -> Pass | list[Pass]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        labels = self.labels[self.starts[at] : self.starts[at] + len(self.said[at])]
        return Pass(self.comments[at], self.annotators[at], self.rounds[at], self.reviews[at], labels, self.partial)

    def __iter__(self) -> Iterator[Pass]:
        labels = map(self.labels.__getitem__, map(slice, self.starts, map(add, self.starts, map(len, self.said))))
        return map(Pass, self.comments, self.annotators, self.rounds, self.reviews, labels, repeat(self.partial))

    def _look_up(self, runs: Sequence[int], in_order: Iterable[int]) -> None:
        """Find the labels of each rank, where those of a rank lie together."""
        starts, known = self.labels.starts, dict[tuple[int, ...], tuple[int, ...]]()
        of_runs = map(tuple, map(self.labels.saying.__getitem__, map(slice, starts, [*starts[1:], None])))
        said = [known.setdefault(each, each) for each in of_runs]
        self.starts = list(map(dict(zip(runs, starts, strict=True)).get, in_order, repeat(0)))
        self.said = list(map(dict(zip(runs, said, strict=True)).get, in_order, repeat(())))

    def _is_double(self, said: Sequence[int]) -> bool:
        """Whether one of these labels is there twice: somebody who edits the file may have put it in."""
        return len(set(map(_NAME, map(self.labels.said.__getitem__, said)))) < len(said)


def counted(passes: Sequence[Pass]) -> tuple[int, int, set[str]]:
    """How many comments and labels there are in some passes, and whose they are."""
    if isinstance(passes, Passes):
        return len(set(passes.places)), len(passes.labels), set(passes.annotators)
    labels = sum(len(given.labels) for given in passes)
    return len({given.comment for given in passes}), labels, {given.annotator for given in passes}


def _places(thread: Thread | None, comments: Iterable[str]) -> tuple[list[int], list[str]]:
    """Where comments are in a thread, and those that are not there: they get places after it."""
    named = list(comments)
    places: list[Any] = [None] * len(named) if thread is None else thread.places(named)
    if None not in places:
        return places, []
    lost = sorted({comment for comment, place in zip(named, places, strict=True) if place is None})
    after = dict(zip(lost, count(len(thread or ())), strict=False))
    return [after[comment] if place is None else place for comment, place in zip(named, places, strict=True)], lost
