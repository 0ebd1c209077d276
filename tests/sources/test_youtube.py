import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.real_threads import assert_as_made, assert_read_or_refused, at, branches, made_threads, mutated

from threadmark.sources.reading import open_threads
from threadmark.thread.build import SAME_TWICE


def comment(comment_id, text, author="bob", **fields):
    """A comment."""
    said = {
        "textOriginal": text,
        "textDisplay": text,
        "authorDisplayName": author,
        "authorChannelId": {"value": f"UC{author}"},
    }
    said |= {
        "channelId": "UCclerk",
        "likeCount": 1,
        "publishedAt": "2024-03-12T11:00:00Z",
        "updatedAt": "2024-03-12T11:00:00Z",
    }
    return {"kind": "youtube#comment", "id": comment_id, "snippet": said | fields}


def thread(top, *replies, total=None, video="vid1"):
    """A comment thread."""
    snippet = {"videoId": video, "topLevelComment": top, "totalReplyCount": len(replies) if total is None else total}
    found = {"kind": "youtube#commentThread", "id": top["id"], "snippet": snippet}
    return found | ({"replies": {"comments": list(replies)}} if replies else {})


THREADS = [
    thread(
        comment("c1", "Closing it punishes drivers & shops.", likeCount=7, updatedAt="2024-03-12T12:00:00Z"),
        comment("c1.r1", "No.", "clerk", parentId="c1"),
        total=4,
    ),
    thread(comment("c2", None, "ana", textDisplay="It&#39;s <b>loud</b>.<br>Very.")),
]
SAMPLE = {"kind": "youtube#commentThreadListResponse", "nextPageToken": "x", "items": THREADS}


@pytest.fixture
def read(tmp_path):
    """A function that reads a value written as JSON."""

    def read_(value):
        path = tmp_path / "comments.json"
        path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
        return list(open_threads(path))

    return read_


def test_a_page_of_comments_is_read(read):
    """Comments and the replies that came with them are a thread; replies that did not come are counted."""
    (reading,) = read(SAMPLE)
    assert (reading.thread.id, reading.thread.article.url) == ("vid1", "https://www.youtube.com/watch?v=vid1")
    assert [(c.id, c.parent, c.author, c.role, c.score, c.text) for c in reading.thread] == [
        ("c1", None, "bob", None, 7, "Closing it punishes drivers & shops."),
        ("c1.r1", "c1", "clerk", "author", 1, "No."),
        ("c2", None, "ana", None, 1, "It's loud.\nVery."),
    ]
    assert str(reading.thread[0].edited) == "2024-03-12 12:00:00+00:00"
    assert (reading.thread.edited(1), reading.report.missing) == (None, 3)


def test_pages_overlap(read):
    """Pages in an array, a line each or only their items are one thread; a comment on two pages is one."""
    pages = [
        SAMPLE,
        {"kind": "youtube#commentThreadListResponse", "items": [THREADS[1], thread(comment("c3", "Late."))]},
    ]
    for form in (
        pages,
        "\n".join(map(json.dumps, pages)),
        [*THREADS, *pages[1]["items"]],
        [page["items"] for page in pages],
    ):
        (reading,) = read(form)
        assert list(reading.thread.ids) == ["c1", "c1.r1", "c2", "c3"]
        assert reading.report.mended == {SAME_TWICE: 1}


def test_replies_may_come_by_themselves(read):
    """Pages of replies are joined to the comments they answer; alone, they are a thread of their own."""
    replies = {"kind": "youtube#commentListResponse", "items": [comment("c1.r2", "Yes.", parentId="c1")]}
    (reading,) = read([SAMPLE, replies])
    assert [(c.id, c.parent) for c in reading.thread] == [("c1", None), ("c1.r1", "c1"), ("c1.r2", "c1"), ("c2", None)]
    assert reading.report.missing == 2
    (alone,) = read(replies)
    assert (alone.thread.id, len(alone.thread)) == ("c1", 1)


def test_each_video_is_a_thread(read):
    """Comments on several videos come out by video."""
    other = thread(comment("d1", "Else."), video="vid2")
    assert [(r.thread.id, len(r.thread)) for r in read([*THREADS, other])] == [("vid1", 3), ("vid2", 1)]


@pytest.mark.parametrize("text", ["1 < 2 & 3\nthere", "a <3 b"])
def test_plain_text_stays_as_it_is(read, text):
    """Text that was asked for without HTML keeps its lines and signs."""
    (reading,) = read([thread(comment("c1", None, textDisplay=text))])
    assert reading.thread[0].text == text


WRITABLE = made_threads(deepest=2)


def written(made):
    """Invented comments on a video."""

    def own(m):
        return comment(
            f"c{m.number}",
            m.text,
            m.author,
            likeCount=m.score,
            publishedAt=at(m.created),
            updatedAt=at(m.edited or m.created),
        )

    items = [thread(own(m), *(own(reply) for reply, _ in below)) for m, below in branches(made)]
    return SAMPLE | {"items": items}


@settings(deadline=None, max_examples=40)
@given(WRITABLE)
def test_what_is_written_is_read(tmp_path_factory, made):
    """Whatever was said below a video is read as it is."""
    path = tmp_path_factory.mktemp("youtube") / "comments.json"
    path.write_text(json.dumps(written(made)))
    found = list(open_threads(path))
    assert len(found) == (1 if made else 0)
    for reading in found:
        assert_as_made(reading, made)


@settings(deadline=None, max_examples=80)
@given(
    mutated([json.dumps(SAMPLE).encode(), json.dumps(THREADS, indent=1).encode()]), st.sampled_from(["youtube", None])
)
def test_broken_files_are_read_or_refused(tmp_path_factory, data, name):
    """Whatever becomes of a file's bytes, it is read or refused by name."""
    assert_read_or_refused(data, tmp_path_factory.mktemp("youtube"), name)
