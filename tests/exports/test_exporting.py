"""An export from a label file to its end."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from threadmark.errors import InputError, LabelFileError, UsageError
from threadmark.exports import export
from threadmark.exports.selection import Selection
from threadmark.labels.records import Span, put
from threadmark.labels.store import LabelStore


@pytest.fixture
def labelled(study):
    """A study with two labels."""
    study.keep(study.label("c1", "stance", "against"), study.label("c2", "fallacy", "none"))
    return study


def test_it_goes_to_standard_output_by_default(labelled, capfdbinary):
    """JSON Lines on standard output, and nothing else there."""
    export(labelled.labels, warn=labelled.said.append)
    written = capfdbinary.readouterr().out
    assert [json.loads(line)["label"] for line in written.splitlines()] == ["against", "none"]


def test_reading_takes_no_lock_and_writes_nothing(labelled, tmp_path):
    """While a program holds the file an export works, and it leaves the folder as it was."""
    held = LabelStore.open(labelled.labels)
    held.commit([put(labelled.label("c3", "stance", "against"))], annotator="ana", session="s2")
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    said = []
    export(labelled.labels, warn=said.append, out="/dev/null")
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before
    assert len(labelled.rows()) == 3
    held.close()


def test_changes_that_only_the_history_has_are_exported(labelled):
    """A file that lags behind its history, or is missing beside it, is as good as whole."""
    lagging = labelled.labels.read_bytes()
    labelled.keep(labelled.label("c3", "stance", "against"))
    whole = labelled.export()
    labelled.labels.write_bytes(lagging)
    assert labelled.export() == whole
    labelled.labels.unlink()
    assert labelled.export() == whole


def test_a_label_file_without_its_history_is_exported(labelled):
    """Without the history the labels are all there."""
    whole = labelled.export()
    (labelled.folder / "labels.history.jsonl").unlink()
    assert labelled.export() == whole


def test_a_label_that_was_put_in_twice_by_hand_is_exported_once(labelled):
    """Two documents with one natural key are one label, with a history beside the file and without."""
    file = json.loads(labelled.labels.read_text())
    file["labels"]["900"] = next(iter(file["labels"].values()))
    labelled.labels.write_text(json.dumps(file))
    assert len(labelled.rows()) == 2
    (labelled.folder / "labels.history.jsonl").unlink()
    assert len(labelled.rows()) == 2


def test_threads_are_found_wherever_the_folder_is(labelled, tmp_path_factory):
    """Sources are relative to the label file: a folder that is moved or sent stays whole."""
    moved = tmp_path_factory.mktemp("elsewhere") / "study"
    labelled.folder.rename(moved)
    labelled.folder = moved
    assert [row["author"] for row in labelled.rows()] == ["bob", "ana_k"]
    assert labelled.said == []


def test_only_the_threads_that_are_named_are_exported(labelled):
    """`--thread` leaves out every other thread."""
    file = json.loads(labelled.labels.read_text())
    other = {**next(iter(file["labels"].values())), "thread": "other"}
    file["labels"]["900"] = other
    labelled.labels.write_text(json.dumps(file))
    (labelled.folder / "labels.history.jsonl").unlink()
    assert {row["thread"] for row in labelled.rows()} == {"lane", "other"}
    assert {row["thread"] for row in labelled.rows(selection=Selection(threads=("lane",)))} == {"lane"}
    assert {row["thread"] for row in labelled.rows(selection=Selection(threads=("other", "lane")))} == {"lane", "other"}


def test_a_thread_that_was_only_opened_has_no_rows(study):
    """Naming it is no mistake."""
    assert study.rows(selection=Selection(threads=("lane",))) == []


def test_a_thread_that_the_file_does_not_have_is_refused(labelled):
    """The error names what it has."""
    with pytest.raises(UsageError, match=r"nothing of thread lame; it has thread lane"):
        labelled.rows(selection=Selection(threads=("lame",)))


def test_a_missing_label_file_is_named(tmp_path):
    """A path that leads nowhere is an error, not an empty export."""
    with pytest.raises(InputError, match=r"no such label file") as caught:
        export(tmp_path / "labels.json", warn=print)
    assert caught.value.where == str(tmp_path / "labels.json")
    assert list(tmp_path.iterdir()) == []


def test_a_broken_label_file_is_named_and_left_alone(labelled):
    """A damaged file ends the export with its own error, and is as it was."""
    labelled.labels.write_bytes(b'{"labels": {"1": {"comm')
    with pytest.raises(LabelFileError, match=r"labels\.json"):
        labelled.export()
    assert labelled.labels.read_bytes() == b'{"labels": {"1": {"comm'


@pytest.mark.parametrize("name", ["labels.json", "labels.history.jsonl", "lane.thread.json"])
def test_what_it_is_made_from_is_not_overwritten(labelled, name):
    """Label file, history and threads are refused as output."""
    before = (labelled.folder / name).read_bytes()
    with pytest.raises(UsageError, match="made from"):
        export(labelled.labels, warn=print, out=str(labelled.folder / name))
    assert (labelled.folder / name).read_bytes() == before


def test_an_export_that_fails_leaves_what_was_there(labelled):
    """A span that is not where it says stops the export, and the export of before stays whole."""
    before = labelled.export()
    labelled.keep(labelled.label("c3", "fallacy", "none", evidence=(Span(0, 3, "no!"),)))
    with pytest.raises(LabelFileError, match="comment c3"):
        labelled.export()
    assert (labelled.folder / "exported").read_bytes() == before
    assert not list(labelled.folder.glob(".exported*"))


class PowerCutError(BaseException):
    """The machine stops here."""


@pytest.mark.parametrize("moves", range(5))
def test_a_folder_whose_export_was_cut_short_is_exported_again(labelled, monkeypatch, moves):
    """Whenever a power cut ends the export of a folder, the next one takes the folder for ours and is whole."""
    out = labelled.folder / "folder"
    export(labelled.labels, warn=print, format="doccano", out=str(out))
    labelled.keep(labelled.label("c3", "fallacy", "none", by="eve"))
    with monkeypatch.context() as cut:
        cut_power_after(moves, cut)
        with contextlib.suppress(PowerCutError):
            export(labelled.labels, warn=print, format="doccano", out=str(out))
    labelled.keep(labelled.label("c3", "fallacy", "none", by="zoe"))
    export(labelled.labels, warn=print, format="doccano", out=str(out))
    there = {path.name for path in out.iterdir()}
    assert there == {"ana.jsonl", "eve.jsonl", "zoe.jsonl"}
    manifest = json.loads(out.with_name("folder.manifest.json").read_bytes())
    assert {file["path"] for file in manifest["files"]} == there


def cut_power_after(moves, monkeypatch):
    """Stop after so many files and folders were put in place; nothing is put right on the way out."""
    left = iter(range(moves))

    def cut(move):
        def moved(*places):
            if next(left, None) is None:
                raise PowerCutError
            return move(*places)

        return moved

    monkeypatch.setattr(os, "getpid", lambda: 1)  # the next one is another process
    monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)
    monkeypatch.setattr(Path, "unlink", lambda *_, **__: None)
    for name in ("rename", "replace"):
        monkeypatch.setattr(Path, name, cut(getattr(Path, name)))


def test_a_flag_that_the_format_does_not_have_is_refused(labelled):
    """A flag of another format is a mistake, not ignored."""
    with pytest.raises(UsageError, match="jsonl has no raw-cells to switch on"):
        labelled.export("jsonl", raw_cells=True)


@pytest.mark.parametrize("name", ["jsonl", "csv"])
def test_it_never_loads_the_screen(labelled, name):
    """An export pays for no screen: neither Textual nor Rich is loaded, nor TinyDB."""
    script = (
        "import sys; from pathlib import Path; from threadmark.exports import export\n"
        f"export(Path({str(labelled.labels)!r}), warn=print, format={name!r})\n"
        "sys.exit(sum(name in sys.modules for name in ('textual', 'rich', 'tinydb')))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert (run.returncode, run.stderr) == (0, b"")
    assert run.stdout
