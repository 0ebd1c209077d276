"""What can't be read is refused by name, in one sentence, without a hang and in bounded memory."""

import gzip
import io
import json
import os
import zipfile

import pytest

from threadmark.errors import InputError, UsageError
from threadmark.sources import opening
from threadmark.sources.native import cutting
from threadmark.sources.reading import open_threads

GOOD = json.dumps({"format": "threadmark-thread", "version": 1, "id": "made", "comments": [{"id": "a", "text": "x"}]})


def zipped(*names, content="x"):
    """An archive with files of these names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, content)
    return out.getvalue()


def refusal(path):
    """The refusal of a path, which must name it."""
    with pytest.raises(InputError) as caught:
        list(open_threads(path))
    assert str(path) in str(caught.value)
    assert caught.value.exit_code == 1
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b"", "the file is empty"),
        ("white.txt", b" \n\n ", "nothing but white space"),
        ("binary.bin", bytes(range(256)) * 200, "is binary"),
        ("controls.txt", b"\x01\x02\x03 text" * 100, "is binary"),
        ("archive.zip", b"PK\x03\x04" + bytes(100), "a zip archive"),
        ("paper.pdf", b"%PDF-1.7\n\x00\x01", "a PDF"),
        ("plain.pdf", b"%PDF-1.4\n%abc\n1 0 obj\n<< /Type /Catalog >>\n", "a PDF, not a saved thread"),
        ("plain.pdf", b"%PDF-1.4\nana\nHello.\nbob\nNo.\nana\nYes.\nbob\nNo.\n", "copy its text"),
        ("thread.rtf", b"{\\rtf1\\ansi ana: hello\\par}", "Rich Text"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "an old Office document"),
        ("thread.docx", zipped("[Content_Types].xml", "word/document.xml"), "a Word document"),
        ("thread.odt", zipped("mimetype", content="application/vnd.oasis.opendocument.text"), "an OpenDocument text"),
        ("thread.ods", zipped("mimetype", content="application/vnd.oasis.opendocument.spreadsheet"), "save it as CSV"),
        ("cut.thread.json", GOOD.encode()[:-4], "cut short"),
        ("zeros.thread.json", bytes(1000), "is binary"),
        ("deep.json", b"[" * 200_000 + b"]" * 200_000, "looks like JSON"),
        ("other.json", b'{"some": "thing"}', "looks like JSON"),
        (
            "bomb.xml",
            b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha">]>\n<harbour>&a;</harbour>',
            "XML (<harbour>)",
        ),
        (
            "page.html",
            b"<!DOCTYPE html><html><body>bob\nhello\nbob\nbye</body></html>",
            "no comments are found in the page",
        ),
        ("rest.gz", gzip.compress(GOOD.encode())[:-12], "cut short"),
        ("noise.gz", b"\x1f\x8b" + bytes(100), "can't be read"),
        ("nothing.gz", gzip.compress(b""), "empty once it is unpacked"),
        ("labels.json", b'{"labels": {"1": {"thread": "x"}}}', "is a label file, not a thread"),
        ("mine.json", b'{"_default": {}, "reviews": {}}', "is a label file, not a thread"),
        ("labels.history.jsonl", b'{"seq": 1, "crc": "0", "at": "x"}\n', "the history of a label file"),
    ],
)
def test_a_file_is_refused_as_what_it_is(tmp_path, name, data, said):
    """Each kind of wrong file is named, with what it is or looks like."""
    path = tmp_path / name
    path.write_bytes(data)
    assert said in refusal(path)


def test_an_unknown_file_lists_what_was_tried(tmp_path):
    """Who gets a refusal learns which formats were tried and how to name one."""
    path = tmp_path / "other.json"
    path.write_text('{"some": "thing"}')
    said = refusal(path)
    assert "native" in said
    assert "flat-text" in said
    assert "--from" in said


def test_a_missing_file_is_named(tmp_path):
    """There is no such file, it says, and which."""
    assert "no such file" in refusal(tmp_path / "missing.json")


def test_a_path_below_a_file_is_named(tmp_path):
    """A path that can't be is no traceback."""
    (tmp_path / "file").write_text("x")
    assert "can't be opened" in refusal(tmp_path / "file" / "inner.json")


def test_a_pipe_is_refused_at_once(tmp_path):
    """A FIFO nobody writes to would hang for ever."""
    path = tmp_path / "pipe.json"
    os.mkfifo(path)
    assert "is a pipe, not a file" in refusal(path)


def test_a_device_is_refused():
    """An endless device is no thread."""
    assert "is a device" in refusal("/dev/zero")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_named(tmp_path):
    """Permission denied is said, not traced."""
    path = tmp_path / "secret.txt"
    path.write_text("x")
    path.chmod(0)
    assert "permission denied" in refusal(path)


def test_a_folder_without_threads_is_refused(tmp_path):
    """A folder with other things in it holds no thread."""
    (tmp_path / "README.md").write_text("# Notes\n\nOn the harbour.\n")
    (tmp_path / "labels.json").write_text('{"labels": {}}')
    (tmp_path / "inner").mkdir()
    assert "holds no thread" in refusal(tmp_path)


def test_flat_text_is_never_what_begins_like_markup(tmp_path):
    """Even when the format is named, a text that begins with `<`, `{` or `[` is refused as what it looks like."""
    for sign, kind in (("<disqus>", "XML"), ("{", "JSON"), ("[", "JSON")):
        path = tmp_path / "text.txt"
        path.write_text(f"{sign}\n\nbob\nHello.\nbob\nBye.\n")
        with pytest.raises(InputError, match=kind):
            list(open_threads(path, format="flat-text"))


def test_a_format_nobody_knows_is_a_wrong_command(tmp_path):
    """The formats that there are are listed."""
    with pytest.raises(UsageError, match="there are native, ") as caught:
        open_threads(tmp_path, format="runes")
    assert caught.value.exit_code == 2


def test_a_whole_text_has_a_limit(tmp_path, monkeypatch):
    """A format that is read whole says how large a file may be, after reading no more than that."""
    monkeypatch.setattr(opening, "WHOLE_LIMIT", 1 << 20)
    monkeypatch.setattr(opening, "CHUNK", 1 << 16)
    path = tmp_path / "large.txt"
    path.write_text("bob\nHello.\n" * 200_000)
    seen = []
    with pytest.raises(InputError, match="larger than 1 MB"):
        list(open_threads(path, progress=lambda read, _: seen.append(read)))
    assert seen[-1] < path.stat().st_size * 0.6


def test_a_comment_that_never_ends_has_a_limit(tmp_path, monkeypatch):
    """A native file whose one text goes on and on is given up before it fills the memory."""
    monkeypatch.setattr(cutting, "PIECE_LIMIT", 1 << 20)
    path = tmp_path / "large.thread.json"
    path.write_text('{"format": "threadmark-thread", "comments": [{"text": "' + "word " * 2_000_000)
    seen = []
    with pytest.raises(InputError, match=r"large\.thread\.json:1: over 1 MB"):
        list(open_threads(path, progress=lambda read, _: seen.append(read)))
    assert seen[-1] < path.stat().st_size * 0.5


def test_a_sparse_file_of_2_gb_is_refused_by_its_head(tmp_path):
    """What is binary shows so in its first 64 KiB."""
    path = tmp_path / "zeros.thread.json"
    with path.open("wb") as file:
        file.truncate(2 << 30)
    seen = []
    with pytest.raises(InputError, match="is binary"):
        open_threads(path, progress=lambda read, _: seen.append(read))
    assert seen == [1 << 16]
