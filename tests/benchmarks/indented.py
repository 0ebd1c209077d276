"""How well indents tell replies: real threads written out as flat text, each comment below its parent and indented."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from threadmark.sources.flat_text.reading import thread_of
from threadmark.thread.model import Thread
from threadmark.thread.report import ImportReport

STEP = "    "


def written(thread: Thread) -> str:
    """A thread as a page prints it on which replies are indented: names with points beside them, then the text."""
    lines = ["date 2024-01-01 An article.", ""]
    for comment in thread:
        indent = STEP * (comment.depth - 1)
        lines.append(f"{indent}{comment.author or '[deleted]'} • {comment.score or 0} points")
        lines += [f"{indent}{line}" if line else "" for line in comment.text.split("\n")]
        lines.append("")
    return "\n".join(lines)


def counted(threads: Iterable[tuple[str, Thread]]) -> dict[str, Counter[str]]:
    """By kind: comments whose text is read word for word, replies, links drawn by indent, and of these the right ones.

    Comments whose text another one has as well are left out: which of them was read can't be told.
    """
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for kind, thread in threads:
        read = thread_of(written(thread), ImportReport())
        places = {text: place for place, text in enumerate(read.texts)}
        often, tally = Counter(thread.texts), found[kind]
        for comment in thread:
            parent = thread.parent(comment.index)
            if often[comment.text] > 1 or (parent is not None and often[thread.texts[parent]] > 1):
                continue
            tally["comments"] += 1
            tally["replies"] += parent is not None
            place = places.get(comment.text.strip("\n"))
            if place is None:
                continue
            tally["read"] += 1
            link, above = read[place].inferred, read.parent(place)
            if link is not None and link.cue == "indentation" and above is not None:
                tally["drawn"] += 1
                tally["right"] += parent is not None and read.texts[above] == thread.texts[parent].strip("\n")
    return found
