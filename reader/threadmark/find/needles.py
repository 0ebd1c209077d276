r"""What is looked for in a text, words or a regular expression, and where in the text it stands.

>>> Words("strasse").stretches("Am Ende der Straße.")
(Stretch(start=12, end=18),)
>>> Pattern(r"\d+ cars").stretches("It carries 900 cars.")
(Stretch(start=11, end=19),)
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple
from unicodedata import normalize

from threadmark.find.errors import FindError
from threadmark.find.folding import Folds, fold, origins
from threadmark.find.patience import TooSlowError, limited

_LONGEST_PATTERN: Final = 1000


class Stretch(NamedTuple):
    """A part of a text, in code points; the end is exclusive."""

    start: int
    end: int


class Words:
    """Words that stand one after another, whatever their case and accents and the white space between them.

    Attributes:
        said: the words as they were typed.
        folded: what is compared, one blank between two words; empty where there is nothing to look for.
    """

    __slots__ = ("_first", "_pattern", "folded", "said")

    def __init__(self, said: str) -> None:
        self.said = said
        words = fold(normalize("NFC", said)).split()
        self.folded = " ".join(words)
        self._first = words[0] if words else ""
        self._pattern = re.compile(r"\s+".join(map(re.escape, words))) if len(words) > 1 else None

    def are_in(self, folded: str) -> bool:
        """Whether they stand in a text that is folded."""
        if self._pattern is None:
            return self._first in folded
        return self._first in folded and self._pattern.search(folded) is not None

    def among(self, comments: Iterable[int], folds: Folds) -> list[int]:
        """Those of some comments whose text has them."""
        found = folds.having(self._first, comments)
        pattern = self._pattern
        return found if pattern is None else [index for index in found if pattern.search(folds.text(index))]

    def stretches(self, text: str) -> tuple[Stretch, ...]:
        """Where they stand in a text, in order, without overlaps.

        A stretch is as short as can be: it folds to the words, and to more only where a sign at its ends is one of
        those that fold to several (`s` in `ß`). Marks on its last letter are in it.
        """
        places = self._places(fold(text))
        at = origins(text)
        if at is None:
            return tuple(places)
        return tuple(_in_text(places, [*at, len(text)]))

    def narrow(self, other: Words) -> bool:
        """Whether they can only be where others are."""
        return bool(other.folded) and other.folded in self.folded

    def _places(self, folded: str) -> Iterator[Stretch]:
        if self._pattern is not None:
            yield from (Stretch(*found.span()) for found in self._pattern.finditer(folded))
            return
        length = len(self._first)
        at = folded.find(self._first) if length else -1
        while at >= 0:
            yield Stretch(at, at + length)
            at = folded.find(self._first, at + length)


def _in_text(places: Iterator[Stretch], at: list[int]) -> Iterator[Stretch]:
    """Places in a folded text as stretches of the text.

    Args:
        places: in order.
        at: where each code point of the folded text stands in the text, and how long that is.
    """
    reached = 0
    for place in places:
        start, last, after = at[place.start], at[place.end - 1], at[place.end]
        # What follows the last sign and folds to nothing is a mark on it; where the place ends amid a sign, nothing is.
        end = max(after, last + 1)
        if start >= reached:
            yield Stretch(start, end)
            reached = end


class Pattern:
    """A regular expression, looked for in the text as it is, in any case; `^` and `$` are the ends of lines.

    Attributes:
        said: what stands between the slashes.

    Args:
        said: the same.
        column: where in what was typed it begins, code points.

    Raises:
        FindError: it is none.
    """

    __slots__ = ("_pattern", "said")

    def __init__(self, said: str, column: int = 0) -> None:
        self.said = said
        end = column + len(said)
        if len(said) > _LONGEST_PATTERN:
            raise FindError(f"a regular expression of over {_LONGEST_PATTERN:,} characters", column, end)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # that brackets may mean something else in years to come
                self._pattern = re.compile(normalize("NFC", said), re.IGNORECASE | re.MULTILINE)
        except re.error as error:
            place = min(column + (error.pos or 0), end)
            raise FindError(f"no regular expression: {error.msg}", place, end) from error
        except (RecursionError, OverflowError) as error:
            raise FindError("no regular expression: too deep or too long", column, end) from error

    def is_in(self, text: str) -> bool:
        """Whether it matches in a text; this may take for ever, see `limited`."""
        return self._pattern.search(text) is not None

    def stretches(self, text: str) -> tuple[Stretch, ...]:
        """Where it matches more than nothing, in order; nothing where that takes too long."""
        try:
            with limited():
                return tuple(Stretch(*found.span()) for found in self._pattern.finditer(text) if found[0])
        except TooSlowError:
            return ()

    def too_slow(self) -> FindError:
        """The error that says so."""
        return FindError(f"/{self.said}/ takes too long", next_step="make it simpler, with fewer * and +")
