"""A terminal with the program in it: keys in, a screen of cells out, signals, sizes, and how it ended.

with Terminal(["open", "lane.thread.json"], folder=folder, home=home) as terminal:
    terminal.until("Mill Lane")
    terminal.type("cn")
    assert terminal.wait() == 0

Waiting is for what is on the screen, never for a time. Only POSIX has ptys.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

SIZE = (100, 30)
"""Columns and rows."""
PATIENCE = 60.0
"""Seconds after which something that was waited for is given up."""
QUIET = 0.3
"""Seconds without a byte after which the program has painted what there is to paint."""
FROM_HERE = ("PATH", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "LD_LIBRARY_PATH", "TMPDIR", "USER", "LOGNAME")
"""Variables of this machine that the program may see."""


def variables(home: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of somebody who has never used the program, in a terminal with all colours."""
    found = {name: os.environ[name] for name in FROM_HERE if name in os.environ}
    found |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "HOME": str(home)}
    found |= {"PYTHONUTF8": "1", "XDG_CONFIG_HOME": str(home / ".config")}
    return found | dict(more or {})


def threadmark(*arguments: str) -> list[str]:
    """The command line of the program."""
    return [sys.executable, "-m", "threadmark", *arguments]


class Terminal:
    """A command in a terminal of its own.

    Args:
        arguments: those of `threadmark`, or with `command` a whole command line.
        folder: the current folder.
        home: the home of whoever runs it.
        size: columns and rows.
        env: further variables.
        command: whether the arguments are a whole command line.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        folder: Path,
        home: Path,
        size: tuple[int, int] = SIZE,
        env: Mapping[str, str] | None = None,
        command: bool = False,
    ) -> None:
        self.raw = b""
        self.status: int | None = None
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        line = list(arguments) if command else threadmark(*arguments)
        environment = variables(home, env)
        self.pid, self._file = pty.fork()
        if self.pid == 0:  # pragma: no cover -- another process
            try:
                _set_size(0, size)
                signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell ignores it for what it runs in the background
                os.chdir(folder)
                os.execvpe(line[0], line, environment)
            finally:
                os._exit(127)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._file)

    # what a person does

    def type(self, keys: str) -> None:
        """Write keys as a terminal sends them."""
        os.write(self._file, keys.encode())

    def drag(self, words: str) -> None:
        """Press the mouse on the first letter of words that stand on one row, drag over them, let go on the last.

        Raises:
            AssertionError: no row has them.
        """
        rows = self.screen.display
        row = next((at for at, text in enumerate(rows, 1) if words in text), None)
        assert row is not None, f"{words!r} is on no row of\n{self.text}"
        first = rows[row - 1].index(words) + 1
        last = first + len(words) - 1
        steps = [(32, column, "M") for column in range(first + 1, last + 1)]
        for button, column, end in [(0, first, "M"), *steps, (0, last, "m")]:
            self.type(f"\x1b[<{button};{column};{row}{end}")

    def insist(self, keys: str) -> int:
        """Press keys until the program ends, as a person does whom nothing answers; its exit status as a shell has it.

        Python keeps a signal that comes between a question and the reading of its answer until the next key; one more
        that comes while it ends already is the end of it.
        """
        end = time.monotonic() + PATIENCE
        while not self._ended():
            assert time.monotonic() < end, f"it never ended; the screen is\n{self.text}"
            self.type(keys)
            self.settle()
        status = self.wait()
        return status if status >= 0 else 128 - status

    def signal(self, number: int) -> None:
        """Send the program a signal."""
        os.kill(self.pid, number)

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        _set_size(self._file, (columns, rows))
        self.screen.resize(rows, columns)

    # what a person sees

    @property
    def text(self) -> str:
        """All that is on the screen."""
        return "\n".join(row.rstrip() for row in self.screen.display)

    @property
    def last_row(self) -> str:
        """The lowest row: the status line."""
        return self.screen.display[-1].strip()

    def until(self, wanted: str | Callable[[], object]) -> None:
        """Read until something is on the screen.

        Raises:
            AssertionError: it never was.
        """
        holds = (lambda: wanted in self.text) if isinstance(wanted, str) else wanted
        end = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > end or (not self._read(1.0) and self._ended()):
                assert holds(), f"{wanted!r} never came; the screen is\n{self.text}\n{self.raw[-300:]!r}"

    def settle(self) -> None:
        """Read until nothing more is painted."""
        while self._read(QUIET):
            pass

    def wait(self) -> int:
        """Read to the end of the program; its exit status, or minus the signal that ended it."""
        end = time.monotonic() + PATIENCE
        while self._read(0.2) or not self._ended():
            assert time.monotonic() < end, f"it never ended; the screen is\n{self.text}"
        assert self.status is not None
        return self.status

    @property
    def said_at_the_end(self) -> list[str]:
        """The lines written after the screen was given back."""
        after = self.raw.rpartition(b"\x1b[?1049l")[2].decode(errors="replace")
        screen = pyte.Screen(2000, 200)
        pyte.Stream(screen).feed(after)
        return [line.rstrip() for line in screen.display if line.strip()]

    @property
    def is_restored(self) -> bool:
        """Whether the terminal echoes and takes lines again, on its first screen, with its cursor and without a mouse."""
        flags = termios.tcgetattr(self._file)[3]
        given_back = all(self.raw.rfind(end) > self.raw.rfind(begin) for begin, end in _MODES if begin in self.raw)
        return bool(flags & termios.ECHO and flags & termios.ICANON) and given_back

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._file], [], [], seconds)
        if not ready:
            return False
        try:
            came = os.read(self._file, 1 << 16)
        except OSError:  # Linux says so when the other side is closed
            return False
        self.raw += came
        # A program has a screen of its own, which is empty when it gets it, and so is the other to pyte, which has one.
        before, *parts = _OTHER_SCREEN.split(came)
        self._stream.feed(before)
        for part in parts:
            self.screen.reset()
            self._stream.feed(part)
        return bool(came)

    def _ended(self) -> bool:
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is not None


_OTHER_SCREEN = re.compile(rb"\x1b\[\?1049[hl]")
_MODES = (
    (b"\x1b[?1049h", b"\x1b[?1049l"),
    (b"\x1b[?25l", b"\x1b[?25h"),
    (b"\x1b[?1000h", b"\x1b[?1000l"),
    (b"\x1b[?2004h", b"\x1b[?2004l"),
)


def _set_size(file: int, size: tuple[int, int]) -> None:
    fcntl.ioctl(file, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
