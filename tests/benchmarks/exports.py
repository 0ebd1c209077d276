"""What it costs to write labels out, from the label file on the disk to the export on the disk."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NoReturn

import msgspec
from tests.benchmarks.figure import Figure, Measures
from tests.benchmarks.invented import write_thread
from tests.benchmarks.labelling import GIVEN, write_labels

from threadmark.exports import export
from threadmark.exports.labelled import open_labelled
from threadmark.exports.rows import rows

LABELS = 100_000


def json_lines(runs: int) -> Iterator[Figure]:
    """An export to JSON Lines, label file and thread read, beside encoding rows that are there and one write."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        labels, out = folder / "labels.json", folder / "out"
        write_labels(labels, write_thread(folder / "lane.thread.json", LABELS // len(GIVEN)), LABELS)
        floors, values = [], []
        for _ in range(runs):
            ready = list(rows(open_labelled(labels, warn=_unexpected)))
            floors.append(_took(lambda: out.write_bytes(msgspec.json.encode(ready))))  # noqa: B023 -- called at once
            out.unlink()
            ready.clear()
            values.append(_took(lambda: export(labels, warn=_unexpected, out=str(out))))
            out.unlink()
    yield Figure(f"export of {LABELS:,} labels to JSON Lines / encode and write", median(values), median(floors), 8, 3)


def _unexpected(warning: str) -> NoReturn:
    raise RuntimeError(warning)


def _took(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1e3


FIGURES: Measures = {"jsonl": json_lines}
