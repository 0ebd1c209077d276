"""Leaving by real keys, and what is on the disk then."""

from __future__ import annotations

import pytest
from tests.tui.sitting import documents, labels_in, written


@pytest.mark.proves("leave")
async def test_q_ends_the_program_from_the_only_thread(sit, labels):
    """`q` on a thread that was opened by itself ends the program with status 0, and everything is in the file."""
    async with sit() as here:
        await here.type("c n j R q")
        assert not here.app.is_running
        assert not here.app.return_value
    assert labels_in(documents(labels, "labels")) == [("c1", "stance.against")]
    (session,) = documents(labels, "sessions")
    assert session["ended"]


@pytest.mark.proves("quit")
async def test_ctrl_q_ends_the_program(sit, labels):
    """`ctrl+q` ends it from anywhere on the thread."""
    async with sit() as here:
        await here.type("m s f ctrl+q")
        assert not here.app.is_running
    assert labels_in(documents(labels, "labels")) == [("c1", "rhetoric.sarcasm_irony")]


@pytest.mark.proves("leave")
async def test_q_goes_back_to_the_threads(sit, tmp_path):
    """With several threads `q` goes back to the list, where it ends the program."""
    folder = tmp_path / "work"
    for name in ("hedge", "lane"):
        written(folder, [{"id": "c1", "text": f"About the {name}."}], name=name, title=f"The {name}", article=["Text."])
    async with sit(path=folder, picked="threads") as here:
        await here.until(lambda: "The lane" in here.text)
        await here.type("enter")
        assert here.over == "ReadingScreen"
        await here.type("m s q")
        assert here.over == "Picker"
        await here.type("j enter m r q")
        assert [label["thread"] for label in here.documents("labels")] == ["hedge", "lane"]
        await here.type("q")
        assert not here.app.is_running


@pytest.mark.proves("suspend")
async def test_ctrl_z_suspends(sit, monkeypatch):
    """`ctrl+z` hands the terminal back to the shell (proved whole in a terminal elsewhere)."""
    async with sit() as here:
        suspended = []
        monkeypatch.setattr(here.app, "action_suspend_process", lambda: suspended.append(True))
        await here.type("ctrl+z")
        assert suspended == [True]


@pytest.mark.proves("escape")
async def test_esc_on_the_thread_does_nothing(sit):
    """Where no layer is open `esc` is harmless, however often."""
    async with sit() as here:
        await here.type("j")
        before = here.text
        await here.type("escape escape escape")
        assert here.text == before
        assert here.app.is_running


async def test_the_label_file_is_written_while_one_pauses(sit, labels):
    """Without a further key `labels.json` is there soon after a change."""
    async with sit() as here:
        await here.type("c n")
        await here.until(labels.exists)
        await here.until(lambda: labels_in(documents(labels, "labels")) == [("c1", "stance.against")])
