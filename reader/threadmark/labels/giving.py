"""How a label is given: what it is toward, which others of its dimension make way, and the question that it answers.

What is the same for every comment of a branch is worked out once, and so is what comes of a comment that has no label of
the dimension yet, as most have none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from threadmark.labels import choices
from threadmark.labels.acting import Acting
from threadmark.labels.questions import Question, exclusives, outcome_of, question_of
from threadmark.labels.records import Context, Edit, Label, Span, put

if TYPE_CHECKING:
    from threadmark.keys.codebook import Dimension, TargetKind
    from threadmark.labels.records import Asked


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label that is to be given to some comments.

    Attributes:
        dimension: its dimension.
        kind: the kind of its target; None where the dimension has none.
        target: the id of that kind, or `named:ID`.
        label: its id.
        via: how it is given.
        now: the time, as the file has it.
        exclusive: labels of the dimension that others can't stand beside.
        question: what it answers; where each comment has a target of its own, for all of them.
        outcome: what comes of that, by itself.
        coming: the edits that bring its target; none where it is there.
        toward: its target; None for one that differs from comment to comment, and where there is none.
    """

    dimension: Dimension
    kind: TargetKind | None
    target: str | None
    label: str
    via: str
    now: str
    exclusive: frozenset[str]
    question: Question
    outcome: Asked
    coming: tuple[Edit, ...]
    toward: str | None

    @property
    def is_toward_comment(self) -> bool:
        """Whether each comment has a target of its own for it: its parent."""
        return self.kind is not None and self.kind.kind == "comment"


class Giving(Acting):
    """An annotator's means to give labels."""

    def _wanted(self, index: int, dimension: str, target: str | None, label: str, via: str) -> Wanted:
        """What is to be given to a comment, and to others.

        Raises:
            KeyError: the codebook has no such label.
        """
        definition = self.codebook.dimension(dimension)
        kind = self.kind_of(dimension, target)
        self.codebook.label(dimension, label, kind.scale if kind else None)
        coming, toward = self._toward(index, dimension, target)
        return Wanted(
            dimension=definition,
            kind=kind,
            target=target,
            label=label,
            via=via,
            now=self.store.now(),
            exclusive=exclusives(definition),
            question=question_of(dimension, kind, toward),
            outcome=outcome_of(definition, kind, label),
            coming=tuple(coming),
            toward=None if kind is not None and kind.kind == "comment" else toward,
        )

    def _lacks_target(self, index: int, wanted: Wanted) -> bool:
        """Whether a label would be toward the parent of a comment that has none."""
        return wanted.is_toward_comment and self.parent(index) is None

    def _giving(
        self,
        index: int,
        wanted: Wanted,
        *,
        context: Context | None,
        evidence: Sequence[Span] = (),
        join: bool = False,
    ) -> tuple[list[Edit], Label]:
        """The edits that give a label whose target is there, none where nothing would change, and the label."""
        dimension = wanted.dimension.id
        toward = self.target_of(index, wanted.kind, wanted.target) if wanted.is_toward_comment else wanted.toward
        before = self._in_question(index, dimension, toward)
        held = next((other for other in before if other.label == wanted.label), None) if before else None
        new = held or self._new_label(
            index, dimension, toward, wanted.label, wanted.now, via=wanted.via, evidence=evidence, context=context
        )
        if not before:
            review = self._review_of(index, context)
            review = self._with_answer(index, review, wanted.question, toward, wanted.outcome, wanted.via)
            return [put(new), put(review)], new
        if held is not None:
            after = [choices.with_evidence(other, evidence) if other is held else other for other in before]
        else:
            after = choices.given(
                new,
                before,
                choice=wanted.dimension.choice,
                exclusive=wanted.exclusive,
                beside=self._last(index, dimension, toward, before) if join else None,
                free=1 + max((other.either or 0 for other in self.labels(index)), default=0),
            )
        changed = choices.difference(before, after, wanted.now)
        if not changed:
            return [], new
        review = self._answering(index, self._review_of(index, context), dimension, toward, after, wanted.via)
        return [*changed, put(review)], new

    def _last(self, index: int, dimension: str, toward: str | None, labels: Sequence[Label]) -> Label | None:
        """The label that was set last; after a restart, the newest."""
        name = self._last_set.get((index, dimension, toward))
        newest = max(reversed(labels), key=lambda label: label.created, default=None)
        return next((label for label in labels if label.label == name), newest)
