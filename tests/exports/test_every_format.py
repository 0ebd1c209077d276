"""What holds for every format that there is, whoever wrote it."""

import hashlib
import json
import re
import tomllib
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest

from threadmark.errors import LabelFileError, UsageError
from threadmark.exports import registry
from threadmark.exports.registry import exports
from threadmark.exports.selection import Selection
from threadmark.labels.records import put
from threadmark.labels.store import LabelStore

FORMATS = sorted(exports())
ROOT = Path(__file__).parent.parent.parent


def files_of(place: Path) -> dict[str, bytes]:
    """All files of an export, by their paths."""
    if place.is_file():
        return {place.name: place.read_bytes()}
    return {
        file.relative_to(place).as_posix(): file.read_bytes() for file in sorted(place.rglob("*")) if file.is_file()
    }


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_has_a_test_module(name):
    """A format without tests of its own is not finished."""
    assert (Path(__file__).parent / f"test_{name.replace('-', '_')}.py").exists()


@pytest.mark.parametrize("name", FORMATS)
def test_every_label_is_there_for_who_reads_the_format(everything, name):
    """Every label, annotator, round and marked word, as `read_back` of the format's tests finds them in what was written.

    A format of a published scheme may be given labels of its own first (`prepared`); `as_carried` says what a format has of
    a label, where that is not all.
    """
    module = import_module(f"tests.exports.test_{name.replace('-', '_')}")
    getattr(module, "prepared", lambda _: None)(everything)
    expected = list(filter(None, map(getattr(module, "as_carried", tuple), everything.given)))
    assert len(expected) >= (len(everything.more) or len(everything.given))
    found = [as_sorted(each) for each in module.read_back(everything.export(name))]
    assert Counter(found) == Counter(map(as_sorted, expected))


def as_sorted(each):
    """A label with its words in one order, since a format may have them in the text's."""
    return (
        each
        if isinstance(each, str)
        else tuple(tuple(sorted(part)) if isinstance(part, tuple) else part for part in each)
    )


@pytest.mark.parametrize("name", FORMATS)
def test_it_writes_everything_and_the_manifest_lists_each_file(everything, name):
    """Whatever was labelled can be written, and each file is as large and has the hash that the manifest says."""
    written = files_of(everything.export(name))
    manifest = everything.manifest(name)
    assert {file["path"]: (file["bytes"], file["sha256"]) for file in manifest["files"]} == {
        path: (len(content), hashlib.sha256(content).hexdigest()) for path, content in written.items()
    }
    assert (manifest["format"]["name"], manifest["format"]["loses"]) == (name, exports()[name].loses)
    assert manifest["in"] == {"labels": len(everything.given), "reviews": 7, "threads": 2}
    assert manifest["out"] == {"labels": len(everything.given), "comments": 8, "threads": 2, "annotators": 2}
    assert all(lost["times"] >= len(lost["where"]) >= 1 for lost in manifest["lossy"])


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_labels_are_the_same_bytes(everything, name, monkeypatch):
    """Written again, over what was written before, and at another time, it is the same."""
    first = files_of(everything.export(name)), everything.manifest(name)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert (files_of(everything.export(name)), everything.manifest(name)) == first


@pytest.mark.parametrize("name", FORMATS)
def test_evidence_that_is_not_where_it_says_stops_it(everything, name):
    """A span whose quote is not there is an error that names the comment, and what was there stays."""
    before = files_of(everything.export(name))
    store = LabelStore.open(everything.labels)
    [label] = (each for each in store.labels() if (each.comment, each.label) == ("c2", "straw_man"))
    [span] = label.evidence
    moved = type(span)(span.start - 1, span.end - 1, span.quote)
    store.commit([put(type(label)(*label_fields(label, evidence=(moved,))))], annotator="ana", session="s2")
    store.close()
    with pytest.raises(LabelFileError, match="comment c2"):
        everything.export(name)
    assert files_of(everything.folder / f"out-{name}") == before
    assert not [path.name for path in everything.folder.iterdir() if path.name.startswith(".out")]


def label_fields(label, **changed):
    """The fields of a label in order, some changed."""
    return [changed.get(name, getattr(label, name)) for name in label.__struct_fields__]


@pytest.mark.parametrize("name", FORMATS)
def test_a_selection_of_nothing_is_written_too(everything, name):
    """Where nothing is wanted the export is empty, not an error."""
    everything.export(
        name,
        Selection(
            status="skipped", annotators=(next(iter({g.annotator for g in everything.given if g.annotator != "ana"})),)
        ),
    )
    assert everything.manifest(name)["out"] == {"labels": 0, "comments": 0, "threads": 0, "annotators": 0}


@pytest.mark.parametrize("name", FORMATS)
def test_without_texts_no_word_of_anybody_is_in_it(everything, name):
    """`--no-text` leaves nothing of texts, quotes and notes, or the format refuses."""
    if exports()[name].needs_text:
        with pytest.raises(UsageError, match="is about texts"):
            everything.export(name, Selection(text=False))
        return
    for content in files_of(everything.export(name, Selection(text=False))).values():
        for word in (
            "punishes",
            "Classic",
            "封路",
            "should be closed",
            "900 cars",
            "he\n said",
            'so", he',
            "Council votes",
        ):
            assert word.encode() not in content


@pytest.mark.parametrize("name", FORMATS)
def test_a_missing_library_is_one_line_on_how_to_install_it(everything, name, monkeypatch):
    """A format that needs more than the core says which extra brings it, and the extra is there."""
    export = exports()[name]
    if not export.needs:
        assert export.extra is None
        return
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert export.extra in extras
    monkeypatch.setattr(registry, "_is_there", lambda module: False)
    with pytest.raises(UsageError, match=re.escape(f'pip install "threadmark[{export.extra}]"')):
        everything.export(name)


@pytest.mark.parametrize("name", FORMATS)
def test_it_goes_to_stdout_or_says_that_it_is_a_folder(everything, name, capfdbinary):
    """One file can be piped, and its manifest is a line on stderr."""
    from threadmark.exports import export  # noqa: PLC0415 -- only here

    said = []
    if exports()[name].files is not None:
        with pytest.raises(UsageError, match="folder of files"):
            export(everything.labels, warn=said.append, format=name)
        return
    export(everything.labels, warn=said.append, format=name)
    written = capfdbinary.readouterr().out
    [file] = json.loads(said[-1])["files"]
    assert (file["bytes"], file["sha256"]) == (len(written), hashlib.sha256(written).hexdigest())
