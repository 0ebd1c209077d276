"""Pictures of marked words; each was looked at before it was kept."""

from __future__ import annotations

import pytest
from tests.tui.sitting import NARROW, WIDE
from tests.tui.test_screens import shows

__all__ = ["shows"]

OVERLAPPING = "j v ' r space ' o f d v ' k space s m s"
"""Two labels on words that overlap."""


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_span_mode(shows, size):
    """The marked words stand out, and the last line says what moves them."""
    assert shows("v ' p space ' 9", size=size)


@pytest.mark.parametrize("plain", [False, True], ids=["unicode", "ascii"])
def test_overlapping_spans(shows, plain):
    """Each span stands between brackets with its number, and is listed under the comment."""
    assert shows(OVERLAPPING, plain=plain)


def test_overlapping_spans_without_color(shows, monkeypatch):
    """With NO_COLOR the same can be told, and what is being marked too."""
    monkeypatch.setenv("NO_COLOR", "1")
    assert shows(f"{OVERLAPPING} v v")


def test_a_span_of_the_article(shows):
    """Words of the article that a label rests on are marked there and listed with their paragraph."""
    assert shows("tab v ' m space s c n v")
