"""The garbage collector's rounds, made in pauses: a round takes longer than a key takes to be painted.

What was loaded stays, and is walked through no more. What comes and goes with each key is nearly all freed at once;
the rest waits until the annotator does.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from textual.app import App
    from textual.timer import Timer

PAUSE: Final = 0.5
"""Seconds without a key."""
AT_LATEST: Final = 200_000
"""Objects that have come and not gone, after which a round is made all the same: hundreds of keys without a pause."""


class Sweeper:
    """Says when the collector makes its rounds.

    Args:
        app: the program, for its timers.
    """

    def __init__(self, app: App[int]) -> None:
        self._app = app
        self._timer: Timer | None = None
        self._is_stirred = False

    def keep(self) -> None:
        """What is there now stays until `let_go`."""
        gc.freeze()
        _, second, third = gc.get_threshold()
        gc.set_threshold(AT_LATEST, second, third)
        gc.enable()

    def let_go(self) -> None:
        """A thread was left: what it and its screen were made of can go."""
        gc.unfreeze()
        gc.collect()

    def stirred(self) -> None:
        """A key came: make a round once none has come for a while."""
        self._is_stirred = True
        if self._timer is None:
            self._timer = self._app.set_interval(PAUSE, self._look)

    def _look(self) -> None:
        if self._is_stirred or self._timer is None:
            self._is_stirred = False
            return
        self._timer.stop()
        self._timer = None
        gc.collect()
