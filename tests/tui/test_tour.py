"""The tour teaches by doing: it says what to press, waits for it, and goes on."""

import pytest
from tests.tui.opening import opened

from threadmark.tui.tour import STEPS, tour_program

PRESSED = {
    "next_comment": "j",
    "previous_comment": "k",
    "toggle_fold": "space",
    "stance.claim": "c n",
    "unfold_or_reply": "l",
    "stance.parent": "p n",
    "rhetoric.": "m r",
    "fallacy.": "f space",
    "done": "enter",
    "undo": "u",
    "note": "E escape",
    "evidence": "v right space right c n",
    "flow": "F",
    "search": "/ escape",
    "filter": "& escape",
    "help": "? escape",
}
"""What a reader of the tour presses, by the step's argument or command."""


@pytest.mark.parametrize("size", [(120, 36), (60, 20)])
def test_pressing_what_it_says_leads_to_its_end(size):
    """Every step is reached in its turn, stays in sight, and the end leaves the program."""

    async def act(here):
        desk = here.desk
        await here.settle()
        for place, step in enumerate(desk.steps[:-1]):
            assert desk.place == place, step
            assert f"{place + 1}/{len(desk.steps)}" in here.text, step
            await here.type(PRESSED[step.argument or step.command])
            await here.settle()
        assert desk.place == len(desk.steps) - 1
        assert "export" in here.text
        await here.type("q")

    assert opened(tour_program, act, size) == 0


def test_another_key_than_it_says_does_what_it_does(monkeypatch):
    """It is the program itself; the step waits."""

    async def act(here):
        await here.type("G R")
        assert here.desk.place == 0
        assert here.desk.round.revisit(here.reading.selected)
        await here.type("down")
        assert here.desk.place == 1

    opened(tour_program, act)


def test_it_names_the_keys_in_effect():
    """With other layers it tells theirs."""

    async def act(here):
        await here.settle()
        assert "↓ goes to the next comment" in here.text
        assert len(here.desk.steps) <= len(STEPS)

    opened(lambda: tour_program(["navigation-arrows"]), act)


def test_marked_words_may_be_left_without_a_label():
    """The step of marking ends with `esc` as well, and not before."""

    async def act(here):
        desk = here.desk
        desk.place = next(place for place, step in enumerate(desk.steps) if step.command == "evidence")
        begun = desk.place
        await here.type("v right")
        assert desk.place == begun
        await here.type("escape")
        assert desk.place == begun + 1

    opened(tour_program, act)
