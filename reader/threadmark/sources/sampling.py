"""A stratified sample of threads for annotation, drawn in one pass, in bounded memory, the same for the same seed.

Threads are put into strata by their depth and size, in steps that grow, and as many are drawn from each stratum as from
any other, as far as it has them: so the few long and deep threads of a corpus are in the sample, too. What share of
its stratum a thread stands for is kept with it, to weigh by.

Every thread has a lot, a number hashed from the seed and its id, and of each stratum the lowest lots are drawn. So the
order of the corpus doesn't matter, and a thread added to it changes little.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from heapq import heappush, heappushpop
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Final

import msgspec

from threadmark.errors import InputError, UsageError
from threadmark.sources.native.writing import thread_line
from threadmark.sources.opening import Progress
from threadmark.sources.reading import open_threads
from threadmark.sources.replacing import write_whole
from threadmark.thread.model import Thread
from threadmark.thread.report import ImportReport

_STEPS: Final = {"depth": (0, 1, 2, 3, 5, 9, 17), "size": (0, 1, 2, 4, 11, 31, 101, 301, 1001)}
"""Where strata begin: 3 and 4 deep are one, 5 to 8 the next; 4 to 10 comments are one, 11 to 30 the next."""
_MEASURES: Final[Mapping[str, Callable[[Thread], int]]] = {
    "depth": lambda thread: max(thread.depths, default=0),
    "size": len,
}
STRATA: Final = tuple(_MEASURES)
"""What `--by` may name."""
_NAME_IT: Final = "name it *.threads.jsonl"
Stratum = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn from a stratum.

    Attributes:
        stratum: its name, as shown: `depth 3-4, size 11-30`.
        drawn: how many threads.
        of: out of how many.
    """

    stratum: str
    drawn: int
    of: int

    def __str__(self) -> str:
        return f"{self.stratum}: {self.drawn:,} of {self.of:,}"


@dataclass(slots=True)
class _Box:
    """A stratum while the corpus is read: how many threads it has had, and the lowest lots.

    A lot is negative, so that the highest is the first to go; with it, the thread's place in the corpus, and where it
    lies in the spool and how long it is.
    """

    seen: int = 0
    lots: list[tuple[int, int, int, int]] = field(default_factory=list)


