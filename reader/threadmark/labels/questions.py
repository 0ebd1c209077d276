"""What an annotator is asked about a comment, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from threadmark.labels.records import Answer, Asked, Label

if TYPE_CHECKING:
    from threadmark.keys.codebook import Codebook, Dimension, Required, TargetKind
    from threadmark.labels.targets import NamedTarget

CANT_TELL: Final = "cant_tell"


@dataclass(frozen=True, slots=True)
class Question:
    """One question: a dimension, and in a one-per-target dimension the kind of target, or a named one (`named:ID`).

    `called` is what a named target is called.
    """

    dimension: str
    target: str | None
    called: str = field(default="", compare=False)

    @property
    def name(self) -> str:
        """What it is called on the screen: `claim`, `parent`, `rhetoric`."""
        return self.called or self.target or self.dimension


def required(codebook: Codebook, depth: int, named: Sequence[NamedTarget] = ()) -> Iterator[Question]:
    """What the layers require of a comment at this depth (1 is top-level), in their order.

    A named target is asked of each in the study's list, which is `named`.
    """
    for dimension in codebook.dimensions:
        if dimension.choice != "one_per_target":
            if _holds(dimension.required, depth):
                yield Question(dimension.id, None)
            continue
        for kind in dimension.targets:
            # A top-level comment answers nobody, whatever a layer says.
            if not _holds(kind.required, depth) or (kind.kind == "comment" and depth == 1):
                continue
            if kind.kind == "named":
                yield from (Question(dimension.id, each.target, each.called) for each in named)
            else:
                yield Question(dimension.id, kind.id)


def _holds(when: Required, depth: int) -> bool:
    return when in {"always", "top_level" if depth == 1 else "replies"}


def question_of(dimension: str, kind: TargetKind | None, toward: str | None) -> Question:
    """The question that a label of a dimension answers, by the kind of its target, and the target."""
    return Question(dimension, kind and (toward if kind.kind == "named" else kind.id))


def none_of(dimension: Dimension, kind: TargetKind | None) -> str | None:
    """The label that says none."""
    return kind.none if kind else dimension.none


def outcome(dimension: Dimension, kind: TargetKind | None, labels: Iterable[Label]) -> Asked:
    """What came of a question that has these labels; there is at least one."""
    found = {outcome_of(dimension, kind, label.label) for label in labels}
    return found.pop() if len(found) == 1 else "labelled"


def outcome_of(dimension: Dimension, kind: TargetKind | None, label: str) -> Asked:
    """What came of a question that has this label and no other."""
    if label == CANT_TELL:
        return "cant_tell"
    return "none" if label == none_of(dimension, kind) or label in exclusives(dimension) else "labelled"


def rests_on_words(dimension: Dimension, kind: TargetKind | None, label: Label) -> bool:
    """Whether there can be words that a label rests on: none for one that says there is nothing, or that one can't tell."""
    return outcome_of(dimension, kind, label.label) == "labelled"


def exclusives(dimension: Dimension) -> frozenset[str]:
    """The labels that shut out the others of their dimension."""
    return frozenset(label.id for label in dimension.labels if label.exclusive)


def answered(answers: Sequence[Answer], new: Answer) -> tuple[Answer, ...]:
    """The answers with a new one, in the place of the one to the same question; once asked, a question stays asked."""
    place = new.dimension, new.target
    for i, old in enumerate(answers):
        if (old.dimension, old.target) == place:
            new = Answer(*place, asked=old.asked or new.asked, outcome=new.outcome)
            return (*answers[:i], new, *answers[i + 1 :])
    return (*answers, new)


def unanswered(answers: Sequence[Answer], dimension: str, target: str | None) -> tuple[Answer, ...]:
    """The answers without the one to a question."""
    return tuple(answer for answer in answers if (answer.dimension, answer.target) != (dimension, target))
