"""Getting changes onto the disk: at once while the disk is quick; while it is slow a thread of its own waits for it.

A quick fsync costs less than the frame that shows the label, so it is done before that frame. A network home or a sick
disk takes tens of milliseconds: then a change is only written before its frame, so that it outlives the program however
that ends, and a thread does the fsyncs; `on_saved` tells when it has caught up.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from threadmark.labels.history import HistoryFile

SLOW: Final = 0.005
"""Seconds; an fsync that takes longer is not for the thread that paints."""
QUICK_ENOUGH: Final = 3
"""So many quick ones in a row bring the writing back to the thread that paints."""

_Payload = TypeVar("_Payload")


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[_Payload]):
    """What is in the file up to byte `end`, and not on the disk yet."""

    end: int
    payload: _Payload


class Saver(Generic[_Payload]):
    """Appends to the history, and knows what of it has not arrived on the disk.

    Args:
        history: the file.
        on_saved: called from another thread when everything has arrived, or can't.
    """

    def __init__(self, history: HistoryFile, on_saved: Callable[[], None]) -> None:
        self._history = history
        self._on_saved = on_saved
        self._state = threading.Condition()  # held while the file is written or cut, not while it is synced
        self._waiting: deque[_Waiting[_Payload]] = deque()
        self._saved = history.length
        self._thread: threading.Thread | None = None
        self._slow = False
        self._quick = 0
        self._problem: OSError | None = None

    @property
    def saving(self) -> bool:
        """Whether something is on its way to the disk."""
        with self._state:
            return bool(self._waiting) and self._problem is None

    @property
    def problem(self) -> OSError | None:
        """Why a slow disk did not take what is waiting; none of that is in the file any more, and `take_back` gives it."""
        return self._problem

    def save(self, content: bytes, payload: _Payload) -> None:
        """Append and fsync; on a slow disk append, and leave the fsync to the thread.

        Raises:
            OSError: nothing of it is in the file; or the disk did not take what came before, which is to be taken back.
        """
        with self._state:
            if self._problem is not None:
                raise self._problem
            if self._slow or self._waiting:
                self._history.write(content)
                self._waiting.append(_Waiting(self._history.length, payload))
                self._see_to_it()
                return
        self._slow = self._history.append(content) > SLOW
        self._saved = self._history.length
        self._quick = 0

    def so_far(self) -> tuple[int, list[_Payload]]:
        """How many bytes of the history are on the disk, and what is not yet, oldest first."""
        with self._state:
            return self._saved, [waiting.payload for waiting in self._waiting]

    def take_back(self) -> list[_Payload]:
        """After a problem: what the disk did not take, oldest first; it is forgotten, and writing may begin anew."""
        with self._state:
            lost = [waiting.payload for waiting in self._waiting]
            self._waiting.clear()
            self._problem = None
            return lost

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until everything is on the disk or can't get there; whether that came about in time."""
        with self._state:
            return self._state.wait_for(lambda: not self._waiting or self._problem is not None, seconds)

    def _see_to_it(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._sync, name="history", daemon=True)
            self._thread.start()

    def _sync(self) -> None:
        """The thread: fsyncs as long as something waits for it, and ends when nothing does or the disk refuses."""
        while True:
            with self._state:
                if not self._waiting:
                    self._thread = None
                    self._slow = self._quick < QUICK_ENOUGH
                    self._state.notify_all()
                    break
                end = self._history.length
            try:
                took = self._history.sync()
            except OSError as problem:
                with self._state:
                    self._history.cut_back(self._saved)
                    self._problem, self._thread = problem, None
                    self._state.notify_all()
                break
            with self._state:
                self._quick = self._quick + 1 if took <= SLOW else 0
                while self._waiting and self._waiting[0].end <= end:
                    self._waiting.popleft()
                self._saved = end
        self._on_saved()
