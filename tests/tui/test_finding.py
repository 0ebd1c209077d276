"""Search by real keys: highlighted in place, match by match, one layer at a time; the field's keys are text and nothing else."""

from __future__ import annotations

import tomllib

import pytest
from tests.tui.conftest import LANE
from textual.screen import Screen

from threadmark.find import Search


@pytest.mark.proves("search")
async def test_a_search_goes_to_the_first_match_while_it_is_typed(sit):
    """Each letter looks from where the search began; the count is beside the field; enter stays at the match."""
    async with sit() as here:
        await here.type("/")
        await here.write("so")
        assert here.selected == "c2"
        await here.type("backspace")
        await here.write("hops")
        assert here.selected == "c8"
        assert "/shops" in here.rows()[-1]
        assert "1 of 1" in here.rows()[-1]
        await here.type("enter")
        assert (here.selected, here.labels()) == ("c8", [])
        assert "/shops: 1 of 1" in here.text
        await here.type("-")
        assert here.selected == "c1"


@pytest.mark.proves("search")
async def test_what_is_found_stands_out_in_text_and_author(sit):
    """Matches are drawn in reverse, in any case, and no longer once the search is left."""

    def found(here):
        look = here.tree.look["found"]
        strips = [here.tree.render_line(y) for y in range(here.tree.height)]
        return [segment.text for strip in strips for segment in strip if segment.style and segment.style.reverse
                and segment.style.color == look.color]  # fmt: skip

    async with sit() as here:
        await here.type("/")
        await here.write("BOB")
        assert found(here) == ["bob", "bob"]
        await here.type("ctrl+u / \\ d +")
        assert found(here) == ["900"]
        await here.type("enter escape")
        assert found(here) == []


@pytest.mark.proves("search", "next_match")
async def test_what_is_found_far_down_in_a_long_comment_is_in_sight(sit):
    """A comment taller than the pane is shown where it has the words, also when one is on it already."""
    far = "\n".join([*(f"Line {n} says nothing." for n in range(60)), "The heron stands here.", "And an end."])
    talk = [{"id": "c1", "text": far}, {"id": "c2", "text": "Short."}, {"id": "c3", "text": far}]
    async with sit(talk, size=(80, 20)) as here:
        await here.type("/")
        await here.write("heron")
        assert here.selected == "c1"
        assert "The heron stands here." in here.text
        await here.type("enter n")
        assert here.selected == "c3"
        assert "The heron stands here." in here.text
        await here.type("/ escape")
        assert here.selected == "c3"


@pytest.mark.proves("next_match", "previous_match")
async def test_matches_in_folded_branches_open_and_close_again(sit):
    """What was opened for a match folds again when one goes on, and when one leaves the search elsewhere."""
    async with sit() as here:
        await here.type("z M /")
        await here.write("idea")
        assert (here.selected, "c3" in here.visible) == ("c4", True)
        await here.type("escape")
        assert (here.selected, here.visible) == ("c1", ["c1", "c6", "c8"])
        await here.type("/")
        await here.write("the")
        await here.type("enter")
        places = [here.selected]
        for _ in range(4):
            await here.type("n")
            places.append(here.selected)
        assert places == ["c1", "c2", "c6", "c8", "c1"]
        assert here.said == "from the beginning again"
        assert here.visible == ["c1", "c6", "c8"]
        await here.type("N N N")
        assert here.selected == "c2"
        await here.type("n escape")
        assert here.visible == ["c1", "c6", "c8"]


@pytest.mark.proves("next_match")
async def test_a_branch_in_which_one_is_stays_open(sit):
    """Leaving the search never hides the selected comment; going on after it searches again."""
    async with sit() as here:
        await here.type("n")
        assert here.said == "nothing was searched for yet"
        await here.type("z M /")
        await here.write("idea")
        await here.type("enter escape")
        assert here.selected == "c4"
        assert "c4" in here.visible
        await here.type("g g n")
        assert here.selected == "c4"


@pytest.mark.proves("escape", "search", "filter", "leave")
async def test_escape_undoes_one_layer_at_a_time(sit):
    """A panel, the field, the search, the filter: each esc takes one, and none goes too far; q leaves a filter first."""
    async with sit() as here:
        await here.type("&")
        await here.write("depth:<3")
        await here.type("enter /")
        await here.write("the")
        await here.type("enter c escape")
        assert here.desk.finding.search.search is not None
        await here.type("/ x escape")
        assert here.desk.finding.search.search.words == "the"
        await here.type("escape")
        assert here.desk.finding.search.search is None
        assert here.reading.outline.is_filtered
        await here.type("escape")
        assert not here.reading.outline.is_filtered
        await here.type("escape escape")
        assert here.over == "ReadingScreen"
        await here.type("&")
        await here.write("todo")
        await here.type("enter q")
        assert here.over == "ReadingScreen"
        assert not here.reading.outline.is_filtered


