import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.real_threads import assert_as_made, assert_read_or_refused, made_threads, mutated

from threadmark.errors import InputError
from threadmark.sources.reading import open_threads
from threadmark.sources.youtube_dlp import NO_COMMENTS

VIDEO = {
    "id": "vid1", "title": "The lane closes", "formats": [{"format_id": "18"}], "description": "We filmed it.\n\nTwice.",
    "uploader": "Village TV", "upload_date": "20240312", "webpage_url": "https://www.youtube.com/watch?v=vid1", "like_count": 9,
    "comment_count": 5, "extractor": "youtube", "display_id": "vid1",
}  # fmt: skip
COMMENTS = [
    {"id": "c1", "parent": "root", "text": "Closing it punishes drivers.", "author": "@bob", "author_id": "UC1", "like_count": 7,
     "timestamp": 1710241200, "_time_text": "1 day ago", "author_is_uploader": False, "is_pinned": True, "is_favorited": False},
    {"id": "c1.r1", "parent": "c1", "text": "No.", "author": "@villagetv", "author_id": "UC2", "author_is_uploader": True},
]  # fmt: skip
SAMPLE = VIDEO | {"comments": COMMENTS, "_type": "video"}


@pytest.fixture
def read(tmp_path):
    """A function that reads a value written as JSON."""

    def read_(value, name="The lane closes [vid1].info.json"):
        path = tmp_path / name
        path.write_text(json.dumps(value), encoding="utf-8")
        return list(open_threads(path))

    return read_


def test_a_video_with_its_comments_is_read(read):
    """What is said of the video is the article, its comments the comments; those not fetched are counted."""
    (reading,) = read(SAMPLE)
    thread = reading.thread
    assert (thread.id, thread.article.title, thread.article.byline) == ("vid1", "The lane closes", "Village TV")
    assert (thread.article.published, thread.article.url) == ("2024-03-12", "https://www.youtube.com/watch?v=vid1")
    assert (thread.article.paragraphs, thread.extra) == (("We filmed it.", "Twice."), {"score": 9})
    assert [(c.id, c.parent, c.author, c.role, c.score, c.text) for c in thread] == [
        ("c1", None, "@bob", None, 7, "Closing it punishes drivers."),
        ("c1.r1", "c1", "@villagetv", "author", None, "No."),
    ]
    assert dict(thread.extras(0)) == {"pinned": True}
    assert (reading.report.missing, reading.report.mended) == (3, {})


def test_comments_may_stand_before_the_rest(read):
    """In whatever order the fields stand it is the same thread."""
    (reading,) = read({"comments": COMMENTS, **VIDEO}, "any.json")
    assert (reading.thread.article.title, len(reading.thread)) == ("The lane closes", 2)


@pytest.mark.parametrize("comments", [{}, {"comments": None}, {"comments": []}])
def test_a_video_without_comments_is_told(read, comments):
    """Where no comments were written the thread is empty, and the report says how to get them."""
    (reading,) = read(VIDEO | comments)
    assert (len(reading.thread), reading.report.missing) == (0, 5)
    assert reading.report.notes[0].text == NO_COMMENTS


def test_what_is_no_video_is_refused(tmp_path):
    """An array is refused by name."""
    path = tmp_path / "some.json"
    path.write_text("[1]")
    with pytest.raises(InputError, match=r"some\.json: is not what it looks like"):
        list(open_threads(path, format="yt-dlp"))


WRITABLE = made_threads(deepest=2)


def written(made):
    """Invented comments on a video."""
    comments = [
        {"id": f"c{m.number}", "parent": "root" if m.parent is None else f"c{m.parent}", "text": m.text, "author": m.author,
         "author_id": "UC1", "timestamp": m.created, "like_count": m.score}
        for m in made
    ]  # fmt: skip
    return VIDEO | {"comments": comments}


@settings(deadline=None, max_examples=40)
@given(WRITABLE)
def test_what_is_written_is_read(tmp_path_factory, made):
    """Whatever was said below a video is read as it is."""
    path = tmp_path_factory.mktemp("youtube") / "some.info.json"
    path.write_text(json.dumps(written(made)))
    (reading,) = open_threads(path)
    assert_as_made(reading, made, without=("edited",))


@settings(deadline=None, max_examples=80)
@given(mutated([json.dumps(SAMPLE).encode()]), st.sampled_from(["yt-dlp", None]))
def test_broken_files_are_read_or_refused(tmp_path_factory, data, name):
    """Whatever becomes of a file's bytes, it is read or refused by name."""
    assert_read_or_refused(data, tmp_path_factory.mktemp("youtube"), name)
