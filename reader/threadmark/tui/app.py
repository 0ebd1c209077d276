"""The program on the screen: which screen is shown, what a signal does, when labels are written together."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.timer import Timer

from threadmark.keys.layers import Keymap
from threadmark.labels.store import LabelStore
from threadmark.tui.looks import Signs
from threadmark.tui.picker import Choice, Picker
from threadmark.tui.reading import ReadingScreen

_SOON = 0.25  # seconds between two looks at whether a checkpoint is due
_LOOKS = 16  # after a change: longer than a checkpoint may wait for a pause
_KILLED_BY = 128


@dataclass(frozen=True, slots=True)
class Opened:
    """What is read first: threads to choose from, or one.

    Attributes:
        heading: what the threads are.
        choices: the threads, to be shown in a picker; empty when there is one to open at once.
        open_choice: makes the reading screen of the thread at a place.
        store: the label file.
    """

    heading: str
    choices: Sequence[Choice]
    open_choice: Callable[[int], ReadingScreen]
    store: LabelStore


class ThreadmarkApp(App[int], inherit_bindings=False):
    """The program.

    Args:
        opened: what to show first.
        keymap: keys and codebook in effect.
        signs: the signs to draw with.
        theme: the name of a theme; None for the default one.
    """

    CSS_PATH: ClassVar[str] = "app.tcss"
    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False
    BINDINGS: ClassVar[list[BindingType]] = []
    TITLE = "threadmark"

    def __init__(self, opened: Opened, keymap: Keymap, signs: Signs, *, theme: str | None = None) -> None:
        super().__init__()
        self._opened = opened
        self._keys = keymap
        self._signs = signs
        self._checkpoint_timer: Timer | None = None
        self._looks_left = 0
        if theme is not None:
            self.theme = theme

    def on_mount(self) -> None:
        """Show the picker or the thread, and listen to signals."""
        for number in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, self._end_by_signal, number)
        if self._opened.choices:
            picker = Picker(self._opened.heading, self._opened.choices, self._open, self._keys, self._signs)
            self.push_screen(picker)
        else:
            self.push_screen(self._opened.open_choice(0), lambda _: self.exit())

    def _open(self, place: int) -> None:
        self.push_screen(self._opened.open_choice(place))

    def checkpoint_later(self) -> None:
        """A change was made: for a while, look now and then whether the label file should be written."""
        self._looks_left = _LOOKS
        if self._checkpoint_timer is None:
            self._checkpoint_timer = self.set_interval(_SOON, self._look_for_checkpoint)

    def _look_for_checkpoint(self) -> None:
        self._looks_left -= 1
        if self._opened.store.checkpoint_due():
            self._opened.store.begin_checkpoint()
        elif self._looks_left < 0 and self._checkpoint_timer is not None:
            self._checkpoint_timer.stop()
            self._checkpoint_timer = None

    def flush(self) -> None:
        """Put what is only in memory into the store."""
        for screen in self.screen_stack:
            if isinstance(screen, ReadingScreen):
                screen.flush()

    def _end_by_signal(self, number: signal.Signals) -> None:
        """The terminal is gone or somebody wants us gone: everything to disk, the terminal restored, the end."""
        try:
            self.flush()
        finally:
            self._opened.store.close()
            self.exit(return_code=_KILLED_BY + number)
