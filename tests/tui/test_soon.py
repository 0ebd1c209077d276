"""What is to be called in a moment is called, whatever keeps the program from going on."""

from __future__ import annotations

from itertools import count

from threadmark.tui.soon import soon


async def test_a_moment_comes_where_the_program_was_held_as_it_began(sit, monkeypatch):
    """Where longer than the moment passes between two steps of Textual's timer, that is never heard; this is."""
    async with sit() as here:
        clock = count()
        monkeypatch.setattr("textual.timer._time.get_time", lambda: float(next(clock)))
        heard = []
        here.reading.set_timer(0.001, lambda: heard.append("timer"))
        soon(here.reading, 0.001, lambda: heard.append("soon"))
        await here.until(lambda: heard)
        await here.until(lambda: here.reading.is_attached)
        assert heard == ["soon"]


async def test_nothing_is_called_for_what_is_gone(sit):
    """A screen that was left is not called back."""
    heard = []
    async with sit() as here:
        soon(here.reading, 0.0, lambda: heard.append("soon"))
        here.reading._closing = True
        await here.pilot.pause(0.01)
        here.reading._closing = False
    assert not heard
