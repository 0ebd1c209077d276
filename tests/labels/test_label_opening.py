from __future__ import annotations

import json
import os

import pytest
from tinydb import Query, TinyDB

from threadmark.errors import LabelFileError, UsageError
from threadmark.labels.records import VERSION, drop, put
from threadmark.labels.store import LabelStore


@pytest.fixture
def kept(opened, commit, make, path):
    """A closed label file with three labels, and its history."""
    store = opened()
    for comment in ("c1", "c2", "c3"):
        commit(store, make(comment))
    store.close()
    return store


def _comments(store):
    return sorted(label.comment for label in store.labels())


def _files(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir() if not file.name.endswith(".lock")}


def _edit_json(path, edit):
    document = json.loads(path.read_bytes())
    edit(document)
    path.write_text(json.dumps(document))


def test_missing_label_file_is_made_from_the_history(kept, opened, plain, path):
    """Without the label file everything is made again from the history."""
    before = plain(path)
    path.unlink()
    store = opened()
    assert _comments(store) == ["c1", "c2", "c3"]
    assert store.checkpoint_due(1e12)
    store.close()
    assert plain(path) == before


def test_empty_file_made_by_tinydb(opened, commit, make, path, plain):
    """A file that plain TinyDB made by looking is an empty label file."""
    with TinyDB(path) as db:
        assert db.tables() == set()
    store = opened()
    commit(store, make())
    store.close()
    assert len(plain(path)) == 1


@pytest.mark.parametrize("content", [b"", b"not a history\n"])
def test_missing_history(kept, opened, commit, make, path, content):
    """Without its history the labels are all there, and what comes then is kept like anything else."""
    kept.history.unlink()
    if content:
        kept.history.write_bytes(content)
    store = opened()
    assert _comments(store) == ["c1", "c2", "c3"]
    assert list(store.past(annotator="ana", thread="lane")) == []
    commit(store, make("c4"))
    assert _comments(LabelStore.open(path, read_only=True)) == ["c1", "c2", "c3", "c4"]
    store.close()
    assert _comments(opened()) == ["c1", "c2", "c3", "c4"]


def test_history_without_its_beginning_is_no_whole(kept, opened, commit, make, path):
    """Where the history began late, it can't stand in for a missing label file, and says so."""
    kept.history.unlink()
    store = opened()
    commit(store, make("c4"))
    store.close()
    path.unlink()
    before = _files(path.parent)
    for options in ({}, {"read_only": True}):
        with pytest.raises(LabelFileError, match=r"history lacks changes before change 4; .*threadmark recover"):
            opened(**options)
    assert _files(path.parent) == before


def test_history_cut_at_every_byte(kept, opened, path):
    """However the history of a closed file is cut, it opens, and its labels are all there."""
    whole = kept.history.read_bytes()
    for cut in range(0, len(whole), 7):
        kept.history.write_bytes(whole[:cut])
        store = opened()
        assert _comments(store) == ["c1", "c2", "c3"]
        store.close()


def test_history_cut_at_every_byte_without_label_file(kept, path):
    """However the history is cut, what is whole in it is there, and nothing else."""
    whole = kept.history.read_bytes()
    path.unlink()
    for cut in range(len(whole)):
        kept.history.write_bytes(whole[:cut])
        expected = ["c1", "c2", "c3"][: whole[:cut].count(b"\n")]
        assert _comments(LabelStore.open(path, read_only=True)) == expected


def test_going_on_after_a_cut(kept, path, commit, make, new_disk):
    """However the history was cut, one can go on, and what comes then is kept."""
    whole = kept.history.read_bytes()
    ends = [place + 1 for place, byte in enumerate(whole) if byte == ord("\n")]
    for cut in sorted(
        {*range(0, len(whole), 40), *(end + by for end in ends for by in (-2, -1, 0, 1))} - {len(whole) + 1}
    ):
        kept.history.write_bytes(whole[:cut])
        path.unlink(missing_ok=True)
        expected = ["c1", "c2", "c3"][: whole[:cut].count(b"\n")]
        for added in ("c8", "c9"):
            store = LabelStore.open(path, disk=new_disk())
            assert _comments(store) == expected
            commit(store, make(added))
            expected = [*expected, added]
            store.close()
            path.unlink()


@pytest.mark.parametrize("read_only", [False, True])
def test_newer_version(kept, path, opened, read_only):
    """A file of a newer program is not read, and not touched."""
    _edit_json(path, lambda file: file["meta"]["1"].update(version=VERSION + 1))
    before = _files(path.parent)
    with pytest.raises(LabelFileError, match=rf"newer than this program \(version {VERSION + 1}") as caught:
        opened(read_only=read_only)
    assert caught.value.exit_code == 3
    assert _files(path.parent) == before


