"""Labels and reviews of a thread, put together by comment, annotator and round.

A file of a million labels has them nearly in this order, and what is done here for each label is done by functions that
take many at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import count, groupby
from operator import attrgetter

from msgspec import Struct

from threadmark.labels.records import Label, Review
from threadmark.thread import Thread

_Key = tuple[str, str, int]
_KEY: Callable[[Label | Review | Pass], _Key] = attrgetter("comment", "annotator", "round")
_COMMENT: Callable[[Pass], str] = attrgetter("comment")
_LABEL: Callable[[Label], tuple[str, str | None, str]] = attrgetter("dimension", "target", "label")


class Pass(Struct, frozen=True, gc=False):
    """What one annotator made of one comment in one round.

    Attributes:
        comment: the comment's id.
        annotator: who.
        round: from 1.
        review: None where there are labels only, as after an import.
        labels: in the order of the file.
        partial: whether labels of other dimensions were left out, so that having none says nothing.
    """

    comment: str
    annotator: str
    round: int
    review: Review | None
    labels: Sequence[Label]
    partial: bool = False


def passes_of(
    thread: Thread | None, labels: Iterable[Label], reviews: Iterable[Review]
) -> tuple[list[Pass], list[str]]:
    """The passes over a thread, and the comments that it does not have.

    Comments are in pre-order, those that the thread does not have after them by their ids; those of one comment are by
    annotator and round.
    """
    given: dict[_Key, list[Label]] = {}
    for key, of_pass in groupby(labels, _KEY):
        given.setdefault(key, []).extend(of_pass)
    reviewed = {_KEY(review): review for review in reviews}
    passes = [Pass(*key, reviewed.pop(key, None), _once(of_pass)) for key, of_pass in given.items()]
    passes += [Pass(*key, review, ()) for key, review in reviewed.items()]
    return _ordered(passes, thread)


def _ordered(passes: Sequence[Pass], thread: Thread | None) -> tuple[list[Pass], list[str]]:
    comments = list(map(_COMMENT, passes))
    places = thread.places(comments) if thread is not None else [None] * len(comments)
    lost = sorted({comment for comment, place in zip(comments, places, strict=True) if place is None})
    after = dict(zip(lost, count(len(thread or ())), strict=False))
    known = [after[comment] if place is None else place for comment, place in zip(comments, places, strict=True)]
    return [given for _, _, given in sorted(zip(known, map(_KEY, passes), passes, strict=True))], lost


def _once(labels: list[Label]) -> Sequence[Label]:
    """Labels of one pass, each once: somebody who edits the file may have put one in twice."""
    names = list(map(_LABEL, labels))
    return labels if len(set(names)) == len(names) else list(dict(zip(names, labels, strict=True)).values())
