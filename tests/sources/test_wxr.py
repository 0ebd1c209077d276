"""WordPress exports: articles with their comments, without the notices that other programs leave."""

from xml.sax.saxutils import escape

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
from threadmark.sources.reading import open_threads
from threadmark.sources.wxr.items import NO_COMMENTS, NO_ZONE, NOT_SHOWN, PINGS
from threadmark.thread.model import rfc3339


def export(*items):
    """An export of these items."""
    return (
        '<?xml version="1.0" encoding="UTF-8" ?>\n<!-- generator="WordPress/6.5" -->\n<rss version="2.0"'
        ' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">\n<channel>'
        "<title>Village</title><wp:wxr_version>1.2</wp:wxr_version><wp:author><wp:author_id>3</wp:author_id>"
        "<wp:author_login><![CDATA[clerk]]></wp:author_login>"
        "<wp:author_display_name><![CDATA[The clerk]]></wp:author_display_name></wp:author>"
        + "\n".join(items)
        + "</channel></rss>"
    )


def item(number, *comments, content="", kind="post"):
    """An article, or something else that a site has."""
    return (
        f"<item><title>Mill Lane &amp; {number}</title><link>https://village.example/{number}/</link>"
        "<pubDate>Tue, 12 Mar 2024 11:00:00 +0100</pubDate><dc:creator><![CDATA[clerk]]></dc:creator>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded><excerpt:encoded>short</excerpt:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_type>{kind}</wp:post_type>{''.join(comments)}</item>"
    )


def comment(number, content, parent=0, author="ana", gmt="2024-03-12 11:00:00", kind="", approved="1", user=0):
    """A comment."""
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author><![CDATA[{author}]]></wp:comment_author>"
        "<wp:comment_author_email>a@b.example</wp:comment_author_email><wp:comment_author_IP>192.0.2.1</wp:comment_author_IP>"
        f"<wp:comment_date>2024-03-12 12:00:00</wp:comment_date><wp:comment_date_gmt>{gmt}</wp:comment_date_gmt>"
        f"<wp:comment_content><![CDATA[{content}]]></wp:comment_content><wp:comment_approved>{approved}</wp:comment_approved>"
        f"<wp:comment_type>{kind}</wp:comment_type><wp:comment_parent>{parent}</wp:comment_parent>"
        f"<wp:comment_user_id>{user}</wp:comment_user_id></wp:comment>"
    )


SAMPLE = export(
    item(
        7,
        comment(31, "Closing it punishes <em>drivers</em>.\n\nAnd shops."),
        comment(32, "[...] so he says [...]", kind="pingback"),
        comment(33, "It does not.", 31, author="The clerk", user=3),
        comment(34, "Buy pills", approved="spam"),
        comment(35, "Never mind", 33, approved="trash", gmt="0000-00-00 00:00:00"),
        content="The council voted.\n\nIt closes.",
    ),
    item(8, kind="nav_menu_item"),
    item(9, content="Nobody came."),
    item(
        10,
        comment(36, "Why two?", author="Bob &amp; Bo"),
        content="<!-- wp:paragraph -->\n<p>Both\nof them.</p>\n<!-- /wp:paragraph -->",
    ),
)


@pytest.fixture
def read(tmp_path):
    """A function that reads an export."""

    def read_(text):
        path = tmp_path / "village.xml"
        path.write_text(text, encoding="utf-8")
        return list(open_threads(path))

    return read_


def test_articles_come_with_their_comments(read):
    """Items with comments become threads; what people did not write is left out, what is not shown is marked."""
    lane, other = read(SAMPLE)
    assert (lane.report.format, lane.report.why) == ("wxr", "its root names wordpress.org/export")
    article = lane.thread.article
    assert (lane.thread.id, article.title, article.byline) == ("7", "Mill Lane & 7", "The clerk")
    assert (article.published, article.url) == ("2024-03-12T10:00:00Z", "https://village.example/7/")
    assert article.paragraphs == ("The council voted.", "It closes.")
    assert [(c.id, c.parent, c.author, c.role, c.deleted) for c in lane.thread] == [
        ("31", None, "ana", None, False),
        ("33", "31", "The clerk", "author", False),
        ("35", "33", "ana", None, True),
        ("34", None, "ana", None, False),
    ]
    assert lane.thread[0].text == "Closing it punishes drivers.\n\nAnd shops."
    assert [c.created.hour for c in lane.thread] == [11, 11, 12, 11]
    assert dict(lane.thread.extras(3)) == {"approved": "spam"}
    assert lane.report.mended == {PINGS: 1, NOT_SHOWN: 2, NO_ZONE: 1}
    assert other.thread.article.paragraphs == ("Both of them.",)
    assert other.thread[0].author == "Bob & Bo"
    assert other.report.mended == {NO_COMMENTS: 2}


