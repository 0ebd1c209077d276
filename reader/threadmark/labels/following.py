"""Labels and a repaired thread: which labels stay with their comment, and which can't follow.

A repaired thread keeps the ids of its comments, so a label follows where its comment's text is the same. Where a repair
cut the text or joined another to it, or the comment is not there any more, the label stays in the file as it is and is
listed for the annotator to look at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from threadmark.labels.records import Label

if TYPE_CHECKING:
    from threadmark.thread.model import Thread

_CHANGED = {"split": ("comment",), "merge": ("into", "comment")}


def left_behind(thread: Thread, labels: Iterable[Label], annotator: str) -> Iterator[str]:
    """What labels of an annotator can't follow, one line each, and why.

    Args:
        thread: as it is now.
        labels: the labels of this thread, whoever gave them.
        annotator: whose labels are asked for.
    """
    changed = dict(_changes(thread))
    for label in labels:
        if label.annotator != annotator:
            continue
        name = f"comment {label.comment}, {label.dimension}.{label.label}"
        when, how = changed.get(label.comment, ("", ""))
        if thread.place(label.comment) is None:
            yield f"{name}: {how or 'the comment is not in this version'}"
        elif how and label.updated < when:
            yield f"{name}: {how}, so look whether the label still holds"


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
