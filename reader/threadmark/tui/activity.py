"""How long an annotator was active on each comment: time between keys, longer pauses cut off.

Keys typed into a note, a list or a page over the thread count for the comment below it, as presses of the mouse do; what
passes while the program is suspended doesn't.
"""

from __future__ import annotations

import time
from collections.abc import Callable

IDLE = 60.0  # seconds: a longer pause between two keys counts as this much


class Activity:
    """Seconds of activity by comment, since they were last taken.

    Args:
        clock: seconds, never going back.
        idle: the longest pause between two keys that counts whole.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, idle: float = IDLE) -> None:
        self._clock = clock
        self._idle = idle
        self._last: float | None = None
        self._seconds: dict[int, float] = {}

    def key(self, index: int) -> None:
        """A key came while this comment was selected."""
        now = self._clock()
        if self._last is not None:
            active = min(now - self._last, self._idle)
            self._seconds[index] = self._seconds.get(index, 0.0) + active
        self._last = now

    def pause(self) -> None:
        """Nobody is there from now until the next key."""
        self._last = None

    def take(self) -> dict[int, float]:
        """The seconds by comment, which are then forgotten here."""
        seconds, self._seconds = self._seconds, {}
        return seconds
