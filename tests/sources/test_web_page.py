"""Saved pages: comments by the markup of what made them, the article by a library."""

import sys
from importlib.util import find_spec

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources import web_pages
from tests.sources.real_threads import (
    Made,
    assert_converts,
    assert_read_or_refused,
    in_pre_order,
    made_threads,
    mutated,
)

from threadmark.errors import InputError
from threadmark.sources.reading import open_threads
from threadmark.sources.replies.indents import parents_by_level
from threadmark.sources.web_page.article import NOT_READ
from threadmark.sources.web_page.page import number_in, time_in_words
from threadmark.sources.web_page.reading import NO_ZONE
from threadmark.sources.web_page.wordpress import PINGS

MADE = [
    Made(1, None, "ana", "Closing it punishes drivers & shops.", 1_710_241_200, 14, None),
    Made(2, 1, "bob", "It does <not>.", 1_710_241_260, -2, None),
    Made(3, 2, "ana", "It does.", 1_710_241_320, 3, None),
    Made(4, None, "Cy d", "Why two?", 1_710_241_380, 0, None),
]
SAMPLE = web_pages.wordpress(MADE)
WRITERS = {
    "WordPress": (web_pages.wordpress, "{}"),
    "old.reddit": (web_pages.old_reddit, "{}"),
    "Hacker News": (web_pages.hacker_news, "{}"),
    "schema.org JSON-LD": (web_pages.json_ld, "{}"),
    "schema.org microdata": (web_pages.microdata, "c-{}"),
}
written = web_pages.wordpress
needs_library = pytest.mark.skipif(find_spec("trafilatura") is None, reason="trafilatura is not installed")


@pytest.fixture
def read(tmp_path):
    """A function that reads a page."""

    def read_(html, encoding="utf-8"):
        path = tmp_path / "page.html"
        path.write_bytes(html.encode(encoding))
        (reading,) = open_threads(path)
        return reading

    return read_


def rows(thread):
    """What matters of the comments."""
    return [(c.id, c.parent, c.author, c.text, c.created and c.created.timestamp()) for c in thread]


def expected(made, form):
    """The same of made ones."""
    return [
        (form.format(c.number), None if c.parent is None else form.format(c.parent), c.author, c.text, c.created)
        for c in in_pre_order(made)
    ]


@pytest.mark.parametrize("system", WRITERS)
def test_every_system_shows_its_comments(read, system):
    """The same thread comes out of the markup of each system, and the report says which it was."""
    writer, form = WRITERS[system]
    reading = read(writer(MADE))
    assert rows(reading.thread) == expected(MADE, form)
    assert system in reading.report.why
    assert reading.thread.article.title == "Mill Lane closes"


@settings(deadline=None, max_examples=50)
@given(made_threads(most=6), st.sampled_from(sorted(WRITERS)))
def test_what_is_written_is_read(tmp_path_factory, made, system):
    """Any thread written in a system's markup comes back as it was."""
    if not made:
        return
    writer, form = WRITERS[system]
    path = tmp_path_factory.getbasetemp() / "written.html"
    path.write_text(writer(made), encoding="utf-8")
    (reading,) = open_threads(path, format="html")
    assert rows(reading.thread) == expected(made, form)


@needs_library
def test_the_article_is_read_without_the_comments(read):
    """Paragraphs by the library, the rest by the page's head; no comment is taken for a part of the article."""
    article = read(web_pages.wordpress(MADE)).thread.article
    assert (article.byline, article.published, article.url) == (
        "The clerk",
        "2024-03-12T10:00:00Z",
        "https://post.example/mill-lane",
    )
    assert len(article.paragraphs) == 3
    assert article.paragraphs[0].startswith("The council voted on Tuesday")
    assert not any("drivers" in paragraph for paragraph in article.paragraphs)


def test_a_missing_library_is_told(read, monkeypatch):
    """Without the library comments are read all the same, and what is missing is said with how to get it."""
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    reading = read(web_pages.wordpress(MADE))
    assert len(reading.thread) == 4
    assert reading.thread.article.paragraphs == ()
    assert [note.text for note in reading.report.notes] == [NOT_READ]


