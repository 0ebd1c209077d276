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

from threadmark.sources.mastodon import NO_STATUS
from threadmark.sources.reading import open_threads
from threadmark.thread.build import MISSING_PARENT


def status(number, content, acct="bob", to=None, **fields):
    """A status."""
    own = {
        "id": str(number),
        "content": content,
        "account": {"acct": acct, "bot": False},
        "created_at": f"2024-03-12T11:{number:02}:00.000Z",
    }
    return (
        own
        | {
            "in_reply_to_id": None if to is None else str(to),
            "favourites_count": 1,
            "replies_count": 0,
            "spoiler_text": "",
        }
        | fields
    )


SAMPLE = {
    "ancestors": [],
    "descendants": [
        status(11, "<p>Closing it punishes <a href='https://example.org/tags/drivers' class='mention hashtag'>#<span>drivers</span></a>.</p>", to=10, replies_count=3),
        status(12, "<p>No.</p>", "ana@other.example", to=11, edited_at="2024-03-12T12:00:00.000Z", favourites_count=7),
        status(13, "<p>Look.</p>", "feed", to=10, spoiler_text="traffic", account={"acct": "feed", "bot": True},
               media_attachments=[{"type": "image", "url": "https://example.org/lane.png", "description": "A closed lane"}]),
    ],
}  # fmt: skip


@pytest.fixture
def read(tmp_path):
    """A function that reads a value written as JSON."""

    def read_(value):
        path = tmp_path / "context.json"
        path.write_text(json.dumps(value), encoding="utf-8")
        return list(open_threads(path))

    return read_


def test_a_context_is_read(read):
    """What is below a status are comments; the status itself is not in the file, and said to be missing."""
    (reading,) = read(SAMPLE)
    thread = reading.thread
    assert (thread.id, thread.article.paragraphs) == ("10", ())
    assert [(c.id, c.parent, c.author, c.role, c.score) for c in thread] == [
        ("11", None, "bob", None, 1),
        ("12", "11", "ana@other.example", None, 7),
        ("13", None, "feed", "bot", 1),
    ]
    assert thread[0].text == "Closing it punishes #drivers."
    assert thread[2].text == "traffic\n\nLook.\n\nA closed lane <https://example.org/lane.png>"
    assert dict(thread.extras(2)) == {"spoiler_text": "traffic"}
    assert str(thread[1].edited) == "2024-03-12 12:00:00+00:00"
    assert reading.report.notes[0].text == NO_STATUS
    assert reading.report.missing == 2  # of three replies to one status, one is there
    assert not reading.report.mended


def test_the_status_may_stand_beside(read):
    """Where the status was saved too it is the article, and who wrote it is the author."""
    asked = status(
        10,
        "<p>The lane closes.</p><p>Well?</p>",
        "ana@other.example",
        url="https://example.org/@ana/10",
        favourites_count=9,
    )
    for form in ({"status": asked, "context": SAMPLE}, SAMPLE | {"status": asked}):
        (reading,) = read(form)
        article = reading.thread.article
        assert (article.paragraphs, article.byline, article.url) == (
            ("The lane closes.", "Well?"),
            "ana@other.example",
            "https://example.org/@ana/10",
        )
        assert [c.role for c in reading.thread] == [None, "author", "bot"]
        assert (reading.thread.extra, reading.report.notes) == ({"score": 9}, [])


def test_what_is_above_comes_first(read):
    """The topmost status above is the article, others above are comments; replies to the missing status are flagged."""
    above = [status(1, "<p>The lane closes.</p>", "clerk"), status(2, "<p>Since when?</p>", to=1)]
    (reading,) = read({"ancestors": above, "descendants": [status(4, "<p>Now.</p>", to=3)]})
    assert (reading.thread.id, reading.thread.article.byline) == ("1", "clerk")
    assert [(c.id, c.parent) for c in reading.thread] == [("2", None), ("4", None)]
    assert reading.report.mended == {MISSING_PARENT: 1}
    asked = status(3, "<p>Who says?</p>", to=2)
    (reading,) = read({"ancestors": above, "descendants": [status(4, "<p>Now.</p>", to=3)], "status": asked})
    assert [(c.id, c.depth) for c in reading.thread] == [("2", 1), ("3", 2), ("4", 3)]


def test_an_empty_context_is_an_empty_thread(read):
    """Nothing above and nothing below is a thread without comments."""
    (reading,) = read({"ancestors": [], "descendants": []})
    assert len(reading.thread) == 0


def written(made):
    """Invented statuses below one."""
    below = [
        status(100 + m.number, f"<p>{m.text}</p>", m.author, to=10 if m.parent is None else 100 + m.parent, created_at=at(m.created),
               edited_at=at(m.edited) if m.edited else None, favourites_count=m.score)
        for m in made
    ]  # fmt: skip
    return {"ancestors": [status(10, "<p>So.</p>")], "descendants": below}


@settings(deadline=None, max_examples=40)
@given(made_threads())
def test_what_is_written_is_read(tmp_path_factory, made):
    """Whatever is below a status is read as it is."""
    path = tmp_path_factory.mktemp("mastodon") / "context.json"
    path.write_text(json.dumps(written(made)))
    (reading,) = open_threads(path)
    assert_as_made(reading, made, lambda number: str(100 + number))


@settings(deadline=None, max_examples=80)
@given(mutated([json.dumps(SAMPLE).encode()]), st.sampled_from(["mastodon", None]))
def test_broken_files_are_read_or_refused(tmp_path_factory, data, name):
    """Whatever becomes of a file's bytes, it is read or refused by name."""
    assert_read_or_refused(data, tmp_path_factory.mktemp("mastodon"), name)


REAL = {
    "rtoot_get_context_default.json": (59, 7),
    "rtoot_get_context_with_ancesters.json": (0, 0),  # one status above, which is the article
    "rtoot_get_context_with_token.json": (3, 2),
}
OUTLINES = {
    "rtoot_get_context_default.json": "1:5923ad 1:92bed2 2:f921fe 1:448d4f 1:d63c0d 2:e7636a 1:00943f 1:a259dc 1:01aaf6 1:ec1ca1 1:6f1347 1:d9379d 2:48a8f6 2:45b4e5 1:8ca042 1:a014b1 2:315660 1:0e7d6e 1:6e9f48 1:0a9b8d 1:2c1ed9 1:2df430 2:ac8382 3:890a66 4:859ddd 5:63f101 6:e26fc9 7:2582b7 1:72422f 1:37f96c",
    "rtoot_get_context_with_ancesters.json": "",
    "rtoot_get_context_with_token.json": "1:5e3bae 1:a6489e 2:773399",
}


@pytest.mark.parametrize("name", REAL)
def test_real_contexts_are_read(name, tmp_path):
    """Real files have as many comments, as deep, as their manifest says; conversion keeps them."""
    path = real_file(f"mastodon/{name}")
    assert measures(path) == REAL[name]
    assert outline(path) == OUTLINES[name]
    assert_converts(path, tmp_path)


def test_a_real_context_with_something_above_has_an_article():
    """What is above the status that was asked for is the article of a real file."""
    (reading,) = readings(real_file("mastodon/rtoot_get_context_with_ancesters.json"))
    assert len(reading.thread.article.paragraphs) == 4
