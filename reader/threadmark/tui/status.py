"""The last line: the keys that matter now or what just happened on the left, what is saved on the right."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from threadmark.tui.looks import UNICODE, Signs
from threadmark.tui.pane import Pane
from threadmark.tui.rows import fitted

Hint = tuple[str, str]


class StatusLine(Pane):
    """One row.

    Attributes:
        hints: keys and the words for what they do, shown while there is nothing to say.
        said: what just happened; `trouble` makes it stand out.
        saved: the right end: whether all is on disk, and how far one is.
    """

    def __init__(self, signs: Signs = UNICODE) -> None:
        super().__init__(signs, id="status")
        self.hints: tuple[Hint, ...] = ()
        self.said = ""
        self.trouble = False
        self.saved = ""

    def restyled(self) -> None:
        """Nothing is kept."""

    def body(self) -> list[Strip]:
        """Nothing lies below the first row."""
        return []

    def _strips(self) -> list[Strip]:
        look, width = self.look, self.size.width
        right = f" {self.saved} "
        room = max(0, width - cell_len(right))
        if self.said:
            left = [Segment(f" {self.said}", look["trouble" if self.trouble else "text"])]
        else:
            left = []
            used = 0
            for key, word in self.hints:
                used += cell_len(key) + cell_len(word) + 3
                if used > room:
                    break
                left += [Segment(f" {key}", look["panel-key"]), Segment(f" {word} ", look["meta"])]
        line = fitted(left, room, self.signs.ellipsis) if room else Strip([])
        strip = Strip([*line, Segment(right, look["meta"])])
        return [fitted(list(strip), width).apply_style(look.base)]
