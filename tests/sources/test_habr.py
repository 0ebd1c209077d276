import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.real_threads import (
    assert_as_made,
    assert_converts,
    assert_read_or_refused,
    at,
    made_threads,
    measures,
    mutated,
    outline,
    real_file,
)

from threadmark.errors import InputError
from threadmark.sources.reading import open_threads


def comment(comment_id, message, parent=None, who="bob", **fields):
    """A comment."""
    own = {
        "id": comment_id,
        "parentId": parent,
        "level": 0,
        "status": "published",
        "message": message,
        "author": {"alias": who},
    }
    return own | {"timePublished": "2024-03-12T14:00:00+03:00", "score": 2} | fields


COMMENTS = {
    "11": comment("11", '<div xmlns="http://www.w3.org/1999/xhtml"><p>Closing it punishes drivers.</p></div>'),
    "12": comment("12", "<p>No.</p>", "11", "ana", isPostAuthor=True, timeChanged="2024-03-12T15:00:00+03:00"),
    "13": comment("13", None, "12", status="deleted", author=None),
    "14": comment("14", "<p>Quite.</p>"),
}
SAMPLE = {"comments": COMMENTS, "threads": ["11", "14", "15"], "pinnedCommentIds": []}


@pytest.fixture
def read(tmp_path):
    """A function that reads a value written as JSON."""

    def read_(value):
        path = tmp_path / "comments.json"
        path.write_text(json.dumps(value), encoding="utf-8")
        return list(open_threads(path))

    return read_


def test_comments_are_read(read):
    """Comments stand under their ids; top-level ones that are named and not there are counted."""
    (reading,) = read(SAMPLE)
    thread = reading.thread
    assert thread.id == "habr-11"
    assert [(c.id, c.parent, c.author, c.role, c.score, c.deleted, c.text) for c in thread] == [
        ("11", None, "bob", None, 2, False, "Closing it punishes drivers."),
        ("12", "11", "ana", "author", 2, False, "No."),
        ("13", "12", None, None, 2, True, ""),
        ("14", None, "bob", None, 2, False, "Quite."),
    ]
    assert [str(thread[1].created), str(thread[1].edited)] == ["2024-03-12 11:00:00+00:00", "2024-03-12 12:00:00+00:00"]
    assert dict(thread.extras(2)) == {"status": "deleted"}
    assert reading.report.missing == 1


def test_comments_may_be_a_list(read):
    """A list of comments is the same thread."""
    (reading,) = read(SAMPLE | {"comments": list(COMMENTS.values())})
    assert list(reading.thread.ids) == ["11", "12", "13", "14"]


def test_what_holds_no_comments_is_refused(tmp_path):
    """Comments that are neither by id nor a list are refused."""
    path = tmp_path / "comments.json"
    path.write_text('{"comments": 3}')
    with pytest.raises(InputError, match="neither by id nor a list"):
        list(open_threads(path, format="habr"))


def written(made):
    """Invented comments below an article."""
    comments = {
        f"c{m.number}": comment(
            f"c{m.number}", f"<p>{m.text}</p>", None if m.parent is None else f"c{m.parent}", m.author,
            timePublished=at(m.created), timeChanged=at(m.edited) if m.edited else None, score=m.score,
        )
        for m in made
    }  # fmt: skip
    return {"comments": comments, "threads": []}


@settings(deadline=None, max_examples=40)
@given(made_threads())
def test_what_is_written_is_read(tmp_path_factory, made):
    """Whatever is said below an article is read as it is."""
    path = tmp_path_factory.mktemp("habr") / "comments.json"
    path.write_text(json.dumps(written(made)))
    (reading,) = open_threads(path, format="habr")
    assert_as_made(reading, made)


@settings(deadline=None, max_examples=80)
@given(mutated([json.dumps(SAMPLE).encode()]), st.sampled_from(["habr", None]))
def test_broken_files_are_read_or_refused(tmp_path_factory, data, name):
    """Whatever becomes of a file's bytes, it is read or refused by name."""
    assert_read_or_refused(data, tmp_path_factory.mktemp("habr"), name)


OUTLINES = {
    "habr_comments.json": "1:99395c 2:e735be 1:87ef95",
}


def test_a_real_answer_is_read(tmp_path):
    """The real file has its three comments, as compared by eye; conversion keeps them."""
    path = real_file("habr/habr_comments.json")
    assert measures(path) == (3, 2)
    assert outline(path) == OUTLINES[path.name]
    assert_converts(path, tmp_path)
