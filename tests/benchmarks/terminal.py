"""A program in a terminal, as a person has it: a pty, keys in, frames out, each timed at its last byte.

    with Terminal([sys.executable, "blank.py"], home=folder) as terminal:
        first = terminal.until("blank-0")
        took = terminal.press("j")

Times are milliseconds. Only POSIX has ptys.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

SIZE = (40, 120)
"""Rows and columns."""
FRAME_QUIET = 0.05
"""Seconds without a byte after which a frame has ended."""
PATIENCE = 120.0
"""Seconds that anything may take at most."""
SYNC_QUERY = b"\x1b[?2026$p"
SYNC_END = b"\x1b[?2026l"
SYNC_ANSWER = b"\x1b[?2026;2$y"
"""Modern terminals know synchronised output, and say so when they are asked."""
KEYS = {"space": " ", "enter": "\r", "escape": "\x1b", "down": "\x1b[B", "up": "\x1b[A", "ctrl+r": "\x12"}
NOT_KEPT = ("NO_COLOR", "COLUMNS", "LINES", "PYTHONDONTWRITEBYTECODE")
"""Variables of whoever measures; an installed program has its bytecode beside it."""


class Terminal:
    """Runs a command in a pty of its own.

    Args:
        command: the program and its arguments.
        home: an empty folder that it takes for the user's.
    """

    def __init__(self, command: Sequence[str], *, home: Path) -> None:
        self._tail = b""
        self._began = self._last = time.perf_counter()
        self._pid, self._file = pty.fork()
        if self._pid == 0:
            _become(command, home)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._file)

    def until(self, marker: str) -> float:
        """Read until these letters have come, painted in one piece; milliseconds since the start of the program.

        Raises:
            RuntimeError: the program ended, or they never came.
        """
        wanted, seen = marker.encode(), b""
        while wanted not in seen:
            if (came := self._read(PATIENCE)) is None:
                raise RuntimeError(f"{marker} was never painted; the last bytes were {seen[-500:]!r}")
            seen = seen[-len(wanted) :] + came
        return (self._last - self._began) * 1e3

    def press(self, key: str, *, quiet: float = FRAME_QUIET) -> float:
        """Write a key; milliseconds to the last byte of what it painted. What was painted before is not counted to it.

        Raises:
            RuntimeError: it painted nothing.
        """
        self.settle(0)
        began = time.perf_counter()
        os.write(self._file, KEYS.get(key, key).encode())
        if self._read(PATIENCE) is None:
            raise RuntimeError(f"the key {key} painted nothing; the last bytes were {self._tail!r}")
        self.settle(quiet)
        return (self._last - began) * 1e3

    def frame(self, key: str) -> float:
        """Write a key; milliseconds to the end of the first frame that it painted, whatever is painted later.

        Raises:
            RuntimeError: it painted nothing.
        """
        self.settle(FRAME_QUIET)
        began, seen = time.perf_counter(), b""
        os.write(self._file, KEYS.get(key, key).encode())
        while SYNC_END not in seen:
            if (came := self._read(PATIENCE)) is None:
                raise RuntimeError(f"the key {key} painted no frame; the last bytes were {self._tail!r}")
            seen = seen[-len(SYNC_END) :] + came
        return (self._last - began) * 1e3

    def answer(self, key: str, marker: str) -> float:
        """Write a key at once, whatever is being painted; milliseconds until these letters have come, as for `until`."""
        began = (time.perf_counter() - self._began) * 1e3
        os.write(self._file, KEYS.get(key, key).encode())
        return self.until(marker) - began

    def settle(self, quiet: float) -> None:
        """Read until nothing has come for so many seconds."""
        while self._read(quiet) is not None:
            pass

    def idle(self, quiet: float = 0.5) -> None:
        """Read until the program has painted nothing and used no processor time for so many seconds."""
        end = time.perf_counter() + PATIENCE
        used = None
        while used != (used := _processor_time(self._pid)) and time.perf_counter() < end:
            self.settle(quiet)

    def peak_memory(self) -> float:
        """The most memory that the program has had so far, in MB (elsewhere than on Linux: what it has now)."""
        try:
            status = Path(f"/proc/{self._pid}/status").read_text(encoding="utf-8")
        except FileNotFoundError:
            return int(_ps(self._pid, "rss")) / 1024
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024

    def quit(self) -> None:
        """Press `q` and wait for the program's end."""
        os.write(self._file, b"q")
        self.settle(PATIENCE)

    def _read(self, seconds: float) -> bytes | None:
        """The next bytes; None when none came in time, or the program has ended."""
        ready, _, _ = select.select([self._file], [], [], seconds)
        try:
            came = os.read(self._file, 1 << 16) if ready else b""
        except OSError:  # Linux says so when the other side is closed
            return None
        if not came:
            return None
        self._last = time.perf_counter()
        if SYNC_QUERY in came:
            os.write(self._file, SYNC_ANSWER)
        self._tail = came[-500:]
        return came


def _become(command: Sequence[str], home: Path) -> NoReturn:
    """Turn this new process into the program."""
    variables = {name: value for name, value in os.environ.items() if name not in NOT_KEPT}
    variables |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "HOME": str(home)}
    for name, folder in {
        "CONFIG": ".config",
        "DATA": ".local/share",
        "STATE": ".local/state",
        "CACHE": ".cache",
    }.items():
        variables[f"XDG_{name}_HOME"] = str(home / folder)
    try:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
        os.execvpe(command[0], list(command), variables)
    finally:
        os._exit(127)


def _processor_time(pid: int) -> str:
    """The processor time that a program has used, in whatever unit the system has."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except FileNotFoundError:
        return _ps(pid, "time")
    return " ".join(fields[11:13])


def _ps(pid: int, what: str) -> str:
    return subprocess.run(["ps", "-o", f"{what}=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout


def program(*arguments: str) -> list[str]:
    """The command `threadmark` of the environment that this runs in."""
    return [str(Path(sys.executable).with_name("threadmark")), *arguments]
