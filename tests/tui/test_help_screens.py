"""Pictures of what helps: a comment's page, the codebook while it is searched, the tour."""

from __future__ import annotations

import pytest
from tests.tui.opening import pictured
from tests.tui.sitting import NARROW, THEME, WIDE
from tests.tui.test_screens import shows

from threadmark.places import shipped
from threadmark.sources.reading import open_threads
from threadmark.tui.app import ThreadmarkApp
from threadmark.tui.shelf import Shelf
from threadmark.tui.tour import SAMPLE, TourShop

__all__ = ["pictured", "shows"]

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])


@SIZES
def test_a_comment_explained(shows, size):
    """Who, when, where, how that is known; labels with their definitions."""
    assert shows("j p n m s R f1", size=size)


@SIZES
def test_codebook_searched(shows, size):
    """What was typed stands below and is marked in what has it."""
    assert shows("H h a s t y", size=size)


@SIZES
def test_tour(pictured, tmp_path, size):
    """Above the panes it says what to press next."""
    thread = shipped("sample_threads") / SAMPLE
    shop = TourShop((), (), [shipped("keymaps")], tmp_path / "labels.json", "you")
    app = ThreadmarkApp(Shelf(lambda: open_threads(thread), "tour"), shop, theme=THEME)
    same = pictured(app, "j k space space c n l p n", size=size)
    shop.close()
    assert same
