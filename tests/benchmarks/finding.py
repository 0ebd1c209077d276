"""A letter into the search field and into the filter field, and `n`: the first frame, while the search goes on behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.benchmarks import invented
from tests.benchmarks.figure import Figure, Measures
from tests.benchmarks.invented import write_thread
from tests.benchmarks.terminal import Terminal, program

COMMENTS = 100_000
ALLOWED = 50.0
"""Milliseconds that a letter may take longer than a movement key."""
KEYS = 20


def finding(runs: int) -> Iterator[Figure]:
    """A letter beside a movement key and what it may take more, in a large thread."""
    moves, letters, filters, matches = [], [], [], []
    with TemporaryDirectory() as name:
        folder = Path(name)
        thread = write_thread(folder / "large.thread.json", COMMENTS, branch=COMMENTS // 2)
        for run in range(runs):
            labels = folder / f"{run}.labels.json"
            command = program("open", str(thread.path), "--labels", str(labels), "--annotator", "ana")
            with Terminal(command, home=folder / f"home-{run}") as terminal:
                terminal.until(invented.MARKER)
                terminal.idle()
                moves += [terminal.frame("j") for _ in range(KEYS)]
                terminal.frame("/")
                letters += [terminal.frame(letter) for letter in "the lane"]
                terminal.frame("enter")
                terminal.idle()
                matches += [terminal.frame("n") for _ in range(KEYS)]
                terminal.frame("escape")
                terminal.idle()
                terminal.frame("&")
                filters += [terminal.frame(letter) for letter in 'depth:>2 "the lane"']
                terminal.frame("escape")
                terminal.idle()
                terminal.quit()
    floor = median(moves) + ALLOWED
    for what, took in (("letter of a search", letters), ("letter of a filter", filters), ("key n", matches)):
        yield Figure(f"{what}, 100,000 comments / key j + 50 ms", median(took), floor, 1.0, 0.6)
        yield Figure(f"{what}, the slowest / key j + 50 ms", max(took), floor, 1.0, 0.6)


FIGURES: Measures = {"finding": finding}
