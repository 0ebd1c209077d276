"""Getting changes onto the disk: at once while the disk is quick, by a thread of its own while it is slow.

A quick fsync costs less than the frame that shows the label, so it is done before that frame. A network home or a sick
disk takes tens of milliseconds: then a writer thread appends in order, and `on_saved` tells when it has caught up.
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
class Waiting(Generic[_Payload]):
    """Bytes that are not on the disk yet, and what they are."""

    content: bytes
    payload: _Payload


class Saver(Generic[_Payload]):
    """Appends to the history, and knows what has not arrived there.

    Args:
        history: the file.
        on_saved: called from the writer thread when everything has been written, or could not be.
    """

    def __init__(self, history: HistoryFile, on_saved: Callable[[], None]) -> None:
        self._history = history
        self._on_saved = on_saved
        self._state = threading.Condition()
        self._waiting: deque[Waiting[_Payload]] = deque()
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
        """Why the writer thread stopped; what it had not written is still waiting, and `take_back` gives it."""
        return self._problem

    def save(self, content: bytes, payload: _Payload) -> None:
        """Append and fsync, or leave it to the writer thread.

        Raises:
            OSError: it was tried at once and nothing of it is in the file.
        """
        if self._slow or self._waiting:
            self._enqueue(Waiting(content, payload))
            return
        self._slow = self._history.append(content) > SLOW
        self._saved = self._history.length
        self._quick = 0

    def so_far(self) -> tuple[int, list[_Payload]]:
        """How many bytes of the history are on the disk, and what is not yet, oldest first."""
        with self._state:
            return self._saved, [waiting.payload for waiting in self._waiting]

    def take_back(self) -> list[_Payload]:
        """After a problem: what could not be written, oldest first; it is forgotten, and writing may begin anew."""
        with self._state:
            lost = [waiting.payload for waiting in self._waiting]
            self._waiting.clear()
            self._problem = None
            return lost

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until everything is on the disk or can't get there; whether that came about in time."""
        with self._state:
            return self._state.wait_for(lambda: not self._waiting or self._problem is not None, seconds)

    def _enqueue(self, waiting: Waiting[_Payload]) -> None:
        with self._state:
            self._waiting.append(waiting)
            if self._thread is None:
                self._thread = threading.Thread(target=self._write, name="history", daemon=True)
                self._thread.start()

    def _write(self) -> None:
        """The writer thread: appends all that waits, in order, and ends when nothing does or the disk refuses.

        All at once: line by line each would wait for the fsyncs of those before it, and be lost if the program is killed.
        """
        while True:
            with self._state:
                if not self._waiting:
                    self._thread = None
                    self._slow = self._quick < QUICK_ENOUGH
                    self._state.notify_all()
                    break
                count = len(self._waiting)
                content = b"".join(waiting.content for waiting in self._waiting)
            try:
                took = self._history.append(content)
            except OSError as problem:
                with self._state:
                    self._problem, self._thread = problem, None
                    self._state.notify_all()
                break
            with self._state:
                self._quick = self._quick + 1 if took <= SLOW else 0
                for _ in range(count):
                    self._waiting.popleft()
                self._saved = self._history.length
        self._on_saved()
