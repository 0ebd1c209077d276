"""On a small screen what one reads stays readable beside the keys that answer, and the last line tells keys that work."""

from __future__ import annotations

import pytest

from threadmark.keys.names import shown_key
from threadmark.tui import flow

SMALL = (80, 24)
SAID = "The parent says this at some length, in the words that are answered, and ends with the word heron. " * 2
TALK = [
    {"id": "c1", "author": "bob", "text": SAID},
    *({"id": f"c{at}", "parent": "c1", "author": "ana", "text": f"Answer {at} has a few words. " * 6} for at in range(2, 20)),
]  # fmt: skip


def rows_of(here, comment):
    """How many rows of a comment's text are on the screen."""
    return sum(comment in row for row in here.rows())


@pytest.mark.parametrize("keys", ["f", "p", "F n enter", "F n"])
async def test_all_three_are_read_at_once(sit, keys):
    """At 80x24: the parent whole, the selected comment from its first to its last word, and every label of the panel."""
    async with sit(TALK, size=SMALL) as here:
        await here.type("j j j")
        await here.type(keys)
        index = here.reading.selected
        row = here.tree.row_of_selected()
        assert row >= 0
        assert row + here.tree.rows_of(index) <= here.tree.room
        words = here.text.replace("│", " ").replace("▏", " ").split()
        if here.desk.panel.dimension != "rhetoric":
            assert "heron." in words
        assert "more rows" not in here.text
        for label in here.desk.worded(here.desk.panel).rows:
            assert {*label.name.lower().split()} <= {word.lower() for word in words}


async def test_a_question_s_own_keys_are_told_by_it(sit):
    """While one key is asked for, the last line tells none that would do something else."""
    async with sit(TALK, size=SMALL) as here:
        await here.type("B f d")
        assert "enter do it" in here.text
        assert here.rows()[-1].split() == ["saved", "·", "0/19"]


async def test_families_stand_before_their_labels(sit):
    """Five families, a row each at least, also where the parent must be shown."""
    async with sit(TALK, size=SMALL) as here:
        await here.type("G f")
        firsts = [row.strip()[0] for row in here.rows() if row.strip()[:2] in ("1 ", "2 ", "3 ", "4 ", "5 ")]
        assert firsts == [*"12345"]


async def test_what_lies_over_the_article_is_no_part_of_it(sit):
    """Paragraphs under the parent's words are not in sight; closing the panel shows them again."""
    async with sit(TALK, size=SMALL) as here:
        await here.type("G")
        before = here.text
        seen = here.reading.article.paragraphs_in_sight()
        await here.type("f")
        assert "what this answers" in here.text
        assert len(here.reading.article.paragraphs_in_sight()) < len(seen)
        await here.type("escape")
        assert here.text == before


async def test_words_under_it_are_not_marked_by_the_mouse(sit):
    """A press on what lies over the article marks nothing in it."""
    from textual import events  # noqa: PLC0415 -- only here

    async with sit(TALK, size=SMALL) as here:
        await here.type("G f")
        y = next(at for at, row in enumerate(here.rows()) if "what this answers" in row)
        await here.mouse(events.MouseDown, 6, y + 1)
        await here.mouse(events.MouseMove, 20, y + 1)
        await here.mouse(events.MouseUp, 20, y + 1)
        assert here.desk.marking is None


async def test_the_article_gives_way_while_flow_lasts(sit):
    """In flow a strip of an article is lower, unless somebody gives it rows; after flow it is as it was."""
    async with sit(size=SMALL) as here:
        high = here.reading.article.size.height
        await here.type("F")
        await here.pilot.pause()
        assert here.reading.article.size.height < high
        here.reading.resize_article(1)
        await here.pilot.pause()
        assert here.reading.article.size.height > high
        here.reading.resize_article(-1)
        await here.type("escape F escape")
        await here.pilot.pause()
        assert here.reading.article.size.height == high


@pytest.mark.parametrize("keys", ["f", "m tab", "z", "F", "v space", "v space l f a v v"])
async def test_every_key_of_the_last_line_works(sit, keys, monkeypatch):
    """Each key told in a panel, in flow and among marked words does something there: none is unknown, none waits."""
    monkeypatch.setattr(flow, "HELD", 0.0)  # the same key twice is meant here
    async with sit(TALK[:4], size=(200, 20)) as here:
        await here.type("j")
        await here.type(keys)
        hints = here.reading.status.hints
        assert hints[-1][0] == "esc"
        for shown in [key for told, _ in hints for key in told.split(" ")]:
            await here.type("escape escape escape g g j")
            await here.type(keys)
            assert here.reading.status.hints == hints
            key = shown_key(shown)
            assert key is not None, shown
            await here.press(key)
            assert "is no " not in here.said, key
            assert "waits" not in here.said, key
            if here.over != "ReadingScreen":
                await here.type("escape")


async def test_what_moves_is_said(sit):
    """`space` and `o` among marked words change which end moves, which nothing else would show."""
    async with sit() as here:
        await here.type("v space")
        assert here.said == "motions move the end of the marked words now"
        await here.type("o")
        assert here.said == "motions move the beginning of the marked words now"
        await here.type("space")
        assert here.said == "motions mark anew from here"


@pytest.mark.parametrize("pages", [3, 40])
async def test_a_panel_leaves_a_long_comment_where_one_reads(sit, pages):
    """Of a comment longer than the screen the panel leaves the rows in sight that one reads, its end where one is there."""
    long = [{"id": "c1", "author": "bob", "text": " ".join(f"word{number}" for number in range(900))}]
    async with sit(long, size=SMALL) as here:
        await here.type(" ".join(["pagedown"] * pages))

        def words():
            return [word for word in here.text.replace("│", " ").split() if word.startswith("word")]

        before = words()
        assert before[0] != "word0"
        await here.type("f")
        assert words()
        assert set(words()) <= set(before)
        assert words()[-1] == "word899" if pages == 40 else words()[0] == before[0]
        await here.type("pageup escape")
        assert here.selected == "c1"