def test_articles_alone_are_empty_threads(read):
    """A file without any comment gives its articles, and not its menus."""
    found = read(export(item(1, content="One."), item(2, kind="nav_menu_item"), item(3)))
    assert [(reading.thread.id, len(reading.thread)) for reading in found] == [("1", 0), ("3", 0)]


def test_an_export_of_nothing_is_refused(read):
    """A file without articles holds no thread, and says so."""
    with pytest.raises(InputError, match=r"village\.xml: is a WordPress export in which there is no article"):
        read(export())


def test_the_first_thread_comes_before_the_last_is_read(tmp_path):
    """A thread is there as soon as the next one is read, whatever the size of the file."""
    path = tmp_path / "long.xml"
    comments = [comment(number, "word " * 200) for number in range(200)]
    text = export(*(item(number, *comments) for number in range(12)))
    path.write_text(text[: len(text) // 2], encoding="utf-8")  # the rest is not needed
    first = next(open_threads(path))
    assert len(first.thread) == 200


def test_a_declaration_is_refused(read):
    """An export that declares entities is refused by its name."""
    with pytest.raises(InputError, match=r"village\.xml: declares entities"):
        read(SAMPLE.replace("<rss", '<!DOCTYPE rss [<!ENTITY a "b">]><rss', 1))


def test_the_real_export_is_read():
    """As many comments and as deep as in the file; pingbacks are not among them."""
    path = real_file("wxr/theme-unit-test-data.xml")
    assert measures(path) == (29, 10)
    mended = [reading.report.mended for reading in readings(path)]
    assert sum(each[PINGS] for each in mended) == 4
    assert sum(each[NOT_SHOWN] for each in mended) == 3


def test_real_exports_without_comments():
    """One holds an article and no comment; of the other, no item is left: it has no thread, not an empty one."""
    assert measures(real_file("wxr/wxr-utf-8-challenges.xml")) == (0, 0)
    with pytest.raises(InputError, match="there is no article"):
        readings(real_file("wxr/malformed.xml"))


def test_the_real_export_reads_as_it_looks():
    """The outline was compared with the raw file."""
    assert outline(real_file("wxr/theme-unit-test-data.xml")) == (
        "1:9c342d 1:8ed141 1:ba34f3 2:051b18 1:a28d9e 1:a27c5e 1:b3fe7e 1:3a8ec7 1:9213b9 1:94c1c0 1:1b463c 1:fd789c 2:b"
        "5e965 3:73008d 4:efc947 5:8ad9d1 6:fd47cb 7:4f718f 8:c3a1b0 9:89edf9 10:348693 1:3fd2da 1:25438d 1:78349a 1:57c717 1:fe9eaf 1:2fbf0d 1:ce4435 1:c0ba9f"
        ""
    )


def test_what_is_read_is_what_is_converted(tmp_path):
    """Conversion keeps everything, and converting again changes no byte."""
    path = tmp_path / "village.xml"
    path.write_text(SAMPLE, encoding="utf-8")
    assert_converts(path, tmp_path)
    assert_converts(real_file("wxr/theme-unit-test-data.xml"), tmp_path)
    assert_converts(real_file("wxr/wxr-utf-8-challenges.xml"), tmp_path)


def written(made):
    """Invented comments on a post."""
    comments = [
        comment(
            each.number + 1,
            escape(each.text),
            0 if each.parent is None else each.parent + 1,
            author=each.author,
            gmt=rfc3339(each.created).replace("T", " ").rstrip("Z"),
        )
        for each in made
    ]
    return export(item(7, *comments))


@settings(deadline=None)
@given(made_threads())
def test_what_is_written_is_read(tmp_path_factory, made):
    """Any thread written as an export comes back as it was."""
    path = tmp_path_factory.getbasetemp() / "written.xml"
    path.write_text(written(made), encoding="utf-8")
    (reading,) = open_threads(path, format="wxr")
    assert [(c.id, c.parent, c.author, c.text, c.created.timestamp()) for c in reading.thread] == [
        (str(c.number + 1), None if c.parent is None else str(c.parent + 1), c.author, c.text, c.created)
        for c in in_pre_order(made)
    ]


@settings(deadline=None)
@given(mutated([SAMPLE.encode()]) | st.binary(max_size=200).map(lambda tail: SAMPLE.encode()[:900] + tail))
def test_a_damaged_export_is_read_or_refused(tmp_path_factory, data):
    """Whatever is done to an export, it is read or refused by name."""
    assert_read_or_refused(data, tmp_path_factory.getbasetemp(), "wxr", "xml")
