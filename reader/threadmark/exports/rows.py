"""The rows that most formats are written from: one for each label, and one for each question that stayed open.

A row stands by itself: whoever reads it needs neither the thread nor the codebook. `target_text` is therefore the whole
text of what a stance is toward, the parent's too: text, target_text and label are the triple that stance corpora are
made of, and a parent's text on one row of a comment is little beside the comment's own on each.

Rows with `label` null keep apart what an absent label would mix up:

- a question that was asked and has no answer: `dimension` and `target` say which, `asked` is true;
- a comment that was looked at and has no label at all: `dimension` is null, `status` says how it was left.

*None* is a label like others (`none`, `no_argument` …), and a comment that nobody looked at has no row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

from msgspec import Struct

from threadmark.exports.labelled import Labelled, LabelledThread
from threadmark.exports.passes import Pass
from threadmark.labels.records import Answer, CodebookRecord, Context, Label, Span

Families = Mapping[tuple[str, str, str], str]
"""The family of a label, by codebook, dimension and label."""

_Question = tuple[str, str | None]
_QUESTION: Callable[[Label | Answer], _Question] = attrgetter("dimension", "target")
_ASKED: Callable[[Answer], bool] = attrgetter("asked")
_CODEBOOK_DIGITS = 12


class Row(Struct, frozen=True, gc=False):
    """One label with all that it was given in, or one question without a label.

    Attributes:
        thread: the thread's id.
        comment: the comment's id.
        parent: the id of the comment it answers; null for a top-level comment.
        depth: 1 for a top-level comment.
        author: who wrote it.
        text: its cleaned text; it and the three before it are null where the thread can't be read.
        annotator: who labelled it.
        round: the annotator's pass over the comments, from 1.
        dimension: the dimension's id; null for a comment without any label.
        label: the label's id; null for none given.
        family: the id of the label's family in the codebook that it was given by.
        target: what a stance is toward (`claim:ID`, `named:ID`, `comment:ID`).
        target_text: the whole text of the claim, the named target or the comment.
        evidence: spans, in code points of `text` or of a paragraph of the article.
        either: a number that readings of the same thing share.
        via: how it was given (`key`, `flow`, `repeat`, `branch`, `import`).
        note: the annotator's note on the comment.
        status: how the comment was left (`open`, `done`, `skipped`); null where it has no review.
        reason: why it was skipped: the id of a layer's reason, or what was written; null where that was not said.
        revisit: whether the annotator wants to come back.
        asked: whether the question was required when it was answered; null where that is not on record.
        context: what could be seen.
        codebook: the first twelve digits of its hash.
        created: RFC 3339, UTC.
        updated: RFC 3339, UTC.
        seconds: active time on the comment, the same on all rows of one pass.
    """

    thread: str
    comment: str
    parent: str | None
    depth: int | None
    author: str | None
    text: str | None
    annotator: str
    round: int
    dimension: str | None = None
    label: str | None = None
    family: str | None = None
    target: str | None = None
    target_text: str | None = None
    evidence: tuple[Span, ...] = ()
    either: int | None = None
    via: str | None = None
    note: str | None = None
    status: str | None = None
    reason: str | None = None
    revisit: bool | None = None
    asked: bool | None = None
    context: Context | None = None
    codebook: str | None = None
    created: str | None = None
    updated: str | None = None
    seconds: float | None = None


FIELDS: tuple[str, ...] = Row.__struct_fields__
"""The names of a row's fields, in the order in which every format has them."""

_NOTHING_ASKED: Mapping[_Question, bool] = {}


def rows(labelled: Labelled) -> Iterator[Row]:
    """All rows: thread by thread, comments in the thread's order, then by annotator and round, labels as they were given.

    Raises:
        LabelFileError: a span's quote is not what stands there in the text.
    """
    families = families_of(labelled.contents.codebooks)
    for held in labelled.threads():
        for of_pass in pass_rows(held, families):
            yield from of_pass


def pass_rows(held: LabelledThread, families: Families) -> Iterator[list[Row]]:
    """The rows of one thread, together what one annotator made of one comment in one round."""
    return map(_ThreadRows(held, families).of, held.passes)


class _ThreadRows:
    """Makes the rows of one thread."""

    def __init__(self, held: LabelledThread, families: Families) -> None:
        self._held = held
        self._families = families

    def of(self, given: Pass) -> list[Row]:
        """The rows of one pass."""
        family_of = self._families.get
        parent, depth, author, text = self._read(given.comment)
        of_pass = (self._held.id, given.comment, parent, depth, author, text, given.annotator, given.round)
        review, asked = given.review, _NOTHING_ASKED
        note = status = reason = revisit = seconds = None
        if review is not None:
            note, status, revisit, seconds = review.note or None, review.status, review.revisit, review.seconds
            reason = review.reason or None
            asked = dict(zip(map(_QUESTION, review.answers), map(_ASKED, review.answers), strict=True))
        questions = [*map(_QUESTION, given.labels)]
        made = [
            Row(
                *of_pass,
                label.dimension,
                label.label,
                family_of((label.codebook, label.dimension, label.label)),
                label.target,
                label.target and self._target_text(label.target),
                label.evidence and self._held.evidence(label),
                label.either,
                label.via,
                note,
                status,
                reason,
                revisit,
                asked.get(question),
                label.context,
                label.codebook,
                label.created,
                label.updated,
                seconds,
            )
            for label, question in zip(given.labels, questions, strict=True)
        ]
        if review is not None:
            made += (
                Row(
                    *of_pass,
                    dimension=dimension,
                    target=target,
                    target_text=target and self._target_text(target),
                    note=note,
                    status=status,
                    reason=reason,
                    revisit=revisit,
                    asked=True if dimension else None,
                    context=review.context,
                    seconds=seconds,
                )
                for dimension, target in _open_questions(given, questions, asked)
            )
        return made

    def _read(self, comment: str) -> tuple[str | None, int | None, str | None, str | None]:
        """Parent, depth, author and text of a comment, as far as they are known."""
        thread = self._held.thread
        if thread is None:
            return None, None, None, None
        try:
            index = thread.index(comment)
        except KeyError:
            return None, None, None, None
        above = thread.parents[index]
        return (
            thread.ids[above] if above >= 0 else None,
            thread.depths[index],
            thread.authors[index],
            thread.texts[index] if self._held.has_text else None,
        )

    def _target_text(self, target: str) -> str | None:
        kind, _, comment = target.partition(":")
        return self._read(comment)[-1] if kind == "comment" else self._held.targets.get(target)


def _open_questions(
    given: Pass, answered: Sequence[_Question], asked: Mapping[_Question, bool]
) -> Sequence[_Question | tuple[None, None]]:
    """What was asked and has no label; and, of a comment without any label, no question at all."""
    left = [question for question, required in asked.items() if required and question not in answered]
    return left if given.labels or given.partial else [*left, (None, None)]


def families_of(codebooks: Iterable[CodebookRecord]) -> dict[tuple[str, str, str], str]:
    """The family of each label that has one, by codebook (as labels name it), dimension and label."""
    families: dict[tuple[str, str, str], str] = {}
    for codebook in codebooks:
        short = codebook.sha256[:_CODEBOOK_DIGITS]
        for dimension in codebook.dimensions:
            for family in dimension.get("families", ()):
                families[short, dimension["id"], f"family.{family['id']}"] = family["id"]
            for label in dimension.get("labels", ()):
                if label.get("family") is not None:
                    families[short, dimension["id"], label["id"]] = label["family"]
    return families
