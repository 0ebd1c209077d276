"""Work that a change left to be done: in slices, between which keys are taken."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from threadmark.tui.soon import soon

if TYPE_CHECKING:
    from textual.widget import Widget

_PAUSE: Final = 0.001
"""Seconds between two slices, in which keys are taken."""
_SLICE: Final = 0.004
"""Seconds: less than a movement key takes."""


class Afterwards:
    """Does a piece of work behind the keys.

    Args:
        widget: between whose messages the work is done; it ends with it.
        work: does some of it, for so many seconds; whether all is done.
    """

    def __init__(self, widget: Widget, work: Callable[[float], bool]) -> None:
        self._widget = widget
        self._work = work
        self._is_going = False

    def begin(self) -> None:
        """There is work to do, unless it is going on already."""
        if not self._is_going:
            self._is_going = True
            soon(self._widget, _PAUSE, self._go_on)

    def _go_on(self) -> None:
        self._is_going = False
        if not self._work(_SLICE):
            gc.freeze()  # what long work makes stays, and a round of the collector over it would take as long as ten keys
            self.begin()
