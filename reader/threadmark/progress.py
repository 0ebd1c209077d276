"""How far long work is, for people who watch it."""

from __future__ import annotations

import sys
import time
from typing import Any, Self

import click

_SHORT = 1.0  # seconds: quicker work shows no progress


class ReadingBar:
    """A progress bar on stderr with rate and time left, for work that takes over a second; none without a terminal."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._bar: Any = None
        self._shown = 0
        self._size: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.render_finish()

    def __call__(self, read: int, size: int | None) -> None:
        """So many bytes of a file of this size were read."""
        if self._bar is None:
            if not sys.stderr.isatty() or time.monotonic() - self._began < _SHORT or not size:
                return
            self._bar = click.progressbar(length=size, file=sys.stderr, label="reading", item_show_func=self._rate)
            self._size = size
        if size != self._size or read < self._shown:  # the next file
            self._bar.length, self._size, self._shown = self._bar.pos + (size or read), size, 0
            self._bar.finished = False
        self._bar.update(read - self._shown, f"{read}")
        self._shown = read

    def _rate(self, _: str | None) -> str:
        return f"{self._bar.pos / max(0.001, time.monotonic() - self._began) / 1e6:,.1f} MB/s" if self._bar else ""
