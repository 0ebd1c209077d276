"""The words of comments, and in which comments each stands: the rarer a word, the more it tells."""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from math import log

# Scripts written without spaces between words, and Hangul, whose particles cling to the word before.
_UNSPACED = "\u0e00-\u0fff\u1000-\u11ff\u1780-\u17ff\u2e80-\u2fff\u3005-\u3007\u3021-\u31ff\u3400-\u9fff\uac00-\ud7ff"
_ASCII_WORD = re.compile(r"[a-z0-9]{2,}")
_WORD = re.compile(rf"[^\W_{_UNSPACED}]{{2,}}|[{_UNSPACED}]+")
UNSPACED_LETTER = re.compile(f"[{_UNSPACED}]")
_QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)


def own_words(text: str) -> str:
    """A text without the lines that it quotes."""
    return _QUOTED_LINE.sub("", text) if ">" in text else text


def words(text: str) -> list[str]:
    """The words of a text, casefolded; of a script without spaces, pairs of signs."""
    if text.isascii():
        return _ASCII_WORD.findall(text.lower())
    found: list[str] = []
    for word in _WORD.findall(text.casefold()):
        if UNSPACED_LETTER.match(word):
            found += [word[at : at + 2] for at in range(max(1, len(word) - 1))]
        else:
            found.append(word)
    return found


class WordIndex:
    """In which comments words stand; what a comment quotes is not of its words.

    Args:
        only: the words that are looked for; None for all.
    """

    def __init__(self, only: AbstractSet[str] | None = None) -> None:
        self._only = only
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        self._lengths = array("I")

    def __len__(self) -> int:
        return len(self._lengths)

    def add(self, text: str) -> None:
        """Add the next comment."""
        found = set(words(own_words(text)))
        index = len(self._lengths)
        self._lengths.append(len(found))
        places = self._places
        for word in found if self._only is None else found & self._only:
            places[word].append(index)

    def weight(self, word: str) -> float:
        """How much a word tells: 0 for one that stands in every comment, and for one that stands in none."""
        return log(len(self) / len(self._places[word])) if word in self._places else 0.0

    def length(self, index: int) -> int:
        """How many different words a comment has."""
        return self._lengths[index]

    def sharing(self, text: Iterable[str], most: int, places: int = 4_000) -> list[tuple[int, float]]:
        """The comments that share the rarest words with a text, and the weight of what they share, most first.

        Args:
            text: its words.
            most: how many comments.
            places: how many places of words are looked at; the rarest words have the fewest.
        """
        shared: dict[int, float] = {}
        for word in self._rarest(text, places):
            weight = self.weight(word)
            for index in self._places[word]:
                shared[index] = shared.get(index, 0.0) + weight
        heaviest = sorted(zip(shared.values(), shared, strict=True), reverse=True)[:most]
        return [(index, weight) for weight, index in heaviest]

    def _rarest(self, text: Iterable[str], places: int) -> Iterator[str]:
        known = [(len(self._places[word]), word) for word in set(text) if word in self._places]
        for count, word in sorted(known):
            places -= count
            if places < 0:
                return
            yield word
