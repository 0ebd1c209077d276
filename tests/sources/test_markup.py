"""Markup to plain text: what stays readable, and that the quick ways say what the thorough ones do."""

from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from threadmark.sources.markup import html_to_text, markdown_to_text
from threadmark.sources.markup.elements import node_text
from threadmark.sources.markup.links import says
from threadmark.sources.markup.markdown import _parser

WORDS = st.text(st.sampled_from("ab .,:-\n\t\xa0é漢"), max_size=8)
TAGS = [
    *("<blockquote>", "</blockquote>"),
    *("<p>", "</p>", "<br>", "<br />", "<P>", "<b>", "</b>", "<i>", "</em>", "<code>", "<p class='x'>"),
    *("&amp;", "&lt;", "&nbsp;", "&#39;", "&lt;a&gt;", "&amp;lt;"),
]
LINKS = st.builds(
    '<a{} href="{}">{}</a>'.format,
    st.sampled_from(["", ' rel="x"', ' class="u-url mention"', ' href="/y"']),
    st.sampled_from(
        ["https://a.example/x", "a.example?b=1&amp;c=2", "?a&copy=1", "#top", "", "mailto:a@b.example", "&#x2F;y"]
    ),
    WORDS
    | st.sampled_from(["https://a.example/x", "https:&#x2F;&#x2F;a.example&#x2F;x", " a.example/x... ", "a@b.example"]),
)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One.</p><p>Two<br>lines.</p>", "One.\n\nTwo\nlines."),
        ("First<p>second<p>third &amp; last", "First\n\nsecond\n\nthird & last"),
        ("  many \n\n spaces  ", "many spaces"),
        ("a<br><br><br><br>b", "a\n\nb"),
        ("<blockquote><p>No.</p><p>Never.</p></blockquote>Why?", "> No.\n>\n> Never.\n\nWhy?"),
        ("<blockquote>b<blockquote>a</blockquote></blockquote>c", "> b\n>\n> > a\n\nc"),
        ("<ul><li>bus<li>tram<ul><li>old</ul></ul>or", "- bus\n- tram\n  - old\n\nor"),
        ('<ol start="3"><li>x<li>y</ol>', "3. x\n4. y"),
        ("<pre>def f():\n\n\n    go()\n</pre>so", "def f():\n\n\n    go()\n\nso"),
        ("<b>bo</b>ld <i>and</i><code>x = 1</code>", "bold andx = 1"),
        ("10<sup>6</sup> <del>never</del>", "10^6 ~~never~~"),
        ("<table><tr><th>a<th>b<tr><td>1<td>2</table>", "a | b\n1 | 2"),
        ("before<script>alert(1)</script><style>p{}</style> after<!-- x -->", "before after"),
        ("x<hr>y", "x\n\n---\n\ny"),
    ],
)
def test_html_stays_readable(html, text):
    """Paragraphs, breaks, quotes, lists, code and tables can be told in the plain text."""
    assert html_to_text(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('see <a href="https://a.example/x">the plan</a>.', "see the plan <https://a.example/x>."),
        ('<a href="https://a.example/x">https://a.example/x</a>', "https://a.example/x"),
        ('<a href="https://www.a.example/x/">a.example/x</a>', "https://www.a.example/x/"),
        ('<a href="https://a.example/long/path">https://a.example/lo...</a>', "https://a.example/long/path"),
        ('<a href="https://a.example/%D1%8F">https://a.example/я</a>', "https://a.example/я"),
        ('<a href="mailto:a@b.example">a@b.example</a>', "a@b.example"),
        ('<a href="#top">up</a> <a href="javascript:void(0)">x</a>', "up x"),
        ('<a class="u-url mention" href="https://a.example/@bo">@<span>bo</span></a> no', "@bo no"),
        ('<a href="/u/bo">bo</a>', "bo </u/bo>"),
        ('<img src="https://a.example/p.png" alt="a map">', "a map <https://a.example/p.png>"),
        ('fine <img class="emoji" src="s.png" alt=":)">', "fine :)"),
        ('<p>a</p><a href="https://a.example/x">\n<p>b</p></a>', "a\n\nb <https://a.example/x>"),
    ],
)
def test_links_keep_their_address(html, text):
    """A link is its words and its address, or the address alone where the words only repeat it."""
    assert html_to_text(html) == text


