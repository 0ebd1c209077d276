from __future__ import annotations

import json

import pytest

from threadmark.errors import HeldError, InputError, LabelFileError
from threadmark.labels.records import VERSION, drop
from threadmark.labels.recover import recover
from threadmark.labels.store import LabelStore


@pytest.fixture
def kept(opened, commit, make):
    """A closed label file: four labels in three batches, of which one was taken away again."""
    store = opened()
    commit(store, make("c1"))
    commit(store, make("c2"), make("c3"))
    commit(store, make("c4"))
    store.commit([drop(make("c4"))], annotator="ana", session="s-1")
    store.close()
    return store


def _comments(path):
    store = LabelStore.open(path)
    try:
        assert not store.read_only
        return sorted(label.comment for label in store.labels())
    finally:
        store.close()


def _hurt_line(path, number):
    lines = path.read_bytes().splitlines(keepends=True)
    lines[number - 1] = lines[number - 1].replace(b"lane", b"l\xffne", 1)
    path.write_bytes(b"".join(lines))
    return path.read_bytes()


def _hurt_file(path):
    path.write_bytes(path.read_bytes()[:-40])
    return path.read_bytes()


def test_sound_files_are_left_alone(kept, path):
    """Where nothing is wrong nothing is touched."""
    before = path.read_bytes(), kept.history.read_bytes()
    report = recover(path)
    assert not report.mended
    assert report.lines() == [f"{path}: nothing to mend, 3 labels in force"]
    assert (path.read_bytes(), kept.history.read_bytes()) == before


def test_damaged_label_file_is_made_from_the_history(kept, path):
    """A whole history makes the label file anew: nothing is lost, the damaged one is kept, the history untouched."""
    damaged, history = _hurt_file(path), kept.history.read_bytes()
    report = recover(path, clock=lambda: 0.0)
    assert _comments(path) == ["c1", "c2", "c3"]
    assert (report.lost, report.labels, report.changes) == (False, 3, 5)
    (aside,) = report.aside
    assert aside.name == "labels.json.damaged-19700101T000000"
    assert aside.read_bytes() == damaged
    assert kept.history.read_bytes() == history
    assert report.lines() == [
        f"{path}:21: the line is no document",
        "nothing is lost",
        f"the damaged file is kept as {aside}",
        f"{path}: 3 labels in force, 5 changes in the history",
    ]


def test_damaged_history_beside_a_sound_label_file(kept, path):
    """A sound label file has every label; the history is numbered anew, and alone says the same from then on."""
    damaged = _hurt_line(kept.history, 2)
    with pytest.raises(LabelFileError):
        LabelStore.open(path)
    report = recover(path)
    assert not report.lost
    assert [damage.where for damage in report.damage] == [f"{kept.history}:2", f"{kept.history}:3"]
    assert [aside.read_bytes() for aside in report.aside] == [damaged]
    assert _comments(path) == ["c1", "c2", "c3"]
    path.unlink()
    assert _comments(path) == ["c1", "c2", "c3"]


def test_both_damaged(kept, path):
    """When both are damaged what is sound in either is put together, and what is gone is told with its line."""
    _hurt_line(kept.history, 1)
    _hurt_line(path, 3)
    report = recover(path)
    assert report.lost
    assert [damage.where for damage in report.damage] == [f"{path}:3", f"{kept.history}:1"]
    assert _comments(path) == ["c1", "c2", "c3"]  # c1 from the label file, c2 from the history
    assert len(report.aside) == 2


def test_a_batch_that_lost_a_line_is_left_out_whole(kept, path):
    """Of a batch that lost a line nothing is kept."""
    path.unlink()
    _hurt_line(kept.history, 3)
    report = recover(path)
    assert report.lost
    assert _comments(path) == ["c1"]
    assert "of batch 2-3 only 1 changes are left; none was kept" in [damage.what for damage in report.damage]


def test_label_file_alone(kept, path):
    """Without a history, the documents of a damaged label file that can be read are kept."""
    kept.history.unlink()
    _hurt_line(path, 3)
    report = recover(path)
    assert report.lost
    assert [damage.where for damage in report.damage] == [f"{path}:3"]
    assert _comments(path) == ["c1", "c3"]


