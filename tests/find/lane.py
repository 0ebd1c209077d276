"""Threads and what was said about them, for tests of the filter language and of search."""

from __future__ import annotations

from dataclasses import dataclass, field

from threadmark.keys.layers import load_keymap
from threadmark.labels.records import Label
from threadmark.places import shipped
from threadmark.thread import Article
from threadmark.thread.build import ThreadBuilder
from threadmark.thread.report import ImportReport

CODEBOOK = load_keymap(search=[shipped("keymaps")]).codebook


def build_thread(comments):
    """A thread of comments, each a dictionary of what `ThreadBuilder.add` takes; ids are c0, c1 … in the given order."""
    builder = ThreadBuilder(ImportReport())
    for number, comment in enumerate(comments):
        fields = {"parent": None, "author": None, "text": "x", **comment}
        builder.add(fields.pop("id", f"c{number}"), **fields)
    return builder.build(Article(title="Council votes to close Mill Lane"), thread_id="lane")


def a_label(comment, dimension, name, target=None, **fields):
    """A label that ana gave."""
    return Label("lane", comment, "ana", 1, dimension, target, name, **fields)


@dataclass
class SaidSoFar:
    """What an annotator said, kept the plain way: it answers what a filter asks of a `Standing`."""

    thread: object
    given: dict = field(default_factory=dict)
    statuses: dict = field(default_factory=dict)
    notes: dict = field(default_factory=dict)
    marked: set = field(default_factory=set)

    def labels(self, index):
        """The labels on a comment."""
        return self.given.get(index, ())

    def status(self, index):
        """How the comment was left."""
        return self.statuses.get(index, "open")

    def todo(self, index):
        """Whether it has a text and is open."""
        return self.status(index) == "open" and bool(self.thread.texts[index])

    def revisit(self, index):
        """Whether it is marked."""
        return index in self.marked

    def note(self, index):
        """The note on it."""
        return self.notes.get(index, "")
