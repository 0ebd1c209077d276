"""Commands that close something, one layer at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadmark.tui.commands.doing import does

if TYPE_CHECKING:
    from threadmark.tui.desk import Desk


@does("escape")
def escape(desk: Desk, _: str | None) -> None:
    """Undo one layer: the article's pane, else nothing."""
    if desk.reading.in_article:
        desk.reading.enter_pane(article=False)


@does("leave")
def leave(desk: Desk, _: str | None) -> None:
    """Leave the thread; from the last level the program."""
    desk.close()
    desk.reading.leave()


@does("quit")
def end(desk: Desk, _: str | None) -> None:
    """End the program."""
    desk.close()
    desk.reading.app.exit()


@does("suspend")
def suspend(desk: Desk, _: str | None) -> None:
    """Suspend the program."""
    desk.flush()
    desk.reading.app.action_suspend_process()
