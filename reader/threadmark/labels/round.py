"""A round: one annotator's pass over one thread. Every act is one batch, on the disk before it is told.

here = Round(store, thread, codebook, annotator="ana", session="s-1")
here.give(0, "stance", "claim", "against").said         # "claim: against"
here.done(0)                                            # Outcome, or StillOpen with the questions
here.undo(0)                                            # Outcome, or GoThere with the comment it would change
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from threadmark.labels import choices
from threadmark.labels.claims import claim_id, own_claim
from threadmark.labels.history import PROGRAM
from threadmark.labels.questions import Question, answered, exclusives, outcome, unanswered
from threadmark.labels.records import (
    Answer,
    CodebookRecord,
    Context,
    Edit,
    Label,
    Review,
    Span,
    Target,
    ThreadRecord,
    key_of,
    later,
    put,
)
from threadmark.labels.standing import Standing
from threadmark.labels.undo import SAID, UndoLog, belongs, edits_of
from threadmark.labels.words import batch_words, label_words
from threadmark.thread.text import clean, clean_line

if TYPE_CHECKING:
    from threadmark.keys.codebook import Codebook
    from threadmark.labels.drafting import Batch
    from threadmark.labels.store import LabelStore
    from threadmark.thread.model import Thread

_MILLISECONDS: Final = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act did: words for the status line, and the comments (by index) that look different now."""

    said: str
    comments: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class StillOpen:
    """A comment is not done: these questions have no answer. Saying *done* again skips them."""

    questions: tuple[Question, ...]

    @property
    def said(self) -> str:
        """Which ones, for the status line."""
        return " and ".join(f"{question.name}?" for question in self.questions) + " is open; again to skip"


@dataclass(frozen=True, slots=True)
class GoThere:
    """The batch to undo is on another comment: go there first; `said` tells what would be undone."""

    index: int
    said: str


