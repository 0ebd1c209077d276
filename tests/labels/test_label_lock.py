from __future__ import annotations

import subprocess
import sys

import pytest

HOLDER = """
import sys
from pathlib import Path
from threadmark.labels.store import LabelStore

store = LabelStore.open(Path(sys.argv[1]), who="bea")
print(store.read_only, flush=True)
sys.stdin.read()
store.close()
"""


@pytest.fixture
def holder(path):
    """Another process that has the file open."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "False\n"
    yield process
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()


def test_another_process_holds_it(holder, opened):
    """While another process has the file open it is read-only here, and says whose it is."""
    store = opened()
    assert store.read_only
    assert store.held_by.startswith(f"bea, process {holder.pid} on ")


def test_a_killed_holder_holds_nobody_up(holder, opened):
    """A lock that a killed process left behind is free."""
    holder.kill()
    holder.wait()
    assert not opened().read_only


def test_a_holder_that_ends_lets_go(holder, opened):
    """A process that closes its store lets the next one in."""
    holder.stdin.close()
    holder.wait()
    store = opened(who="ana")
    assert not store.read_only
    assert store.held_by is None


def test_readers_take_no_lock(holder, opened):
    """Somebody who only reads does not ask who holds the file, and holds nobody up."""
    assert opened(read_only=True).held_by is None
    holder.stdin.close()
    holder.wait()
    reader = opened(read_only=True)
    assert not opened().read_only
    reader.close()


def test_no_lock_file_is_left_where_nothing_was_kept(opened, path):
    """Who only looks leaves no lock file behind either; who labels leaves it, since others may wait for it."""
    opened().close()
    assert list(path.parent.iterdir()) == []
