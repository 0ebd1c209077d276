"""A round: one annotator's pass over one thread. Every act is one batch, on the disk before it is told.

here = Round(store, thread, codebook, annotator="ana", session="s-1")
here.give(0, "stance", "claim", "against").said         # "claim: against"
here.done(0)                                            # Outcome, or StillOpen with the questions
here.undo(0)                                            # Outcome, or GoThere with the comment it would change
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from threadmark.labels import choices
from threadmark.labels.evidence import as_found, with_spans, without
from threadmark.labels.giving import Giving
from threadmark.labels.history import Turn
from threadmark.labels.questions import Question, answered
from threadmark.labels.records import Answer, Context, Edit, Key, Label, Link, Review, Span, Target, drop, put
from threadmark.labels.targets import NamedTarget
from threadmark.labels.undo import SAID, edits_of
from threadmark.labels.words import batch_words, label_words
from threadmark.thread.text import clean, clean_line

if TYPE_CHECKING:
    from threadmark.labels.drafting import Batch
    from threadmark.labels.history import Kind


_ON_COMMENTS: Final = frozenset({"labels", "reviews", "links"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act did: words for the status line, and the comments (by index) that look different now."""

    said: str
    comments: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class StillOpen:
    """A comment is not done: these questions have no answer. Saying *done* again skips them."""

    questions: tuple[Question, ...]
    without_words: tuple[Question, ...] = ()

    @property
    def said(self) -> str:
        """Which ones, for the status line."""
        if self.without_words:
            names = " and ".join(question.name for question in self.without_words)
            return f"{names}: mark the words that the label rests on (v); again goes on without"
        names = " and ".join(f"{question.name}?" for question in self.questions)
        return f"{names} {'are' if len(self.questions) > 1 else 'is'} open; again to skip"


@dataclass(frozen=True, slots=True)
class GoThere:
    """The batch to undo is on another comment: go there first; `said` tells what would be undone."""

    index: int
    said: str


