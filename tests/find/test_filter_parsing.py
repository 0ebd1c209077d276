"""The filter language: what is understood, how it is printed, and how it is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.find.lane import CODEBOOK
from tests.find.terms import TERMS

from threadmark.find import Filter, FindError, parse


@settings(deadline=None, max_examples=300)
@given(TERMS)
def test_what_is_printed_is_parsed_to_the_same(term):
    """The text of a filter is read again as that filter, whatever words, quotes and slashes are in it."""
    assert parse(str(Filter(term)), CODEBOOK) == Filter(term)


@settings(deadline=None, max_examples=300)
@given(st.text('ab :/\\"()-*<>.=0é\nor not todo stance:claim author:depth:', max_size=24))
def test_whatever_is_typed_is_parsed_or_refused_with_its_place(text):
    """There is a filter whose text says the same, or an error that points into what was typed."""
    try:
        filter_ = parse(text, CODEBOOK)
    except FindError as raised:
        error = raised
    else:
        assert parse(str(filter_), CODEBOOK) == filter_
        return
    assert 0 <= error.start <= error.end <= len(text)
    assert error.where == f"column {error.start + 1}"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("", ""),
        ("   ", ""),
        (
            'author:bob stance:against depth:>3 todo has:evidence "mill lane"',
            'author:bob stance:against depth:>3 todo has:evidence "mill lane"',
        ),
        ("a or b c", "a or b c"),
        ("(a or b) c", "(a or b) c"),
        ("a (b c)", "a b c"),
        ("a and b AND c", "a b c"),
        ("not a b", "-a b"),
        ("not (a b)", "-(a b)"),
        ("--a not not b", "a b"),
        ("- a", None),
        ("a OR (b or c)", "a or b or c"),
        ("Author:Bob", "author:Bob"),
        ('author:"Bob Smith"', 'author:"Bob Smith"'),
        ("text:todo", '"todo"'),
        ("TODO", "todo"),
        ("is:done", "done"),
        ('"a \\"b\\" \\\\"', '"a \\"b\\" \\\\"'),
        ("and/or 10:30 don't", "and/or 10:30 don't"),
        ("/a b/ c", "/a b/ c"),
        ("/a b", "/a/ b"),
        ("(/a(b|c)) d", "/a(b|c)/ d"),
        ("/https:\\/\\/x/", "/https:\\/\\/x/"),
        ("author:/^b/", "author:/^b/"),
        ("/", '"/"'),
        ("fallacy:Person", "fallacy:person"),
        ('fallacy:"Ad hominem"', "fallacy:ad_hominem"),
        ("rhetoric:sarcasm-irony", "rhetoric:sarcasm_irony"),
        ("label:fallacy.family.person", "label:fallacy.family.person"),
    ],
)
def test_the_language(typed, printed):
    """Words side by side bind tighter than or; case doesn't count; slashes and quotes may be left out where they can."""
    if printed is None:
        with pytest.raises(FindError):
            parse(typed, CODEBOOK)
    else:
        assert str(parse(typed, CODEBOOK)) == printed


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("a )", "column 3: nothing is open for ) to close"),
        ("a (b", "column 3: ( is not closed"),
        ("()", "column 2: nothing stands after ("),
        ("or a", "column 1: nothing stands before or"),
        ("a or", "column 5: nothing stands after or"),
        ("a or or b", "column 6: nothing stands after or"),
        ("a - b", "column 3: - stands alone"),
        ('a "b', 'column 3: " is not closed'),
        ('""', "column 1: there is nothing to look for"),
        ("author:", "column 8: nothing stands after author:"),
        ("a autor:bob", "column 3: there is no field autor; known are author, text"),
        ("https://lane.example", 'write it in "quotes" to find it in the text'),
        ("stance:agaist", "column 8: stance has no label agaist; known are against, "),
        ("claim:disagree", "column 7: claim has no label disagree; known are "),
        ("flag:none", "flag has no label none"),
        ("label:nonesuch", "there is no label nonesuch"),
        ("is:foo", "column 4: there is no is:foo; known are deleted, inferred, top, todo"),
        ("has:foo", "known are note, evidence, link, label, replies"),
        ("depth:deep", "column 7: depth can't be deep; depth takes a number: 3, >3, <=3, 2..4"),
        ("score:5..2", "column 7: score can't be 5..2"),
        ("created:2024-13", "created takes a date: 2024-03-12"),
        ("x /a(/", "column 5: no regular expression: missing )"),
        ("(" * 60 + "a" + ")" * 60, "column 51: more than 50 parentheses deep"),
    ],
)
def test_what_is_not_understood_is_said_with_its_place(typed, said):
    """The error tells the column, what is wrong there, and what is known, the nearest first."""
    with pytest.raises(FindError) as raised:
        parse(typed, CODEBOOK)
    assert said in str(raised.value)


def test_an_error_holds_all_that_is_known():
    """Also what does not fit into its line."""
    with pytest.raises(FindError) as raised:
        parse("fallacy:xyz", CODEBOOK)
    assert {"any", "none", "person", "ad_hominem", "cant_tell"} <= set(raised.value.known)
    assert "more" in str(raised.value)


def test_a_long_filter_needs_no_depth():
    """Thousands of words side by side, or nots in a row, are no trouble."""
    assert str(parse("a " * 5000, CODEBOOK)).count("a") == 5000
    assert str(parse("not " * 5001 + "a", CODEBOOK)) == "-a"
