"""Screens that take every key themselves, and keys that are typed faster than screens come and go.

Textual hands a key to the queue of the screen that is on top at that moment. Of `E` and a note typed in one go, the
note's letters would be with the thread before the note has opened, and be labels. So a key is taken at once by a
screen of this kind, and waits where a text field has yet to get the focus.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from textual import events
from textual.screen import Screen

from threadmark.tui.touch import touched


class KeyedScreen(Screen[None]):
    """A screen without a text field."""

    AUTO_FOCUS: ClassVar[str | None] = ""

    @abstractmethod
    def take_key(self, event: events.Key) -> None:
        """Do what a key means."""

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """What stands for a key on the screen does what the key does."""
        for key in touched(event):
            self.take_key(key)


def takes_keys(screen: Screen[object]) -> bool:
    """Whether a screen has come so far that a key means on it what it will mean."""
    return screen.is_mounted if isinstance(screen, KeyedScreen) else screen.focused is not None
