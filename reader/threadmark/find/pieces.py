"""A filter as it is typed, cut into pieces: words, phrases, conditions on fields, signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from threadmark.find.conditions import FIELD

Form: TypeAlias = Literal["bare", "phrase", "pattern"]

_SPACE = re.compile(r"\s*")
_BARE = re.compile(r"[^\s()\"]+")
_PHRASE = re.compile(r'"((?:[^"\\]|\\.)*)("?)', re.DOTALL)
_ESCAPED = re.compile(r'\\(["\\])')
_PATTERN = re.compile(r"/((?:[^/\\]|\\.|/(?![\s)]|\Z))+)/(?=[\s)]|\Z)", re.DOTALL)
_PATTERN_TO_BLANK = re.compile(r"/(\S+)")
_ESCAPED_SLASH = re.compile(r"(\\.)|/", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign between conditions: `(`, `)` or `-`.

    Attributes:
        sign: which.
        start: where it stands, code points.
    """

    sign: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.sign)


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, a phrase or a regular expression, maybe after a field.

    Attributes:
        field: what stands before the colon; None where there is none.
        said: what stands in the quotes, the slashes, or by itself.
        form: `phrase` for what is in quotes, `pattern` for what is in slashes.
        start: where it begins, code points.
        value_start: where it begins after the field.
        end: where it ends.
        closed: whether a quote ends.
    """

    field: str | None
    said: str
    form: Form
    start: int
    value_start: int
    end: int
    closed: bool = True


def pieces(text: str) -> Iterator[Sign | Piece]:
    """The pieces of a filter in order; every text has some, so that an unfinished one can be completed."""
    at = _space_end(text, 0)
    while at < len(text):
        piece = _piece(text, at)
        yield piece
        at = _space_end(text, piece.end)


def _space_end(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at


def _piece(text: str, at: int) -> Sign | Piece:
    if text[at] in "()-":
        return Sign(text[at], at)
    field = FIELD.match(text, at)
    value_start = field.end() if field else at
    name = field[1] if field else None
    said, form, end, closed = _value(text, value_start)
    return Piece(name, said, form, at, value_start, end, closed)


def _value(text: str, at: int) -> tuple[str, Form, int, bool]:
    """What is said from here, its form, where it ends, and whether it does."""
    phrase = _PHRASE.match(text, at)
    if phrase:
        return _ESCAPED.sub(r"\1", phrase[1]), "phrase", phrase.end(), bool(phrase[2])
    pattern = _PATTERN.match(text, at)
    if pattern:
        return _without_escapes(pattern[1]), "pattern", pattern.end(), True
    begun = _PATTERN_TO_BLANK.match(text, at)
    if begun and (said := _balanced(begun[1])):
        return _without_escapes(said), "pattern", at + len("/") + len(said), True
    bare = _BARE.match(text, at)
    return (bare[0], "bare", bare.end(), True) if bare else ("", "bare", at, True)


def _without_escapes(pattern: str) -> str:
    r"""A pattern with its slashes as they are: `\/` is `/`, what else is escaped stays so."""
    return _ESCAPED_SLASH.sub(lambda found: "/" if found[0] == r"\/" else found[0], pattern)


def _balanced(pattern: str) -> str:
    """A pattern that goes on to a blank, without parentheses at its end that close what began before it."""
    while pattern.endswith(")") and pattern.count(")") > pattern.count("("):
        pattern = pattern[:-1]
    return pattern
