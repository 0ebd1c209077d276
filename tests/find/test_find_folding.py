"""Folding: what is alike when it is looked for, and where it stands."""

import sys
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadmark.find.folding import Folds, fold, origins
from threadmark.thread import Article
from threadmark.thread.build import ThreadBuilder
from threadmark.thread.report import ImportReport

TRICKY = "aAeéÉßẞsSıİiIﬁfﬀ…’“\u0301\u0307\u00ad\u200b \n\tΣσςΐйЙが한क़ŉ🙄👍🏽\u200d❤\ufe0f"
TEXTS = st.text(st.one_of(st.sampled_from(TRICKY), st.characters(exclude_categories=["Cs"])), max_size=40)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Café CAFÉ cafe\u0301", "cafe cafe cafe"),
        ("Straße STRASSE ẞ", "strasse strasse ss"),
        ("İstanbul", "istanbul"),
        ("ﬁnd oﬀ", "find off"),
        ("ΟΔΥΣΣΕΎΣ", "οδυσσευσ"),
        ("ещё Йод", "еще иод"),
        ("don’t say “so”… – now", 'don\'t say "so"... - now'),
        ("soft\u00adhyphen\u200b", "softhyphen"),
        ("أحمد", "احمد"),
        ("がか 한국 กิน हिन्दी", "がか 한국 กิน हिन्दी"),
    ],
)
def test_what_is_alike_folds_to_the_same(text, folded):
    """Case, accents, ligatures and typography go; marks that make another word in their script stay."""
    assert fold(text) == folded


@given(TEXTS)
def test_folding_goes_sign_by_sign(text):
    """What a text folds to is what its signs fold to, so that a place in one has its place in the other."""
    assert fold(text) == "".join(map(fold, text))


@given(TEXTS)
def test_folding_again_changes_nothing(text):
    """A folded text is its own."""
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
def test_both_ways_to_write_an_accent_fold_alike(text):
    """Composed or decomposed, a letter is found by the same words, as long as its script leaves accents out."""
    latin = "".join(sign for sign in text if sign in "aAeéÉßẞsSıİiIfйЙ\u0301\u0307 ")
    assert fold(normalize("NFD", latin)) == fold(normalize("NFC", latin))


def test_every_sign_folds_to_one_that_is_folded():
    """There is no sign in Unicode that folding would have to go over twice."""
    signs = [chr(point) for point in range(sys.maxunicode + 1) if not 0xD800 <= point < 0xE000]
    assert [sign for sign in signs if fold(fold(sign)) != fold(sign)] == []


@given(TEXTS)
def test_origins_say_which_sign_each_folded_one_came_from(text):
    """There is one for every code point of the folded text, and it comes of the sign that it points to."""
    folded, at = fold(text), origins(text)
    places = range(len(text)) if at is None else at
    assert len(places) == len(folded)
    assert list(places) == sorted(places)
    assert all(sign in fold(text[place]) for sign, place in zip(folded, places, strict=True))


def test_a_thread_s_folds_are_its_texts_folded():
    """Asked once or again, for ASCII and for other texts."""
    builder = ThreadBuilder(ImportReport())
    texts = ["Mill LANE", "Straße", "ещё", ""]
    for text in texts:
        builder.add(None, None, None, text)
    folds = Folds(builder.build(Article()))
    for _ in range(2):
        assert [folds.text(index) for index in range(len(texts))] == ["mill lane", "strasse", "еще", ""]
