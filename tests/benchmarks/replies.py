"""How well replies are recovered: real threads whose links are known, laid flat with all links hidden.

The table says for each kind of thread and order of the page how often each cue is right and how many of the replies it
finds; how many comments hang where they should when the sure links are drawn, beside hanging all under the article;
and how often the true parent is among the first suggestions, beside the comments just before.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import isnan
from pathlib import Path

from tests.benchmarks.figure import Figure, Measures
from tests.benchmarks.indented import counted
from tests.sources.real_threads import FOLDER

from threadmark.errors import InputError
from threadmark.sources.reading import open_threads
from threadmark.sources.replies.confidence import DRAWN_FROM, confidence
from threadmark.sources.replies.cues import ARTICLE, Cues
from threadmark.sources.replies.inferring import with_inferred
from threadmark.sources.replies.suggesting import ParentSuggester
from threadmark.thread.build import ThreadBuilder
from threadmark.thread.model import Thread
from threadmark.thread.report import ImportReport

KIND_OF_FOLDER = {
    **dict.fromkeys(("reddit", "pushshift", "reddit_html", "hn_algolia", "hn_firebase", "discourse"), "forum"),
    **dict.fromkeys(("convokit", "lemmy", "habr"), "forum"),
    **dict.fromkeys(("disqus", "wxr", "remark42", "commento", "blogger", "cocolofa"), "news"),
    **dict.fromkeys(("mastodon", "bluesky", "telegram", "v2ex", "youtube"), "social"),
    **dict.fromkeys(("rumoureval", "pheme"), "tweets"),
    **dict.fromkeys(("mbox", "maildir"), "mail"),
}
FEWEST_REPLIES = 12
"""Files with fewer tell little, and most of them were made up to try a program."""
FIRST = (1, 3, 10)
ORDERS = ("time", "page", "page, no times")


@dataclass(slots=True)
class Tally:
    """What was counted in the threads of one kind, laid out in one order.

    Attributes:
        comments: all of them.
        replies: those that answer a comment.
        top_level: the others.
        drawn: links drawn.
        right: of these, those to the true parent.
        as_drawn: comments that hang where they should when the links are drawn.
        cues: by cue, how often it is there, right, and on a reply.
        suggested: replies whose parent is among the first so many suggestions.
        previous: replies whose parent is among so many comments before.
    """

    comments: int = 0
    replies: int = 0
    top_level: int = 0
    drawn: int = 0
    right: int = 0
    as_drawn: int = 0
    cues: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    suggested: Counter[int] = field(default_factory=Counter)
    previous: Counter[int] = field(default_factory=Counter)


def replies(_runs: int) -> Iterator[Figure]:
    """Lay each thread flat in each order, infer its links, and compare with those that were hidden."""
    tallies: defaultdict[tuple[str, str], Tally] = defaultdict(Tally)
    for kind, thread in real_threads(FOLDER):
        for order in ORDERS:
            flat, parents = laid_flat(thread, order)
            count(tallies[kind, order], kind, flat, parents)
    if not tallies:
        sys.stderr.write(f"no real threads in {FOLDER} (THREADMARK_REAL_THREADS names their folder)\n")
        return
    sys.stdout.write("\n".join(_lines(tallies)) + "\n\n")
    yield from _figures(tallies)


def real_threads(folder: Path) -> list[tuple[str, Thread]]:
    """The threads of files with enough given links, and their kinds; of one that was saved twice, the larger."""
    found: dict[str, tuple[str, Thread]] = {}
    for path in sorted(folder.glob("*/*")):
        kind = KIND_OF_FOLDER.get(path.parent.name, "unknown")
        try:
            threads = [reading.thread for reading in open_threads(path)]
        except InputError as error:
            sys.stderr.write(f"left out: {error}\n")
            continue
        given = sum(sum(parent >= 0 for parent in thread.parents) - len(thread.inferred_links) for thread in threads)
        for thread in threads if given >= FEWEST_REPLIES else ():
            name = thread.article.url or thread.id
            if name not in found or len(found[name][1]) < len(thread):
                found[name] = kind, thread
    return list(found.values())


def laid_flat(thread: Thread, order: str) -> tuple[Thread, list[int | None]]:
    """A thread without links, its comments in another order, and the indices of their parents, -1 for the article.

    A parent is None where the file names one that it does not hold.
    """
    order_of = list(range(len(thread)))
    if order == "time":
        order_of.sort(key=lambda index: (thread.created[index], index))
    builder = ThreadBuilder(ImportReport())
    for index in order_of:
        created = thread.created[index]
        builder.add(
            thread.ids[index],
            None,
            thread.authors[index],
            thread.texts[index],
            created=None if order == "page, no times" or isnan(created) else created,
            score=thread.scores[index],
            role=thread.role(index),
            deleted=thread.deleted(index),
        )
    place = {index: at for at, index in enumerate(order_of)} | {-1: -1}
    parents = [None if "missing_parent" in thread.extras(index) else place[thread.parents[index]] for index in order_of]
    return builder.build(thread.article, thread_id=thread.id), parents


def count(tally: Tally, kind: str, flat: Thread, parents: Sequence[int | None]) -> None:
    """Add one thread to a tally."""
    cues, suggester = Cues(flat, kind), ParentSuggester(flat, kind)
    drawn = with_inferred(flat, kind)
    for index, parent in enumerate(parents):
        if parent is None:
            continue
        tally.comments += 1
        tally.replies += parent >= 0
        tally.top_level += parent < 0
        for cue in cues.of(index):
            counted = tally.cues[cue.name if cue.parent != ARTICLE else f"{cue.name}, the article's author"]
            counted["there"] += 1
            counted["right"] += cue.parent == parent
            counted["on replies"] += parent >= 0
        comment = drawn[drawn.index(flat.ids[index])]
        is_right = comment.parent == (flat.ids[parent] if parent >= 0 else None)
        tally.as_drawn += is_right
        if comment.inferred is not None:
            tally.drawn += 1
            tally.right += is_right
        if parent >= 0:
            suggested = [each.index for each in suggester.suggested(index, max(FIRST))]
            for first in FIRST:
                tally.suggested[first] += parent in suggested[:first]
                tally.previous[first] += 0 < index - parent <= first


def _lines(tallies: dict[tuple[str, str], Tally]) -> Iterator[str]:
    """The table, in three parts."""
    yield from _table(
        ("cue", "kind", "order", "there", "right", "of replies", "confidence", ""),
        (
            (
                cue,
                kind,
                order,
                f"{counted['there']:,}",
                _share(counted["right"], counted["there"]),
                _share(counted["on replies"], tally.replies),
                *_believed(cue, kind),
            )
            for (kind, order), tally in sorted(tallies.items())
            for cue, counted in sorted(tally.cues.items())
        ),
    )
    yield ""
    yield from _table(
        ("links drawn", "order", "drawn", "right", "of replies", "comments right", "all under the article"),
        (
            (
                kind,
                order,
                f"{tally.drawn:,}",
                _share(tally.right, tally.drawn),
                _share(tally.right, tally.replies),
                _share(tally.as_drawn, tally.comments),
                _share(tally.top_level, tally.comments),
            )
            for (kind, order), tally in sorted(tallies.items())
        ),
    )
    yield ""
    yield from _table(
        (
            "parent among the first",
            "order",
            "replies",
            *(f"{first} suggested" for first in FIRST),
            *(f"{first} before" for first in FIRST),
        ),
        (
            (
                kind,
                order,
                f"{tally.replies:,}",
                *(_share(tally.suggested[first], tally.replies) for first in FIRST),
                *(_share(tally.previous[first], tally.replies) for first in FIRST),
            )
            for (kind, order), tally in sorted(tallies.items())
        ),
    )


def _believed(cue: str, kind: str) -> tuple[str, str]:
    """A cue's confidence, and what comes of it."""
    name, _, of_article = cue.partition(",")
    sure = confidence(name, kind)
    return f"{sure:.2f}", "top-level" if of_article else "drawn" if sure >= DRAWN_FROM else "suggested"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "-"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [tuple(headings), *map(tuple, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return ["  ".join(map(str.ljust, line, widths)).rstrip() for line in lines]


def _figures(tallies: dict[tuple[str, str], Tally]) -> Iterator[Figure]:
    """What must hold: nine links of ten are right in each kind, and suggestions miss fewer parents than neighbours."""
    for (kind, order), tally in sorted(tallies.items()):
        if tally.drawn:
            wrong = 100 * (1 - tally.right / tally.drawn)
            yield Figure(f"links drawn that are wrong, {kind}, {order} / one in ten", wrong, 10, 1, 0.5, "%")
        missed = 100 * (1 - tally.as_drawn / tally.comments)
        flat = 100 * (1 - tally.top_level / tally.comments)
        yield Figure(f"comments hung wrong, {kind}, {order} / all under the article", missed, flat, 1, 0.9, "%")
    for order in ORDERS:
        alike = [tally for (_, of), tally in tallies.items() if of == order]
        total = sum(tally.replies for tally in alike)
        for first in FIRST:
            missed = 100 * (1 - sum(tally.suggested[first] for tally in alike) / total)
            before = 100 * (1 - sum(tally.previous[first] for tally in alike) / total)
            yield Figure(
                f"parents not among {first} suggested, {order} / among {first} before", missed, before, 1, 0.9, "%"
            )


def indents(_runs: int) -> Iterator[Figure]:
    """Write each thread out with its replies indented, read it as flat text, and compare the links."""
    found = counted(real_threads(FOLDER))
    rows = [
        (
            kind,
            _share(tally["found"], tally["comments"]),
            f"{tally['drawn']:,}",
            _share(tally["right"], tally["drawn"]),
            _share(tally["right"], tally["replies"]),
        )
        for kind, tally in sorted(found.items())
    ]
    sys.stdout.write(
        "\n".join(_table(("indentation", "comments found", "drawn", "right", "of replies"), rows)) + "\n\n"
    )
    for kind, tally in sorted(found.items()):
        if tally["drawn"]:
            wrong = 100 * (1 - tally["right"] / tally["drawn"])
            yield Figure(f"links by indentation that are wrong, {kind} / one in ten", wrong, 10, 1, 0.5, "%")


FIGURES: Measures = {"links": replies, "indents": indents}
