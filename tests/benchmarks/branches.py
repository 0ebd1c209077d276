"""What a branch action of 10,000 comments costs a person who takes it back, beside a movement key in the same run.

Undone and redone in the program that did it, and undone in the next one, which has only the history to go by: by the
first key once the program has come to rest, and by one that is pressed as soon as comments are painted, before the labels
are read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from tests.benchmarks import invented
from tests.benchmarks.figure import Figure, Measures
from tests.benchmarks.invented import Invented, write_thread
from tests.benchmarks.terminal import Terminal, program

COMMENTS: Final = 20_000
BRANCH: Final = 10_000
MOVES: Final = 20
ACTIONS: Final = {"label": ("B", "f", "a"), "stance": ("B", "c", "n"), "skip": ("B", "S")}
"""What is done to a branch, by the keys that lead to its question, which `enter` answers."""
DOING: Final = "doing"
UNDO: Final = "u"
REDO: Final = "ctrl+r"
TURNS: Final = ("undo", "redo", "first undo after a restart")
AT_ONCE: Final = "undo at once after a restart, before labels are read"
MUST, AIM = 10, 8
"""A movement key is allowed 10 ms, and turning a branch action 100. What giving it takes, and a key before the program
has come to rest, is only told."""

Times = dict[tuple[str, str], list[float]]
"""Milliseconds, by action and turn."""


def branches(runs: int) -> Iterator[Figure]:
    """Branch actions of 10,000, their undoing and redoing, to the end of the first frame, in a pty."""
    moves: list[float] = []
    times: Times = defaultdict(list)
    with TemporaryDirectory() as name:
        folder = Path(name)
        thread = write_thread(folder / "branch.thread.json", COMMENTS, branch=BRANCH)
        for run in range(runs):
            _act(thread, folder / f"home-{run}", moves, times)
    move = median(moves)
    for action in ACTIONS:
        for turn in TURNS:
            yield Figure(
                f"{turn} of a {action} on 10,000 comments / key j", median(times[action, turn]), move, MUST, AIM
            )
        for what, done in ((f"{AT_ONCE}, of a {action}", AT_ONCE), (f"a {action} on 10,000 comments", DOING)):
            yield Figure(f"{what} / key j", median(times[action, done]), move, None, None)


def _act(thread: Invented, home: Path, moves: list[float], times: Times) -> None:
    """Do each action, undo it and redo it; undo them in another start of the program, and each in one of its own."""
    undo, redo, undo_later = TURNS
    labels = thread.path.with_suffix(f".{home.name}.labels.json")
    command = program("open", str(thread.path), "--labels", str(labels), "--annotator", "ana")
    with Terminal(command, home=home) as terminal:
        _begin(terminal)
        moves += [terminal.press("j") for _ in range(MOVES)]
        for action, keys in ACTIONS.items():
            for key in ("g", "g", *keys):
                terminal.press(key)
            _time(terminal, "enter", times[action, DOING])
            _time(terminal, UNDO, times[action, undo])
            _time(terminal, REDO, times[action, redo])
        terminal.quit()
    with Terminal(command, home=home) as terminal:
        _begin(terminal)
        for action in reversed(ACTIONS):
            _time(terminal, UNDO, times[action, undo_later])
        for _ in ACTIONS:
            _time(terminal, REDO, [])
        terminal.quit()
    for action in reversed(ACTIONS):
        with Terminal(command, home=home) as terminal:
            terminal.until(invented.MARKER)
            times[action, AT_ONCE].append(terminal.answer(UNDO, "undone: "))
            terminal.idle()
            terminal.quit()


def _begin(terminal: Terminal) -> None:
    terminal.until(invented.MARKER)
    terminal.idle()


def _time(terminal: Terminal, key: str, times: list[float]) -> None:
    times.append(terminal.frame(key))
    terminal.idle()


FIGURES: Measures = {"undoing-a-branch": branches}
