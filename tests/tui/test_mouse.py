"""What the mouse does: it selects, folds by the mark, scrolls, and gives the keys to a pane."""

from __future__ import annotations

import pytest
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


async def touched(here, words, *, inside=0):
    """Press on words of the screen."""
    x, y = row_with(here, words)
    await pressed(here, x + inside, y)


async def dragged(here, start, end):
    """Press at a cell, go to another and let go there."""
    await here.pilot.mouse_down(offset=start)
    await here.pilot.hover(offset=end)
    await here.pilot.mouse_up(offset=end)
    await here.settle()


async def test_a_press_in_a_panel_gives_the_label(sit):
    """On an entry's key or its name it is as if the key were pressed; on nothing it is nothing."""
    async with sit() as here:
        await here.type("f")
        await touched(here, "fallacy?")
        assert here.desk.panel is not None
        await touched(here, "ad hominem")
        assert (here.labels(), here.desk.panel) == ([("c1", "fallacy.ad_hominem")], None)
        await here.type("m tab")
        await touched(here, "s sarcasm")
        await touched(here, "r rhetorical", inside=4)
        assert here.labels()[1:] == [("c1", "rhetoric.sarcasm_irony"), ("c1", "rhetoric.rhetorical_question")]


async def test_a_press_on_a_hint_does_what_it_names(sit):
    """In the last line a leader opens its panel, undo undoes; while words are marked, the arrows there move the mark."""
    async with sit() as here:
        await here.type("j k")
        await touched(here, "c claim  ", inside=3)
        await touched(here, "n against")
        assert here.labels() == [("c1", "stance.against")]
        await here.type("j k")
        await touched(here, "u undo")
        assert here.labels() == []
        await here.type("v")
        before = here.desk.marked_words
        await touched(here, "→ word")
        assert here.desk.marked_words != before
        await touched(here, "esc leave")
        assert here.desk.marking is None


async def test_a_press_answers_a_question(sit):
    """Each answer can be pressed, and so can the way out."""
    async with sit() as here:
        await here.type("c n m s D")
        await touched(here, "sarcasm / irony", inside=2)  # the chip on the comment: a question is open, so nothing
        await touched(here, "esc leaves it")
        assert len(here.labels()) == 2
        await here.type("D")
        x, y = next((row.index("sarcasm"), y) for y, row in reversed(list(enumerate(here.rows()))) if "sarcasm" in row)
        await pressed(here, x, y)
        assert here.labels() == [("c1", "stance.against")]


async def test_a_press_takes_a_word_of_the_filter(sit):
    """What is offered in the filter's field can be pressed."""
    async with sit(size=(120, 40)) as here:
        await here.type("& r e")
        await touched(here, "revisit", inside=1)
        assert here.desk.finding._line.text.strip() == "revisit"


async def test_a_press_on_a_label_explains_it(sit):
    """The comment is selected, and its page tells what the label means; a press on *close* leaves it."""
    async with sit() as here:
        await here.type("f a j")
        await touched(here, "● fallacy: ad hominem", inside=4)
        assert (here.over, here.selected) == ("Page", "c1")
        assert "yes when:" in here.text
        await touched(here, "esc close")
        assert here.over == "ReadingScreen"


async def test_the_border_between_the_panes_is_dragged(sit):
    """Side by side the article's right edge, one above the other the heading of the comments; within bounds."""
    async with sit() as here:
        article, tree = here.reading.article, here.tree
        edge = article.region.right - 1
        await dragged(here, (edge, 5), (59, 9))
        await here.pilot.pause()
        assert (article.width, tree.width) == (60, 60)
        await dragged(here, (59, 5), (2, 5))
        await here.pilot.pause()
        assert article.width >= 120 // 10
        assert here.desk.marking is None
        await here.type("j")
        assert here.selected == "c2"


