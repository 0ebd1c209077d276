"""Pictures of search and filter; each was looked at before it was kept."""

from __future__ import annotations

import pytest
from tests.tui.test_screens import shows

__all__ = ["shows"]

STATES = {
    "search": "/ l a n e enter",
    "typing": "/ t h e",
    "filter": "& a u t h o r : b o b enter",
    "error": "& a t h o r : b o b enter",
    "completion": "& a u t h o r : b o b space s t a n c e : a down",
}
"""What is typed."""


@pytest.mark.parametrize("size", [(60, 20), (100, 30), (200, 50)], ids=["60", "100", "200"])
@pytest.mark.parametrize("state", STATES)
def test_finding(shows, state, size):
    """What is found stands out, a filter says what it leaves out, what is wrong is marked, what could follow is listed."""
    assert shows(STATES[state], size=size)
