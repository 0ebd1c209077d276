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

from threadmark.sources.discourse import ACTIONS
from threadmark.sources.reading import open_threads
from threadmark.thread.build import EMPTY, MISSING_PARENT


def post(number, cooked, username="bob", to=None, **fields):
    """A post."""
    own = {
        "id": 100 + number,
        "post_number": number,
        "username": username,
        "cooked": cooked,
        "reply_to_post_number": to,
    }
    return own | {"created_at": f"2024-03-12T11:{number:02}:00.000Z", "version": 1, "post_type": 1} | fields


POSTS = [
    post(1, "<p>The lane closes.</p><p>What do we do?</p>", "clerk", actions_summary=[{"id": 2, "count": 5}]),
    post(
        2,
        "<p>Protest. See <a href='https://example.org/p'>the plan</a>.</p>",
        "ana",
        actions_summary=[{"id": 2, "count": 3}, {"id": 3}],
    ),
    post(3, "<p>No.</p>", "bob", to=2, version=2, updated_at="2024-03-12T12:00:00.000Z"),
    post(4, "", "system", post_type=3, action_code="closed.enabled"),
    post(5, "<p>Calm down.</p>", "warden", to=1, moderator=True),
    post(6, "", "eve", to=3, user_deleted=True, hidden=True),
    post(7, "<p>Thanks.</p>", "clerk", to=5),
]
SAMPLE = {
    "id": 77, "title": "Mill Lane closes", "created_at": "2024-03-12T11:00:00.000Z", "posts_count": 9, "category_id": 4,
    "post_stream": {"posts": POSTS, "stream": [101, 102, 103, 104, 105, 106, 107, 108, 109]},
}  # fmt: skip


@pytest.fixture
def read(tmp_path):
    """A function that reads a value written as JSON."""

    def read_(value):
        path = tmp_path / "topic.json"
        path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
        return list(open_threads(path))

    return read_


def test_a_topic_is_read(read):
    """The first post is the article; replies, likes, edits, roles and marks of the others are kept."""
    (reading,) = read(SAMPLE)
    thread = reading.thread
    assert (thread.id, thread.article.title, thread.article.byline) == ("77", "Mill Lane closes", "clerk")
    assert thread.article.paragraphs == ("The lane closes.", "What do we do?")
    assert thread.extra == {"category_id": 4, "score": 5}
    assert [(c.id, c.parent, c.author, c.role, c.score, c.deleted) for c in thread] == [
        ("102", None, "ana", None, 3, False),
        ("103", "102", "bob", None, None, False),
        ("106", "103", "eve", None, None, True),
        ("105", None, "warden", "moderator", None, False),
        ("107", "105", "clerk", "author", None, False),
    ]
    assert thread[0].text == "Protest. See the plan <https://example.org/p>."
    assert str(thread[1].edited) == "2024-03-12 12:00:00+00:00"
    assert dict(thread.extras(2)) == {"hidden": True}
    assert reading.report.mended == {ACTIONS: 1, EMPTY: 1}


def test_posts_that_are_not_in_the_file_are_counted(read):
    """The topic names all its posts; those that were not saved are counted, and a reply to one is flagged."""
    (reading,) = read(SAMPLE)
    assert reading.report.missing == 2
    cut = SAMPLE | {"post_stream": SAMPLE["post_stream"] | {"posts": POSTS[2:3]}}
    (reading,) = read(cut)
    assert (reading.report.missing, reading.report.mended) == (8, {MISSING_PARENT: 1})
    assert reading.thread.extras(0) == {"missing_parent": "#2"}


def test_pages_of_a_topic_are_one_thread(read):
    """Pages come together, from the newest to the oldest as well, in an array or a line each."""
    pages = [
        {"id": 77, "post_stream": {"posts": POSTS[4:][::-1]}},
        SAMPLE | {"post_stream": {"posts": POSTS[:4][::-1]}},
    ]
    (whole,) = read(SAMPLE)
    for form in (pages, "\n".join(map(json.dumps, pages))):
        (reading,) = read(form)
        assert list(reading.thread.ids) == list(whole.thread.ids)
        assert reading.thread.article.paragraphs == whole.thread.article.paragraphs


def test_markdown_serves_where_the_page_is_not_there(read):
    """A post that has only its Markdown is read from that, and one without an id has its number."""
    posts = [post(1, "<p>So.</p>"), {"post_number": 2, "raw": "*Never*.", "username": "ana"}]
    (reading,) = read({"post_stream": {"posts": posts}, "title": "T"})
    assert [(c.id, c.text) for c in reading.thread] == [("2", "Never.")]


def written(made):
    """Invented posts of a topic."""
    posts = [
        post(
            m.number + 2, f"<p>{m.text}</p>", m.author, to=None if m.parent is None else m.parent + 2, created_at=at(m.created),
            version=2 if m.edited else 1, updated_at=at(m.edited or m.created), actions_summary=[{"id": 2, "count": m.score}],
        )
        for m in made
    ]  # fmt: skip
    return SAMPLE | {"post_stream": {"posts": [POSTS[0], *posts]}}


@settings(deadline=None, max_examples=40)
@given(made_threads())
def test_what_is_written_is_read(tmp_path_factory, made):
    """Whatever topic there is, its posts are read as they are."""
    path = tmp_path_factory.mktemp("discourse") / "topic.json"
    path.write_text(json.dumps(written(made)))
    (reading,) = open_threads(path)
    assert_as_made(reading, made, lambda number: str(102 + number))


@settings(deadline=None, max_examples=80)
@given(mutated([json.dumps(SAMPLE).encode()]), st.sampled_from(["discourse", None]))
def test_broken_files_are_read_or_refused(tmp_path_factory, data, name):
    """Whatever becomes of a file's bytes, it is read or refused by name."""
    assert_read_or_refused(data, tmp_path_factory.mktemp("discourse"), name)


OUTLINES = {
    "a2web_discourse_topic.json": "1:5bc392 2:ea00d8",
}


def test_a_real_topic_is_read(tmp_path):
    """The real file has its two replies, as compared by eye, and they stay so in conversion."""
    path = real_file("discourse/a2web_discourse_topic.json")
    assert measures(path) == (2, 2)
    assert outline(path) == OUTLINES[path.name]
    assert_converts(path, tmp_path)
