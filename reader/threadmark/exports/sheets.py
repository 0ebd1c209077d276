"""A comment with all that its annotators made of it: what programs that show one text at a time are given.

Most of them know neither threads nor targets. What a sheet says beside the text goes into fields of their records that
they keep and give back (`facts`), so that the labels find home again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from threadmark.exports.labelled import Labelled, LabelledThread
from threadmark.exports.names import file_name
from threadmark.exports.passes import Pass
from threadmark.exports.spans import CODE_POINTS, Unit
from threadmark.labels.naming import QuestionKey, full_name, question_names
from threadmark.labels.records import Label, Span

IN_COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One comment and its passes.

    Attributes:
        thread: the thread's id.
        title: of its article.
        comment: the comment's id.
        parent: the id of the comment it answers.
        author: who wrote it.
        text: its cleaned text; it and the three before it are None where the thread can't be read.
        parent_text: the text of the comment it answers.
        held: the thread that it is of.
        names: what each question is called.
        targets: by a question's name, what its labels are toward: `{"target": "claim:k-1", "text": …}`.
        passes: by annotator and round.
    """

    thread: str
    title: str | None
    comment: str
    parent: str | None
    author: str | None
    text: str | None
    parent_text: str | None
    held: LabelledThread
    names: Mapping[QuestionKey, str]
    targets: Mapping[str, Mapping[str, str | None]]
    passes: Sequence[Pass]

    def question(self, label: Label) -> str:
        """What the question is called that a label answers."""
        return self.names[label.dimension, label.target]

    def full_name(self, label: Label) -> str:
        """What a label is called among all labels: `stance-claim:against`."""
        return full_name(self.question(label), label.label)

    def spans_here(self, label: Label) -> list[Span]:
        """The label's evidence in the comment, compared with its quotes; `beyond` has what is in the article."""
        return [span for span in self.held.evidence(label) if span.part == IN_COMMENT]

    def spans(self, label: Label, unit: Unit = CODE_POINTS) -> list[Span]:
        """The same in a unit, for formats without `beyond`: evidence in the article is counted as lost."""
        found = self.held.evidence(label, unit)
        inside = [span for span in found if span.part == IN_COMMENT]
        if len(inside) < len(found):
            self.held.lossy("evidence in the article", self.comment, len(found) - len(inside))
        return inside

    def count_open(self, given: Pass) -> None:
        """Count as lost the questions of a pass that were asked and have no label."""
        count_open(self.held, given)

    def by_question(self, given: Pass) -> dict[str, list[Label]]:
        """The labels of a pass by the name of their question."""
        found: dict[str, list[Label]] = {}
        for label in given.labels:
            found.setdefault(self.question(label), []).append(label)
        return found

    def facts(self, given: Pass | None = None) -> dict[str, Any]:
        """What there is to say of the comment, and of one pass, apart from its labels; what is not known is left out."""
        facts: dict[str, Any] = {
            "thread": self.thread,
            "comment_id": self.comment,
            "parent_id": self.parent,
            "author": self.author,
            "targets": dict(self.targets) or None,
        }
        if given is not None:
            review = given.review
            facts |= {
                "annotator": given.annotator,
                "round": given.round,
                "annotated_at": annotated_at(given),
                "status": review and review.status,
                "note": (review and review.note) or None,
                "either": self.either(given) or None,
            }
        return {name: fact for name, fact in facts.items() if fact is not None}

    def beyond(self, given: Pass) -> dict[str, Any]:
        """What of a pass such programs have no place for, to be kept among what they give back; what is not there is left out.

        `asked` are the questions that had to be answered, answered or not (dimension and target), `article` is the
        evidence in the article by the full name of its label.
        """
        review = given.review
        asked = [[each.dimension, each.target] for each in review.answers if each.asked] if review is not None else []
        article = {
            self.full_name(label): spans
            for label in given.labels
            if (spans := [_in_article(span) for span in self.held.evidence(label) if span.part != IN_COMMENT])
        }
        beyond = {
            "asked": asked,
            "article": article,
            "reason": review.reason if review is not None else "",
            "revisit": review is not None and review.revisit,
            "seconds": review.seconds if review is not None else 0.0,
        }
        return {name: said for name, said in beyond.items() if said}

    def either(self, given: Pass) -> dict[str, int]:
        """The number of the either/or group of each label that is in one."""
        return {self.full_name(label): label.either for label in given.labels if label.either is not None}


def _in_article(span: Span) -> dict[str, Any]:
    return {"part": span.part, "start": span.start, "end": span.end, "quote": span.quote}


def sheets(labelled: Labelled) -> Iterator[Sheet]:
    """Every comment that has labels or reviews, in the order of an export."""
    for held in labelled.threads():
        for comment, passes in groupby(held.passes, lambda each: each.comment):
            yield sheet_of(held, comment, tuple(passes))


def sheets_with_text(labelled: Labelled) -> Iterator[tuple[Sheet, str]]:
    """The same for formats that are about texts; what has none is counted as lost."""
    for sheet in sheets(labelled):
        if sheet.text is not None:
            yield sheet, sheet.text
            continue
        sheet.held.lossy("passes over comments whose text is not known", sheet.comment, len(sheet.passes))


def sheet_of(held: LabelledThread, comment: str, passes: Sequence[Pass]) -> Sheet:
    """The sheet of one comment."""
    parent = author = text = parent_text = None
    thread = held.thread
    index = thread.place(comment) if thread is not None else None
    if thread is not None and index is not None:
        author, text = thread.authors[index], held.text(comment)
        if (above := thread.parents[index]) >= 0:
            parent = thread.ids[above]
            parent_text = held.text(parent)
    names = question_names((label.dimension, label.target) for given in passes for label in given.labels)
    targets = {
        name: {"target": target, "text": held.targets.get(target)}
        for (_, target), name in names.items()
        if target is not None
    }
    title = thread.article.title if thread is not None else None
    return Sheet(held.id, title, comment, parent, author, text, parent_text, held, names, targets, passes)


def count_open(held: LabelledThread, given: Pass) -> None:
    """Count as lost the questions of a pass that were asked and have no label."""
    if left := open_questions(given):
        held.lossy("questions left open", given.comment, len(left))


def open_questions(given: Pass) -> list[QuestionKey]:
    """The questions of a pass that were asked and have no label."""
    answered = {(label.dimension, label.target) for label in given.labels}
    answers = given.review.answers if given.review is not None else ()
    asked = [(each.dimension, each.target) for each in answers if each.asked]
    return [question for question in asked if question not in answered]


def given_at(given: Pass) -> str | None:
    """When the first label of a pass was given; RFC 3339, UTC."""
    return min((label.created for label in given.labels if label.created), default=None)


def annotated_at(given: Pass) -> str | None:
    """When the last label of a pass was given or changed; RFC 3339, UTC."""
    return max((label.updated for label in given.labels if label.updated), default=None)


def annotator_name(given: Pass) -> str:
    """Whose file or folder something goes into, as a part of a file's name; later rounds have their number after an @."""
    name = file_name(given.annotator)
    return name if given.round == 1 else f"{name}@{given.round}"
