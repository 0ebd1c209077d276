"""How an act becomes a batch: the records that it is made of, and what is held back until one is written."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Container, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from threadmark.errors import LabelFileError, ThreadmarkError
from threadmark.labels.claims import StudyClaim, claim_id, own_claim
from threadmark.labels.happened import Happened
from threadmark.labels.history import PROGRAM
from threadmark.labels.questions import Question, answered, outcome, question_of, unanswered
from threadmark.labels.records import (
    Answer,
    CodebookRecord,
    Context,
    Edit,
    Label,
    Review,
    SessionRecord,
    Span,
    Target,
    ThreadRecord,
    later,
    put,
)
from threadmark.labels.standing import Standing
from threadmark.labels.targets import NO_TARGETS, NamedTargets, kind_toward
from threadmark.labels.undo import UndoLog, belonging
from threadmark.labels.unhurried import Pausing, at_once

if TYPE_CHECKING:
    from threadmark.keys.codebook import Codebook
    from threadmark.labels.drafting import Batch
    from threadmark.labels.records import Asked
    from threadmark.labels.store import LabelStore
    from threadmark.thread.model import Thread


class NotDrawnError(ThreadmarkError):
    """A second round is over drawn comments, and this is another one."""


class Acting(Standing):
    """An annotator's standing, and the means to change it. `Round` has the acts, and tells the arguments."""

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
        study_claim: StudyClaim | None = None,
        named: NamedTargets = NO_TARGETS,
        drawn: Container[str] | None = None,
        passes: Sequence[Sequence[str]] = (),
    ) -> None:
        super().__init__(
            store, thread, codebook, annotator=annotator, number=number, named=named, drawn=drawn, passes=passes
        )
        self.session = session
        self._source = source
        self._study_claim = study_claim
        self._is_recorded = False
        self._is_at_work = bool(self._labels or self._reviews)
        self._log = self._new_log()
        self._happened = Happened(max((review.order or 0 for review in self._reviews.values()), default=0))
        self._insisted: int | None = None
        self._last_set: dict[tuple[int, str, str | None], str] = {}
        self._to_repeat: tuple[str, str | None, str] | None = None
        store.before_checkpoint.append(self.save_happened)
        store.on_taken_back.append(self._forget)

    @property
    def coming_claim(self) -> StudyClaim:
        """The claim that comes by itself with the first answer: the study's, else the title or the first sentence."""
        return self._study_claim or StudyClaim(own_claim(self.thread.article))

    def close(self) -> None:
        """Commit what merely happened, and stop following the store."""
        self.save_happened()
        self.store.before_checkpoint.remove(self.save_happened)
        self.store.on_taken_back.remove(self._forget)
        super().close()

    # What merely happens

    def opened(self, index: int, context: Context | None = None) -> None:
        """A comment was selected; it is written with its first change, or at the next checkpoint."""
        if self._insisted != index:
            self._insisted = None
        if not self.is_drawn(index):
            return
        review = self.review(index)
        if not self._happened.is_opened(index) and (review is None or review.order is None):
            self._happened.open(index, context or Context())
            self._hold_back()

    def relent(self) -> None:
        """Something else came between: *done* is said for the first time again, and skips nothing."""
        self._insisted = None

    def add_seconds(self, index: int, seconds: float) -> None:
        """Active time on a comment; written with its next change, or at the next checkpoint."""
        if seconds > 0 and self.is_drawn(index):
            self._happened.spend(index, seconds)
            self._hold_back()

    def save_happened(self) -> None:
        """Commit what `opened` and `add_seconds` were told; who only looks leaves no trace."""
        comments = self._happened.comments
        if comments and self._is_at_work and not self.store.read_only:
            self._commit([put(self._review_of(index)) for index in comments], via=PROGRAM)

    def _hold_back(self) -> None:
        if self._is_at_work:
            self.store.lacking()

    # Behind the keys

    def catch_up(self, seconds: float = math.inf) -> bool:
        """Do for some time what is left to do behind the keys; whether all is done.

        What turned batches of many made of their documents is worked out, and the history is read as far back as the
        next undo needs it, so that the first one after a start waits for no branch of ten thousand to be read.
        """
        end = time.perf_counter() + seconds
        is_done = super().catch_up(seconds)
        while is_done and not self._read_ahead():
            if time.perf_counter() >= end:
                return False
        return is_done

    def _read_ahead(self) -> bool:
        """Read a little of what the next undo needs, or the next redo; whether all of it is there."""
        if not self._is_at_work:
            return True
        try:
            if not self._log.read_on():
                return False
            undone = self._log.to_redo()
        except LabelFileError:  # who undoes is told
            return True
        batches = self._log.to_undo(), undone[1] if undone else None
        return all(batch is None or self._prepare(batch) for batch in batches)

    # Committing

    def _commit(self, edits: Sequence[Edit], *, via: str = "key") -> Batch:
        if not self._is_recorded:
            self._leave_records()
            self._is_recorded = True
        batch = self.store.commit(edits, annotator=self.annotator, session=self.session, via=via)
        for edit in edits:
            if edit.table == "reviews" and (index := self.index_of(str(edit.key[1]))) is not None:
                self._happened.forget(index)
        return batch

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

    def _follow(self, batch: Batch) -> None:
        super()._follow(batch)
        self._log.add(batch)
        if batch.annotator == self.annotator and batch.via != PROGRAM:
            self._insisted = None
            self._is_at_work = True

    def _forget(self) -> None:
        """A slow disk lost changes: what can be undone is what is left."""
        self._log = self._new_log()

    def _new_log(self) -> UndoLog:
        past = self.store.past(annotator=self.annotator, thread=self.thread.id)
        return UndoLog(self._own(past), lambda batch: at_once(self._belonging(batch)))

    def _own(self, past: Iterator[Batch | None]) -> Iterator[Batch | None]:
        """Those of the past that are of this round."""
        for batch in past:
            if batch is None:
                yield None
            elif (yield from self._belonging(batch)):
                yield batch

    def _belonging(self, batch: Batch) -> Pausing[bool]:
        return belonging(
            batch, thread=self.thread.id, annotator=self.annotator, number=self.number, round_of=self._round_of
        )

    def _round_of(self, session: str) -> int:
        """The round that a start of the program was for."""
        record = self.store.get("sessions", (session,))
        return self.number if session == self.session else record.round if isinstance(record, SessionRecord) else 1

    # The records of an act

    def _review_of(self, index: int, context: Context | None = None) -> Review:
        """The review of a comment, with what happened since it was written.

        Raises:
            NotDrawnError: the round is not about this comment, so that nothing can be said of it.
        """
        if not self.is_drawn(index):
            raise NotDrawnError("this comment was not drawn for this round")
        comment = self.thread.ids[index]
        self._known[comment] = index
        review = self.review(index) or Review(self.thread.id, comment, self.annotator, self.number)
        return msgspec.structs.replace(self._happened.added(index, review, context), session=self.session)

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

    def _toward(self, index: int, dimension: str, target: str | None) -> tuple[list[Edit], str | None]:
        """A label's target, and the edits that bring it: the claim comes by itself with the first answer."""
        kind = self.kind_of(dimension, target)
        if kind is not None and kind.kind == "claim" and self.claim is None:
            coming = self.coming_claim
            claim = self._claim(coming.text, None, coming.claim_type)
            return [put(claim)], f"claim:{claim.id}"
        toward = self.target_of(index, kind, target)
        if kind is None or kind.kind != "named" or toward is None:
            return [], toward
        name = toward.partition(":")[2]
        if self.store.get("targets", (self.thread.id, name)) is not None:
            return [], toward
        listed = next((each for each in self.named if each.id == name), None)
        text, claim_type = (listed.text, listed.claim_type) if listed else (kind.name, None)
        return [put(Target(name, self.thread.id, "named", text, claim_type, None, self.store.now()))], toward

    def _claim(self, text: str, author: str | None, claim_type: str | None) -> Target:
        """A claim that is in force from now on; an earlier one with these words, of this type, is the same claim."""
        now = self.store.now()
        created = later(now, than=self.claim.created) if self.claim else now
        alike = [claim for claim in self.claims if claim.text == text and claim_type in (None, claim.claim_type)]
        if alike:
            return msgspec.structs.replace(max(alike, key=lambda claim: claim.created), created=created)
        taken = self.store.get("targets", (self.thread.id, claim_id(text))) is not None
        own = claim_id(text, claim_type if taken else None)
        return Target(own, self.thread.id, "claim", text, claim_type, author, created)

    def _answering(
        self, index: int, review: Review, dimension: str, toward: str | None, labels: Sequence[Label], via: str
    ) -> Review:
        """The review with what came of the question that these labels answer; without labels it has no answer."""
        if not labels:
            return msgspec.structs.replace(review, answers=unanswered(review.answers, dimension, toward))
        try:
            definition = self.codebook.dimension(dimension)
        except KeyError:
            return review
        kind = kind_toward(definition, toward)
        question = question_of(dimension, kind, toward)
        return self._with_answer(index, review, question, toward, outcome(definition, kind, labels), via)

    def _all_asked(self, index: int, review: Review) -> Review:
        """The review of a comment that is done: what is required was asked, also where the answer came before it was."""
        places = {
            (
                question.dimension,
                self.target_of(index, self.kind_of(question.dimension, question.target), question.target),
            )
            for question in self.required(index)
        }
        answers = tuple(
            msgspec.structs.replace(answer, asked=answer.asked or (answer.dimension, answer.target) in places)
            for answer in review.answers
        )
        return msgspec.structs.replace(review, answers=answers)

    def _with_answer(
        self, index: int, review: Review, question: Question, toward: str | None, came: Asked, via: str
    ) -> Review:
        """The review with what came of a question."""
        asked = via == "flow" or (question.dimension, question.target) in self._asked(index)
        answer = Answer(question.dimension, toward, asked=asked, outcome=came)
        return msgspec.structs.replace(review, answers=answered(review.answers, answer))
