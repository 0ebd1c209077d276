"""A disk whose fsync is slow: what is written at once, what is waited for, and what is taken back when it fails."""

from __future__ import annotations

import contextlib
import errno
import os
import subprocess
import sys
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.labels.files import comments, reread

from threadmark.labels.disk import NotSaved
from threadmark.labels.records import Label, SessionRecord, put
from threadmark.labels.saving import QUICK_ENOUGH, SLOW
from threadmark.labels.store import LabelStore


def slow_store(opened, commit, make, disk, **options):
    """A store whose first fsync was slow."""
    store = opened(disk=disk, **options)
    disk.lag = SLOW * 2
    commit(store, make("c0"))
    assert not store.saving
    return store


def test_slow_disk_is_waited_for_by_a_thread(opened, commit, make, disk, tmp_path):
    """After an fsync of over 5 ms changes are in force and in the file at once, and on the disk a little later."""
    store = slow_store(opened, commit, make, disk)
    saved = threading.Event()
    store.on_saved = saved.set
    disk.gate.clear()
    for number in range(1, 6):
        commit(store, make(f"c{number}"))
    assert store.saving
    assert comments(store) == [f"c{number}" for number in range(6)]
    assert reread(store, tmp_path) == comments(store)
    assert not store.checkpoint_due(1e9)
    disk.gate.set()
    assert saved.wait(10)
    assert store.wait(10)
    assert not store.saving
    assert reread(store, tmp_path) == comments(store)


def test_one_fsync_is_for_all_that_waits(opened, commit, make, disk):
    """However much was given during an fsync, it waits for one other, not for one each."""
    store = slow_store(opened, commit, make, disk)
    before = disk.steps.count("fsync")
    disk.gate.clear()
    for number in range(1, 50):
        commit(store, make(f"c{number}"))
    disk.gate.set()
    assert store.wait(10)
    assert disk.steps.count("fsync") - before <= 2


STUCK = """
import sys, threading
from pathlib import Path
from threadmark.labels.disk import Disk
from threadmark.labels.records import Label, put
from threadmark.labels.store import LabelStore

class Stuck(Disk):
    ticks = 0.0
    def fsync(self, file):
        if threading.current_thread() is not threading.main_thread():
            threading.Event().wait()
        self.ticks += 1.0
    def now(self):
        return self.ticks

store = LabelStore.open(Path(sys.argv[1]), disk=Stuck())
for number in range(20):
    store.commit([put(Label("lane", f"c{number}", "ana", 1, "fallacy", None, "straw_man"))], annotator="ana", session="s-1")
print(store.saving, flush=True)
sys.stdin.read()
"""
"""A labeller on a disk whose every fsync but the first never comes back."""


