"""Which earlier comment a comment quotes, on lines that begin with one `>`; what is quoted may differ a little."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from threadmark.sources.replies.before import Before
from threadmark.sources.replies.words import WordIndex, own_words, words
from threadmark.thread.model import Thread
from threadmark.thread.quoting import folded

_QUOTED = re.compile(r"^[ \t]*>[ \t]?(?!>)(.*)$")
_SHORTEST = 15
"""Characters, folded, of a passage that is looked for."""
_SHORTEST_UNSPACED = 6
_SHORTEST_ALIKE = 30
"""Characters of a passage that may differ a little."""
_ALIKE = 88
"""How alike it has to be then: 100 is the same."""
_CANDIDATES = 16
_MOST_PASSAGES = 12
_SIGNS_AT_ENDS = re.compile(r"^\W+|\W+$")
_ADDRESS = re.compile(r"<?\b(?:https?://|www\.)\S+")  # many comments link to the same page
_WORDS = 10
"""Words that a comment is found by."""
_PLACES = 1_000
_LONGEST = 2_000
"""Characters of a passage that are compared."""
_LONGEST_OWN = 50_000
"""Characters of a comment that a passage is compared with, where it is not in it word by word."""


class Quoted(NamedTuple):
    """A comment that another one quotes.

    Attributes:
        comment: the comment that is quoted.
        length: characters of it that are quoted.
        alike: how alike both are, at most 1.
    """

    comment: int
    length: int
    alike: float


def passages(text: str) -> list[str]:
    """What a text quotes of others, folded, each run of lines with one `>` by itself; longest first."""
    if ">" not in text:
        return []
    runs: list[list[str]] = [[]]
    for line in text.split("\n"):
        quoted = _QUOTED.match(line)
        if quoted and quoted[1].strip():
            runs[-1].append(quoted[1])
        elif runs[-1]:
            runs.append([])
    found = [_SIGNS_AT_ENDS.sub("", folded(" ".join(run))[:_LONGEST]) for run in runs if run]
    long_enough = {each for each in found if _tells(_ADDRESS.sub("", each))}
    return sorted(long_enough, key=lambda each: (-len(each), each))[:_MOST_PASSAGES]


def _tells(passage: str) -> bool:
    return len(passage) >= (_SHORTEST if passage.isascii() else _SHORTEST_UNSPACED)


def _longest_words(passage: str) -> list[str]:
    """The words of a passage that are likely rare."""
    return sorted(set(words(passage)), key=lambda word: (-len(word), word))[:_WORDS]


class Quotes:
    """Finds which comments of a thread others quote.

    Args:
        thread: the thread.
        before: what came before what in it.
        index: where words stand in it; None to look only for those that are quoted.
    """

    def __init__(self, thread: Thread, before: Before, index: WordIndex | None = None) -> None:
        self._thread = thread
        self._before = before
        self._given = index
        self._folded: dict[int, str] = {}

    def of(self, index: int) -> list[Quoted]:
        """The earlier comments that a comment quotes, those it quotes most of first; nearer ones before others."""
        found: dict[int, Quoted] = {}
        for passage in passages(self._thread.texts[index]):
            if passage in self._article:
                continue
            for quoted in self._holding(index, passage):
                known = found.get(quoted.comment, Quoted(quoted.comment, 0, 1.0))
                found[quoted.comment] = Quoted(
                    quoted.comment, known.length + quoted.length, min(known.alike, quoted.alike)
                )
        place = {other: at for at, other in enumerate(self._before.nearest(index, sorted(found)))}
        return sorted(found.values(), key=lambda each: (-each.length, -each.alike, place.get(each.comment, len(place))))

    def _holding(self, index: int, passage: str) -> Iterator[Quoted]:
        sharing = self._index.sharing(_longest_words(passage), 4 * _CANDIDATES, _PLACES)
        there = [other for other, _ in sharing if self._before.came_before(index, other)][:_CANDIDATES]
        same = [Quoted(other, len(passage), 1.0) for other in there if passage in self._own(other)]
        if same or len(passage) < _SHORTEST_ALIKE:
            yield from same
            return
        from rapidfuzz.fuzz import partial_ratio  # noqa: PLC0415 -- few comments quote what was not there word by word

        for other in there:
            own = self._own(other)
            if 2 * len(own) >= len(passage):
                alike = partial_ratio(passage, own[:_LONGEST_OWN], score_cutoff=_ALIKE)
                if alike:
                    yield Quoted(other, min(len(passage), len(own)), alike / 100)

    def _own(self, index: int) -> str:
        if index not in self._folded:
            self._folded[index] = folded(own_words(self._thread.texts[index]))
        return self._folded[index]

    @cached_property
    def _index(self) -> WordIndex:
        if self._given is not None:
            return self._given
        texts = self._thread.texts
        index = WordIndex({word for text in texts for passage in passages(text) for word in _longest_words(passage)})
        for text in texts:
            index.add(text)
        return index

    @cached_property
    def _article(self) -> str:
        article = self._thread.article
        return folded("\n".join([article.title or "", *article.paragraphs]))
