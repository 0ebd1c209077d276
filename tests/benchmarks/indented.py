"""How well indents tell replies: real threads written out as flat text, each comment below its parent and indented."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from threadmark.sources.flat_text.reading import thread_of
from threadmark.thread.model import Thread
from threadmark.thread.report import ImportReport

STEP = "    "


def written(thread: Thread) -> str:
    """A thread as a page prints it on which replies are indented; the points beside a name are its comment's number."""
    lines = ["date 2024-01-01 An article.", ""]
    for comment in thread:
        indent = STEP * (comment.depth - 1)
        lines.append(f"{indent}{comment.author or '[deleted]'} • {comment.index} points")
        lines += [f"{indent}{line}" if line else "" for line in comment.text.split("\n")]
        lines.append("")
    return "\n".join(lines)


def counted(threads: Iterable[tuple[str, Thread]]) -> dict[str, Counter[str]]:
    """By kind: comments, those of them that are found as such, replies, links drawn by indent, and the right ones."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for kind, thread in threads:
        read, tally = thread_of(written(thread), ImportReport()), found[kind]
        tally["comments"] += len(thread)
        tally["replies"] += sum(parent >= 0 for parent in thread.parents)
        for comment in read:
            if comment.score is None or comment.score >= len(thread):
                continue
            tally["found"] += 1
            if comment.inferred is not None and comment.inferred.cue == "indentation":
                above = read.parent(comment.index)
                tally["drawn"] += 1
                tally["right"] += above is not None and read.scores[above] == thread.parent(comment.score)
    return found