@pytest.mark.parametrize(
    ("hurt", "line"),
    [
        (lambda text: text[: len(text) // 2], r":\d+"),
        (lambda text: text.replace(b'"c2"', b'"c2', 1), ":3"),
        (lambda text: text.replace(b'"c2"', b'"\xff\xfe"', 1), ":3"),
        (lambda text: text.replace(b'"round":1', b'"round":"one"', 1), ":2"),
        (lambda text: text.replace(b'"thread":"lane"', b'"thread":7', 1), ""),
        (lambda text: b"\x00" * len(text), ":1"),
        (lambda _: b"[1, 2]", ""),
        (lambda _: b'"labels"', ""),
        (lambda _: b'{"labels": []}', ""),
        (lambda _: b'{"other": 1}', ""),
        (lambda text: text.replace(b'"threadmark-labels"', b'"something"'), ""),
        (lambda text: text.replace(b'"version":1,"c', b'"version":"x","c'), ""),
    ],
)
def test_damaged_label_file(kept, path, opened, hurt, line):
    """A damaged label file is told by name and line, and nothing is written, though the history could make it anew."""
    path.write_bytes(hurt(path.read_bytes()))
    before = _files(path.parent)
    for options in ({}, {"read_only": True}):
        with pytest.raises(LabelFileError, match=rf"labels\.json{line}: the label file is damaged: ") as caught:
            list(opened(**options).labels())
        assert caught.value.exit_code == 3
        assert "threadmark recover" in str(caught.value)
        assert "--labels OTHER" in str(caught.value)
    assert _files(path.parent) == before


def test_something_else(path, opened):
    """A thread that was given as label file is told as what it is."""
    path.write_text('{"format": "threadmark-thread", "version": 1, "comments": []}')
    with pytest.raises(LabelFileError, match='this is no label file: its format is "threadmark-thread"'):
        opened()


@pytest.mark.parametrize("seen", [0, 1, 3])
def test_damaged_history(kept, path, opened, seen):
    """Damage in the history is told by name and line, and nothing is written, even where the label file has it all."""
    if not seen:
        path.unlink()
    else:
        _edit_json(path, lambda file: file["meta"]["1"].update(seq=seen))
    lines = kept.history.read_bytes().splitlines(keepends=True)
    lines[1] = lines[1].replace(b'"c2"', b'"c9"')
    kept.history.write_bytes(b"".join(lines))
    before = _files(path.parent)
    with pytest.raises(LabelFileError, match=r"history\.jsonl:2: the line does not match its checksum") as caught:
        opened()
    assert caught.value.exit_code == 3
    assert _files(path.parent) == before


def test_lock_is_free_after_a_refusal(kept, path, opened):
    """A file that could not be opened does not stay locked."""
    good = path.read_bytes()
    path.write_bytes(good[:-20])
    with pytest.raises(LabelFileError):
        opened()
    path.write_bytes(good)
    assert not opened().read_only


def test_edited_by_hand(kept, path, opened, make):
    """What somebody changed with plain TinyDB while the program was not running is read as it is, and stays."""
    with TinyDB(path) as db:
        labels = db.table("labels")
        labels.remove(Query().comment == "c1")
        labels.update({"via": "hand", "colour": "red"}, Query().comment == "c2")
        labels.insert(json.loads(json.dumps({**labels.all()[0], "comment": "c4"})))
        db.table("mine").insert({"anything": [1, {"x": None}]})
    store = opened()
    assert _comments(store) == ["c2", "c3", "c4"]
    store.commit([put(make("c5")), drop(make("c3"))], annotator="ana", session="s-1")
    store.close()
    with TinyDB(path) as db:
        found = {document["comment"]: (document.doc_id, document) for document in db.table("labels")}
        assert db.table("mine").all() == [{"anything": [1, {"x": None}]}]
    assert {comment: number for comment, (number, _) in found.items()} == {"c2": 2, "c4": 4, "c5": 5}
    assert found["c2"][1]["colour"] == "red"
    assert _comments(opened()) == ["c2", "c4", "c5"]


def test_label_file_that_is_behind(kept, path, opened, commit, make):
    """Changes after the label file's last one are brought in, twice over if need be."""
    old = path.read_bytes()
    store = opened()
    commit(store, make("c4"))
    store.commit([drop(make("c1"))], annotator="ana", session="s-1")
    store.close()
    path.write_bytes(old)
    expected = ["c2", "c3", "c4"]
    assert _comments(LabelStore.open(path, read_only=True)) == expected
    _edit_json(path, lambda file: file["meta"]["1"].update(seq=1))
    assert _comments(LabelStore.open(path, read_only=True)) == expected
    assert _comments(opened()) == expected


def test_link_is_followed(kept, tmp_path, path, commit, make):
    """A label file may be a link: the file it points to is replaced, and the history lies beside that."""
    link = tmp_path / "elsewhere" / "labels.json"
    link.parent.mkdir()
    link.symlink_to(path)
    store = LabelStore.open(link)
    commit(store, make("c4"))
    store.close()
    assert link.is_symlink()
    assert _comments(LabelStore.open(path, read_only=True)) == ["c1", "c2", "c3", "c4"]


def test_permissions_stay(kept, path, opened, commit, make):
    """A label file that only its owner may read stays so."""
    path.chmod(0o600)
    store = opened()
    commit(store, make("c4"))
    store.close()
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("place", "named"), [("missing/labels.json", "missing"), ("a folder", "a folder"), ("a pipe", "a pipe")]
)
def test_place_that_can_not_be_used(tmp_path, place, named):
    """A place where no file can be is refused with its name and what to do."""
    (tmp_path / "a folder").mkdir()
    os.mkfifo(tmp_path / "a pipe")
    with pytest.raises(UsageError, match=f"{named}: labels can't be kept here: .*--labels"):
        LabelStore.open(tmp_path / place)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_read_only_folder(tmp_path):
    """A folder that can't be written is refused with its name and what to do."""
    tmp_path.chmod(0o500)
    with pytest.raises(UsageError, match=r"permission denied.*--labels"):
        LabelStore.open(tmp_path / "labels.json")
