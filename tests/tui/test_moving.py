"""Movement by real keys, over trees that are open, partly folded or folded whole."""

from __future__ import annotations

import pytest
from tests.tui.sitting import NARROW

LONG = [
    {"id": f"c{number}", "author": "bob", "text": "The lane, the shops and the buses come up again and again. " * 3}
    for number in range(1, 60)
]


async def walked(here, keys):
    """The selected comment after each key."""
    seen = []
    for key in keys.split():
        await here.type(key)
        seen.append(here.selected)
    return seen


@pytest.mark.proves("next_comment", "previous_comment")
async def test_next_and_previous_follow_the_thread(sit):
    """`j` and `down` go through the comments in order, `k` and `up` back; at the ends they say so and stay."""
    async with sit() as here:
        assert await walked(here, "j down j j j j j") == ["c2", "c3", "c4", "c5", "c6", "c7", "c8"]
        await here.type("j")
        assert (here.selected, here.said) == ("c8", "no further comment this way")
        assert await walked(here, "k up k k k k k k") == ["c7", "c6", "c5", "c4", "c3", "c2", "c1", "c1"]


@pytest.mark.proves("next_comment", "previous_comment")
async def test_folded_branches_are_passed_over(sit):
    """What a fold hides is not moved to, in either direction."""
    async with sit() as here:
        await here.type("j space")
        assert await walked(here, "j j k k k") == ["c5", "c6", "c5", "c2", "c1"]


@pytest.mark.proves("next_sibling", "previous_sibling")
async def test_siblings_pass_over_branches(sit):
    """`J` goes past the branch to the next comment at this level or above, `K` to the one before or the parent."""
    async with sit() as here:
        await here.type("j")
        assert await walked(here, "J J J") == ["c5", "c6", "c8"]
        assert await walked(here, "K K") == ["c6", "c1"]
        await here.type("j j j")
        assert await walked(here, "K K") == ["c3", "c2"]


@pytest.mark.proves("fold_or_parent")
async def test_left_folds_and_then_climbs(sit):
    """`h` folds an open branch, then goes to the parent; from a top-level comment there is none."""
    async with sit() as here:
        await here.type("j h")
        assert (here.selected, here.visible) == ("c2", ["c1", "c2", "c5", "c6", "c7", "c8"])
        await here.type("left")
        assert here.selected == "c1"
        await here.type("h")
        assert here.visible == ["c1", "c6", "c7", "c8"]
        await here.type("h")
        assert (here.selected, here.said) == ("c1", "a top-level comment has no parent")


@pytest.mark.proves("unfold_or_reply")
async def test_right_unfolds_and_then_descends(sit):
    """`l` unfolds a folded branch, then goes to the first reply; a comment without replies says so."""
    async with sit() as here:
        await here.type("space")
        await here.type("l")
        assert (here.selected, len(here.visible)) == ("c1", 8)
        assert await walked(here, "right l") == ["c2", "c3"]
        await here.type("l")
        assert (here.selected, here.said) == ("c3", "this comment has no replies")


@pytest.mark.proves("next_top_level", "previous_top_level")
async def test_top_level_comments(sit):
    """`}` goes to the next top-level comment, `{` to this branch's and then to the one before."""
    async with sit() as here:
        await here.type("j j")
        assert await walked(here, "} } { {") == ["c6", "c8", "c6", "c1"]
        await here.type("j j")
        assert await walked(here, "{") == ["c1"]


@pytest.mark.proves("first_comment", "last_comment")
async def test_first_and_last(sit):
    """`g g` and `G` go to the ends, the last comment being the last that no fold hides."""
    async with sit() as here:
        await here.type("G")
        assert here.selected == "c8"
        await here.type("g g")
        assert here.selected == "c1"
        await here.type("} space { }")
        await here.type("J")
        assert here.selected == "c8"


@pytest.mark.proves("last_comment")
async def test_last_in_a_folded_branch(sit):
    """The last comment is never inside a folded branch."""
    async with sit(comments=[{"id": "c1", "text": "One."}, {"id": "c2", "parent": "c1", "text": "Two."}]) as here:
        await here.type("space G")
        assert here.selected == "c1"


