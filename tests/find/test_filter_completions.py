"""What is offered while a filter is typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.find.lane import CODEBOOK

from threadmark.find import completions, parse
from threadmark.find.pieces import pieces

AUTHORS = ["bob", "Bob Smith", "ana_k", "Zoë", "x:y"]
TYPED = st.one_of(
    st.sampled_from(["st", "stance:", "claim:ag", "fallacy:per", "has:", "-is:", "todo author:b", "(la", 'author:"bo']),
    st.text("abhs: :-(\"'todr/", max_size=10),
)


def offered(text, cursor=None):
    """The words offered at the end, or elsewhere."""
    return [offer.text for offer in completions(text, len(text) if cursor is None else cursor, CODEBOOK, AUTHORS)]


@settings(deadline=None, max_examples=200)
@given(TYPED, st.data())
def test_what_is_offered_can_be_typed(text, data):
    """It stands around the cursor, and once it is there, what it completes is understood."""
    cursor = data.draw(st.integers(0, len(text)))
    for offer in completions(text, cursor, CODEBOOK, AUTHORS):
        assert 0 <= offer.start <= cursor <= offer.end <= len(text)
        typed, after = offer.applied(text)
        assert typed[offer.start : after] == offer.text
        if not offer.text.endswith((":", "<", ">", "=")) and offer.text not in {"not", "or", "and"}:
            *_, piece = pieces(typed[:after])
            parse(typed[piece.start : after], CODEBOOK)


def test_an_empty_filter_is_offered_all_that_can_begin_one():
    """States, dimensions, targets, fields, operators; each with its help."""
    words = offered("")
    assert {"todo", "stance:", "claim:", "fallacy:", "label:", "author:", "depth:", "has:", "is:", "not", "or"} <= set(
        words
    )
    assert len(words) == len(set(words))
    assert all(offer.help for offer in completions("", 0, CODEBOOK))
    assert offered("todo ") == words


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("to", ["todo"]),
        ("-auth", ["author:"]),
        ("(cl", ["claim:"]),
        ("stance:ag", ["against", "agree", "disagree"]),
        ("claim:ag", ["against"]),
        ("parent:", ["any", "none", "agree"]),
        ("fallacy:per", ["person", "family.person"]),
        ("FALLACY:AD", ["ad_hominem"]),
        ("sarc", ["rhetoric:sarcasm_irony"]),
        ("evid", ["has:evidence"]),
        ("has:", ["note", "evidence", "link", "label", "replies"]),
        ("is:d", ["deleted"]),
        ("author:b", ["bob", '"Bob Smith"', "ana_k"][:2]),
        ('author:"bob s', ['"Bob Smith"']),
        ("author:zoe", ["Zoë"]),
        ("author:x", ['"x:y"']),
        ("depth:", ["<", "<=", ">", ">="]),
        ('"mil', []),
        ("/mil", []),
        ("text:", []),
        ("nonesuch:", []),
    ],
)
def test_what_is_begun_is_gone_on_with(text, first):
    """The likeliest is first; in a phrase or a pattern nothing is offered."""
    assert offered(text)[: len(first)] == first
    assert bool(offered(text)) == bool(first)


def test_amid_a_filter_the_whole_word_is_replaced():
    """Field and value, each by itself."""
    (author,) = completions("authxx:bob todo", 4, CODEBOOK)
    assert author.applied("authxx:bob todo") == ("author:bob todo", 7)
    quoted = completions('author:"bob s todo', 13, CODEBOOK, AUTHORS)[0]
    assert quoted.applied('author:"bob s todo') == ('author:"Bob Smith" todo', 18)
    against = completions("stance:agxx todo", 9, CODEBOOK)[0]
    assert against.applied("stance:agxx todo") == ("stance:against todo", 14)


def test_not_all_of_a_crowd_is_offered():
    """Fifty authors are more than anybody reads."""
    crowd = [f"reader{number}" for number in range(1000)]
    assert len(completions("author:read", 11, CODEBOOK, crowd)) == 50
