"""What a command opens, with somebody in front of it instead of a terminal; and pictures of what is there.

def act(here): ...
status = opened(lambda: open_program(Wishes("threads", annotator="ana")), act)
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from unittest.mock import patch

import pytest
import pytest_textual_snapshot
from pytest_textual_snapshot import SVGImageExtension
from tests.tui.sitting import WIDE, Sitting
from textual.widgets import Input

from threadmark.tui.app import ThreadmarkApp

SNAPSHOTS = Path(__file__).parent.parent / "snapshots"


class Pictures(SVGImageExtension):
    """Keeps the pictures in the folder for them, without blanks at the ends of lines."""

    @classmethod
    def dirname(cls, *, test_location):
        """The folder of a test file's pictures."""
        return str(SNAPSHOTS / test_location.basename)

    def serialize(self, data, **options):
        """The picture as it is written."""
        return re.sub(r"[ \t]+$", "", super().serialize(data, **options), flags=re.MULTILINE)


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


@pytest.fixture
def pictured(request, monkeypatch):
    """Compare a program's screen after some keys with the picture that was kept."""
    monkeypatch.setattr(pytest_textual_snapshot, "SVGImageExtension", Pictures)
    monkeypatch.setattr(Input, "_toggle_cursor", lambda _: None)  # which blinks, however slow the machine is
    snap_compare = request.getfixturevalue("snap_compare")  # which takes the class that is there when it is made

    def compared(app, keys, *, size=WIDE, before=None):
        return snap_compare(app, press=keys.split(), terminal_size=size, run_before=before)

    return compared
