"""The last line: the keys that matter now or what just happened on the left, what is saved on the right."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from threadmark.keys.names import shown_key
from threadmark.tui.finding.view import FieldView
from threadmark.tui.looks import UNICODE, Look, Signs
from threadmark.tui.pane import Pane, on
from threadmark.tui.rows import fitted
from threadmark.tui.touch import touchable

Hint = tuple[str, str]


class StatusLine(Pane):
    """One row.

    Attributes:
        hints: keys and the words for what they do, shown while there is nothing to say; the last is never left out.
        said: what just happened; `trouble` makes it stand out.
        field: what is being typed, in place of all the rest.
        saved: the right end: whether all is on disk, and how far one is.
    """

    def __init__(self, signs: Signs = UNICODE) -> None:
        super().__init__(signs, id="status")
        self.hints: tuple[Hint, ...] = ()
        self.field: FieldView | None = None
        self.said = ""
        self.trouble = False
        self.saved = ""
        self._drawn: tuple[object, Strip] | None = None

    def restyled(self) -> None:
        """Nothing is kept."""

    def body(self) -> list[Strip]:
        """Nothing lies below the first row."""
        return []

    def _strips(self) -> list[Strip]:
        said = self.field, self.hints, self.said, self.trouble, self.saved, self.width, self.look
        if self._drawn is None or self._drawn[0] != said:
            self._drawn = said, self._strip()
        return [self._drawn[1]]

    def _strip(self) -> Strip:
        look, width = self.look, self.width
        if self.field is not None:
            return on(self.field.strip(look, width), look.base)
        right = f" {self.saved} "
        if self.said and cell_len(f"{right} {self.said}") > width:
            right = f" {self.saved.split(f' {look.signs.dot} ')[0]} "  # how far one is stands above the tree as well
        room = max(0, width - cell_len(right))
        if self.said:
            left = [Segment(f" {self.said}", look["trouble" if self.trouble else "text"])]
        else:
            left = [segment for hint in self._hints_in(room) for segment in _hint(hint, look)]
        line = fitted(left, room, self.signs.ellipsis) if room else Strip([])
        strip = Strip([*line, Segment(right, look["meta"])])
        return on(fitted(list(strip), width), look.base)

    def _hints_in(self, room: int) -> list[Hint]:
        """The first hints that have room, and always the last: how to find the others, or the way out."""
        kept = list(self.hints)
        while kept and sum(cell_len(key) + cell_len(word) + 3 for key, word in kept) > room:
            kept.pop(-2 if len(kept) > 1 else -1)
        return kept


def _hint(hint: Hint, look: Look) -> Iterator[Segment]:
    """A hint's keys and its word; the mouse presses each key by itself, and on the word the only one."""
    shown, word = hint
    keys = [(part, shown_key(part)) for part in shown.split(" ")]
    touches = [touchable(key) if key else Style.null() for _, key in keys]
    for (part, _), touch in zip(keys, touches, strict=True):
        yield Segment(f" {part}", look["panel-key"] + touch)
    yield Segment(f" {word} ", look["meta"] + (touches[0] if len(touches) == 1 else Style.null()))