def test_wordpress_in_its_other_forms(read):
    """Themes that write a comment straight into its body; pingbacks, the author's own, comments that wait, words for times."""
    entries = (
        '<ol class="commentlist"><li class="comment bypostauthor" id="li-comment-5"><div id="comment-5" class="comment-body">'
        '<div class="comment-author vcard"><cite class="fn">ana</cite> <span class="says">says:</span></div>'
        '<div class="comment-meta"><a href="#comment-5">March 14, 2013 at 2:56 pm</a></div><p>One.</p><p>Two.</p>'
        '<div class="reply"><a>Reply</a></div></div><ul class="children"><li class="comment" id="li-comment-6">'
        '<div class="comment-body"><cite class="fn">bob</cite><em class="comment-awaiting-moderation">Waits.</em><p>Three.</p></div>'
        '</li></ul></li><li class="pingback" id="comment-7"><p>Pingback: elsewhere</p></li></ol>'
    )
    reading = read(
        web_pages.page(f'<div id="comments"><h3 class="comments-title">5 thoughts on “Mill Lane”</h3>{entries}</div>')
    )
    assert [(c.id, c.parent, c.author, c.role, c.text) for c in reading.thread] == [
        ("5", None, "ana", "author", "One.\n\nTwo."),
        ("6", "5", "bob", None, "Three."),
    ]
    assert reading.thread[0].created.isoformat() == "2013-03-14T14:56:00+00:00"
    assert dict(reading.thread.extras(1)) == {"approved": "0"}
    assert reading.report.mended == {PINGS: 1, NO_ZONE: 1}
    assert reading.report.missing == 3


def test_a_disqus_frame(read):
    """The frame's own data hold ids, links, likes and the whole number of comments."""
    reading = read(web_pages.disqus(MADE))
    assert [(c.id, c.parent, c.author, c.text, c.score) for c in reading.thread] == [
        (str(c.number + 1), None if c.parent is None else str(c.parent + 1), c.author, c.text, 2) for c in MADE
    ]
    assert (reading.thread.id, reading.report.missing) == ("77", 0)


def test_a_field_of_half_a_character_in_a_disqus_frame(read):
    """A comment with such a field is not one of Disqus's: it is counted as missing, and the others are read."""
    reading = read(web_pages.disqus(MADE).replace('"likes"', '"\\ud800likes"', 1))
    assert (len(reading.thread), reading.report.missing) == (3, 1)


def test_a_disqus_frame_as_it_is_shown(read):
    """Without its data, the frame's elements say nearly as much."""
    html = (
        '<span class="comment-count">9 Comments</span><div id="posts"><ul class="post-list"><li class="post" id="post-11">'
        '<div class="post-content"><header><span class="post-byline"><span class="author"><a>ana</a></span></span>'
        '<a class="time-ago" title="Wednesday, August 31, 2011 10:48 PM">12 years ago</a></header>'
        '<div class="post-message"><p>Why?</p></div><a class="vote-up"><span data-role="likes">4</span></a></div>'
        '<ul class="children"><li class="post" id="post-12"><div class="post-content"><span class="author">bob</span>'
        '<div class="post-message"><p>Money.</p></div></div></li></ul></li></ul></div>'
    )
    reading = read(web_pages.page(html))
    assert [(c.id, c.parent, c.author, c.text, c.score) for c in reading.thread] == [
        ("11", None, "ana", "Why?", 4),
        ("12", "11", "bob", "Money.", None),
    ]
    assert reading.thread[0].created.isoformat() == "2011-08-31T22:48:00+00:00"
    assert reading.report.missing == 7


