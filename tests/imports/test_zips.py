"""Zips of labels: as programs hand them out, and as somebody with bad intentions makes them."""

from __future__ import annotations

import io
import stat
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from tests.exports.everything import TEXTS
from tests.imports.round_trips import kept
from tests.imports.test_cas_imports import EXPECTED, as_json, as_xmi, found, types

from threadmark.errors import InputError
from threadmark.imports import archives
from threadmark.imports.registry import imports


def a_zip(files):
    """A zip of files by their paths."""
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize("name", sorted(imports()))
@pytest.mark.parametrize("wrapped", ["", "project/labels/"])
def test_a_zip_is_read_as_what_is_in_it(foreign, name, wrapped):
    """Every format, also with a folder around it."""
    everything = foreign.everything
    exported = everything.export(name)
    packed = everything.folder / "labels.zip"
    with ZipFile(packed, "w") as archive:
        for file in [exported] if exported.is_file() else filter(lambda each: each.is_file(), exported.rglob("*")):
            inside = f"{name}.jsonl" if file == exported else file.relative_to(exported)
            archive.write(file, f"{wrapped}{inside}")
    brought = foreign.bring_from(packed)
    assert brought.format == name
    assert kept(foreign.labels, name) == kept(everything.labels, name)
    assert foreign.bring_from(packed, format_name=name).format == name


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_project_of_inception_is_read_from_its_zip(foreign, slash):
    """A folder for each document, in it a file, or a zip with types, for each annotator, whose names are the files'."""
    xmi = as_xmi().replace('documentTitle="c2.txt"', "").replace('"mill/c2.txt"', '"file:/srv/source/eva"')
    inner = a_zip({"eva.xmi": xmi, "TypeSystem.xml": types()})
    document = as_json(label="ad_hominem", documentId="zoe", documentUri="file:/srv/source/zoe")
    packed = foreign.everything.folder / "project.zip"
    with ZipFile(packed, "w") as archive:
        archive.writestr(f"{slash}exportedproject.json", "{}")
        archive.writestr(f"{slash}source/c2.json", as_json(label="other"))
        archive.writestr(f"{slash}annotation_ser/c2.txt/eva.ser", b"\xac\xed")
        archive.writestr(f"{slash}annotation/c2.txt/eva.zip", inner)
        archive.writestr(f"{slash}curation/c2.txt/zoe.json", document)
    foreign.bring_from(packed, format_name="cas-xmi")
    assert found(foreign.labels) == EXPECTED
    brought = foreign.bring_from(packed)
    assert brought.format == "cas-json"
    assert {(who, label) for _, who, dimension, label, _ in found(foreign.labels) if dimension == "fallacy"} == {
        ("zoe", "ad_hominem")
    }


def test_a_file_alone_in_a_zip_says_by_its_name_whose_it_is(foreign):
    """As doccano packs them, a file for each annotator, also where there is but one."""
    line = '{"id": 1, "text": "Save the pool, @ana_k 🏊!", "label": ["straw_man"], "Comments": []}\n'
    packed = foreign.everything.folder / "doccano.zip"
    packed.write_bytes(a_zip({"eva.jsonl": line, "__MACOSX/._eva.jsonl": b"\0\5"}))
    foreign.bring_from(packed)
    assert foreign.found() == {("p1", "eva", "fallacy", "straw_man", ())}


def a_link():
    """An entry that is a link."""
    entry = ZipInfo("eva.jsonl")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def encrypted(data):
    """The same archive, its one file marked as encrypted."""
    return data.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
    )


def garbled(data):
    """The same archive, some of its packed bytes turned over."""
    return data[:40] + bytes(byte ^ 0xFF for byte in data[40:60]) + data[60:]


def holding(*entries):
    """An archive of entries, each with the same words."""
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for entry in entries:
            archive.writestr(entry, TEXTS["c1"] * 9)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (holding("../eva.jsonl"), r"would lie elsewhere: \.\./eva"),
        (holding("a/..\\..\\eva.jsonl"), "would lie elsewhere"),
        (holding("C:/eva.jsonl"), "would lie elsewhere"),
        (holding(a_link()), "has a link in it"),
        (holding("eva.jsonl", "/eva.jsonl"), "two files of one name"),
        (holding("a.jsonl", "b.jsonl", "c.jsonl"), "more than 2 files"),
        (a_zip({"eva.jsonl": b"0" * 801}), "larger than 0 MB"),
        (a_zip({"inner.zip": holding("../../eva.jsonl")}), "would lie elsewhere"),
        (a_zip({"inner.zip": b"none"}), "can't be unpacked"),
        (encrypted(holding("eva.jsonl")), "is encrypted"),
        (holding("eva.jsonl")[:-30], "can't be unpacked"),
        (garbled(a_zip({"eva.jsonl": TEXTS["c1"] * 9})), "can't be unpacked"),
        (holding("photo.png"), "has no file in it that labels come in"),
        (holding("eva.jsonl"), r"bad\.zip/eva\.jsonl: looks like no labels; --from names one of"),
    ],
)
def test_a_bad_zip_is_refused_and_leaves_nothing(foreign, monkeypatch, tmp_path, data, says):
    """Nothing is written outside, no label file comes to be, and what was unpacked is gone."""
    monkeypatch.setattr(archives, "MOST_BYTES", 800)
    monkeypatch.setattr(archives, "MOST_FILES", 2)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    packed = foreign.everything.folder / "bad.zip"
    packed.write_bytes(data)
    with pytest.raises(InputError, match=says):
        foreign.bring_from(packed)
    assert not list(tmp_path.iterdir())
    assert not (foreign.everything.folder / "again" / "labels.json").exists()
