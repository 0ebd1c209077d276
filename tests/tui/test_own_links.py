"""Whom a comment answers, as an annotator says by real keys in a thread that is labelled; the thread stays as it is."""

from __future__ import annotations

import pytest
from tests.tui.opening import pictured  # noqa: F401 -- a fixture
from tests.tui.sitting import documents, program

DOUBTFUL = [
    {"id": "c1", "author": "bob", "text": "Closing it punishes drivers."},
    {
        "id": "c2",
        "parent": "c1",
        "author": "ana_k",
        "text": "So what?",
        "inferred": {"cue": "quote", "confidence": 0.8},
    },
    {"id": "c3", "author": "Ida", "text": "Maybe read the plan."},
    {"id": "c4", "parent": "c3", "author": "tom", "text": "It was.", "inferred": {"cue": "@name", "confidence": 0.6}},
]
"""c1 ┊ c2
c3 ┊ c4
"""


def head(here, author):
    """The row with the name of a comment's author first."""
    return next(row for row in here.rows() if f" {author} " in row.split("↩")[0])


@pytest.mark.proves("attach")
async def test_attach(sit, labels):
    """`A` offers parents, typing finds others; the comment says whom it answers now, and that it is one's own word."""
    async with sit(DOUBTFUL) as here:
        assert "↩? Ida" in head(here, "tom")
        await here.type("G A")
        assert "whom does tom answer?" in here.text
        await here.write("punish")
        await here.type("enter")
        assert here.said == "attached"
        assert "↩ bob (yours)" in head(here, "tom")
        assert here.visible == ["c1", "c2", "c3", "c4"]
        await here.type("A enter")
        assert here.said == "top-level"
        assert "↩ the article (yours)" in head(here, "tom")
        await here.type("A escape")
        assert "↩ the article (yours)" in head(here, "tom")
    (link,) = documents(labels, "links")
    assert (link["comment"], link["parent"], link["state"], link["annotator"]) == ("c4", None, "attached", "ana")


@pytest.mark.proves("next_inferred", "accept_link", "undo")
async def test_inferred_links(sit):
    """`I` goes to the least certain link first and around, `Y` accepts one, and undo doubts it again."""
    async with sit(DOUBTFUL) as here:
        await here.type("I")
        assert (here.selected, here.said) == ("c4", "inferred by @name, confidence 60%; 1 of 2")
        await here.type("Y")
        assert here.said == "accepted"
        assert "↩ Ida (accepted)" in head(here, "tom")
        await here.type("Y")
        assert here.said == "that is settled already"
        await here.type("I")
        assert here.selected == "c2"
        await here.type("I u")
        assert (here.selected, here.said) == ("c4", "undone: parent")
        assert "↩? Ida" in head(here, "tom")
        await here.type("k Y")
        assert here.said == "this link is not inferred"


@pytest.mark.proves("attach", "label", "undo", "redo")
async def test_labels_are_toward_the_new_parent(sit):
    """The panel quotes the new parent, and what was given toward the one before is kept and is not set there."""
    async with sit(DOUBTFUL) as here:
        await here.type("G p y A")
        await here.write("punish")
        await here.type("enter p")
        assert here.desk.panel_comment(here.desk.panel) == 0
        assert here.desk.already() == frozenset()
        await here.type("n p")
        assert here.desk.already() == {"stance.parent.disagree"}
        await here.type("escape")
        targets = {label["target"]: label["label"] for label in here.documents("labels")}
        assert targets == {"comment:c3": "agree", "comment:c1": "disagree"}
        await here.type("u u")
        assert "↩? Ida" in head(here, "tom")
        await here.type("ctrl+r")
        assert "↩ bob (yours)" in head(here, "tom")


@pytest.mark.proves("attach", "done")
async def test_what_is_asked_follows(sit):
    """A reply that was made top-level is asked about the claim, and not about a parent that it has no more."""
    async with sit(DOUBTFUL) as here:
        await here.type("G A enter enter")
        assert here.said == "claim? is open; again to skip"
        await here.type("p y")
        assert here.said == "a top-level comment has no parent"


@pytest.mark.proves("attach", "accept_link")
async def test_links_after_another_start_and_for_others(sit):
    """One's own links are there at the next start; somebody else sees the thread as it is."""
    async with sit(DOUBTFUL) as here:
        await here.type("G Y k k A down down enter")
        assert here.said == "it answers that one already"
    async with sit(DOUBTFUL, annotator="ben") as here:
        assert "↩? Ida" in head(here, "tom")
        await here.type("G A enter")
    async with sit(DOUBTFUL) as here:
        assert "↩ Ida (accepted)" in head(here, "tom")
        await here.type("u")
        assert here.said == "u again undoes parent"


@pytest.mark.proves("attach")
async def test_under_pseudonyms_nobody_is_named(sit):
    """Where authors are hidden, the question, what is offered and what is said name pseudonyms, and names find nobody."""
    async with sit(DOUBTFUL, pseudonyms=True) as here:
        await here.type("G A")
        assert "whom does author 4 answer?" in here.text
        await here.write("bob")
        assert here.app.screen._found == []
        await here.type("backspace backspace backspace")
        await here.write("author 1")
        await here.type("enter")
        assert "↩ author 1 (yours)" in here.text
        assert not any(name in here.text for name in ("bob", "ana_k", "Ida", "tom"))


@pytest.mark.proves("attach", "accept_link")
async def test_read_only(sit, labels):
    """Where the file is held by another, no link is made, and that is said."""
    async with sit(DOUBTFUL) as here:
        await here.type("f a")
        async with sit(DOUBTFUL, annotator="ben") as other:
            await other.type("G A")
            assert other.over == "ReadingScreen"
            assert other.said == "read-only: nothing can be written here"
            await other.type("Y")
            assert other.reading.status.trouble
            assert "↩? Ida" in head(other, "tom")


@pytest.mark.proves("split_comment", "merge_comment")
async def test_a_labelled_thread_is_not_split_or_merged(sit):
    """What would change the thread under the labels says where it is done."""
    async with sit(DOUBTFUL) as here:
        before = here.reading.thread
        for words in ("cut this", "merge this"):
            await here.command(words)
            assert here.said.startswith("threadmark repair FILE -o OUT does this")
        assert here.reading.thread is before


def test_picture_of_own_links(pictured, thread_file, labels):  # noqa: F811 -- the fixture
    """A comment with labels toward two parents says whom it answers; one link is accepted, one in doubt no more."""
    app, workshop = program(thread_file(DOUBTFUL), labels)
    try:
        assert pictured(app, "j Y G p y A p u n i s h enter p n")
    finally:
        workshop.close()
