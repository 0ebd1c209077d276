from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tinydb import TinyDB

from threadmark.errors import HeldError
from threadmark.labels.disk import Disk
from threadmark.labels.records import Label, Review, SessionRecord, Target, drop, key_of, put
from threadmark.labels.store import LabelStore

TABLES = {"labels", "reviews", "targets", "links", "rounds", "threads", "codebooks", "sessions", "meta"}


def test_a_label_is_on_the_disk_before_commit_returns(opened, commit, make, plain, path):
    """What commit returned from is in the history, whatever happens to the process afterwards."""
    store = opened()
    commit(store, make())
    copy = path.with_name("copy.json")
    shutil.copy(store.history, path.with_name("copy.history.jsonl"))
    assert list(LabelStore.open(copy, read_only=True).labels()) == [make()]


def test_closed_file_is_plain_tinydb(opened, commit, make, plain, path):
    """After close plain TinyDB reads every label, in nine tables, each with the fields of its record."""
    store = opened()
    commit(store, make("c1"), make("c2", "tu_quoque"))
    store.close()
    documents = plain(path)
    assert [(d["comment"], d["label"]) for d in documents] == [("c1", "ad_hominem"), ("c2", "tu_quoque")]
    assert list(documents[0]) == list(Label.__struct_fields__)
    with TinyDB(path) as db:
        assert db.tables() == TABLES
    (meta,) = plain(path, "meta")
    assert (meta["format"], meta["version"], meta["seq"]) == ("threadmark-labels", 1, 2)


def test_opening_leaves_no_trace(opened, path):
    """Nothing is written by looking: neither a label file nor a history."""
    store = opened()
    store.begin_session(SessionRecord(id="s-1", annotator="ana", version="0.1"))
    store.close()
    assert not path.exists()
    assert not store.history.exists()


def test_session_is_written_with_the_first_change(opened, commit, make, plain, path):
    """A start of the program that changed something is in the file, with its end."""
    store = opened()
    store.begin_session(SessionRecord(id="s-1", annotator="ana", version="0.1", started=store.now()))
    commit(store, make())
    store.close()
    (session,) = plain(path, "sessions")
    assert session["started"] < session["ended"]


def test_setting_what_is_set_writes_nothing(opened, commit, make):
    """A change that changes nothing is no change."""
    store = opened()
    commit(store, make())
    size = store.history.stat().st_size
    assert commit(store, make()).id == ""
    assert store.history.stat().st_size == size


def test_document_ids_are_stable(opened, commit, make, path):
    """A document keeps its id over changes, restarts and the rebuilding of the file."""
    store = opened()
    commit(store, make("c1"))
    commit(store, make("c2"))
    store.commit([drop(make("c1"))], annotator="ana", session="s-1")
    commit(store, make("c3"))
    commit(store, make("c2", via="flow"))
    store.close()

    def ids():
        with TinyDB(path) as db:
            return {document["comment"]: document.doc_id for document in db.table("labels")}

    before = ids()
    path.unlink()
    opened().close()
    assert ids() == before


def test_a_batch_is_one_append_and_one_fsync(opened, commit, make, disk):
    """A batch of many changes costs one write."""
    store = opened(disk=disk)
    commit(store, make("c0"))
    disk.steps.clear()
    commit(store, *(make(f"c{number}") for number in range(1, 50)))
    assert disk.steps == ["write", "fsync"]


def test_read_only_store_refuses(opened, commit, make):
    """A second opener reads, knows who holds the file, and can't write."""
    first = opened(who="bea")
    commit(first, make())
    second = opened()
    assert second.read_only
    assert second.held_by.startswith("bea, process ")
    assert list(second.labels()) == [make()]
    with pytest.raises(HeldError, match=r"bea, process .* has it open; --labels") as caught:
        commit(second, make("c2"))
    assert caught.value.exit_code == 4
    second.close()
    first.close()
    assert not opened().read_only


def test_checkpoint_comes_due(opened, commit, make):
    """A checkpoint is due after an idle second, or two seconds after the first change that the file lacks."""
    now = [100.0]
    store = opened(ticker=lambda: now[0])
    assert not store.checkpoint_due()
    commit(store, make("c0"))
    due = []
    for tenth in range(1, 30):
        now[0] = 100 + tenth / 10
        due.append(store.checkpoint_due())
        if due[-1]:
            break
        commit(store, make(f"c{tenth}"))
    assert now[0] == 102.0
    store.checkpoint()
    assert not store.checkpoint_due()
    commit(store, make("d"))
    assert (store.checkpoint_due(now[0] + 0.9), store.checkpoint_due(now[0] + 1.0)) == (False, True)


