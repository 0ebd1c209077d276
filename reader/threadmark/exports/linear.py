"""A thread in plain lines, one after another, for screen readers, pipes and paper: no columns, no signs, no colour.

What the tree shows by place is said in words: how deep a comment is, whom it answers, what labels it has.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from threadmark.exports.contents import Contents
from threadmark.labels.records import Label, Review
from threadmark.thread import Thread

Names = Mapping[tuple[str, str], str]
"""What labels are called, by dimension and id."""
_Record = TypeVar("_Record", Label, Review)
_PLAIN = Contents((), (), (), (), ())


def linear(
    thread: Thread, contents: Contents = _PLAIN, *, annotator: str | None = None, width: int = 80
) -> Iterator[str]:
    """The lines of a thread with its article, comments, labels and notes.

    Args:
        thread: the thread.
        contents: what a label file says; labels of other threads are left out.
        annotator: only what this one gave; None for everybody, each named.
        width: characters a line at most, where there is a blank to break at; 0 leaves paragraphs whole.
    """
    names = _names(contents)
    labels = _by_comment(thread, contents.labels, annotator)
    reviews = _by_comment(thread, contents.reviews, annotator)
    targets = {f"{target.kind}:{target.id}": target.text for target in contents.targets if target.thread == thread.id}
    for words in _article(thread):
        yield from (*_wrapped(words, width), "")
    yield from (f"{_counted(len(thread), 'comment')}.", "")
    for index in range(len(thread)):
        comment = thread.ids[index]
        yield from _wrapped(_heading(thread, index), width)
        for paragraph in (thread.texts[index] or "No text.").split("\n"):
            yield from _wrapped(paragraph, width)
        for readings in _joined(labels.get(comment, ())):
            yield from _wrapped(_label_words(readings, names, targets, annotator), width)
        for review in reviews.get(comment, ()):
            for words in _review_words(review, annotator):
                yield from _wrapped(words, width)
        yield ""


def _article(thread: Thread) -> Iterator[str]:
    article = thread.article
    yield f"Article: {article.title or 'without a title'}."
    if about := ", ".join(part for part in (article.byline, article.published, article.url) if part):
        yield about
    for number, paragraph in enumerate(article.paragraphs, 1):
        yield f"Paragraph {number}. {paragraph}"


def _heading(thread: Thread, index: int) -> str:
    comment = thread[index]
    parent = thread.parent(index)
    answers = "top level" if parent is None else f"depth {comment.depth}, answers {_author(thread, parent)}"
    inferred = ", inferred" if comment.inferred is not None else ""
    written = f", {comment.created:%Y-%m-%d %H:%M}" if comment.created is not None else ""
    score = f", score {comment.score}" if comment.score is not None else ""
    return f"Comment {index + 1} of {len(thread)}, {_author(thread, index)}, {answers}{inferred}{written}{score}:"


def _author(thread: Thread, index: int) -> str:
    return thread[index].author or f"the unnamed author of comment {index + 1}"


def _joined(labels: Iterable[Label]) -> list[list[Label]]:
    """Labels alone, and readings of the same thing together, each where its first is."""
    found: dict[object, list[Label]] = {}
    for label in labels:
        alone = id(label) if label.either is None else label.either
        found.setdefault((label.annotator, label.round, label.dimension, label.target, alone), []).append(label)
    return list(found.values())


def _label_words(readings: Sequence[Label], names: Names, targets: Mapping[str, str], annotator: str | None) -> str:
    label = readings[0]
    who = "" if annotator is not None else f" by {label.annotator}"
    again = f", round {label.round}" if label.round > 1 else ""
    toward = ""
    if label.target is not None:
        text = targets.get(label.target)
        toward = f" toward the {'claim' if label.target.startswith('claim:') else 'target'}: {text}" if text else ""
        toward = toward or (" toward the parent" if label.target.startswith("comment:") else f" toward {label.target}")
    name = " or ".join(names.get((each.dimension, each.label), each.label) for each in readings)
    resting = "; ".join(f'"{span.quote}"' for each in readings for span in each.evidence)
    return f"Label{who}{again}: {label.dimension}, {name}{toward}{f', resting on {resting}' if resting else ''}."


def _review_words(review: Review, annotator: str | None) -> Iterator[str]:
    who = "" if annotator is not None else f" by {review.annotator}"
    if review.status != "open" or review.revisit:
        marks: list[str] = [review.status] if review.status != "open" else []
        marks += ["to revisit"] if review.revisit else []
        reason = review.reason.replace("_", " ")  # an id, or what somebody wrote
        yield f"Marked{who}: {', '.join(marks)}{f', {reason}' if reason else ''}."
    if review.note:
        yield f"Note{who}: {review.note}"


def _names(contents: Contents) -> dict[tuple[str, str], str]:
    """What labels were called when they were given: the file explains itself."""
    dimensions = [dimension for codebook in contents.codebooks for dimension in codebook.dimensions]
    families = {
        (dimension["id"], f"family.{family['id']}"): family["name"]
        for dimension in dimensions
        for family in dimension.get("families", ())
    }
    return families | {
        (dimension["id"], label["id"]): label["name"] for dimension in dimensions for label in dimension["labels"]
    }


def _by_comment(thread: Thread, records: Iterable[_Record], annotator: str | None) -> dict[str, list[_Record]]:
    found: dict[str, list[_Record]] = {}
    for record in records:
        if record.thread == thread.id and annotator in (None, record.annotator):
            found.setdefault(record.comment, []).append(record)
    return found


def _wrapped(text: str, width: int) -> Sequence[str]:
    text = " ".join(text.split())
    if not width:
        return [text]
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
