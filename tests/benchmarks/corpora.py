"""How much memory a corpus of a million comments takes, converted and sampled, beside its largest thread and 100 MB."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.benchmarks.figure import Figure, Measures
from tests.benchmarks.invented import WORDS

COMMENTS = 1_000_000
LARGEST = 20_000
"""Comments of the largest thread; the others have 49 each."""
OTHERS = 49
ALLOWED = 100.0
NAMES = ("article_id", "comment_id", "parent_id", "author", "text", "created_utc", "score")
TEXTS = 2_000
"""Different texts, which is enough: no two comments that have one are looked at together."""
TO_MB = 1 / 2**20 if sys.platform == "darwin" else 1 / 2**10
"""What the system counts peak memory in."""
LAUNCHER = """\
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""Between this program, which is large, and the one that is measured: what a process had before it ran counts, too."""
Row = tuple[object, ...]


def corpus(runs: int) -> Iterator[Figure]:
    """A table of threads sorted by thread and one that is not; a run takes minutes and its peak hardly varies, so it is one."""
    del runs
    with TemporaryDirectory() as name:
        folder = Path(name)
        rows = list(_rows())
        largest = [row for row in rows if row[0] == "a0"]
        sorted_, mixed, one, least = (folder / f"{each}.csv" for each in ("sorted", "mixed", "one", "least"))
        for path, some in ((sorted_, rows), (one, largest), (least, largest[:1])):
            _write(path, some)
        Random(1).shuffle(rows)
        _write(mixed, rows)
        rows.clear()
        allowed = _peak("convert", one, folder) - _peak("convert", least, folder) + ALLOWED
        for said, command, path in (
            ("converting", "convert", sorted_),
            ("converting, rows in any order", "convert", mixed),
            ("sampling 200 threads", "sample", sorted_),
        ):
            peak = _peak(command, path, folder)
            yield Figure(
                f"peak memory, {said}, {COMMENTS:,} comments / largest thread + 100 MB", peak, allowed, 1, 0.7, "MB"
            )


def _rows() -> Iterator[Row]:
    random = Random(1)
    texts = [" ".join(random.choices(WORDS, k=max(3, round(random.gauss(45, 15))))) for _ in range(TEXTS)]
    sizes = chain((LARGEST,), (OTHERS for _ in range((COMMENTS - LARGEST) // OTHERS)))
    number = 0
    for thread, size in enumerate(sizes):
        for place in range(size):
            parent = f"c{number - 1 - random.randrange(min(place, 30))}" if place and random.random() > 0.3 else ""
            author, text = f"reader{random.randrange(5_000)}", random.choice(texts)
            yield (
                f"a{thread}",
                f"c{number}",
                parent,
                author,
                text,
                1_500_000_000 + 40 * number,
                random.randrange(-5, 90),
            )
            number += 1


def _write(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(NAMES)
        writer.writerows(rows)


def _peak(command: str, corpus: Path, folder: Path) -> float:
    """The peak memory of a command in MB."""
    options = ["-n", "200", "--by", "depth,size", "--seed", "7"] if command == "sample" else []
    out = folder / "out.threads.jsonl"
    arguments = [sys.executable, "-m", "threadmark", command, str(corpus), *options, "-o", str(out)]
    ran = subprocess.run([sys.executable, "-c", LAUNCHER, *arguments], capture_output=True, text=True, check=True)
    out.unlink()
    return int(ran.stdout) * TO_MB


FIGURES: Measures = {"corpus": corpus}
