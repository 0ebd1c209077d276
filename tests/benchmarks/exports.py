"""What it costs to write labels out, from the label file on the disk to the export on the disk."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Final, NoReturn

import msgspec
from tests.benchmarks.corpora import LAUNCHER, TO_MB
from tests.benchmarks.figure import Figure, Measures
from tests.benchmarks.invented import write_thread
from tests.benchmarks.labelling import GIVEN, write_labels

from threadmark.exports import export
from threadmark.exports.arrow import long_parquet
from threadmark.exports.exporting import seldom_collected
from threadmark.exports.labelled import open_labelled
from threadmark.exports.rows import rows
from threadmark.exports.writing import write_file

MANY: Final = 100_000
MILLION: Final = 1_000_000
TASKS: Final = 10_000
OF_LABEL_STUDIO: Final = 31_800.0
"""Milliseconds that Label Studio takes to export 10,000 tasks as JSON, each with one annotation of one choice.

Measured with version 1.23.2 on SQLite, which is what `pip install label-studio` brings, on two quiet cores: the request
`GET /api/projects/ID/export?exportType=JSON` through Django's test client, so without a network, to the last byte of the
answer (12.3 MB); 30.8 s and 32.9 s in two runs. The texts are invented as those beside it. Others
have measured the like: 50,000 texts in nearly 4 minutes (HumanSignal/label-studio, issue 5873).
"""
LOADING: Final = """
import sys
from pathlib import Path
from threadmark.exports.labelled import open_labelled
loaded = open_labelled(Path(sys.argv[1]), warn=sys.exit)
"""


def json_lines(runs: int) -> Iterator[Figure]:
    """An export to JSON Lines, label file and thread read, beside encoding rows that are there and one write."""
    with tempfile.TemporaryDirectory() as name:
        value, floor = _json_lines(_written(Path(name), MANY), runs)
    yield Figure(f"export of {MANY:,} labels to JSON Lines / encode and write", value, floor, 8, 3)


def million_json_lines(runs: int) -> Iterator[Figure]:
    """The same of a million labels."""
    value, floor = _json_lines(_million(), runs)
    yield Figure(f"export of {MILLION:,} labels to JSON Lines / encode and write", value, floor, 6, 2.5)


def million_parquet(runs: int) -> Iterator[Figure]:
    """An export to Parquet beside writing a table that is there.

    The must is held against the export of a label file that is open: threads read, passes put together, Arrow's columns
    made, packed, hashed, written, flushed. While it is opened, what its labels say is laid beside them in columns, which
    every format goes by. Opening is measured as well, in the second line, and is held against nothing: the label file is JSON, and to
    find where its documents end takes msgspec twice as long as pyarrow takes for the table.
    """
    from pyarrow import parquet  # noqa: PLC0415 -- the others do without it

    labels = _million()
    out, ready = labels.with_name("out"), labels.with_name("ready")
    export(labels, warn=_unexpected, format="parquet", out=str(ready))
    table = parquet.read_table(ready)

    def of_open_file() -> float:
        with seldom_collected():  # as `export` does
            labelled = open_labelled(labels, warn=_unexpected)
            return _took(lambda: write_file(out, long_parquet(labelled)))

    floors, opened, values = [], [], []
    for _ in range(runs):
        floors.append(_took(lambda: parquet.write_table(table, out)))
        opened.append(of_open_file())
        values.append(_took(lambda: export(labels, warn=_unexpected, format="parquet", out=str(out))))
    out.unlink()
    figure = f"export of {MILLION:,} labels to Parquet"
    yield Figure(f"{figure}, label file open / write_table", median(opened), median(floors), 4, 2)
    yield Figure(f"{figure}, opening it too / write_table", median(values), median(floors), None, None)


def label_studio(runs: int) -> Iterator[Figure]:
    """A label to Label Studio's tasks, label file and thread read, beside one that Label Studio exports as JSON itself."""
    with tempfile.TemporaryDirectory() as name:
        labels = Path(name) / "labels.json"
        write_labels(labels, write_thread(Path(name) / "lane.thread.json", TASKS), TASKS, a_comment=1)
        out = labels.with_name("out")
        values = [
            _took(lambda: export(labels, warn=_unexpected, format="label-studio", out=str(out))) for _ in range(runs)
        ]
    figure = f"export of {TASKS:,} labels, one a comment, for Label Studio, a label / its own export"
    yield Figure(figure, median(values) / TASKS, OF_LABEL_STUDIO / TASKS, 0.1, 0.02)


def million_memory(runs: int) -> Iterator[Figure]:
    """The peak of an export to JSON Lines beside that of only loading the label file; one run, since they don't vary."""
    del runs
    labels = _million()
    out = labels.with_name("out")
    exporting = _peak("-m", "threadmark", "export", str(labels), "-o", str(out))
    out.unlink()
    loading = _peak("-c", LOADING, str(labels))
    yield Figure(
        f"peak memory, {MILLION:,} labels to JSON Lines / label file loaded", exporting, loading, 1.5, 1.2, "MB"
    )


def _json_lines(labels: Path, runs: int) -> tuple[float, float]:
    """The medians of the export and of the floor."""
    out = labels.with_name("out")
    ready = list(rows(open_labelled(labels, warn=_unexpected)))
    floors, values = [], []
    for _ in range(runs):
        floors.append(_took(lambda: out.write_bytes(msgspec.json.encode(ready))))
        out.unlink()
        values.append(_took(lambda: export(labels, warn=_unexpected, out=str(out))))
        out.unlink()
    return median(values), median(floors)


def _written(folder: Path, count: int) -> Path:
    """A label file of so many labels, with its thread."""
    labels = folder / "labels.json"
    write_labels(labels, write_thread(folder / "lane.thread.json", count // len(GIVEN)), count)
    return labels


def _million() -> Path:
    """A label file of a million labels; it takes half a minute to write and is kept for the next time."""
    kept = Path(tempfile.gettempdir()) / "threadmark-benchmarks-million"
    if not kept.exists():
        being_written = Path(tempfile.mkdtemp(dir=kept.parent))
        try:
            _written(being_written, MILLION)
            being_written.rename(kept)
        except BaseException:
            shutil.rmtree(being_written)
            raise
    return kept / "labels.json"


def _peak(*arguments: str) -> float:
    """The peak memory of a Python process in MB."""
    command = [sys.executable, "-c", LAUNCHER, sys.executable, *arguments]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout) * TO_MB


def _unexpected(warning: str) -> NoReturn:
    raise RuntimeError(warning)


def _took(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1e3


FIGURES: Measures = {"jsonl": json_lines, "label-studio": label_studio}
BY_HAND: Measures = {
    "million-jsonl": million_json_lines,
    "million-parquet": million_parquet,
    "million-memory": million_memory,
}
