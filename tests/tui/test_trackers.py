"""What users of other tools had to complain of, by those tools' own trackers, and what can't happen here.

More of these stand where the rest of their matter is tested: shortcuts that stop after ten labels (argilla 1852), a
backspace among marked words (argilla 5113) and an `esc` that goes too far (tut 187) in `test_marking.py`.
"""

from __future__ import annotations

import pytest
from tests.tui.conftest import LANE
from tests.tui.sitting import NARROW

from threadmark.keys.commands import COMMANDS
from threadmark.keys.names import displayed
from threadmark.tui import flow

YES_NO = """
[layer]
name = "on-topic"
title = "On topic or not"
version = "1"
replaces = ["stance", "rhetoric", "fallacies", "flags"]

[[dimension]]
id = "on_topic"
name = "On topic"
choice = "one"
leader = "T"
required = "always"

[[label]]
dimension = "on_topic"
id = "yes"
key = "y"
name = "Yes"
definition = "About the lane."

[[label]]
dimension = "on_topic"
id = "no"
key = "n"
name = "No"
definition = "About something else."
"""
SAID = "The parent says this at some length, in the words that are answered, and ends with the word heron."
FAR = [
    {"id": "c1", "author": "bob", "text": SAID},
    *({"id": f"c{at}", "parent": "c1", "author": "ana", "text": f"Answer {at}."} for at in range(2, 40)),
]


def state(here):
    """Labels with their evidence, and reviews, but for what merely happened."""
    labels = {
        (one["comment"], one["dimension"], one["target"], one["label"], str(one["evidence"]))
        for one in here.documents("labels")
    }
    reviews = {
        (one["comment"], one["status"], one["reason"], one["revisit"], one["note"])
        for one in here.documents("reviews")
        if (one["status"], one["reason"], one["revisit"], one["note"]) != ("open", "", False, "")
    }
    return labels, reviews


@pytest.fixture
def yes_no(tmp_path):
    """A layer with one question, yes or no."""
    path = tmp_path / "on-topic.toml"
    path.write_text(YES_NO, encoding="utf-8")
    return str(path)


async def test_yes_or_no_takes_two_keys(sit, yes_no):
    """No yes/no label takes three key presses (doccano 718): it is a leader and a letter."""
    async with sit(layers=[yes_no]) as here:
        await here.type("T n")
        assert here.labels() == [("c1", "on_topic.no")]


async def test_yes_or_no_takes_one_key_in_flow(sit, yes_no, monkeypatch):
    """Nor does one in flow (doccano 718): a letter answers, the next one is asked, with no key in between."""
    monkeypatch.setattr(flow, "HELD", 0.0)  # the same key twice is meant here
    async with sit(layers=[yes_no]) as here:
        with_text = [comment["id"] for comment in LANE if comment["text"]]
        await here.type(" ".join(["F", *"ynynnyn"]))
        assert len(with_text) == 7
        answers = {"y": "on_topic.yes", "n": "on_topic.no"}
        assert here.labels() == [(comment, answers[key]) for comment, key in zip(with_text, "ynynnyn", strict=True)]
        assert all(here.review(comment)["status"] == "done" for comment in with_text)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), NARROW])
@pytest.mark.parametrize("keys", ["p", "f", "F"])
async def test_what_a_comment_answers_is_in_sight(sit, size, keys):
    """Nobody judges a reply without what it answers (doccano 466, label-studio 3224): the parent is there, whole."""
    async with sit(FAR, size=size) as here:
        await here.type(f"G {keys}")
        shown = here.text
        for _ in range(4):
            await here.type("pagedown")
            shown += here.text
        words = {word.strip("│┃┊▏ ") for word in shown.split()}
        assert {*SAID.split()} <= words
        assert "Answer 39." in here.text


async def test_the_claim_is_in_sight(sit):
    """Nor a stance toward the article without its claim (doccano 466), even with the article hidden."""
    async with sit(size=NARROW) as here:
        await here.type("a c")
        assert "claim: Council votes to close Mill Lane" in " ".join(here.text.split())