async def test_the_border_is_dragged_when_narrow(sit):
    """The comments keep half of the rows."""
    async with sit(size=NARROW) as here:
        top = here.tree.region.y
        await dragged(here, (10, top), (10, top - 2))
        await here.pilot.pause()
        assert here.tree.region.y == top - 2
        await dragged(here, (10, top - 2), (10, 18))
        await here.pilot.pause()
        assert here.tree.height >= (NARROW[1] - 1) / 2


async def test_a_drag_over_words_and_y_copies_them(sit):
    """Words that are marked by dragging go to the clipboard with `y`."""
    async with sit() as here:
        x, y = row_with(here, "punishes drivers")
        await dragged(here, (x, y), (x + 15, y))
        await here.type("y")
        assert here.app.clipboard == "punishes drivers"


async def test_pages_and_the_list_are_worked_by_mouse(sit):
    """In the list a thread is opened by a press and *sort* sorts; on a page the wheel scrolls."""
    async with sit(picked="threads") as here:
        await touched(here, "s sort")
        assert "by title" in here.text
        await touched(here, "Council votes")
        assert here.over == "ReadingScreen"
        await here.type("j")
        await touched(here, "? help")
        pane = here.app.screen.pane
        pane.post_message(wheel(events.MouseScrollDown, pane))
        await here.settle()
        assert pane.first > 0


@pytest.fixture
def no_browser(monkeypatch):
    """A machine without a desktop: links are copied."""
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr("sys.platform", "linux")


@pytest.mark.usefixtures("no_browser")
async def test_a_click_on_a_link_opens_it(sit):
    """A link is opened, or without a browser copied, as `o` does; its comment is selected. Beside it a click only selects."""
    async with sit() as here:
        x, y = row_with(here, "https://harbourpost")
        link = "https://harbourpost.example/lanes"
        for beside in (x - 1, x + len(link) + 1):
            await pressed(here, beside, y)
            assert (here.selected, here.app.clipboard) == ("c2", "")
        for on in (x, x + len(link) - 1):
            await here.type("k")
            await pressed(here, on, y)
            assert (here.selected, here.app.clipboard) == ("c2", link)
            assert here.said == f"no browser here; {link} is on the clipboard"


async def test_a_drag_over_a_link_marks_it(sit):
    """Dragging marks words of a link as of any text, and opens nothing."""
    async with sit() as here:
        x, y = row_with(here, "https://harbourpost")
        await pressed(here, x, y - 1)
        await here.mouse(events.MouseDown, x, y)
        await here.mouse(events.MouseMove, x + 12, y)
        await here.mouse(events.MouseMove, x, y)
        await here.mouse(events.MouseUp, x, y)
        assert here.desk.marking is not None
        assert here.app.clipboard == ""


async def test_how_one_goes_on_can_be_pressed(sit):
    """On the keys at the end of a panel's title: flow goes on and back, a panel that stays is closed."""
    async with sit() as here:
        await here.type("F n")
        await touched(here, "enter next")
        assert "fallacy? (3 of 3)" in here.text
        await touched(here, "backspace back", inside=12)
        assert "rhetoric? (2 of 3)" in here.text
        await here.type("escape m tab")
        await touched(here, "esc close")
        assert here.desk.panel is None


@pytest.mark.usefixtures("no_browser")
async def test_a_click_on_a_link_of_the_article_opens_it(sit):
    """A link in a paragraph, and the article's own address, are followed; beside them, and where one drags, none is."""
    url = "https://lanes.example/closed"
    async with sit(
        article={"url": url, "article": ["The plan (https://harbour.example/plan) is public.", "Closed."]}
    ) as here:
        x, y = row_with(here, "https://harbour.example")
        await pressed(here, x - 1, y)
        await pressed(here, *row_with(here, "Closed."))
        assert here.app.clipboard == ""
        await pressed(here, x + 4, y)
        assert here.app.clipboard == "https://harbour.example/plan"
        await pressed(here, *row_with(here, url[:20]))
        assert here.app.clipboard == url
        assert here.said == f"no browser here; {url} is on the clipboard"
        await dragged(here, (x, y), (x + 4, y))
        assert here.desk.marked_words == "https"
        assert here.app.clipboard == url
