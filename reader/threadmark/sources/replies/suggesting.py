"""Suggest whom a comment could answer, the likeliest first: by cues, names, quotes, rare words, nearness and time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from math import log1p, sqrt
from typing import NamedTuple

from threadmark.sources.replies.cues import Cue, Cues
from threadmark.sources.replies.words import WordIndex, own_words, words
from threadmark.thread.model import Thread

_NEAR = 40
"""Comments that are looked at: so many before in the file, in time, up the page, and by the words they share."""
_OF_NAMED = 3
_MOST_NAMED = 8
_SHORTEST_NAME = 3
_WORDS_TOLD = 2
_TELLING = 3.0
"""The weight of a shared word that is told: it stands in one comment of twenty or fewer."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A comment that another one could answer.

    Attributes:
        index: the comment.
        score: the higher the likelier; comparable within one list.
        why: what speaks for it, in a few words.
    """

    index: int
    score: float
    why: str


class Signs(NamedTuple):
    """What speaks for one comment as the parent of another; each is weighed by the `Signs` of the layout.

    Attributes:
        near: how near it stands in the file, minus the logarithm of comments between.
        before: whether it stands right before.
        late: how late it was written, minus the logarithm of comments since.
        above: whether the layout of the page lets it be the parent.
        named: whether its author is named in the comment.
        shared: how much of what both say are words that are rare in the thread.
        rare: how rare the words are that both use.
        own: whether both are by the same author.
        score: the logarithm of its votes.
        turn: whether it comes right after a comment by the author of the one that looks for a parent.
    """

    near: float
    before: float
    late: float
    above: float
    named: float
    shared: float
    rare: float
    own: float
    score: float
    turn: float


# Fitted on the threads of `python -m tests.benchmarks replies` (conditional logit, each thread weighing as the root of
# its length), held against each thread with weights from the others, rounded, and mended by hand where a kind of which
# there are few replies did worse than the comments before.
_IN_TIME = Signs(0.2, 1.0, 0.2, 0.0, 2.0, 4.3, 0.15, -1.0, 0.35, 1.6)
_NESTED = Signs(0.8, 2.1, 0.0, 4.3, 2.0, 0.8, 0.4, -0.5, 0.5, 1.7)
_UNTIMED = Signs(1.0, 3.0, 0.0, 0.0, 2.0, 2.0, 0.3, -0.5, 0.55, 2.0)
_CUE = 10.0
"""What a cue of full confidence weighs: more than all else."""


def suggested_parents(thread: Thread, index: int, most: int = 10) -> list[Suggestion]:
    """Comments that one could answer, the likeliest first; for more than one comment take a `ParentSuggester`."""
    return ParentSuggester(thread).suggested(index, most)


class ParentSuggester:
    """Suggests parents in one thread; what it knows of all comments is gathered at the first call.

    Args:
        thread: the thread.
        kind: the kind of place it is from, one of `KINDS`.
    """

    def __init__(self, thread: Thread, kind: str = "unknown") -> None:
        self._thread = thread
        self._kind = kind
        self._words = WordIndex()

    def gather(self, most: int = 1_000) -> bool:
        """Look at the next so many comments, so that the first suggestion need not wait; False when all are known."""
        known = len(self._words)
        for text in self._thread.texts[known : known + most]:
            self._words.add(text)
        return len(self._words) < len(self._thread)

    def suggested(self, index: int, most: int = 10) -> list[Suggestion]:
        """Comments that one could answer, the likeliest first; none from its own branch, none written after it.

        Args:
            index: the comment.
            most: how many.
        """
        while self.gather():
            pass
        said = set(words(own_words(self._thread.texts[index])))
        shared = dict(self._words.sharing(said, _NEAR))
        cues = {cue.parent: cue for cue in reversed(self._cues.of(index))}
        named = self._named(index, said)
        found = []
        for other in self._candidates(index, [*shared, *cues, *named]):
            signs = self._signs(index, other, shared.get(other, 0.0), len(said), named=other in named)
            score = sum(map(float.__mul__, signs, self._weights))
            cue = cues.get(other)
            if cue is not None:
                score += _CUE * cue.confidence
            found.append((score, other, signs, cue))
        found.sort(key=lambda each: (-each[0], -each[1]))
        return [
            Suggestion(other, round(score, 3), self._why(said, other, signs, cue))
            for score, other, signs, cue in found[:most]
        ]

    def _candidates(self, index: int, others: Sequence[int]) -> Iterator[int]:
        before = self._cues.before
        rank = before.ranks[index]
        near = range(index - 1, max(-1, index - 1 - _NEAR), -1)
        late = (before.by_rank[at] for at in range(rank - 1, max(-1, rank - 1 - _NEAR), -1))
        up = islice(before.up_the_page(index), _NEAR) if before.nested else ()
        for other in {*near, *late, *up, *others}:
            if other >= 0 and before.came_before(index, other):
                yield other

    def _signs(self, index: int, other: int, shared: float, said: int, *, named: bool) -> Signs:
        thread, before = self._thread, self._cues.before
        author, others = thread.authors[index], thread.authors[other]
        return Signs(
            near=-log1p(abs(index - other)),
            before=float(other == index - 1),
            late=-log1p(before.ranks[index] - before.ranks[other]),
            above=float(before.nested and before.can_be_above(index, other)),
            named=float(named),
            shared=shared / sqrt((self._words.length(other) + 10) * max(1, said)),
            rare=log1p(shared),
            own=float(author is not None and author == others),
            score=log1p(max(0, thread.scores[other] or 0)),
            turn=float(author is not None and author != others and other > 0 and thread.authors[other - 1] == author),
        )

    def _named(self, index: int, said: set[str]) -> set[int]:
        """The last comments of authors that a comment names anywhere, by any part of their names."""
        authors = {author for word in said for author in self._by_name.get(word, ())}
        found: set[int] = set()
        for author in sorted(authors)[:_MOST_NAMED]:
            nearest = self._cues.before.nearest(index, self._cues.authors.comments[author])
            found.update(islice(nearest, _OF_NAMED))
        return found

    def _why(self, said: set[str], other: int, signs: Signs, cue: Cue | None) -> str:
        reasons = [cue.name] if cue else ["named"] if signs.named else []
        if signs.before:
            reasons.append("right before")
        if signs.turn:
            reasons.append("wrote after this author")
        common = said & set(words(own_words(self._thread.texts[other]))) if signs.rare else set()
        telling = sorted((word for word in common if self._words.weight(word) >= _TELLING), key=self._words.weight)
        if telling:
            reasons.append(f"also says {', '.join(telling[-_WORDS_TOLD:][::-1])}")
        return ", ".join(reasons) or "near"

    @cached_property
    def _weights(self) -> Signs:
        before = self._cues.before
        return _NESTED if before.nested else _IN_TIME if before.timed else _UNTIMED

    @cached_property
    def _cues(self) -> Cues:
        return Cues(self._thread, self._kind, self._words)

    @cached_property
    def _by_name(self) -> Mapping[str, list[str]]:
        """Authors by each part of their names that is long enough to tell."""
        parts: dict[str, list[str]] = {}
        for author in self._cues.authors.comments:
            for part in words(author.replace("_", " ")):
                if len(part) >= _SHORTEST_NAME:
                    parts.setdefault(part, []).append(author)
        return parts
