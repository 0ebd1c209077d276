"""Whether a key waits while labels.json is written behind it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.benchmarks import invented
from tests.benchmarks.figure import Figure, Measures
from tests.benchmarks.invented import write_thread
from tests.benchmarks.labelling import write_labels
from tests.benchmarks.terminal import Terminal, program

COMMENTS = LABELS = 100_000
MOVES = 40
FALLACIES = "asdgklwe"
"""Keys of labels, another one in each run: what is set already is not written."""
QUICK = 0.02
"""Seconds of silence after which the next key is pressed, so that many are pressed while the file is written."""
DUE = 10.0
"""Seconds after which a checkpoint must have come."""


def checkpoint(runs: int) -> Iterator[Figure]:
    """The longest key from a label until the checkpoint that holds it is in its place, beside the key otherwise."""
    moves: list[float] = []
    longest: list[float] = []
    with TemporaryDirectory() as name:
        folder = Path(name)
        thread = write_thread(folder / "large.thread.json", COMMENTS)
        labels = folder / "labels.json"
        write_labels(labels, thread, LABELS, a_comment=1)
        os.sync()  # tens of megabytes that were just written would be what the first label waits for
        for run in range(runs):
            command = program("open", str(thread.path), "--labels", str(labels), "--annotator", "ana")
            with Terminal(command, home=folder / f"home-{run}") as terminal:
                terminal.until(invented.MARKER)
                terminal.idle()
                moves += [terminal.press("j", quiet=QUICK) for _ in range(MOVES)]
                longest.append(_longest_key(terminal, labels, FALLACIES[run % len(FALLACIES)]))
                terminal.quit()
    yield Figure("longest key while 100,000 labels are written / key j", median(longest), median(moves), 3, 1.2)


def _longest_key(terminal: Terminal, labels: Path, fallacy: str) -> float:
    """Give a label, then go on pressing `j` until the label file has been replaced.

    Raises:
        RuntimeError: it was not, in good time.
    """
    before, end = labels.stat().st_ino, time.perf_counter() + DUE
    terminal.press("f", quiet=QUICK)
    terminal.press(fallacy, quiet=QUICK)
    longest = 0.0
    while labels.stat().st_ino == before:
        if time.perf_counter() > end:
            raise RuntimeError("no checkpoint was written")
        longest = max(longest, terminal.press("j", quiet=QUICK))
    return max(longest, terminal.press("j", quiet=QUICK))


FIGURES: Measures = {"keys-at-checkpoint": checkpoint}
