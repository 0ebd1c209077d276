"""What a person waits for: the first comments, a key until it is painted, and how much memory it takes."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.benchmarks import blank, invented
from tests.benchmarks.figure import Figure, Measures
from tests.benchmarks.invented import Invented, write_thread
from tests.benchmarks.terminal import Terminal, program

MOVES, FOLDS = 40, 10
"""How often a key is pressed in a run."""
LABEL_KEYS = "asdgklwe"
"""Keys of fallacies, each pressed on another comment after the leader."""
SMALL, LARGE = (200, 60), (100_000, 50_000)
"""Comments, and how many of them are below the first."""


@dataclass(slots=True)
class Sitting:
    """What was timed from one start of a program to its end: milliseconds, and MB at the peak."""

    first: float = 0.0
    memory: float = 0.0
    move: list[float] = field(default_factory=list)
    fold: list[float] = field(default_factory=list)
    leader: list[float] = field(default_factory=list)
    label: list[float] = field(default_factory=list)


def screen(runs: int) -> Iterator[Figure]:
    """All figures of the screen; the blank app, the small thread and the large take turns, so a drift meets them all."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        threads = [
            write_thread(folder / f"{count}.thread.json", count, branch=branch) for count, branch in (SMALL, LARGE)
        ]
        floors, small, large = [], [], []
        for run in range(runs):
            floors.append(_blank(folder / f"home-{run}"))
            small.append(_program(threads[0], folder / f"home-{run}"))
            large.append(_program(threads[1], folder / f"home-{run}"))
    lines = _keys(sitting.move for sitting in floors)
    small_move, move = _keys(sitting.move for sitting in small), _keys(sitting.move for sitting in large)
    fold, leader = _keys(sitting.fold for sitting in large), _keys(sitting.leader for sitting in large)
    label = _keys(sitting.label for sitting in large)
    yield Figure("first comments, 200 comments / blank app", _starts(small), _starts(floors), 1.4, 1.1)
    yield Figure("first comments, 100,000 comments / blank app", _starts(large), _starts(floors), 3, 1.6)
    yield Figure("key j, 200 comments / blank app's two lines", small_move, lines, 2.2, 1.3)
    yield Figure("key j, 100,000 comments / 200 comments", move, small_move, 1.3, 1.0)
    yield Figure("fold, unfold a branch of 50,000 / blank app's two lines", fold, lines, 5, 1.8)
    yield Figure("leader key, 100,000 comments / blank app's two lines", leader, lines, 3, 1.5)
    yield Figure("label key, 100,000 comments / blank app's two lines", label, lines, 3, 1.5)
    peak, floor = (median(sitting.memory for sitting in sittings) for sittings in (large, floors))
    yield Figure(
        "peak memory, 100,000 comments / their text + blank app",
        peak,
        floor + threads[1].text_bytes / 2**20,
        2.5,
        1.8,
        "MB",
    )


def _blank(home: Path) -> Sitting:
    sitting = Sitting()
    with Terminal([sys.executable, blank.__file__], home=home) as terminal:
        sitting.first = terminal.until(blank.MARKER)
        terminal.idle()
        sitting.move = [terminal.press("j") for _ in range(MOVES)]
        sitting.memory = terminal.peak_memory()
        terminal.quit()
    return sitting


def _program(thread: Invented, home: Path) -> Sitting:
    sitting = Sitting()
    labels = thread.path.with_suffix(f".{home.name}.labels.json")
    command = program("open", str(thread.path), "--labels", str(labels), "--annotator", "ana")
    with Terminal(command, home=home) as terminal:
        sitting.first = terminal.until(invented.MARKER)
        terminal.idle()
        sitting.move = [terminal.press("j") for _ in range(MOVES)]
        terminal.press("g")
        terminal.press("g")
        sitting.fold = [terminal.press("space") for _ in range(FOLDS)]
        for key in LABEL_KEYS:
            sitting.leader.append(terminal.press("f"))
            sitting.label.append(terminal.press(key))
            terminal.press("j")
        sitting.memory = terminal.peak_memory()
        terminal.quit()
    return sitting


def _starts(sittings: list[Sitting]) -> float:
    return median(sitting.first for sitting in sittings)


def _keys(presses: Iterable[list[float]]) -> float:
    return median(chain.from_iterable(presses))


FIGURES: Measures = {"paint": screen}
