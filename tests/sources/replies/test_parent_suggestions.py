"""Whom a comment could answer, the likeliest first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sources.replies.laid_flat import flat, threads

from threadmark.sources.replies.confidence import KINDS
from threadmark.sources.replies.suggesting import ParentSuggester, suggested_parents

FILLER = [(f"reader{number}", f"The lane is closed and that is that, number {number}.") for number in range(60)]


def first(thread):
    """What is suggested first for the last comment: the id and why."""
    best = suggested_parents(thread, len(thread) - 1)[0]
    return thread.ids[best.index], best.why


@given(threads(), st.sampled_from(KINDS), st.integers(0, 5))
def test_a_suggestion_could_be_the_parent(thread, kind, most):
    """It was there before, is not in the comment's own branch, comes once, and the likeliest come first."""
    suggester = ParentSuggester(thread, kind)
    for index in range(len(thread)):
        suggested = suggester.suggested(index, most)
        places = [each.index for each in suggested]
        assert len(set(places)) == len(places) <= most
        assert [each.score for each in suggested] == sorted((each.score for each in suggested), reverse=True)
        for each in suggested:
            assert not thread.holds(index, each.index)
            assert not thread.created[each.index] > thread.created[index]
            assert each.why


@given(threads())
def test_a_suggester_says_the_same_however_it_was_prepared(thread):
    """What it knows may be gathered in any pieces, and gives what a single question gives."""
    suggester = ParentSuggester(thread)
    while suggester.gather(1):
        pass
    for index in range(len(thread)):
        assert suggester.suggested(index) == suggested_parents(thread, index)


def test_a_cue_goes_first():
    """A quote of the oldest comment is stronger than all that is near."""
    opening = ("bob", "A speed hump would have cost a tenth of that money.")
    thread = flat(opening, *FILLER, ("ana", "> A speed hump would have cost a tenth of that money.\n\nWho counted?"))
    assert first(thread)[0] == "1"
    assert first(thread)[1].startswith("quote")


def test_a_cue_that_draws_nothing_still_suggests():
    """On a board a name is not sure enough for a link; it is for a suggestion."""
    thread = flat(("bob", "Close it."), *FILLER, ("ana", "@bob who counted?"))
    (best, *_) = ParentSuggester(thread, "forum").suggested(len(thread) - 1)
    assert (thread.ids[best.index], best.why) == ("1", "@name")


def test_rare_words_that_two_share_suggest():
    """Of sixty comments the one that also speaks of moats is found, far away as it is, and the words are told."""
    thread = flat(
        ("bob", "I would dig a moat with crocodiles."), *FILLER, ("ana", "Crocodiles in a moat freeze in winter.")
    )
    reasons = {thread.ids[each.index]: each.why for each in suggested_parents(thread, len(thread) - 1)}
    assert {"also says moat, crocodiles", "also says crocodiles, moat"} & {reasons["1"]}


def test_a_name_anywhere_suggests():
    """Part of a name inside the text is enough."""
    thread = flat(
        *FILLER[:20], ("Marten_Weir", "Close it."), *FILLER[20:], ("ana", "And what does Marten say to that?")
    )
    reasons = {thread.ids[each.index]: each.why for each in suggested_parents(thread, len(thread) - 1)}
    assert reasons["21"] == "named"


def test_the_comment_before_is_suggested_where_nothing_else_tells():
    """Without times, cues or words the nearest is the likeliest."""
    assert first(flat(*FILLER)) == ("59", "right before")


@pytest.mark.parametrize("count", [0, 1])
def test_where_there_is_nothing_to_answer_nothing_is_suggested(count):
    """The first comment answers the article."""
    thread = flat(*FILLER[:count])
    assert [suggested_parents(thread, index) for index in range(count)] == [[]] * count


def test_a_page_s_layout_rules_out_who_was_later():
    """On a nested page all between a comment and its parent came after the parent."""
    thread = flat(
        ("bob", "Close it.", 1), ("ana", "Why?", 5), ("gull", "Never.", 2), ("dunlin", "Hm.", 4), ("lida", "Well.", 9)
    )
    suggested = [thread.ids[each.index] for each in suggested_parents(thread, 4)]
    assert suggested.index("2") == len(suggested) - 1
