"""Themes of our own: of high contrast, and of colours that the colour-blind tell apart; each on dark and on light.

The first reach 7 to 1 for every text, the enhanced contrast of WCAG 2.2 (1.4.6), the others 4.5 to 1. The colours of
the label families, and text beside them, are at least `APART` apart to an eye without one of its three kinds of cones
too. Labels say in words what they are as well: a colour only makes them quicker to find.
"""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES, Theme

CONTRAST = "text-contrast"
"""The variable of a theme that says how much contrast it wants of every text, 1 to 21; absent, it is WCAG's 4.5."""
APART = 12.0
"""How far apart colours are that mean different things, as CIEDE2000 measures it: about 2 can just be seen side by side."""


def _theme(
    name: str,
    *,
    dark: bool,
    contrast: str,
    grounds: tuple[str, str, str],
    ink: str,
    primary: str,
    chosen: str,
    stance: str,
    rhetoric: str,
    fallacy: str,
    flag: str,
) -> Theme:
    """A theme.

    Args:
        name: what it is called.
        dark: whether it is light on dark.
        contrast: how much contrast every text has at least.
        grounds: what texts lie on: the article and the list, the comments, the panel and the last line.
        ink: the colour of text.
        primary: authors, headings, borders.
        chosen: what lies behind what is chosen in a list.
        stance: the colour of stances; the next three of the other labels.
        rhetoric: rhetoric.
        fallacy: fallacies.
        flag: flags, and trouble.
    """
    background, surface, panel = grounds
    return Theme(
        name,
        dark=dark,
        primary=primary,
        secondary=rhetoric,
        warning=fallacy,
        error=flag,
        success=stance,
        accent=stance,
        foreground=ink,
        background=background,
        surface=surface,
        panel=panel,
        boost=panel,
        variables={
            CONTRAST: contrast,
            **dict.fromkeys(("text", "text-muted", "text-disabled", "foreground-muted"), ink),
            "text-primary": primary,
            "text-secondary": rhetoric,
            "text-warning": fallacy,
            "text-error": flag,
            "text-success": stance,
            "text-accent": stance,
            "block-cursor-foreground": background,
            "block-cursor-background": chosen,
            "block-cursor-blurred-foreground": background,
            "block-cursor-blurred-background": chosen,
            "block-hover-background": panel,
            "border": primary,
            "border-blurred": ink,
            "input-cursor-foreground": background,
            "input-cursor-background": ink,
            "input-selection-foreground": background,
            "input-selection-background": chosen,
            "screen-selection-foreground": background,
            "screen-selection-background": chosen,
        },
    )


OWN_THEMES = (
    _theme(
        "high-contrast-dark",
        dark=True,
        contrast="7",
        grounds=("#000000", "#000000", "#1a1a1a"),
        ink="#ffffff",
        primary="#6cb6ff",
        chosen="#9ae3ff",
        stance="#9ae3ff",
        rhetoric="#ffdcbc",
        fallacy="#fe94b9",
        flag="#b1c655",
    ),
    _theme(
        "high-contrast-light",
        dark=False,
        contrast="7",
        grounds=("#ffffff", "#ffffff", "#ececec"),
        ink="#000000",
        primary="#003d7a",
        chosen="#003d7a",
        stance="#7a178b",
        rhetoric="#004c40",
        fallacy="#3d4100",
        flag="#310034",
    ),
    _theme(
        "colour-blind-dark",
        dark=True,
        contrast="4.5",
        grounds=("#121212", "#121212", "#242424"),
        ink="#e8e8e8",
        primary="#7fb8e6",
        chosen="#afdaff",
        stance="#00a6f0",
        rhetoric="#ffd8aa",
        fallacy="#eb8355",
        flag="#afdaff",
    ),
    _theme(
        "colour-blind-light",
        dark=False,
        contrast="4.5",
        grounds=("#ffffff", "#ffffff", "#eeeeee"),
        ink="#1a1a1a",
        primary="#004b87",
        chosen="#004b87",
        stance="#06066e",
        rhetoric="#00705b",
        fallacy="#822400",
        flag="#7952ac",
    ),
)
"""What is offered beside Textual's own themes."""


def theme_names() -> list[str]:
    """All themes that can be named, ours first."""
    return [*(theme.name for theme in OWN_THEMES), *BUILTIN_THEMES]
