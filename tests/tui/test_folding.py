"""Folding by real keys: the selection and its row stay, and an action on a folded comment is on that comment."""

from __future__ import annotations

import pytest
from tests.tui.sitting import NARROW

LONG = [
    {
        "id": f"c{number}",
        "parent": f"c{number - number % 5}" if number % 5 else None,
        "author": "bob",
        "text": "Shops. " * 30,
    }
    for number in range(50)
]


@pytest.mark.proves("toggle_fold")
@pytest.mark.parametrize("key", ["space", "z a"])
async def test_toggling_hides_and_shows_the_replies(sit, key):
    """The branch below the selected comment goes and comes; a comment without replies says that it has none."""
    async with sit() as here:
        await here.type("j")
        await here.type(key)
        assert (here.selected, here.visible) == ("c2", ["c1", "c2", "c5", "c6", "c7", "c8"])
        assert "2 replies · 2 to do" in here.text
        await here.type(key)
        assert len(here.visible) == 8
        await here.type("j")
        await here.type(key)
        assert here.said == "this comment has no replies to fold"


@pytest.mark.proves("fold", "unfold")
async def test_folding_twice_is_folding_once(sit):
    """`z c` and `z o` fold and unfold, and do nothing where that is done."""
    async with sit() as here:
        await here.type("z c z c")
        assert here.visible == ["c1", "c6", "c7", "c8"]
        await here.type("z o z o")
        assert len(here.visible) == 8


@pytest.mark.proves("fold_all", "unfold_all")
async def test_all_folded_and_unfolded_returns_to_the_hidden_comment(sit):
    """`z M` selects the comment that hides the selected one, `z R` goes back to it."""
    async with sit() as here:
        await here.type("j j j z M")
        assert (here.selected, here.visible) == ("c1", ["c1", "c6", "c8"])
        await here.type("z R")
        assert (here.selected, len(here.visible)) == ("c4", 8)
        assert here.tree.row_of_selected() is not None


@pytest.mark.proves("fold_all", "unfold_all")
async def test_having_moved_meanwhile_one_stays(sit):
    """After moving in the folded tree, unfolding leaves the selection where it is."""
    async with sit() as here:
        await here.type("j j j z M j z R")
        assert here.selected == "c6"


@pytest.mark.proves("fold_to_depth")
@pytest.mark.parametrize(
    ("depth", "visible"),
    [(1, ["c1", "c6", "c8"]), (2, ["c1", "c2", "c5", "c6", "c7", "c8"]), (3, None), (9, None)],
)
async def test_folding_to_a_depth(sit, depth, visible):
    """`z 1` to `z 9` show comments down to that depth, and no more."""
    async with sit() as here:
        await here.type(f"z {depth}")
        assert here.visible == (visible or [f"c{number}" for number in range(1, 9)])
        assert here.said == f"folded to depth {depth}"


@pytest.mark.proves("fold_done")
async def test_finished_branches_fold(sit):
    """`z d` folds the branches in which nothing is to do, and says how many."""
    async with sit() as here:
        await here.type("} c n enter p y enter z d")
        assert "1 branch is done and folded" in here.said
        assert here.visible == ["c1", "c2", "c3", "c4", "c5", "c6", "c8"]
        assert "1 reply · nothing to do" in here.text


@pytest.mark.proves("toggle_fold")
async def test_the_selected_comment_keeps_its_row(sit):
    """Folding and unfolding moves what is below, never the selected comment."""
    async with sit(comments=LONG, size=(100, 40)) as here:
        await here.type("J J J J k k k")
        for key in ("space", "space", "z M", "z R", "z 1", "z o"):
            if here.reading.thread.sizes[here.reading.selected] == 1:
                await here.type("h")
            row = here.tree.row_of_selected()
            before = here.selected
            await here.type(key)
            assert here.selected == before
            assert here.tree.row_of_selected() == row


@pytest.mark.proves("label", "fold")
async def test_a_label_on_a_folded_comment_is_on_that_comment_alone(sit):
    """What a fold hides gets no label."""
    async with sit() as here:
        await here.type("z c c n m s R E h i escape")
        assert here.labels() == [("c1", "stance.against"), ("c1", "rhetoric.sarcasm_irony")]
        assert [review["comment"] for review in here.documents("reviews")] == ["c1"]


@pytest.mark.proves("toggle_fold")
async def test_a_folded_comment_says_what_is_to_revisit(sit):
    """The counts below a fold follow the work."""
    async with sit() as here:
        await here.type("j R j R k k space")
        assert "4 replies · 3 to do, 2 to revisit" in here.text
        await here.type("space j p y enter g g h")
        assert "2 to do, 2 to revisit" in here.text


async def test_folding_at_the_end_of_a_long_thread_leaves_no_empty_screen(sit):
    """Where folding shortens what is below, comments from above fill the screen."""
    async with sit(comments=LONG, size=NARROW) as here:
        await here.type("G K K K K h")
        shown = [row for row in here.rows()[8:-1] if row.strip()]
        assert len(shown) >= 8
