"""Search through a thread while it is typed: comments are found slice by slice, and shown as they come.

    search = Search(thread, "mill")
    for found in search.slices():           # lists of comments, about 4 ms of work each; go on whenever there is time
        ...
    search = search.narrowed("mill lane")   # looks only at what "mill" found, and at what it had not looked at yet
    search.next(37), search.position(37), search.count
    search.spans(37).text                   # what to highlight, for the comments that are painted

Words are looked for in texts and authors as `Words` does; what begins with a slash is a regular expression.
"""

from __future__ import annotations

import time
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, compress, islice
from typing import Final, Literal, TypeAlias

from threadmark.find.folding import Folds, fold
from threadmark.find.known import Shown
from threadmark.find.needles import Pattern, Stretch, Words
from threadmark.find.patience import TooSlowError, limited
from threadmark.thread import Thread

SearchField: TypeAlias = Literal["text", "author"]

SLICE: Final = 0.004
"""Seconds that a slice takes, more or less: a key that comes in the middle of one waits no longer."""
_AT_ONCE: Final = 256
_FIELDS: Final[tuple[SearchField, ...]] = ("text", "author")


@dataclass(frozen=True, slots=True)
class Spans:
    """Where a comment has what was searched for: in its text and in its author's name as it is shown."""

    text: tuple[Stretch, ...] = ()
    author: tuple[Stretch, ...] = ()


class Search:
    """A search through the comments of a thread, from the first to the last.

    Args:
        thread: the thread.
        words: what was typed: words that stand together, or a slash and a regular expression.
        fields: where to look.
        shown: authors as a study shows them; None for as they are.
        among: one byte a comment, 1 for those to look at (a filter's flags); None for all.
        folds: the thread's folds, where they are kept.

    Attributes:
        matches: the comments found so far, ascending; to be read.
        stopped: why it ended early, for the screen; empty where it did not.

    Raises:
        FindError: the regular expression is none.
    """

    def __init__(
        self,
        thread: Thread,
        words: str,
        *,
        fields: Sequence[SearchField] = _FIELDS,
        shown: Shown | None = None,
        among: bytes | bytearray | None = None,
        folds: Folds | None = None,
    ) -> None:
        self.thread = thread
        self.words = words
        self.matches: array[int] = array("l")
        self.stopped = ""
        self._fields = tuple(fields)
        self._shown = shown
        self._among = None if among is None else bytes(among)
        self._folds = folds or Folds(thread)
        self._author: Callable[[int], str | None] = shown.author if shown else thread.authors.__getitem__
        self._needle = _needle(words)
        self._author_has_words = _AuthorHasWords(self._needle) if isinstance(self._needle, Words) else {}
        # What is left to look at: of the comments before `_known_to` these candidates only, then all that follow.
        self._candidates: Sequence[int] = ()
        self._known_to = 0
        self._upto = 0
        self._left = self._to_look_at()
        self._is_over = isinstance(self._needle, Words) and not self._needle.folded

    @property
    def is_finished(self) -> bool:
        """Whether all comments were looked at, or no more are going to be."""
        return self._is_over

    @property
    def count(self) -> int:
        """How many comments were found so far."""
        return len(self.matches)

    def slices(self, seconds: float = SLICE) -> Iterator[list[int]]:
        """Go on with the search, slice by slice; it can be left at any slice and gone on with by another call."""
        while not self._is_over:
            yield self.slice(seconds)

    def slice(self, seconds: float = SLICE) -> list[int]:
        """Go on with the search for about so many seconds, and for 256 comments at least.

        Returns:
            The comments that were found, ascending.
        """
        began = time.perf_counter()
        found: list[int] = []
        while batch := self._next_batch():
            try:
                found += self._found(batch)
            except TooSlowError:
                self.stopped = f"/{self._needle.said}/ takes too long; searched the first {batch[0]:,} comments"
                self._is_over = True
                break
            self._upto = batch[-1] + 1
            if time.perf_counter() - began >= seconds:
                break
        self.matches.extend(found)
        return found

    def narrowed(self, words: str) -> Search:
        """The search for other words. Where they go on from these, only comments are looked at that can have them.

        This search stays as it is, to come back to when the words are taken back.

        Raises:
            FindError: the regular expression is none.
        """
        search = Search(
            self.thread, words, fields=self._fields, shown=self._shown, among=self._among, folds=self._folds
        )
        before, after = self._needle, search._needle
        if isinstance(before, Words) and isinstance(after, Words) and after.narrow(before):
            search._candidates = self.matches + array(
                "l", self._candidates[bisect_left(self._candidates, self._upto) :]
            )
            search._known_to = max(self._known_to, self._upto)
            search._left = search._to_look_at()
        return search

    def spans(self, index: int) -> Spans:
        """Where a comment has what was searched for. A screen asks for the comments that it paints."""
        text = self._needle.stretches(self.thread.texts[index]) if "text" in self._fields else ()
        author = self._author(index) if "author" in self._fields else None
        return Spans(text, self._needle.stretches(author) if author else ())

    def next(self, index: int, step: int = 1) -> int | None:
        """The next match after a comment (the one before, with a `step` of -1), going on at the other end.

        None where nothing is found so far.
        """
        if not self.matches:
            return None
        at = bisect_right(self.matches, index) if step > 0 else bisect_left(self.matches, index) - 1
        return self.matches[at % len(self.matches)]

    def position(self, index: int) -> int | None:
        """Which of the matches a comment is, from 1; None where it is none."""
        at = bisect_left(self.matches, index)
        return at + 1 if self.matches[at : at + 1] == array("l", (index,)) else None

    def _to_look_at(self) -> Iterator[int]:
        rest = range(self._known_to, len(self.thread))
        return chain(self._candidates, rest if self._among is None else compress(rest, self._among[self._known_to :]))

    def _next_batch(self) -> list[int]:
        """The comments to look at next; none, and the search is over, where there are no more."""
        batch = [] if self._is_over else list(islice(self._left, _AT_ONCE))
        self._is_over = not batch
        return batch

    def _found(self, batch: list[int]) -> list[int]:
        """The comments of a batch that have what is searched for.

        Raises:
            TooSlowError: a regular expression takes too long.
        """
        if isinstance(self._needle, Words):
            return self._with_words(self._needle, batch)
        with limited():
            return list(filter(self._matches(self._needle), batch))

    def _with_words(self, words: Words, batch: list[int]) -> list[int]:
        found = words.among(batch, self._folds) if "text" in self._fields else []
        if "author" in self._fields:
            author, has_words = self._author, self._author_has_words
            by_author = [index for index in batch if has_words[author(index)]]
            return sorted({*found, *by_author}) if by_author else found
        return found

    def _matches(self, pattern: Pattern) -> Callable[[int], bool]:
        texts = self.thread.texts if "text" in self._fields else None
        author = self._author if "author" in self._fields else None

        def matches(index: int) -> bool:
            if texts is not None and pattern.is_in(texts[index]):
                return True
            return author is not None and (name := author(index)) is not None and pattern.is_in(name)

        return matches


def _needle(words: str) -> Words | Pattern:
    if not words.startswith("/"):
        return Words(words)
    return Pattern(words[1:], 1) if len(words) > 1 else Words("")


class _AuthorHasWords(dict[str | None, bool]):
    """Whether a name has words in it, looked at once for each: a thread has far fewer authors than comments."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, name: str | None) -> bool:
        self[name] = has_words = name is not None and self._words.are_in(fold(name))
        return has_words
