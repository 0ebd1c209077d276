"""A pane: rows drawn by the Line API, of which only those that changed are painted again.

A pane knows the strips it should show; what is on the screen is compared with them by identity, so a key that changes
two comments paints the rows of two comments, and a pane that scrolls paints itself.
"""

from __future__ import annotations

from abc import abstractmethod

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip

from threadmark.tui.looks import UNICODE, Look, Signs
from threadmark.tui.rows import fitted


class Pane(ScrollView):
    """Base of the article and the tree: a heading row, rows below it, a bar that says where one is.

    It scrolls itself, by rows, so `virtual_size` stays the pane's own size and no layout is needed when a height is
    corrected.
    """

    DEFAULT_CSS = "Pane { overflow: hidden; background: $surface; color: $foreground; }"
    can_focus = False

    def __init__(self, signs: Signs = UNICODE, *, id: str | None = None) -> None:  # noqa: A002 -- Textual's own word
        super().__init__(id=id)
        self.signs = signs
        self.heading = ""
        self.active = False
        self.width = 0
        self.height = 0
        self._look: Look | None = None
        self._shown: list[Strip] = []
        self._headed: tuple[tuple[str, bool], Strip] | None = None

    @property
    def look(self) -> Look:
        """The styles now in force."""
        if self._look is None:
            self._look = Look(self, self.signs)
        return self._look

    @property
    def body_rows(self) -> int:
        """Rows below the heading."""
        return max(0, self.height - 1)

    @abstractmethod
    def body(self) -> list[Strip]:
        """The strips below the heading, at most `body_rows`, each as wide as the pane."""

    @abstractmethod
    def restyled(self) -> None:
        """Forget everything drawn with the styles or the width before."""

    def render_line(self, y: int) -> Strip:
        """The strip at a row of the pane.

        The first frame is painted before the pane is told its size: it takes it as it finds it, so that this frame
        shows what it should, and not an empty pane.
        """
        if not self.height:
            self._fit()
        if not self._shown:
            self._shown = self._strips()
        return self._shown[y] if y < len(self._shown) else Strip.blank(self.width, self.look.base)

    def repaint(self) -> None:
        """Paint the rows that are no longer as they should be."""
        if not self.height or not self.is_attached:
            return
        before, self._shown = self._shown, self._strips()
        if len(before) != len(self._shown):
            self.refresh()
            return
        changed = [
            y for y, (old, new) in enumerate(zip(before, self._shown, strict=True)) if old is not new and old != new
        ]
        regions = []
        while changed:
            first = last = changed.pop(0)
            while changed and changed[0] == last + 1:
                last = changed.pop(0)
            regions.append(Region(0, first, self.width, last - first + 1))
        if regions:
            self.refresh(*regions)

    def _strips(self) -> list[Strip]:
        strips = [self._heading_strip(), *self.body()][: self.height]
        blank = Strip.blank(self.width, self.look.base)
        return strips + [blank] * (self.height - len(strips))

    def _heading_strip(self) -> Strip:
        said = self.heading, self.active
        if self._headed is None or self._headed[0] != said:
            look, width = self.look, self.width
            text = f" {self.heading} " if self.heading else ""
            style = look["heading-active" if self.active else "heading"]
            line = fitted([Segment(text, style)], min(width, cell_len(text)), self.signs.ellipsis)
            rule = Segment(self.signs.rule * max(0, width - line.cell_length), look["rule"])
            self._headed = said, on(Strip([*line, rule], width), look.base)
        return self._headed[1]

    def notify_style_update(self) -> None:
        """A theme or a style sheet changed."""
        super().notify_style_update()
        self._forget()
        if self.is_attached and self.height:
            self.restyled()

    def on_resize(self) -> None:
        """The pane has another size, if not the one that its first frame found."""
        if self.size != (self.width, self.height):
            self._fit()
            self.refresh()

    def _fit(self) -> None:
        self.width, self.height = self.size
        self._forget()
        self.restyled()

    def _forget(self) -> None:
        self._look = self._headed = None
        self._shown = []


def bar_cells(rows: int, first: int, total: int) -> range:
    """The rows of a pane's bar that are its thumb, for a view of `rows` rows from row `first` of `total`."""
    if total <= rows or rows < 1:
        return range(0)
    size = max(1, rows * rows // total)
    start = round(first * (rows - size) / max(1, total - rows))
    start = min(max(0, start), rows - size)
    return range(start, start + size)


def on(strip: Strip, style: Style) -> Strip:
    """The strip on a base style, its own styles on top."""
    return strip.apply_style(style)
