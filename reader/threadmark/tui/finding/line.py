"""A line of text that is being typed, as keys change it.

It is drawn by the status line and has no widget of its own: showing one, or giving it the focus, costs more than a
frame, and what is typed ahead must meet the field that is open at that moment.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from rich.cells import split_graphemes

_WORD_BEFORE = re.compile(r"\w*\W*\Z")
_WORD_AFTER = re.compile(r"\W*\w*")
_SPACES = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


class TextLine:
    """A text and where the cursor is in it, code points; the cursor never stands inside a grapheme."""

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.cursor = len(text)

    def insert(self, text: str) -> None:
        """Put a text where the cursor is, on one line."""
        text = _SPACES.sub(" ", text)
        self._replace(self.cursor, self.cursor, text)

    def press(self, key: str) -> bool:
        """Do what a key does in a text, named as in `keys.names`; whether it does anything."""
        if len(key) == 1 or key == "space":
            self.insert(" " if key == "space" else key)
            return True
        edit = _EDITS.get(key)
        if edit is not None:
            edit(self)
        return edit is not None

    def _replace(self, start: int, end: int, text: str = "") -> None:
        self.text = self.text[:start] + text + self.text[end:]
        self.cursor = start + len(text)

    @property
    def _before(self) -> int:
        """Where the grapheme before the cursor begins."""
        spans, _ = split_graphemes(self.text[: self.cursor])
        return spans[-1][0] if spans else 0

    @property
    def after(self) -> int:
        """Where the grapheme at the cursor ends."""
        spans, _ = split_graphemes(self.text[self.cursor :])
        return self.cursor + (spans[0][1] if spans else 0)

    def _word_before(self) -> int:
        found = _WORD_BEFORE.search(self.text, 0, self.cursor)
        return found.start() if found else 0

    def _word_after(self) -> int:
        found = _WORD_AFTER.match(self.text, self.cursor)
        return found.end() if found else len(self.text)

    def _go(self, place: int) -> None:
        self.cursor = place


_EDITS: dict[str, Callable[[TextLine], None]] = {
    "left": lambda line: line._go(line._before),  # noqa: SLF001 -- the table is this class's own
    "right": lambda line: line._go(line.after),  # noqa: SLF001 -- as above
    "ctrl+left": lambda line: line._go(line._word_before()),  # noqa: SLF001 -- as above
    "ctrl+right": lambda line: line._go(line._word_after()),  # noqa: SLF001 -- as above
    "home": lambda line: line._go(0),  # noqa: SLF001 -- as above
    "ctrl+a": lambda line: line._go(0),  # noqa: SLF001 -- as above
    "end": lambda line: line._go(len(line.text)),  # noqa: SLF001 -- as above
    "ctrl+e": lambda line: line._go(len(line.text)),  # noqa: SLF001 -- as above
    "backspace": lambda line: line._replace(line._before, line.cursor),  # noqa: SLF001 -- as above
    "delete": lambda line: line._replace(line.cursor, line.after),
    "ctrl+w": lambda line: line._replace(line._word_before(), line.cursor),  # noqa: SLF001 -- as above
    "ctrl+u": lambda line: line._replace(0, line.cursor),
    "ctrl+k": lambda line: line._replace(line.cursor, len(line.text)),
}
