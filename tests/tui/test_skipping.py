"""Skipping with a reason by one key, in words or without one, by real keys to the label file, the figures and an export."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from tests.tui.test_screens import shows  # noqa: F401 -- a fixture

from threadmark.cli import program
from threadmark.keys.layers import load_keymap
from threadmark.places import shipped

REASONS = load_keymap(search=[shipped("keymaps")]).reasons


@pytest.mark.proves("skip")
@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason.id)
async def test_one_key_says_why(sit, reason):
    """`S` and the key of a reason: the comment is skipped, the next to do is selected, and the comment says why."""
    async with sit() as here:
        await here.type("S")
        assert "why is this comment skipped?" in here.text
        await here.press(reason.key)
        review = here.review("c1")
        assert (review["status"], review["reason"]) == ("skipped", reason.id)
        assert (here.selected, here.said) == ("c2", f"skipped: {reason.name.lower()}")
        assert "1 skipped" in here.text
        assert f"» {reason.name.lower()}" in here.text


@pytest.mark.proves("skip")
@pytest.mark.parametrize("key", ["enter", "S"])
async def test_skipping_without_a_reason(sit, key):
    """`enter`, or `S` twice: no reason is kept."""
    async with sit() as here:
        await here.press("S", key)
        review = here.review("c1")
        assert (review["status"], review["reason"], here.selected) == ("skipped", "", "c2")
        assert "» bob" in here.text


@pytest.mark.proves("skip")
async def test_a_reason_in_words(sit):
    """`t` lets one write it; keys are text then."""
    async with sit() as here:
        await here.type("S t")
        await here.write("not in english, S")
        await here.type("enter")
        review = here.review("c1")
        assert (review["status"], review["reason"]) == ("skipped", "not in english, S")
        assert here.selected == "c2"
        assert "» not in english, S" in here.text


@pytest.mark.proves("skip")
@pytest.mark.parametrize("keys", ["S escape", "S backspace", "S z", "S t n o escape"])
async def test_leaving_the_question_skips_nothing(sit, keys):
    """`esc` at the question or at the line, and a key that is no reason, leave all as it was."""
    async with sit() as here:
        await here.type(keys)
        assert (here.selected, here.over) == ("c1", "ReadingScreen")
        assert here.review("c1") == {}


@pytest.mark.proves("skip")
async def test_the_reason_can_be_changed_and_undone(sit):
    """Skipped again, the comment has the other reason; undo brings the first one back, and then none."""
    async with sit() as here:
        await here.type("S o k S l")
        assert here.review("c1")["reason"] == "other_language"
        await here.type("u u")
        assert here.review("c1")["reason"] == "off_topic"
        await here.type("u")
        assert (here.review("c1")["status"], here.review("c1")["reason"]) == ("open", "")
        assert "»" not in here.text


@pytest.mark.proves("skip", "done")
async def test_done_takes_the_reason_away(sit):
    """A comment that is done after all is not skipped for anything."""
    async with sit() as here:
        await here.type("S o k c n enter")
        assert (here.review("c1")["status"], here.review("c1")["reason"]) == ("done", "")
        assert "off topic" not in here.text


@pytest.mark.proves("skip", "branch")
async def test_a_branch_is_skipped_for_one_reason(sit):
    """`B S` asks with the count; the reason is on all that was to do, and one undo takes it back."""
    async with sit() as here:
        await here.type("B S")
        assert "why are these 5 comments, the whole branch, skipped?" in here.text
        await here.type("o")
        skipped = [review["reason"] for review in here.documents("reviews") if review["status"] == "skipped"]
        assert skipped == ["off_topic"] * 4
        assert here.said == "4 comments skipped: off topic"
        await here.type("u u")
        assert all(review["status"] == "open" for review in here.documents("reviews"))


@pytest.mark.proves("skip", "flow")
async def test_skipping_in_flow(sit):
    """The question is asked over that of flow; the next comment asks at once, and leaving it goes back to flow's."""
    async with sit() as here:
        await here.type("F S escape")
        assert here.desk.panel is not None
        await here.type("S o")
        assert (here.selected, here.review("c1")["reason"]) == ("c2", "off_topic")
        assert here.desk.panel.target == "parent"


@pytest.mark.proves("skip")
async def test_a_stack_without_reasons_asks_for_words(sit, tmp_path):
    """A study may have a stack of its own."""
    layer = tmp_path / "bare.toml"
    layer.write_text('[layer]\nname = "bare"\nreplaces = ["flags"]\n', encoding="utf-8")
    async with sit(layers=(str(layer),)) as here:
        await here.type("S")
        await here.write("too short")
        await here.type("enter")
        assert here.review("c1")["reason"] == "too short"


@pytest.mark.proves("skip", "help", "figures")
async def test_reasons_are_in_the_help_the_figures_and_the_export(sit, labels):
    """What a key means, how often it was given, and a column for it."""
    async with sit(size=(120, 300)) as here:
        await here.type("S o S o S t t o o enter ?")
        assert "S o" in here.text
        assert "a reason in words" in here.text
        await here.type("escape #")
        counted = [" ".join(row.split()) for row in here.rows()]
        assert any(row.startswith("off topic") and row.endswith(" 2") for row in counted)
    exported = CliRunner().invoke(program, ["export", str(labels)], catch_exceptions=False)
    rows = [json.loads(line) for line in exported.stdout.splitlines() if line.startswith("{")]
    assert [row["reason"] for row in rows if row["status"] == "skipped"] == ["off_topic", "off_topic", "too"]


def test_panel_of_reasons(shows):  # noqa: F811 -- the fixture
    """Every reason with its key, over the thread; an earlier one stands on its comment."""
    assert shows("S o S")
