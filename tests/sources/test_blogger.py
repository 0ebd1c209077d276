"""Blogger's exports, the old form and the one of Takeout."""

from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.real_threads import (
    assert_converts,
    assert_read_or_refused,
    in_pre_order,
    made_threads,
    mutated,
)

from threadmark.errors import InputError
from threadmark.sources.reading import open_threads
from threadmark.sources.xml_input.commented import NO_COMMENTS
from threadmark.thread.model import rfc3339

BLOG = "tag:blogger.com,1999:blog-5.post-"


def feed(*entries):
    """A feed of these entries."""
    return (
        "<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom'"
        " xmlns:thr='http://purl.org/syndication/thread/1.0' xmlns:gd='http://schemas.google.com/g/2005'"
        " xmlns:blogger='http://schemas.google.com/blogger/2018'><id>tag:blogger.com,1999:blog-5.archive</id>"
        + "\n".join(entries)
        + "</feed>"
    )


def entry(number, kind, content, *parts, author="clerk", at="2024-03-12T11:00:00.000+01:00"):
    """An entry of the old form."""
    return (
        f"<entry><id>{BLOG}{number}</id><published>{at}</published><updated>{at}</updated>"
        "<category scheme='http://schemas.google.com/g/2005#kind'"
        f" term='http://schemas.google.com/blogger/2008/kind#{kind}'/><title type='text'>Mill Lane {number}</title>"
        f"<content type='html'>{escape(content)}</content>"
        f"<link rel='alternate' type='text/html' href='https://village.example/{number}.html'/>{''.join(parts)}"
        f"<author><name>{author}</name><uri>https://blogger.example/{author}</uri>"
        "<email>noreply@blogger.com</email></author></entry>"
    )


def comment(number, content, article=7, parent=None, **fields):
    """A comment of the old form."""
    parts = [f"<thr:in-reply-to href='https://village.example/{article}.html' ref='{BLOG}{article}' type='text/html'/>"]
    if parent is not None:
        parts.append(f"<link rel='related' href='http://www.blogger.com/feeds/5/{article}/comments/default/{parent}'/>")
    return entry(number, "comment", content, *parts, *fields.pop("parts", ()), **fields)


REMOVED = "<gd:extendedProperty name='blogger.contentRemoved' value='true'/>"
SAMPLE = feed(
    entry(1, "settings", "true"),
    entry(7, "post", "<p>The council voted.</p><p>It closes.</p>"),
    entry(8, "post", "Nobody came."),
    comment(31, "Closing it punishes <b>drivers</b>.<br />And shops.", author="ana"),
    comment(32, "It does not.", parent=31),
    comment(33, "This comment has been removed by the author.", parent=32, author="ana", parts=[REMOVED]),
)
TAKEOUT = feed(
    f"<entry><id>{BLOG}7</id><blogger:type>POST</blogger:type><blogger:status>LIVE</blogger:status>"
    "<author><name>clerk</name><uri></uri><blogger:type>BLOGGER</blogger:type></author><title>Mill Lane</title>"
    "<content type='html'>It closes.</content><published>2024-03-12T10:00:00Z</published><blogger:trashed/></entry>",
    f"<entry><id>{BLOG}31</id><blogger:parent>{BLOG}7</blogger:parent><blogger:inReplyTo/>"
    "<blogger:type>COMMENT</blogger:type><blogger:status>LIVE</blogger:status><author><name>ana</name><uri></uri>"
    "<blogger:type>ANONYMOUS</blogger:type></author><content type='html'>Why?</content>"
    "<published>2024-03-12T11:00:00Z</published><blogger:trashed/></entry>",
    f"<entry><id>{BLOG}32</id><blogger:parent>{BLOG}7</blogger:parent><blogger:inReplyTo>{BLOG}31</blogger:inReplyTo>"
    "<blogger:type>COMMENT</blogger:type><author><name>bob</name></author><content type='html'>Money.</content>"
    "<blogger:trashed>2024-04-01T00:00:00Z</blogger:trashed></entry>",
)