def test_newlines_are_kept_where_they_are_meant():
    """A text that its program breaks into lines keeps them, and lists and quotes in it gain none."""
    typed = "One.\nTwo <b>and</b>\n\nthree.\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<blockquote>q\nr</blockquote>"
    assert html_to_text(typed, breaks=True) == "One.\nTwo and\n\nthree.\n\n- a\n- b\n\n> q\n> r"
    nested = "<ul>\n\t<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>"
    assert html_to_text(nested, breaks=True) == "- a\n  - b\n- c"
    table = "<table>\n<tr>\n<td>a</td>\n<td>b</td>\n</tr>\n<tr>\n<td>c</td>\n</tr>\n</table>\nso"
    assert html_to_text(table, breaks=True) == "a | b\nc\n\nso"
    assert html_to_text("One.\r\nTwo.\n\n\n\nThree.", breaks=True) == "One.\nTwo.\n\nThree."


@settings(deadline=None)
@given(
    st.lists(WORDS | st.sampled_from(TAGS) | LINKS),
    st.booleans(),
)
@example(['a <a href="?a&amp;lt;">x</a>b'], False)  # noqa: FBT003 -- as hypothesis takes it
@example(["a", "</p>", "\n", "<br>", "b"], True)  # noqa: FBT003 -- as hypothesis takes it
def test_simple_html_needs_no_tree(parts, breaks):
    """Paragraphs and breaks alone read the same with and without a tree of elements."""
    html = "".join(parts)
    tree = LexborHTMLParser(html)
    assert html_to_text(html, breaks=breaks) == node_text(tree.body, breaks=breaks)


@settings(deadline=None)
@given(
    st.lists(
        WORDS | st.sampled_from(["*", "_", "`", "#", ">", "- ", "1. ", "&amp;", "|", "\\", "~~", "    ", "=", "+"])
    )
)
@example(["a\n", "=", "=\n"])
@example(["a|b\n-|-\n"])
@example([" a_b_c  \n\n\n\n  d"])
def test_plain_markdown_needs_no_parser(parts):
    """What the parser is skipped for is what the parser would have made of it."""
    md = "".join(parts)
    assert markdown_to_text(md) == html_to_text(_parser().render(md))


@pytest.mark.parametrize(
    ("md", "text"),
    [
        ("so *much* **noise**", "so much noise"),
        ("> a bus\n> or two\n\nno", "> a bus\n> or two\n\nno"),
        ("one\ntwo\n\n\n\nthree", "one\ntwo\n\nthree"),
        ("[plan](https://a.example/x) https://a.example/a_b_c", "plan <https://a.example/x> https://a.example/a_b_c"),
        ("<https://a.example/x>", "https://a.example/x"),
        ("- a\n- b\n\n1. c\n2. d", "- a\n- b\n\n1. c\n2. d"),
        ("so:\n\n    a = 1\n      b\n\n`x`", "so:\n\na = 1\n  b\n\nx"),
        (">!the end!< so", ">!the end!< so"),
        ("a <b>c</b> &amp; \\*d\\*", "a <b>c</b> & *d*"),
        ("~~no~~ 3 - 2 = 1, snake_case_name", "~~no~~ 3 - 2 = 1, snake_case_name"),
    ],
)
def test_markdown_stays_readable(md, text):
    """Markdown reads as HTML does; HTML in it stays as it was typed."""
    assert markdown_to_text(md) == text


@settings(deadline=None)
@given(st.text(st.sampled_from("<>/abipqu lo=\"'&;!-\n#"), max_size=60))
def test_no_markup_fails(text):
    """Whatever is given comes out as a text without white space at the ends of its lines."""
    for read in (html_to_text, markdown_to_text):
        plain = read(text)
        assert all(line == line.rstrip() for line in plain.split("\n"))


@pytest.mark.parametrize(
    "piece",
    ["<div>", "<b>", "<blockquote>", "<ul><li>", "<font><div>", "<b><a>", "<table>", "<p>", "<svg><b>", "<br>", "&"],
)
def test_deep_html_ends_soon(piece):
    """Elements nested by the ten thousand take no longer than a comment may take, and lose no words."""
    began = process_time()
    assert "words" in html_to_text(piece * 20_000 + "words")
    assert process_time() - began < 8


@pytest.mark.parametrize(
    "piece", ["*a ", "[", "> ", "`", "a|", "<", "![", "- ", "_a", "~~", "[a](", "\\", "# ", "\n\n* "]
)
def test_long_markdown_ends_soon(piece):
    """Signs repeated by the ten thousand take no longer than a comment may take."""
    began = process_time()
    markdown_to_text(piece * 10_000)
    assert process_time() - began < 8


def test_words_that_repeat_an_address():
    """A link's words are its address with or without scheme, `www.`, a last slash, or its end."""
    assert says("a.example", "http://www.a.example/")
    assert says("a.example/lo…", "http://a.example/long")
    assert not says("...", "http://a.example/")
    assert not says("here", "http://here.example/")