def test_killed_while_a_slow_disk_is_waited_for(path):
    """Whatever the disk's pace, a program that is killed loses nothing that it had answered for."""
    labeller = subprocess.Popen(
        [sys.executable, "-c", STUCK, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with labeller:
        assert labeller.stdout.readline() == "True\n"
        labeller.kill()
    assert comments(LabelStore.open(path, read_only=True)) == [f"c{number}" for number in range(20)]


def test_slow_disk_that_fills(opened, commit, make, disk, tmp_path):
    """What there is no room for is refused at once, in full; what was given before it comes to the disk all the same."""
    store = slow_store(opened, commit, make, disk)
    disk.gate.clear()
    commit(store, make("c1"))
    disk.room = 100
    with pytest.raises(NotSaved, match="no space left"):
        commit(store, make("c2"), make("c3"))
    assert comments(store) == reread(store, tmp_path) == ["c0", "c1"]
    disk.room = 100
    disk.fails["truncate"] = errno.EIO
    with pytest.raises(NotSaved, match="no space left"):
        commit(store, make("c4"))
    assert reread(store, tmp_path) == ["c0", "c1"]
    disk.room = None
    disk.fails.clear()
    commit(store, make("c5"))
    disk.gate.set()
    assert store.wait(10)
    assert comments(store) == reread(store, tmp_path) == ["c0", "c1", "c5"]


def test_slow_disk_that_fails_leaves_nothing_behind(opened, commit, make, disk):
    """What an fsync failed for is cut off the file, what was written meanwhile too, and nothing follows before that is told."""
    store = slow_store(opened, commit, make, disk)
    whole = store.history.read_bytes()
    disk.gate.clear()
    for number in range(1, 4):
        commit(store, make(f"c{number}"))
    assert len(store.history.read_bytes()) > len(whole)
    disk.fails["fsync"] = errno.EIO
    disk.gate.set()
    store._pen.saver.wait(10)
    assert store.history.read_bytes() == whole
    disk.fails.clear()
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        store._pen.saver.save(b"a line\n", None)
    assert store.history.read_bytes() == whole
    assert [batch.effects[0].key[1] for batch in store.settle()] == ["c1", "c2", "c3"]


STEPS = st.sampled_from(["give", "give", "give", "shut", "open", "full", "room", "sick", "well", "settle"])


@settings(max_examples=60, deadline=None)
@given(st.lists(STEPS, max_size=24), st.integers(0, 400))
def test_memory_and_file_agree_on_any_disk(tmp_path_factory, new_disk, steps, room):
    """Whatever a disk does, what is in force is in the file, in the order in which it was given, and nothing else is."""
    folder, disk = tmp_path_factory.mktemp("any"), new_disk()
    store = LabelStore.open(folder / "labels.json", disk=disk)
    disk.lag = SLOW * 2
    for number, step in enumerate(steps):
        if step == "give":
            label = Label("lane", f"c{number}", "ana", 1, "fallacy", None, "straw_man")
            with contextlib.suppress(NotSaved):
                store.commit([put(label)], annotator="ana", session="s-1")
        elif step == "shut" and store.saving:
            disk.gate.clear()
        elif step == "open":
            disk.gate.set()
        elif step in ("full", "room"):
            disk.room = room if step == "full" else None
        elif step in ("sick", "well"):
            disk.fails = {"fsync": errno.EIO} if step == "sick" else {}
        elif step == "settle" and disk.gate.is_set():
            store._pen.saver.wait(10)
            store.settle()
            assert comments(store) == reread(store, folder)
    disk.gate.set()
    disk.room, disk.fails = None, {}
    store.wait(10)
    store.settle()
    found = comments(store)
    assert found == sorted(found, key=lambda comment: int(comment[1:])) == reread(store, folder)
    store.close()
    assert comments(LabelStore.open(store.path, read_only=True)) == found


def test_slow_disk_that_fails(opened, commit, make, disk, tmp_path):
    """What a slow disk could not write is taken back in full, told, and the next change is refused once."""
    store = slow_store(opened, commit, make, disk)
    store.begin_session(SessionRecord(id="s-1", annotator="ana", version="0.1"))
    told, failed = [], threading.Event()
    store.on_saved = failed.set
    store.listeners.append(lambda batch: told.append([(e.before is None, e.after is None) for e in batch.effects]))
    disk.gate.clear()
    commit(store, make("c1"))
    commit(store, make("c0", via="flow"), make("c2"))
    disk.fails["fsync"] = errno.EIO
    disk.gate.set()
    assert failed.wait(10)
    with pytest.raises(NotSaved, match="input/output error"):
        commit(store, make("c3"))
    assert list(store.labels()) == [make("c0")]
    assert store.trouble == "input/output error"
    assert told[3:] == [[(False, True), (False, False)], [(False, True)], [(False, True)]]
    disk.fails.clear()
    commit(store, make("c4"))
    assert store.wait(10)
    assert reread(store, tmp_path) == comments(store) == ["c0", "c4"]
    assert [session.id for session in store.sessions()] == ["s-1"]


def test_quick_again(opened, commit, make, disk):
    """When a slow disk has been quick for a while, changes are written directly again."""
    store = slow_store(opened, commit, make, disk)
    disk.lag = 0.0
    for number in range(1, QUICK_ENOUGH + 1):
        commit(store, make(f"c{number}"))
        assert store.wait(10)
    threads = set(threading.enumerate())
    disk.gate.set()
    commit(store, make("direct"))
    assert set(threading.enumerate()) <= threads
    assert disk.steps[-1] == "fsync"
    assert not store.saving


def test_closing_waits_for_a_slow_disk(path, commit, make, disk, plain):
    """Closing comes back when everything is on the disk and in the label file."""
    store = LabelStore.open(path, disk=disk)
    disk.lag = SLOW * 2
    commit(store, make("c0"))
    store.before_checkpoint.append(lambda: commit(store, make("held back")))
    disk.gate.clear()
    commit(store, make("c1"))
    threading.Timer(0.01, disk.gate.set).start()
    store.close()
    assert [d["comment"] for d in plain(path)] == ["c0", "c1", "held back"]


def test_closing_tells_what_a_slow_disk_lost(path, commit, make, disk, plain):
    """When a slow disk fails at the end, closing says so, and the label file has what is saved."""
    store = LabelStore.open(path, disk=disk)
    disk.lag = SLOW * 2
    commit(store, make("c0"))
    disk.gate.clear()
    commit(store, make("c1"))
    disk.fails["fsync"] = errno.EIO
    disk.gate.set()
    store._pen.saver.wait(10)
    disk.fails.clear()
    with pytest.raises(NotSaved):
        store.close()
    assert [d["comment"] for d in plain(path)] == ["c0"]
