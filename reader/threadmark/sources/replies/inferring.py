"""Draw the reply links that a source has lost, where a comment's own words tell them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from threadmark.sources.replies.confidence import DRAWN_FROM, MEASURED
from threadmark.thread.linking import Link, linked
from threadmark.thread.model import Inferred, Thread
from threadmark.thread.report import ImportReport

if TYPE_CHECKING:
    from threadmark.sources.replies.cues import Cue, Cues

_AMONG_GIVEN = "@name"
"""The cue that is looked for where the source gives links."""


def with_inferred(
    thread: Thread, kind: str = "unknown", *, gives_links: bool = False, report: ImportReport | None = None
) -> Thread:
    """The thread with the links that cues tell, marked as inferred; links that it has stay, and so does its order.

    In a thread without any link, each comment whose cue is sure enough is hung under the earlier comment that the cue
    leads to. Where the source gives links, only top-level comments that begin with `@name` are looked at: some sources
    keep half of the links and lose the others. A thread that has links from cues already is left as it is.

    Args:
        thread: the thread.
        kind: the kind of place it is from, one of `KINDS`.
        gives_links: whether the source gives links, be it none in this thread.
        report: where the links are counted by their cue.
    """
    if any(link.cue in MEASURED for link in thread.inferred_links.values()):
        return thread
    gives_links = gives_links or any(parent >= 0 for parent in thread.parents)
    links = dict(_links(thread, kind, gives_links=gives_links))
    if report is not None:
        report.inferred.update(link.inferred.cue for link in links.values())
    return linked(thread, links)


def _links(thread: Thread, kind: str, *, gives_links: bool) -> Iterator[tuple[int, Link]]:
    from threadmark.sources.replies.cues import Cues  # noqa: PLC0415 -- every source is loaded to tell what a file is
    from threadmark.sources.replies.names import AT  # noqa: PLC0415 -- the same

    cues = Cues(thread, kind)
    for index, parent in enumerate(thread.parents):
        if parent >= 0 or (gives_links and not AT.match(thread.texts[index])):
            continue
        cue = _drawn(cues, index)
        # Among given links, which lead from a comment to one before it, only such as do so too can't close a cycle.
        if cue and (not gives_links or (cue.name == _AMONG_GIVEN and cue.parent < index)):
            yield index, Link(cue.parent, Inferred(cue.name, cue.confidence))


def _drawn(cues: Cues, index: int) -> Cue | None:
    """The surest cue of a comment, if it is sure enough and leads to another comment."""
    cue = next(iter(cues.of(index)), None)
    return cue if cue and cue.parent >= 0 and cue.confidence >= DRAWN_FROM else None
