"""What tests of labels share: a small thread, the shipped codebook, stores in a folder of their own, disks that fail."""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import threading

import pytest
from tinydb import TinyDB

from threadmark.keys.layers import load_keymap
from threadmark.labels.disk import Disk, NotSaved
from threadmark.labels.records import Label, put
from threadmark.labels.round import Round
from threadmark.labels.store import LabelStore
from threadmark.places import shipped
from threadmark.thread import Article
from threadmark.thread.build import ThreadBuilder
from threadmark.thread.report import ImportReport

BEGAN = 1_710_237_600.0
"""2024-03-12, 10:00 UTC."""


class PowerCut(BaseException):
    """The machine stops here."""


class Faulty(Disk):
    """A disk that fails as it is told.

    Attributes:
        fails: by the name of a method, the number of the error that its calls raise.
        room: bytes that still fit, None for plenty.
        lag: seconds that each fsync seems to take.
        gate: an fsync waits until it is set.
        steps: the methods called so far.
        stops_before: how many of them are done before the power is cut; None for never.
    """

    PowerCut = PowerCut

    def __init__(self):
        self.fails = {}
        self.room = None
        self.lag = 0.0
        self.gate = threading.Event()
        self.gate.set()
        self.steps = []
        self.stops_before = None
        self._now = 0.0

    def _step(self, name):
        if self.stops_before is not None and len(self.steps) >= self.stops_before:
            raise PowerCut
        self.steps.append(name)
        if name in self.fails:
            raise OSError(self.fails[name], os.strerror(self.fails[name]))

    def open_append(self, path):
        """Open, or fail."""
        self._step("open_append")
        return super().open_append(path)

    def open_new(self, path, mode):
        """Open, or fail."""
        self._step("open_new")
        return super().open_new(path, mode)

    def write(self, file, content):
        """Write what there is room for, or fail."""
        self._step("write")
        if self.room is not None and len(content) > self.room:
            super().write(file, content[: self.room])
            self.room = 0
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if self.room is not None:
            self.room -= len(content)
        super().write(file, content)

    def fsync(self, file):
        """Wait at the gate, seem to take time, or fail; the power is cut in the mind only."""
        self.gate.wait(10)
        self._step("fsync")
        self._now += self.lag

    def truncate(self, file, length):
        """Cut, or fail."""
        self._step("truncate")
        super().truncate(file, length)

    def replace(self, source, destination):
        """Replace, or fail."""
        self._step("replace")
        super().replace(source, destination)

    def sync_folder(self, folder):
        """Do nothing, or fail."""
        self._step("sync_folder")

    def now(self):
        """The time that fsyncs seem to have taken."""
        return self._now


@pytest.fixture
def disk():
    """A disk that fails as it is told."""
    return Faulty()


@pytest.fixture(scope="session")
def new_disk():
    """Makes such disks."""
    return Faulty


@pytest.fixture
def path(tmp_path):
    """Where the label file is."""
    return tmp_path / "labels.json"


@pytest.fixture
def clock():
    """A clock that goes on by a second whenever it is looked at."""
    ticks = itertools.count()
    return lambda: BEGAN + next(ticks)


@pytest.fixture
def opened(path, clock):
    """Open stores that are closed when the test ends; their disk is quick, whatever the machine is doing."""
    stores = []

    def open_store(**options):
        store = LabelStore.open(path, **{"clock": clock, "disk": Faulty(), **options})
        stores.append(store)
        return store

    yield open_store
    for store in stores:
        with contextlib.suppress(NotSaved):
            store.close()


@pytest.fixture
def make():
    """Make a label."""

    def label(comment="c1", name="ad_hominem", **fields):
        common = {"thread": "lane", "annotator": "ana", "round": 1, "dimension": "fallacy", "target": None}
        return Label(**{**common, "comment": comment, "label": name, **fields})

    return label


@pytest.fixture
def commit():
    """Commit labels as one batch."""

    def commit_labels(store, *labels, **options):
        return store.commit([put(label) for label in labels], **{"annotator": "ana", "session": "s-1", **options})

    return commit_labels


@pytest.fixture
def plain():
    """What plain TinyDB finds in a label file: the documents of a table."""

    def documents(path, table="labels"):
        with TinyDB(path) as db:
            return [dict(document) for document in db.table(table).all()]

    return documents


@pytest.fixture(scope="session")
def codebook():
    """The shipped codebook."""
    return load_keymap(search=[shipped("keymaps")]).codebook


def build(rows, article=None):
    """A thread of (id, parent, text)."""
    builder = ThreadBuilder(ImportReport())
    for comment, parent, text in rows:
        builder.add(comment, parent, "bob", text)
    return builder.build(article or Article(title="Council votes to close Mill Lane"), thread_id="lane")


@pytest.fixture(scope="session")
def build_thread():
    """Makes threads of (id, parent, text)."""
    return build


@pytest.fixture(scope="session")
def thread():
    """Two top-level comments, replies below the first, one of them empty.

    c1 (0) ─ c2 (1) ─ c3 (2, empty)
           └ c4 (3)
    c5 (4)
    """
    return build(
        [
            ("c1", None, "Closing it punishes drivers. Nobody asked the shops."),
            ("c2", "c1", "So you'd rather kids get run over?"),
            ("c3", "c2", ""),
            ("c4", "c1", "Typical council."),
            ("c5", None, "Maybe read the plan."),
        ]
    )


@pytest.fixture
def begin(opened, thread, codebook):
    """Begin a round; the store is opened anew when the one before is closed."""

    def begin_round(store=None, *, annotator="ana", number=1, of=thread):
        return Round(store or opened(), of, codebook, annotator=annotator, number=number, session="s-1")

    return begin_round
