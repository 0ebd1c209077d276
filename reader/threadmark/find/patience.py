"""Stop what takes too long: a regular expression may need longer than a life for one comment.

`re` has no limit of time of its own, but looks after signals while it matches, so an alarm can stop it. Signals reach
Python's main thread only, which is where the screen and the commands work; in another thread nothing is stopped.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType
from typing import Final

LONGEST: Final = 0.25
"""Seconds that a batch of comments may take; thousands of times what one needs."""


class TooSlowError(Exception):
    """It took longer than it may."""


class _Alarm:
    """Rings once, and only while it is armed: an alarm that comes late, when all is done, must hit nobody."""

    def __init__(self) -> None:
        self.armed = True

    def ring(self, _signal: int, _frame: FrameType | None) -> None:
        """Stop what is running."""
        if self.armed:
            self.armed = False
            raise TooSlowError


@contextmanager
def limited(seconds: float = LONGEST) -> Iterator[None]:
    """Do what is inside in so many seconds.

    Raises:
        TooSlowError: it took longer.
    """
    if current_thread() is not main_thread():
        yield
        return
    alarm = _Alarm()
    before = signal.signal(signal.SIGALRM, alarm.ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        yield
    finally:
        alarm.armed = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
