"""Labels of a thread as columns, in the order of the file, with what many of them say counted once.

A million labels are ten million values, most of which the processor has to fetch from far away once they have lain about.
So each label is looked at a single time, a few hundred of them at once, while they are being read; what goes over the
columns afterwards does not come back to the labels.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, compress, count
from operator import attrgetter, ne
from typing import Final, TypeVar, overload

from msgspec import structs

from threadmark.labels.records import Label

AT_ONCE: Final = 256
_THREAD = attrgetter("thread")
Key = tuple[str, str, int]
"""Comment, annotator and round."""
_Value = TypeVar("_Value")


class LabelColumns(Sequence[Label]):
    """The labels of a thread, and what they say, column by column.

    Attributes:
        said: one label for each different thing that is said: dimension, target, label, evidence, either, via, context
            and codebook.
        saying: of each label, the number of what it says in `said`.
        created: of each label.
        updated: of each label.
        starts: where a run of labels with one key begins.
        keys: of each run.
        marked: the labels with evidence.
    """

    __slots__ = ("_labels", "_numbers", "_taken", "created", "keys", "marked", "said", "saying", "starts", "updated")

    def __init__(self, labels: Iterable[Label] = ()) -> None:
        self._labels: list[Label] = []
        self._taken = 0
        self._numbers = _Numbers()
        self.said: list[Label] = []
        self.saying: list[int] = []
        self.created: list[str] = []
        self.updated: list[str] = []
        self.starts: list[int] = []
        self.keys: list[Key] = []
        self.marked: list[Label] = []
        self.extend(labels)
        self.finish()

    def __len__(self) -> int:
        return len(self._labels)

    @overload
    def __getitem__(self, at: int) -> Label: ...

    @overload
    def __getitem__(self, at: slice) -> list[Label]: ...

    def __getitem__(self, at: int | slice) -> Label | list[Label]:
        return self._labels[at]

    def __iter__(self) -> Iterator[Label]:
        return iter(self._labels)

    def extend(self, labels: Iterable[Label]) -> None:
        """Add labels; the columns have them as soon as there are enough, and all after `finish`."""
        self._labels += labels
        while len(self._labels) - self._taken >= AT_ONCE:
            self._take(self._labels[self._taken : self._taken + AT_ONCE])

    def finish(self) -> LabelColumns:
        """See to it that the columns have all labels."""
        if self._taken < len(self._labels):
            self._take(self._labels[self._taken :])
        return self

    def with_runs(self, runs: Sequence[int]) -> LabelColumns:
        """The same labels with their runs in this order; neighbours with one key become one."""
        ends = [*self.starts[1:], len(self)]
        slices = [slice(self.starts[run], ends[run]) for run in runs]
        ordered = LabelColumns()
        ordered.said, ordered.marked = self.said, self.marked
        ordered._labels = _joined(self._labels, slices)
        ordered._taken = len(self)
        ordered.saying = _joined(self.saying, slices)
        ordered.created = _joined(self.created, slices)
        ordered.updated = _joined(self.updated, slices)
        keys = [self.keys[run] for run in runs]
        begins = list(map(ne, keys, chain([None], keys)))
        ordered.keys = list(compress(keys, begins))
        ordered.starts = list(compress(accumulate((each.stop - each.start for each in slices), initial=0), begins))
        return ordered

    def _take(self, some: Sequence[Label]) -> None:
        _, comment, annotator, round_, dimension, target, label, evidence, either, via, context, codebook, _, created, updated = zip(*map(structs.astuple, some), strict=True)  # fmt: skip
        known = len(self._numbers)
        said = zip(dimension, target, label, evidence, either, via, context, codebook, strict=True)
        saying = list(map(self._numbers.__getitem__, said))
        if len(self._numbers) > known:
            fresh = dict(zip(reversed(saying), reversed(some), strict=True))
            self.said += map(fresh.__getitem__, range(known, len(self._numbers)))
        self.saying += saying
        self.created += created
        self.updated += updated
        keys = list(zip(comment, annotator, round_, strict=True))
        begins = list(map(ne, keys, chain(self.keys[-1:] or [None], keys)))
        self.starts += compress(count(self._taken), begins)
        self.keys += compress(keys, begins)
        if any(evidence):
            self.marked += compress(some, evidence)
        self._taken += len(some)


class LabelsByThread(Collection[Label]):
    """The labels of a file, thread by thread.

    Args:
        labels: in the order of the file.
    """

    def __init__(self, labels: Iterable[Label] = ()) -> None:
        self._threads: defaultdict[str, LabelColumns] = defaultdict(LabelColumns)
        self.extend(list(labels))

    def __len__(self) -> int:
        return sum(map(len, self._threads.values()))

    def __iter__(self) -> Iterator[Label]:
        return chain.from_iterable(self._threads.values())

    def __contains__(self, label: object) -> bool:
        return any(label in labels for labels in self._threads.values())

    def extend(self, labels: Sequence[Label]) -> None:
        """Add labels."""
        threads = list(map(_THREAD, labels))
        if threads and threads.count(threads[0]) == len(threads):
            self._threads[threads[0]].extend(labels)
            return
        for thread, label in zip(threads, labels, strict=True):
            self._threads[thread].extend((label,))

    def finished(self) -> dict[str, LabelColumns]:
        """Those of each thread."""
        return {thread: labels.finish() for thread, labels in self._threads.items()}


def by_thread(labels: Iterable[Label]) -> Mapping[str, LabelColumns]:
    """The labels of each thread."""
    return (labels if isinstance(labels, LabelsByThread) else LabelsByThread(labels)).finished()


class _Numbers(dict[object, int]):
    """Numbers things as they are met."""

    def __missing__(self, thing: object) -> int:
        number = self[thing] = len(self)
        return number


def _joined(column: Sequence[_Value], slices: Iterable[slice]) -> list[_Value]:
    return list(chain.from_iterable(map(column.__getitem__, slices)))
