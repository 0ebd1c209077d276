"""What was in sight when a label was given is kept with it, wherever labels are given."""

from __future__ import annotations

import pytest

from threadmark.labels.records import Label, put
from threadmark.labels.store import LabelStore
from threadmark.tui import flow
from threadmark.tui.pinned import PinnedRow, pinned_rows

CHAIN = [
    {"id": f"c{at}", "parent": f"c{at - 1}" if at > 1 else None, "author": "bob", "text": f"Level {at} says so."}
    for at in range(1, 31)
]


def context(here, comment="c1", label=None):
    """The context of a comment's label, the newest or the one named."""
    found = [one for one in here.documents("labels") if one["comment"] == comment and label in (None, one["label"])]
    return max(found, key=lambda one: one["created"])["context"]


async def test_by_a_chord(sit):
    """Ancestors and replies that have a row on the screen, paragraphs in sight; nobody else's labels ever show."""
    async with sit() as here:
        await here.type("j f a")
        seen = {"ancestors": 1, "paragraphs": [1, 2, 3], "replies": 2, "others": False, "hidden": []}
        assert context(here, "c2") == seen


async def test_in_flow(sit, monkeypatch):
    """What lies under the panel of a question was not seen: not with an answer, nor with the none that done writes."""
    monkeypatch.setattr(flow, "HELD", 0.0)  # the same key twice is meant here
    async with sit(CHAIN, size=(80, 24)) as here:
        await here.type("a F")
        for key, label in (("n", "against"), ("s", "sarcasm_irony"), ("enter", ""), ("enter", "none")):
            rows = here.tree.body()[: here.tree.body_rows - len(here.tree.panel)]
            seen = sum("bob ↩ bob" in strip.text for strip in rows)
            assert 0 < seen < 10
            await here.type(key)
            if label:
                assert (context(here, "c1", label)["ancestors"], context(here, "c1", label)["replies"]) == (0, seen)


async def test_what_a_fold_hides_was_not_seen(sit):
    """A folded comment is labelled without its replies in sight."""
    async with sit() as here:
        await here.type("space f a")
        assert context(here)["replies"] == 0


async def test_ancestors_under_pinned_rows_were_not_seen(sit):
    """Of a long chain those count that have a row: the top, and the nearest; not those for which a number stands."""
    many = [*CHAIN[:12], *({**CHAIN[12], "id": f"c{at}", "text": "Another."} for at in range(13, 40))]
    async with sit(many, size=(80, 24)) as here:
        await here.type("a G")
        levels = [at for at in range(1, 13) if f"Level {at} says" in here.text]
        assert "more above" in here.text
        assert 2 < len(levels) < 12
        await here.type("f a")
        seen = context(here, "c39")
        assert (seen["ancestors"], seen["replies"], seen["paragraphs"]) == (len(levels), 0, [])


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_in_a_narrow_terminal(sit, size):
    """The article's strip on top shows some paragraphs, and these are the ones; hidden, it shows none."""
    paragraphs = [f"Paragraph {at}. " + "More of it. " * 12 for at in range(1, 9)]
    async with sit(size=size, article={"article": paragraphs}) as here:
        await here.type("f a")
        shown = [at for at in range(1, 9) if f"¶{at}" in here.text]
        assert 0 < len(shown) < 8
        assert context(here)["paragraphs"] == shown
        await here.type("a f d")
        assert context(here, "c1", "false_dilemma")["paragraphs"] == []


async def test_on_a_branch_each_comment_has_its_own(sit):
    """What surrounds each comment of the branch differs, though one key labelled them all."""
    async with sit() as here:
        await here.type("B f a enter")
        expected = {"c1": (0, 4), "c2": (1, 2), "c3": (2, 0), "c4": (2, 0), "c5": (1, 0)}
        found = {
            one["comment"]: (one["context"]["ancestors"], one["context"]["replies"])
            for one in here.documents("labels")
            if one["label"] == "ad_hominem"
        }
        assert found == expected


async def test_on_a_branch_longer_than_the_screen(sit):
    """Comments that are off the screen have those ancestors in sight that are on it."""
    many = [{"id": "c0", "author": "bob", "text": "Root."}]
    many += [{"id": f"c{at}", "parent": "c0", "author": "ana", "text": f"Reply {at}."} for at in range(1, 60)]
    async with sit(many, size=(80, 24)) as here:
        await here.type("a B f a enter")
        root = context(here, "c0", "ad_hominem")
        assert 0 < root["replies"] < 20
        assert context(here, "c59", "ad_hominem") == {**root, "ancestors": 1, "replies": 0}


async def test_labels_of_others_are_not_shown(sit, tmp_path):
    """Another annotator's labels in the same file are on no screen where labels are given, so `others` stays false."""
    path = tmp_path / "work" / "labels.json"
    store = LabelStore.open(path)
    theirs = Label("lane", "c1", "ben", 1, "fallacy", None, "false_dilemma", created=store.now(), updated=store.now())
    store.commit([put(theirs)], annotator="ben", session="s-ben")
    store.close()
    async with sit(labels=path) as here:
        assert len(here.documents("labels")) == 1
        assert "false dilemma" not in here.text
        await here.type("f a")
        assert context(here, "c1", "ad_hominem")["others"] is False


def test_what_is_pinned():
    """As many rows as there may be: the top-level comment, how many are left out, and the nearest."""
    chain = [*range(10)]
    assert pinned_rows(chain, 0) == []
    assert pinned_rows(chain, 1) == [PinnedRow(9)]
    assert pinned_rows(chain, 2) == [PinnedRow(8, 9), PinnedRow(9)]
    assert pinned_rows(chain, 4) == [PinnedRow(0), PinnedRow(7, 7), PinnedRow(8), PinnedRow(9)]
    assert pinned_rows(chain, 10) == [*map(PinnedRow, chain)]