class Round(Giving):
    """An annotator's round over a thread; reading is `Standing`'s.

    Every method that writes raises NotSaved, with nothing changed, when the disk refuses, and HeldError in a store
    that is open read-only.

    Args:
        store: where labels go.
        thread: the thread.
        codebook: the codebook in effect.
        annotator: who labels.
        number: 1, or another round: one over a sample of what is done, an adjudication.
        session: the id of this start of the program.
        source: gives where the thread came from; asked at the first change, and written with it.
        study_claim: the claim that the study sets for this thread.
        named: the named targets that it sets.
        drawn: the ids of the comments that a second round is over; None for all. On others it raises NotDrawnError.
        passes: the dimensions that each pass of the study asks for.

    Raises:
        LabelFileError: the labels of this thread are damaged.
    """

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
        wanted = self._wanted(index, dimension, target, label, via)
        if self._lacks_target(index, wanted):
            return Outcome(f"a top-level comment has no {target}")
        edits, given = self._giving(index, wanted, evidence=evidence, join=join, context=context)
        words = label_words(self.codebook, given, self)
        said = self._act([*wanted.coming, *edits], words, index, via) if edits else Outcome(f"{words} is set already")
        self._to_repeat = dimension, target, label
        self._last_set[index, dimension, given.target] = label
        return said

    def give_branch(
        self, index: int, dimension: str, target: str | None, label: str, *, context: Callable[[int], Context]
    ) -> Outcome:
        """Give a label to a comment and all below it, in one batch; comments without the target are left out.

        `context` gives what can be seen of each comment's surroundings.

        Raises:
            KeyError: the codebook has no such label.
        """
        wanted = self._wanted(index, dimension, target, label, "branch")
        edits = [*wanted.coming]
        comments = []
        for at in range(index, self.thread.end(index)):
            if self._lacks_target(at, wanted) or not self.is_drawn(at):
                continue
            some, given = self._giving(at, wanted, context=context(at))
            if some:
                comments.append(at)
                edits += some
        if not comments:
            return Outcome("it is set on all of them already")
        self._commit(edits, via="branch")
        return Outcome(f"{label_words(self.codebook, given, self)} on {len(comments):,} comments", tuple(comments))

    def skip_branch(self, index: int, reason: str = "") -> Outcome:
        """Skip a comment and all below it that is to do, in one batch."""
        reason = clean_line(reason)[0]
        comments = tuple(at for at in range(index, self.thread.end(index)) if self.todo(at))
        if not comments:
            return Outcome("nothing here is to do")
        skipped = (msgspec.structs.replace(self._review_of(at), status="skipped", reason=reason) for at in comments)
        self._commit([put(review) for review in skipped], via="branch")
        return Outcome(f"{len(comments):,} comments skipped", comments)

    def take(self, index: int, label: Label, *, via: str = "key") -> Outcome:
        """Take a label away."""
        words = label_words(self.codebook, label, self)
        before = self._in_question(index, label.dimension, label.target)
        after = choices.loosened(other for other in before if other.label != label.label)
        edits = choices.difference(before, after, self.store.now())
        if not edits:
            return Outcome(f"{words} is not set")
        review = self._answering(index, self._review_of(index), label.dimension, label.target, after, via)
        return self._act([*edits, put(review)], f"{words} taken away", index, via)

    def repeat(self, index: int, *, context: Context | None = None) -> Outcome:
        """Give the label that was given last, here."""
        if self._to_repeat is None:
            return Outcome("no label to repeat yet")
        dimension, target, label = self._to_repeat
        return self.give(index, dimension, target, label, via="repeat", context=context)

    # Evidence

    def drop_span(self, index: int, label: Label, span: Span) -> Outcome:
        """Take one span of a label's evidence away; the label stays."""
        words = f"the words of {label_words(self.codebook, label)}"
        return self._act_on_label(index, label, without(label, span), f"{words} taken away")

    def move_span(self, index: int, label: Label, span: Span, new: Span) -> Outcome:
        """Give a span of a label's evidence other bounds."""
        words = f"the words of {label_words(self.codebook, label)}"
        moved = with_spans(label, (*without(label, span).evidence, new))
        return self._act_on_label(index, label, moved, f"{words} changed")

    def settle(self) -> Outcome:
        """Write the spans that were found elsewhere in a changed text as they are now, in one batch."""
        found = list(as_found(self))
        if not found:
            return Outcome("no words were found elsewhere")
        self._commit([edit for _, edit in found])
        self.unsettled = [one for one in self.unsettled if one.moved_to is None]
        return Outcome("the words are kept where they are now", tuple(dict.fromkeys(index for index, _ in found)))

    def _act_on_label(self, index: int, label: Label, after: Label, said: str) -> Outcome:
        """Change a label's evidence; the question that it answers stays as it is."""
        edits = choices.difference([label], [after], self.store.now())
        return self._act([*edits, put(self._review_of(index))], said, index) if edits else Outcome("nothing changed")

    # The review

    def done(self, index: int, *, via: str = "key", context: Context | None = None) -> Outcome | StillOpen:
        """Finish a comment: `none` into what was asked and may hold several labels, the rest must be answered.

        With a question open it says which; said a second time in a row, the question is skipped. In a study of several
        passes it is done as far as this one goes. A comment that was not drawn for the round stays as it is.
        """
        if not self.is_drawn(index):
            return Outcome("")
        nones: list[tuple[Question, str]] = []
        still_open: list[Question] = []
        for question in self.open_questions(index):
            dimension = self.codebook.dimension(question.dimension)
            if self.lacks_words(index, question):
                still_open.append(question)
            elif dimension.choice == "many" and dimension.none is not None:
                nones.append((question, dimension.none))
            else:
                still_open.append(question)
        if still_open and self._insisted != index:
            self._insisted = index
            return StillOpen(
                tuple(still_open), tuple(question for question in still_open if self.lacks_words(index, question))
            )
        edits: list[Edit] = []
        review = self._review_of(index, context)
        now = self.store.now()
        for question, none in nones:
            label = self._new_label(index, question.dimension, None, none, now, via=via, context=context)
            edits.append(put(label))
            review = self._answering(index, review, question.dimension, None, [label], via)
        for question in still_open:
            if self.lacks_words(index, question):
                continue
            claim, toward = self._toward(index, question.dimension, question.target)
            edits += claim
            answer = Answer(question.dimension, toward, asked=True, outcome="skipped")
            review = msgspec.structs.replace(review, answers=answered(review.answers, answer))
        review = self._all_asked(index, review)
        finished = {"passed": max(review.passed, self.place + 1)} if self.place + 1 < len(self.passes) else {}
        status = review.status if finished and review.status == "done" else "open" if finished else "done"
        return self._act_on_review(index, review, "done", edits=edits, via=via, status=status, reason="", **finished)

    def skip(self, index: int, reason: str = "", *, via: str = "key") -> Outcome:
        """Skip a comment; it is not to do any more."""
        reason = clean_line(reason)[0]
        return self._act_on_review(index, self._review_of(index), "skipped", via=via, status="skipped", reason=reason)

    def toggle_revisit(self, index: int) -> Outcome:
        """Mark a comment to be come back to, or take the mark away."""
        revisit = not self.revisit(index)
        said = "to revisit" if revisit else "not to revisit"
        return self._act_on_review(index, self._review_of(index), said, revisit=revisit)

    def set_note(self, index: int, text: str) -> Outcome:
        """Write the note on a comment; an empty one deletes it."""
        note = clean(text)[0]
        note = note if note.strip() else ""
        return self._act_on_review(index, self._review_of(index), "note" if note else "no note", note=note)

    def set_claim(self, text: str, claim_type: str | None = None) -> Outcome:
        """Say what stances are toward from now on, or pick an earlier claim by its text."""
        said = clean_line(text)[0]
        if not said:
            return Outcome("a claim needs words")
        if self.claim is not None and (self.claim.text, self.claim.claim_type) == (said, claim_type):
            return Outcome("that is the claim already")
        self._commit([put(self._claim(said, self.annotator, claim_type))])
        return Outcome("claim set")

    def add_target(self, text: str, claim_type: str | None = None) -> Outcome:
        """Add a named target to the end of the list, where the study leaves it open."""
        added = NamedTarget(clean_line(text)[0], claim_type=claim_type)
        if self.targets_closed:
            return Outcome("the study's list of targets is closed")
        if not added.text:
            return Outcome("a target needs words")
        if self.store.get("targets", (self.thread.id, added.id)) is not None or added in self.named:
            return Outcome("that target is there already")
        now = self.store.now()
        self._commit([put(Target(added.id, self.thread.id, "named", added.text, claim_type, self.annotator, now))])
        return Outcome(f"target {len(self.named)} added")

    def attach(self, index: int, parent: int | None) -> Outcome:
        """Say whom a comment answers; None for the article. The thread, and labels given before, stay as they are."""
        if parent == self.parent(index):
            return Outcome("it answers that one already")
        if index in self._upwards(parent):
            return Outcome("a comment can't answer itself or a reply to it")
        there = None if parent is None else self.thread.ids[parent]
        link = Link(self.thread.id, self.thread.ids[index], self.annotator, there, state="attached")
        own = parent == self.thread.parent(index)
        return self._act([drop(link) if own else put(link)], "attached" if parent is not None else "top-level", index)

    def accept(self, index: int) -> Outcome:
        """Accept a link that was inferred."""
        inferred, parent = self.thread.inferred(index), self.thread.parent(index)
        if inferred is None or parent is None:
            return Outcome("this link is not inferred")
        if self.link(index) is not None:
            return Outcome("that is settled already")
        ids = self.thread.ids
        link = Link(
            self.thread.id, ids[index], self.annotator, ids[parent], inferred.cue, inferred.confidence, "accepted"
        )
        return self._act([put(link)], "accepted", index)

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
        comments = self._comments(batch)
        words = batch_words(self.codebook, batch, self, len(comments))
        if at is not None and comments and at not in comments:
            return GoThere(comments[0], f"u again undoes {words}")
        made = self._turn(batch, Turn(back=True, kept=self._kept(batch)), batch.id)
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
        comments = self._comments(batch)
        words = batch_words(self.codebook, batch, self, len(comments))
        made = self._turn(batch, Turn(back=False), undone)
        if not made.id:
            self._log.pass_over(batch)
            return Outcome(f"{words} is there already")
        return Outcome(f"redone: {words}", comments)

    # Inside

    def _upwards(self, index: int | None) -> Iterator[int]:
        """A comment and those above it, by whom they answer."""
        seen: set[int] = set()  # a label file that others have written to may hold a circle
        while index is not None and index not in seen:
            yield index
            seen.add(index)
            index = self.parent(index)

    def _act(self, edits: Sequence[Edit], said: str, index: int, via: str = "key") -> Outcome:
        """Commit an act on a comment, and tell it."""
        return Outcome(said, (index,) if self._commit(edits, via=via).id else ())

    def _act_on_review(
        self, index: int, review: Review, said: str, *, edits: Sequence[Edit] = (), via: str = "key", **changes: object
    ) -> Outcome:
        """Change a review, unless all that it would say is said."""
        changed = msgspec.structs.replace(review, **changes)
        old = self.review(index) or Review(review.thread, review.comment, review.annotator, review.round)
        if not edits and all(getattr(changed, name) == getattr(old, name) for name in SAID):
            return Outcome(said)
        return self._act([*edits, put(changed)], said, index, via)

    def _turn(self, batch: Batch, turn: Turn, undoes: str) -> Batch:
        """Undo or redo a batch: one of many by one line, another change by change."""
        reach = self.reach_of(batch)
        if reach is not None:
            place = self.thread.id, batch.id, self.annotator, self.number
            return self.store.turn(reach.laid, turn, place, session=self.session, undoes=undoes)
        edits = [
            edit
            for edit in edits_of(batch, self.store.get, back=turn.back)
            if (edit.table, edit.key) not in turn.kept or edit.after is not None
        ]
        kind: Kind = "undo" if turn.back else "redo"
        return self.store.commit(edits, annotator=self.annotator, session=self.session, kind=kind, undoes=undoes)

    def _kept(self, batch: Batch) -> tuple[tuple[str, Key], ...]:
        """What stays when a batch is undone: a claim that other labels rest on."""
        reach = self.reach_of(batch)
        effects = batch.effects if reach is None else reach.laid.few_effects
        claims = {
            f"{target.kind}:{target.id}": effect.key
            for effect in effects
            if isinstance(target := effect.after, Target) and effect.before is None
        }
        if not claims:
            return ()
        own = {effect.key for effect in effects if effect.table == "labels" and effect.before is None}
        goes = own if reach is None else reach.laid.brought
        resting = self.store.targets_of_labels(self.thread.id, claims, but=goes)
        return tuple(("targets", key) for target, key in claims.items() if target in resting)

    def _comments(self, batch: Batch) -> tuple[int, ...]:
        """The comments that a batch is on."""
        reach = self.reach_of(batch)
        if reach is not None:
            return (*reach.comments,)
        ids = dict.fromkeys([effect.key[1] for effect in batch.effects if effect.table in _ON_COMMENTS])
        return tuple([index for name in ids if (index := self.index_of(str(name))) is not None])
