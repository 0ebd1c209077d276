"""Text to lines: nothing is lost, nothing stands twice, nothing is wider than the line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, split_graphemes

from threadmark.thread.text import clean
from threadmark.tui.wrap import wrap

PIECES = st.sampled_from(
    [
        "a",
        "word",
        "longerword",
        " ",
        "  ",
        "\n",
        "\t",
        ".",
        "、",
        "。",
        "「",
        "道",
        "町議会",
        "한국어",
        "👎",
        "👨‍👩‍👧‍👦",
        "🇩🇪",
        "❤️",
        "é",
        "́",
        "שלום",
        "مرحبا",
        "‍",
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=120)).map(lambda text: clean(text)[0])
WIDTHS = st.integers(min_value=2, max_value=60)


@given(TEXTS, WIDTHS)
def test_every_character_but_the_space_at_a_break_is_on_one_line(text, width):
    """The lines cover the text in order; only newlines, and one space or tab at a break, are left out."""
    at = 0
    for start, end in wrap(text, width):
        assert start >= at
        assert text[at:start] in ("", " ", "\t", "\n")
        assert end >= start
        at = end
    assert text[at:] in ("", " ", "\t")


@given(TEXTS, WIDTHS)
def test_no_line_is_wider_than_the_line(text, width):
    """Widths are cells; only a single grapheme may be wider than a line that is narrower than it."""
    for start, end in wrap(text, width):
        line = text[start:end].replace("\t", " ")
        assert cell_len(line) <= width or len(split_graphemes(line)[0]) == 1


@given(TEXTS, WIDTHS)
def test_no_grapheme_is_torn(text, width):
    """A break never falls inside what a reader takes for one sign."""
    breaks = {start for start, _ in wrap(text, width)}
    for line_start, line in _lines(text):
        inside = {
            line_start + at
            for start, end, _ in split_graphemes(line.replace("\t", " "))[0]
            for at in range(start + 1, end)
        }
        assert not breaks & inside


@given(TEXTS, WIDTHS)
def test_newlines_end_lines(text, width):
    """No line has a newline in it, and each newline begins another line."""
    lines = wrap(text, width)
    assert not any("\n" in text[start:end] for start, end in lines)
    assert len(lines) >= (text.count("\n") + 1 if text else 0)


@given(
    st.lists(st.integers(1, 12).map(lambda size: "letters,and."[:size]), min_size=1, max_size=40), st.integers(12, 60)
)
def test_words_that_fit_are_never_torn(words, width):
    """A word that has room on a line stands whole on one."""
    text = " ".join(words)
    shown = [text[start:end] for start, end in wrap(text, width)]
    assert " ".join(shown).split() == words
    assert [word for line in shown for word in line.split()] == words


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, []),
        ("\n", 10, ["", ""]),
        ("one two three", 7, ["one two", "three"]),
        ("aaaaaaaaaaaa", 5, ["aaaaa", "aaaaa", "aa"]),
        ("町議会は決めた", 6, ["町議会", "は決め", "た"]),
        ("店の客が減る。", 12, ["店の客が減", "る。"]),
        ("  indented text", 10, ["  indented", "text"]),
        ("> quoted\n\nanswer", 20, ["> quoted", "", "answer"]),
    ],
)
def test_examples(text, width, lines):
    """Breaks fall at spaces, in a long word where they must, in CJK text not before a closing sign."""
    assert [text[start:end] for start, end in wrap(text, width)] == lines


def _lines(text):
    """Each line of a text with the offset at which it begins."""
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1
