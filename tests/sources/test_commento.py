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
    readings,
    real_file,
)

from threadmark.sources.reading import open_threads

PEOPLE = {"ana": "a1", "bob": "b2"}


def comment(comment_id, markdown, parent="root", who="b2", url="/mill", **fields):
    """A comment."""
    own = {
        "commentHex": comment_id,
        "domain": "example.org",
        "url": url,
        "commenterHex": who,
        "markdown": markdown,
        "html": "",
    }
    return (
        own
        | {
            "parentHex": parent,
            "score": 1,
            "state": "approved",
            "creationDate": "2024-03-12T11:00:00.25Z",
            "deleted": False,
        }
        | fields
    )


COMMENTERS = [
    {"commenterHex": "a1", "name": "ana", "email": "ana@example.org", "isModerator": True},
    {"commenterHex": "b2", "name": "bob", "email": "bob@example.org", "isModerator": False},
]
SAMPLE = {
    "version": 1,
    "comments": [
        comment("c1", "Closing it *punishes* drivers."),
        comment("d1", "Else.", url="/pool", who="anonymous", state="unapproved"),
        comment("c2", "", "c1", "a1", html="<p>No.</p>", score=-2),
        comment("c3", "[deleted]", "c2", deleted=True),
    ],
    "commenters": COMMENTERS,
}


@pytest.fixture
def read(tmp_path):
    """A function that reads a value written as JSON."""

    def read_(value):
        path = tmp_path / "export.json"
        path.write_text(json.dumps(value, indent=1), encoding="utf-8")
        return list(open_threads(path))

    return read_


def test_an_export_is_a_thread_for_each_page(read):
    """Pages are threads; names come from the people listed after the comments, addresses of theirs from nowhere."""
    mill, pool = read(SAMPLE)
    assert (mill.thread.id, pool.thread.id) == ("https://example.org/mill", "https://example.org/pool")
    assert [(c.id, c.parent, c.author, c.role, c.score, c.deleted, c.text) for c in mill.thread] == [
        ("c1", None, "bob", None, 1, False, "Closing it punishes drivers."),
        ("c2", "c1", "ana", "moderator", -2, False, "No."),
        ("c3", "c2", "bob", None, 1, True, "[deleted]"),
    ]
    assert (pool.thread[0].author, dict(pool.thread.extras(0))) == (None, {"state": "unapproved"})
    assert str(mill.thread[0].created) == "2024-03-12 11:00:00.250000+00:00"
    assert "ana@example.org" not in repr([dict(mill.thread.extras(index)) for index in range(3)])


def test_a_page_with_a_whole_address_keeps_it(read):
    """Where a page's address is whole it is not put together again."""
    (reading,) = read({"comments": [comment("c1", "So.", url="https://example.org/x")]})
    assert reading.thread.id == "https://example.org/x"


WRITABLE = made_threads(authors=st.sampled_from(list(PEOPLE)))


def written(made):
    """Invented comments on a page."""
    comments = [
        comment(
            f"c{m.number}",
            m.text,
            "root" if m.parent is None else f"c{m.parent}",
            PEOPLE[m.author],
            creationDate=at(m.created),
            score=m.score,
        )
        for m in made
    ]
    return {"version": 1, "comments": comments, "commenters": COMMENTERS}


@settings(deadline=None, max_examples=40)
@given(WRITABLE)
def test_what_is_written_is_read(tmp_path_factory, made):
    """Whatever is said on a page is read as it is."""
    path = tmp_path_factory.mktemp("commento") / "export.json"
    path.write_text(json.dumps(written(made)))
    found = list(open_threads(path))
    assert len(found) == (1 if made else 0)
    for reading in found:
        assert_as_made(reading, made, without=("edited",))


@settings(deadline=None, max_examples=80)
@given(mutated([json.dumps(SAMPLE).encode()]), st.sampled_from(["commento", None]))
def test_broken_files_are_read_or_refused(tmp_path_factory, data, name):
    """Whatever becomes of a file's bytes, it is read or refused by name."""
    assert_read_or_refused(data, tmp_path_factory.mktemp("commento"), name)


OUTLINES = {
    "commento.json": "1:1d692c 1:91f645 2:68ff8e",
}


def test_a_real_export_is_read(tmp_path):
    """The real file has its three comments on two pages, as compared by eye; conversion keeps them."""
    path = real_file("commento/commento.json")
    assert measures(path) == (3, 2)
    assert [len(reading.thread) for reading in readings(path)] == [1, 2]
    assert outline(path) == OUTLINES[path.name]
    assert_converts(path, tmp_path)
