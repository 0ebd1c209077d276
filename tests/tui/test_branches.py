"""Actions on a branch: asked with the count, one batch, one undo; and never by a folded comment alone."""

from __future__ import annotations

import pytest

from threadmark.labels import turning


@pytest.fixture(params=[turning.MANY, 1], ids=["by lines", "by one line"], autouse=True)
def many(request, monkeypatch):
    """All of it holds for batches that are undone line by line and for those that one line of the history turns."""
    monkeypatch.setattr(turning, "MANY", request.param)


@pytest.mark.proves("branch")
async def test_a_label_goes_to_the_whole_branch_in_one_step(sit):
    """The count is asked; enter does it; one undo takes it all back."""
    async with sit() as here:
        await here.type("B x o")
        assert "flag: off topic on this branch of 5 comments?" in here.text
        assert here.labels() == []
        await here.type("enter")
        assert {comment for comment, _ in here.labels()} == {"c1", "c2", "c3", "c4", "c5"}
        assert {label["via"] for label in here.documents("labels")} == {"branch"}
        await here.type("u")
        assert here.labels() == []
        await here.type("ctrl+r")
        assert len(here.labels()) == 5


@pytest.mark.proves("branch")
async def test_any_other_key_leaves_the_question(sit):
    """Nothing is done by esc, nor by a key that is no answer."""
    async with sit() as here:
        await here.type("B x o escape B x o y")
        assert here.labels() == []


@pytest.mark.proves("branch")
async def test_a_stance_toward_the_parent_leaves_out_who_has_none(sit):
    """The top-level comment of the branch answers nobody."""
    async with sit() as here:
        await here.type("B p n enter")
        assert {comment for comment, _ in here.labels()} == {"c2", "c3", "c4", "c5"}
        assert len({label["target"] for label in here.documents("labels")}) == 2


@pytest.mark.proves("branch")
async def test_the_claim_comes_once(sit):
    """Given to a branch, the claim is one target, and undone with the labels that brought it."""
    async with sit() as here:
        await here.type("B c n enter")
        assert len(here.documents("targets")) == 1
        await here.type("u")
        assert here.documents("targets") == []


@pytest.mark.proves("branch")
async def test_a_branch_is_skipped_with_one_reason(sit):
    """Only what is to do is skipped; a comment that is done stays done."""
    async with sit() as here:
        await here.type("B S")
        assert "these 5 comments" in here.text
        await here.type("s")
        assert here.review("c3")["status"] == "skipped"
        assert here.review("c3")["reason"] == "spam"
        assert here.review("c5") == {} or here.review("c5")["status"] == "open"
        assert here.selected == "c6"


@pytest.mark.proves("branch")
async def test_an_action_on_a_folded_comment_is_on_that_comment(sit):
    """Folded or not: what is hidden stays as it is, unless `branch` says otherwise."""
    async with sit() as here:
        await here.type("space x o")
        assert here.labels() == [("c1", "flag.off_topic")]
        await here.type("B x o enter")
        assert len(here.labels()) == 5


@pytest.mark.proves("branch")
async def test_the_branch_is_forgotten_after_another_command(sit):
    """What is for the branch is the very next command."""
    async with sit() as here:
        await here.type("B j x o")
        assert here.labels() == [("c2", "flag.off_topic")]
        await here.type("B z z x s")
        assert [comment for comment, _ in here.labels()] == ["c2", "c2"]


@pytest.mark.proves("branch", "fold")
async def test_a_folded_comment_says_which_labels_it_hides(sit):
    """Flags together, other labels by name, the most frequent first; an explicit none says nothing; undo is followed."""
    async with sit() as here:
        await here.type("j B x o enter c n j c n j c y f space h h h")
        await here.type("g g z c")
        assert "3 flags · against 2, favor 1" in here.text
        await here.type("z o u u u u z c")
        assert "favor" not in here.text


@pytest.mark.proves("undo", "redo")
async def test_a_branch_of_more_than_is_kept_drawn(sit):
    """What is in sight is drawn anew, wherever it is, and the rest is worked out behind the keys."""
    replies = [{"id": f"c{number}", "parent": "c1", "text": "Typical council."} for number in range(2, 301)]
    async with sit(comments=[{"id": "c1", "text": "Closing it punishes drivers."}, *replies]) as here:
        await here.type("B x o enter")
        assert here.text.count("off topic") > 2
        await here.type("u")
        assert here.said == "undone: flag: off topic on 300 comments"
        assert here.text.count("off topic") == 1
        await here.until(lambda: here.desk.round.catch_up(0))
        assert here.labels() == []
        await here.type("ctrl+r j u")
        assert here.said == "undone: flag: off topic on 300 comments"
        await here.type("ctrl+r G")
        assert here.text.count("off topic") > 2
        await here.type("g g z c")
        assert "299 flags" in here.text


async def test_the_panel_says_that_it_is_for_the_branch(sit):
    """The count stands in the panel's title, also after its definitions were read; without `B` it doesn't."""
    async with sit() as here:
        await here.type("B f")
        assert "fallacy? (the branch of 5 comments)" in here.text
        await here.type("f1 escape")
        assert "fallacy? (the branch of 5 comments)" in here.text
        await here.type("a enter f")
        assert "fallacy? ─" in here.text
    assert len(here.labels()) == 5


async def test_moving_on_ends_what_was_meant_for_the_branch(sit):
    """Who goes to another comment with the panel open labels that comment alone, and sees it in the title."""
    async with sit() as here:
        await here.type("B f down")
        assert "the branch of" not in here.text
        await here.type("a")
        assert here.labels() == [("c2", "fallacy.ad_hominem")]
