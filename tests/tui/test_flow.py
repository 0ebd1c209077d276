"""Flow: the required questions in turn, one key each, across comments and back, and what guards it against slips."""

from __future__ import annotations

import pytest

from threadmark.tui import flow


@pytest.fixture(autouse=True)
def no_held_keys(monkeypatch):
    """Tests type faster than anybody: the same key twice in a row is meant here."""
    monkeypatch.setattr(flow, "HELD", 0.0)


@pytest.mark.proves("flow")
async def test_a_comment_takes_one_key_a_decision(sit):
    """Claim, rhetoric, fallacy: each answered by its own key, then done and on to the next, which asks at once."""
    async with sit() as here:
        await here.type("F")
        assert "claim? (1 of 3)" in here.text
        await here.type("n")
        assert "rhetoric? (2 of 3)" in here.text
        await here.type("s enter")
        assert "fallacy? (3 of 3)" in here.text
        await here.type("-")
        assert here.selected == "c2"
        assert "parent? (1 of 3)" in here.text
        assert [label for _, label in here.labels()] == [
            "stance.against",
            "rhetoric.sarcasm_irony",
            "fallacy.no_argument",
        ]
        assert {label["via"] for label in here.documents("labels")} == {"flow"}
        assert here.review("c1")["status"] == "done"
        assert all(answer["asked"] for answer in here.review("c1")["answers"])


@pytest.mark.proves("flow")
async def test_the_answers_before_stay_in_sight(sit):
    """A slip on the comment before can be seen on the next one."""
    async with sit() as here:
        await here.type("F n space space")
        assert here.said == "bob: claim: against, rhetoric: none, no fallacy" or here.said.startswith(
            "bob: claim: against"
        )


async def test_the_answers_before_are_told_as_they_are_now(sit):
    """Back at the comment they are no longer those of the one before; mended, they are told as mended."""
    async with sit() as here:
        await here.type("F n space space backspace")
        assert here.selected == "c1"
        await here.type("F F")
        assert "against" not in here.said
        await here.type("y enter")
        assert "against" not in here.said
        await here.type("enter")
        assert "bob: " in here.said
        assert "claim: favor" in here.said


async def test_the_last_of_the_answers_is_in_sight_at_80_columns(sit):
    """Where both have no room, it is told rather what was answered than how many are done."""
    async with sit(size=(80, 24)) as here:
        await here.type("F n s y enter d enter")
        assert here.selected == "c2"
        assert "fallacy: " in here.rows()[-1]
        assert here.rows()[-1].endswith("saved")
        await here.type("escape")
        assert here.rows()[-1].endswith("saved · 1/8")


async def test_a_layer_has_both_stances_of_a_reply_asked(sit):
    """With `stance-both` a reply is asked for the claim and its parent; done asks the same."""
    async with sit(layers=["stance-both"]) as here:
        await here.type("j F")
        assert "claim? (1 of 4)" in here.text
        await here.type("space")
        assert "parent? (2 of 4)" in here.text
        await here.type("n space space")
        assert [label for _, label in here.labels()][:2] == ["stance.not_addressed", "stance.disagree"]
        assert here.selected == "c3"
        await here.type("escape p n enter")
        assert here.selected == "c3"
        assert "claim" in here.said


@pytest.mark.proves("flow")
async def test_enter_on_an_empty_panel_writes_the_explicit_none(sit):
    """Nothing seen is an answer, and written as one."""
    async with sit() as here:
        await here.type("F n enter enter")
        assert ("c1", "rhetoric.none") in here.labels()
        assert ("c1", "fallacy.none") in here.labels()
        assert here.selected == "c2"


@pytest.mark.proves("flow")
async def test_enter_on_an_open_required_question_stays(sit):
    """A stance that is required is not passed over by enter."""
    async with sit() as here:
        await here.type("F enter")
        assert here.said == "claim? is still open"
        assert (here.selected, here.labels()) == ("c1", [])


@pytest.mark.proves("flow")
async def test_backspace_goes_back_question_by_question_and_comment_by_comment(sit):
    """Back to the fallacy panel of the comment before, and on to its first question; nothing is taken away."""
    async with sit() as here:
        await here.type("F n space space")
        before = here.labels()
        await here.type("backspace")
        assert (here.selected, here.said) == ("c1", "back at the comment before")
        assert "fallacy? (3 of 3)" in here.text
        await here.type("backspace backspace")
        assert "claim? (1 of 3)" in here.text
        await here.type("backspace")
        assert here.said == "this is where flow began"
        assert here.labels() == before


@pytest.mark.proves("flow")
async def test_another_answer_replaces_the_first(sit):
    """Gone back to, a stance is answered again."""
    async with sit() as here:
        await here.type("F n backspace y")
        assert [label for _, label in here.labels()] == ["stance.favor"]


