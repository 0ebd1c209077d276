"""What an open panel does with keys: labels, commands, help, closing, and what is in sight meanwhile."""

from __future__ import annotations

import re

import pytest
from tests.tui.sitting import NARROW, WIDE

from threadmark.tui import flow
from threadmark.tui.panel import panel_strips

TALK = [
    {"id": "c1", "author": "bob", "text": "The first sentence of the parent. " * 12 + "Its very last words."},
    *({"id": f"r{n}", "parent": "c1", "author": "Gull", "text": f"Reply {n}. " * 20} for n in range(8)),
    {"id": "c2", "parent": "c1", "author": "ana_k", "text": "Answers the parent from far away."},
]


async def test_an_unknown_key_says_so_and_does_nothing(sit):
    """A key that nothing is bound to is named; in a panel the whole chord is, and the panel is closed."""
    async with sit() as here:
        await here.type("Z")
        assert here.said == "Z is no key here; ? shows all keys"
        await here.type("f q")
        assert here.said == "f q is no key here; ? shows all keys"
        assert here.desk.panel is None
        assert here.labels() == []


@pytest.mark.parametrize("key", ["escape", "backspace"])
async def test_a_panel_is_closed_without_a_label(sit, key):
    """`esc` and `backspace` close the panel; the next key is itself."""
    async with sit() as here:
        await here.type("f")
        assert "fallacy?" in here.text
        await here.type(f"{key} j")
        assert "fallacy?" not in here.text
        assert here.selected == "c2"
        assert here.labels() == []


async def test_esc_closes_one_layer(sit):
    """A page over a panel that is kept open: one `esc` closes the page, the next the panel, the third nothing."""
    async with sit() as here:
        await here.type("m tab s f1")
        assert here.over == "Page"
        await here.type("escape")
        assert here.over == "ReadingScreen"
        assert here.desk.panel is not None
        await here.type("escape")
        assert here.desk.panel is None
        await here.type("escape escape")
        assert here.app.is_running
        assert here.labels() == [("c1", "rhetoric.sarcasm_irony")]


async def test_alt_and_a_key_are_esc_and_that_key(sit):
    """`esc x` typed quickly arrives as `alt+x`: it closes the panel, then does what `x` does."""
    async with sit() as here:
        await here.press("f", "alt+j")
        assert here.selected == "c2"
        assert here.labels() == []
        await here.press("m", "alt+shift+g")
        assert here.selected == "c8"
        await here.press("alt+f", "a")
        assert here.labels() == [("c8", "fallacy.ad_hominem")]


@pytest.mark.proves("next_comment", "last_comment", "undo", "revisit")
async def test_arrows_and_capitals_are_commands_inside_a_panel(sit):
    """In a label panel arrows move, capitals do what they do outside, and the panel follows the selection."""
    async with sit() as here:
        await here.type("f a f down")
        assert (here.selected, "fallacy?" in here.text) == ("c2", True)
        await here.type("R a")
        assert here.labels() == [("c1", "fallacy.ad_hominem"), ("c2", "fallacy.ad_hominem")]
        assert here.review("c2")["revisit"]
        await here.type("f G d")
        assert here.labels()[-1] == ("c8", "fallacy.false_dilemma")
        await here.type("f U")
        assert here.labels()[-1] == ("c2", "fallacy.ad_hominem")


@pytest.mark.proves("done")
async def test_enter_in_a_panel_is_done(sit):
    """`enter` finishes the comment also while a panel is open."""
    async with sit() as here:
        await here.type("c n f enter")
        assert here.selected == "c2"
        assert here.review("c1")["status"] == "done"


async def test_what_is_set_is_marked_in_the_panel(sit):
    """Labels on the comment have their sign in the panel, the others have not."""
    async with sit() as here:
        await here.type("f a f")
        assert "● ad hominem" in here.text.split("fallacy?")[1]
        assert "● false dilemma" not in here.text
        await here.type("down")
        assert "● ad hominem" not in here.text.split("fallacy?")[1]


@pytest.mark.proves("explain")
async def test_f1_defines_the_labels_of_the_panel(sit):
    """The page has the panel's labels with tests and example, and no others; after it the panel is still open."""
    async with sit() as here:
        await here.type("f f1")
        assert "definitions: fallacy?" in here.text
        assert "yes when:" in here.text
        assert "Logos appeal" not in here.text
        await here.type("escape a")
        assert here.labels() == [("c1", "fallacy.ad_hominem")]


@pytest.mark.proves("help")
async def test_help_is_help_in_every_panel(sit):
    """`?` opens the keys from a panel of labels and from one of commands."""
    async with sit() as here:
        for leader in "cpmfxzg":
            await here.type(f"{leader} ?")
            assert (leader, here.over) == (leader, "Page")
            await here.type("escape")


async def test_the_parent_is_read_while_it_is_judged(sit):
    """A parent off the screen is quoted in the panel whole, or scrolled through with the page keys."""
    async with sit(comments=TALK, size=NARROW) as here:
        await here.type("G p")
        assert "bob: The first sentence of the parent." in here.text
        seen = here.text
        for _ in range(12):
            await here.type("pagedown")
            seen += here.text
        assert "Its very last words." in seen
        await here.type("n")
        assert here.labels() == [("c2", "stance.disagree")]


