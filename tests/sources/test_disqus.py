"""Disqus exports: threads and posts of a whole site in one file, and what is wrong with those that people have."""

from unittest.mock import patch
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.real_threads import (
    assert_converts,
    assert_read_or_refused,
    in_pre_order,
    made_threads,
    measures,
    mutated,
    outline,
    readings,
    real_file,
)

from threadmark.errors import InputError
from threadmark.sources.disqus.export import SPAM
from threadmark.sources.native.writing import write_thread
from threadmark.sources.reading import open_threads
from threadmark.sources.xml_input.commented import NO_ARTICLE, NO_COMMENTS
from threadmark.sources.xml_input.elements import MALFORMED
from threadmark.thread.model import rfc3339


def export(*parts):
    """An export of these parts."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<disqus xmlns="http://disqus.com" '
        'xmlns:dsq="http://disqus.com/disqus-internals">\n' + "\n".join(parts) + "\n</disqus>\n"
    )


def page(page_id, title="Mill Lane closes", message=""):
    """A page that can be commented."""
    return (
        f'<thread dsq:id="{page_id}"><id>lane-{page_id}</id><forum>village</forum><category dsq:id="1"/>'
        f"<link>https://village.example/{page_id}/</link><title>{escape(title)}</title>"
        f"<message><![CDATA[{message}]]></message><createdAt>2024-03-12T10:00:00Z</createdAt><author>"
        "<email>clerk@village.example</email><name>The clerk</name><username>clerk</username></author>"
        "<ipAddress>192.0.2.1</ipAddress><isClosed>false</isClosed></thread>"
    )


def post(post_id, message, parent=None, page_id="7", author="ana", created="2024-03-12T11:00:00Z", **marks):
    """A comment."""
    marks = {"isDeleted": "false", "isSpam": "false"} | marks
    return (
        f"<post dsq:id={quoteattr(post_id)}><id>wp_id=4</id><message>\n   <![CDATA[{message}]]>\n</message>"
        f"<createdAt>{created}</createdAt>"
        + "".join(f"<{mark}>{said}</{mark}>" for mark, said in marks.items())
        + "<author>"
        f"<email>a@b.example</email><name>{escape(author)}</name><username>u1</username></author>"
        f'<ipAddress>192.0.2.2</ipAddress><thread dsq:id="{page_id}"/>'
        + (f"<parent dsq:id={quoteattr(parent)}/>" if parent else "")
        + "</post>"
    )


SAMPLE = export(
    '<category dsq:id="1"><forum>village</forum><title>General</title></category>',
    page("7", "Mill Lane &amp; others", "<p>The council voted.</p><p>It closes.</p>"),
    page("8", "Night market"),
    page("9", "Nobody came"),
    post("31", '<p>Closing it punishes drivers. <a href="https://a.example/x">https://a.example/x</a></p>'),
    post("32", "<p>Stalls block the bus.</p>", page_id="8", author="bob"),
    post("33", "<p>It does not.<br>Ever.</p>", "31", author="Clerk & Co"),
    post("34", "<p>Buy pills</p>", isSpam="true"),
    post("35", "<p>gone</p>", "33", isDeleted="true", author=""),
)


@pytest.fixture
def read(tmp_path):
    """A function that reads an export."""

    def read_(text):
        path = tmp_path / "village.xml"
        path.write_text(text, encoding="utf-8")
        return list(open_threads(path))

    return read_


def test_threads_come_with_their_comments(read):
    """Pages become articles and posts comments, in the order of the file, without addresses of people."""
    lane, market = read(SAMPLE)
    assert (lane.report.format, lane.report.why) == ("disqus", "its root is <disqus>")
    article = lane.thread.article
    assert (lane.thread.id, article.title, article.byline) == ("7", "Mill Lane & others", "The clerk")
    assert (article.published, article.url) == ("2024-03-12T10:00:00Z", "https://village.example/7/")
    assert article.paragraphs == ("The council voted.", "It closes.")
    assert [(c.id, c.parent, c.author, c.deleted) for c in lane.thread] == [
        ("31", None, "ana", False),
        ("33", "31", "Clerk & Co", False),
        ("35", "33", "u1", True),
        ("34", None, "ana", False),
    ]
    assert lane.thread[0].text == "Closing it punishes drivers. https://a.example/x"
    assert lane.thread[1].text == "It does not.\nEver."
    assert lane.thread[0].created.isoformat() == "2024-03-12T11:00:00+00:00"
    assert dict(lane.thread.extras(3)) == {"spam": True}
    assert [c.id for c in market.thread] == ["32"]
    assert lane.report.mended == {SPAM: 1}
    assert market.report.mended == {NO_COMMENTS: 1}


def test_pages_without_comments_are_threads_where_nothing_else_is(read):
    """A file of pages alone gives them as empty threads."""
    assert [len(reading.thread) for reading in read(export(page("7"), page("8")))] == [0, 0]
    assert read(export()) == []


def test_a_comment_of_an_unknown_page_is_kept(read):
    """Posts that name no thread of the file are in a thread of their own, and it is told."""
    (reading,) = read(export(post("1", "a", page_id="404"), post("2", "b", "1", page_id="404")))
    assert (reading.thread.id, len(reading.thread), reading.report.mended) == ("404", 2, {NO_ARTICLE: 2})


def test_other_namespaces_are_read(read):
    """What names the elements is not where they were defined."""
    text = SAMPLE.replace('xmlns="http://disqus.com" ', "")
    assert [len(reading.thread) for reading in read(text)] == [4, 1]


def test_a_declaration_is_refused(read):
    """An export that declares entities is refused by its name."""
    with pytest.raises(InputError, match=r"village\.xml: declares entities"):
        read(SAMPLE.replace("<disqus", '<!DOCTYPE disqus [<!ENTITY a "b">]><disqus', 1))


def test_the_real_export_is_read_with_its_faults():
    """The real file is malformed in two places: both are told with their line, and no comment is lost."""
    path = real_file("disqus/remark42-disqus.xml")
    assert measures(path) == (6, 1)
    report = readings(path)[0].report
    assert report.mended[MALFORMED] == 2
    assert [note.line for note in report.notes] == [1, 147]
    assert sum(reading.report.mended[NO_ARTICLE] for reading in readings(path)) == 1


def test_the_real_export_reads_as_it_looks():
    """The outline was compared with the raw file."""
    assert outline(real_file("disqus/remark42-disqus.xml")) == ("1:e65806 1:2315b0 1:d94cdc 1:c527e6 1:1c8469 1:c5b6da")


def test_what_is_read_is_what_is_converted(tmp_path):
    """Conversion keeps everything, and converting again changes no byte."""
    path = tmp_path / "village.xml"
    path.write_text(SAMPLE, encoding="utf-8")
    assert_converts(path, tmp_path)
    assert_converts(real_file("disqus/remark42-disqus.xml"), tmp_path)


def written(made):
    """Invented posts on a page."""
    parts = [
        post(
            f"p{each.number}",
            f"<p>{each.text}</p>",
            None if each.parent is None else f"p{each.parent}",
            author=each.author,
            created=rfc3339(each.created),
        )
        for each in made
    ]
    return export(page("7"), *parts)


@settings(deadline=None)
@given(made_threads())
def test_what_is_written_is_read(tmp_path_factory, made):
    """Any thread written as an export comes back as it was."""
    path = tmp_path_factory.getbasetemp() / "written.xml"
    path.write_text(written(made), encoding="utf-8")
    (reading,) = open_threads(path, format="disqus")
    assert [(c.id, c.parent, c.author, c.text, c.created.timestamp()) for c in reading.thread] == [
        (f"p{c.number}", None if c.parent is None else f"p{c.parent}", c.author, c.text, c.created)
        for c in in_pre_order(made)
    ]


PART = st.sampled_from(
    [
        "<message>a &amp; b</message>",
        "<message><![CDATA[ <p>c</p> ]]>\n</message>",
        "<message>d <b>e</b> f</message>",
        "<message/>",
        "<createdAt> 2024-03-12T11:00:00Z </createdAt>",
        "<createdAt>2024-03-12T12:00:00Z</createdAt>",
        "<isDeleted> true</isDeleted>",
        "<isDeleted>false</isDeleted>",
        "<isSpam>true</isSpam>",
        "<author><name>ana</name><username>u1</username></author>",
        "<author><name> </name><username>u2</username></author>",
        "<author><username>u3</username></author>",
        '<thread dsq:id="7"/>',
        '<thread dsq:id="8"/>',
        '<parent dsq:id="1"/>',
        '<parent dsq:id="2"/>',
        '<parent dsq:id=""/>',
        "<id>wp_id=4</id>",
    ]
)
WHOLE = '<message>so</message><createdAt>2024-03-12T11:00:00Z</createdAt><author><name>bob</name></author><thread dsq:id="7"/>'


@settings(deadline=None)
@given(st.lists(st.lists(PART, max_size=3).map("".join) | st.just(""), min_size=1, max_size=6), st.booleans())
def test_comments_read_together_are_those_read_one_by_one(tmp_path_factory, made, named):
    """Whatever comments have, lack or have twice: reading them by column is only quicker."""
    posts = [f'<post dsq:id="{number}">{parts}{WHOLE if named else ""}</post>' for number, parts in enumerate(made, 1)]
    path = tmp_path_factory.getbasetemp() / "irregular.xml"
    path.write_text(export(page("7"), *posts), encoding="utf-8")
    together = list(open_threads(path))
    with patch("threadmark.sources.disqus.export._together", return_value=None):
        one_by_one = list(open_threads(path))
    assert [reading.report.mended for reading in together] == [reading.report.mended for reading in one_by_one]
    assert [write_thread(reading.thread) for reading in together] == [
        write_thread(reading.thread) for reading in one_by_one
    ]


@settings(deadline=None)
@given(mutated([SAMPLE.encode()]) | st.binary(max_size=200).map(lambda tail: SAMPLE.encode()[:300] + tail))
def test_a_damaged_export_is_read_or_refused(tmp_path_factory, data):
    """Whatever is done to an export, it is read or refused by name."""
    assert_read_or_refused(data, tmp_path_factory.getbasetemp(), "disqus", "xml")
