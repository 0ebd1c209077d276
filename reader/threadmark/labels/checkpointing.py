"""When `labels.json` is written, and by which thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from threadmark.labels.checkpoint import Snapshot, pieces, write_whole
from threadmark.labels.disk import Disk, words_of

IDLE: Final = 1.0
"""Seconds without a change after which a checkpoint is due."""
BEHIND: Final = 2.0
"""Seconds after the first change that the file lacks, at the latest."""
BREATH: Final = 0.001
"""Seconds between two slices, in which the thread that paints has the interpreter to itself: painting a key asks for it
a dozen times, and would wait for a slice each time."""


class Checkpointer:
    """Keeps the label file at most two seconds behind.

    Args:
        path: the label file.
        disk: the disk.
        ticker: seconds that only go forward.

    Attributes:
        problem: why it could not be written the last time, in words; the history has everything all the same.
    """

    def __init__(self, path: Path, disk: Disk, ticker: Callable[[], float]) -> None:
        self.problem: str | None = None
        self._path = path
        self._disk = disk
        self._ticker = ticker
        self._first_lacking: float | None = None
        self._last_lacking = 0.0
        self._thread: threading.Thread | None = None
        self._hurry = threading.Event()

    @property
    def is_behind(self) -> bool:
        """Whether the file lacks something."""
        return self._first_lacking is not None

    @property
    def writing(self) -> bool:
        """Whether a thread is writing it at this moment."""
        return self._thread is not None and self._thread.is_alive()

    def lacks(self) -> None:
        """Say that something happened that the file does not have."""
        self._last_lacking = self._ticker()
        if self._first_lacking is None:
            self._first_lacking = self._last_lacking

    def due(self, now: float | None) -> bool:
        """Whether it should be written: idle for a second, or two seconds behind."""
        if self._first_lacking is None or self.writing:
            return False
        now = self._ticker() if now is None else now
        return now - self._last_lacking >= IDLE or now - self._first_lacking >= BEHIND

    def begin(self, taken: Snapshot) -> None:
        """Write the file by a thread of its own, which lets others go first."""
        self._first_lacking = None
        self._hurry.clear()
        self._thread = threading.Thread(target=self._write, args=(self._unhurried(pieces(taken)),), name="checkpoint")
        self._thread.start()

    def write(self, taken: Snapshot) -> None:
        """Write the file now."""
        self._first_lacking = None
        self._write(pieces(taken))

    def join(self) -> None:
        """Wait for the thread that writes it."""
        if self._thread is not None:
            self._hurry.set()
            self._thread.join()
            self._thread = None

    def _unhurried(self, slices: Iterable[bytes]) -> Iterator[bytes]:
        for one in slices:
            self._hurry.wait(BREATH)
            yield one

    def _write(self, slices: Iterable[bytes]) -> None:
        try:
            write_whole(self._path, slices, self._disk)
        except OSError as problem:
            self.problem = words_of(problem)
            self.lacks()
        else:
            self.problem = None
