"""The signs and styles that the panes draw with."""

from __future__ import annotations

from dataclasses import dataclass

from rich.style import Style
from textual.widget import Widget


@dataclass(frozen=True, slots=True)
class Signs:
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
    score="^",
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

PARTS = (
    "text",
    "author",
    "meta",
    "guide",
    "selected",
    "bar",
    "mark",
    "label",
    "label-stance",
    "label-rhetoric",
    "label-fallacy",
    "label-flag",
    "status",
    "quote",
    "heading",
    "heading-active",
    "rule",
    "pinned",
    "panel",
    "panel-key",
    "panel-name",
    "panel-set",
    "panel-title",
    "panel-target",
    "gone",
    "link",
    "trouble",
)


class Look:
    """The styles of a pane's parts, as the theme and the style sheet give them now.

    A part's style has a background only where the style sheet gives it one; rows lie on `base` or `selected`.

    Args:
        widget: the pane, whose component classes are `pane--text`, `pane--author` and so on.
        signs: the signs to draw with.
    """

    __slots__ = ("_styles", "base", "selected", "signs")

    def __init__(self, widget: Widget, signs: Signs) -> None:
        self.signs = signs
        self.base = widget.rich_style
        self._styles = {part: _part(widget, f"pane--{part}") for part in PARTS}
        self.selected = self.base + Style(bgcolor=self._styles["selected"].bgcolor)

    def __getitem__(self, part: str) -> Style:
        return self._styles[part]


def _part(widget: Widget, name: str) -> Style:
    style = widget.get_component_rich_style(name)
    own_background = widget.get_component_rich_style(name, partial=True).bgcolor is not None
    return Style(
        color=style.color,
        bgcolor=style.bgcolor if own_background else None,
        bold=style.bold,
        dim=style.dim,
        italic=style.italic,
        underline=style.underline,
        reverse=style.reverse,
        strike=style.strike,
    )
