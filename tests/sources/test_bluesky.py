import json

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
    readings,
    real_file,
)

from threadmark.errors import InputError
from threadmark.sources.bluesky import HIDDEN
from threadmark.sources.reading import open_threads

VIEW = "app.bsky.feed.defs#threadViewPost"
GONE = {"$type": "app.bsky.feed.defs#notFoundPost", "uri": "at://did:plc:x/app.bsky.feed.post/gone", "notFound": True}


def uri(name):
    """The address of a post."""
    return f"at://did:plc:bob/app.bsky.feed.post/{name}"


def view(name, text, *replies, who="bob", embed=None, parent=None, **record):
    """A post with what is below it."""
    post = {
        "uri": uri(name), "author": {"did": f"did:plc:{who}", "handle": f"{who}.example"}, "likeCount": 2, "replyCount": len(replies),
        "record": {"$type": "app.bsky.feed.post", "text": text, "createdAt": "2024-03-12T11:00:00.000Z"} | record,
    }  # fmt: skip
    found = {"$type": VIEW, "post": post | ({"embed": embed} if embed else {}), "replies": list(replies)}
    return found | ({"parent": parent} if parent else {})


def link(start, end, address):
    """A link over bytes of a text."""
    return {
        "index": {"byteStart": start, "byteEnd": end},
        "features": [{"$type": "app.bsky.richtext.facet#link", "uri": address}],
    }


SAMPLE = {
    "thread": view(
        "root", "The lane closes: example.org/mill…",
        view("a", "Who says?", view("b", "The clerk.", who="clerk"), GONE, who="ana"),
        view("c", "See.", embed={"$type": "app.bsky.embed.external#view", "external": {"uri": "https://example.org/p", "title": "The plan"}}),
        who="clerk", facets=[link(17, 36, "https://example.org/mill-lane")],
    )
}  # fmt: skip


@pytest.fixture
def read(tmp_path):
    """A function that reads a value written as JSON."""

    def read_(value):
        path = tmp_path / "thread.json"
        path.write_text(json.dumps(value), encoding="utf-8")
        return list(open_threads(path))

    return read_


def test_a_post_thread_is_read(read):
    """The post is the article, replies are comments; what is hidden is counted."""
    (reading,) = read(SAMPLE)
    thread = reading.thread
    assert (thread.id, thread.article.byline) == (uri("root"), "clerk.example")
    assert thread.article.url == "https://bsky.app/profile/clerk.example/post/root"
    assert thread.article.paragraphs == ("The lane closes: https://example.org/mill-lane",)
    assert [(c.id, c.parent, c.author, c.role, c.score, c.text) for c in thread] == [
        (uri("a"), None, "ana.example", None, 2, "Who says?"),
        (uri("b"), uri("a"), "clerk.example", "author", 2, "The clerk."),
        (uri("c"), None, "bob.example", None, 2, "See.\n\nThe plan <https://example.org/p>"),
    ]
    assert (reading.report.missing, reading.report.mended) == (1, {HIDDEN: 1})


def test_addresses_are_put_in_by_bytes(read):
    """Facets count bytes of UTF-8; odd ones are passed over."""
    text = "caf\u00e9 \U0001f600 here and there"
    start = len("caf\u00e9 \U0001f600 ".encode())
    facets = [
        link(start, start + 4, "https://example.org/x"),
        link(900, 901, "https://example.org/y"),
        {"index": 3},
        None,
    ]
    (reading,) = read({"thread": view("r", "So.", view("a", text, facets=facets))})
    assert reading.thread[0].text == "caf\u00e9 \U0001f600 here <https://example.org/x> and there"


def test_what_is_put_below_a_post_is_read(read):
    """Quoted posts are quotes, pictures their descriptions and addresses."""
    quoted = {
        "$type": "app.bsky.embed.record#view",
        "record": {"value": {"text": "The lane\ncloses."}, "author": {"handle": "clerk.example"}},
    }
    pictures = {
        "images": [
            {"alt": "A lane", "fullsize": "https://example.org/1.jpg"},
            {"alt": "", "fullsize": "https://example.org/2.jpg"},
        ]
    }
    (reading,) = read({"thread": view("r", "So.", view("a", "Ha.", embed=quoted), view("b", "", embed=pictures))})
    assert reading.thread[0].text == "Ha.\n\n> @clerk.example:\n> The lane\n> closes."
    assert reading.thread[1].text == "A lane <https://example.org/1.jpg>\n\n<https://example.org/2.jpg>"


def test_what_is_above_comes_first(read):
    """The topmost post above is the article; those between are comments, and one that is not found is counted."""
    top = view("top", "The lane closes.", who="clerk")
    middle = view("middle", "Since when?", parent=top)
    (reading,) = read({"thread": view("asked", "Now.", view("a", "Oh."), parent=middle)})
    assert reading.thread.id == uri("top")
    assert [(c.id, c.depth) for c in reading.thread] == [(uri("middle"), 1), (uri("asked"), 2), (uri("a"), 3)]
    (reading,) = read({"thread": view("asked", "Now.", parent=GONE)})
    assert (reading.thread.id, reading.report.missing) == (uri("asked"), 1)


def test_a_post_that_is_not_found_is_no_thread(read):
    """A file that holds only that the post is not there is refused."""
    with pytest.raises(InputError, match="blocked or not found"):
        read({"thread": GONE})


def test_any_depth_is_read(tmp_path):
    """A chain of 5,000 replies is read."""
    depth = 5_000
    path = tmp_path / "deep.json"
    begin = (
        '{"post":{"uri":"at://d/p/%d","author":{"did":"d","handle":"bob.example"},"record":{"text":"%d"}},"replies":['
    )
    path.write_text(
        '{"thread":' + "".join(begin % (number, number) for number in range(depth + 1)) + "]}" * (depth + 1) + "}"
    )
    (reading,) = open_threads(path)
    assert len(reading.thread) == reading.thread.depths[-1] == depth


def written(made):
    """Invented replies to a post."""

    def views(pairs):
        found = []
        for m, below in pairs:
            each = view(f"c{m.number}", m.text, *views(below), createdAt=at(m.created))
            each["post"]["author"]["handle"] = m.author
            each["post"]["likeCount"] = m.score
            found.append(each)
        return found

    return {"thread": view("root", "So.", *views(branches(made)))}


@settings(deadline=None, max_examples=40)
@given(made_threads())
def test_what_is_written_is_read(tmp_path_factory, made):
    """Whatever is below a post is read as it is."""
    path = tmp_path_factory.mktemp("bluesky") / "thread.json"
    path.write_text(json.dumps(written(made)))
    (reading,) = open_threads(path)
    assert_as_made(reading, made, lambda number: uri(f"c{number}"), without=("edited",))


@settings(deadline=None, max_examples=80)
@given(mutated([json.dumps(SAMPLE).encode()]), st.sampled_from(["bluesky", None]))
def test_broken_files_are_read_or_refused(tmp_path_factory, data, name):
    """Whatever becomes of a file's bytes, it is read or refused by name."""
    assert_read_or_refused(data, tmp_path_factory.mktemp("bluesky"), name)


def test_a_real_post_without_replies_is_an_empty_thread(tmp_path):
    """The real file is one post, with its links whole."""
    path = real_file("bluesky/bskyr_getPostThread.json")
    assert measures(path) == (0, 0)
    (reading,) = readings(path)
    assert "(http://localview.net)" in reading.thread.article.paragraphs[0]
    assert_converts(path, tmp_path)
