import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.real_threads import (
    assert_as_made,
    assert_converts,
    assert_read_or_refused,
    made_threads,
    measures,
    mutated,
    outline,
    real_file,
)

from threadmark.sources.reading import open_threads


def reply(number, content, who="bob", **fields):
    """A reply."""
    own = {
        "id": number,
        "content": content,
        "content_rendered": f"<p>{content}</p>",
        "member": {"id": 1, "username": who},
    }
    return own | {"created": 1710241200 + number} | fields


SAMPLE = [
    reply(901, "Closing it punishes drivers."),
    reply(902, "It does not.", "ana"),
    reply(903, "And the pool?", "eve"),
]
TOPIC = {
    "id": 77,
    "title": "Mill Lane closes",
    "url": "https://example.org/t/77",
    "content": "So they say.",
    "member": {"username": "ana"},
    "replies": 5,
}


@pytest.fixture
def read(tmp_path):
    """A function that reads a value written as JSON."""

    def read_(value):
        path = tmp_path / "replies.json"
        path.write_text(json.dumps(value), encoding="utf-8")
        return list(open_threads(path))

    return read_


def test_replies_are_read(read):
    """Replies are top-level comments, in the order of the file; the thread is known by the first."""
    (reading,) = read(SAMPLE)
    assert reading.thread.id == "v2ex-901"
    assert [(c.id, c.parent, c.author, c.text) for c in reading.thread] == [
        ("901", None, "bob", "Closing it punishes drivers."),
        ("902", None, "ana", "It does not."),
        ("903", None, "eve", "And the pool?"),
    ]
    assert reading.thread[0].created.timestamp() == 1710242101


@pytest.mark.parametrize(
    "form", [{"topic": TOPIC, "replies": SAMPLE}, {"success": True, "result": SAMPLE, "topic": TOPIC}]
)
def test_the_topic_may_stand_beside(read, form):
    """Where the topic was saved too it is the article, and tells how many replies there are."""
    (reading,) = read(form)
    assert (reading.thread.id, reading.thread.article.title, reading.thread.article.byline) == (
        "77",
        "Mill Lane closes",
        "ana",
    )
    assert (reading.thread.article.paragraphs, reading.report.missing) == (("So they say.",), 2)
    assert [c.role for c in reading.thread] == [None, "author", None]


def test_a_name_at_the_start_tells_whom_a_reply_answers(read):
    """Whom a reply names at its start is whom it answers; the link is marked as inferred."""
    (reading,) = read([*SAMPLE, reply(904, "@ana Why?", "bob")])
    assert [(c.id, c.parent) for c in reading.thread] == [("901", None), ("902", None), ("904", "902"), ("903", None)]
    assert [c.inferred.cue for c in reading.thread if c.inferred] == ["@name"]


def test_a_reply_of_which_only_the_page_was_saved_is_read(read):
    """Where what was typed is not there, what the page shows is read."""
    (reading,) = read([reply(901, "") | {"content_rendered": "<p>One.</p><p>Two.</p>"}])
    assert reading.thread[0].text == "One.\n\nTwo."


WRITABLE = made_threads(deepest=0)


def written(made):
    """Invented replies to a topic."""
    return [reply(m.number + 1, m.text, m.author, created=m.created, thanks=m.score) for m in made]


@settings(deadline=None, max_examples=40)
@given(WRITABLE)
def test_what_is_written_is_read(tmp_path_factory, made):
    """Whatever replies there are, they are read as they are."""
    path = tmp_path_factory.mktemp("v2ex") / "replies.json"
    path.write_text(json.dumps(written(made)))
    (reading,) = open_threads(path, format="v2ex")
    assert_as_made(reading, made, lambda number: str(number + 1), without=("edited",))


@settings(deadline=None, max_examples=80)
@given(
    mutated([json.dumps(SAMPLE).encode(), json.dumps({"topic": TOPIC, "replies": SAMPLE}).encode()]),
    st.sampled_from(["v2ex", None]),
)
def test_broken_files_are_read_or_refused(tmp_path_factory, data, name):
    """Whatever becomes of a file's bytes, it is read or refused by name."""
    assert_read_or_refused(data, tmp_path_factory.mktemp("v2ex"), name)


OUTLINES = {
    "v2ex_replies.json": "1:43564f 1:be6d28",
}


def test_a_real_list_is_read(tmp_path):
    """The real file has its two replies, as compared by eye; conversion keeps them."""
    path = real_file("v2ex/v2ex_replies.json")
    assert measures(path) == (2, 1)
    assert outline(path) == OUTLINES[path.name]
    assert_converts(path, tmp_path)
