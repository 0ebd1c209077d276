"""What can be counted of labels: how far annotators are, what they gave, where, when, to whom, and how they agree.

Everything is counted in one pass over the threads, from what they hold; nothing is estimated.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from math import ceil, isnan
from statistics import median
from typing import TYPE_CHECKING, Protocol

from threadmark.report.agreeing import Agreement, Judgements, Question, SelfAgreement, question_of
from threadmark.thread import Thread

if TYPE_CHECKING:
    from threadmark.exports.passes import Pass
    from threadmark.labels.records import Label

_DEEPEST = 5  # depths from here on are counted together
_TIMES = 12  # stretches that the time of a thread is divided into, at most
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400  # seconds
_STRETCHES = (
    *(minutes * _MINUTE for minutes in (1, 2, 5, 10, 15, 30)),
    *(hours * _HOUR for hours in (1, 2, 3, 6, 12)),
    *(days * _DAY for days in (1, 2, 7, 14, 30, 91, 182, 365)),
)
"""How long a stretch can be, so that each begins at a time that people would name."""
_PAIRS = 15  # author pairs that are listed
_TOGETHER = 20  # pairs of labels that are listed
_FINISHED = ("done", "skipped")
_UNKNOWN = "unknown"  # as the screen calls who has no name


class Given(Protocol):
    """What is counted of a thread."""

    @property
    def id(self) -> str:
        """The thread's id."""

    @property
    def thread(self) -> Thread | None:
        """The thread, where it could be read."""

    @property
    def passes(self) -> Sequence[Pass]:
        """What each annotator made of each comment, by round."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an annotator is in a round, in comments; `seconds` is active time, `typical` its median a comment."""

    annotator: str
    round: int
    seen: int
    done: int
    skipped: int
    revisit: int
    seconds: float
    typical: float | None

    @property
    def an_hour(self) -> float | None:
        """Comments finished in an hour of active time; None where no time was taken."""
        return (self.done + self.skipped) * 3600 / self.seconds if self.seconds else None


@dataclass(frozen=True, slots=True)
class Table:
    """Counts by two things: `rows` and `columns` name them, `counts` has a row for each of `rows`."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """How often one author answered another, and the stances of the answers toward what they answer, by label."""

    author: str
    answered: str
    replies: int
    stances: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is counted. Counts of labels go over all annotators and rounds.

    Attributes:
        threads: how many there are; `comments` of those that could be read.
        comments: see there.
        progress: by annotator and round.
        reasons: why comments were skipped, as far as that was said, the most frequent first.
        labels: how often each label was given, by question, the most frequent first.
        by_depth: labels toward something by the depth of the comment, by question; columns are in the order of `labels`.
        over_time: the same by when the comment was written; the stretches are named by their beginning.
        pairs: who answers whom, the most frequent first.
        together: labels of two dimensions on one comment by one annotator, the most frequent first.
        agreement: by question; empty where no comment has two annotators.
        repeated: how far annotators agree with themselves, by round and question; empty where nothing was done again.
    """

    threads: int
    comments: int
    progress: tuple[Progress, ...]
    reasons: tuple[tuple[str, int], ...]
    labels: Mapping[Question, tuple[tuple[str, int], ...]]
    by_depth: Mapping[Question, Table]
    over_time: Mapping[Question, Table]
    pairs: tuple[Pair, ...]
    together: tuple[tuple[str, str, int], ...]
    agreement: tuple[Agreement, ...]
    repeated: tuple[SelfAgreement, ...]


def count(given: Iterable[Given]) -> Figures:
    """Count labels.

    Args:
        given: the threads, each taken once.
    """
    counting = _Counting()
    for each in given:
        counting.take(each)
    return counting.figures()


