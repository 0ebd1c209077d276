import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from threadmark.sources.markup import markdown_to_text
from threadmark.sources.reddit import bodies
from threadmark.sources.reddit.bodies import comment_text

PIECES = [
    "word", "two words", "caf\u00e9", "snake_case", "2024", " ", "  ", "\n", "\n\n", "\n> ", "> ", ">", ">!", "*", "**", "*so*", "**so**",
    "_", "__", "~~", "[a](https://example.org/a)", "[two words](http://example.org)", "[example.org](https://example.org)",
    "[", "]", "(", ")", "https://example.org/a_b", ".", ",", "!", "?", "'", '"', ":", "-", "- ", "1. ", "1) ", "#", "# ", "|", "---", "===",
    "[so it is.](https://example.org/b)",
    "*it's so.*",
    "`x *y*`",
    "\n- ",
    "\n* ",
    "\\*",
    "\\_",
    "\n\n- a\n- b\n\n",
    "``",
    "(",
    "...",
    "\\", "`", "`x`", "<", "->", "&", "&amp;", "&gt;", "    ", "\t", "\u00a0", "\u2003", "+", "=", "~", "^", "http://", "\u4f60\u597d", "\U0001f600",
]  # fmt: skip
BODIES = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)


@settings(deadline=None, max_examples=400)
@given(BODIES)
@example("*[a](https://example.org/a)*")
@example("- a\n\n  b")
@example("- a\n  - b")
@example("- a\n\n- b")
@example("> a\n\n> b\n\nc\n\n\n\nd")
@example("**a** *b*, (*c*)! [d](https://example.org/?q=1&r=_2_)")
def test_a_body_of_simple_markup_reads_as_the_parser_reads_it(body):
    """What is read without the parser is what the parser would have made of it."""
    simple = bodies._simple(body)
    assert simple is None or simple == markdown_to_text(body)
    if "&" not in body:
        assert comment_text(body) == markdown_to_text(body)


@pytest.mark.parametrize(
    "body",
    [
        "Plain words.",
        "Two\nlines, and a link: https://example.org/a_b?c=1.",
        "> quoted\n> twice\n\nanswered  \n\n\nand more",
        "*Never*, said (**loudly**)! See [the plan](https://example.org/plan?a=1&b=2).",
        "snake_case",
        'Run `rm *`, [it is said.](https://example.org/a.b) "*It\'s so...*"',
        "[deleted]",
        "Why:\n\n* one, *so*\n* two\n\n> no\n\nAnd \\*sighs\\*.",
    ],
)
def test_most_bodies_need_no_parser(body):
    """Paragraphs, quotes, links and emphasis around plain words are read without the parser."""
    assert bodies._simple(body) == markdown_to_text(body)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("a &lt;b&gt; &amp;amp; c", "a <b> & c"),
        ("a < b &amp;amp; c", "a < b &amp; c"),
        ("fish &amp; chips", "fish & chips"),
        ("&gt; quoted\n\nanswered", "> quoted\n\nanswered"),
        ("- one\n- two", "- one\n- two"),
        ("    code\n\nand", "code\n\nand"),
    ],
)
def test_bodies_are_unescaped_where_they_were_escaped(body, text):
    """A body without `<` and `>` but with `&` is taken for escaped, another one is not."""
    assert comment_text(body) == text
