"""Pictures of what one is in the middle of: a panel, flow, a question about a branch, figures; narrow, middling and wide."""

from __future__ import annotations

import pytest
from tests.tui.opening import pictured
from tests.tui.test_screens import shows

__all__ = ["pictured", "shows"]

WIDTHS = [(60, 20), (100, 30), (200, 50)]
SIZES = pytest.mark.parametrize("size", WIDTHS, ids=lambda size: str(size[0]))


@pytest.mark.parametrize("size", [*WIDTHS, (80, 24)], ids=lambda size: str(size[0]))
def test_panel(shows, size):
    """Families with their labels, and what the reply answers in sight."""
    assert shows("c n j j j p n f", size=size)


@SIZES
def test_flow(shows, size):
    """The question of a reply, the article giving way where it is a strip, and the answers before in the last line."""
    assert shows("F n s enter space", size=size)


@SIZES
def test_question_about_a_branch(shows, size):
    """What is about to be done, and to how many comments."""
    assert shows("B f d", size=size)


@SIZES
def test_figures(shows, size):
    """The thread in figures: progress, labels, who answers whom."""
    assert shows("c n enter p n m s f d enter j p y #", size=size)


def test_extending(shows):
    """Words being marked: what moves is said."""
    assert shows("j v space l l o", size=(80, 24))
