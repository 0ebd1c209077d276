"""Pictures of what says what something is: a comment's page, the codebook while it is searched."""

from __future__ import annotations

import pytest
from tests.tui.sitting import NARROW, WIDE
from tests.tui.test_screens import shows

__all__ = ["shows"]

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])


@SIZES
def test_a_comment_explained(shows, size):
    """Who, when, where, how that is known; labels with their definitions."""
    assert shows("j p n m s R f1", size=size)


@SIZES
def test_codebook_searched(shows, size):
    """What was typed stands below and is marked in what has it."""
    assert shows("H h a s t y", size=size)
