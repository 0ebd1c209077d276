from unicodedata import is_normalized, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadmark.thread.text import are_clean_lines, clean, clean_fields, clean_line

PIECES = st.sampled_from(
    ["\x1b[31m", "\x1b]0;t\x07", "\x1b]8;;", "\x9b2J", "\r\n", "\r", "\u2028", "\u202e", "e\u0301"]
)
# A surrogate can come out of JSON, so the alphabet has them too.
TEXTS = st.lists(PIECES | st.text(st.characters(), max_size=8)).map("".join)


@given(TEXTS)
def test_cleaning_twice_changes_nothing(text):
    """What is cleaned is clean: a second cleaning changes and removes nothing."""
    cleaned, _ = clean(text)
    assert clean(cleaned) == (cleaned, 0)


@given(TEXTS)
def test_nothing_that_steers_a_terminal_is_left(text):
    """No control but newline and tab, no bidi override or isolate, no lone surrogate is left, and the text is NFC."""
    cleaned, _ = clean(text)
    assert is_normalized("NFC", cleaned)
    assert not any(
        (ord(sign) < 32 and sign not in "\n\t")
        or 0x7F <= ord(sign) < 0xA0
        or 0x202A <= ord(sign) <= 0x202E
        or 0x2066 <= ord(sign) <= 0x2069
        or 0xD800 <= ord(sign) <= 0xDFFF
        for sign in cleaned
    )


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_words_are_never_touched(text):
    """Text without controls keeps every sign, in its composed form."""
    assert clean(text) == (normalize("NFC", text), 0)


@given(TEXTS)
def test_a_line_is_one_line(text):
    """A name or title has no newline or tab, and single spaces between its words."""
    line, _ = clean_line(text)
    assert line == " ".join(line.split())
    assert clean_line(line) == (line, 0)


@given(st.lists(st.text(st.sampled_from("ab \t\n\r\x1b\x7fé"), max_size=3), max_size=4))
def test_lines_are_told_together_as_one_by_one(lines):
    """Lines that are seen to be clean at one look are each what cleaning makes of it; ASCII that is clean is always seen."""
    clean_ones = all(line and clean_line(line) == (line, 0) for line in lines)
    assert are_clean_lines(lines) == (clean_ones and all(map(str.isascii, lines)))


@pytest.mark.parametrize(
    ("given", "wanted", "removed"),
    [
        ("\x1b]52;c;aGFja2Vk\x07after", "after", 16),
        ("\x1bP0;0|x\x1b\\after", "after", 9),
        ("\x9b31mred", "red", 4),
        ("an \x1b]8;; that never ends", "an 8;; that never ends", 2),
        ("\u202eevil\u202c", "evil", 2),
        ("one\r\ntwo\rthree\u0085four\u2028five", "one\ntwo\nthree\nfour\nfive", 0),
        ("tab\tand\nnewline", "tab\tand\nnewline", 0),
        ("[@click=app.quit]hi[/]", "[@click=app.quit]hi[/]", 0),
    ],
)
def test_sequences_go_whole_and_text_stays(given, wanted, removed):
    """Escape sequences are removed whole and counted; newlines of every kind become one kind; markup is text."""
    assert clean(given) == (wanted, removed)


def test_kept_fields_are_cleaned_at_any_depth():
    """Strings inside what a file keeps are cleaned, keys too, and every removed character is counted."""
    assert clean_fields({"a\x07": ["\x1b[2Jb", {"c\ud800": "d"}], "n": 3}) == ({"a": ["b", {"c": "d"}], "n": 3}, 6)


def test_what_json_cannot_say_is_kept_by_name():
    """NaN becomes its name, because JSON has no word for it."""
    assert clean_fields({"x": float("nan")}) == ({"x": "nan"}, 0)


def test_a_deep_field_is_kept_as_its_json():
    """A field nested deeper than a program can write is kept as text."""
    deep: object = "bottom"
    for _ in range(300):
        deep = [deep]
    kept, _ = clean_fields({"deep": deep})
    levels, inner = 0, kept["deep"]
    while isinstance(inner, list):
        levels, inner = levels + 1, inner[0]
    assert levels == 100
    assert isinstance(inner, str)
    assert "bottom" in inner
