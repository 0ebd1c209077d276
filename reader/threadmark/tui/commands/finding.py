"""Commands that find: search, from match to match, filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadmark.tui.commands.doing import does, needs_comment

if TYPE_CHECKING:
    from threadmark.tui.hands import Hands


@does("search")
@needs_comment
def search(hands: Hands, _: str | None) -> None:
    """Type what to search for."""
    hands.finding.open("/")


@does("filter")
@needs_comment
def filter_(hands: Hands, _: str | None) -> None:
    """Type what to show only."""
    hands.finding.open("&")


@does("next_match")
@needs_comment
def next_match(hands: Hands, _: str | None) -> None:
    """Go to the next match."""
    hands.finding.search.next(1)


@does("previous_match")
@needs_comment
def previous_match(hands: Hands, _: str | None) -> None:
    """Go to the match before."""
    hands.finding.search.next(-1)
