"""Which comment of which thread a label from outside is about: by its id, and where that fails, by its text.

Texts are compared cleaned, and where that finds none, without their white space, which programs wrap and trim.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

from threadmark.errors import ThreadmarkError
from threadmark.imports.aligning import squashed
from threadmark.imports.given import GivenLabel
from threadmark.labels.records import ThreadRecord
from threadmark.labels.store import LabelStore
from threadmark.sources.reading import open_threads, threads_in
from threadmark.thread.model import Thread
from threadmark.thread.text import clean


class Place(NamedTuple):
    """A comment of a thread, and what it was found by."""

    held: Held
    at: int
    by: Literal["id", "text"]


@dataclass(frozen=True, slots=True)
class Held:
    """A thread, and how a label file records it."""

    thread: Thread
    record: ThreadRecord


class Places:
    """The comments of some threads, by id and by text."""

    def __init__(self, held: Iterable[Held]) -> None:
        self._threads = {each.thread.id: each for each in held}
        self._ids: dict[str, list[tuple[Held, int]]] = {}
        self._texts: dict[str, list[tuple[Held, int]]] = {}
        for each in self._threads.values():
            for index, (comment, text) in enumerate(zip(each.thread.ids, each.thread.texts, strict=True)):
                self._ids.setdefault(comment, []).append((each, index))
                if text:
                    self._texts.setdefault(text, []).append((each, index))

    def __len__(self) -> int:
        return len(self._threads)

    def find(self, given: GivenLabel) -> Place | str:
        """The comment that a label is about; or, in words, why there is none.

        Ids such as `1` are in many files: where the text says that another comment is meant, the text counts.
        """
        ids = self._by_id(given)
        texts = self._by_text(given.text) if given.text else ()
        meant = [place for place in ids if place in texts] or ids
        if len(meant) == 1 and (not given.text or meant[0] in texts or given.thread in self._threads):
            return Place(*meant[0], by="id")
        if len(texts) == 1:
            return Place(*texts[0], by="text")
        if len(ids) == 1 and not texts:
            return f"comment {given.comment} has another text here"
        if len(ids) > 1 or len(texts) > 1:
            return f"could be one of {max(len(ids), len(texts)):,} comments"
        if not given.comment and not given.text:
            return "names no comment"
        return "no thread has such a comment"

    def _by_text(self, text: str) -> Sequence[tuple[Held, int]]:
        exact: Sequence[tuple[Held, int]] = self._texts.get(clean(text)[0], ())
        return exact or self._squashed.get(_digest(text), ())

    @cached_property
    def _squashed(self) -> dict[bytes, list[tuple[Held, int]]]:
        """The comments by the digests of their texts without white space; few files need it."""
        found: dict[bytes, list[tuple[Held, int]]] = {}
        for text, places in self._texts.items():
            found.setdefault(_digest(text), []).extend(places)
        return found

    def _by_id(self, given: GivenLabel) -> Sequence[tuple[Held, int]]:
        if given.comment is None:
            return ()
        if given.thread is None or given.thread not in self._threads:
            return self._ids.get(given.comment, ())
        held = self._threads[given.thread]
        index = held.thread.place(given.comment)
        return () if index is None else [(held, index)]


def threads_of(store: LabelStore, files: Sequence[Path], warn: Callable[[str], None]) -> list[Held]:
    """The threads of some files; without any, those that the label file records; else those in its folder.

    Raises:
        InputError: a file that was named can't be read.
    """
    if files:
        return [held for file in files for held in _in(file, store.path)]
    folder = store.path.parent
    sources = dict.fromkeys(folder / record.source for record in store.threads())
    held: list[Held] = []
    for source in sources or (found.path for found in threads_in(folder)):
        try:
            held += _in(source, store.path)
        except ThreadmarkError as error:
            warn(str(error))
    return held


def _digest(text: str) -> bytes:
    return hashlib.blake2b(squashed(text).encode(), digest_size=16).digest()


def _in(source: Path, labels: Path) -> Iterable[Held]:
    shown = os.path.relpath(source.resolve(), labels.parent)
    sha256 = ""
    for reading in open_threads(source):
        thread = reading.thread
        sha256 = sha256 or _sha256(source)
        yield Held(thread, ThreadRecord(thread.id, thread.article.title, shown, sha256, len(thread)))


def _sha256(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
