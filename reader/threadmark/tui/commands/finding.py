"""Commands that find: search, from match to match, filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadmark.errors import UsageError
from threadmark.thread.text import clean_line
from threadmark.tui.ask import AskLine
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


@does("save_filter")
@needs_comment
def save_filter(hands: Hands, _: str | None) -> None:
    """Save the filter in effect under a name, in the folder's settings."""
    found, saved = hands.finding.filter.filter, hands.finding.saved
    if found is None or saved is None:
        hands.say("there is no filter to save; set one first")
        return

    def take(answer: str | None) -> None:
        name, _ = clean_line(answer or "")
        if not name:
            return
        was = saved.words.get(name)
        try:
            saved.keep(name, str(found))
        except UsageError as error:
            hands.say(str(error), trouble=True)
        else:
            hands.say(f"saved as {name}" + (f", in place of {was}" if was not in (None, str(found)) else ""))
        hands.paint()

    hands.reading.app.push_screen(AskLine("save this filter as?", offered=list(saved.words)), take)
