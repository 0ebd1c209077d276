"""Any width, at any moment: what was begun goes on, the selection is there, and nothing moves by itself."""

from __future__ import annotations

import pytest
from tests.tui.test_random_walks import check_painting, check_selection
from textual.widgets import Input, TextArea

from threadmark.tui.reading import WIDE

SIZES = [(60, 20), (100, 30), (200, 50), (300, 60), (20, 6), (120, 36)]
STATES = {
    "thread": ("j", lambda here: here.selected == "c2"),
    "panel": ("j f", lambda here: here.desk.panel.dimension == "fallacy"),
    "kept panel": ("j m tab s", lambda here: here.desk.panel_state == "stays open"),
    "parent": ("j p", lambda here: here.desk.panel.target == "parent"),
    "filter": ("j & t o d o", lambda here: here.desk.finding.typing),
    "search": ("j / o", lambda here: here.desk.finding.typing),
    "marking": ("j v space l", lambda here: here.desk.marked_words == "So you'd"),
    "question": ("j c n m s D", lambda here: here.desk.asking),
    "flow": ("j F", lambda here: here.desk.flow is not None),
    "article": ("j tab", lambda here: here.reading.in_article),
    "folded": ("j space", lambda here: "c3" not in here.visible),
    "note": ("j E a b", lambda here: here.app.screen.query_one(TextArea).text == "ab"),
    "line": ("j C t o o", lambda here: here.app.screen.query_one(Input).value.endswith("too")),
    "palette": ("j : n e", lambda here: here.app.screen.query_one(Input).value == "ne"),
    "keys": ("j ?", lambda here: here.over == "Page"),
    "codebook": ("j H s l i p", lambda here: here.over == "CodebookPage"),
    "figures": ("j #", lambda here: here.over == "Page"),
}


@pytest.mark.parametrize("state", STATES)
async def test_resized_at_any_moment(sit, state):
    """Through all widths and back what was begun is as it was, the selected comment stays, and its row is in sight."""
    keys, goes_on = STATES[state]
    async with sit() as here:
        await here.type(keys)
        await here.pilot.pause()
        assert goes_on(here)
        chosen = here.selected
        for columns, rows in SIZES:
            await here.resize(columns, rows)
            assert goes_on(here), (columns, rows)
            assert here.selected == chosen
            if here.over == "ReadingScreen":
                check_selection(here)
                check_painting(here)


@pytest.mark.parametrize("columns", [60, 80, 99, 100, 200, 300])
async def test_the_panes_divide_every_width(sit, columns):
    """From 100 columns they stand side by side, below that one above the other; text is never narrower than it need be."""
    async with sit(size=(columns, 40)) as here:
        article, tree = here.reading.article, here.tree
        if columns >= WIDE:
            assert article.width + tree.width == columns
            assert article.height == tree.height == 39
        else:
            assert article.width == tree.width == columns
            assert tree.height >= 19
        assert all(len(row) <= columns for row in here.rows())


async def test_nothing_moves_by_itself(thread_file, labels, monkeypatch):
    """Whatever TEXTUAL_ANIMATIONS says there is no animation, no cursor blinks, and an idle screen is not painted."""
    from tests.tui.sitting import Sitting, program  # noqa: PLC0415

    app, workshop = program(thread_file(), labels)
    app.animation_level = type(app)(app._shelf, workshop).animation_level  # as a program has it that no test set up
    assert app.animation_level == "none"
    async with app.run_test(size=(80, 24)) as pilot:
        here = Sitting(app, pilot, workshop, labels)
        await pilot.pause()
        for keys, field in (("E", TextArea), ("escape C", Input), ("escape :", Input)):
            await here.type(keys)
            assert not app.screen.query_one(field).cursor_blink
        await here.type("escape f")
        await pilot.pause(0.3)
        painted = []
        monkeypatch.setattr(app, "_display", lambda *_: painted.append(1))
        await pilot.pause(1.2)
        assert not painted
        assert not app.animator._animations
    workshop.close()
