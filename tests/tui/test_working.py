"""Done, skip, revisit, notes and the claim, by real keys to the label file."""

from __future__ import annotations

import pytest

from threadmark.tui import ask


@pytest.mark.proves("done")
async def test_done_with_an_open_question_stays_then_finishes(sit):
    """The first `enter` names the open question and stays; the second finishes, the question being skipped."""
    async with sit() as here:
        await here.type("j m s enter")
        assert (here.selected, here.said) == ("c2", "parent? is open; again to skip")
        assert here.review("c2")["status"] == "open"
        await here.type("enter")
        review = here.review("c2")
        assert (here.selected, review["status"]) == ("c3", "done")
        asked = {(answer["dimension"], answer["target"]): answer["outcome"] for answer in review["answers"]}
        assert asked == {
            ("stance", "comment:c1"): "skipped",
            ("rhetoric", None): "labelled",
            ("fallacy", None): "none",
        }
        assert ("c2", "fallacy.none") in here.labels()


@pytest.mark.proves("done")
async def test_done_writes_none_where_it_was_asked(sit):
    """With the question answered, `enter` writes none into rhetoric and fallacy and goes to the next to do."""
    async with sit() as here:
        await here.type("c n enter")
        assert here.labels() == [("c1", "stance.against"), ("c1", "rhetoric.none"), ("c1", "fallacy.none")]
        assert here.selected == "c2"
        assert "✓ bob" in here.text
        assert "8 comments · 1 done" in here.text
        assert here.text.rstrip().endswith("saved · 1/8")


@pytest.mark.proves("done")
async def test_another_key_between_two_enters_asks_again(sit):
    """Only a second `enter` in a row finishes a comment with an open question."""
    async with sit() as here:
        await here.type("enter j k enter")
        assert here.said == "claim? is open; again to skip"
        assert here.review("c1") == {}


async def test_a_cancelled_search_between_two_enters_asks_again(sit):
    """Typing into a field is another thing than insisting, though the comment stays the same."""
    async with sit() as here:
        await here.type("enter / l escape enter")
        assert here.said == "claim? is open; again to skip"
        assert here.review("c1") == {}


@pytest.mark.proves("done")
async def test_done_with_the_last_one_says_so(sit):
    """Where nothing is left to do, the selection stays."""
    async with sit(comments=[{"id": "c1", "text": "Only this."}]) as here:
        await here.type("c n enter")
        assert (here.selected, here.said) == ("c1", "done; nothing is left to do")


@pytest.mark.proves("revisit")
async def test_revisit_is_a_mark(sit):
    """`R` marks the comment, `R` again takes the mark away; its status is as it was."""
    async with sit() as here:
        await here.type("R")
        assert "↻ bob" in here.text
        assert (here.review("c1")["revisit"], here.review("c1")["status"]) == (True, "open")
        await here.type("R")
        assert "↻" not in here.text
        assert here.review("c1")["revisit"] is False


@pytest.mark.proves("note")
async def test_a_key_in_a_note_is_text_and_nothing_else(sit):
    """Leaders, commands, space and enter typed into a note stand in it; the thread stays as it was."""
    async with sit() as here:
        await here.type("j E")
        await here.write("c n m s u q ? j 1 :")
        await here.type("enter D escape")
        assert (here.selected, here.over) == ("c2", "ReadingScreen")
        assert here.review("c2")["note"] == "c n m s u q ? j 1 :\nD"
        assert here.labels() == []
        assert "✎ c n m s u q ? j 1 :" in here.text


@pytest.mark.proves("note")
async def test_backspace_edits_the_note_alone(sit):
    """`backspace` in a note takes its last letter; a panel that was never open is not touched."""
    async with sit() as here:
        await here.type("E a b backspace c escape")
        assert here.review("c1")["note"] == "ac"
        assert here.labels() == []


@pytest.mark.proves("note")
async def test_a_note_is_continued_at_its_end(sit):
    """Opened again, the note is there, and what is typed comes after it."""
    async with sit() as here:
        await here.type("E a escape E b escape")
        assert here.review("c1")["note"] == "ab"


@pytest.mark.proves("note")
async def test_an_emptied_note_is_deleted(sit):
    """A note without letters is none, and takes no row on the screen."""
    async with sit() as here:
        await here.type("E a escape")
        assert "✎" in here.text
        await here.type("E backspace space escape")
        assert here.review("c1")["note"] == ""
        assert "✎" not in here.text


@pytest.mark.proves("note")
async def test_a_pause_saves_the_note(sit, monkeypatch):
    """While the note is still open, what was typed is on the disk after a pause."""
    monkeypatch.setattr(ask, "_PAUSE", 0.01)
    async with sit() as here:
        await here.type("E h m")
        await here.until(lambda: here.review("c1").get("note") == "hm")
        assert here.over == "WriteNote"


@pytest.mark.proves("note")
async def test_a_note_left_as_it_was_changes_nothing(sit, labels):
    """Opening and closing a note is no change."""
    async with sit() as here:
        await here.type("E escape")
    assert not labels.exists()


@pytest.mark.proves("claim")
async def test_the_claim_is_typed_and_its_kind_asked(sit):
    """`C` takes a sentence, then one key for its kind; stances from then on are toward it."""
    async with sit() as here:
        await here.type("C")
        await here.write("The lane should be closed")
        await here.type("enter p c y")
        (claim,) = here.documents("targets")
        assert (claim["text"], claim["claim_type"], claim["kind"]) == ("The lane should be closed", "policy", "claim")
        assert [label["target"] for label in here.documents("labels")] == [f"claim:{claim['id']}"]


@pytest.mark.proves("claim")
async def test_the_claim_is_picked_from_the_article(sit):
    """`down` goes to the article's sentences; the picked one stands in the line and can be changed."""
    async with sit() as here:
        await here.type("C down down enter")
        await here.type("backspace enter o")
        (claim,) = here.documents("targets")
        assert claim["text"] == "The harbour council voted on Tuesday to close Mill Lane to cars, the mayor said"
        assert claim["claim_type"] == "forecast"


@pytest.mark.proves("claim")
async def test_leaving_the_claim_goes_one_layer_at_a_time(sit):
    """`esc` goes from the offered sentences to the line, from the line to the thread, from the kind to the thread."""
    async with sit() as here:
        await here.type("C down escape")
        assert here.over == "AskLine"
        await here.type("escape")
        assert here.over == "ReadingScreen"
        await here.type("C down enter enter escape j")
        assert here.selected == "c2"
        assert here.documents("targets") == []


@pytest.mark.proves("claim")
async def test_the_claim_is_shown_while_a_stance_toward_it_is_chosen(sit):
    """The panel of the claim quotes it, with its kind."""
    async with sit() as here:
        await here.type("C")
        await here.write("The lane should be closed")
        await here.type("enter v c")
        assert "claim (value): The lane should be closed" in here.text


@pytest.mark.proves("claim")
async def test_an_empty_claim_is_none(sit):
    """`enter` on an empty line sets nothing and asks nothing."""
    async with sit() as here:
        await here.type("C enter j")
        assert here.selected == "c2"
        assert here.documents("targets") == []


async def test_seconds_are_counted_on_the_comment(sit):
    """Time between keys is the selected comment's, and is written with its first change."""
    async with sit() as here:
        await here.type("j k j c n")
        assert here.review("c2")["seconds"] > 0
        assert here.review("c2")["order"] == 2