@pytest.mark.proves("flow")
async def test_movement_and_capitals_mean_what_they_mean_elsewhere(sit):
    """Arrows move, and the comment arrived at is asked; U undoes; a question left is asked again on return."""
    async with sit() as here:
        await here.type("F down")
        assert here.selected == "c2"
        assert "parent? (1 of 3)" in here.text
        await here.type("up n U")
        assert here.labels() == []
        assert "claim?" in here.text


@pytest.mark.proves("flow")
async def test_the_leader_of_the_question_that_is_asked_changes_nothing(sit):
    """Who presses it by habit has answered the question all the same, and is asked the next."""
    async with sit() as here:
        await here.type("F c n m s enter")
        assert here.labels() == [("c1", "stance.against"), ("c1", "rhetoric.sarcasm_irony")]
        assert "fallacy? (3 of 3)" in here.text


async def test_a_leader_opens_its_own_panel_in_the_middle(sit):
    """A flag in the middle of a question, and then the question again."""
    async with sit() as here:
        await here.type("F x")
        assert "flag" in here.text
        await here.type("o")
        assert ("c1", "flag.off_topic") in here.labels()
        assert "claim? (1 of 3)" in here.text
        await here.type("m s")
        assert ("c1", "rhetoric.sarcasm_irony") in here.labels()
        assert "claim? (1 of 3)" in here.text


@pytest.mark.proves("flow")
async def test_a_key_that_is_no_answer_does_nothing(sit):
    """Said, and the question stays."""
    async with sit() as here:
        await here.type("F z")
        assert here.said == "z is no answer here; esc leaves flow"
        assert "claim? (1 of 3)" in here.text
        assert here.labels() == []


@pytest.mark.proves("flow")
async def test_esc_leaves_flow(sit):
    """And only flow: the thread is still there, its keys as before."""
    async with sit() as here:
        await here.type("F escape")
        assert here.said == "flow left"
        await here.type("j")
        assert here.selected == "c2"


@pytest.mark.proves("flow")
async def test_the_end_of_the_thread_ends_flow(sit):
    """With nothing left to do, flow leaves by itself."""
    async with sit() as here:
        for _ in range(7):
            await here.type("F 0 space space" if here.desk.flow is None else "0 space space")
        assert here.said == "done; nothing is left to do"
        assert here.desk.flow is None


@pytest.mark.proves("flow")
async def test_a_held_key_gives_one_answer(sit, monkeypatch):
    """The same key within a moment is a finger that rests."""
    monkeypatch.setattr(flow, "HELD", 60.0)
    async with sit() as here:
        await here.type("F n n n n")
        assert here.labels() == [("c1", "stance.against")]
        assert "rhetoric? (2 of 3)" in here.text


@pytest.mark.proves("flow")
async def test_what_was_typed_before_the_comment_was_seen_is_dropped(sit):
    """A key made before the next comment was painted answers nothing on it."""
    async with sit() as here:
        await here.type("F n space")
        typed = here.reading.app_time()
        await here.type("space")
        here.desk.key("y", "y", typed)
        assert here.selected == "c2"
        assert ("c2", "stance.agree") not in here.labels()


@pytest.mark.proves("flow")
async def test_a_second_instance_has_no_flow(sit):
    """What can't be written is not asked."""
    async with sit(), sit() as other:
        await other.type("F")
        assert other.said.startswith("read-only")
        assert other.desk.flow is None


@pytest.mark.proves("flow")
async def test_a_label_can_be_taken_away_in_flow(sit):
    """The list of labels is answered by one key, and the question comes back."""
    async with sit() as here:
        await here.type("F n D a")
        assert here.labels() == []
        assert "rhetoric? (2 of 3)" in here.text


async def test_marking_in_flow_tells_its_keys(sit):
    """Words are being marked: the last line tells how, and not the answers to the comment before."""
    async with sit() as here:
        await here.type("F n space space V")
        assert here.said == ""
        assert "extend" in here.rows()[-1]


async def test_words_marked_in_the_middle_of_a_question_do_not_leave_it(sit):
    """A question with several answers is asked on after a label with words, one with a single answer is answered."""
    async with sit() as here:
        await here.type("F V c n")
        assert "rhetoric? (2 of 3)" in here.text
        await here.type("V space l m o")
        assert "rhetoric? (2 of 3)" in here.text
        await here.type("s enter V escape")
        assert "fallacy? (3 of 3)" in here.text
        assert [label for _, label in here.labels()] == [
            "stance.against",
            "rhetoric.loaded_language",
            "rhetoric.sarcasm_irony",
        ]


@pytest.mark.parametrize("size", [(120, 36), (60, 20)])
async def test_how_one_goes_on_stays_in_sight(sit, size):
    """When the last line tells what was answered, the panel's title still has the keys that go on and back."""
    async with sit(size=size) as here:
        await here.type("F n o")
        title = next(row for row in here.rows() if "rhetoric? (2 of 3)" in row)
        assert title.split("─")[-1].split() == ["enter", "next", "backspace", "back"]
        await here.type("escape m tab")
        title = next(row for row in here.rows() if "(stays open)" in row)
        assert title.split("─")[-1].split() == ["esc", "close"]
