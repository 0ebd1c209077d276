"""What undoing a branch action of 10,000 comments costs a person, beside a movement key in the same run."""

from __future__ import annotations

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
TURNS: Final = 3


def undo(runs: int) -> Iterator[Figure]:
    """Undo and redo of a label on a branch of 10,000, to the end of the first frame, in a pty."""
    moves, undone, redone = [], [], []
    with TemporaryDirectory() as name:
        folder = Path(name)
        thread = write_thread(folder / "branch.thread.json", COMMENTS, branch=BRANCH)
        for run in range(runs):
            for times, values in zip((moves, undone, redone), _turns(thread, folder / f"home-{run}"), strict=True):
                times.extend(values)
    move = median(moves)
    yield Figure("undo of a label on 10,000 comments / key j", median(undone), move, 10, 8)
    yield Figure("redo of a label on 10,000 comments / key j", median(redone), move, 10, 8)


def _turns(thread: Invented, home: Path) -> tuple[list[float], list[float], list[float]]:
    """What moves, undos and redos took, in milliseconds."""
    labels = thread.path.with_suffix(f".{home.name}.labels.json")
    command = program("open", str(thread.path), "--labels", str(labels), "--annotator", "ana")
    with Terminal(command, home=home) as terminal:
        terminal.until(invented.MARKER)
        terminal.idle()
        moves = [terminal.press("j") for _ in range(MOVES)]
        for key in "ggBfa":
            terminal.press(key)
        terminal.press("enter")
        terminal.idle()
        undone, redone = [], []
        for _ in range(TURNS):
            undone.append(terminal.frame("u"))
            terminal.idle()
            redone.append(terminal.frame("ctrl+r"))
            terminal.idle()
        terminal.quit()
    return moves, undone, redone


FIGURES: Measures = {"undoing-a-branch": undo}
