"""Label files of any size for invented threads, as an annotator leaves them: several labels and a review a comment."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from tests.benchmarks.invented import Invented

from threadmark.labels.records import Answer, Label, Record, Review, Target, ThreadRecord, put
from threadmark.labels.store import LabelStore

BATCH = 5_000
GIVEN = [
    ("stance", "claim:k1", "against"),
    ("stance", "named:n1", "favor"),
    ("rhetoric", None, "sarcasm_irony"),
    ("rhetoric", None, "question"),
    ("fallacy", None, "false_dilemma"),
]
"""Dimension, target and label of what a comment gets, from the first on."""


def write_labels(path: Path, thread: Invented, labels: int, *, a_comment: int = len(GIVEN)) -> None:
    """Write a label file with so many labels by one annotator, `a_comment` on each of the first comments.

    Raises:
        ValueError: the thread has too few comments for that.
    """
    if labels > a_comment * len(thread.comments) or a_comment > len(GIVEN):
        raise ValueError("the thread has too few comments")
    store = LabelStore.open(path)
    records = _records(path, thread, labels, a_comment, store.now())
    while some := list(islice(records, BATCH)):
        store.commit([put(record) for record in some], annotator="ana", session="s-invented")
    store.close()


def _records(path: Path, thread: Invented, labels: int, a_comment: int, now: str) -> Iterator[Record]:
    sha256 = hashlib.sha256(thread.path.read_bytes()).hexdigest()
    source = str(thread.path.relative_to(path.parent))
    yield ThreadRecord(thread.id, "Council votes to close Mill Lane", source, sha256, len(thread.comments))
    yield Target(id="k1", thread=thread.id, kind="claim", text="The lane should be closed to cars.")
    yield Target(id="n1", thread=thread.id, kind="named", text="The council asks people before it decides.")
    answers = tuple(
        Answer(dimension, target, asked=True, outcome="labelled") for dimension, target, _ in GIVEN[:a_comment]
    )
    for number in range(labels):
        comment, (dimension, target, label) = thread.comments[number // a_comment], GIVEN[number % a_comment]
        if number % a_comment == 0:
            yield Review(
                thread.id, comment, "ana", 1, status="done", answers=answers, seconds=7.5, session="s-invented"
            )
        yield Label(
            *(thread.id, comment, "ana", 1, dimension, target, label),
            codebook="0123456789ab",
            session="s-invented",
            created=now,
            updated=now,
        )
