"""Every text can be read on what is behind it, in every theme."""

from __future__ import annotations

import pytest
from rich.style import Style
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from threadmark.tui.contrast import Ink, contrast
from threadmark.tui.looks import PARTS

TEXT = 4.5
WEAK = 3.0
LINES = {"guide", "rule"}
"""Parts that are lines, not text."""


def ratio(style: Style) -> float | None:
    """The contrast of a style; None where a colour is the terminal's own."""
    colors = style.color, style.bgcolor
    if any(color is None or color.triplet is None for color in colors):
        return None
    return contrast(*(Color.from_rich_color(color) for color in colors))


@pytest.mark.parametrize("theme", sorted(BUILTIN_THEMES))
async def test_texts_stand_out(sit, theme):
    """In the tree, on the selected comment, in the panel, the article and the status line; labels as text does."""
    async with sit(theme=theme) as here:
        for pane in (here.tree, here.reading.article, here.reading.status):
            look = pane.look
            for ground in (look.base, look.selected, look.base + look["panel"]):
                for part in PARTS.keys() - LINES:
                    found = ratio(ground + look[part] + Style(bgcolor=ground.bgcolor))
                    least = TEXT if PARTS[part].strength == 1.0 else WEAK
                    assert found is None or found >= least - 0.01, (part, pane.id, found)


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light"])
async def test_the_terminals_own_colours_lie_on_the_terminals_own_background(sit, theme):
    """Where nobody knows the colours, none is put behind another."""
    async with sit(theme=theme) as here:
        look = here.tree.look
        for part in PARTS:
            background = (look.base + look[part]).bgcolor
            assert background is None or background.is_default, part


@pytest.mark.parametrize("ground", ["#000000", "#1e1e1e", "#777777", "#d8d8d8", "#ffffff"])
@pytest.mark.parametrize("color", ["#000000", "#004578", "#888888", "#ffc473", "#ffffff"])
def test_ink_is_legible(color, ground):
    """A colour is moved only as far as it has to be, and black or white always is enough for WCAG's ratio."""
    wanted, behind = Color.parse(color), Color.parse(ground)
    ink = Ink([behind]).legible(wanted, TEXT)
    assert contrast(ink, behind) >= TEXT
    if contrast(wanted, behind) >= TEXT:
        assert ink == wanted


def test_contrast_is_wcags():
    """Black on white is 21 to 1, a colour on itself 1 to 1, whichever is which."""
    black, white, grey = Color.parse("#000000"), Color.parse("#ffffff"), Color.parse("#767676")
    assert contrast(black, white) == pytest.approx(21)
    assert contrast(grey, grey) == pytest.approx(1)
    assert contrast(grey, white) == contrast(white, grey) == pytest.approx(4.54, abs=0.01)
