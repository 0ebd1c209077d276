"""One writer: a lock file beside the labels, which says who holds it.

The lock is the system's own (flock), so one that a killed program left behind holds nobody up.
"""

from __future__ import annotations

import contextlib
import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import BaseFileLock


class WriterLock:
    """The right to write a label file.

    Args:
        path: the label file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.with_name(f"{path.name}.lock")
        self._held: BaseFileLock | None = None

    def take(self, who: str) -> str | None:
        """Take the lock, leaving `who` for others to read; returns who holds it instead, or None.

        Raises:
            OSError: the folder can't be written.
        """
        from filelock import FileLock, Timeout  # noqa: PLC0415 -- export and other readers need no lock

        self.path.parent.stat()  # filelock would make a folder that somebody mistyped
        lock = FileLock(self.path, thread_local=False)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            return self._read() or "another program"
        self._held = lock
        name = f"{who}, " if who else ""
        with contextlib.suppress(OSError):  # who holds it is a courtesy; the lock is held all the same
            self.path.write_text(f"{name}process {os.getpid()} on {socket.gethostname()}\n", encoding="utf-8")
        return None

    def release(self, *, leave_file: bool = True) -> None:
        """Give the lock back; harmless when it is not held.

        Args:
            leave_file: whether the lock file stays, as it should where others may come for the same labels.
        """
        if self._held is not None:
            if not leave_file:
                self.path.unlink(missing_ok=True)
            self._held.release()
            self._held = None

    def _read(self) -> str:
        try:
            return self.path.read_text(encoding="utf-8", errors="replace").strip()
        except OSError:
            return ""