def test_checkpoint_by_its_thread(opened, commit, make, plain, path):
    """A checkpoint holds the changes before it; those made while it is written come with the next one."""
    store = opened()
    commit(store, make("c1"))
    store.begin_checkpoint()
    commit(store, make("c2"))
    store.checkpoint()
    assert [d["comment"] for d in plain(path)] == ["c1", "c2"]


def test_what_is_held_back_comes_with_the_checkpoint(opened, make, commit, plain, path):
    """What a round holds back until a checkpoint is committed by it."""
    now = [0.0]
    store = opened(ticker=lambda: now[0])
    store.before_checkpoint.append(lambda: commit(store, make()))
    store.lacking()
    now[0] = 1.0
    assert store.checkpoint_due()
    store.begin_checkpoint()
    store.checkpoint()
    assert len(plain(path)) == 1


def test_closing_twice_and_in_the_middle_is_harmless(opened, commit, make, path, plain):
    """A signal may close the store while it is in the midst of a commit; the change is there at the next start."""
    store = opened()
    commit(store, make("c1"))
    store.listeners.append(lambda _: store.close())
    commit(store, make("c2"))
    store.close()
    assert [d["comment"] for d in plain(path)] == ["c1", "c2"]


COMMENTS = st.sampled_from(["c1", "c2", "c3"])
RECORDS = st.one_of(
    st.builds(
        lambda thread, comment, name, via: Label(thread, comment, "ana", 1, "fallacy", None, name, via=via),
        st.sampled_from(["lane", "bridge"]),
        COMMENTS,
        st.sampled_from(["ad_hominem", "tu_quoque", "naïve ☃ \u2028"]),
        st.sampled_from(["key", "flow"]),
    ),
    st.builds(lambda comment, note: Review("lane", comment, "ana", 1, note=note), COMMENTS, st.text(max_size=5)),
    st.builds(
        lambda name, text: Target(name, "lane", "claim", text), st.sampled_from(["k-1", "k-2"]), st.text(max_size=5)
    ),
)
EDITS = st.one_of(RECORDS.map(put), RECORDS.map(drop))


class Quick(Disk):
    """A disk that does not wait; nothing here cuts the power."""

    def fsync(self, file):
        """Do not wait."""

    def sync_folder(self, folder):
        """Do not wait."""

    def now(self):
        """No time goes by: on a slow disk a reader would be behind until the writer thread has written."""
        return 0.0


class StoreAndModel(RuleBasedStateMachine):
    """A store through any life says what a dictionary says."""

    def __init__(self):
        super().__init__()
        self.model = {}
        self.is_lost = False
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "labels.json"
        self._open()

    def _open(self):
        self.store = LabelStore.open(self.path, disk=Quick())

    @rule(edits=st.lists(EDITS, min_size=1, max_size=4))
    def commit(self, edits):
        """Make changes."""
        self.store.commit(edits, annotator="ana", session="s-1")
        for edit in edits:
            if edit.after is None:
                self.model.pop((edit.table, edit.key), None)
            else:
                self.model[edit.table, edit.key] = edit.after

    @rule()
    def checkpoint(self):
        """Write the label file."""
        self.store.checkpoint()

    @rule()
    def checkpoint_behind(self):
        """Write the label file by its thread."""
        self.store.begin_checkpoint()

    @rule()
    def close_and_open(self):
        """End the program and start it again."""
        self.store.close()
        self._open()

    @rule(torn=st.binary(max_size=30))
    def die_and_open(self, torn):
        """What a killed program leaves: the files as they are, perhaps with half a line."""
        self.store._checkpointer.join()
        self.store._pen.file.close()
        self.store._pen.lock.release()
        if self.store.history.exists() and b"\n" not in torn:
            with self.store.history.open("ab") as file:
                file.write(torn)
        self._open()

    @precondition(lambda self: not self.is_lost)
    @rule()
    def rebuild(self):
        """Without the label file the history makes it anew."""
        self.store.close()
        self.path.unlink(missing_ok=True)
        self._open()

    @rule()
    def lose_history(self):
        """Without the history the labels are all there."""
        self.store.close()
        self.store.history.unlink(missing_ok=True)
        self._open()
        self.is_lost = True

    @invariant()
    def agrees(self):
        """The store, and a reader beside it, say what the model says."""
        for store in (self.store, LabelStore.open(self.path, read_only=True)):
            found = {("labels", key_of(r)): r for r in store.labels()}
            found |= {("reviews", key_of(r)): r for r in store.reviews()}
            found |= {("targets", key_of(r)): r for r in store.targets()}
            assert found == self.model

    def teardown(self):
        """Let the files go."""
        self.store.close()
        self.folder.cleanup()


StoreAndModel.TestCase.settings = settings(max_examples=30, stateful_step_count=15, deadline=None)
TestStoreAndModel = StoreAndModel.TestCase