@pytest.mark.proves("search")
async def test_keys_in_the_field_are_text_and_nothing_else(sit):
    """No letter labels, moves or leaves; backspace in an empty field does nothing at all."""
    async with sit() as here:
        await here.type("c n /")
        await here.write("qu Bx? c n")
        await here.type("ctrl+u backspace backspace delete ctrl+w ctrl+q")
        assert here.labels() == [("c1", "stance.against")]
        assert here.desk.finding.typing
        await here.type("left 田 home é end x ctrl+a delete")
        assert "/田x" in here.rows()[-1]
        here.desk.finding.paste(" mill\nlane\x1b[2J ")
        assert "\x1b" not in here.desk.finding._line.text
        await here.type("escape j")
        assert here.selected == "c2"
        here.desk.finding.paste("qqq")
        assert here.labels() == [("c1", "stance.against")]


@pytest.mark.proves("search")
async def test_esc_and_a_key_right_after_it_are_both(sit):
    """What arrives as alt and a key leaves the field and does what the key does there."""
    async with sit() as here:
        await here.type("/ o alt+j")
        assert not here.desk.finding.typing
        assert here.selected == "c2"


@pytest.mark.proves("search")
async def test_a_pattern_that_is_none_says_where(sit):
    """The place is marked and the trouble named; what was found before stays."""
    async with sit() as here:
        await here.type("/")
        await here.write("/(plan")
        assert "no regular expression" in here.text
        await here.type("backspace" + " backspace" * 4)
        await here.write("plan")
        assert here.selected == "c6"


@pytest.mark.proves("search")
async def test_earlier_searches_come_back(sit):
    """Up and down go through them."""
    async with sit() as here:
        for words in ("plan", "shops"):
            await here.type("/")
            await here.write(words)
            await here.type("enter")
        await here.type("/ up up")
        assert "/plan" in here.rows()[-1]
        assert here.selected == "c6"
        await here.type("down enter")
        assert here.selected == "c8"


@pytest.mark.proves("filter")
async def test_a_filter_shows_matches_and_what_they_answer(sit):
    """Others are gone, what is above a match is one dimmed row, motions stop at matches, the counts are there."""
    async with sit() as here:
        await here.type("&")
        await here.write("author:bob")
        assert "2 of 8" in here.rows()[-1]
        await here.type("enter")
        assert here.visible == ["c1", "c2", "c4"]
        assert "& author:bob: 2 of 8" in here.text
        assert "2 of 4 replies filtered out" in here.text
        assert "harbourpost.example" not in here.text
        await here.type("j")
        assert here.selected == "c4"
        await here.type("j")
        assert here.selected == "c4"
        await here.type("h")
        assert here.selected == "c2"
        assert "harbourpost.example" in here.text
        await here.type("z M")
        assert (here.selected, here.visible) == ("c1", ["c1"])
        await here.type("z R escape")
        assert len(here.visible) == 8


@pytest.mark.proves("filter", "undo", "next_todo")
async def test_a_comment_that_falls_out_stays_until_one_moves(sit):
    """Labelling never makes the selection jump away; the next to do is one that meets the filter."""
    async with sit() as here:
        await here.type("&")
        await here.write("-has:label depth:1")
        await here.type("enter c n")
        assert (here.selected, here.visible) == ("c1", ["c1", "c6", "c8"])
        await here.type("j")
        assert (here.selected, here.visible) == ("c6", ["c6", "c8"])
        await here.type("]")
        assert here.selected == "c8"
        await here.type("u")
        assert here.selected == "c1"
        await here.type("u")
        assert here.labels() == []
        assert here.visible == ["c1", "c6", "c8"]


@pytest.mark.proves("filter")
async def test_what_is_not_understood_is_marked_where_it_stands(sit):
    """The error names what could stand there; enter stays in the field until it is mended."""
    async with sit() as here:
        await here.type("&")
        await here.write("athor:bob")
        await here.type("enter")
        assert "there is no field athor" in here.text
        assert "author" in here.text
        assert here.desk.finding.typing
        await here.type("ctrl+u")
        await here.write("author:nobody")
        await here.type("enter")
        assert "no comment meets this" in here.text
        await here.type("escape")
        assert len(here.visible) == 8


@pytest.mark.proves("filter")
async def test_words_of_the_language_are_completed(sit):
    """Tab takes what is chosen; down chooses another."""
    async with sit() as here:
        await here.type("&")
        await here.write("auth")
        await here.type("tab")
        await here.write("b")
        await here.type("tab")
        assert "&author:bob" in here.rows()[-1]
        await here.write(" stance:ag")
        await here.type("tab enter")
        assert "no comment meets this" in here.text


@pytest.mark.proves("filter", "search")
async def test_a_search_looks_only_where_the_filter_does(sit):
    """Filter and search agree, whichever came first."""
    async with sit() as here:
        await here.type("/")
        await here.write("the")
        await here.type("enter")
        assert "1 of 4" in here.text
        await here.type("&")
        await here.write("author:bob")
        await here.type("enter")
        assert "/the: 1 of 1" in here.text
        await here.type("escape escape")
        assert not here.reading.outline.is_filtered


