"""What one annotator has said about a thread in one round, by comment index; it follows the store."""

from __future__ import annotations

import math
import time
from collections.abc import Container, Sequence
from typing import TYPE_CHECKING, Final, cast

from threadmark.labels.anchors import Unsettled, anchored
from threadmark.labels.claims import claim_in_force
from threadmark.labels.documents import THREADED
from threadmark.labels.history import BATCHES
from threadmark.labels.questions import Question, required, rests_on_words
from threadmark.labels.reach import Reach
from threadmark.labels.records import Key, Label, Link, Review, Status, Target, key_of
from threadmark.labels.states import UNMARKED, BranchCounts, Counts, Mark, States
from threadmark.labels.tallies import Tallies, place_of
from threadmark.labels.targets import NAMED, NO_TARGETS, NamedTarget, NamedTargets
from threadmark.labels.turning import Laid, is_turned

if TYPE_CHECKING:
    from collections.abc import Iterable

    from threadmark.keys.codebook import Codebook, TargetKind
    from threadmark.labels.drafting import Batch
    from threadmark.labels.store import LabelStore
    from threadmark.thread.model import Thread

_REACHES: Final = 4  # of batches of many that are kept: who takes one back often does it again


class Standing:
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
        self.store = store
        self.thread = thread
        self.codebook = codebook
        self.annotator = annotator
        self.number = number
        self.claim: Target | None = None
        self._study_targets = named
        self.named = named.targets
        self.unsettled: list[Unsettled] = []
        self.strays = 0
        # Comments that were acted on: a thread's own index takes as long as ten keys, and the first label would wait.
        self._known: dict[str, int] = {}
        self.passes = tuple(map(tuple, passes)) or ((),)
        self._pass_of = {dimension: place for place, named in enumerate(self.passes) for dimension in named}
        self._drawn = drawn
        self._reaches: dict[str, Reach] = {}
        self._read()
        store.listeners.append(self._follow)

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
        if not self.is_drawn(index):
            return ()
        top_level, reply = 1, 2
        asked = required(self.codebook, top_level if self.parent(index) is None else reply, self.named)
        last, place = len(self.passes) - 1, self.place
        return tuple(question for question in asked if self._pass_of.get(question.dimension, last) == place)

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

    def _read_targets(self) -> None:
        targets = list(self.store.targets(self.thread.id))
        self.claim = claim_in_force(targets)
        listed = {each.id: each for each in self._study_targets.targets}
        if not self._study_targets.closed:
            for each in sorted(targets, key=lambda target: target.created):
                if each.kind == "named" and each.author is not None:
                    listed.setdefault(each.id, NamedTarget(each.text, claim_type=each.claim_type))
        named = tuple(listed.values())
        self.named = self.named if named == self.named else named

    # Following the store

    def close(self) -> None:
        """Stop following the store."""
        self.store.listeners.remove(self._follow)

    def index_of(self, comment: str) -> int | None:
        """The index of a comment; None for one that this thread does not have."""
        try:
            return self._known[comment] if comment in self._known else self.thread.index(comment)
        except KeyError:
            return None

    def _read(self) -> None:
        """Read all that the store has."""
        thread = self.thread.id
        self._labels: dict[int, dict[Key, Label]] = {}
        self._reviews: dict[int, Review] = {}
        self._links: dict[int, Link] = {}
        self._tallies = Tallies(len(self.thread))
        self._states = States(self.thread, self._drawn, len(self.passes))
        self.strays = 0
        # What a turned batch left to be read again, comment by comment, as they are looked at; counts don't wait for it.
        self._unread: dict[int, list[tuple[str, Key]]] = {}
        self._marks: dict[int, Mark] = {}
        for label in self.store.labels(thread):
            if (label.annotator, label.round) == (self.annotator, self.number):
                self._set_label(key_of(label), label)
        for review in self.store.reviews(thread):
            if (review.annotator, review.round) == (self.annotator, self.number):
                self._set_review(key_of(review), review)
        for link in self.store.links(thread):
            if link.annotator == self.annotator:
                self._set_link(key_of(link), link)
        self._read_targets()

    def _follow(self, batch: Batch) -> None:
        """Take over what a batch changed in this thread and round."""
        if batch.effects and batch.effects[0].table == BATCHES:
            self._follow_turn(batch)
        thread, own = self.thread.id, (self.annotator, self.number)
        for effect in batch.effects:
            table, key = effect.table, effect.key
            if table not in THREADED or key[0] != thread:
                continue
            if table == "labels":
                if key[2:4] == own:
                    self._set_label(key, cast("Label | None", effect.after))
            elif table == "reviews":
                if key[2:4] == own:
                    self._set_review(key, cast("Review | None", effect.after))
            elif table == "targets":
                self._read_targets()
            elif key[2] == self.annotator:
                self._set_link(key, cast("Link | None", effect.after))

    def _follow_turn(self, batch: Batch) -> None:
        """Take over that a batch of many was undone or redone: its counts now, its documents as they are looked at."""
        thread, _, *own = batch.effects[0].key
        if thread != self.thread.id or own != [self.annotator, self.number]:
            return
        reach = self.reach_of(batch.laid.batch) if batch.laid else None
        if reach is None:
            self._read()  # it was taken back
            return
        back = batch.kind == "undo"
        for label, comments, keys in reach.brought if back else reach.took:
            places = zip(comments, keys, strict=True)
            gone = (
                comments
                if label.target is None
                else [i for i, key in places if not self._has_alike(i, key, label, reach)]
            )
            self._tallies.take_all(gone, label)
        for label, comments, _ in reach.took if back else reach.brought:
            self._tallies.give_all(comments, label)
        marks = {index: self._turned_mark(index, was, now, back=back) for index, was, now in reach.marked}
        self._marks |= marks
        self._states.take_all(marks.items())
        if not self._unread:
            self._unread = dict(reach.documents)
            return
        for index, documents in reach.documents.items():
            others = self._unread.get(index, documents)
            self._unread[index] = documents if others is documents else [*others, *documents]

    def _turned_mark(self, index: int, before: Mark, after: Mark, *, back: bool) -> Mark:
        """What counts of a comment's review when a batch that changed it so is undone (`back`) or done again."""
        was, goal = (after, before) if back else (before, after)
        now = self._marks.get(index) or self._reviews.get(index) or UNMARKED
        if now.status == was.status and now.passed == was.passed and now.revisit == was.revisit:
            return goal
        return Mark(
            status=now.status if goal.status == was.status else goal.status,
            passed=now.passed if goal.passed == was.passed else goal.passed,
            revisit=now.revisit if goal.revisit == was.revisit else goal.revisit,
        )

    def _has_alike(self, index: int, key: Key, label: Label, reach: Reach) -> bool:
        """Whether a comment has the same label under another key: toward another target of its sort."""
        place = place_of(label)
        unread = self._unread.get(index, ())
        if unread is reach.documents[index] or not any(other[-1] == label.label for _, other in unread):
            others = (other for own, other in self._labels.get(index, {}).items() if own != key)
            if not any(other.label == label.label and place_of(other) == place for other in others):
                return False
        self._read_documents(index, [*self._unread.pop(index, ()), *reach.documents[index]])
        return any(place_of(other) == place and own != key for own, other in self._labels.get(index, {}).items())

    def reach_of(self, batch: Batch) -> Reach | None:
        """What a batch reaches; None for one of few, which is undone change by change."""
        found = self._reaches.get(batch.id)
        if found is not None and found.laid.batch is batch:
            return found
        if not is_turned(batch):
            return None
        if len(self._reaches) == _REACHES:
            del self._reaches[next(iter(self._reaches))]
        found = self._reaches[batch.id] = Reach(Laid(batch), self.index_of)
        return found

    def catch_up(self, seconds: float = math.inf) -> bool:
        """Work out what undone or redone batches of many made of their documents, for some time; whether all is done."""
        end = time.perf_counter() + seconds
        while self._unread and time.perf_counter() < end:
            self._read_documents(*self._unread.popitem())
        return not self._unread

    def _read_again(self, index: int) -> None:
        self._read_documents(index, self._unread.pop(index))

    def _read_documents(self, index: int, documents: Iterable[tuple[str, Key]]) -> None:
        self._marks.pop(index, None)
        for table, key in documents:
            record = self.store.get(table, key)
            if table == "labels":
                self._set_label(key, cast("Label | None", record))
            else:
                self._set_review(key, cast("Review | None", record))

    def _set_label(self, key: Key, label: Label | None) -> None:
        index = self._place(key)
        if index is None:
            return
        if label is None:
            labels = self._labels.get(index, {})
            if (taken := labels.pop(key, None)) is not None:
                self._tallies.take(index, taken)
                for left in labels.values():  # one of them may be the same label, toward another target
                    self._tallies.give(index, left)
            if not labels:
                self._labels.pop(index, None)
            return
        if label.evidence:
            label, unsettled = anchored(self.thread, index, label)
            self.unsettled += [one for one in unsettled if one not in self.unsettled]
        self._labels.setdefault(index, {})[key] = label
        self._tallies.give(index, label)

    def _set_review(self, key: Key, review: Review | None) -> None:
        index = self._place(key)
        if index is None:
            return
        self._states.take(index, review)
        if review:
            self._reviews[index] = review
        else:
            self._reviews.pop(index, None)

    def _set_link(self, key: Key, link: Link | None) -> None:
        index = self._place(key)
        if index is None:
            return
        if link is None:
            self._links.pop(index, None)
        elif link.parent is None or self.index_of(link.parent) is not None:
            self._links[index] = link
        else:
            self.strays += 1

    def _place(self, key: Key) -> int | None:
        index = self.index_of(cast("str", key[1]))
        if index is None:
            self.strays += 1
        elif index in self._unread:
            self._read_again(index)
        return index
