"""The documents in force, table by table: by natural key for the program, as bytes for the file.

A document that was read stays bytes until its thread is asked for, so that a file of many threads opens as fast as it
is read. A document's id is the `seq` of the change that brought it, so that replaying the history gives the same ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, cast

import msgspec
from msgspec import Raw, Struct

from threadmark.labels.blocks import Blocks
from threadmark.labels.records import TABLES, Key, Record, TableShape

ONE_HEAP: Final = ""
"""Where documents lie that belong to no thread (sessions, codebooks, threads themselves)."""
THREADED: Final = frozenset({"labels", "reviews", "targets", "links", "rounds"})

_encode = msgspec.json.Encoder().encode
_decoders: dict[str, msgspec.json.Decoder[Record]] = {
    name: cast("msgspec.json.Decoder[Record]", msgspec.json.Decoder(shape.record)) for name, shape in TABLES.items()
}


class BrokenDocumentError(ValueError):
    """A document that is not what its table holds."""

    def __init__(self, table: str, document: int | None, what: str) -> None:
        super().__init__(f"table {table}, document {document}: {what}" if document else f"table {table}: {what}")
        self.table = table
        self.document = document


class _Threaded(Struct, gc=False):
    thread: str


class Document(Struct, frozen=True, gc=False):
    """A record in force: its id in the table, its bytes as JSON, and what they say."""

    id: int
    raw: Raw
    record: Record


def record_of(table: str, raw: Raw) -> Record | None:
    """What the bytes of a document say; None for `null`.

    Raises:
        BrokenDocumentError: they are no document of this table.
    """
    if bytes(raw) == b"null":
        return None
    return _decoded(table, None, raw)


def _decoded(table: str, document: int | None, raw: Raw) -> Record:
    try:
        return _decoders[table].decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError) as problem:
        raise BrokenDocumentError(table, document, str(problem)) from problem


def raw_of(record: Record) -> Raw:
    """A record as JSON."""
    return Raw(_encode(record))


class Later:
    """Changes to many documents of a table, each of them made when somebody looks at it.

    Args:
        due: the keys, each with the `seq` of its change.
        work_out: the record in force after the change with this `seq`, from the one in force now; None for none.
    """

    __slots__ = ("before", "due", "work_out")

    def __init__(self, due: Mapping[Key, int], work_out: Callable[[int, Record | None], Record | None]) -> None:
        self.due = dict(due)
        self.work_out = work_out
        self.before: list[tuple[Key, Document | None]] = []


class Table:
    """The documents of one table.

    Args:
        shape: which table.
        found: its documents as read, by id.

    Raises:
        BrokenDocumentError: a document is not of this table (those of threads are looked at when their thread is).
    """

    __slots__ = ("_cold", "_later", "_next", "_raws", "_threaded", "_warm", "shape")

    def __init__(self, shape: TableShape, found: Raw | None = None) -> None:
        self.shape = shape
        self._threaded = shape.name in THREADED
        self._raws = Blocks()
        self._later: list[Later] = []
        self._cold: dict[str, list[int]] = {}
        self._warm: dict[str, dict[Key, Document]] = {}
        self._next = 1
        if found is not None:
            self._take(found)

    def __len__(self) -> int:
        return len(self.raws)

    @property
    def raws(self) -> Blocks:
        """The documents' bytes, by id."""
        self.settle()
        return self._raws

    def heaps(self) -> list[str]:
        """The ids of the threads that have documents here."""
        return [*self._warm, *self._cold]

    def heap(self, name: str) -> dict[Key, Document]:
        """The documents of one thread (of all, in a table that belongs to none), oldest first.

        Raises:
            BrokenDocumentError: one of them is not of this table.
        """
        self.settle()
        return self._heap(name)

    def _heap(self, name: str) -> dict[Key, Document]:
        heap = self._warm.get(name)
        if heap is None:
            heap = self._warm[name] = self._warmed(self._cold.get(name, ()))
            self._cold.pop(name, None)
        return heap

    def keys(self, heap: str) -> list[Key]:
        """The keys of one thread under which there may be a document; work that is left to be done is not done for it."""
        due = (key for later in self._later for key in later.due if self._heap_of(key) == heap)
        return [*self._heap(heap), *due]

    def get(self, key: Key) -> Document | None:
        """The document in force under a key."""
        return self._heap_with(key).get(key)

    def put(self, key: Key, raw: Raw, record: Record, seq: int) -> None:
        """Bring a document into force; in place of one with its key it keeps that one's id."""
        self._put(self._heap_with(key), key, raw, record, seq)

    def restore(self, key: Key, document: Document | None) -> None:
        """Bring back what was in force under a key before."""
        self.remove(key)
        if document is not None:
            self._heap_with(key)[key] = document
            self._raws[document.id] = document.raw

    def remove(self, key: Key) -> None:
        """Take the document under a key away; there need not be one."""
        self._remove(self._heap_with(key), key)

    def later(self, later: Later) -> None:
        """Bring changes into force at once, however many they are; the work is done as their documents are looked at."""
        self._later.append(later)

    def settle(self) -> None:
        """Do what is left of that work."""
        while self._later:
            later = self._later[0]
            while later.due:
                key, seq = later.due.popitem()
                self._make(later, key, seq)
            self._later.pop(0)

    def take_back(self, later: Later) -> None:
        """Undo the newest of what `later` was given."""
        self._later = [other for other in self._later if other is not later]
        for key, document in reversed(later.before):
            self.restore(key, document)

    def _heap_with(self, key: Key) -> dict[Key, Document]:
        """The heap that a key belongs to, with what is in force under it."""
        for later in self._later:
            seq = later.due.pop(key, None)
            if seq is not None:
                self._make(later, key, seq)
        return self._heap(self._heap_of(key))

    def _make(self, later: Later, key: Key, seq: int) -> None:
        heap = self._heap(self._heap_of(key))
        before = heap.get(key)
        now = before.record if before else None
        after = later.work_out(seq, now)
        if after == now:
            return
        later.before.append((key, before))
        if after is None:
            self._remove(heap, key)
        else:
            self._put(heap, key, raw_of(after), after, seq)

    def _put(self, heap: dict[Key, Document], key: Key, raw: Raw, record: Record, seq: int) -> None:
        before = heap.get(key)
        # Somebody who edits the file with TinyDB takes ids of their own: then `seq` may be taken.
        number = before.id if before else seq if seq not in self._raws else self._next
        heap[key] = Document(number, raw, record)
        self._raws[number] = raw
        self._next = max(self._next, number + 1)

    def _remove(self, heap: dict[Key, Document], key: Key) -> None:
        document = heap.pop(key, None)
        if document is not None:
            del self._raws[document.id]

    def documents(self) -> Iterator[tuple[Key, Document]]:
        """All documents with their keys."""
        for name in self.heaps():
            yield from self.heap(name).items()

    def records(self, heap: str | None = None) -> Iterator[Record]:
        """The records of one thread, or of all."""
        for name in self.heaps() if heap is None else (heap,):
            for document in self.heap(name).values():
                yield document.record

    def _heap_of(self, key: Key) -> str:
        return cast("str", key[0]) if self._threaded else ONE_HEAP

    def _take(self, found: Raw) -> None:
        try:
            raws = msgspec.json.decode(found, type=dict[int, Raw])
            self._raws, self._next = Blocks(raws), max(raws, default=0) + 1
            if self.shape.name in THREADED:
                for number, document in msgspec.json.decode(found, type=dict[int, _Threaded]).items():
                    self._cold.setdefault(document.thread, []).append(number)
                return
        except (msgspec.MsgspecError, UnicodeDecodeError) as problem:
            raise BrokenDocumentError(self.shape.name, None, str(problem)) from problem
        self._warm[ONE_HEAP] = self._warmed(raws)

    def _warmed(self, numbers: Iterable[int]) -> dict[Key, Document]:
        heap: dict[Key, Document] = {}
        name, key_of, raws = self.shape.name, cast("Any", self.shape).key, self._raws
        for number in numbers:
            record = _decoded(name, number, raws[number])
            heap[key_of(record)] = Document(number, raws[number], record)
        return heap
