"""What is asked of an annotator in one round over a thread, and what came of it so far, by comment index."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from threadmark.labels.keeping_up import KeepingUp
from threadmark.labels.questions import Question, required, rests_on_words
from threadmark.labels.records import Label, Link, Review, Status, Target
from threadmark.labels.states import BranchCounts, Counts
from threadmark.labels.targets import NAMED, NO_TARGETS, NamedTarget, NamedTargets

if TYPE_CHECKING:
    from threadmark.keys.codebook import Codebook, TargetKind
    from threadmark.labels.store import LabelStore
    from threadmark.thread.model import Thread


class Standing(KeepingUp):
    """An annotator's labels and reviews of one thread.

    Args:
        store: where they are.
        thread: the thread.
        codebook: the codebook in effect.
        annotator: whose they are.
        number: the round.
        named: the study's named targets for this thread.
        drawn: the ids of the comments that a second round is over; None for all.
        passes: the dimensions that each pass of the study asks for; none for all at once. What no pass names is asked
            in the last.

    Attributes:
        claim: the claim that stances are toward; None until the first answer, or `set_claim`.
        named: the named targets in their order: the study's, then those that were added.
        unsettled: evidence whose quote was not where it was marked.
        strays: labels, reviews and links of comments that this thread does not have (any more), or to such.

    Raises:
        LabelFileError: the labels of this thread are damaged.
    """

    def __init__(
        self,
        store: LabelStore,
        thread: Thread,
        codebook: Codebook,
        *,
        annotator: str,
        number: int = 1,
        named: NamedTargets = NO_TARGETS,
        drawn: Container[str] | None = None,
        passes: Sequence[Sequence[str]] = (),
    ) -> None:
        self.codebook = codebook
        self.passes = tuple(map(tuple, passes)) or ((),)
        self._pass_of = {dimension: place for place, named in enumerate(self.passes) for dimension in named}
        self._required: dict[tuple[bool, int], dict[tuple[str, str | None], Question]] = {}
        self._required_with = named.targets
        super().__init__(
            store, thread, annotator=annotator, number=number, named=named, drawn=drawn, passes=len(self.passes)
        )

    # What is asked of it while a screen is painted

    def labels(self, index: int) -> tuple[Label, ...]:
        """The labels on a comment, oldest first."""
        if index in self._unread:
            self._read_again(index)
        found = self._labels.get(index)
        return tuple(found.values()) if found else ()

    def review(self, index: int) -> Review | None:
        """The review of a comment; None where it was not looked at."""
        if index in self._unread:
            self._read_again(index)
        return self._reviews.get(index)

    def todo(self, index: int) -> bool:
        """Whether a comment has a text, was drawn if there is a sample, and is neither done (in this pass) nor skipped."""
        return self._states.todo(index)

    def is_drawn(self, index: int) -> bool:
        """Whether the round is about a comment: in a second round only the drawn ones, else every one."""
        return self._states.is_drawn(index)

    @property
    def is_sample(self) -> bool:
        """Whether the round is over drawn comments only."""
        return self._states.is_sample

    def status(self, index: int) -> Status:
        """`open` also for a comment that was not looked at; `done` as soon as what this pass asks is done."""
        return self._states.status(index)

    def revisit(self, index: int) -> bool:
        """Whether it is marked to be come back to."""
        return self._states.revisit(index)

    def note(self, index: int) -> str:
        """The annotator's note on a comment."""
        review = self.review(index)
        return review.note if review else ""

    def reason(self, index: int) -> str:
        """Why a comment was skipped, as it is kept; empty where it was not, or that was not said."""
        review = self.review(index)
        return review.reason if review and review.status == "skipped" else ""

    @property
    def place(self) -> int:
        """The pass that has something to do, from 0; the last where nothing is left."""
        return self._states.place

    @property
    def counts(self) -> Counts:
        """How far the round, or this pass of it, is; as quick for 100,000 comments as for one."""
        return self._states.counts

    def branch_counts(self, index: int) -> BranchCounts:
        """What lies below a comment, as a folded one says."""
        return self._states.branch(index)

    def branch_labels(self, index: int) -> list[tuple[Label, int]]:
        """How many comments below one have each label, the most frequent first; a label stands for all of its like."""
        return self._tallies.within(index + 1, self.thread.end(index))

    def finished_branches(self) -> list[int]:
        """The outermost comments with replies at and below which nothing is left to do; one pass over the thread."""
        return self._states.finished_branches()

    def next_to_do(self, index: int, step: int = 1, among: bytearray | None = None) -> int | None:
        """The next comment to do (the one before, with a `step` of -1), going on at the other end; None if there is none.

        Args:
            index: a comment.
            step: 1 or -1.
            among: one byte a comment, 1 for those that count; None for all.
        """
        return self._states.next_to_do(index, step, among)

    def next_revisit(self, index: int, step: int = 1, among: bytearray | None = None) -> int | None:
        """The next comment to revisit, as `next_to_do`."""
        return self._states.next_revisit(index, step, among)

    def link(self, index: int) -> Link | None:
        """What the annotator said about whom a comment answers; None where nothing was said."""
        return self._links.get(index)

    def parent(self, index: int) -> int | None:
        """Whom a comment answers: as the annotator said, else as the thread has it; None for a top-level comment."""
        link = self._links.get(index)
        if link is None:
            return self.thread.parent(index)
        return None if link.parent is None else self.index_of(link.parent)

    def required(self, index: int) -> tuple[Question, ...]:
        """The questions that the layers require of a comment in this pass; none of one that was not drawn."""
        return (*self._asked(index).values(),)

    def _asked(self, index: int) -> Mapping[tuple[str, str | None], Question]:
        """The same, by dimension and target; worked out once for all top-level comments, and once for all replies."""
        if not self.is_drawn(index):
            return {}
        if self._required_with is not self.named:
            self._required_with, self._required = self.named, {}
        is_top, place = self.parent(index) is None, self.place
        found = self._required.get((is_top, place))
        if found is None:
            top_level, reply = 1, 2
            asked = required(self.codebook, top_level if is_top else reply, self.named)
            last = len(self.passes) - 1
            found = self._required[is_top, place] = {
                (question.dimension, question.target): question
                for question in asked
                if self._pass_of.get(question.dimension, last) == place
            }
        return found

    def open_questions(self, index: int) -> tuple[Question, ...]:
        """The required questions that have no answer yet."""
        return tuple(question for question in self.required(index) if not self.is_answered(index, question))

    def is_answered(self, index: int, question: Question) -> bool:
        """Whether a question has an answer, be it *skipped*."""
        target = self.target_of(index, self.kind_of(question.dimension, question.target), question.target)
        if question.target is not None and target is None:
            return False
        place = question.dimension, target
        review = self.review(index)
        answers = review.answers if review else ()
        if self.lacks_words(index, question):
            return False
        return any((label.dimension, label.target) == place for label in self.labels(index)) or any(
            (answer.dimension, answer.target) == place for answer in answers
        )

    def lacks_words(self, index: int, question: Question) -> bool:
        """Whether a label that answers a question lacks the marked words that its dimension requires; none needs none."""
        dimension = self.codebook.dimension(question.dimension)
        if dimension.evidence != "required":
            return False
        kind = self.kind_of(question.dimension, question.target)
        place = question.dimension, self.target_of(index, kind)
        return any(
            (label.dimension, label.target) == place and not label.evidence and rests_on_words(dimension, kind, label)
            for label in self.labels(index)
        )

    def kind_of(self, dimension: str, target: str | None) -> TargetKind | None:
        """The kind of target by the id of its kind; `named:ID` is a target of the study's list.

        Raises:
            KeyError: the codebook has no such target.
        """
        if target is None:
            return None
        for kind in self.codebook.dimension(dimension).targets:
            if kind.id == target or (kind.kind == "named" and target.startswith("named:")):
                return kind
        raise KeyError(f"{dimension}.{target}")

    def target_of(self, index: int, kind: TargetKind | None, named: str | None = None) -> str | None:
        """A label's target for a comment: `claim:ID`, `comment:ID`, `named:ID`; None where there is none (yet)."""
        if kind is None:
            return None
        if kind.kind == "claim":
            return f"claim:{self.claim.id}" if self.claim else None
        if kind.kind == "comment":
            parent = self.parent(index)
            return None if parent is None else f"comment:{self.thread.ids[parent]}"
        return named if named and named.startswith("named:") else f"named:{kind.id}"

    @property
    def claims(self) -> tuple[Target, ...]:
        """The claims that were ever set in this thread, oldest first, to pick from."""
        return tuple(target for target in self.store.targets(self.thread.id) if target.kind == "claim")

    @property
    def targets_closed(self) -> bool:
        """Whether only the study says which named targets there are."""
        return self._study_targets.closed

    def claim_type(self, target: str | None) -> str | None:
        """What type of claim a label is toward; None where that is not said, or it is toward no claim."""
        known = self._target(target)
        return known.claim_type if known else None

    def target_name(self, target: str | None) -> str:
        """What a named target is called; empty for any other."""
        known = self._target(target) if (target or "").startswith(NAMED) else None
        if known is None:
            return ""
        return known.called if isinstance(known, NamedTarget) else NamedTarget(known.text).called

    def _target(self, target: str | None) -> Target | NamedTarget | None:
        own = next((each for each in self.named if each.target == target), None)
        sort, _, name = (target or "").partition(":")
        if own is not None or sort not in {"claim", "named"}:
            return own
        return cast("Target | None", self.store.get("targets", (self.thread.id, name)))
