"""A thread as a report shows it: its article, and each comment with all that annotators gave it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Protocol

from threadmark.exports.labelled import LabelledThread
from threadmark.exports.passes import Pass
from threadmark.report.agreeing import Answering, question_of
from threadmark.report.figures import moment
from threadmark.thread import Thread

_DEEPEST = 16  # steps of indentation
_APART = "\x1f"
_UNSEEN = "unseen"


class NamedLabel(Answering, Protocol):
    """A label by its id."""

    @property
    def label(self) -> str:
        """The label's id."""


@dataclass(frozen=True, slots=True)
class Line:
    """What an annotator gave a comment: a label with the words that it rests on, or a note."""

    who: str
    label: str = ""
    quotes: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A comment; `labels`, `annotators` and `statuses` are joined by a unit separator, for filters."""

    author: str
    meta: str
    text: str
    depth: int
    given: tuple[Line, ...]
    labels: str
    annotators: str
    statuses: str

    @property
    def indent(self) -> int:
        """Steps of indentation."""
        return min(self.depth, _DEEPEST) - 1


@dataclass(frozen=True, slots=True)
class ShownThread:
    """A thread with its article."""

    title: str
    meta: str
    paragraphs: tuple[str, ...]
    comments: tuple[ShownComment, ...]


def shown(held: LabelledThread) -> ShownThread:
    """A thread as it is shown; where it could not be read, the comments that were labelled, by their ids.

    Raises:
        LabelFileError: the words that a label rests on are not where it says.
    """
    by_comment: defaultdict[str, list[Pass]] = defaultdict(list)
    for each in held.passes:
        by_comment[each.comment].append(each)
    if held.thread is None:
        comments = tuple(
            _comment(held, comment, "", "the thread was not found", "", 1, given)
            for comment, given in by_comment.items()
        )
        return ShownThread(held.id, "not found", (), comments)
    article = held.thread.article
    meta = ", ".join(part for part in (article.byline, article.published, article.url) if part)
    comments = tuple(_comments(held, held.thread, by_comment))
    return ShownThread(article.title or held.id, meta, tuple(article.paragraphs) if held.has_text else (), comments)


def _comments(held: LabelledThread, thread: Thread, by_comment: dict[str, list[Pass]]) -> Iterator[ShownComment]:
    for index, comment in enumerate(thread.ids):
        above = thread.parents[index]
        meta = [f"answers {thread.authors[above] or thread.ids[above]}"] if above >= 0 else []
        meta += [moment(created)] if not isnan(created := thread.created[index]) else []
        yield _comment(
            held,
            comment,
            thread.authors[index] or "",
            ", ".join(meta),
            thread.texts[index],
            thread.depths[index],
            by_comment.get(comment, ()),
        )


def _comment(
    held: LabelledThread, comment: str, author: str, meta: str, text: str, depth: int, given: Sequence[Pass]
) -> ShownComment:
    lines = [line for each in given for line in _lines(held, each)]
    statuses: set[str] = {each.review.status if each.review else "open" for each in given}
    statuses |= {"revisit" for each in given if each.review and each.review.revisit}
    labels = dict.fromkeys(label_words(label) for each in given for label in each.labels)
    return ShownComment(
        author or comment,
        meta,
        text,
        depth,
        tuple(lines),
        _APART.join(labels),
        _APART.join(dict.fromkeys(each.annotator for each in given)),
        _APART.join(sorted(statuses)) or _UNSEEN,
    )


def _lines(held: LabelledThread, each: Pass) -> Iterator[Line]:
    who = each.annotator if each.round == 1 else f"{each.annotator}, round {each.round}"
    for label in each.labels:
        yield Line(who, label_words(label), tuple(span.quote for span in held.evidence(label) if span.quote))
    if each.review is not None and each.review.note:
        yield Line(who, note=each.review.note)


def label_words(label: NamedLabel) -> str:
    """A label as reports name it: `fallacy: ad hominem`, `stance toward the parent: agree`."""
    dimension, kind = question_of(label)
    toward = {"claim": " toward the claim", "comment": " toward the parent", "named": f" toward {label.target or ''}"}
    return f"{dimension}{toward.get(kind, '')}: {label.label.removeprefix('family.').replace('_', ' ')}"
