"""How far annotators agree: with one another in their first round, and each with themselves in a later one.

A unit is what one question was answered with on one comment, toward one target: a set of labels. Who gave none there is
left out, since that says nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from threadmark.agreement import alpha, jaccard, nominal, observed

if TYPE_CHECKING:
    from threadmark.exports.passes import Pass

Question = tuple[str, str]
"""A dimension's id, and the kind of what a label is toward (`claim`, `comment`, `named`), empty where it has none."""

FIRST = 1
"""The round in which annotators are compared with one another."""

_Unit = tuple[str, str, str]
_Values = frozenset[str]


class Answering(Protocol):
    """What tells which question a label answers."""

    @property
    def dimension(self) -> str:
        """The dimension's id."""

    @property
    def target(self) -> str | None:
        """What it is toward, `KIND:ID`."""


def question_of(label: Answering) -> Question:
    """Which question a label answers."""
    return label.dimension, (label.target or "").partition(":")[0]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far annotators agree on a question in their first round.

    `agreement` is the mean over pairs of annotators, `alpha` Krippendorff's (None where nothing varies); with several
    labels a comment both go by the Jaccard distance of their sets.
    """

    question: Question
    units: int
    annotators: int
    agreement: float | None
    alpha: float | None


@dataclass(frozen=True, slots=True)
class SelfAgreement:
    """How far an annotator agrees with their own first round in a later one; figures as in `Agreement`."""

    annotator: str
    round: int
    question: Question
    units: int
    agreement: float | None
    alpha: float | None


class Judgements:
    """What was judged, gathered comment by comment."""

    def __init__(self) -> None:
        self._found: defaultdict[Question, defaultdict[_Unit, dict[tuple[str, int], _Values]]]
        self._found = defaultdict(lambda: defaultdict(dict))

    def take(self, thread: str, each: Pass) -> None:
        """Take in what one annotator made of one comment in one round."""
        found: defaultdict[tuple[Question, str], set[str]] = defaultdict(set)
        for label in each.labels:
            found[question_of(label), label.target or ""].add(label.label)
        for (question, target), values in found.items():
            self._found[question][thread, each.comment, target][each.annotator, each.round] = frozenset(values)

    def between(self) -> Iterator[Agreement]:
        """How far annotators agree with one another, by question; nothing where no unit has two of them."""
        for question, units in sorted(self._found.items()):
            firsts = (
                {who: value for (who, number), value in unit.items() if number == FIRST} for unit in units.values()
            )
            judged = [first for first in firsts if len(first) > 1]
            if judged:
                annotators = {name for first in judged for name in first}
                yield Agreement(
                    question, len(judged), len(annotators), *_coefficients([tuple(first.values()) for first in judged])
                )

    def within(self) -> Iterator[SelfAgreement]:
        """How far each annotator agrees with themselves, by round and question; nothing where nothing was done again."""
        pairs: defaultdict[tuple[str, int, Question], list[tuple[_Values, _Values]]] = defaultdict(list)
        for question, units in self._found.items():
            for unit in units.values():
                for (who, number), value in unit.items():
                    if number != FIRST and (who, FIRST) in unit:
                        pairs[who, number, question].append((unit[who, FIRST], value))
        for (who, number, question), judged in sorted(pairs.items()):
            yield SelfAgreement(who, number, question, len(judged), *_coefficients(judged))


def _coefficients(judged: Sequence[Sequence[_Values]]) -> tuple[float | None, float | None]:
    """The mean agreement, and alpha."""
    distance = jaccard if any(len(value) > 1 for unit in judged for value in unit) else nominal
    return observed(judged, distance), alpha(judged, distance)
