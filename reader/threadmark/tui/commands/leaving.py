"""Commands that close something, one layer at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadmark.tui.commands.doing import does

if TYPE_CHECKING:
    from threadmark.tui.hands import Hands


@does("escape")
def escape(hands: Hands, _: str | None) -> None:
    """Undo one layer: the article's pane, the search, the filter, else nothing."""
    if hands.reading.in_article:
        hands.reading.enter_pane(article=False)
    else:
        hands.finding.escape()


@does("leave")
def leave(hands: Hands, _: str | None) -> None:
    """Leave the filter, else the thread; from the last level the program."""
    if not hands.finding.leave_filter():
        hands.close()
        hands.reading.leave()


@does("quit")
def end(hands: Hands, _: str | None) -> None:
    """End the program."""
    hands.close()
    hands.reading.app.exit()


@does("suspend")
def suspend(hands: Hands, _: str | None) -> None:
    """Suspend the program."""
    hands.flush()
    hands.reading.app.action_suspend_process()