@pytest.mark.proves("page_down", "page_up", "half_page_down", "half_page_up")
@pytest.mark.parametrize("keys", [("pagedown", "pageup"), ("ctrl+d", "ctrl+u")])
async def test_pages_move_the_view_and_the_selection(sit, keys, monkeypatch):
    """Paging down and up again passes every comment, with the selection always on the screen, to both ends."""
    down, up = keys
    async with sit(comments=LONG, size=NARROW) as here:
        for key, end in ((down, "c59"), (up, "c1")):
            seen = [here.selected]
            for _ in range(120):
                await here.type(key)
                assert here.tree.row_of_selected() is not None
                seen.append(here.selected)
                if here.selected == end:
                    break
            numbers = [int(name[1:]) for name in seen]
            assert numbers == sorted(numbers, reverse=key == up)
            assert seen[-1] == end
        await here.type("pagedown pageup ctrl+d ctrl+u")


@pytest.mark.proves("half_page_down", "page_down")
async def test_half_a_page_is_half_of_a_page(sit):
    """Half a page moves the view by half as many rows as are shown; a page leaves two rows of the one before."""
    async with sit(comments=LONG, size=(120, 36)) as here:
        room = here.tree.room
        first = here.rows()[1 + room // 2]
        await here.type("ctrl+d")
        assert here.rows()[1][46:] == first[46:]
        await here.type("g g")
        kept = [row[46:] for row in here.rows()[room - 1 : room + 1]]
        await here.type("pagedown")
        assert [row[46:] for row in here.rows()[1:3]] == kept


@pytest.mark.proves("jump_back")
async def test_back_to_where_a_jump_began(sit):
    """`-` goes back to where the last jump began, and from there to where it ended; before any jump it says so."""
    async with sit() as here:
        await here.type("-")
        assert (here.selected, here.said) == ("c1", "there was no jump yet")
        await here.type("j j G -")
        assert here.selected == "c3"
        await here.type("-")
        assert here.selected == "c8"


@pytest.mark.proves("next_todo", "previous_todo")
@pytest.mark.parametrize("keys", [("]", "["), ("w", "W")])
async def test_to_do_goes_around(sit, keys):
    """What is done, skipped or has no text is passed over; behind the last comes the first."""
    forward, back = keys
    async with sit() as here:
        await here.type("c n enter")
        await here.type("S t f a r enter")  # c2
        await here.type("g g")
        assert await walked(here, " ".join([forward] * 6)) == ["c3", "c4", "c6", "c7", "c8", "c3"]
        assert await walked(here, " ".join([back] * 2)) == ["c8", "c7"]


@pytest.mark.proves("next_todo")
async def test_to_do_opens_what_hides_it(sit):
    """A comment to do in a folded branch is unfolded and selected."""
    async with sit() as here:
        await here.type("z M ]")
        assert here.selected == "c2"
        assert "c2" in here.visible


@pytest.mark.proves("next_revisit", "previous_revisit")
async def test_to_revisit_goes_around(sit):
    """`)` and `(` go through the marked comments, around the ends; without one they say so."""
    async with sit() as here:
        await here.type(")")
        assert (here.selected, here.said) == ("c1", "no further comment to revisit this way")
        await here.type("j R G R k")
        assert await walked(here, ") ) (") == ["c8", "c2", "c8"]


async def test_a_tall_comment_is_read_by_pages(sit):
    """A comment taller than the screen keeps the selection while one pages through it."""
    tall = [
        {"id": "c1", "author": "bob", "text": "A word and another. " * 400},
        {"id": "c2", "author": "ana_k", "text": "Short."},
    ]
    async with sit(comments=tall, size=NARROW) as here:
        for _ in range(3):
            await here.type("pagedown")
            assert here.selected == "c1"
            assert any(row.startswith("┃") for row in here.rows())
        await here.type("j")
        assert here.selected == "c2"
        await here.type("k")
        assert here.selected == "c1"
