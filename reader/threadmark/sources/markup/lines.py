"""Lines of plain text as they are laid out: gaps between blocks, signs before quotes and lists, white space as shown."""

from __future__ import annotations

from dataclasses import dataclass

QUOTE = "> "
_DEEPEST = 40
"""Quotes and lists inside one another beyond this are indented no further."""
_WIDEST_GAP = 2


@dataclass(slots=True)
class _Margin:
    """What stands before the lines of a quote or of a list's entry.

    Attributes:
        first: before the next line that is written.
        rest: before those after it.
    """

    first: str
    rest: str


class Lines:
    """Text being laid out: words are added, and blocks opened and closed around them."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._margins: list[_Margin] = []
        self._common = 0  # the margins that hold for the whole of the gap since the last words
        self._gap = 0  # newlines to come before the next words
        self._space = False

    def __len__(self) -> int:
        return len(self._parts)

    def gap(self, newlines: int) -> None:
        """Let the next words stand this many lines below, if they don't already: 1 a new line, 2 a paragraph."""
        self._gap = max(min(self._gap, _WIDEST_GAP), newlines)

    def line_break(self, *, meant: bool = False) -> None:
        """Go one line down; one blank line is the most there will be, unless each is meant."""
        self._gap = self._gap + 1 if meant else min(self._gap + 1, _WIDEST_GAP)
        self._space = False

    def indent(self, first: str, rest: str) -> None:
        """Open a quote or a list's entry: what stands before its first line and before the others."""
        self._margins.append(_Margin(first, rest))

    def outdent(self) -> None:
        """Close the innermost quote or entry."""
        self._margins.pop()
        self._common = min(self._common, len(self._margins))

    def space(self) -> None:
        """Let white space stand before the next words on this line."""
        self._space = True

    def words(self, text: str) -> None:
        """Add words, with no white space but single spaces in them."""
        if self._gap or not self._parts:
            self._new_line()
        elif self._space:
            self._parts.append(" ")
        self._space = False
        self._parts.append(text)

    def _new_line(self) -> None:
        margins = self._margins[:_DEEPEST]
        if self._parts:
            blank = "".join(margin.rest for margin in margins[: self._common]).rstrip()
            self._parts.append("\n" + (blank + "\n") * (self._gap - 1))
        for margin in margins:
            self._parts.append(margin.first)
            margin.first = margin.rest
        self._gap = 0
        self._common = len(self._margins)

    def since(self, start: int) -> str:
        """The words since the lines were `start` parts long."""
        return "".join(self._parts[start:])

    def replace(self, start: int, text: str) -> None:
        """Put text in place of all since the lines were `start` parts long."""
        self._parts[start:] = [text]

    def text(self) -> str:
        """All of it, without white space at the ends of lines."""
        return "\n".join(line.rstrip() for line in "".join(self._parts).split("\n"))
