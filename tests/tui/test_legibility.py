"""Every text can be read on what is behind it, in every theme; the colour-blind tell apart what our own themes do.

What the program works out for itself is measured here by another library.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations, product

import pytest
from coloraide import Color as Measured
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from threadmark.tui.contrast import Ink, contrast
from threadmark.tui.greys import Greys
from threadmark.tui.looks import PARTS
from threadmark.tui.themes import APART, OWN_THEMES

TEXT, ENHANCED = 4.5, 7.0
LINES = {"guide", "rule"}
"""Parts that are lines, not text."""
OWN = {theme.name: ENHANCED if "contrast" in theme.name else TEXT for theme in OWN_THEMES}
EYES = (None, "deutan", "protan", "tritan")
"""All cones, and each of the three kinds missing."""
FAMILIES = ("label-stance", "label-rhetoric", "label-fallacy", "label-flag")


def measured(color):
    """A colour of Rich's as the other library has it; None where it is the terminal's own."""
    return None if color is None or color.triplet is None else Measured(color.triplet.hex)


@cache
def ratio(style: Style) -> float | None:
    """The contrast of a style; None where a colour is the terminal's own."""
    ink, ground = measured(style.color), measured(style.bgcolor)
    return None if ink is None or ground is None else ink.contrast(ground, method="wcag21")


def grounds(look):
    """What parts lie on."""
    return look.base, look.selected, look.base + look["panel"]


async def test_texts_stand_out(sit):
    """In tree, selected comment, panel, article and status line every text has WCAG's contrast, in greys too."""
    faint = []
    async with sit() as here:
        assert {*here.app.available_themes} == {*BUILTIN_THEMES, *OWN}
        for theme in here.app.available_themes:
            here.app.theme = theme
            await here.settle()
            for pane, part, style in drawn(here):
                grey = Greys().apply([Segment("x", style)], Color(0, 0, 0))[0].style
                found = min(ratio(style) or 21.0, ratio(grey) or 21.0)
                if found < OWN.get(theme, TEXT) - (0.01 if style == grey else 0.1):
                    faint.append((theme, pane, part, found))
    assert not faint


def drawn(here):
    """Each part of each pane on each of its grounds, as it is styled now."""
    for pane in (here.tree, here.reading.article, here.reading.status):
        for ground in grounds(pane.look):
            for part in PARTS.keys() - LINES:
                yield pane.id, part, ground + pane.look[part] + Style(bgcolor=ground.bgcolor)


@pytest.mark.parametrize("theme", sorted(OWN))
async def test_screens_of_our_own_themes_stand_out(sit, theme):
    """Panel, field, palette, note, question, page and list: whatever is drawn, by us or by Textual, can be read."""
    async with sit(theme=theme, picked="threads") as here:
        await here.type("j k")
        seen = {"list": faint(here, OWN[theme])}
        await here.type("enter c n j j p n k R E")
        for state, keys in (
            ("note", "a b escape"),
            ("palette", ": n o escape"),
            ("field", "& t o d o escape"),
            ("search", "/ s h o p enter"),
            ("marked", "escape v space right right escape"),
            ("panel", "m escape"),
            ("question", "C escape"),
            ("page", "? escape"),
        ):
            first, *_, last = keys.split()
            await here.type(" ".join(keys.split()[:-1]))
            seen[state] = faint(here, OWN[theme])
            await here.type(last)
            assert here.over == "ReadingScreen", (state, first)
        assert not any(seen.values()), seen


def faint(here, least):
    """What on the screen has less contrast than it should: words, and how much."""
    lines = set("─│┃┊▏ ▁▂▃▄▅▆▇█▔▎▊▌╸╺━")
    return {
        (segment.text.strip(), round(found, 1))
        for strip in here.app.screen._compositor.render_strips()
        for segment in strip
        if segment.style is not None and set(segment.text) - lines
        if (found := ratio(segment.style)) is not None and found < least - 0.01
    }


async def test_families_are_told_apart(sit):
    """Labels of each family differ in colour from each other and from text, whichever kind of cones is missing."""
    async with sit() as here:
        for theme, eye in product(OWN, EYES):
            here.app.theme = theme
            await here.settle()
            look = here.tree.look
            colors = {part: measured((look.base + look[part]).color) for part in (*FAMILIES, "text")}
            seen = {part: color.filter(eye) if eye else color for part, color in colors.items()}
            for one, other in combinations(seen, 2):
                assert seen[one].delta_e(seen[other], method="2000") >= APART, (theme, eye, one, other)


async def test_no_meaning_is_in_a_colour_alone(sit):
    """Stances, families, done, to revisit, what is marked and trouble are told without any colour at all."""
    async with sit(theme="colour-blind-dark") as here:
        await here.type("c n f a m s x n R j c y enter enter g g")
        for words in ("● claim: against", "fallacy: ad hominem", "sarcasm / irony", "flag: needs context", "↻", "✓"):
            assert words in here.text


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


@pytest.mark.parametrize("one", ["#000000", "#767676", "#004578", "#ffc473"])
@pytest.mark.parametrize("other", ["#ffffff", "#1e1e1e", "#767676"])
def test_contrast_is_wcags(one, other):
    """The ratio is what another library says, whichever colour is which."""
    found = contrast(Color.parse(one), Color.parse(other))
    assert found == pytest.approx(Measured(one).contrast(other, method="wcag21"), abs=0.01)
    assert found == contrast(Color.parse(other), Color.parse(one))