def test_coral_and_talk(read):
    """Coral's comments are indented, Talk's stand in one another."""
    coral = "".join(
        f'<div class="coral coral-indent coral-indent-{level}"><div id="comment-{name}" class="coral coral-comment coral-reacted-0">'
        f'<span class="coral coral-username coral-comment-username">{name}</span><time class="coral-comment-timestamp"'
        f' datetime="2024-03-12T11:00:00.000Z">1 hour ago</time><div class="coral coral-comment-content"><p>Says {name}.</p>'
        "</div></div></div>"
        for name, level in (("ana", 0), ("bob", 1), ("cy", 2), ("dee", 1), ("eve", 0))
    )
    reading = read(web_pages.page(f'<div id="coral" class="coral-stream">{coral}</div>'))
    assert [(c.id, c.parent, c.text) for c in reading.thread] == [
        ("ana", None, "Says ana."),
        ("bob", "ana", "Says bob."),
        ("cy", "bob", "Says cy."),
        ("dee", "ana", "Says dee."),
        ("eve", None, "Says eve."),
    ]
    talk = (
        '<div id="c_1" class="talk-stream-comment-wrapper"><div class="talk-stream-comment"><span class="talk-stream-comment-user-name">'
        'ana</span><div class="talk-stream-comment-content">Why?</div></div><div id="c_2" class="talk-stream-comment-wrapper">'
        '<span class="talk-stream-comment-user-name">bob</span><div class="talk-stream-comment-content">Money.</div></div></div>'
    )
    assert [(c.id, c.parent, c.author, c.text) for c in read(web_pages.page(talk)).thread] == [
        ("1", None, "ana", "Why?"),
        ("2", "1", "bob", "Money."),
    ]


def test_discourse(read):
    """The first post is the article; what a post answers is told by a number, or by a name that is there once."""

    def post(number, author, text, tab=""):
        return (
            f'<div class="topic-post"><article id="post_{number}" data-post-id="{number}" data-topic-id="48"><div class="topic-meta-data">'
            f'<div class="names"><span class="username"><a data-user-card="{author}">{author}</a></span></div>{tab}'
            f'<a class="post-date"><span class="relative-date" data-time="1710241200000">1h</span></a></div>'
            f'<div class="cooked"><p>{text}</p></div></article></div>'
        )

    named = '<a class="reply-to-tab"><span>bob</span></a>'
    numbered = '<a class="reply-to-tab" href="/t/x/48/3"><span>ana</span></a>'
    posts = [
        post(1, "clerk", "It closes."),
        post(2, "bob", "Why?"),
        post(3, "ana", "Money.", named),
        post(4, "bob", "Whose?", numbered),
        post(5, "ana", "Ours.", named),
    ]
    reading = read(
        web_pages.page(
            f'<div id="topic-title"><h1><a class="fancy-title">Mill Lane</a></h1></div>{"".join(posts)}', article=""
        )
    )
    article = reading.thread.article
    assert (reading.thread.id, article.title, article.byline, article.paragraphs) == (
        "48",
        "Mill Lane",
        "clerk",
        ("It closes.",),
    )
    assert [(c.id, c.parent, c.author, c.text) for c in reading.thread] == [
        ("2", None, "bob", "Why?"),
        ("3", "2", "ana", "Money."),
        ("4", "3", "bob", "Whose?"),
        ("5", None, "ana", "Ours."),
    ]
    links = {c.id: c.inferred and c.inferred.cue for c in reading.thread}
    assert links == {"2": None, "3": "in reply to", "4": None, "5": None}
    assert reading.thread[0].created.isoformat() == "2024-03-12T11:00:00+00:00"


def test_the_newer_reddit(read):
    """Its elements name parent, author, score and time."""
    html = (
        '<shreddit-post id="t3_mill" post-title="Mill Lane closes" author="clerk" permalink="/r/v/comments/mill/x/" comment-count="9">'
        '<div slot="text-body"><p>It closes.</p></div></shreddit-post><shreddit-comment thingid="t1_a" author="ana" score="14"'
        ' created="2024-03-12T11:00:00.000Z" parentid="t3_mill"><div slot="comment"><p>Why?</p></div><shreddit-comment thingid="t1_b"'
        ' author="[deleted]" parentid="t1_a"><div slot="comment"><p>[removed]</p></div></shreddit-comment></shreddit-comment>'
    )
    reading = read(web_pages.page(html))
    assert [(c.id, c.parent, c.author, c.text, c.score, c.deleted) for c in reading.thread] == [
        ("a", None, "ana", "Why?", 14, False),
        ("b", "a", None, "[removed]", None, True),
    ]
    assert (reading.thread.id, reading.thread.article.paragraphs, reading.report.missing) == (
        "mill",
        ("It closes.",),
        7,
    )


