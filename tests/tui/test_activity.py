"""Active time and pace: time between keys, wherever they are typed, longer pauses cut off; shown only when asked for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tui.sitting import program

from threadmark.study import Study
from threadmark.tui.activity import Activity
from threadmark.tui.workshop import Workshop


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self):
        """The time."""
        return self.now


@pytest.fixture
def clock(monkeypatch):
    """The clock of everybody who measures activity."""
    clock = Clock()
    monkeypatch.setattr(Activity.__init__, "__defaults__", (clock, 60.0))
    return clock


@given(pauses=st.lists(st.tuples(st.integers(0, 3), st.floats(0, 500)), max_size=20), idle=st.floats(1, 100))
def test_no_pause_counts_for_more_than_the_limit(pauses, idle):
    """The sum is that of the pauses, each cut off, on the comment that was selected when the pause ended."""
    clock = Clock()
    activity = Activity(clock, idle)
    activity.key(0)
    expected = {}
    for index, pause in pauses:
        clock.now += pause
        activity.key(index)
        expected[index] = expected.get(index, 0) + min(pause, idle)
    found = activity.take()
    assert found == pytest.approx(expected, abs=1e-6)
    assert activity.take() == {}


async def test_time_is_the_comments_that_was_selected(sit, clock):
    """Until the key that leaves it; a pause beyond the limit counts as the limit."""
    async with sit() as here:
        await here.type("j")  # from here on on c2
        clock.now += 10
        await here.type("j")
        clock.now += 1000
        await here.type("k c n")
        assert here.review("c2")["seconds"] == 10.0
        await here.type("j x o")
        assert here.review("c3")["seconds"] == 60.0


async def test_the_limit_is_the_studys(tmp_path, clock, thread_file):
    """`idle` in the settings of the folder."""
    app, workshop = program(thread_file(), tmp_path / "labels.json")
    workshop._study = Study(idle=5.0)
    assert isinstance(workshop, Workshop)
    try:
        async with app.run_test() as pilot:
            await pilot.pause()
            await pilot.press("j")
            clock.now += 30
            await pilot.press("x", "o")
            [review] = workshop.store.reviews()
            assert review.seconds == 5.0
    finally:
        workshop.close()


async def test_writing_a_note_is_work(sit, clock):
    """Keys typed over the thread count for the comment below."""
    async with sit() as here:
        await here.type("E")
        for letter in "abc":
            clock.now += 50
            await here.type(letter)
        await here.type("escape")
        assert here.review("c1")["seconds"] == 150.0


async def test_the_mouse_ends_the_time_on_a_comment(sit, clock):
    """A comment that is clicked on begins to count then, and not before."""
    async with sit() as here:
        await here.type("x o")
        clock.now += 20
        row = next(y for y, line in enumerate(here.rows()) if "Maybe read the plan" in line)
        await here.pilot.click(offset=(70, row))
        await here.settle()
        assert here.selected == "c6"
        clock.now += 3
        await here.type("x o")
        assert here.review("c6")["seconds"] == 3.0
        await here.type("k k k k k x s")
        assert here.review("c1")["seconds"] == 20.0


async def test_time_out_of_the_program_is_no_work(sit, clock):
    """While it is suspended nobody is there."""
    async with sit() as here:
        await here.type("j")
        clock.now += 40
        here.app.app_resume_signal.publish(here.app)
        await here.settle()
        await here.type("x o")
        assert here.review("c2").get("seconds", 0) == 0


@pytest.mark.proves("pace")
async def test_pace_is_shown_only_when_asked_for(sit, clock):
    """Nothing on the screen tells it but the command."""
    async with sit() as here:
        await here.command("pace")
        assert here.said == "no comment is finished yet"
        await here.type("g g")
        for keys in ("c n enter", "p n enter", "S o"):
            clock.now += 30
            await here.type(keys)
        assert not re.search(r"an hour|median", here.text)
        await here.command("pace")
        assert here.said == "120 comments an hour, median 30.0 s: 3 in 2 min"
        await here.type("#")
        assert "the thread in figures" in here.text
        assert not re.search(r"an hour|a comment", here.text)


async def test_order_and_session_are_kept(sit):
    """In which order comments were first opened, and in which start of the program."""
    async with sit() as here:
        await here.type("G g g j x o")
        orders = {review["comment"]: review["order"] for review in here.documents("reviews")}
        assert (orders["c1"], orders["c8"], orders["c2"]) == (1, 2, 3)
        [session] = here.documents("sessions")
        assert {review["session"] for review in here.documents("reviews")} == {session["id"]}
        assert (session["annotator"], session["round"], session["ended"]) == ("ana", 1, None)
