"""Rows that come one after another are brought together by the thread they belong to, in bounded memory.

A file is either sorted by thread, and then each thread is there as soon as its last row is, or it is not, and then its
rows wait on the disk until all are in. Which of the two it is, its beginning tells.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any, Final, Generic, TypeVar

import msgspec

Row = TypeVar("Row", bound=msgspec.Struct)

WINDOW: Final = 24 << 20
"""Bytes, about, of rows that are held to see whether a file is sorted; what is smaller is sorted here.

A thread that a file begins with and that is longer is held whole before them: its rows are needed together anyway.
"""
_OVERHEAD: Final = 700  # bytes that a row takes beside its text, measured
_SEEN_TO_END: Final = 2
_TOGETHER: Final = 500
_CACHE_KIB: Final = 8 << 10


@dataclass(frozen=True, slots=True)
class Group(Generic[Row]):
    """The rows of one thread, in the order of the file.

    Attributes:
        thread: what the file calls it.
        rows: at least one.
        stray: whether other rows of this thread came long before, and are a thread already.
    """

    thread: str
    rows: list[Row]
    stray: bool = False


def by_thread(
    rows: Iterable[Row], thread_of: Callable[[Row], str], size_of: Callable[[Row], int]
) -> Iterator[Group[Row]]:
    """The rows of each thread together, threads in the order in which they begin.

    Args:
        rows: in the order of the file.
        thread_of: what the file calls a row's thread.
        size_of: about how many bytes of text a row has.
    """
    rest = iter(rows)
    window, ended = _window(rest, thread_of, size_of)
    if ended:
        yield from _sorted(window, thread_of)
    elif _is_sorted(window, thread_of):
        yield from _as_they_come(chain(_emptied(window), rest), thread_of)
    else:
        yield from _by_way_of_the_disk(chain(_emptied(window), rest), thread_of)


def _window(
    rows: Iterator[Row], thread_of: Callable[[Row], str], size_of: Callable[[Row], int]
) -> tuple[list[Row], bool]:
    """The first rows, and whether they are all."""
    window: list[Row] = []
    if not _filled(window, rows, size_of):
        return window, True
    begins_with = thread_of(window[0])
    if any(thread_of(row) != begins_with for row in window):
        return window, False
    for row in rows:
        window.append(row)
        if thread_of(row) != begins_with:
            break
    return window, not _filled(window, rows, size_of)


def _filled(window: list[Row], rows: Iterator[Row], size_of: Callable[[Row], int]) -> bool:
    """Put as many rows into the window as it may hold; False where they are all."""
    size = 0
    for row in rows:
        window.append(row)
        size += size_of(row) + _OVERHEAD
        if size > WINDOW:
            return True
    return False


def _emptied(window: list[Row]) -> Iterator[Row]:
    """The rows of a window, each let go of as it is taken."""
    window.reverse()
    while window:
        yield window.pop()


def _sorted(rows: list[Row], thread_of: Callable[[Row], str]) -> Iterator[Group[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(thread_of(row), []).append(row)
    rows.clear()
    for thread in list(groups):
        yield Group(thread, groups.pop(thread))


def _is_sorted(rows: list[Row], thread_of: Callable[[Row], str]) -> bool:
    """Whether threads are seen to come one after another: some of several rows have ended, and none has come again.

    One long thread, or rows that are each of another thread, tell nothing of what comes after them.
    """
    runs = [(thread, sum(1 for _ in run)) for thread, run in groupby(rows, thread_of)]
    ended = sum(size > 1 for _, size in runs[:-1])
    return ended >= _SEEN_TO_END and len(runs) == len({thread for thread, _ in runs})


def _as_they_come(rows: Iterator[Row], thread_of: Callable[[Row], str]) -> Iterator[Group[Row]]:
    """The threads of a sorted file; rows that come after their thread has ended are put together at the end."""
    ended: set[int] = set()
    strays: _Spool[Row] | None = None
    for thread, run in groupby(rows, thread_of):
        mark = hash(thread)
        if mark not in ended:
            ended.add(mark)
            yield Group(thread, list(run))
            continue
        for row in run:
            strays = strays or _Spool(type(row))
            strays.add(thread, row)
    if strays is not None:
        for group in strays.groups():
            yield Group(group.thread, group.rows, stray=True)


def _by_way_of_the_disk(rows: Iterator[Row], thread_of: Callable[[Row], str]) -> Iterator[Group[Row]]:
    spool: _Spool[Row] | None = None
    for row in rows:
        spool = spool or _Spool(type(row))
        spool.add(thread_of(row), row)
    if spool is not None:
        yield from spool.groups()


def _writable(value: Any) -> Any:
    """A value of which every text can be written."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    if isinstance(value, dict):
        return {_writable(key): _writable(inner) for key, inner in value.items()}
    return [_writable(inner) for inner in value] if isinstance(value, list | tuple) else value


class _Spool(Generic[Row]):
    """Rows on the disk, in a database without a name that goes with its connection."""

    def __init__(self, kind: type[Row]) -> None:
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(kind).decode
        self._database = sqlite3.connect("", isolation_level=None)
        for setting in ("journal_mode = OFF", "synchronous = OFF", "temp_store = FILE", f"cache_size = -{_CACHE_KIB}"):
            self._database.execute(f"PRAGMA {setting}")
        self._database.execute("CREATE TABLE thread (first INTEGER PRIMARY KEY, name TEXT UNIQUE)")
        self._database.execute("CREATE TABLE row (place INTEGER PRIMARY KEY, first INTEGER, content BLOB)")
        self._database.execute("BEGIN")
        self._waiting: list[tuple[str, bytes]] = []

    def add(self, thread: str, row: Row) -> None:
        """Put a row away; a lone surrogate, which no file can hold, is a replacement character then."""
        try:
            content = self._encode(row)
        except UnicodeEncodeError:
            content = self._encode(_writable(msgspec.to_builtins(row)))
        self._waiting.append((_writable(thread), content))
        if len(self._waiting) == _TOGETHER:
            self._write()

    def groups(self) -> Iterator[Group[Row]]:
        """All rows by thread; then they are gone."""
        self._write()
        names = self._database.execute("SELECT name FROM thread ORDER BY first")
        found = self._database.execute("SELECT first, content FROM row ORDER BY first, place")
        for _, run in groupby(found, lambda row: row[0]):
            (name,) = names.fetchone()
            yield Group(name, [self._decode(content) for _, content in run])
        self._database.close()

    def _write(self) -> None:
        run = self._database.executemany
        run("INSERT OR IGNORE INTO thread (name) VALUES (?)", [(thread,) for thread, _ in self._waiting])
        run(
            "INSERT INTO row (first, content) VALUES ((SELECT first FROM thread WHERE name = ?), ?)",
            self._waiting,
        )
        self._waiting.clear()
