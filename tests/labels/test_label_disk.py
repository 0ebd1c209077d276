from __future__ import annotations

import contextlib
import errno
import os
import subprocess

import pytest
from tests.labels.files import comments, reread

from threadmark.labels.disk import Disk, NotSaved
from threadmark.labels.history import HistoryFile
from threadmark.labels.records import SessionRecord
from threadmark.labels.store import LabelStore

# A disk that fails


@pytest.mark.parametrize("step", ["open_append", "write", "fsync", "sync_folder"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_failed_write_is_taken_back(opened, commit, make, disk, tmp_path, step, number):
    """When a step of saving fails nothing is in force, in memory or on the disk, and the next one that works is."""
    store = opened(disk=disk)
    disk.fails[step] = number
    with pytest.raises(NotSaved, match=f"not saved: {os.strerror(number).lower()}"):
        commit(store, make("c1"))
    assert store.trouble == os.strerror(number).lower()
    assert comments(store) == []
    assert reread(store, tmp_path) == []
    disk.fails.clear()
    commit(store, make("c2"))
    assert store.trouble is None
    assert comments(store) == reread(store, tmp_path) == ["c2"]


def test_failure_later_keeps_what_was_saved(opened, commit, make, disk, tmp_path):
    """A label that can't be saved takes none with it that was."""
    store = opened(disk=disk)
    commit(store, make("c1"))
    disk.fails["fsync"] = errno.EIO
    for _ in range(3):
        with pytest.raises(NotSaved):
            commit(store, make("c2"))
    assert comments(store) == reread(store, tmp_path) == ["c1"]


@pytest.mark.parametrize("room", range(0, 900, 50))
def test_full_disk(opened, commit, make, disk, tmp_path, room):
    """A disk that fills in the midst of a batch has none of it, and none that can't be cut off."""
    store = opened(disk=disk)
    commit(store, make("c1"))
    disk.room = room
    with pytest.raises(NotSaved, match="no space left"):
        commit(store, make("c2"), make("c3"))
    assert comments(store) == reread(store, tmp_path) == ["c1"]
    disk.room = None
    commit(store, make("c4"))
    assert comments(store) == reread(store, tmp_path) == ["c1", "c4"]


def test_what_can_not_be_cut_off_at_once_is_cut_off_later(opened, commit, make, disk, tmp_path):
    """Half a line that even truncating could not remove is removed before the next append, or at the next start."""
    store = opened(disk=disk)
    commit(store, make("c1"))
    disk.room = 100
    disk.fails["truncate"] = errno.EIO
    with pytest.raises(NotSaved):
        commit(store, make("c2"))
    assert reread(store, tmp_path) == ["c1"]
    with pytest.raises(NotSaved):
        commit(store, make("c3"))
    disk.room = None
    disk.fails.clear()
    commit(store, make("c4"))
    assert comments(store) == reread(store, tmp_path) == ["c1", "c4"]


def test_what_goes_ahead_is_not_forgotten(opened, commit, make, disk):
    """A session that could not be written with a failed change is written with the next."""
    store = opened(disk=disk)
    store.begin_session(SessionRecord(id="s-1", annotator="ana", version="0.1"))
    disk.fails["write"] = errno.ENOSPC
    with pytest.raises(NotSaved):
        commit(store, make("c1"))
    assert list(store.sessions()) == []
    disk.fails.clear()
    commit(store, make("c1"))
    assert [session.id for session in store.sessions()] == ["s-1"]


class Steady(Disk):
    """A real disk that never seems slow, whatever else the machine is doing."""

    def now(self):
        """Always the same time."""
        return 0.0


def test_full_tmpfs(tmp_path, make, commit):
    """On a real disk that fills, every label that was accepted is there, and no other."""
    mount = tmp_path / "small"
    mount.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(mount)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a tmpfs needs root")
    try:
        store = LabelStore.open(mount / "labels.json", disk=Steady())
        accepted = []
        with contextlib.suppress(NotSaved):
            for number in range(1000):
                commit(store, make(f"c{number}"))
                accepted.append(f"c{number}")
        assert store.trouble == "no space left on device"
        assert comments(store) == accepted
        with pytest.raises(NotSaved, match=r"it is behind: no space left on device; every label is in"):
            store.close()
        again = LabelStore.open(mount / "labels.json", read_only=True)
        assert comments(again) == accepted
    finally:
        subprocess.run(["umount", "--lazy", str(mount)], check=True)


# Checkpoints that stop


def _steps_of_a_checkpoint(path, commit, make, new_disk):
    disk = new_disk()
    store = LabelStore.open(path, disk=disk)
    commit(store, make("c1"))
    before = len(disk.steps)
    store.checkpoint()
    steps = disk.steps[before:]
    store.close()
    path.unlink()
    store.history.unlink()
    return steps


def test_checkpoint_interrupted_at_each_step(path, commit, make, new_disk, plain, tmp_path):
    """Wherever a checkpoint stops, plain TinyDB reads the old file or the new one, and no label is lost."""
    steps = _steps_of_a_checkpoint(path, commit, make, new_disk)
    assert steps[0] == "open_new"
    assert steps[-2:] == ["replace", "sync_folder"]
    for cut in range(len(steps) + 1):
        disk = new_disk()
        store = LabelStore.open(path, disk=disk)
        commit(store, make("c1"))
        store.checkpoint()
        commit(store, make("c2"))
        disk.stops_before = len(disk.steps) + cut
        if cut < len(steps):
            with pytest.raises(disk.PowerCut):
                store.checkpoint()
        else:
            store.checkpoint()
        new = cut > steps.index("replace")
        assert [d["comment"] for d in plain(path)] == (["c1", "c2"] if new else ["c1"])
        assert reread(store, tmp_path) == ["c1", "c2"]
        store._pen.file.close()
        store._pen.lock.release()
        for file in (path, store.history, tmp_path / "reread" / path.name, tmp_path / "reread" / store.history.name):
            file.unlink()


@pytest.mark.parametrize("step", ["open_new", "write", "fsync", "replace", "sync_folder"])
def test_checkpoint_that_fails_is_told_and_tried_again(path, commit, make, disk, plain, step):
    """A checkpoint that fails harms nothing: it says so, comes due again, and leaves no half file."""
    now = [0.0]
    store = LabelStore.open(path, disk=disk, ticker=lambda: now[0])
    commit(store, make("c1"))
    disk.fails[step] = errno.ENOSPC
    store.begin_checkpoint()
    with pytest.raises(NotSaved, match=r"it is behind: .*; every label is in labels\.history\.jsonl"):
        store.checkpoint()
    assert store.behind == "no space left on device"
    assert [file.name for file in path.parent.iterdir() if "part" in file.name] == []
    now[0] = 1.0
    assert store.checkpoint_due()
    disk.fails.clear()
    store.checkpoint()
    assert store.behind is None
    assert len(plain(path)) == 1
    store.close()


def test_checkpoint_in_slices(path, commit, make, disk, monkeypatch):
    """A large file is written and synced in slices, the slower the disk the larger."""
    monkeypatch.setattr("threadmark.labels.checkpoint.BYTES_A_SYNC", 1)
    store = LabelStore.open(path, disk=disk)
    commit(store, *(make(f"c{number}") for number in range(2000)))
    disk.steps.clear()
    store.checkpoint()
    quick = disk.steps.count("fsync")
    assert quick > 2000 / 256
    commit(store, make("d"))
    disk.lag = 0.02
    disk.steps.clear()
    store.checkpoint()
    assert disk.steps.count("fsync") < quick
    store.close()


def test_real_disk_writes_all(tmp_path):
    """The real disk appends, cuts back and replaces as its methods say."""
    disk = Disk()
    file = HistoryFile(tmp_path / "h", 0, disk)
    assert file.append(b"one\n") >= 0
    file.append(b"two\n")
    file.close()
    HistoryFile(tmp_path / "h", 4, disk).append(b"three\n")
    assert (tmp_path / "h").read_bytes() == b"one\nthree\n"
