"""Conditions on what a thread says: words and patterns in texts, names, numbers, times."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import compress, islice
from typing import Final, Literal, TypeAlias
from unicodedata import normalize

from threadmark.find.folding import fold
from threadmark.find.known import Known, NameField, NumberField
from threadmark.find.needles import Pattern, Words
from threadmark.find.patience import TooSlowError, limited
from threadmark.find.terms import OF_PATTERN, OF_TEXT, Term, Test, both, flagged

TextField: TypeAlias = NameField | Literal["text"]

_AT_ONCE: Final = 256
_BARE = re.compile(r"[^\s()\"/-][^\s()\"]*")
FIELD = re.compile(r"([A-Za-z_][A-Za-z0-9_]*):")
"""How a condition on a field begins."""
OPERATORS: Final = ("not", "or", "and")
STATES: Final = ("todo", "done", "skipped", "revisit")


@dataclass(frozen=True, slots=True)
class Contains(Term):
    """The text has these words, as `Words` finds them."""

    said: str

    @property
    def cost(self) -> int:
        """The text is read."""
        return OF_TEXT

    def test(self, known: Known) -> Test:
        """See `Term`."""
        words, folded = Words(self.said), known.folded
        return lambda index: words.are_in(folded(index))

    def __str__(self) -> str:
        return _as_typed(self.said, keywords=(*OPERATORS, *STATES))


@dataclass(frozen=True, slots=True)
class Matches(Term):
    """A regular expression matches in a text."""

    field: TextField
    said: str

    @property
    def cost(self) -> int:
        """The text is read, maybe over and over."""
        return OF_PATTERN

    def test(self, known: Known) -> Test:
        """See `Term`."""
        pattern, matches = self._matcher(known)

        def test(index: int) -> bool:
            try:
                with limited():
                    return matches(index)
            except TooSlowError:
                raise pattern.too_slow() from None

        return test

    def flags(self, known: Known, among: bytearray | None = None) -> bytearray:
        """See `Term`. Time is limited for every 256 comments: an alarm for each would cost more than most matches."""
        pattern, matches = self._matcher(known)
        found: list[int] = []
        left = iter(range(len(known)) if among is None else compress(range(len(known)), among))
        while batch := list(islice(left, _AT_ONCE)):
            try:
                with limited():
                    found += filter(matches, batch)
            except TooSlowError:
                raise pattern.too_slow() from None
        return flagged(len(known), found)

    def _matcher(self, known: Known) -> tuple[Pattern, Test]:
        pattern = Pattern(self.said)
        texts = known.texts() if self.field == "text" else known.names(self.field)

        def matches(index: int) -> bool:
            text = texts[index]
            return text is not None and pattern.is_in(text)

        return pattern, matches

    def __str__(self) -> str:
        slashed = re.sub(r"\\.|/", lambda found: r"\/" if found[0] == "/" else found[0], self.said, flags=re.DOTALL)
        return f"/{slashed}/" if self.field == "text" else f"{self.field}:/{slashed}/"


@dataclass(frozen=True, slots=True)
class Named(Term):
    """An author, a role or an id is this one; `*` stands for any signs. Names are compared folded, ids as they are."""

    field: NameField
    said: str

    def test(self, known: Known) -> Test:
        """See `Term`."""
        names, fits = known.names(self.field), self._fitter()
        return lambda index: fits(names[index])

    def flags(self, known: Known, among: bytearray | None = None) -> bytearray:
        """See `Term`. Each name is looked at once: a thread has far fewer authors than comments."""
        names, fits = known.names(self.field), self._fitter()
        fitting = {name for name in set(names) if fits(name)}
        return both(bytearray([name in fitting for name in names]), among)

    def _fitter(self) -> Callable[[str | None], bool]:
        form = _plain if self.field == "id" else _folded
        parts = form(self.said).split("*")
        return lambda name: name is not None and _fits(form(name), parts)

    def __str__(self) -> str:
        return f"{self.field}:{_as_typed(self.said)}"


@dataclass(frozen=True, slots=True)
class Within(Term):
    """A number or a time lies between two others.

    Attributes:
        field: of what.
        said: the bounds as they are typed.
        low: the least that it may be; times are POSIX seconds.
        high: what it must be less than.
    """

    field: NumberField
    said: str
    low: float
    high: float

    def test(self, known: Known) -> Test:
        """See `Term`."""
        values, low, high = known.numbers(self.field), self.low, self.high
        return lambda index: (value := values[index]) is not None and low <= value < high

    def flags(self, known: Known, among: bytearray | None = None) -> bytearray:
        """See `Term`."""
        low, high = self.low, self.high
        flags = [value is not None and low <= value < high for value in known.numbers(self.field)]
        return both(bytearray(flags), among)

    def __str__(self) -> str:
        return f"{self.field}:{self.said}"


def _plain(name: str) -> str:
    return name if name.isascii() else normalize("NFC", name)


def _folded(name: str) -> str:
    return " ".join(fold(normalize("NFC", name)).split())


def _fits(name: str, parts: list[str]) -> bool:
    """Whether a name is made of these parts with anything between them; a pattern could take for ever here."""
    if len(parts) == 1:
        return name == parts[0]
    first, *middle, last = parts
    if not name.startswith(first) or not name.endswith(last) or len(name) < len(first) + len(last):
        return False
    at, end = len(first), len(name) - len(last)
    for part in middle:
        found = name.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _as_typed(said: str, keywords: tuple[str, ...] = ()) -> str:
    """A word or phrase as it is typed, in quotes where it needs them."""
    if _BARE.fullmatch(said) and not FIELD.match(said) and said.casefold() not in keywords:
        return said
    escaped = said.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
