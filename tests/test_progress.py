"""The bar that says how far the reading of a file is: for people, for long work, and never in the way."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threadmark import progress
from threadmark.progress import ReadingBar

MEGABYTE = 1_000_000


class Screen(io.StringIO):
    """A stderr, which a person sees or not."""

    def __init__(self, *, seen=True):
        super().__init__()
        self._seen = seen

    def isatty(self):
        """Whether it is a terminal."""
        return self._seen

    @property
    def frames(self):
        """What was painted one after another on the line, without what steers the terminal."""
        plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", self.getvalue())
        return [frame.strip() for frame in re.split(r"[\r\n]", plain) if frame.strip()]


class Clock:
    """Seconds that go on when they are told to."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        """The time."""
        return self.now


@pytest.fixture
def clock(monkeypatch):
    """The clock of the bar, and of what draws it."""
    clock = Clock()
    monkeypatch.setattr(progress.time, "monotonic", clock)
    monkeypatch.setattr(progress.time, "time", clock)
    return clock


@pytest.fixture
def watched(monkeypatch):
    """Put a terminal, or a log file, where stderr is; within the test, since pytest puts its own there before."""

    def put(*, seen=True):
        screen = Screen(seen=seen)
        monkeypatch.setattr(sys, "stderr", screen)
        return screen

    return put


def test_long_work_is_shown(clock, watched):
    """After a second it says how much of the file was read, how quickly, and how long it will take."""
    screen = watched()
    with ReadingBar() as bar:
        clock.now += 2
        bar(2 * MEGABYTE, 10 * MEGABYTE)
        clock.now += 2
        bar(4 * MEGABYTE, 10 * MEGABYTE)
    assert screen.frames[-1].startswith("reading")
    assert "40%" in screen.frames[-1]
    assert "1.0 MB/s" in screen.frames[-1]
    assert re.search(r"\d\d:\d\d:\d\d", screen.frames[-1])
    assert screen.getvalue().endswith("\n")


def test_short_work_is_not_shown(clock, watched):
    """What is done within a second shows nothing, not even an empty line."""
    screen = watched()
    with ReadingBar() as bar:
        for step in range(10):
            clock.now += 0.09
            bar(step * MEGABYTE, 10 * MEGABYTE)
    assert screen.getvalue() == ""


def test_without_a_terminal_nothing_is_shown(clock, watched):
    """A log file gets no bar."""
    log = watched(seen=False)
    with ReadingBar() as bar:
        clock.now += 5
        bar(MEGABYTE, 10 * MEGABYTE)
        bar(10 * MEGABYTE, 10 * MEGABYTE)
    assert log.getvalue() == ""


def test_nobody_knows_the_size(clock, watched):
    """Of a stream without a size nothing can be said."""
    screen = watched()
    with ReadingBar() as bar:
        clock.now += 5
        bar(MEGABYTE, None)
    assert screen.getvalue() == ""


def test_several_files(clock, watched):
    """The next file makes the whole longer: the bar goes on from where it is, and ends at the end of the last."""
    screen = watched()
    with ReadingBar() as bar:
        for size in (4 * MEGABYTE, 4 * MEGABYTE, 2 * MEGABYTE):
            for read in range(0, size + 1, MEGABYTE):
                clock.now += 1
                bar(read, size)
    assert "100%" in screen.frames[-1]
    shares = [int(found[1]) for frame in screen.frames if (found := re.search(r"(\d+)%", frame))]
    assert shares[0] < 100
    assert min(shares[shares.index(100) + 1 :]) < 100


def test_an_interrupted_reading_leaves_the_line(clock, watched):
    """Ctrl-C in the middle ends the bar's line, so that what is said next has a line of its own."""
    screen = watched()

    def interrupted():
        with ReadingBar() as bar:
            clock.now += 2
            bar(MEGABYTE, 10 * MEGABYTE)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert screen.getvalue().endswith("\n")


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 50), st.lists(st.integers(0, 20), max_size=6), st.booleans()), max_size=5),
    st.floats(0, 2),
)
def test_any_reading(files, step):
    """Whatever is read in whatever pieces, empty files and streams among them, the bar never fails nor goes over 100%."""
    clock, screen = Clock(), Screen()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(progress.time, "monotonic", clock)
        patch.setattr(progress.time, "time", clock)
        patch.setattr(sys, "stderr", screen)
        with ReadingBar() as bar:
            for size, pieces, known in files:
                read = 0
                for piece in (*pieces, size):
                    clock.now += step
                    read = min(size, read + piece)
                    bar(read, size if known else None)
    assert all(int(found) <= 100 for found in re.findall(r"(\d+)%", screen.getvalue()))


BARRED = """
import sys, time
from threadmark import progress
progress.time.monotonic = iter(range(100, 200)).__next__
with progress.ReadingBar() as bar:
    for read in range(0, 11):
        bar(read * 1_000_000, 10_000_000)
print("done")
"""


def test_in_a_real_terminal():
    """The bar is drawn on stderr, where a person sees it, and stdout has only what the command writes."""
    ours, theirs = pty.openpty()
    ran = subprocess.run(
        [sys.executable, "-c", BARRED], stdout=subprocess.PIPE, stderr=theirs, text=True, check=True, timeout=60
    )
    os.close(theirs)
    painted = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert ran.stdout == "done\n"
    assert "100%" in painted
    assert "MB/s" in painted