class _Counting:
    def __init__(self) -> None:
        self._threads = self._comments = 0
        self._progress: defaultdict[tuple[str, int], list[Pass]] = defaultdict(list)
        self._reasons: Counter[str] = Counter()
        self._labels: defaultdict[Question, Counter[str]] = defaultdict(Counter)
        self._depths: defaultdict[Question, Counter[tuple[int, str]]] = defaultdict(Counter)
        self._times: defaultdict[Question, list[tuple[float, str]]] = defaultdict(list)
        self._replies: Counter[tuple[str, str]] = Counter()
        self._stances: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._together: Counter[tuple[str, str]] = Counter()
        self._judgements = Judgements()

    def take(self, given: Given) -> None:
        """Count a thread."""
        thread = given.thread
        self._threads += 1
        if thread is not None:
            self._comments += len(thread)
            authors, parents = thread.authors, thread.parents
            self._replies.update(
                (authors[index] or _UNKNOWN, authors[above] or _UNKNOWN)
                for index, above in enumerate(parents)
                if above >= 0
            )
        for each in given.passes:
            self._progress[each.annotator, each.round].append(each)
            if each.review is not None and each.review.status == "skipped" and each.review.reason:
                self._reasons[each.review.reason] += 1
            index = None if thread is None else thread.place(each.comment)
            for label in each.labels:
                self._label(label, thread, index)
            self._beside(each.labels)
            self._judgements.take(given.id, each)

    def _label(self, label: Label, thread: Thread | None, index: int | None) -> None:
        question = question_of(label)
        self._labels[question][label.label] += 1
        if thread is None or index is None or not label.target:
            return
        self._depths[question][min(thread.depths[index], _DEEPEST), label.label] += 1
        if not isnan(created := thread.created[index]):
            self._times[question].append((created, label.label))
        above = thread.parents[index]
        if question[1] == "comment" and above >= 0:
            self._stances[thread.authors[index] or _UNKNOWN, thread.authors[above] or _UNKNOWN][label.label] += 1

    def _beside(self, labels: Sequence[Label]) -> None:
        """Labels of two dimensions that stand on one comment."""
        by_dimension: defaultdict[str, list[str]] = defaultdict(list)
        for label in labels:
            if not label.target:
                by_dimension[label.dimension].append(label.label)
        dimensions = sorted(by_dimension)
        for place, one in enumerate(dimensions):
            for other in dimensions[place + 1 :]:
                self._together.update(
                    (f"{one}.{left}", f"{other}.{right}")
                    for left, right in product(by_dimension[one], by_dimension[other])
                )

    def figures(self) -> Figures:
        """All of it."""
        labels = {question: tuple(_by_frequency(counts)) for question, counts in sorted(self._labels.items())}
        orders = {question: tuple(label for label, _ in counts) for question, counts in labels.items()}
        return Figures(
            self._threads,
            self._comments,
            tuple(_progress(*who, passes) for who, passes in sorted(self._progress.items())),
            tuple(_by_frequency(self._reasons)),
            labels,
            {question: _by_depth(counts, orders[question]) for question, counts in sorted(self._depths.items())},
            {question: _over_time(times, orders[question]) for question, times in sorted(self._times.items())},
            tuple(
                Pair(*pair, replies, tuple(_by_frequency(self._stances[pair])) if pair in self._stances else ())
                for pair, replies in _most(self._replies, _PAIRS)
            ),
            tuple((one, other, times) for (one, other), times in _most(self._together, _TOGETHER)),
            tuple(self._judgements.between()),
            tuple(self._judgements.within()),
        )


def _most(counts: Counter[tuple[str, str]], most: int) -> list[tuple[tuple[str, str], int]]:
    """The most frequent, in an order that does not depend on how they were met."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]


def _progress(annotator: str, number: int, passes: Sequence[Pass]) -> Progress:
    reviews = [each.review for each in passes if each.review is not None]
    spent = [review.seconds for review in reviews if review.seconds and review.status in _FINISHED]
    return Progress(
        annotator,
        number,
        len(passes),
        sum(review.status == "done" for review in reviews),
        sum(review.status == "skipped" for review in reviews),
        sum(review.revisit for review in reviews),
        sum(review.seconds for review in reviews),
        median(spent) if spent else None,
    )


def _by_depth(counts: Counter[tuple[int, str]], labels: tuple[str, ...]) -> Table:
    depths = sorted({depth for depth, _ in counts})
    names = tuple(f"depth {depth}{' and more' if depth == _DEEPEST else ''}" for depth in depths)
    return Table(names, labels, tuple(tuple(counts[depth, label] for label in labels) for depth in depths))


def _over_time(times: Sequence[tuple[float, str]], labels: tuple[str, ...]) -> Table:
    first, last = min(times)[0], max(times)[0]
    stretch = next((each for each in _STRETCHES if last // each - first // each < _TIMES), None)
    stretch = stretch or ceil((last - first) / _DAY / (_TIMES - 1)) * _DAY
    begin = first // stretch
    counts = Counter((int(at // stretch - begin), label) for at, label in times)
    places = range(int(last // stretch - begin) + 1)
    starts = [moment((begin + place) * stretch) for place in places]
    names = tuple(start.partition(" ")[0] if stretch >= _DAY else start for start in starts)
    return Table(names, labels, tuple(tuple(counts[place, label] for label in labels) for place in places))


def by_pair(figures: Figures) -> Table:
    """The stances of answers, a row for each pair of authors that has some, all the question's labels as columns."""
    pairs = [pair for pair in figures.pairs if pair.stances]
    questions = (counts for (_, kind), counts in figures.labels.items() if kind == "comment")
    labels = tuple(dict.fromkeys(label for counts in questions for label, _ in counts))
    stances = [dict(pair.stances) for pair in pairs]
    names = tuple(f"{pair.author}\n→ {pair.answered}" for pair in pairs)
    return Table(names, labels, tuple(tuple(counts.get(label, 0) for label in labels) for counts in stances))


def moment(seconds: float) -> str:
    """A POSIX time for people, to the minute, in UTC."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M")


def _by_frequency(counts: Counter[str]) -> list[tuple[str, int]]:
    """What was counted, the most frequent first, in an order that does not depend on how it was met."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
