"""The thread in figures, by key."""

from __future__ import annotations

import pytest


@pytest.mark.proves("figures")
async def test_the_thread_in_figures(sit):
    """`#` counts what is there a moment after a label was given, and `esc` goes back to the same comment."""
    async with sit(size=(120, 200)) as here:
        await here.type("c n j f a #")
        shown = [" ".join(row.split()) for row in here.rows()]
        assert any("ana 1 2 0" in row for row in shown)
        assert any(row.startswith("against") and row.endswith(" 1") for row in shown)
        assert any(row.startswith("ad hominem") and row.endswith(" 1") for row in shown)
        before = here.desk.selected
        await here.type("escape")
        assert here.app.screen is here.desk.reading
        assert here.desk.selected == before


async def test_labels_are_called_by_their_names(sit):
    """As in the panels, and not by their ids in words."""
    async with sit(size=(120, 200)) as here:
        await here.type("m s f , f 1 j m e #")
        shown = [" ".join(row.split()) for row in here.rows()]
        for name in ("sarcasm / irony", "ethos appeal", "about the person"):
            assert any(row.startswith(name) and row.endswith(" 1") for row in shown), name


async def test_one_s_own_pace_is_not_shown(sit):
    """Nobody is hurried by figures that were asked for something else: how long it took is told by its own command."""
    async with sit(size=(120, 60)) as here:
        await here.type("c n enter #")
        assert "revisit" in here.text
        for word in ("minutes", "s a comment", "an hour"):
            assert word not in here.text
