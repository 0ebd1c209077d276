"""When the garbage collector makes its rounds."""

from __future__ import annotations

import gc

import pytest

from threadmark.tui.afterwards import Afterwards
from threadmark.tui.sweeping import AT_LATEST, Sweeper


class Clockwork:
    """An app of which only the timers are there; `tick` lets one come."""

    def __init__(self):
        self.running = {}

    def set_interval(self, seconds, look):
        """Begin a timer."""
        del seconds
        self.running[self] = look
        return self

    def stop(self):
        """End it."""
        self.running.clear()

    def tick(self):
        """Let the time pass."""
        for look in list(self.running.values()):
            look()


@pytest.fixture
def rounds():
    """The generations of the rounds that were made."""
    made = []

    def note(phase, told):
        if phase == "start":
            made.append(told["generation"])

    thresholds = gc.get_threshold()
    gc.callbacks.append(note)
    yield made
    gc.callbacks.remove(note)
    gc.set_threshold(*thresholds)
    gc.unfreeze()


def test_a_round_is_made_in_a_pause(rounds):
    """Not while keys come; once when they have stopped, and then no timer runs any more."""
    app = Clockwork()
    sweeper = Sweeper(app)
    sweeper.keep()
    rounds.clear()
    for _ in range(3):
        sweeper.stirred()
        app.tick()
    assert rounds == []
    app.tick()
    assert rounds == [2]
    assert not app.running


def test_what_was_loaded_is_not_walked_through(rounds):
    """It is kept out of all rounds until the thread is left, and a round comes at last without a pause too."""
    del rounds[:]
    sweeper = Sweeper(Clockwork())
    sweeper.keep()
    assert gc.get_freeze_count() > 0
    assert gc.get_threshold()[0] == AT_LATEST
    assert gc.isenabled()
    sweeper.let_go()
    assert gc.get_freeze_count() == 0
    assert rounds == [2]


def test_what_long_work_makes_is_not_walked_through(monkeypatch):
    """Work that takes several slices leaves nothing for a round of the collector, which a key would wait for."""
    made, timers = [], []

    monkeypatch.setattr("threadmark.tui.afterwards.soon", lambda _widget, _seconds, callback: timers.append(callback))

    def work(_):
        made.append([[] for _ in range(1000)])
        return len(made) == 3

    afterwards = Afterwards(None, work)
    gc.disable()
    try:
        afterwards.begin()
        while timers:
            left = gc.get_count()[0]
            timers.pop()()
        assert len(made) == 3
        assert left < 1000
    finally:
        gc.enable()
        gc.unfreeze()
