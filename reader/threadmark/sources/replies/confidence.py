"""How sure each cue is in each kind of thread: how often it was right where the true parent is known.

`python -m tests.benchmarks replies` measures it anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

KINDS = ("news", "forum", "social", "mail", "tweets", "unknown")
"""Kinds of places that threads are from: comments below an article, boards, networks where people answer by name,
lists, Twitter; and any."""

DRAWN_FROM = 0.9
"""The confidence from which on a link is drawn; below, it is a suggestion."""


class Measured(NamedTuple):
    """How often a cue was right.

    Attributes:
        right: links to the true parent.
        drawn: links in all.
    """

    right: int
    drawn: int


# All figures are this project's own: of every comment that has the cue, how often it leads to the parent that the file
# gives. Those marked * are of `python -m tests.benchmarks replies`, the same in the order of time and of the page; the
# others, of an earlier form of these cues in the order of time, are of sets that could not be kept at hand. Names with
# and without @ were counted together then.
_NAMES: Mapping[str, Measured] = {
    "news": Measured(221, 235),  # replies of a Disqus blog, 216 of 230, and of a WordPress blog, 5 of 5
    "forum": Measured(5, 8),  # Discourse, 5 of 6; Reddit, 0 of 2
    "social": Measured(14, 14),  # * Mastodon
    "tweets": Measured(1367, 1925),  # RumourEval: whom is plain, but which of their tweets is not
}
MEASURED: Mapping[str, Mapping[str, Measured]] = {
    "@name": _NAMES,
    "name": _NAMES,
    "quote": {
        "news": Measured(2, 2),  # CoCoLoFa
        "forum": Measured(16, 16),  # * Reddit
        "mail": Measured(5, 5),  # * notmuch's list, quotes without a line that says who wrote them
        "tweets": Measured(2, 76),  # RumourEval: copies, not quotes
    },
    "name wrote": {"mail": Measured(19, 20)},  # * notmuch's list
    "in reply to": {"tweets": _NAMES["tweets"]},
    "permalink": {},
}
"""By cue and kind. What is not there was met too seldom; *in reply to* and links to a comment nearly never, since where
pages print them the link itself is kept as well."""

_EXPECTED = Measured(9, 10)
"""What is expected before anything is measured; as much as ten cases weigh."""


@cache
def confidence(cue: str, kind: str) -> float:
    """How often a cue is right in threads of a kind, 0 to 1; few cases count less than what holds for all kinds.

    Args:
        cue: its name, a key of `MEASURED`.
        kind: one of `KINDS`.
    """
    by_kind = MEASURED[cue]
    alike = [measured for where, measured in by_kind.items() if where != "tweets"]  # tweets are unlike the others
    right = sum(measured.right for measured in alike) + _EXPECTED.right
    anywhere = right / (sum(measured.drawn for measured in alike) + _EXPECTED.drawn)
    here = by_kind.get(kind, Measured(0, 0))
    return round((here.right + anywhere * _EXPECTED.drawn) / (here.drawn + _EXPECTED.drawn), 2)
