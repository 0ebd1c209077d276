"""What a command costs that needs neither a thread nor a screen."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from statistics import median

from tests.benchmarks.figure import Figure, Measures
from tests.benchmarks.terminal import program

STARTS_A_RUN = 5
"""A start takes so little that one tells nothing."""


def version(runs: int) -> Iterator[Figure]:
    """`threadmark --version` beside a Python that does nothing."""
    floors, values = [], []
    for _ in range(runs * STARTS_A_RUN):
        floors.append(_took([sys.executable, "-c", "pass"]))
        values.append(_took(program("--version")))
    yield Figure("threadmark --version / python -c pass", median(values), median(floors), 6, 3)


def _took(command: Sequence[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return (time.perf_counter() - began) * 1e3


FIGURES: Measures = {"version": version}
