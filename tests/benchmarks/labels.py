"""What it costs to keep a label, to open many, and to write `labels.json` beside somebody who goes on labelling."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from typing import Final

import msgspec
from tests.benchmarks.figure import Figure, Measures

from threadmark.keys.codebook import Codebook
from threadmark.keys.layers import load_keymap
from threadmark.labels.disk import Disk
from threadmark.labels.records import Edit, Label, put
from threadmark.labels.round import Round
from threadmark.labels.store import LabelStore
from threadmark.places import shipped
from threadmark.thread import Article, Thread
from threadmark.thread.build import ThreadBuilder
from threadmark.thread.report import ImportReport

MANY: Final = 100_000
LABELS_A_RUN: Final = 60
FRAME: Final = 1000 / 60
NAP: Final = 0.0001


def label(runs: int) -> Iterator[Figure]:
    """A label, from the command to fsync's return, beside an append and fsync of the same bytes."""
    thread, codebook = _thread(MANY), _codebook()
    took: dict[int, list[float]] = {0: [], MANY: []}
    floors: dict[int, list[float]] = {0: [], MANY: []}
    with tempfile.TemporaryDirectory() as folder:
        files = {count: Path(folder) / f"{count}.json" for count in took}
        _label_file(files[MANY], thread, MANY)
        for _ in range(runs):
            for count, path in files.items():  # in turn, so that a drifting machine drifts for both
                with _round(path, thread, codebook) as round_:
                    values, bare = _given(round_)
                took[count] += values
                floors[count] += bare
    for count, values in took.items():
        yield Figure(f"label to fsync, {count:,} labels / append + fsync", median(values), median(floors[count]), 4, 2)
    yield Figure(f"label to fsync, {MANY:,} labels / none", median(took[MANY]), median(took[0]), 1.2, 1.0)


def opening(runs: int) -> Iterator[Figure]:
    """Opening a label file of 100,000 labels for writing beside decoding its JSON."""
    thread, codebook = _thread(MANY), _codebook()
    floors, opened, rounds = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "labels.json"
        _label_file(path, thread, MANY)
        for _ in range(runs):
            content = path.read_bytes()
            floors.append(_timed(msgspec.json.decode, content))
            began = _now()
            store = LabelStore.open(path)
            opened.append(_now() - began)
            Round(store, thread, codebook, annotator="ana").close()
            rounds.append(_now() - began)
            store.close()
    yield Figure(f"opening {MANY:,} labels / msgspec.json.decode", median(opened), median(floors), 6, 3)
    yield Figure("the same and the round over their thread / the same", median(rounds), median(floors), 6, 3)


def checkpoint(runs: int) -> Iterator[Figure]:
    """What a label waits for, and any key, while a checkpoint of 100,000 is written, beside one frame of the screen."""
    thread, codebook = _thread(MANY), _codebook()
    slowest, stalls = [], []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "labels.json"
        _label_file(path, thread, MANY)
        for _ in range(runs):
            with _round(path, thread, codebook) as round_:
                _given(round_)
                round_.store.checkpoint()
                _given(round_)
                _begin_checkpoint(round_.store)
                during = []
                while round_.store.checkpointing:
                    during += _given(round_, 1, wait=False)[0]
                slowest.append(max(during))
                _given(round_)
                _begin_checkpoint(round_.store)
                stalls.append(_stall(round_.store))
    yield Figure(f"slowest label while {MANY:,} are checkpointed / a frame", median(slowest), FRAME, 3, 1)
    yield Figure(f"99 of 100 stalls while {MANY:,} are checkpointed / a frame", median(stalls), FRAME, 1, 0.5)


def undo(runs: int) -> Iterator[Figure]:
    """Undoing a batch of 10,000 changes beside giving it."""
    thread, codebook = _thread(MANY), _codebook()
    given, undone = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(runs):
            with _round(Path(folder) / f"{number}.json", thread, codebook) as round_:
                edits = [put(record) for record in _labels(thread, 10_000)]
                given.append(_timed(_commit, round_.store, edits))
            with _round(Path(folder) / f"{number}.json", thread, codebook) as round_:
                undone.append(_timed(round_.undo))
    yield Figure("undoing a batch of 10,000 / giving it", median(undone), median(given), 3, 1.5)


