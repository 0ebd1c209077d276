"""Conditions on labels: which dimension, which labels, toward what."""

from __future__ import annotations

from dataclasses import dataclass

from threadmark.find.known import Known
from threadmark.find.terms import OF_LABELS, Term, Test


@dataclass(frozen=True, slots=True)
class Toward:
    """Which targets are meant.

    Attributes:
        sort: `claim`, `comment` or `named`.
        name: the only one meant, of those with names; None for all but `others`.
        others: names of those that are not meant.
    """

    sort: str
    name: str | None = None
    others: frozenset[str] = frozenset()

    def holds(self, target: str | None) -> bool:
        """Whether a label's target is meant."""
        sort, _, name = (target or "").partition(":")
        return sort == self.sort and (name not in self.others if self.name is None else name == self.name)


@dataclass(frozen=True, slots=True)
class Choice:
    """Labels of one dimension.

    Attributes:
        dimension: its id.
        labels: the labels' ids.
        toward: the targets meant; None for any or none.
        others: all labels but these are meant.
    """

    dimension: str
    labels: frozenset[str]
    toward: Toward | None = None
    others: bool = False

    def has(self, dimension: str | None, label: str | None) -> bool:
        """Whether a label is among them, whatever it is toward."""
        return dimension == self.dimension and (label in self.labels) is not self.others


@dataclass(frozen=True, slots=True)
class Labelled(Term):
    """One of these labels was given: `stance:against`, `claim:any`, `label:ad_hominem`.

    Attributes:
        field: a dimension, a target's kind, or `label`.
        said: a label, a family, `any` or `none`.
        choices: the labels that are meant.
    """

    field: str
    said: str
    choices: tuple[Choice, ...]

    @property
    def cost(self) -> int:
        """The labels are looked through."""
        return OF_LABELS

    def test(self, known: Known) -> Test:
        """See `Term`."""
        labels, meant = known.labels, _Meant(self.choices)

        def test(index: int) -> bool:
            for given in labels(index):
                for toward in meant[given.dimension, given.label]:
                    if toward is None or toward.holds(given.target):
                        return True
            return False

        return test

    def __str__(self) -> str:
        return f"{self.field}:{self.said}"


class _Meant(dict[tuple[str | None, str | None], tuple[Toward | None, ...]]):
    """Toward what a label is meant, worked out once for each that is met; empty where it is not meant at all."""

    def __init__(self, choices: tuple[Choice, ...]) -> None:
        super().__init__()
        self._choices = choices

    def __missing__(self, label: tuple[str | None, str | None]) -> tuple[Toward | None, ...]:
        self[label] = meant = tuple(choice.toward for choice in self._choices if choice.has(*label))
        return meant
