"""Threads for formats that are made of whole threads: those that are known, and what is lost of the others."""

from __future__ import annotations

from collections.abc import Iterator

from threadmark.exports.labelled import Labelled, LabelledThread
from threadmark.thread import Thread


def known_threads(labelled: Labelled) -> Iterator[tuple[LabelledThread, Thread]]:
    """Every thread that can be read; passes over others, and over comments that a thread has not, are counted as lost."""
    for held in labelled.threads():
        thread = held.thread
        if thread is None:
            for given in held.passes:
                held.lossy("passes over threads that are not known", given.comment)
            continue
        for given in held.passes:
            if thread.place(given.comment) is None:
                held.lossy("passes over comments that the thread has not", given.comment)
        yield held, thread
