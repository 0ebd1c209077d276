"""Ids for formats in which no two messages of a whole corpus may be called alike."""

from __future__ import annotations

from threadmark.thread import Thread


def corpus_ids(thread: Thread, taken: set[str]) -> list[str]:
    """The ids of a thread's comments, then its article's: its own, told apart where the corpus has had one already.

    Args:
        thread: the thread.
        taken: those that the corpus has had; these are added.
    """
    ids = []
    for own in (*thread.ids, thread.id):
        name = own
        while name in taken:
            name = f"{thread.id}/{name}"
        taken.add(name)
        ids.append(name)
    return ids