def test_missing_lines_are_told(kept, path):
    """Lines that somebody took out are missed, and doubled ones left out."""
    lines = kept.history.read_bytes().splitlines(keepends=True)
    kept.history.write_bytes(lines[0] + lines[0] + b"".join(lines[3:]))
    path.unlink()
    report = recover(path)
    assert [(damage.where.rpartition(":")[2], damage.what) for damage in report.damage] == [
        ("2", "change 1 comes after change 1"),
        ("3", "changes 2 to 3 are missing before it"),
    ]
    assert _comments(path) == ["c1"]


def test_what_was_never_finished_is_no_loss(kept, path):
    """A torn last line was never shown as saved."""
    _hurt_file(path)
    with kept.history.open("ab") as file:
        file.write(b'{"seq":6,"crc":"00')
    report = recover(path)
    assert not report.lost
    assert report.unfinished == f"{kept.history}:6"
    assert _comments(path) == ["c1", "c2", "c3"]


def test_changes_after_the_label_file_are_brought_in(kept, path, commit, make):
    """Sound changes that a sound label file lacks are added to it, damage before them or not."""
    old = path.read_bytes()
    store = LabelStore.open(path)
    commit(store, make("c5"))
    store.close()
    path.write_bytes(old)
    _hurt_line(kept.history, 1)
    recover(path)
    assert _comments(path) == ["c1", "c2", "c3", "c5"]


def test_undo_goes_on_after_mending(kept, path, begin, opened):
    """What was done before the damage, and after it, can still be undone."""
    _hurt_line(kept.history, 1)
    recover(path)
    here = begin(opened())
    assert here.undo().said == "undone: fallacy: ad hominem taken away"
    assert here.redo().said == "redone: fallacy: ad hominem taken away"


def test_mending_twice_keeps_both(kept, path):
    """A second mending on the same second takes nothing from the first."""
    for _ in range(2):
        _hurt_file(path)
        assert recover(path, clock=lambda: 0.0).mended
    assert len([file for file in path.parent.iterdir() if "damaged" in file.name]) == 2


def test_stopped_in_the_middle(kept, path, new_disk):
    """Wherever mending stops, mending again ends well."""
    label_file, history = path.read_bytes(), kept.history.read_bytes()
    for cut in range(30):
        path.write_bytes(label_file)
        kept.history.write_bytes(history)
        _hurt_line(kept.history, 2)
        disk = new_disk()
        disk.stops_before = cut
        try:
            recover(path, disk=disk)
        except disk.PowerCut:
            recover(path)
            assert _comments(path) == ["c1", "c2", "c3"]
        else:
            assert cut > 8
            break


def test_newer_files_are_not_mended(kept, path):
    """What a newer program wrote is not damaged."""
    document = json.loads(path.read_bytes())
    document["meta"]["1"]["version"] = VERSION + 1
    path.write_text(json.dumps(document))
    with pytest.raises(LabelFileError, match="newer"):
        recover(path)


def test_nothing_there(path):
    """A name that is no label file is told."""
    with pytest.raises(InputError, match="there is no label file"):
        recover(path)


def test_held(kept, path, opened):
    """A file that is open elsewhere is not touched."""
    holder = opened(who="bea")
    _hurt_file(path)
    with pytest.raises(HeldError, match="bea, process"):
        recover(path)
    holder.close()


def test_made_up_history(path, opened, commit, make):
    """A history of many batches with damage anywhere keeps every batch that is whole."""
    store = opened()
    for number in range(8):
        commit(store, make(f"c{number}"), *([make(f"d{number}")] if number % 2 else []))
    store.close()
    whole = store.history.read_bytes()
    lines = whole.splitlines(keepends=True)
    for number in range(1, len(lines)):
        path.unlink(missing_ok=True)
        store.history.write_bytes(whole)
        _hurt_line(store.history, number)
        batch = json.loads(lines[number - 1])["batch"]
        recover(path)
        expected = sorted(json.loads(line)["key"][1] for line in lines if json.loads(line)["batch"] != batch)
        assert _comments(path) == expected
