"""What goes on behind the keys: a slice once the letter is painted, then one after another, keys between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from threadmark.tui.soon import soon

if TYPE_CHECKING:
    from collections.abc import Callable

    from threadmark.tui.reading import ReadingScreen

AT_ONCE: Final = 0.002
"""Seconds of work before a letter is painted: all there is in most threads, and nothing to wait for in a large one."""
SHOWN_EVERY: Final = 24
"""Slices: how often it is painted how far it has come."""
_PAUSE: Final = 0.001  # seconds between two slices, in which keys are taken
_WRITTEN: Final = 0.005  # seconds in which a frame is written: by a thread that comes to its turn when this one rests


def behind(reading: ReadingScreen, go_on: Callable[[], bool]) -> None:
    """Go on with something after the next frame, slice by slice, as long as there is more.

    Args:
        reading: the screen.
        go_on: does a slice, and says whether there is another one.
    """

    def slice_() -> None:
        if go_on():
            soon(reading, _PAUSE, slice_)

    # A moment alone may be over before the frame is painted, and the letter would wait for a slice. And the screen takes
    # nothing for a frame to wait for until it has heard what is to be painted.
    soon(reading, _PAUSE, lambda: reading.call_after_refresh(soon, reading, _WRITTEN, slice_))
