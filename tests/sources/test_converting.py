"""`threadmark convert`: whatever comes in, a native file goes out, whole or not at all."""

import json
import sys

import pytest

from threadmark.errors import InputError, ThreadmarkError, UsageError
from threadmark.sources.converting import convert, write_threads
from threadmark.sources.reading import open_threads
from threadmark.sources.replacing import write_whole

FLAT = "date 2024-03-12 An article.\n\nbob\nHello.\nana_k\nHi there.\nbob\nana_k\nBye.\n"


def native(name, comments=1):
    """A native thread on one line."""
    rows = [{"id": str(at), "text": "word"} for at in range(comments)]
    return json.dumps({"format": "threadmark-thread", "version": 1, "id": name, "comments": rows}) + "\n"


@pytest.fixture
def corpus(tmp_path):
    """A corpus of two threads."""
    path = tmp_path / "in.threads.jsonl"
    path.write_text(native("one") + native("two", 2))
    return path


def test_converting_twice_gives_the_same_bytes(tmp_path):
    """Flat text to native, native to native: the second file is the first."""
    text = tmp_path / "in.txt"
    text.write_text(FLAT)
    first, second = tmp_path / "first.thread.json", tmp_path / "second.thread.json"
    convert([text], first)
    convert([first], second)
    assert first.read_bytes() == second.read_bytes()
    (reading,) = open_threads(first)
    assert [c.author for c in reading.thread] == ["bob", "ana_k", "bob"]
    assert reading.thread[2].inferred.cue == "author pair"


def test_several_inputs_go_into_one_corpus(tmp_path, corpus):
    """Threads come in the order of the inputs; each input has one report."""
    other = tmp_path / "other.thread.json"
    other.write_text(native("three"))
    out = tmp_path / "out.threads.jsonl"
    reports = convert([corpus, other], out)
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == ["one", "two", "three"]
    assert [(report.file, report.threads, report.comments) for report in reports] == [
        (str(corpus), 2, 3),
        (str(other), 1, 1),
    ]


def test_a_folder_has_one_report(tmp_path, corpus):
    """The report names the folder, not the first file in it."""
    (report,) = convert([corpus.parent], tmp_path / "out.threads.jsonl")
    assert (report.file, report.threads) == (str(corpus.parent), 2)


def test_a_file_for_one_thread_takes_one(tmp_path, corpus):
    """Two threads don't fit in a `.thread.json`; the file that was there stays."""
    out = tmp_path / "out.thread.json"
    out.write_text("as it was")
    with pytest.raises(UsageError, match=r"name it \*\.threads\.jsonl"):
        convert([corpus], out)
    assert out.read_text() == "as it was"


def test_stdout_gets_lines(capfdbinary, corpus):
    """`-` is standard output, a line a thread."""
    convert([corpus], "-")
    sys.stdout.flush()
    assert [json.loads(line)["id"] for line in capfdbinary.readouterr().out.splitlines()] == ["one", "two"]


def test_a_fault_in_the_middle_leaves_nothing_behind(tmp_path):
    """When a later thread can't be read, the old file stays, and nothing lies beside it."""
    broken = tmp_path / "in.threads.jsonl"
    broken.write_text(native("one", 5_000) + '{"format": "threadmark-thread", "comments": [')
    out = tmp_path / "out" / "out.threads.jsonl"
    out.parent.mkdir()
    out.write_text("as it was")
    with pytest.raises(InputError, match="cut short"):
        convert([broken], out)
    assert out.read_text() == "as it was"
    assert [path.name for path in out.parent.iterdir()] == [out.name]


def test_ctrl_c_leaves_no_half_file(tmp_path):
    """An interrupt at any piece leaves the folder as it was."""

    def pieces():
        yield b"half"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "out", pieces())
    assert not list(tmp_path.iterdir())


def test_a_link_stays_a_link_and_a_mode_its_mode(tmp_path):
    """What a link points to is replaced, and who may read it does not change."""
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_whole(link, [b"new"])
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert target.stat().st_mode & 0o777 == 0o640


def test_what_is_no_place_for_a_file_is_said(tmp_path):
    """A folder, or a folder that is not there, is a wrong command; a full disk is said as what it is."""
    with pytest.raises(UsageError, match="is a folder"):
        write_whole(tmp_path, [])
    with pytest.raises(UsageError, match="its folder does not exist"):
        write_whole(tmp_path / "no" / "out", [])
    with pytest.raises(ThreadmarkError, match="can't be written: no space left"):
        write_whole("/dev/full", [b"x"])


def test_writing_no_thread_is_refused(tmp_path):
    """An empty file is no thread."""
    with pytest.raises(UsageError, match="no thread to write"):
        write_threads(tmp_path / "out.thread.json", [])
    assert not list(tmp_path.iterdir())


def test_a_corpus_is_never_held_whole(tmp_path, corpus):
    """Each thread is written before the next is read."""
    corpus.write_text("".join(native(str(at), 400) for at in range(400)))
    seen = []
    out = tmp_path / "out" / "out.threads.jsonl"
    out.parent.mkdir()
    convert(
        [corpus], out, progress=lambda read, _: seen.append((read, sum(p.stat().st_size for p in out.parent.iterdir())))
    )
    assert any(written > 0 for _, written in seen[:-2])
    assert len(out.read_text().splitlines()) == 400
