"""What a command opens, with somebody in front of it instead of a terminal.

def act(here): ...
status = opened(lambda: open_program(Wishes("threads", annotator="ana")), act)
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from unittest.mock import patch

from tests.tui.sitting import WIDE, Sitting

from threadmark.tui.app import ThreadmarkApp


def opened(start: Callable[[], int], act: Callable[[Sitting], Awaitable[None]], size: tuple[int, int] = WIDE) -> int:
    """Do what a command does, from its arguments to its exit status.

    Args:
        start: the command.
        act: what is done while its screen is there; the screen is closed at the end.
        size: columns and rows.
    """

    async def sit(app: ThreadmarkApp) -> None:
        app.animation_level = "none"
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await act(Sitting(app, pilot, app._workshop, app._workshop._labels))

    with patch.object(ThreadmarkApp, "run", lambda app: asyncio.run(sit(app))):
        return start()
