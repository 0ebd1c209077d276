"""What a marking moves by: a text's graphemes, words and sentences, as code-point offsets.

Graphemes and words are those of Unicode's text segmentation (UAX #29): a family emoji, or a letter with its accents, is
never cut, `don't` and `1,200` are one word, and in Chinese each character is one. A word is a piece with a letter, a
digit or an emoji in it; punctuation stands between words.

    >>> text = "Rather kids get run over? Classic."
    >>> [text[start:end] for start, end in Units(text).words][:2]
    ['Rather', 'kids']
"""

from __future__ import annotations

import unicodedata
from functools import cached_property
from itertools import pairwise

import regex

Unit = tuple[int, int]
"""Start and end of a piece of a text; the end is exclusive."""

_GRAPHEME = regex.compile(r"\X")
_BOUNDARY = regex.compile(r"(?w)\b")
_WORDY = regex.compile(r"[\p{Alphabetic}\p{N}\p{So}\p{Sk}\p{Regional_Indicator}]")
# A full stop before a small letter ends no sentence (`e.g. this`); a blank line and a line's end always do.
_SENTENCE_END = regex.compile(r"[.!?…]+[\p{Pe}\p{Pf}\"']*(?=\s+(?!\p{Ll})|$)|[。！？]+[\p{Pe}\p{Pf}]*|\n")


class Units:
    """The pieces of a text.

    Args:
        text: a comment's text, or a paragraph of the article.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def graphemes(self) -> list[Unit]:
        """What is seen as one character each; together they are the whole text."""
        return [found.span() for found in _GRAPHEME.finditer(self.text)]

    @cached_property
    def words(self) -> list[Unit]:
        """The words, in order and apart."""
        whole = {0, *(end for _, end in self.graphemes)}
        borders = [found.start() for found in _BOUNDARY.finditer(self.text) if found.start() in whole]
        pieces = pairwise(sorted({0, *borders, len(self.text)}))
        return [(start, end) for start, end in pieces if _WORDY.search(self.text, start, end)]

    @cached_property
    def sentences(self) -> list[Unit]:
        """The sentences without the white space around them, in order and apart."""
        ends = [found.end() for found in _SENTENCE_END.finditer(self.text)]
        pieces = pairwise([0, *ends, len(self.text)])
        return [unit for start, end in pieces if (unit := self._trimmed(start, end)) is not None]

    def lines(self, wrapped: list[Unit]) -> list[Unit]:
        """Wrapped lines without the white space around them; an empty one is left out."""
        return [unit for start, end in wrapped if (unit := self._trimmed(start, end)) is not None]

    def initial(self, word: Unit) -> str:
        """The letter that a word is found by: its first, small and without its accents."""
        return plain(self.text[word[0] : word[1]])[:1]

    def _trimmed(self, start: int, end: int) -> Unit | None:
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return (start, end) if start < end else None


def plain(text: str) -> str:
    """A text in small letters without accents.

    >>> plain("Été")
    'ete'
    """
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)) or text
