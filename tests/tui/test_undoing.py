"""Undo and redo by real keys: in place, across comments, and after another start."""

from __future__ import annotations

import errno
import os

import pytest

from threadmark.labels import turning


@pytest.fixture(params=[turning.MANY, 1], ids=["by lines", "by one line"], autouse=True)
def many(request, monkeypatch):
    """All of it holds for batches that are undone line by line and for those that one line of the history turns."""
    monkeypatch.setattr(turning, "MANY", request.param)


@pytest.mark.proves("undo", "redo")
@pytest.mark.parametrize("key", ["u", "U"])
async def test_undo_and_redo_in_place(sit, key):
    """On the comment itself undo acts at once and says what it undid; redo brings it back."""
    async with sit() as here:
        await here.type("c n f a")
        await here.type(key)
        assert here.said == "undone: fallacy: ad hominem"
        await here.type(key)
        assert here.labels() == []
        await here.type(key)
        assert here.said == "nothing to undo"
        await here.type("ctrl+r ctrl+r")
        assert here.labels() == [("c1", "stance.against"), ("c1", "fallacy.ad_hominem")]
        await here.type("ctrl+r")
        assert here.said == "nothing to redo"


@pytest.mark.proves("undo")
async def test_undo_on_another_comment_goes_there_first(sit):
    """The first `u` goes to the comment and says what it would undo, the second undoes it."""
    async with sit() as here:
        await here.type("f a G u")
        assert (here.selected, here.said) == ("c1", "u again undoes fallacy: ad hominem")
        assert here.labels() == [("c1", "fallacy.ad_hominem")]
        await here.type("u")
        assert here.labels() == []


@pytest.mark.proves("redo")
async def test_redo_goes_there_and_acts_at_once(sit):
    """Redo selects the comment that it changes."""
    async with sit() as here:
        await here.type("f a u G ctrl+r")
        assert here.selected == "c1"
        assert here.labels() == [("c1", "fallacy.ad_hominem")]


@pytest.mark.proves("undo")
async def test_undo_opens_the_branch_that_hides_the_comment(sit):
    """A comment in a folded branch is unfolded when undo goes there."""
    async with sit() as here:
        await here.type("j j f a z M } } u")
        assert here.selected == "c3"
        assert "c3" in here.visible


@pytest.mark.proves("undo", "redo")
async def test_undo_after_another_start(sit):
    """What was done in an earlier start can be undone and done again in the next."""
    async with sit() as here:
        await here.type("c n m s")
    async with sit() as here:
        await here.type("u u")
        assert here.labels() == []
    async with sit() as here:
        await here.type("ctrl+r")
        assert here.labels() == [("c1", "stance.against")]


@pytest.mark.proves("undo")
async def test_status_notes_marks_and_claims_are_undone_too(sit):
    """Everything that was done is one step each: done, note, revisit, skip, claim."""
    async with sit() as here:
        await here.type("R E")
        await here.write("hm")
        await here.type("escape u")
        assert here.review("c1")["note"] == ""
        assert here.review("c1")["revisit"]
        await here.type("u")
        assert not here.review("c1").get("revisit")
        await here.type("c n enter g g u")
        assert here.review("c1")["status"] == "open"
        assert here.labels() == [("c1", "stance.against")]
        await here.type("ctrl+r g g u")
        assert here.review("c1")["status"] == "open"


@pytest.mark.proves("undo", "done")
async def test_done_with_its_nones_is_one_step(sit):
    """The nones that `enter` writes go with the one undo that opens the comment again."""
    async with sit() as here:
        await here.type("c n enter")
        assert len(here.labels()) == 3
        await here.type("k u")
        assert here.labels() == [("c1", "stance.against")]


@pytest.mark.proves("undo")
async def test_the_claim_that_came_by_itself_goes_with_its_label(sit):
    """Undoing the first answer leaves no claim behind."""
    async with sit() as here:
        await here.type("c n")
        assert len(here.documents("targets")) == 1
        await here.type("u")
        assert here.documents("targets") == []


@pytest.mark.proves("undo")
async def test_somebody_elses_labels_are_not_undone(sit):
    """Undo goes through the annotator's own changes."""
    async with sit() as here:
        await here.type("f a")
    async with sit(annotator="ben") as here:
        await here.type("u")
        assert here.said == "nothing to undo"
        assert here.labels() == [("c1", "fallacy.ad_hominem")]
        assert "ad hominem" not in here.text


async def test_the_first_undo_after_a_start_is_made_ready(sit):
    """What it needs is read from the history while nobody presses a key."""
    async with sit() as here:
        await here.type("B f a enter")
    async with sit() as here:
        await here.until(lambda: here.desk.round._log._done)
        await here.type("u")
        assert here.labels() == []


@pytest.mark.proves("undo", "redo")
async def test_a_history_that_can_not_be_read_is_told(sit, monkeypatch):
    """Who undoes is told why that can't be done; what is labelled then is kept, and can be undone."""
    async with sit() as here:
        await here.type("f a")

    def backwards(path, _):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))

    monkeypatch.setattr("threadmark.labels.past.backwards", backwards)
    async with sit() as here:
        for key in ("u", "ctrl+r"):
            await here.type(key)
            assert "what was done before can't be read: no such file or directory" in here.said
        await here.type("m s u")
        assert here.said == "undone: rhetoric: sarcasm / irony"
        assert here.labels() == [("c1", "fallacy.ad_hominem")]
