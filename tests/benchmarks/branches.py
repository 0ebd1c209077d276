"""What a branch action of 10,000 comments costs a person who takes it back, beside a movement key in the same run.

Undone and redone in the program that did it, and undone in the next one, which has only the history to go by.
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
TURNS: Final = {"undo": "u", "redo": "ctrl+r", "undo after a restart": "u"}
MUST, AIM = 10, 8
"""A movement key is allowed 10 ms, and turning a branch action 100. What giving it takes is only told."""

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
        yield Figure(f"a {action} on 10,000 comments / key j", median(times[action, DOING]), move, None, None)


def _act(thread: Invented, home: Path, moves: list[float], times: Times) -> None:
    """Do each action, undo it and redo it; in another start of the program undo them all."""
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
            _time(terminal, TURNS[undo], times[action, undo])
            _time(terminal, TURNS[redo], times[action, redo])
        terminal.quit()
    with Terminal(command, home=home) as terminal:
        _begin(terminal)
        terminal.press("g")
        terminal.press("g")
        for action in reversed(ACTIONS):
            _time(terminal, TURNS[undo_later], times[action, undo_later])
        terminal.quit()


def _begin(terminal: Terminal) -> None:
    terminal.until(invented.MARKER)
    terminal.idle()


def _time(terminal: Terminal, key: str, times: list[float]) -> None:
    times.append(terminal.frame(key))
    terminal.idle()


FIGURES: Measures = {"undoing-a-branch": branches}
