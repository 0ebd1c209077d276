"""The threads that were opened: read as they come, kept while there is room, read again when one is opened later."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterator
from itertools import islice
from math import isnan, nan
from pathlib import Path
from typing import NamedTuple

from threadmark.errors import InputError
from threadmark.sources.source import Reading
from threadmark.thread import Thread
from threadmark.thread.model import rfc3339

KEPT = 64_000_000  # code points of comments that are kept in memory; threads beyond are read again when opened
_BEGINNING = 200  # code points of an article's text where it has no title


class Spine(NamedTuple):
    """A thread as it stands on the shelf.

    Attributes:
        place: its place in the order of the files, from 0.
        thread: its id.
        title: its title, or the beginning of its article.
        file: the name of its file.
        published: its article's date, else that of its earliest comment; or empty.
        comments: how many comments it has.
        empty: the ids of those without a text, of which there is nothing to do.
        broken: files beside it that can't be read, and why.
    """

    place: int
    thread: str
    title: str
    file: str
    published: str
    comments: int
    empty: frozenset[str] = frozenset()
    broken: tuple[str, ...] = ()


class Shelf:
    """Threads of one input.

    Args:
        opened: reads the input from its beginning.
        name: the input's name, for messages.

    Raises:
        InputError: not even its first thread can be read, or there is none.
    """

    def __init__(self, opened: Callable[[], Iterator[Reading]], name: str) -> None:
        self._open = opened
        self._name = name
        self._rest = opened()
        self._kept: dict[int, Reading] = {}
        self._first: list[Spine] = []
        self._room = KEPT
        self._read = 0
        self._broken: InputError | None = None
        try:
            for reading in islice(self._rest, 2):
                self._first.append(self._keep(reading))
        except InputError as error:
            if not self._read:
                raise
            self._broken = error
        if not self._read:
            raise InputError("there is no thread in it", where=name)

    @property
    def holds_one(self) -> bool:
        """Whether there is just one thread, and nothing more that can't be read."""
        return self._read == 1 and self._broken is None

    def threads(self) -> Iterator[Thread]:
        """All threads, read anew from the beginning.

        Raises:
            InputError: what comes next can't be read.
        """
        return (reading.thread for reading in self._open())

    def only(self, threads: Container[str]) -> Shelf:
        """A shelf of those with these ids.

        Raises:
            InputError: as when a shelf is made.
        """
        return Shelf(lambda: (reading for reading in self._open() if reading.thread.id in threads), self._name)

    def spines(self) -> Iterator[Spine]:
        """All threads, in the order of the files; those not read yet as they are read. To be gone through once.

        Raises:
            InputError: what comes after these can't be read.
        """
        yield from self._first
        if self._broken is not None:
            raise self._broken
        for reading in self._rest:
            yield self._keep(reading)

    def _keep(self, reading: Reading) -> Spine:
        size = sum(map(len, reading.thread.texts))
        if size <= self._room or self._read == 0:
            self._kept[self._read] = reading
            self._room -= size
        self._read += 1
        return _spine(self._read - 1, reading)

    def reading(self, place: int) -> Reading:
        """The thread at a place, read again where it was not kept.

        Raises:
            InputError: it can't be read any more.
        """
        if place in self._kept:
            return self._kept[place]
        again = next(islice(self._open(), place, None), None)
        if again is None:
            raise InputError("the thread is not there any more", where=self._name)
        return again


def _spine(place: int, reading: Reading) -> Spine:
    thread = reading.thread
    article = thread.article
    first = " ".join(article.paragraphs[0][:_BEGINNING].split()) if article.paragraphs else thread.id
    name = Path(reading.report.file).name
    empty = frozenset(comment for comment, text in zip(thread.ids, thread.texts, strict=True) if not text)
    return Spine(
        place,
        thread.id,
        article.title or first,
        name,
        article.published or _begun(thread),
        len(thread),
        empty,
        tuple(reading.report.broken),
    )


def _begun(thread: Thread) -> str:
    """When a thread without a dated article began, as in a mailing list; empty where no comment has a time."""
    return rfc3339(min((time for time in thread.created if not isnan(time)), default=nan)) or ""


def drawn_lot(annotator: str, thread: str) -> str:
    """A random order by annotator: the same for the same names, another for another annotator."""
    return hashlib.sha256(f"{annotator}\x1f{thread}".encode()).hexdigest()
