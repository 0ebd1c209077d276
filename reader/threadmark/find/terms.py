"""A filter as a tree: conditions, and how they are put together with *not*, *and*, *or*.

A term is tested two ways: comment by comment (`test`), and for all of them at once (`flags`: one byte a comment, 1 where
it holds). *And* looks at what its cheaper terms have left, *or* at what they have not found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import compress
from typing import TypeAlias

from threadmark.find.known import Known

Test: TypeAlias = Callable[[int], bool]

CHEAP, OF_LABELS, OF_TEXT, OF_PATTERN = range(4)
"""What a term costs a comment, roughly: 0.1, 0.2, 0.5 and 2 µs."""


class Term:
    """Something that holds of a comment or does not. Its text is what the parser reads it from again."""

    __slots__ = ()

    @property
    def cost(self) -> int:
        """`CHEAP` to `OF_PATTERN`."""
        return CHEAP

    def test(self, known: Known) -> Test:
        """A function that tells of a comment whether it holds.

        Raises:
            FindError: by the function, where a regular expression takes too long.
        """
        raise NotImplementedError

    def flags(self, known: Known, among: bytearray | None = None) -> bytearray:
        """One byte a comment, 1 where it holds.

        Args:
            known: the comments.
            among: the same, for the comments that count; None for all.

        Raises:
            FindError: a regular expression takes too long.
        """
        if among is None:
            return bytearray(map(self.test(known), range(len(known))))
        return flagged(len(known), filter(self.test(known), compress(range(len(known)), among)))


def flagged(count: int, comments: Iterable[int]) -> bytearray:
    """Flags of so many comments with these set."""
    flags = bytearray(count)
    for index in comments:
        flags[index] = 1
    return flags


def every(count: int) -> bytearray:
    """Flags of so many comments, all set."""
    return bytearray(b"\1") * count


@dataclass(frozen=True, slots=True)
class Not(Term):
    """What holds where a term does not. `negated` makes one."""

    term: Term

    @property
    def cost(self) -> int:
        """As its term's."""
        return self.term.cost

    def test(self, known: Known) -> Test:
        """See `Term`."""
        test = self.term.test(known)
        return lambda index: not test(index)

    def flags(self, known: Known, among: bytearray | None = None) -> bytearray:
        """See `Term`."""
        return _differing(every(len(known)) if among is None else among, self.term.flags(known, among))

    def __str__(self) -> str:
        return f"-({self.term})" if isinstance(self.term, Every | Either) else f"-{self.term}"


@dataclass(frozen=True, slots=True)
class Every(Term):
    """What holds where all of its terms do, so everywhere where it has none. `all_of` makes one."""

    terms: tuple[Term, ...] = ()

    @property
    def cost(self) -> int:
        """As of its dearest term."""
        return max((term.cost for term in self.terms), default=CHEAP)

    def test(self, known: Known) -> Test:
        """See `Term`."""
        tests = [term.test(known) for term in _cheapest_first(self.terms)]
        return lambda index: all(test(index) for test in tests)

    def flags(self, known: Known, among: bytearray | None = None) -> bytearray:
        """See `Term`."""
        for term in _cheapest_first(self.terms):
            among = term.flags(known, among)
        return every(len(known)) if among is None else bytearray(among)

    def __str__(self) -> str:
        return " ".join(f"({term})" if isinstance(term, Either) else str(term) for term in self.terms)


@dataclass(frozen=True, slots=True)
class Either(Term):
    """What holds where one of its terms does. `any_of` makes one."""

    terms: tuple[Term, ...]

    @property
    def cost(self) -> int:
        """As of its dearest term."""
        return max(term.cost for term in self.terms)

    def test(self, known: Known) -> Test:
        """See `Term`."""
        tests = [term.test(known) for term in _cheapest_first(self.terms)]
        return lambda index: any(test(index) for test in tests)

    def flags(self, known: Known, among: bytearray | None = None) -> bytearray:
        """See `Term`."""
        left = every(len(known)) if among is None else among
        found = bytearray(len(known))
        for term in _cheapest_first(self.terms):
            more = term.flags(known, left)
            found, left = _differing(found, more), _differing(left, more)
        return found

    def __str__(self) -> str:
        return " or ".join(map(str, self.terms))


def negated(term: Term) -> Term:
    """The term that holds where another does not."""
    return term.term if isinstance(term, Not) else Not(term)


def all_of(terms: Iterable[Term]) -> Term:
    """The term that holds where all of these do; the only one of them where there is one."""
    flat: list[Term] = []
    for term in terms:
        flat += term.terms if isinstance(term, Every) else (term,)
    return flat[0] if len(flat) == 1 else Every(tuple(flat))


def any_of(terms: Iterable[Term]) -> Term:
    """The term that holds where one of these does; the only one of them where there is one. There is at least one."""
    flat: list[Term] = []
    for term in terms:
        flat += term.terms if isinstance(term, Either) else (term,)
    return flat[0] if len(flat) == 1 else Either(tuple(flat))


def _cheapest_first(terms: Iterable[Term]) -> list[Term]:
    return sorted(terms, key=lambda term: term.cost)


def both(flags: bytearray, among: bytearray | None) -> bytearray:
    """The flags that are set in both of two."""
    if among is None:
        return flags
    common = int.from_bytes(flags, "little") & int.from_bytes(among, "little")
    return bytearray(common.to_bytes(len(flags), "little"))


def _differing(flags: bytearray, others: bytearray) -> bytearray:
    """The flags set in one of two and not in the other; as numbers, since that is one step for all of them."""
    differing = int.from_bytes(flags, "little") ^ int.from_bytes(others, "little")
    return bytearray(differing.to_bytes(len(flags), "little"))
