"""What rows are made of, pass by pass: what all rows of a pass have alike, and an entry for each of its own.

An entry is a label as it lies in the file, or a question that stayed open, which has the fields of a label. So whoever
makes rows or columns of them asks neither which it is nor how it came about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

from msgspec import Struct

from threadmark.exports.labelled import LabelledThread
from threadmark.exports.passes import Pass
from threadmark.labels.records import Answer, CodebookRecord, Context, Label, Span

Families = Mapping[tuple[str | None, str | None, str | None], str]
"""The family of a label, by codebook, dimension and label."""

_Question = tuple[str, str | None]
_QUESTION: Callable[[Label | Answer], _Question] = attrgetter("dimension", "target")
_ASKED: Callable[[Answer], bool] = attrgetter("asked")
_CODEBOOK_DIGITS = 12
_NOTHING_ASKED: Mapping[_Question, bool] = {}
_UNKNOWN: tuple[None, None, None, None] = (None, None, None, None)


class Open(Struct, frozen=True, gc=False):
    """A question that was asked and has no label; without a dimension, a comment that has no label at all."""

    dimension: str | None
    target: str | None
    context: Context
    label: None = None
    evidence: tuple[Span, ...] = ()
    either: None = None
    via: None = None
    codebook: None = None
    created: None = None
    updated: None = None


class Entries(Struct, frozen=True, gc=False):
    """One pass, ready to be laid out.

    Attributes:
        comment: thread, comment, parent, depth, author, text, annotator and round, as a row has them.
        note: the annotator's note on the comment.
        status: how it was left.
        reason: why it was skipped.
        revisit: whether the annotator wants to come back.
        seconds: active time on it.
        each: the labels, then what stayed open.
        asked: of each, whether the question was required.
    """

    comment: tuple[str, str, str | None, int | None, str | None, str | None, str, int]
    note: str | None
    status: str | None
    reason: str | None
    revisit: bool | None
    seconds: float | None
    each: Sequence[Label | Open]
    asked: Sequence[bool | None]


class ThreadEntries:
    """Makes the entries of one thread.

    Args:
        held: the thread.
        families: as `families_of` gives them.
    """

    def __init__(self, held: LabelledThread, families: Families) -> None:
        self._held = held
        self._families = families

    def __iter__(self) -> Iterator[Entries]:
        """Those of each pass.

        Raises:
            LabelFileError: a span's quote is not what stands there in the text.
        """
        return map(self._of, self._held.passes)

    def family(self, entry: Label | Open) -> str | None:
        """The family of a label, in the codebook that it was given by."""
        return self._families.get((entry.codebook, entry.dimension, entry.label))

    def target_text(self, target: str) -> str | None:
        """The whole text of what a stance is toward."""
        kind, _, comment = target.partition(":")
        return self._read(comment)[-1] if kind == "comment" else self._held.targets.get(target)

    def _of(self, given: Pass) -> Entries:
        comment = (self._held.id, given.comment, *self._read(given.comment), given.annotator, given.round)
        each: Sequence[Label | Open] = given.labels
        for label in given.labels:
            if label.evidence:
                self._held.evidence(label)  # in code points, as it is kept; but is it there?
        review = given.review
        if review is None:
            return Entries(comment, None, None, None, None, None, each, [None] * len(each))
        required = dict(zip(map(_QUESTION, review.answers), map(_ASKED, review.answers), strict=True))
        questions = list(map(_QUESTION, given.labels))
        asked: list[bool | None] = list(map(required.get, questions))
        left = [question for question, needed in required.items() if needed and question not in questions]
        if left or not (given.labels or given.partial):
            each = [*each, *(Open(*question, review.context) for question in left)]
            asked += [True] * len(left)
            if not (given.labels or given.partial):
                each.append(Open(None, None, review.context))
                asked.append(None)
        note, reason = review.note or None, review.reason or None
        return Entries(comment, note, review.status, reason, review.revisit, review.seconds, each, asked)

    def _read(self, comment: str) -> tuple[str | None, int | None, str | None, str | None]:
        """Parent, depth, author and text of a comment, as far as they are known."""
        thread = self._held.thread
        index = thread.place(comment) if thread is not None else None
        if thread is None or index is None:
            return _UNKNOWN
        above = thread.parents[index]
        return (
            thread.ids[above] if above >= 0 else None,
            thread.depths[index],
            thread.authors[index],
            thread.texts[index] if self._held.has_text else None,
        )


def families_of(codebooks: Iterable[CodebookRecord]) -> Families:
    """The family of each label that has one, by codebook (as labels name it), dimension and label."""
    families: dict[tuple[str | None, str | None, str | None], str] = {}
    for codebook in codebooks:
        short = codebook.sha256[:_CODEBOOK_DIGITS]
        for dimension in codebook.dimensions:
            for family in dimension.get("families", ()):
                families[short, dimension["id"], f"family.{family['id']}"] = family["id"]
            for label in dimension.get("labels", ()):
                if label.get("family") is not None:
                    families[short, dimension["id"], label["id"]] = label["family"]
    return families
