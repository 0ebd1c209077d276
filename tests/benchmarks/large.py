"""The program with a large thread open, in a pty, once a run: what a figure about its keys begins with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.benchmarks import invented
from tests.benchmarks.invented import write_thread
from tests.benchmarks.terminal import Terminal, program

COMMENTS: Final = 100_000


def large(runs: int) -> Iterator[Terminal]:
    """Starts of the program with a thread of 100,000 comments and no labels, each ready for keys; it is quit afterwards."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        thread = write_thread(folder / "large.thread.json", COMMENTS, branch=COMMENTS // 2)
        for run in range(runs):
            labels = folder / f"{run}.labels.json"
            command = program("open", str(thread.path), "--labels", str(labels), "--annotator", "ana")
            with Terminal(command, home=folder / f"home-{run}") as terminal:
                terminal.until(invented.MARKER)
                terminal.idle()
                yield terminal
                terminal.quit()