def test_the_markup_that_shows_most_wins(read):
    """Of a page that tells a few comments to search engines and shows all of them, all are read."""
    few = web_pages.json_ld(MADE[:1])
    script = few[few.index("<script") : few.index("</script>") + len("</script>")]
    reading = read(web_pages.wordpress(MADE).replace("<footer>About", f"{script}<footer>About"))
    assert len(reading.thread) == 4
    assert "WordPress" in reading.report.why


def test_a_page_without_comments_is_refused(read):
    """The refusal says what was looked for; of a page whose comments lie elsewhere, it says where."""
    with pytest.raises(
        InputError, match=r"no comments are found in the page; looked for those of old.reddit, .*Disqus.*JSON-LD"
    ):
        read(web_pages.page(""))
    with pytest.raises(InputError, match=r"its comments come from Disqus, in a frame"):
        read(web_pages.page('<div id="disqus_thread"></div>'))


def test_a_view_of_json_is_refused_with_a_way_out(read):
    """A browser shows an answer in JSON as a page; what to save instead is said."""
    with pytest.raises(InputError, match=r"a browser's view of JSON; save the JSON itself"):
        read(
            '<html><head></head><body><pre>[{"kind": "Listing"}]</pre><div class="json-formatter"></div></body></html>'
        )


def test_an_empty_thread_is_a_thread(read):
    """A thread's page on which nobody wrote has no comments, and is no error."""
    assert len(read(web_pages.old_reddit([])).thread) == 0


@pytest.mark.parametrize(
    ("encoding", "declared"), [("cp1251", "windows-1251"), ("utf-8", "iso-8859-1"), ("gb18030", "gb2312")]
)
def test_encodings(read, encoding, declared):
    """What a page says of its encoding is believed where it is not UTF-8."""
    made = [Made(1, None, "ana", "слово" if encoding != "gb18030" else "汉字", 1_710_241_200, 1, None)]
    html = web_pages.wordpress(made).replace('charset="utf-8"', f'charset="{declared}"')
    assert read(html, encoding).thread[0].text == made[0].text


def test_markup_in_pages_stays_inert(read):
    """Scripts, styles and hidden things are no part of a comment."""
    made = [Made(1, None, "ana", "Why?", 1_710_241_200, 1, None)]
    html = web_pages.wordpress(made).replace("<p>Why?</p>", "<p>Why?<script>alert(1)</script><style>p{}</style></p>")
    assert read(html).thread[0].text == "Why?"


def test_deep_and_long_threads_are_read(read):
    """A chain of three hundred replies, and a thousand of them side by side."""
    chain = [Made(n, n - 1 if n else None, "ana", f"w{n}", 1_710_241_200 + n, 1, None) for n in range(300)]
    assert max(read(web_pages.old_reddit(chain)).thread.depths) == 300
    wide = [Made(n, None, "ana", f"w{n}", 1_710_241_200 + n, 1, None) for n in range(1_000)]
    assert len(read(web_pages.hacker_news(wide)).thread) == 1_000


def test_small_things():
    """Numbers with separators, times in words, levels that skip."""
    assert [number_in(text) for text in ("1,234 points", "−3", "no", None)] == [1234, -3, None, None]
    assert time_in_words("March 14, 2013 at 2:56 pm") == "2013-03-14T14:56:00"
    assert time_in_words("yesterday") is None
    assert parents_by_level([0, 2, 1, 1, 0, 5]) == [None, 0, 0, 0, None, 4]


@pytest.mark.parametrize("system", WRITERS)
def test_what_is_read_is_what_is_converted(tmp_path, system):
    """Conversion keeps everything, and converting again changes no byte."""
    path = tmp_path / "page.html"
    path.write_text(WRITERS[system][0](MADE), encoding="utf-8")
    assert_converts(path, tmp_path)


PAGES = [writer(MADE).encode() for writer, _ in WRITERS.values()] + [web_pages.disqus(MADE).encode()]


@settings(deadline=None, max_examples=80)
@given(mutated(PAGES))
def test_a_damaged_page_is_read_or_refused(tmp_path_factory, data):
    """Whatever is done to a page, it is read or refused by name."""
    assert_read_or_refused(data, tmp_path_factory.getbasetemp(), "html", "html")
