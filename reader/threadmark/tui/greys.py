"""Without colours, greys that are as light as the colours were, so that what could be read still can be."""

from __future__ import annotations

from functools import lru_cache

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from threadmark.tui.contrast import as_grey


class Greys(LineFilter):
    """Textual's own filter weighs red, green and blue otherwise than WCAG does, and takes contrast away."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments with grey in place of each colour."""
        del background
        return [
            Segment(text, None if style is None else _in_greys(style), control) for text, style, control in segments
        ]


@lru_cache(1024)
def _in_greys(style: Style) -> Style:
    return style + Style.from_color(_grey(style.color), _grey(style.bgcolor))


def _grey(color: RichColor | None) -> RichColor | None:
    return None if color is None else as_grey(Color.from_rich_color(color)).rich_color
