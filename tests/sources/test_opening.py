"""Files, compressed files, folders and stdin are opened alike."""

import bz2
import gzip
import io
import json
import lzma
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadmark.errors import InputError
from threadmark.sources.converting import write_threads
from threadmark.sources.encodings import decoded
from threadmark.sources.opening import open_input
from threadmark.sources.reading import open_threads, threads_in
from threadmark.thread.build import ThreadBuilder
from threadmark.thread.model import Article
from threadmark.thread.report import ImportReport

FLAT = "date 2024-03-12 The café by the harbour.\n\nbob\nSchön.\nana_k\nJa, natürlich größer.\nbob\nÜbel.\n"


def native(name="made"):
    """A native thread's bytes."""
    return json.dumps({"format": "threadmark-thread", "id": name, "comments": [{"id": "a", "text": name}]}).encode()


class Stdin:
    """Standard input with these bytes."""

    def __init__(self, data, *, terminal=False):
        self.buffer = io.BytesIO(data)
        self.closed = False
        self.isatty = lambda: terminal


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
@pytest.mark.parametrize("name", ["made.thread.json.gz", "anything"])
def test_compressed_files_are_told_by_their_content(tmp_path, compress, name):
    """Whatever a file is called, what is packed is unpacked in a stream."""
    path = tmp_path / name
    path.write_bytes(compress(native() + b"\n" + native("second")))
    assert [reading.thread.id for reading in open_threads(path)] == ["made", "second"]


def test_several_gzip_parts_are_one_file(tmp_path):
    """A file packed in parts, as crawlers append them, is read to its end."""
    path = tmp_path / "made.gz"
    path.write_bytes(gzip.compress(native() + b"\n") + gzip.compress(native("second")))
    assert [reading.thread.id for reading in open_threads(path)] == ["made", "second"]


def test_zstd_is_read_where_its_library_is(tmp_path):
    """Without the library the refusal says what to install."""
    path = tmp_path / "made.zst"
    if find_spec("zstandard") is None:
        path.write_bytes(b"\x28\xb5\x2f\xfd" + bytes(20))
        with pytest.raises(InputError, match="pip install zstandard"):
            open_threads(path)
        return
    import zstandard  # noqa: PLC0415 -- it is there

    path.write_bytes(zstandard.compress(native()))
    assert [reading.thread.id for reading in open_threads(path)] == ["made"]


@pytest.mark.parametrize("data", [native(), gzip.compress(native())])
def test_stdin_is_read_like_a_file(monkeypatch, data):
    """`-` is standard input, packed or not; the report calls it stdin."""
    monkeypatch.setattr(sys, "stdin", Stdin(data))
    (reading,) = open_threads("-")
    assert reading.thread.id == "made"
    assert reading.report.file == "stdin"


@pytest.mark.parametrize(("stdin", "said"), [(Stdin(b""), "nothing came in"), (Stdin(b"", terminal=True), "piped in")])
def test_an_empty_stdin_is_refused(monkeypatch, stdin, said):
    """A terminal is not waited for."""
    monkeypatch.setattr(sys, "stdin", stdin)
    with pytest.raises(InputError, match=said):
        open_threads("-")


def test_progress_is_told_in_bytes_of_the_file(tmp_path):
    """Of a packed file as of a plain one, the last figure is its size."""
    path = tmp_path / "made.gz"
    path.write_bytes(gzip.compress(native() * 1))
    seen = []
    list(open_threads(path, progress=lambda read, of: seen.append((read, of))))
    assert seen[-1] == (path.stat().st_size, path.stat().st_size)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "latin-1", "cp1252"])
def test_text_in_any_encoding_is_read(tmp_path, encoding):
    """Umlauts come out right, and the report says which encoding was detected."""
    path = tmp_path / "thread.txt"
    path.write_bytes(FLAT.encode(encoding))
    (reading,) = open_threads(path)
    assert reading.thread.texts == ("Schön.", "Ja, natürlich größer.", "Übel.")
    assert (reading.report.encoding is None) == encoding.startswith("utf-8")


def test_text_in_cyrillic_is_read():
    """The encoding is detected from the bytes alone."""
    text = "Совет закрыл улицу для машин. Это хорошо для пешеходов, но плохо для торговли. " * 3
    assert decoded(text.encode("cp1251"))[0] == text


@given(st.binary(max_size=300))
def test_any_bytes_decode(data):
    """Decoding never fails."""
    text, encoding = decoded(data)
    assert encoding is not None or text.encode() == data


def test_a_folder_is_its_threads_by_name(tmp_path):
    """Every file that is surely a thread, sorted by name; labels, notes and hidden files are passed over."""
    (tmp_path / "b.thread.json").write_bytes(native("b"))
    (tmp_path / "a.threads.jsonl").write_bytes(native("a1") + b"\n" + native("a2"))
    (tmp_path / "c.txt").write_text(FLAT)
    (tmp_path / "labels.json").write_text('{"labels": {}}')
    (tmp_path / "notes.md").write_text("# Notes\n\nNothing here.\n")
    (tmp_path / "empty.json").write_text("")
    (tmp_path / ".hidden.thread.json").write_bytes(native("hidden"))
    assert [reading.thread.id for reading in open_threads(tmp_path)][:3] == ["a1", "a2", "b"]
    assert [(found.path.name, found.format) for found in threads_in(tmp_path)] == [
        ("a.threads.jsonl", "native"),
        ("b.thread.json", "native"),
        ("c.txt", "flat-text"),
    ]


def test_an_input_is_closed_when_its_threads_are_read(tmp_path):
    """No file stays open, whether it was read to the end or left early."""
    path = tmp_path / "made.threads.jsonl"
    path.write_bytes(native() + b"\n" + native("second"))
    opened = open_input(path)
    assert opened.whole() == path.read_bytes()
    opened.close()
    readings = open_threads(path)
    next(readings)
    readings.close()


def test_a_broken_file_of_a_folder_keeps_no_other_from_being_read(tmp_path):
    """It is named, with why, in the report of the thread before or after it; the others are all there."""
    for name in ("b", "d"):
        builder = ThreadBuilder(ImportReport())
        builder.add(None, None, "ana", f"Why, {name}?")
        write_threads(tmp_path / f"{name}.thread.json", [builder.build(Article(), thread_id=name)])
    whole = (tmp_path / "b.thread.json").read_bytes()
    for name in ("a", "c", "e"):
        (tmp_path / f"{name}.thread.json").write_bytes(whole[:-20])
    readings = list(open_threads(tmp_path))
    assert [reading.thread.id for reading in readings] == ["b", "d"]
    broken = [said for reading in readings for said in reading.report.broken]
    assert [Path(said.partition(":")[0]).name[0] for said in broken] == ["a", "c", "e"]
    (tmp_path / "b.thread.json").unlink()
    (tmp_path / "d.thread.json").unlink()
    with pytest.raises(InputError, match=r"a\.thread\.json"):
        list(open_threads(tmp_path))
