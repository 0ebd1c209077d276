"""Whom a comment could answer: suggestions first, then whatever the words typed find."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from threadmark.thread import Thread
from threadmark.tui.veil import Veil

ARTICLE = -1
_OFFERED = 50
_SHOWN = 120  # code points of a comment's text


def parent_finder(
    thread: Thread, veil: Veil, index: int, suggested: Sequence[tuple[int, str]]
) -> Callable[[str], list[tuple[str, int]]]:
    """What can be picked as the parent of a comment, for the words typed so far.

    Args:
        thread: the thread.
        veil: authors as they are shown.
        index: the comment.
        suggested: likely parents, the likeliest first, and what speaks for each.
    """

    def line(parent: int) -> str:
        text = thread.texts[parent][:_SHOWN].replace("\n", " ")
        return f"{veil.author(parent)}: {text}"

    def matches(wanted: str) -> Iterator[int]:
        for parent in range(len(thread)):
            if not thread.holds(index, parent) and wanted in f"{veil.author(parent)} {thread.texts[parent]}".casefold():
                yield parent

    def found(words: str) -> list[tuple[str, int]]:
        wanted = words.strip().casefold()
        if wanted:
            return [(line(parent), parent) for parent in islice(matches(wanted), _OFFERED)]
        likely = ((f"{line(parent)}  ({why})" if why else line(parent), parent) for parent, why in suggested)
        return [("the article: a top-level comment", ARTICLE), *likely]

    return found