@pytest.mark.proves("save_filter")
async def test_a_saved_filter_is_offered_by_its_name(sit):
    """It is kept in the folder's settings, completed in the field, in parentheses beside others, and runs from the palette."""
    async with sit() as here:
        await here.command("save the filter under a name")
        assert here.said == "there is no filter to save; set one first"
        await here.type("&")
        await here.write("author:bob")
        await here.type("enter")
        await here.command("save the filter under a name")
        await here.write("The [/b] bobs")
        await here.type("enter")
        await here.until(lambda: here.over == "ReadingScreen")
        assert here.said == "saved as The [/b] bobs"
        settings = tomllib.loads((here.path.parent / "threadmark.toml").read_text(encoding="utf-8"))
        assert settings == {"filters": {"The [/b] bobs": "author:bob"}}
        await here.type("escape &")
        assert "saved as The [/b] bobs" in here.text
        await here.write("bob")
        await here.type("tab")
        assert "&author:bob" in here.rows()[-1]
        await here.write(" or bob")
        await here.type("tab")
        assert "&author:bob or (author:bob)" in here.rows()[-1]
        await here.type("escape")
        await here.command("filter The")
        assert here.visible == ["c1", "c2", "c4"]


@pytest.mark.proves("save_filter")
async def test_a_filter_that_can_not_be_saved_says_why(sit):
    """Settings that are not understood any more stay as they are; so do those that can't be written. Esc saves nothing."""
    async with sit() as here:
        settings = here.path.parent / "threadmark.toml"
        settings.write_text("filters = [", encoding="utf-8")
        here.desk.finding.use("author:bob")
        await here.command("save the filter under a name")
        await here.type("escape")
        await here.until(lambda: here.over == "ReadingScreen")
        await here.command("save the filter under a name")
        await here.type("b enter")
        await here.until(lambda: here.over == "ReadingScreen")
        assert "the filter is not saved" in here.said
        assert settings.read_text(encoding="utf-8") == "filters = ["
        assert here.desk.finding.named == {}


async def test_a_saved_filter_that_is_not_understood_stays_in_the_field(sit):
    """Settings are written by hand: what is wrong in a filter is marked where it stands, as if it had been typed."""
    async with sit() as here:
        here.desk.finding.use("athor:bob")
        await here.settle()
        assert "there is no field athor" in here.text
        assert here.desk.finding.typing


async def test_a_letter_draws_only_comments_in_which_something_else_is_found(sit):
    """What a letter finds in the same places, or in none, is not drawn anew; what it finds elsewhere is."""
    async with sit() as here:
        await here.type("/ v o")
        before = dict(here.tree._drawn)
        assert len(before) == 8
        await here.type("t")
        drawn = [index for index, drawn in here.tree._drawn.items() if before.get(index) is not drawn]
        assert drawn == []
        await here.type("backspace backspace")
        drawn = {here.reading.thread.ids[i] for i, drawn in here.tree._drawn.items() if before.get(i) is not drawn}
        assert drawn == {comment["id"] for comment in LANE if "v" in comment["text"]}


async def test_a_letter_is_painted_before_the_search_goes_on(sit, monkeypatch):
    """A large thread is searched behind the keys: only the slice that a letter may wait for comes before its frame."""
    happened = []
    slice_, paint = Search.slice, Screen._compositor_refresh

    def sliced(search, *seconds):
        happened.append("slice")
        return slice_(search, 0.0)

    def painted(screen):
        happened.append("frame")
        paint(screen)

    many = [{"id": f"c{at}", "author": "bob", "text": f"opinion {at} of the lane"} for at in range(1500)]
    async with sit(many) as here:
        await here.type("/")
        monkeypatch.setattr(Search, "slice", sliced)
        monkeypatch.setattr(Screen, "_compositor_refresh", painted)
        here.desk.finding.take("l", "l")
        assert happened == ["slice"]
        await here.until(lambda: here.desk.finding.search.search.is_finished)
        assert happened[:2] == ["slice", "frame"]
        assert happened.count("slice") > 5
        assert "1 of 1,500" in here.rows()[-1]


@pytest.mark.proves("filter")
async def test_a_word_that_is_only_begun_is_no_mistake_yet(sit):
    """While what comes next is offered nothing is called wrong; enter asks for it, and is told what is missing."""
    async with sit() as here:
        await here.type("&")
        await here.write("author:")
        assert "nothing stands" not in here.text
        assert "ana" in here.text
        await here.type("enter")
        assert "nothing stands after author:" in here.text
        assert here.desk.finding.typing
        await here.type("b")
        assert "nothing stands" not in here.text
        await here.write(" stance:a")
        assert "known are" not in here.text
        assert "agree" in here.text
        await here.type("enter")
        assert "stance has no label a" in here.text
        await here.type("ctrl+u")
        await here.write("nonsense:x")
        assert "known are" in here.text
