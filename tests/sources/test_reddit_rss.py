"""Reddit's feeds: flat, which is told."""

from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.real_threads import (
    assert_converts,
    assert_read_or_refused,
    made_threads,
    measures,
    mutated,
    outline,
    readings,
    real_file,
)

from threadmark.errors import InputError
from threadmark.sources.reading import open_threads
from threadmark.sources.reddit_rss.feed import FLAT
from threadmark.thread.model import rfc3339

THREAD = "https://www.reddit.com/r/village/comments/mill/mill_lane/"


def feed(*entries):
    """A feed of these entries."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>/r/village/comments/mill/mill_lane/.rss</id><title>Mill Lane : village</title>{''.join(entries)}</feed>"
    )


def entry(entry_id, html, author="ana", at="2024-03-12T11:00:00+00:00", address=THREAD):
    """A submission or a comment."""
    named = (
        f"<author><name>/u/{author}</name><uri>https://www.reddit.com/user/{author}</uri></author>" if author else ""
    )
    content = escape(f'<!-- SC_OFF --><div class="md">{html}</div><!-- SC_ON --> submitted by somebody')
    return (
        f'<entry>{named}<category term="village" label="r/village"/><content type="html">{content}</content>'
        f'<id>{entry_id}</id><link href="{address}"/><updated>{at}</updated><title>Mill Lane</title></entry>'
    )


def comment(number, html, **fields):
    """A comment, whose content has nothing of Reddit's own around it."""
    made = entry(f"t1_{number}", html, address=f"{THREAD}{number}/", **fields)
    return made.replace(" submitted by somebody", "")


SAMPLE = feed(
    entry("t3_mill", "<p>The council voted.</p> <p>It closes.</p>", author="clerk"),
    comment("c1", '<p>Closing it punishes drivers. See <a href="https://a.example/x">this</a></p>'),
    comment("c2", "<p>It does not.</p>", author="clerk", at="2024-03-12T12:00:00+00:00"),
    comment("c3", "<p>[deleted]</p>", author=None),
)


@pytest.fixture
def read(tmp_path):
    """A function that reads a feed."""

    def read_(text):
        path = tmp_path / "mill.rss"
        path.write_text(text, encoding="utf-8")
        return list(open_threads(path))

    return read_


def test_a_feed_is_a_flat_thread(read):
    """The submission is the article, without Reddit's own lines; comments are top-level, and it is told that they are."""
    ((thread, report),) = [(reading.thread, reading.report) for reading in read(SAMPLE)]
    assert (report.format, report.why) == ("reddit-rss", "it is an Atom feed with the ids of Reddit")
    assert (thread.id, thread.article.title, thread.article.byline) == ("mill", "Mill Lane", "clerk")
    assert (thread.article.published, thread.article.url) == ("2024-03-12T11:00:00Z", THREAD)
    assert thread.article.paragraphs == ("The council voted.", "It closes.")
    assert dict(thread.extra) == {"subreddit": "village"}
    assert [(c.id, c.parent, c.author, c.role, c.deleted) for c in thread] == [
        ("c1", None, "ana", None, False),
        ("c2", None, "clerk", "author", False),
        ("c3", None, None, None, True),
    ]
    assert thread[0].text == "Closing it punishes drivers. See this <https://a.example/x>"
    assert [note.text for note in report.notes] == [FLAT]


def test_a_feed_of_submissions_gives_empty_threads(read):
    """The feed of a subreddit holds submissions alone."""
    found = read(feed(entry("t3_a", "One."), entry("t3_b", "Two.")))
    assert [(reading.thread.id, len(reading.thread)) for reading in found] == [("a", 0), ("b", 0)]


def test_a_declaration_is_refused(read):
    """A feed that declares entities is refused by its name."""
    with pytest.raises(InputError, match=r"mill\.rss: declares entities"):
        read(SAMPLE.replace("<feed", '<!DOCTYPE feed [<!ENTITY a "b">]><feed', 1))


def test_the_real_feed_is_read():
    """As many comments as in the file, two of them without an author."""
    path = real_file("reddit_rss/thread.rss")
    assert measures(path) == (33, 1)
    assert readings(path)[0].thread.authors.count(None) == 2


def test_the_real_feed_reads_as_it_looks():
    """The outline was compared with the raw file."""
    assert outline(real_file("reddit_rss/thread.rss")) == (
        "1:5a1941 1:fe38d5 1:791313 1:3843f9 1:c1472a 1:6201f7 1:855be4 1:7843b8 1:fae211 1:18c9bd 1:ea62ef "
        "1:2154ca 1:c436ca 1:c9377c 1:80b3d5 1:7ddfcb 1:2e240c 1:f1e8df 1:f13d97 1:da8d69 1:473d66 1:80004f "
        "1:f45994 1:bcb67c 1:b267a6 1:22d673 1:b79133 1:aa8ef5 1:6d58c0 1:476bc9"
    )


def test_what_is_read_is_what_is_converted(tmp_path):
    """Conversion keeps everything, and converting again changes no byte."""
    path = tmp_path / "mill.rss"
    path.write_text(SAMPLE, encoding="utf-8")
    assert_converts(path, tmp_path)
    assert_converts(real_file("reddit_rss/thread.rss"), tmp_path)


WRITABLE = made_threads(deepest=1)


def written(made):
    """Invented comments without links."""
    comments = [
        comment(f"c{each.number}", f"<p>{each.text}</p>", author=each.author, at=rfc3339(each.created)) for each in made
    ]
    return feed(entry("t3_mill", ""), *comments)


@settings(deadline=None)
@given(WRITABLE)
def test_what_is_written_is_read(tmp_path_factory, made):
    """Any flat thread written as a feed comes back as it was."""
    path = tmp_path_factory.getbasetemp() / "written.rss"
    path.write_text(written(made), encoding="utf-8")
    (reading,) = open_threads(path, format="reddit-rss")
    assert [(c.id, c.author, c.text, c.created.timestamp()) for c in reading.thread] == [
        (f"c{each.number}", each.author, each.text, each.created) for each in made
    ]


@settings(deadline=None)
@given(mutated([SAMPLE.encode()]) | st.binary(max_size=200).map(lambda tail: SAMPLE.encode()[:400] + tail))
def test_a_damaged_feed_is_read_or_refused(tmp_path_factory, data):
    """Whatever is done to a feed, it is read or refused by name."""
    assert_read_or_refused(data, tmp_path_factory.getbasetemp(), "reddit-rss", "rss")
