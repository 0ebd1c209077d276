import gzip
import json
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.real_threads import (
    assert_as_made,
    assert_converts,
    assert_read_or_refused,
    at,
    branches,
    made_threads,
    measures,
    mutated,
    outline,
    readings,
    real_file,
)

from threadmark.sources import grouping
from threadmark.sources.json_input.form import ODD
from threadmark.sources.reading import open_threads
from threadmark.sources.remark42 import HEADER

PAGE = "https://example.org/mill"


def comment(comment_id, text, pid="", name="bob", url=PAGE, **fields):
    """A comment."""
    own = {
        "id": comment_id,
        "pid": pid,
        "text": text,
        "user": {"name": name, "id": f"dev_{name}", "admin": name == "clerk"},
    }
    return (
        own
        | {"locator": {"site": "example", "url": url}, "score": 2, "votes": {}, "time": "2024-03-12T11:00:00Z"}
        | fields
    )


COMMENTS = [
    comment("c1", "<p>Closing it <em>punishes</em> drivers.</p>", title="Mill Lane closes", pin=True),
    comment("c2", "<p>No.</p>", "c1", "clerk", edit={"time": "2024-03-12T12:00:00Z", "summary": "shorter"}),
    comment("c3", "", "c2", "", delete=True, time="0001-01-01T00:00:00Z"),
    comment("c4", "", orig="*Never* so."),
]
TREE = {
    "comments": [
        {"comment": COMMENTS[0], "replies": [{"comment": COMMENTS[1], "replies": [{"comment": COMMENTS[2]}]}]},
        {"comment": COMMENTS[3]},
    ],
    "info": {"url": PAGE, "count": 4},
}  # fmt: skip
BACKUP = "\n".join(
    map(
        json.dumps,
        [
            {"version": 1, "users": [], "posts": []},
            *COMMENTS,
            comment("d1", "<p>Else.</p>", url="https://example.org/pool"),
        ],
    )
)
SAMPLE = TREE


@pytest.fixture
def read(tmp_path):
    """A function that reads a value written as JSON."""

    def read_(value, name="comments.json"):
        path = tmp_path / name
        data = value.encode() if isinstance(value, str) else json.dumps(value).encode()
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return list(open_threads(path))

    return read_


def test_a_tree_is_read(read):
    """A page is a thread; edits, deletions, pins and who runs the site are kept."""
    (reading,) = read(TREE)
    thread = reading.thread
    assert (thread.id, thread.article.title, thread.article.url) == (PAGE, "Mill Lane closes", PAGE)
    assert [(c.id, c.parent, c.author, c.role, c.score, c.deleted, c.text) for c in thread] == [
        ("c1", None, "bob", None, 2, False, "Closing it punishes drivers."),
        ("c2", "c1", "clerk", "admin", 2, False, "No."),
        ("c3", "c2", None, None, 2, True, ""),
        ("c4", None, "bob", None, 2, False, "Never so."),
    ]
    assert str(thread[1].edited) == "2024-03-12 12:00:00+00:00"
    assert (thread[2].created, dict(thread.extras(0))) == (None, {"pin": True})


@pytest.mark.parametrize("form", [COMMENTS, {"comments": COMMENTS}, [TREE]], ids=["list", "listed", "array"])
def test_a_list_is_the_same_as_a_tree(read, form):
    """A list of comments is the same thread as a tree of them."""
    (reading,), (tree,) = read(form), read(TREE)
    assert [(c.id, c.parent, c.text) for c in reading.thread] == [(c.id, c.parent, c.text) for c in tree.thread]


def test_a_backup_is_a_thread_for_each_page(read):
    """A backup is read line by line, packed or not, its pages are threads."""
    for name in ("backup.json", "backup-2024.gz"):
        mill, pool = read(BACKUP, name)
        assert [(r.thread.id, len(r.thread)) for r in (mill, pool)] == [(PAGE, 4), ("https://example.org/pool", 1)]
        assert mill.report.mended[HEADER] == 1


def test_what_is_mended_is_told_with_its_thread(read):
    """What was mended in the rows read so far is told once, with the next thread; another keeps its own report."""
    rows = [
        comment(f"c{page}x{n}", "word " * 9, url=f"https://example.org/{page}", score="many" if page == 30 else 1)
        for page in range(40)
        for n in range(2)
    ]
    with patch.object(grouping, "WINDOW", 9000):
        found = read("\n".join(map(json.dumps, rows)))
    assert len(found) == 40
    assert sum(reading.report.mended[ODD] for reading in found) == 2


def written(made, *, nested=True):
    """Invented comments on a page."""

    def own(m):
        edit = {"edit": {"time": at(m.edited)}} if m.edited else {}
        parent = "" if m.parent is None else f"c{m.parent}"
        return comment(f"c{m.number}", f"<p>{m.text}</p>", parent, m.author, time=at(m.created), score=m.score, **edit)

    def tree(pairs):
        return [{"comment": own(m), "replies": tree(below)} for m, below in pairs]

    return {"comments": tree(branches(made)) if nested else [own(m) for m in made], "info": {}}


@settings(deadline=None, max_examples=40)
@given(made_threads(), st.booleans())
def test_what_is_written_is_read(tmp_path_factory, made, nested):
    """Whatever is said on a page is read as it is, as a tree and as a list."""
    path = tmp_path_factory.mktemp("remark42") / "comments.json"
    path.write_text(json.dumps(written(made, nested=nested)))
    found = list(open_threads(path, format="remark42"))
    assert len(found) == (1 if made else 0)
    for reading in found:
        assert_as_made(reading, made)


@settings(deadline=None, max_examples=80)
@given(mutated([json.dumps(TREE).encode(), BACKUP.encode()]), st.sampled_from(["remark42", None]))
def test_broken_files_are_read_or_refused(tmp_path_factory, data, name):
    """Whatever becomes of a file's bytes, it is read or refused by name."""
    assert_read_or_refused(data, tmp_path_factory.mktemp("remark42"), name)


REAL = {"tree_bench.json": (58, 4), "tree_del.json": (9, 4)}
OUTLINES = {
    "tree_bench.json": "1:d59d77 2:df5757 3:bcade4 4:ec6906 2:417ec3 2:b46508 2:d5e43c 1:5d859b 2:d72d09 1:372c81 2:12098c 2:8d6bdd 3:1f0a7a 1:13c24f 2:315d8e 1:d1fe3e 1:2b98eb 2:ddd966 1:7faf30 1:0db45c 2:ba282b 3:e13f52 4:9b7d67 4:785df4 1:0b0cec 1:adeddc 2:def3e9 3:99de52 4:c11235 1:ed244e",
    "tree_del.json": "1:78a0be 2:78a0be 3:78a0be 1:78a0be 2:78a0be 3:78a0be 4:78a0be 3:78a0be 3:78a0be",
}


@pytest.mark.parametrize("name", REAL)
def test_real_files_are_read(name, tmp_path):
    """Real files have as many comments, as deep, as their manifest says; conversion keeps them."""
    path = real_file(f"remark42/{name}")
    assert measures(path) == REAL[name]
    assert outline(path) == OUTLINES[name]
    assert_converts(path, tmp_path)


def test_a_deleted_comment_of_a_real_file_keeps_its_replies():
    """The one deleted comment is marked, and has no time; what answers it is still below it."""
    (reading,) = readings(real_file("remark42/tree_del.json"))
    (deleted,) = [comment_ for comment_ in reading.thread if comment_.deleted]
    assert (deleted.id, deleted.created, reading.thread.sizes[deleted.index]) == ("223", None, 2)
