"""What the mouse does: it selects, folds by the mark, scrolls, and gives the keys to a pane."""

from __future__ import annotations

from tests.tui.sitting import NARROW
from textual import events

LONG = [{"id": f"c{number}", "author": "bob", "text": f"Comment {number}. " * 8} for number in range(1, 60)]


def row_with(here, words):
    """The screen row and column at which words stand."""
    for y, row in enumerate(here.rows()):
        if words in row:
            return row.index(words), y
    raise AssertionError(words)


async def pressed(here, x, y):
    """Press and let go at a cell of the screen."""
    await here.pilot.click(offset=(x, y))
    await here.settle()


async def test_a_press_selects_the_comment(sit):
    """A press anywhere on a comment selects it."""
    async with sit() as here:
        await pressed(here, *row_with(here, "I have no idea"))
        assert here.selected == "c4"
        await pressed(here, *row_with(here, "Maybe read"))
        assert here.selected == "c6"


async def test_a_press_on_the_mark_folds(sit):
    """The fold mark folds and unfolds; the comment is selected."""
    async with sit() as here:
        x, y = row_with(here, "▾ ana_k")
        await pressed(here, x, y)
        assert (here.selected, here.visible) == ("c2", ["c1", "c2", "c5", "c6", "c7", "c8"])
        await pressed(here, x, y)
        assert len(here.visible) == 8


async def test_the_wheel_scrolls_and_leaves_the_selection(sit):
    """The view moves by rows, in the tree and in the article."""
    async with sit(comments=LONG, size=NARROW) as here:
        first = here.rows()[8:12]
        tree = here.tree
        for _ in range(5):
            tree.post_message(wheel(events.MouseScrollDown, tree))
        await here.settle()
        assert here.rows()[8:12] != first
        assert here.selected == "c1"
        for _ in range(9):
            tree.post_message(wheel(events.MouseScrollUp, tree))
        await here.settle()
        assert here.rows()[8:12] == first
        await here.type("j")
        assert here.selected == "c2"


def wheel(kind, widget):
    """A turn of the wheel over a pane."""
    return kind(widget, 1, 1, 0, 0, 0, shift=False, meta=False, ctrl=False)


async def test_a_press_on_the_bar_goes_there(sit):
    """The lower end of the bar shows the end of the thread; the selection stays where it is."""
    async with sit(comments=LONG, size=NARROW) as here:
        tree = here.tree
        await pressed(here, tree.region.right - 1, tree.region.bottom - 1)
        assert "Comment 59." in here.text
        assert here.selected == "c1"


async def test_a_press_on_a_pinned_ancestor_goes_to_it(sit):
    """The chain above the view can be pressed."""
    talk = [
        {"id": "c1", "author": "bob", "text": "The first."},
        {"id": "c2", "parent": "c1", "author": "Gull", "text": "The second."},
        *({"id": f"r{n}", "parent": "c2", "author": "tom", "text": "Words. " * 20} for n in range(12)),
    ]
    async with sit(comments=talk, size=NARROW) as here:
        await here.type("a G")
        assert [row.split(":")[0].strip() for row in here.rows()[1:3]] == ["bob", "Gull"]
        await pressed(here, *row_with(here, "Gull:"))
        assert here.selected == "c2"
        await here.type("G")
        await pressed(here, *row_with(here, "bob:"))
        assert here.selected == "c1"


async def test_a_press_on_the_article_gives_it_the_keys(sit):
    """Movement keys move the article until the comments are pressed."""
    async with sit() as here:
        await pressed(here, 5, 5)
        assert here.reading.in_article
        await pressed(here, *row_with(here, "Maybe read"))
        assert not here.reading.in_article


async def test_a_press_gives_no_label_while_a_question_is_open(sit):
    """While a key is awaited, the mouse changes nothing."""
    async with sit() as here:
        await here.type("c n D")
        await pressed(here, *row_with(here, "Maybe read"))
        assert here.selected == "c1"
        await here.type("a")
        assert here.labels() == []
