from __future__ import annotations

import pytest
from tinydb import Query, TinyDB

from threadmark.errors import HeldError
from threadmark.labels.store import LabelStore
from threadmark.labels.tinydb_storage import ThreadmarkStorage


@pytest.fixture
def behind(opened, commit, make, path):
    """An open store whose label file lacks a change."""
    store = opened()
    commit(store, make("c1"))
    store.checkpoint()
    commit(store, make("c2"))
    return store


def test_reads_the_history_too(behind, path, plain):
    """Through the storage TinyDB sees the changes that the label file lacks."""
    assert [d["comment"] for d in plain(path)] == ["c1"]
    with TinyDB(path, storage=ThreadmarkStorage) as db:
        assert [d["comment"] for d in db.table("labels").all()] == ["c1", "c2"]
        assert db.table("labels").get(doc_id=2)["comment"] == "c2"
        assert db.table("meta").all()[0]["seq"] == 2


def test_nothing_there(path):
    """Without a file there is nothing, and reading makes none."""
    with TinyDB(path, storage=ThreadmarkStorage) as db:
        assert db.table("labels").all() == []
    assert not path.exists()


def test_writing_is_refused_while_the_program_runs(behind, path):
    """Nobody writes beside the program."""
    with TinyDB(path, storage=ThreadmarkStorage) as db, pytest.raises(HeldError, match="close it there first"):
        db.table("labels").truncate()


def test_writing_keeps_what_the_history_had(behind, path, commit, make):
    """What is written through the storage is what the program reads next, with the changes of the history."""
    behind.close()
    with TinyDB(path, storage=ThreadmarkStorage) as db:
        db.table("labels").update({"via": "hand"}, Query().comment == "c1")
        db.table("mine").insert({"a": 1})
    store = LabelStore.open(path)
    assert [(label.comment, label.via) for label in store.labels()] == [("c1", "hand"), ("c2", "key")]
    commit(store, make("c3"))
    store.close()
    with TinyDB(path) as db:
        assert db.table("mine").all() == [{"a": 1}]


def test_writing_is_atomic(behind, path, monkeypatch, plain):
    """A write that stops in the middle leaves the old file."""
    behind.close()
    before = path.read_bytes()

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", stop)
    with TinyDB(path, storage=ThreadmarkStorage) as db, pytest.raises(KeyboardInterrupt):
        db.table("labels").truncate()
    assert path.read_bytes() == before