@pytest.fixture
def read(tmp_path):
    """A function that reads a feed."""

    def read_(text):
        path = tmp_path / "village.xml"
        path.write_text(text, encoding="utf-8")
        return list(open_threads(path))

    return read_


def test_articles_come_with_their_comments(read):
    """Replies are found by the number in their related link; the author's own comments and removed ones are marked."""
    ((thread, report),) = [(reading.thread, reading.report) for reading in read(SAMPLE)]
    assert (report.format, report.why) == ("blogger", "it is an Atom feed with the names of Blogger")
    article = thread.article
    assert (thread.id, article.title, article.byline) == (f"{BLOG}7", "Mill Lane 7", "clerk")
    assert (article.published, article.url) == ("2024-03-12T10:00:00Z", "https://village.example/7.html")
    assert article.paragraphs == ("The council voted.", "It closes.")
    assert [(c.id, c.parent, c.author, c.role, c.deleted) for c in thread] == [
        (f"{BLOG}31", None, "ana", None, False),
        (f"{BLOG}32", f"{BLOG}31", "clerk", "author", False),
        (f"{BLOG}33", f"{BLOG}32", "ana", None, True),
    ]
    assert thread[0].text == "Closing it punishes drivers.\nAnd shops."
    assert report.mended == {NO_COMMENTS: 1}


def test_takeout_is_read(read):
    """The newer form names article and answered comment by elements of its own."""
    ((thread, _),) = [(reading.thread, reading.report) for reading in read(TAKEOUT)]
    assert [(c.id, c.parent, c.author, c.deleted) for c in thread] == [
        (f"{BLOG}31", None, "ana", False),
        (f"{BLOG}32", f"{BLOG}31", "bob", True),
    ]
    assert thread.article.title == "Mill Lane"


def test_xhtml_content_is_read(read):
    """Content that is XHTML keeps the white space between its elements."""
    text = SAMPLE.replace(
        "<content type='html'>It does not.</content>",
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><b>It</b> <i>does</i> not.</div></content>",
    )
    assert read(text)[0].thread[1].text == "It does not."


def test_a_declaration_is_refused(read):
    """A feed that declares entities is refused by its name."""
    with pytest.raises(InputError, match=r"village\.xml: declares entities"):
        read(SAMPLE.replace("<feed", '<!DOCTYPE feed [<!ENTITY a "b">]><feed', 1))


def test_what_is_read_is_what_is_converted(tmp_path):
    """Conversion keeps everything, and converting again changes no byte."""
    path = tmp_path / "village.xml"
    path.write_text(SAMPLE, encoding="utf-8")
    assert_converts(path, tmp_path)


def written(made):
    """Invented comments on a post."""
    comments = [
        comment(
            each.number + 100, each.text, parent=None if each.parent is None else each.parent + 100, author=each.author
        ).replace("2024-03-12T11:00:00.000+01:00", rfc3339(each.created))
        for each in made
    ]
    return feed(entry(7, "post", "It closes."), *comments)


@settings(deadline=None)
@given(made_threads())
def test_what_is_written_is_read(tmp_path_factory, made):
    """Any thread written as a feed comes back as it was."""
    path = tmp_path_factory.getbasetemp() / "written.xml"
    path.write_text(written(made), encoding="utf-8")
    (reading,) = open_threads(path, format="blogger")
    assert [(c.id, c.parent, c.author, c.text, c.created.timestamp()) for c in reading.thread] == [
        (
            f"{BLOG}{c.number + 100}",
            None if c.parent is None else f"{BLOG}{c.parent + 100}",
            c.author,
            c.text,
            c.created,
        )
        for c in in_pre_order(made)
    ]


@settings(deadline=None)
@given(
    mutated([SAMPLE.encode(), TAKEOUT.encode()])
    | st.binary(max_size=200).map(lambda tail: SAMPLE.encode()[:900] + tail)
)
def test_a_damaged_feed_is_read_or_refused(tmp_path_factory, data):
    """Whatever is done to a feed, it is read or refused by name."""
    assert_read_or_refused(data, tmp_path_factory.getbasetemp(), "blogger", "xml")