def _given(round_: Round, count: int = LABELS_A_RUN, *, wait: bool = True) -> tuple[list[float], list[float]]:
    """Label comments that have no such label yet; how long each took, and an append and fsync of its bytes.

    Without `wait` it is the time that a key takes: a disk that was slow a moment ago is written by a thread.
    """
    store, history = round_.store, round_.store.history
    values, floors = [], []
    bare = os.open(history.with_name("bare"), os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    try:
        for index in range(round_.counts.revisit, round_.counts.revisit + count):
            before = history.stat().st_size if history.exists() else 0
            began = _now()
            round_.give(index, "rhetoric", None, "sarcasm_irony")
            if wait:
                store.wait()
            values.append(_now() - began)
            store.wait()
            floors.append(_timed(_append, bare, _tail(history, before)))
            round_.toggle_revisit(index)
            store.wait()
    finally:
        os.close(bare)
    return values, floors


def _commit(store: LabelStore, edits: list[Edit]) -> None:
    store.commit(edits, annotator="ana", session="", via="branch")


def _append(file: int, content: bytes) -> None:
    os.write(file, content)
    os.fsync(file)


def _tail(path: Path, start: int) -> bytes:
    with path.open("rb") as file:
        file.seek(start)
        return file.read()


def _begin_checkpoint(store: LabelStore) -> None:
    store.wait()
    store.begin_checkpoint()


def _stall(store: LabelStore) -> float:
    """The time, in milliseconds, that a thread which does next to nothing waits for its turn, 99 times of 100 at most."""
    waits, last = [], _now()
    while store.checkpointing:
        time.sleep(NAP)
        now = _now()
        waits.append(now - last - NAP * 1e3)
        last = now
    return quantiles(waits, n=100)[98]


def _timed(act: Callable[..., object], *arguments: object) -> float:
    began = _now()
    act(*arguments)
    return _now() - began


def _now() -> float:
    return time.perf_counter() * 1e3


@contextmanager
def _round(path: Path, thread: Thread, codebook: Codebook) -> Iterator[Round]:
    """A round over the thread, as the program has it while somebody labels."""
    store = LabelStore.open(path)
    try:
        yield Round(store, thread, codebook, annotator="ana")
    finally:
        store.close()


class _Hasty(Disk):
    """A disk that promises everything, for files that are thrown away."""

    def fsync(self, file: int) -> None:
        """Come back at once."""


def _label_file(path: Path, thread: Thread, count: int) -> None:
    """Write a file of so many labels, and its history."""
    store = LabelStore.open(path, disk=_Hasty())
    for label_ in _labels(thread, count):
        store.commit([put(label_)], annotator="ana", session="s-0123456789ab")
    store.close()


def _labels(thread: Thread, count: int) -> Iterator[Label]:
    for comment in islice(thread.ids, count):
        yield Label(
            thread=thread.id,
            comment=comment,
            annotator="ana",
            round=1,
            dimension="fallacy",
            target=None,
            label="ad_hominem",
            codebook="0123456789ab",
            session="s-0123456789ab",
            created="2024-03-12T10:00:00.000Z",
            updated="2024-03-12T10:00:00.000Z",
        )


def _thread(count: int) -> Thread:
    builder = ThreadBuilder(ImportReport())
    for number in range(count):
        builder.add(f"c{number}", f"c{number - 1}" if number % 10 else None, "bob", "Closing it punishes drivers.")
    return builder.build(Article(title="Council votes to close Mill Lane"))


def _codebook() -> Codebook:
    return load_keymap(search=[shipped("keymaps")]).codebook


FIGURES: Measures = {
    "label-to-fsync": label,
    "opening-labels": opening,
    "label-at-checkpoint": checkpoint,
    "undoing-a-batch": undo,
}
