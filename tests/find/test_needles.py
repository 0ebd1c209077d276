"""What is looked for, and where in a text it stands."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadmark.find.errors import FindError
from threadmark.find.folding import fold
from threadmark.find.needles import Pattern, Stretch, Words

SIGNS = "aAeéÉßẞsSıİiIﬁfﬀ…’'.\u0301\u0307\u00ad\u200b \n\tΣσςйЙиが🙄"
TEXTS = st.text(SIGNS, max_size=30)
NEEDLES = st.text(SIGNS, min_size=1, max_size=4)


def without_blanks(text):
    """A text folded, every run of white space one blank."""
    return " ".join(fold(text).split())


@given(TEXTS, NEEDLES)
def test_words_are_in_a_text_when_folded_they_are(text, words):
    """It is the same as to look for the folded words in the folded text, white space made alike."""
    wanted = without_blanks(words)
    if wanted:
        assert Words(words).are_in(fold(text)) == (wanted in without_blanks(text))


@given(TEXTS, NEEDLES)
def test_stretches_fold_to_the_words(text, words):
    """Cut out again, a stretch folds to the words; more only within a sign at its ends that folds to several."""
    wanted = without_blanks(words)
    for start, end in Words(words).stretches(text):
        found = without_blanks(text[start:end])
        at = found.find(wanted)
        assert 0 <= at < len(fold(text[start]))
        rest = len(found) - at - len(wanted)
        last = next(sign for sign in reversed(text[start:end]) if fold(sign))
        assert rest < len(fold(last))


@given(TEXTS, NEEDLES)
def test_stretches_are_as_many_as_can_be_without_overlaps(text, words):
    """There is one wherever the text has the words, in order, and none overlaps the one before."""
    stretches = Words(words).stretches(text)
    assert bool(stretches) == (bool(without_blanks(words)) and Words(words).are_in(fold(text)))
    assert all(one.end <= other.start for one, other in pairwise(stretches))
    assert all(0 <= start < end <= len(text) for start, end in stretches)


@given(TEXTS, st.text("aeéiIfsß ", min_size=1, max_size=3))
def test_without_signs_that_change_length_offsets_are_plain(text, words):
    """In such a text, stretches are those of the folded text."""
    plain = "".join(sign for sign in text if len(fold(sign)) == 1)
    wanted = without_blanks(words)
    if wanted and " " not in wanted:
        naive, at = [], fold(plain).find(wanted)
        while at >= 0:
            naive.append((at, at + len(wanted)))
            at = fold(plain).find(wanted, at + len(wanted))
        assert list(Words(words).stretches(plain)) == naive


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("strasse", "Die Straße.", ["Straße"]),
        ("stras", "Die Straße.", ["Straß"]),
        ("s", "ß s", ["ß", "s"]),
        ("istanbul", "nach İstanbul", ["İstanbul"]),
        ("find", "ﬁnd, FIND", ["ﬁnd", "FIND"]),
        ("f", "oﬀ", ["ﬀ"]),
        ("cafe", "Cafe\u0301!", ["Cafe\u0301"]),
        ("hyphen", "hy\u00adphen", ["hy\u00adphen"]),
        ("mill lane", "Mill\n  Lane, mill\u00a0lane", ["Mill\n  Lane", "mill\u00a0lane"]),
        ("don't", "I don’t", ["don’t"]),
        ("so...", "so… what", ["so…"]),
        ("aa", "aaaa", ["aa", "aa"]),
        ("  ", "a  b", []),
        ("\u0301", "e\u0301", []),
    ],
)
def test_what_is_found(words, text, found):
    """Words are found however they are written, and with the marks on them."""
    assert [text[start:end] for start, end in Words(words).stretches(text)] == found


def test_words_narrow_what_they_go_on_from():
    """Where the later are, the earlier are, whichever end they grew at."""
    assert Words("mill lane").narrow(Words("Mill L"))
    assert Words("mill lane").narrow(Words("LANE "))
    assert not Words("mill lane").narrow(Words("milll"))
    assert not Words("mill lane").narrow(Words(" "))


def test_a_pattern_is_looked_for_in_the_text_as_it_is():
    """In any case, line by line, accents and all; what matches nothing is no stretch."""
    text = "Closing it\npunishes drivers, 900 of them"
    assert Pattern("^PUNISH").stretches(text) == (Stretch(11, 17),)
    assert Pattern(r"\d*").stretches(text) == (Stretch(29, 32),)
    assert not Pattern("cafe").is_in("café")


@pytest.mark.parametrize("said", ["(", "a**", "[", r"\p", "a{99999999999}", "(" * 500, "(?:" * 900, "x" * 1001, "(?i"])
def test_what_is_no_pattern_is_said_to_be_none(said):
    """Whatever is wrong with it, the error stands within what was typed."""
    with pytest.raises(FindError, match="regular expression") as raised:
        Pattern(said, 5)
    assert 5 <= raised.value.start <= raised.value.end <= 5 + len(said)


def test_a_pattern_that_would_take_for_ever_has_no_stretches():
    """It is given up, and nothing is highlighted."""
    assert Pattern("(a+)+$").stretches("a" * 60 + "b") == ()
