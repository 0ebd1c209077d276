"""What there is to export: the records of a label file, thread by thread, beside the threads that they are about.

Threads are looked for where the file says they came from. One that is gone, or is not what it was when it was labelled,
is named in a warning, and its labels come without it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from msgspec import Struct

from threadmark.errors import InputError, ThreadmarkError, UsageError
from threadmark.labels.records import Label, Review, ThreadRecord
from threadmark.labels.store import LabelStore
from threadmark.places import history_of
from threadmark.sources.reading import open_threads
from threadmark.thread import Thread

NAMED_AT_MOST = 5
_PassKey = tuple[str, str, int]


class Pass(Struct, frozen=True, gc=False):
    """What one annotator made of one comment in one round.

    Attributes:
        comment: the comment's id.
        annotator: who.
        round: from 1.
        review: None where there are labels only, as after an import.
        labels: in the order of the file.
    """

    comment: str
    annotator: str
    round: int
    review: Review | None
    labels: Sequence[Label]


@dataclass(frozen=True, slots=True)
class LabelledThread:
    """One thread of a label file.

    Attributes:
        id: the thread's id.
        thread: None where it can't be found, or is not what it was when it was labelled.
        passes: comments in pre-order where the thread is known, then by annotator and round.
        targets: the texts of claims and named targets, by the name that labels have for them (`claim:ID`).
    """

    id: str
    thread: Thread | None
    passes: Sequence[Pass]
    targets: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Labelled:
    """The labels of a file that were chosen for an export. `open_labelled` makes one.

    Attributes:
        store: the label file, open for reading.
        chosen: the ids of the threads.
        warn: told, a line each, what could not be found.
    """

    store: LabelStore
    chosen: tuple[str, ...]
    warn: Callable[[str], None]

    @property
    def files(self) -> list[Path]:
        """What all this is read from: the label file, its history, the files of its threads."""
        return [self.store.path, self.store.history, *{self._source(record) for record in self.store.threads()}]

    def threads(self) -> Iterator[LabelledThread]:
        """Every thread that has labels or reviews, one at a time, source by source as they were first opened."""
        left = dict.fromkeys(self.chosen)
        for source, records in self._by_source(left).items():
            for thread_id, thread in self._read(source, records):
                del left[thread_id]
                yield self._with_labels(thread_id, thread)
        if left:
            self.warn(f"{self.store.path}: does not say where {_some('thread', left)} came from; exported without text")
        for thread_id in left:
            yield self._with_labels(thread_id, None)

    def _by_source(self, wanted: Container[str]) -> dict[Path, dict[str, ThreadRecord]]:
        by_source: dict[Path, dict[str, ThreadRecord]] = {}
        for record in self.store.threads():
            if record.id in wanted:
                by_source.setdefault(self._source(record), {})[record.id] = record
        return by_source

    def _source(self, record: ThreadRecord) -> Path:
        return self.store.path.parent / record.source

    def _read(self, source: Path, records: Mapping[str, ThreadRecord]) -> Iterator[tuple[str, Thread | None]]:
        """The threads of a source that are wanted, each as it is read, then those that did not come."""
        left = dict(records)
        why = "not found"
        try:
            if source.is_file():
                why = "has changed since it was labelled"
                found = _sha256(source)
                unchanged = {record.id for record in records.values() if record.sha256 == found}
                for reading in open_threads(source) if unchanged else ():
                    if reading.thread.id in unchanged & left.keys():
                        del left[reading.thread.id]
                        yield reading.thread.id, reading.thread
                    if not left:
                        break
                why = "has no such thread" if unchanged & left.keys() else why
        except ThreadmarkError as error:
            why = error.what
        except OSError as error:
            why = (error.strerror or str(error)).lower()
        if left:
            self.warn(f"{source}: {why}; {_some('thread', left)} exported without text")
        for thread_id in left:
            yield thread_id, None

    def _with_labels(self, thread_id: str, thread: Thread | None) -> LabelledThread:
        labels: defaultdict[_PassKey, list[Label]] = defaultdict(list)
        for label in self.store.labels(thread_id):
            labels[label.comment, label.annotator, label.round].append(label)
        reviews = {(each.comment, each.annotator, each.round): each for each in self.store.reviews(thread_id)}
        keys = dict.fromkeys([*labels, *reviews])
        places = dict(zip(thread.ids, range(len(thread)), strict=True)) if thread is not None else {}
        lost = dict.fromkeys(comment for comment, _, _ in keys if comment not in places)
        if thread is not None and lost:
            self.warn(f"thread {thread_id} has no {_some('comment', lost)}; exported without text")
        places |= zip(lost, count(len(places)), strict=False)
        order = sorted(keys, key=lambda key: (places[key[0]], key[1], key[2]))
        return LabelledThread(
            thread_id,
            thread,
            [Pass(*key, reviews.get(key), labels.get(key, ())) for key in order],
            {f"{target.kind}:{target.id}": target.text for target in self.store.targets(thread_id)},
        )


def open_labelled(path: Path, threads: Iterable[str] = (), *, warn: Callable[[str], None]) -> Labelled:
    """Open a label file to export from it; its lock is not taken and nothing is written.

    Args:
        path: the label file.
        threads: the ids of the threads wanted; none for all.
        warn: told, a line each, what could not be found.

    Raises:
        InputError: there is no such file.
        UsageError: the file knows nothing of a thread that is wanted.
        LabelFileError: it is damaged or newer.
    """
    if not path.exists() and not history_of(path).exists():
        raise InputError("no such label file", where=str(path), next_step="name one that threadmark has written")
    store = LabelStore.open(path, read_only=True)
    held = dict.fromkeys(chain((each.thread for each in store.labels()), (each.thread for each in store.reviews())))
    known = {*held, *(record.id for record in store.threads())}
    wanted = dict.fromkeys(threads)
    if strange := [thread for thread in wanted if thread not in known]:
        raise UsageError(
            f"holds nothing of {_some('thread', strange)}",
            where=str(path),
            next_step=f"it has {_some('thread', sorted(known))}" if known else "it has no threads at all",
        )
    return Labelled(store, tuple(thread for thread in held if not wanted or thread in wanted), warn)


def _sha256(source: Path) -> str:
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _some(kind: str, ids: Iterable[str]) -> str:
    """These threads or comments in words, the first few by name."""
    named = list(ids)
    more = f" and {len(named) - NAMED_AT_MOST:,} more" if len(named) > NAMED_AT_MOST else ""
    return f"{kind}{'s' if len(named) > 1 else ''} {', '.join(named[:NAMED_AT_MOST])}{more}"
