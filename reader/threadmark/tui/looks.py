"""The signs and styles that the panes draw with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rich.style import Style
from textual.color import Color
from textual.widget import Widget

from threadmark.tui.contrast import Ink
from threadmark.tui.themes import CONTRAST


class Signs(NamedTuple):
    """Signs that say what a comment is and does; `ASCII` is for terminals where these take two cells.

    Attributes:
        open: before a comment whose replies are shown.
        folded: before one whose replies are hidden.
        guide: the line from a comment down to its replies.
        inferred: the same where the reply link is inferred.
        selected: before every row of the selected comment.
        label: before each label.
        evidence: before a label that is listed under its comment.
        answers: before the author that a comment answers.
        score: before the votes.
        score_below: before votes that are more against than for it.
        done: a comment that is done.
        skipped: a comment that was skipped.
        revisit: a comment to revisit.
        note: a comment with a note.
        rule: horizontal lines.
        divider: between the panes.
        thumb: where one is in the thread.
        track: the rest of that bar.
        more: something left out.
        dot: between facts.
        bar: before quoted text in the panel.
        ellipsis: text that was cut.
        paragraph: before a paragraph's number.
    """

    open: str = "▾"
    folded: str = "▸"
    guide: str = "│"
    inferred: str = "┊"
    selected: str = "┃"
    label: str = "●"
    evidence: str = "╰"
    answers: str = "↩"
    score: str = "▲"
    score_below: str = "▼"
    done: str = "✓"
    skipped: str = "»"
    revisit: str = "↻"
    note: str = "✎"
    rule: str = "─"
    divider: str = "│"
    thumb: str = "┃"
    track: str = "│"
    more: str = "⋯"
    dot: str = "·"
    bar: str = "▏"
    ellipsis: str = "…"
    paragraph: str = "¶"


UNICODE = Signs()
ASCII = Signs(
    open="v",
    folded=">",
    guide="|",
    inferred=":",
    selected="#",
    label="*",
    evidence="`",
    answers="<-",
    score="+",
    score_below="-",
    done="x",
    skipped=">>",
    revisit="@",
    note="n",
    rule="-",
    divider="|",
    thumb="#",
    track="|",
    more="...",
    dot="-",
    bar="|",
    ellipsis="~",
    paragraph="p",
)


class Part(NamedTuple):
    """How a part of a pane is drawn.

    Attributes:
        color: the name of a theme's colour.
        strength: how much of it over the background, 0 to 1.
        background: the name of the colour behind it; empty for the pane's own.
        behind: how much of that over the pane's own background, 0 to 1.
        weight: further attributes, as Rich writes them.
    """

    color: str = "foreground"
    strength: float = 1.0
    background: str = ""
    behind: float = 1.0
    weight: str = ""


# In a table and not in the style sheet: thirty component classes a pane take a third of the time to the first frame.
PARTS = {
    "text": Part(),
    "author": Part("text-primary", weight="bold"),
    "meta": Part(strength=0.65),
    "guide": Part(strength=0.4),
    "selected": Part(background="primary", behind=0.2),
    "bar": Part("accent", weight="bold"),
    "mark": Part(strength=0.7),
    "label": Part("text-accent", weight="bold"),
    "label-stance": Part("text-success", weight="bold"),
    "label-rhetoric": Part("text-secondary", weight="bold"),
    "label-fallacy": Part("text-warning", weight="bold"),
    "label-flag": Part("text-error", weight="bold"),
    "status": Part("text-accent"),
    "quote": Part(strength=0.7, weight="italic"),
    "heading": Part(strength=0.65),
    "heading-active": Part("text-primary", weight="bold"),
    "rule": Part(strength=0.3),
    "pinned": Part(background="panel"),
    "panel": Part(background="panel"),
    "panel-key": Part("text-accent", weight="bold"),
    "panel-name": Part(),
    "panel-set": Part(weight="bold underline"),
    "panel-title": Part("text-primary", weight="bold"),
    "panel-target": Part(weight="italic"),
    "gone": Part(strength=0.65, weight="italic"),
    "link": Part("text-primary", weight="underline"),
    "marked": Part("text-accent", weight="underline"),
    "found": Part("text-accent", weight="bold reverse"),
    "cursor": Part(weight="reverse"),
    "wrong": Part("text-error", weight="bold underline"),
    "span-number": Part("text-accent", weight="bold"),
    "trouble": Part("text-error", weight="bold"),
}
_DIM_BELOW = 0.9  # where colours are the terminal's own they can't be mixed: weaker than this is dim
_CONTRAST = 4.5  # of text to what is behind it, as WCAG 2.2 asks for; a theme may want more
_CONTRAST_LINE = 3.0  # of lines, where a theme wants more of text
_LINE = 0.5  # weaker than this are lines, which are no text
_UNDERLINED, _REVERSED = Style(underline=True), Style(reverse=True)


class Look:
    """The styles of a pane's parts, as the theme gives them now.

    A part's style has a background only where the table gives it one; rows lie on `base` or `selected`.

    Args:
        widget: the pane, for its own colours and the theme.
        signs: the signs to draw with.
    """

    __slots__ = ("_styles", "base", "selected", "signs")

    def __init__(self, widget: Widget, signs: Signs) -> None:
        self.signs = signs
        self.base = widget.rich_style
        behind, _ = widget.background_colors
        behind = widget.styles.background if widget.styles.background.a else behind
        theme = widget.app.theme_variables
        ink = Ink(_ground(PARTS[name], theme, behind) or behind for name in ("text", "selected", "panel"))
        self._styles = {name: _style(part, theme, behind, ink) for name, part in PARTS.items()}
        self.selected = self.base + Style(bgcolor=self._styles["selected"].bgcolor)

    def __getitem__(self, part: str) -> Style:
        return self._styles[part]

    @property
    def of_marks(self) -> tuple[Style, Style, Style, Style]:
        """What is laid over a text where words are marked: on spans, their numbers, what is being marked, what was found."""
        return _UNDERLINED, self._styles["span-number"], _REVERSED, self._styles["found"]


def _style(part: Part, theme: Mapping[str, str], behind: Color, ink: Ink) -> Style:
    color, weak = _mixed(theme[part.color], part.strength, behind)
    wanted = float(theme.get(CONTRAST, _CONTRAST))
    if part.strength >= _LINE:
        color = ink.legible(color, wanted)
    elif wanted > _CONTRAST:
        color = ink.legible(color, _CONTRAST_LINE)
    weight = Style.parse(part.weight) if part.weight else Style.null()
    ground = _ground(part, theme, behind)
    return Style(color=color.rich_color, bgcolor=ground.rich_color if ground else None, dim=weak or None) + weight


def _ground(part: Part, theme: Mapping[str, str], behind: Color) -> Color | None:
    """A part's own background; None where it has none, or where a theme of the terminal's colours gives it none."""
    if not part.background:
        return None
    ground, unmixed = _mixed(theme[part.background], part.behind, behind)
    return None if unmixed or not ground.a else ground


def _mixed(color: str, strength: float, behind: Color) -> tuple[Color, bool]:
    """A colour mixed with what is behind it, and whether it could not be mixed and must be weakened otherwise."""
    wanted = Color.parse(color)
    if strength >= 1.0:
        return wanted, False
    if wanted.ansi is not None or behind.ansi is not None:
        return wanted, strength < _DIM_BELOW
    return behind.blend(wanted, strength), False
