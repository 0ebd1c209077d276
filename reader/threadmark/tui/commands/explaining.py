"""Commands that say what something is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadmark.keys.panels import marking_leader
from threadmark.tui.commands.doing import does
from threadmark.tui.looks import ASCII
from threadmark.tui.pages import Page

if TYPE_CHECKING:
    from threadmark.tui.hands import Hands
    from threadmark.tui.text_pane import Paragraph


_NOTHING: tuple[str, list[Paragraph]] = ("", [])


@does("explain")
def explain(hands: Hands, _: str | None) -> None:
    """Say what one has before one: what is typed, an open panel's labels, marked words, the article, the comment."""
    heading, page = _explained(hands)
    if page:
        hands.reading.app.push_screen(Page(heading, page, hands.keymap, hands.reading.signs))
    else:
        hands.say("there is no comment here")


def _explained(hands: Hands) -> tuple[str, list[Paragraph]]:
    from threadmark.labels.round import Round  # noqa: PLC0415 -- a bench has none, and needs none
    from threadmark.tui import explaining as of  # noqa: PLC0415 -- not before the first F1

    keymap, ascii_only = hands.keymap, hands.reading.signs is ASCII
    heading, page = _NOTHING
    if hands.finding.typing:
        heading, page = ("filter", of.filter_page(hands)) if hands.finding.filters else ("search", of.search_page())
    elif hands.asking:
        heading, page = "what is asked", of.question_page(hands)
    elif (panel := hands.panel) is not None:
        heading, page = of.panel_page(keymap, panel)
    elif hands.marked_words:
        heading, page = "marking words", of.marking_page(keymap, marking_leader(keymap), ascii_only=ascii_only)
    elif hands.reading.in_article:
        heading, page = "the article", of.article_page(hands)
    elif len(hands.thread):
        work = hands.said if isinstance(hands.said, Round) else None
        heading, page = "the comment", of.comment_page(hands, work, hands.selected)
    return heading, page


@does("codebook")
def codebook(hands: Hands, _: str | None) -> None:
    """Show all labels in effect, to be searched."""
    from threadmark.tui.codebook import CodebookPage  # noqa: PLC0415 -- not before it is asked for

    hands.reading.app.push_screen(CodebookPage(hands.keymap, hands.reading.signs))