class Round(Standing):
    """An annotator's round over a thread; reading is `Standing`'s.

    Every method that writes raises NotSaved, with nothing changed, when the disk refuses, and HeldError in a store
    that is open read-only.

    Args:
        store: where labels go.
        thread: the thread.
        codebook: the codebook in effect.
        annotator: who labels.
        number: 1, or another round: a second pass, an adjudication.
        session: the id of this start of the program.
        source: gives where the thread came from; asked at the first change, and written with it.

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
        session: str = "",
        source: Callable[[], ThreadRecord] | None = None,
    ) -> None:
        super().__init__(store, thread, codebook, annotator=annotator, number=number)
        self.session = session
        self._log = self._new_log()
        self._last_order = max((review.order or 0 for review in self._reviews.values()), default=0)
        self._opened: dict[int, tuple[int, Context]] = {}
        self._seconds: dict[int, float] = {}
        self._insisted: int | None = None
        self._last_set: dict[tuple[int, str, str | None], str] = {}
        self._to_repeat: tuple[str, str | None, str] | None = None
        store.before_checkpoint.append(self.save_happened)
        store.on_taken_back.append(self._forget)
        self._source = source
        self._recorded = False
        self._worked = bool(self._labels or self._reviews)

    def close(self) -> None:
        """Commit what merely happened, and stop following the store."""
        self.save_happened()
        self.store.before_checkpoint.remove(self.save_happened)
        self.store.on_taken_back.remove(self._forget)
        super().close()

    # Labels

    def give(
        self,
        index: int,
        dimension: str,
        target: str | None,
        label: str,
        *,
        evidence: Sequence[Span] = (),
        join: bool = False,
        via: str = "key",
        context: Context | None = None,
    ) -> Outcome:
        """Give a label; one that is set stays as it is, or gets more evidence.

        Args:
            index: the comment.
            dimension: the dimension's id.
            target: in a one-per-target dimension the id of the target's kind, or `named:ID`.
            label: the label's id.
            evidence: spans that it rests on.
            join: an either/or reading with the label last set in this dimension and target.
            via: `key`, `flow`, `repeat` or `branch`.
            context: what can be seen.

        Raises:
            KeyError: the codebook has no such label.
        """
        kind = self.kind_of(dimension, target)
        self.codebook.label(dimension, label, kind.scale if kind else None)
        if kind is not None and kind.kind == "comment" and self.thread.parent(index) is None:
            return Outcome(f"a top-level comment has no {kind.id}")
        edits, toward = self._toward(index, dimension, target)
        before = self._in_question(index, dimension, toward)
        now = self.store.now()
        held = next((other for other in before if other.label == label), None)
        if held is not None:
            after = [choices.with_evidence(other, evidence) if other is held else other for other in before]
        else:
            new = self._new_label(index, dimension, toward, label, now, via=via, evidence=evidence, context=context)
            after = choices.given(
                new,
                before,
                choice=self.codebook.dimension(dimension).choice,
                exclusive=exclusives(self.codebook.dimension(dimension)),
                beside=self._last(index, dimension, toward, before) if join else None,
                free=1 + max((other.either or 0 for other in self.labels(index)), default=0),
            )
        changed = choices.difference(before, after, now)
        self._to_repeat = dimension, target, label
        self._last_set[index, dimension, toward] = label
        words = label_words(self.codebook, held or new)
        if not changed:
            return Outcome(f"{words} is set already")
        edits += changed
        review = self._answering(index, self._review_of(index, context), dimension, toward, after, via)
        return self._commit([*edits, put(review)], via=via, said=words, index=index)

    def take(self, index: int, label: Label, *, via: str = "key") -> Outcome:
        """Take a label away."""
        words = label_words(self.codebook, label)
        before = self._in_question(index, label.dimension, label.target)
        after = choices.loosened(other for other in before if other.label != label.label)
        edits = choices.difference(before, after, self.store.now())
        if not edits:
            return Outcome(f"{words} is not set")
        review = self._answering(index, self._review_of(index), label.dimension, label.target, after, via)
        return self._commit([*edits, put(review)], via=via, said=f"{words} taken away", index=index)

    def repeat(self, index: int, *, context: Context | None = None) -> Outcome:
        """Give the label that was given last, here."""
        if self._to_repeat is None:
            return Outcome("no label to repeat yet")
        dimension, target, label = self._to_repeat
        return self.give(index, dimension, target, label, via="repeat", context=context)

    # The review

    def done(self, index: int, *, via: str = "key", context: Context | None = None) -> Outcome | StillOpen:
        """Finish a comment: `none` into what was asked and may hold several labels, the rest must be answered.

        With a question open it says which; said a second time in a row, the question is skipped.
        """
        nones: list[tuple[Question, str]] = []
        still_open: list[Question] = []
        for question in self.open_questions(index):
            dimension = self.codebook.dimension(question.dimension)
            if dimension.choice == "many" and dimension.none is not None:
                nones.append((question, dimension.none))
            else:
                still_open.append(question)
        if still_open and self._insisted != index:
            self._insisted = index
            return StillOpen(tuple(still_open))
        edits: list[Edit] = []
        review = self._review_of(index, context)
        now = self.store.now()
        for question, none in nones:
            label = self._new_label(index, question.dimension, None, none, now, via=via, context=context)
            edits.append(put(label))
            review = self._answering(index, review, question.dimension, None, [label], via)
        for question in still_open:
            claim, toward = self._toward(index, question.dimension, question.target)
            edits += claim
            answer = Answer(question.dimension, toward, asked=True, outcome="skipped")
            review = msgspec.structs.replace(review, answers=answered(review.answers, answer))
        return self._commit_review(edits, review, via=via, said="done", index=index, status="done", reason="")

    def skip(self, index: int, reason: str = "", *, via: str = "key") -> Outcome:
        """Skip a comment; it is not to do any more."""
        reason = clean_line(reason)[0]
        return self._commit_review(
            [], self._review_of(index), via=via, said="skipped", index=index, status="skipped", reason=reason
        )

    def toggle_revisit(self, index: int) -> Outcome:
        """Mark a comment to be come back to, or take the mark away."""
        revisit = not self.revisit(index)
        said = "to revisit" if revisit else "not to revisit"
        return self._commit_review([], self._review_of(index), said=said, index=index, revisit=revisit)

    def set_note(self, index: int, text: str) -> Outcome:
        """Write the note on a comment; an empty one deletes it."""
        note = clean(text)[0]
        note = note if note.strip() else ""
        return self._commit_review(
            [], self._review_of(index), said="note" if note else "no note", index=index, note=note
        )

    def set_claim(self, text: str, claim_type: str | None = None) -> Outcome:
        """Say what stances are toward from now on, or pick an earlier claim by its text."""
        said = clean_line(text)[0]
        if not said:
            return Outcome("a claim needs words")
        if self.claim is not None and (self.claim.text, self.claim.claim_type) == (said, claim_type):
            return Outcome("that is the claim already")
        return self._commit([put(self._claim(said, self.annotator, claim_type))], said="claim set")

    # What merely happens

    def opened(self, index: int, context: Context | None = None) -> None:
        """A comment was selected; it is written with its first change, or at the next checkpoint."""
        if self._insisted != index:
            self._insisted = None
        review = self.review(index)
        if index not in self._opened and (review is None or review.order is None):
            self._opened[index] = self._next_order(), context or Context()
            self._held_back()

    def add_seconds(self, index: int, seconds: float) -> None:
        """Active time on a comment; written with its next change, or at the next checkpoint."""
        if seconds > 0:
            self._seconds[index] = self._seconds.get(index, 0.0) + seconds
            self._held_back()

    def save_happened(self) -> None:
        """Commit what `opened` and `add_seconds` were told; who only looks leaves no trace."""
        indices = sorted({*self._opened, *self._seconds})
        if indices and self._worked and not self.store.read_only:
            self._commit([put(self._review_of(index)) for index in indices], via=PROGRAM)

    # Undo

    def undo(self, at: int | None = None) -> Outcome | GoThere:
        """Undo this annotator's newest batch in this thread and round.

        Args:
            at: the selected comment; when the batch is on another one, the answer is to go there first. None acts
                at once.
        """
        batch = self._log.to_undo()
        if batch is None:
            return Outcome("nothing to undo")
        words = batch_words(self.codebook, batch)
        comments = self._comments(batch)
        if at is not None and comments and at not in comments:
            return GoThere(comments[0], f"u again undoes {words}")
        made = self.store.commit(
            self._backwards(batch), annotator=self.annotator, session=self.session, kind="undo", undoes=batch.id
        )
        if not made.id:
            self._log.pass_over(batch)
            return Outcome(f"nothing is left of {words}")
        return Outcome(f"undone: {words}", comments)

    def redo(self) -> Outcome:
        """Do again what was undone last; the screen goes to the first comment of the outcome."""
        found = self._log.to_redo()
        if found is None:
            return Outcome("nothing to redo")
        undone, batch = found
        words = batch_words(self.codebook, batch)
        made = self.store.commit(
            edits_of(batch, self.store.get, back=False),
            annotator=self.annotator,
            session=self.session,
            kind="redo",
            undoes=undone,
        )
        if not made.id:
            self._log.pass_over(batch)
            return Outcome(f"{words} is there already")
        return Outcome(f"redone: {words}", self._comments(batch))

    # Inside

    def _commit(self, edits: Sequence[Edit], *, via: str = "key", said: str = "", index: int | None = None) -> Outcome:
        if not self._recorded:
            self._leave_records()
            self._recorded = True
        batch = self.store.commit(edits, annotator=self.annotator, session=self.session, via=via)
        for edit in edits:
            if edit.table == "reviews" and (at := self.index_of(str(edit.key[1]))) is not None:
                self._opened.pop(at, None)
                self._seconds.pop(at, None)
        if via != PROGRAM:
            self._insisted = None
            self._worked = True
        return Outcome(said, () if index is None or not batch.id else (index,))

    def _commit_review(
        self, edits: Sequence[Edit], review: Review, *, said: str, index: int, via: str = "key", **changes: object
    ) -> Outcome:
        """Commit a review, unless all that it would say is said."""
        changed = msgspec.structs.replace(review, **changes)
        old = self.review(index) or Review(review.thread, review.comment, review.annotator, review.round)
        if not edits and all(getattr(changed, name) == getattr(old, name) for name in SAID):
            return Outcome(said)
        return self._commit([*edits, put(changed)], via=via, said=said, index=index)

    def _review_of(self, index: int, context: Context | None = None) -> Review:
        """The review of a comment, with what happened since it was written."""
        comment = self.thread.ids[index]
        self._known[comment] = index
        review = self.review(index) or Review(self.thread.id, comment, self.annotator, self.number)
        if review.order is None:
            order, seen = self._opened.get(index) or (self._next_order(), Context())
            review = msgspec.structs.replace(review, order=order, context=context or seen)
        seconds = round(review.seconds + self._seconds.get(index, 0.0), _MILLISECONDS)
        return msgspec.structs.replace(review, seconds=seconds, session=self.session)

    def _next_order(self) -> int:
        self._last_order += 1
        return self._last_order

    def _new_label(
        self,
        index: int,
        dimension: str,
        toward: str | None,
        label: str,
        now: str,
        *,
        via: str,
        context: Context | None,
        evidence: Sequence[Span] = (),
    ) -> Label:
        return Label(
            thread=self.thread.id,
            comment=self.thread.ids[index],
            annotator=self.annotator,
            round=self.number,
            dimension=dimension,
            target=toward,
            label=label,
            evidence=tuple(sorted(evidence, key=lambda span: (span.part, span.start, span.end))),
            via=via,
            context=context or Context(),
            codebook=self.codebook.short,
            session=self.session,
            created=now,
            updated=now,
        )

    def _in_question(self, index: int, dimension: str, toward: str | None) -> list[Label]:
        """The labels of one dimension and target."""
        return [label for label in self.labels(index) if (label.dimension, label.target) == (dimension, toward)]

    def _last(self, index: int, dimension: str, toward: str | None, labels: Sequence[Label]) -> Label | None:
        """The label that was set last; after a restart, the newest."""
        name = self._last_set.get((index, dimension, toward))
        newest = max(reversed(labels), key=lambda label: label.created, default=None)
        return next((label for label in labels if label.label == name), newest)

    def _toward(self, index: int, dimension: str, target: str | None) -> tuple[list[Edit], str | None]:
        """A label's target, and the edits that bring it: the claim comes by itself with the first answer."""
        kind = self.kind_of(dimension, target)
        if kind is not None and kind.kind == "claim" and self.claim is None:
            claim = self._claim(own_claim(self.thread.article), None, None)
            return [put(claim)], f"claim:{claim.id}"
        toward = self.target_of(index, kind, target)
        if kind is None or kind.kind != "named" or toward is None:
            return [], toward
        name = toward.partition(":")[2]
        if self.store.get("targets", (self.thread.id, name)) is not None:
            return [], toward
        return [put(Target(name, self.thread.id, "named", kind.name, None, None, self.store.now()))], toward

    def _claim(self, text: str, author: str | None, claim_type: str | None) -> Target:
        """A claim that is in force from now on; an earlier one with these words is the same claim."""
        now = self.store.now()
        created = later(now, than=self.claim.created) if self.claim else now
        known = self.store.get("targets", (self.thread.id, claim_id(text)))
        if isinstance(known, Target):
            return msgspec.structs.replace(known, claim_type=claim_type or known.claim_type, created=created)
        return Target(claim_id(text), self.thread.id, "claim", text, claim_type, author, created)

    def _answering(
        self, index: int, review: Review, dimension: str, toward: str | None, labels: Sequence[Label], via: str
    ) -> Review:
        """The review with what came of the question that these labels answer; without labels it has no answer."""
        answers = unanswered(review.answers, dimension, toward)
        if labels:
            try:
                definition = self.codebook.dimension(dimension)
            except KeyError:
                return review
            kind = self._kind_toward(definition, toward)
            asked = Question(dimension, kind.id if kind else None) in self.required(index)
            answer = Answer(dimension, toward, asked=asked or via == "flow", outcome=outcome(definition, kind, labels))
            answers = answered(review.answers, answer)
        return msgspec.structs.replace(review, answers=answers)

    def _backwards(self, batch: Batch) -> list[Edit]:
        """The edits that undo a batch; a claim that other labels rest on stays."""
        edits = edits_of(batch, self.store.get, back=True)
        goes = {edit.key for edit in edits if edit.table == "labels" and edit.after is None}
        leaving = {edit.key for edit in edits if edit.table == "targets" and edit.after is None}
        if not leaving:
            return edits
        resting = {
            (label.target or "").partition(":")[2]
            for label in self.store.labels(self.thread.id)
            if key_of(label) not in goes
        }
        return [edit for edit in edits if edit.key not in leaving or edit.key[1] not in resting]

    def _comments(self, batch: Batch) -> tuple[int, ...]:
        """The comments that a batch is on."""
        keys = (effect.key for effect in batch.effects if effect.table in {"labels", "reviews", "links"})
        found = (self.index_of(str(key[1])) for key in keys)
        return tuple(dict.fromkeys(index for index in found if index is not None))

    def _held_back(self) -> None:
        if self._worked:
            self.store.lacking()

    def _new_log(self) -> UndoLog:
        def is_own(batch: Batch) -> bool:
            return belongs(batch, thread=self.thread.id, annotator=self.annotator, number=self.number)

        return UndoLog(self.store.past(), is_own)

    def _follow(self, batch: Batch) -> None:
        super()._follow(batch)
        self._log.add(batch)

    def _forget(self) -> None:
        """A slow disk lost changes: what can be undone is what is left."""
        self._log = self._new_log()

    def _leave_records(self) -> None:
        """Have the codebook and the thread written with the first change."""
        records: list[Edit] = []
        if self.store.get("codebooks", (self.codebook.sha256,)) is None:
            document = self.codebook.document() | {"date": self.store.now()[:10]}
            records.append(put(msgspec.convert(document, CodebookRecord)))
        if self._source is not None:
            records.append(put(self._source()))
        if records:
            self.store.ahead(records, annotator=self.annotator, session=self.session)
