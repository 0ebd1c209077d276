"""Flat text whose comments are indented under what they answer."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from threadmark.sources.flat_text.reading import thread_of
from threadmark.sources.replies.indents import dedented, indent_of, is_ladder, parents_by_level
from threadmark.thread.report import ImportReport

NAMES = ("bob", "ana_k", "Gull")
LADDER = """\
date 2024-03-12 The council closes Mill Lane.

bob
Closing it punishes drivers.
    ana_k
    So walk:

        one foot
        before the other
        Gull
        In this rain?
    Gull
    Or cycle.
ana_k
Typical council.
bob
Indeed.
"""
STEPS = st.lists(st.integers(0, 9), min_size=1, max_size=12)


def read(text):
    """Author, text, text of the parent and cue of each comment, and the report."""
    report = ImportReport()
    thread = thread_of(text, report)
    rows = [
        (c.author, c.text, c.parent and thread[thread.index(c.parent)].text, c.inferred and c.inferred.cue)
        for c in thread
    ]
    return rows, report


def depths_of(steps):
    """Depths as replies have them: each at most one below the one before."""
    depths = [0]
    for step in steps:
        depths.append(min(step, depths[-1] + 1))
    return depths


def written(depths, step, pairs=()):
    """A flat text of comments that are indented by depth; those in `pairs` name whom they answer."""
    lines = ["date 2024-03-12 The council closes Mill Lane.", ""]
    for number, depth in enumerate([*depths, 0, 0, 0]):  # each name is there again, so that it is known for one
        whom = [pairs[number]] if number in pairs else []
        body = [f"This is comment number {number}.", "", "   It goes on a little further right.", "And ends."]
        lines += [step * depth + line for line in (NAMES[number % 3], *whom, *body)]
    return "\n".join(lines)


def text_of(number):
    """What such a comment says."""
    return f"This is comment number {number}.\n\n   It goes on a little further right.\nAnd ends."


def test_a_reply_stands_under_what_it_answers():
    """The nearest comment above that is less indented is the parent; bodies lose the indent, and keep what is beyond."""
    rows, report = read(LADDER)
    walk = "So walk:\n\n    one foot\n    before the other"
    assert rows == [
        ("bob", "Closing it punishes drivers.", None, None),
        ("ana_k", walk, "Closing it punishes drivers.", "indentation"),
        ("Gull", "In this rain?", walk, "indentation"),
        ("Gull", "Or cycle.", "Closing it punishes drivers.", "indentation"),
        ("ana_k", "Typical council.", None, None),
        ("bob", "Indeed.", None, None),
    ]
    assert report.inferred["indentation"] == 3


@settings(deadline=None, max_examples=60)
@given(STEPS, st.sampled_from(["  ", "   ", "        ", "\t", "\u3000\u3000"]))
def test_indents_are_read_as_they_were_written(steps, step):
    """Comments written out by depth hang where they did, whatever a level is indented by, and their words are the same."""
    depths = depths_of(steps)
    parents = parents_by_level(depths)
    rows, _ = read(written(depths, step))
    found = {text: parent for _, text, parent, _ in rows}
    assert len(found) == len(depths) + 3
    for number, parent in enumerate(parents):
        assert found[text_of(number)] == (None if parent is None else text_of(parent))


@settings(deadline=None, max_examples=40)
@given(STEPS, st.sampled_from(["  ", "\t"]))
def test_an_added_comment_changes_no_other_id(steps, step):
    """A comment written below the others, or a new reply, leaves each id as it was."""
    depths = depths_of(steps)
    text = written(depths, step)
    before = thread_of(text, ImportReport()).ids
    for indent in ("", step):
        after = thread_of(f"{text}\n{indent}bob\n{indent}One more.", ImportReport()).ids
        assert set(before) < set(after)
        assert len(after) == len(before) + 1


def test_whom_a_comment_names_goes_before_where_it_stands():
    """An author pair is the page's own word; the indent is how it was printed."""
    rows, _ = read(written([0, 1, 1], "    ", {2: "ana_k"}))
    assert (NAMES[2], text_of(2), text_of(1), "author pair") in rows
    assert (NAMES[1], text_of(1), text_of(0), "indentation") in rows


@pytest.mark.parametrize("indents", [(0, 1, 0, 1), (0, 3, 7), (4, 4, 4), (0,), ()])
def test_other_spaces_are_no_levels(indents):
    """Single spaces, unequal steps and one indent for all draw no link, and the words stay where they are."""
    assert not is_ladder(indents)
    lines = ["date 2024-03-12 The council closes Mill Lane.", ""]
    for number, indent in enumerate(indents):
        lines += [" " * indent + "bob", f"   Comment number {number}.", ""]
    rows, _ = read("\n".join(lines))
    assert all(parent is None for *_, parent, _ in rows)
    assert all(text.startswith("   Comment") for _, text, *_ in rows)


@given(st.lists(st.integers(0, 6).map(lambda level: level * 2)))
def test_levels_make_a_forest(levels):
    """A parent is the last before that is less indented: all between are not."""
    for place, parent in enumerate(parents_by_level(levels)):
        start = 0 if parent is None else parent + 1
        assert parent is None or levels[parent] < levels[place]
        assert all(level >= levels[place] for level in levels[start:place])


@given(st.lists(st.text(" \tab>", max_size=12)), st.integers(0, 20))
@example(["\ta", "        b"], 0)
def test_dedenting_takes_away_spaces_only(lines, indent):
    """No word is touched, no line goes further right, and at least the common indent is gone."""
    less = dedented(lines, indent)
    assert [line.split() for line in less] == [line.split() for line in lines]
    assert all(indent_of(after) <= indent_of(before) for after, before in zip(less, lines, strict=True))
    filled = [indent_of(line) for line in less if line.strip()]
    assert not filled or min(filled) == 0
