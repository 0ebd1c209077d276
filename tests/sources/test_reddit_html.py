"""Saved pages of old.reddit."""

import pytest
from hypothesis import given, settings
from tests.sources import web_pages
from tests.sources.real_threads import (
    Made,
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

SAMPLE = (
    '<!DOCTYPE html><html><body><div class="sitetable linklisting"><div class="thing id-t3_mill link" data-fullname="t3_mill"'
    ' data-permalink="/r/village/comments/mill/mill_lane/"><p class="title"><a class="title" href="https://post.example/">Mill'
    ' Lane</a></p><p class="tagline">submitted <time datetime="2024-03-12T10:00:00+00:00">a day ago</time> by <a class="author">'
    'clerk</a></p><div class="expando"><div class="usertext-body"><div class="md"><p>It closes.</p><p>In May.</p></div></div></div>'
    '<ul><li><a class="bylink comments" href="/r/village/comments/mill/mill_lane/">1,009 comments</a></li></ul></div></div>'
    '<div class="commentarea"><div class="sitetable nestedlisting"><div class="thing id-t1_a comment stickied" data-fullname="t1_a">'
    '<div class="entry"><p class="tagline"><a class="author moderator" href="/user/ana">ana</a> <span class="score dislikes" title="13">'
    '13 points</span><span class="score unvoted" title="14">14 points</span><time datetime="2024-03-12T11:00:00+00:00">a day</time>'
    '<time class="edited-timestamp" datetime="2024-03-12T12:00:00+00:00">*</time></p><div class="usertext-body"><div class="md">'
    '<p>Be <a href="https://a.example/">civil</a>.</p></div></div></div><div class="child"><div class="sitetable listing">'
    '<div class="thing id-t1_b comment" data-fullname="t1_b"><div class="entry"><p class="tagline"><a class="author submitter">clerk</a>'
    '<span class="score unvoted" title="-2">-2 points</span></p><div class="usertext-body"><div class="md"><p>Yes.</p></div></div></div>'
    '<div class="child"></div></div></div></div></div><div class="thing id-t1_c comment deleted" data-fullname="t1_c"><div class="entry">'
    '<p class="tagline"><em>[deleted]</em> <span class="score-hidden">[score hidden]</span></p><div class="usertext-body">'
    '<div class="md"><p>[deleted]</p></div></div></div></div><div class="thing id-t1_x morechildren"><div class="entry"><span'
    ' class="morecomments"><a>load more comments (1,006 replies)</a></span></div></div></div></div></body></html>'
)


@pytest.fixture
def read(tmp_path):
    """A function that reads a page."""

    def read_(html):
        path = tmp_path / "mill.html"
        path.write_text(html, encoding="utf-8")
        (reading,) = open_threads(path)
        return reading

    return read_


def test_a_page_is_read(read):
    """The submission is the article; ids, roles, scores, times, edits and what is deleted are kept, stubs counted."""
    reading = read(SAMPLE)
    thread, report = reading.thread, reading.report
    assert (report.format, report.missing) == ("reddit-html", 1_006)
    article = thread.article
    assert (thread.id, article.title, article.byline) == ("mill", "Mill Lane", "clerk")
    assert article.url == "https://www.reddit.com/r/village/comments/mill/mill_lane/"
    assert (article.published, article.paragraphs) == ("2024-03-12T10:00:00Z", ("It closes.", "In May."))
    assert [(c.id, c.parent, c.author, c.role, c.score, c.deleted) for c in thread] == [
        ("a", None, "ana", "moderator", 14, False),
        ("b", "a", "clerk", "author", -2, False),
        ("c", None, None, None, None, True),
    ]
    assert thread[0].text == "Be civil <https://a.example/>."
    assert thread[0].created.isoformat() == "2024-03-12T11:00:00+00:00"
    assert thread[0].edited.isoformat() == "2024-03-12T12:00:00+00:00"
    assert dict(thread.extras(0)) == {"stickied": True}


def test_another_page_is_refused(tmp_path):
    """Named as old.reddit's, a page of something else is refused by name, with what was looked for."""
    path = tmp_path / "other.html"
    path.write_text("<html><body><p>Hello</p></body></html>")
    with pytest.raises(
        InputError, match=r"other\.html: no comments are found in the page; looked for those of old.reddit"
    ):
        list(open_threads(path, format="reddit-html"))


def test_the_real_page_is_read():
    """As many comments and as deep as in the file; it tells of 455 more."""
    path = real_file("reddit_html/oldreddit_thread.html")
    assert measures(path) == (3, 2)
    assert readings(path)[0].report.missing == 455
    assert outline(path) == "1:f5042c 2:54cd5c 1:747269"


def test_what_is_read_is_what_is_converted(tmp_path):
    """Conversion keeps everything, and converting again changes no byte."""
    path = tmp_path / "mill.html"
    path.write_text(SAMPLE, encoding="utf-8")
    assert_converts(path, tmp_path)
    assert_converts(real_file("reddit_html/oldreddit_thread.html"), tmp_path)


written = web_pages.old_reddit


@settings(deadline=None, max_examples=50)
@given(made_threads())
def test_what_is_written_is_read(tmp_path_factory, made):
    """Any thread written as a page comes back as it was."""
    path = tmp_path_factory.getbasetemp() / "written.html"
    path.write_text(written(made), encoding="utf-8")
    (reading,) = open_threads(path, format="reddit-html")
    assert [(c.id, c.parent, c.author, c.text, c.score, c.created.timestamp()) for c in reading.thread] == [
        (str(c.number), None if c.parent is None else str(c.parent), c.author, c.text, c.score, c.created)
        for c in in_pre_order(made)
    ]


def test_what_is_too_deep_is_told(read):
    """Elements nested deeper than the parser may go are counted, not lost in silence."""
    deep = web_pages.old_reddit([Made(1, None, "ana", "Why?", 1_710_241_200, 1, None)])
    reading = read(deep.replace('<div class="commentarea">', '<div class="commentarea">' + "<section>" * 12_000))
    assert sum(reading.report.mended.values()) > 2_000


@settings(deadline=None, max_examples=80)
@given(mutated([SAMPLE.encode()]))
def test_a_damaged_page_is_read_or_refused(tmp_path_factory, data):
    """Whatever is done to a page, it is read or refused by name."""
    assert_read_or_refused(data, tmp_path_factory.getbasetemp(), "reddit-html", "html")
