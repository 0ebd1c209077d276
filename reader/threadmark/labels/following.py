"""Labels and a repaired thread: what stays with its comment, and what can't follow.

A repaired thread keeps the ids of its comments, so labels, notes and reviews follow where the comment's text is the
same. Where a repair cut the text or joined another to it, or the comment is not there any more, they stay in the file
as they are and are listed for the annotator to look at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from threadmark.labels.records import Label, Review

if TYPE_CHECKING:
    from threadmark.thread.model import Thread

_CHANGED = {"split": ("comment",), "merge": ("into", "comment")}


def left_behind(
    thread: Thread,
    labels: Iterable[Label],
    annotator: str,
    reviews: Iterable[Review] = (),
    started: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """What an annotator's labels, notes and reviews can't follow, one line each, and why.

    A review tells no time of its own: it counts as given when its session began. It is listed for its note, and
    otherwise where it closed the comment and no label of that comment is listed.

    Args:
        thread: as it is now.
        labels: the labels of this thread, whoever gave them.
        annotator: whose they must be.
        reviews: the reviews of this thread, whoever gave them.
        started: when each session began, as RFC 3339, by its id.
    """
    changed = dict(_changes(thread))
    listed = set()
    for label in labels:
        if label.annotator == annotator:
            why = _why(thread, changed, label.comment, label.updated, "the label")
            if why:
                listed.add((label.comment, label.round))
                yield f"comment {label.comment}, {label.dimension}.{label.label}: {why}"
    for review in reviews:
        is_listed = (review.comment, review.round) in listed
        if review.annotator != annotator or not (review.note or (review.status != "open" and not is_listed)):
            continue
        what = "note" if review.note else "review"
        given = (started or {}).get(review.session, "")
        why = _why(thread, changed, review.comment, given, f"the {what}")
        if why:
            yield f"comment {review.comment}, {what}: {why}"


def _why(thread: Thread, changed: Mapping[str, tuple[str, str]], comment: str, given: str, what: str) -> str:
    """Why what was given to a comment then can't follow to it; empty where it can."""
    when, how = changed.get(comment, ("", ""))
    if thread.place(comment) is None:
        return how or "the comment is not in this version"
    return f"{how}, so look whether {what} still holds" if how and given < when else ""


def _changes(thread: Thread) -> Iterator[tuple[str, tuple[str, str]]]:
    """The comments whose text repairs changed: when, as RFC 3339, and how; the last change of each counts."""
    repairs = thread.extra.get("repairs")
    for repair in repairs if isinstance(repairs, list) else ():
        if not isinstance(repair, dict):
            continue
        kind, by, at = (str(repair.get(key, "")) for key in ("kind", "by", "at"))
        for field in _CHANGED.get(kind, ()):
            what = "was cut in two" if kind == "split" else "was merged with another"
            yield str(repair.get(field, "")), (at, f"its text {what} by {by}")