def sample(
    corpus: str | Path,
    out: str | Path,
    count: int,
    *,
    by: Sequence[str] = (),
    seed: int = 0,
    format: str | None = None,  # noqa: A002 -- as the option is called
    columns: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> tuple[list[Drawn], ImportReport]:
    """Write a sample of a corpus's threads, in the order of the corpus.

    Args:
        corpus: whatever can be opened.
        out: a native corpus, replaced whole or not at all; `-` for stdout.
        count: how many threads; of a smaller corpus all are taken.
        by: what makes strata, of `STRATA`; nothing for one stratum.
        seed: another number draws other threads.
        format: the source that must read the corpus; None to recognise it.
        columns: which column of a table holds what, as in `open_threads`.
        progress: told how far the reading is.

    Returns:
        What was drawn from each stratum, and the report on the corpus.

    Raises:
        InputError: the corpus can't be read, or holds no thread; then nothing is written.
        UsageError: there is no such stratum or format, or the count is below 1.
        ThreadmarkError: `out` can't be written.
    """
    if count < 1:
        raise UsageError("a sample has one thread or more")
    if str(out).endswith(".thread.json"):
        raise UsageError("is the name of one thread, and a sample is a corpus", where=str(out), next_step=_NAME_IT)
    if strange := [name for name in by if name not in _MEASURES]:
        raise UsageError(f"there is no stratum {strange[0]!r}", next_step=f"one of {', '.join(STRATA)}")
    boxes: dict[Stratum, _Box] = {}
    report: ImportReport | None = None
    with TemporaryFile(prefix="threadmark-") as spool:
        readings = open_threads(corpus, format=format, progress=progress, columns=columns)
        for place, reading in enumerate(readings):
            name = tuple(_step(measure, _MEASURES[measure](reading.thread)) for measure in by)
            _offer(boxes.setdefault(name, _Box()), reading.thread, place, count, seed, spool)
            if report is None:
                report = reading.report
            else:
                report.absorb(reading.report)
        if report is None:
            raise InputError("holds no thread", where=str(corpus))
        report.file = str(corpus)
        names = sorted(boxes, key=_order(by))
        drawn = dict(zip(names, shares(count, [boxes[name].seen for name in names]), strict=True))
        write_whole(out, _lines(boxes, drawn, by, seed, spool))
    return [Drawn(_said(by, name), drawn[name], boxes[name].seen) for name in names], report


def shares(count: int, sizes: Sequence[int]) -> list[int]:
    """How many to draw from each of some strata: as evenly as their sizes allow, what is over to the first.

    Args:
        count: how many in all.
        sizes: how many there are in each.
    """
    drawn = [0] * len(sizes)
    left = min(count, sum(sizes))
    while left:
        open_ = [at for at, size in enumerate(sizes) if drawn[at] < size]
        each = max(1, left // len(open_))
        for at in open_:
            more = min(each, sizes[at] - drawn[at], left)
            drawn[at] += more
            left -= more
    return drawn


def _offer(box: _Box, thread: Thread, place: int, count: int, seed: int, spool: IO[bytes]) -> None:
    """Let a thread take part; what it is is put away if its lot is low enough so far."""
    box.seen += 1
    lot = -_lot(seed, thread.id)
    if len(box.lots) == count and lot <= box.lots[0][0]:
        return
    begins = spool.tell()
    spool.writelines(thread_line(thread))
    own = lot, -place, begins, spool.tell() - begins
    if len(box.lots) < count:
        heappush(box.lots, own)
    else:
        heappushpop(box.lots, own)


def _lot(seed: int, thread_id: str) -> int:
    digest = blake2b(f"{seed}\x1f{thread_id}".encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") + 1


def _lines(
    boxes: Mapping[Stratum, _Box], drawn: Mapping[Stratum, int], by: Sequence[str], seed: int, spool: IO[bytes]
) -> Iterator[bytes]:
    """The threads that were drawn, each a line, in the order of the corpus."""
    lots = [
        (-place, begins, size, name)
        for name, box in boxes.items()
        for _, place, begins, size in sorted(box.lots, reverse=True)[: drawn[name]]
    ]
    for _, begins, size, name in sorted(lots):
        spool.seek(begins)
        stamp = {"seed": seed, "stratum": _said(by, name), "drawn": drawn[name], "of": boxes[name].seen}
        yield _stamped(spool.read(size), stamp)


def _stamped(line: bytes, stamp: Mapping[str, object]) -> bytes:
    """A thread's line with what it stands for, under `extra`."""
    fields: dict[str, msgspec.Raw] = msgspec.json.decode(line, type=dict[str, msgspec.Raw])
    extra = msgspec.json.decode(fields["extra"]) if "extra" in fields else {}
    rest = {key: value for key, value in fields.items() if key not in ("extra", "article", "comments")}
    said = {**rest, "extra": {**extra, "sample": stamp}, "article": fields["article"], "comments": fields["comments"]}
    return msgspec.json.encode(said) + b"\n"


def _step(measure: str, value: int) -> str:
    """The step of a measure that a value is on, as shown."""
    steps = _STEPS[measure]
    at = bisect_right(steps, value)
    first = steps[at - 1]
    if at == len(steps):
        return f"{measure} {first}+"
    return f"{measure} {first}" if steps[at] == first + 1 else f"{measure} {first}-{steps[at] - 1}"


def _order(by: Sequence[str]) -> Callable[[Stratum], list[int]]:
    """What sorts strata by their steps."""
    steps = {measure: [_step(measure, value) for value in _STEPS[measure]] for measure in by}
    return lambda name: [steps[measure].index(step) for measure, step in zip(by, name, strict=True)]


def _said(by: Iterable[str], name: Stratum) -> str:
    return ", ".join(name) if tuple(by) else "all"
