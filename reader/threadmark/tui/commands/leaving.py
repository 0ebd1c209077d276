"""Commands that close something, one layer at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadmark.tui.commands.doing import does

if TYPE_CHECKING:
    from threadmark.tui.reading import ReadingScreen


@does("escape")
def escape(reading: ReadingScreen, _: str | None) -> None:
    """Undo one layer: the article's pane, else nothing."""
    if reading.in_article:
        reading.enter_pane(article=False)


@does("leave")
def leave(reading: ReadingScreen, _: str | None) -> None:
    """Leave the thread; from the last level the program."""
    reading.leave()


@does("quit")
def end(reading: ReadingScreen, _: str | None) -> None:
    """End the program."""
    reading.app.exit()


@does("suspend")
def suspend(reading: ReadingScreen, _: str | None) -> None:
    """Suspend the program."""
    reading.app.action_suspend_process()