async def test_the_parent_is_read_before_a_fallacy_is_named(sit):
    """The fallacy panel quotes a parent that is off the screen, too."""
    async with sit(comments=TALK, size=WIDE) as here:
        await here.type("G f")
        assert "bob: The first sentence" in here.text or here.tree.is_whole_in_sight(0)


@pytest.mark.parametrize("leader", ["c", "p", "m", "f", "x", "z"])
@pytest.mark.parametrize("size", [NARROW, (80, 24), WIDE])
async def test_every_continuation_can_be_read(sit, leader, size):
    """All rows of a panel are on the screen, at once or with the page keys, and the selected comment with them."""
    async with sit(size=size) as here:
        await here.type(f"j {leader}")
        panel = here.desk.panel
        seen = here.text
        for _ in range(6):
            await here.type("pagedown") if panel.dimension else None
            seen += here.text
        words = " ".join(seen.split())
        names = [" ".join(row.name.lower().partition(":")[0].split()) for row in panel.rows]
        assert [name for name in names if name not in words] == []
        assert here.tree.row_of_selected() is not None


async def test_a_panel_never_covers_the_selected_comment(sit):
    """The comment that a label will be on stays whole above the panel, wherever it was."""
    async with sit(size=(80, 24)) as here:
        for _ in range(8):
            await here.type("m")
            row = here.tree.row_of_selected()
            assert row is not None
            assert row + here.tree.rows_of(here.reading.selected) <= here.tree.room
            await here.type("escape j")


@pytest.mark.proves("take_label")
async def test_a_question_over_an_open_panel(sit):
    """`D` in a panel asks in its place; once that is answered the panel is there again, as its keys are live."""
    async with sit() as here:
        await here.type("c n m D")
        assert "which label goes away?" in here.text
        await here.type("a")
        assert here.labels() == []
        assert "rhetoric?" in here.text
        await here.type("s")
        assert here.labels() == [("c1", "rhetoric.sarcasm_irony")]


async def test_an_ellipsis_stands_only_where_words_are_cut(sit):
    """At any width that has room for the longest name, each name is whole and nothing looks as if it were not."""
    async with sit() as here:
        look = here.tree.look
        for leader in "mfcpx":
            panel = here.desk.keymap.panel((leader,))
            for width in range(60, 131):
                rows = [strip.text for strip in panel_strips(panel, look, width, 100)]
                assert not any(look.signs.ellipsis in row for row in rows), (leader, width)
                assert all(any(row.name.lower() in shown for shown in rows) for row in panel.rows), (leader, width)


def words(here):
    """The numbered words that can be read on the screen."""
    return {*re.findall(r"word\d+", here.text)}


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
@pytest.mark.parametrize("keys", ["F , space", "f"])
async def test_a_comment_that_a_panel_hides_is_read_by_the_page(sit, monkeypatch, size, keys):
    """Page down goes through a comment taller than what the panel leaves of the pane, and page up back."""
    monkeypatch.setattr(flow, "HELD", 0.0)  # the same key twice is meant here
    talk = [
        {"id": "c1", "author": "bob", "text": " ".join(f"word{n}" for n in range(220)) + " heron."},
        {"id": "c2", "author": "ana", "parent": "c1", "text": "A reply."},
    ]
    async with sit(talk, size=size) as here:
        await here.type(keys)
        shown = words(here)
        for _ in range(20):
            await here.type("pagedown")
            shown |= words(here)
        assert {f"word{n}" for n in range(220)} <= shown
        assert "heron." in here.text
        assert (here.selected, here.desk.panel is not None) == ("c1", True)
        for _ in range(20):
            await here.type("pageup")
        assert "word0" in here.text


async def test_a_tall_reply_is_read_by_the_page_beside_its_parent(sit, monkeypatch):
    """Its parent stays to be read in the panel, or above the comment, as one pages through."""
    monkeypatch.setattr(flow, "HELD", 0.0)
    talk = [
        {"id": "c1", "author": "bob", "text": "The parent says heron."},
        {"id": "c2", "author": "ana", "parent": "c1", "text": " ".join(f"word{n}" for n in range(200))},
    ]
    async with sit(talk, size=(80, 24)) as here:
        await here.type("j F , space")
        shown = words(here)
        for _ in range(20):
            await here.type("pagedown")
            shown |= words(here)
            assert "heron." in here.text
        assert {f"word{n}" for n in range(200)} <= shown


async def test_a_panel_opens_where_one_reads_in_a_tall_comment(sit):
    """Who has read on to the middle of a long comment stays there when a leader is pressed, and when a label is given."""
    talk = [{"id": "c1", "author": "bob", "text": " ".join(f"word{n}" for n in range(600))}]
    async with sit(talk, size=(80, 24)) as here:
        await here.type("pagedown")
        before = words(here)
        assert "word0" not in before
        await here.type("m tab")
        assert words(here) <= before
        await here.type("s r")
        assert words(here) <= before