@pytest.mark.parametrize(
    "keys",
    [
        "c n",
        "f a f d",
        "m tab s r escape",
        "c y c n",
        "f a D a",
        "v space l f a",
        "v space l f a v delete escape",
        "R",
        "S enter",
        "c n enter",
        "B f a enter",
        "B S enter",
        "C down enter enter f",
        "E h i escape",
    ],
)
async def test_everything_can_be_undone(sit, keys):
    """There is an undo (doccano 2020), for whatever gives or takes something away, step by step and back again."""
    async with sit() as here:
        await here.type("j c y k")
        before = state(here)
        await here.type(keys)
        after = state(here)
        for _ in range(6):  # the first goes to the comment that it would change
            if state(here) == before and here.said.startswith(("u again", "nothing")):
                break
            await here.type("U")
        assert state(here) == before
        for _ in range(6):
            await here.type("ctrl+r")
        assert state(here) == after


async def test_a_backspace_in_a_field_is_the_field_s(sit):
    """A backspace meant for text throws nothing away (argilla 5113): in a note, a reason, a search, a filter, a claim."""
    async with sit() as here:
        await here.type("c n f a R")
        before = here.documents("labels"), here.review("c1")["revisit"]
        for opened, left in (("E", "escape"), ("/", "escape"), ("&", "escape"), ("C", "escape"), (":", "escape")):
            await here.type(opened)
            await here.type("a b backspace backspace backspace backspace delete")
            await here.type(left)
            if here.over != "ReadingScreen":
                await here.type("escape")
            assert (here.over, here.selected) == ("ReadingScreen", "c1"), opened
        await here.type("backspace delete f backspace f delete escape")
        assert (here.documents("labels"), here.review("c1")["revisit"]) == before


async def test_an_action_on_a_folded_branch_says_what_it_is_on(sit):
    """An action on a folded thread is on its comment, and with `B` on all of it, with the count asked (neomutt 697)."""
    async with sit() as here:
        await here.type("space f a")
        assert here.labels() == [("c1", "fallacy.ad_hominem")]
        await here.type("B f d")
        assert "on this branch of 5 comments" in here.text
        await here.type("enter")
        assert {comment for comment, label in here.labels() if label == "fallacy.false_dilemma"} == {
            "c1",
            "c2",
            "c3",
            "c4",
            "c5",
        }


@pytest.mark.parametrize("fold", ["z M", "z 1", "z 2"])
async def test_folding_all_keeps_the_selection(sit, fold):
    """Folding everything loses no selection (neomutt 2981): one is on what hides it, and back where one was after."""
    async with sit() as here:
        await here.type(f"j j j {fold}")
        assert here.selected in here.visible
        assert here.tree.row_of_selected() is not None
        await here.type("z R")
        assert here.selected == "c4"


async def test_help_agrees_with_the_keys(sit, tmp_path):
    """Help and last line say what keys do now, and not what they did before a layer bound others (newsboat 843)."""
    (tmp_path / "own.toml").write_text(
        '[layer]\nname = "own"\ntitle = "Own keys"\nversion = "1"\n\n'
        '[keys]\n"u" = ""\n"U" = ""\n"f9" = "undo"\n"j" = ""\n"Q" = "next_comment"\n"enter" = ""\n"f8" = "done"\n',
        encoding="utf-8",
    )
    async with sit(layers=["own"], folders=[tmp_path], size=(200, 200)) as here:
        await here.type("escape")
        assert "f9 undo" in " ".join(here.rows()[-1].split())
        assert "f8 done" in " ".join(here.rows()[-1].split())
        await here.type("?")
        rows = [" ".join(row.split()) for row in here.rows()]
        keymap = here.desk.keymap
        for name in ("undo", "next_comment", "done"):
            keys = " ".join(displayed(key) for key in keymap.keys_of(name))
            assert any(row.startswith(f"{keys} {COMMANDS[name].help}") for row in rows), name
            assert not any(f"{before} {COMMANDS[name].help}" in row for row in rows for before in "juU"), name
        await here.type("escape f a Q")
        assert here.selected == "c2"
        await here.type("f9 f9")
        assert here.labels() == []
