"""`F1` says what one has before one; the codebook is searched while one types."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tui.conftest import LANE
from tests.tui.sitting import NARROW

from threadmark.find.folding import fold
from threadmark.keys.layers import load_keymap
from threadmark.places import shipped
from threadmark.tui.codebook import matching

KEYMAP = load_keymap(search=[shipped("keymaps")])
LABELS = [(dimension, label) for dimension in KEYMAP.codebook.dimensions for label in dimension.labels]


def facts(here):
    """What a page says, by what it says it of."""
    lines = [row.split("┃")[0].strip().split("  ", 1) for row in here.rows()]
    return {name: said.strip() for name, said in (line for line in lines if len(line) == 2)}


@pytest.mark.proves("explain")
async def test_f1_on_a_comment(sit):
    """Author, time, score, depth, id, what it answers and how that is known; its labels with their definitions."""
    async with sit(size=(120, 60)) as here:
        await here.type("c n R f1")
        said = facts(here)
        assert here.text.startswith(" the comment")
        assert (said["author"], said["score"], said["id"]) == ("bob", "14", "c1")
        assert said["written"] == "2024-03-12T10:00:00Z"
        assert (said["depth"], said["answers"], said["place from"]) == ("1 (top-level)", "the article", "the source")
        assert (said["status"], said["revisit"], said["quotes"]) == ("to do", "yes", "¶2")
        assert "claim: against" in here.text
        assert "yes when:" in here.text
        await here.type("f1 j f1")
        assert facts(here)["answers"] == "bob (c1)"
        assert "no labels yet" in here.text


@pytest.mark.proves("explain", "accept_link")
async def test_f1_says_how_a_reply_is_known(sit):
    """An inferred reply has its cue and confidence; one that was accepted, or attached by hand, says so too."""
    guessed = [
        {"id": "c1", "author": "bob", "text": "Shops."},
        {"id": "c2", "parent": "c1", "text": "Yes, bob.", "inferred": {"cue": "named author", "confidence": 0.9}},
    ]
    async with sit(guessed, size=(120, 40)) as here:
        await here.type("j f1")
        assert facts(here)["place from"] == "inferred by named author, confidence 90%; the source does not tell"
        await here.type("escape Y f1")
        assert facts(here)["place from"] == "inferred by named author, confidence 90%; you accepted it"


@pytest.mark.proves("explain")
async def test_f1_on_a_deep_comment_hides_what_the_study_hides(sit):
    """A pseudonym is no name there either, and a hidden score is none."""
    async with sit(pseudonyms=True, scores=False) as here:
        await here.type("f1")
        assert (facts(here)["author"], "score" in facts(here)) == ("author 1", False)
        assert "bob" not in here.text


@pytest.mark.proves("explain", "other_pane")
async def test_f1_on_the_article(sit):
    """With the keys in the article, it is the article that is explained."""
    async with sit() as here:
        await here.type("tab f1")
        assert (facts(here)["byline"], facts(here)["comments"]) == ("Harbour Post", "8")


@pytest.mark.proves("explain")
async def test_f1_in_the_list_of_threads(sit):
    """The selected thread: its file, id, and how far one is."""
    async with sit(picked="threads") as here:
        await here.type("f1")
        said = facts(here)
        assert (said["thread"], said["file"], said["to do"]) == ("lane", "lane.thread.json", "7")
        await here.type("escape H escape")
        assert here.over == "Picker"


@pytest.mark.proves("explain", "filter", "search")
async def test_f1_in_a_field_explains_its_words(sit):
    """In the filter it lists every word of the language, in the search what can be searched; what was typed stays."""
    async with sit(size=(120, 80)) as here:
        await here.type("& t o d f1")
        assert here.over == "Page"
        for word in ("author:", "has:", "claim:", "todo", "fallacy:", "depth:"):
            assert any(row.strip().startswith(word) for row in here.rows()), word
        await here.type("escape o enter")
        assert here.desk.finding.filter.words
        await here.type("escape / s h f1")
        assert "a regular expression" in here.text
        await here.type("escape o p enter")
        assert here.selected == "c8"


@pytest.mark.proves("explain")
async def test_f1_while_marking(sit):
    """It tells the keys that mark; the words stay marked."""
    async with sit(size=(120, 50)) as here:
        await here.type("v l f1")
        assert "the whole sentence" in here.text
        await here.type("escape f a")
        assert here.documents("labels")[0]["evidence"][0]["quote"] == "it"


@pytest.mark.proves("explain")
async def test_f1_without_a_comment(sit):
    """There is nothing to explain, and that is said."""
    async with sit([]) as here:
        await here.type("f1")
        assert here.said == "there is no comment here"


@pytest.mark.proves("codebook")
async def test_the_codebook_is_searched_by_typing(sit):
    """Letters are text there: what has them is shown, called so first, with its keys; `esc` shows all, then closes."""
    async with sit(size=(120, 50)) as here:
        await here.type("H")
        await here.write("slip")
        rows = [row for row in here.rows() if "Slippery slope" in row]
        assert rows[0].split("Fallac")[0].split() == ["f", "l"]
        assert "yes when:" in here.text
        assert "Ad hominem" not in here.rows()[1]
        await here.write("q?x")
        assert "no label has that" in here.text
        await here.type("escape")
        assert "What the comment holds toward a target" in here.text
        await here.type("pagedown down up escape")
        assert (here.over, here.labels()) == ("ReadingScreen", [])


@pytest.mark.proves("codebook", "palette")
async def test_the_codebook_is_in_the_palette_and_in_panels(sit):
    """It opens from the palette, and over an open panel, which is open after it."""
    async with sit() as here:
        await here.command("codebook")
        assert here.over == "CodebookPage"
        await here.type("escape m H escape s")
        assert here.labels() == [("c1", "rhetoric.sarcasm_irony")]


async def test_the_codebook_has_everything(sit):
    """Every label in effect with its definition, its tests, its example and a key that gives it."""
    async with sit(size=(200, 2000)) as here:
        await here.type("H")
        text = " ".join(here.text.replace("┃", " ").split())
        for dimension, label in LABELS:
            for said in (label.name, label.definition, label.yes_when, label.not_when, label.example):
                assert " ".join(said.split()) in text, (dimension.id, label.id)
            assert any(
                f"{key} {label.name}" in text
                for target in [kind.id for kind in dimension.targets if kind.scale == label.scale] or [None]
                for key in KEYMAP.keys_of("label", ".".join(filter(None, (dimension.id, target, label.id))))
            ), (dimension.id, label.id)


@given(st.sampled_from(LABELS), st.data())
def test_a_label_is_found_by_any_part_of_its_name(chosen, data):
    """Whatever part of its name is typed, in any case, the label is among what is found."""
    _, label = chosen
    start = data.draw(st.integers(0, len(label.name) - 1))
    typed = label.name[start : data.draw(st.integers(start + 1, len(label.name)))].upper()
    assert label in [found for _, found in matching(KEYMAP, fold(typed).split())]


async def test_narrow(sit):
    """At 60 columns both are there whole."""
    async with sit(LANE, size=NARROW) as here:
        await here.type("f1 escape H")
        await here.write("ad hom")
        assert "Ad hominem" in here.text


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("S", "off topic: About neither the article nor the conversation"),
        ("B f a", "fallacy: ad hominem on this branch of 5 comments?"),
        ("f a D", "which label goes away?"),
        ("z", "fold all below a depth: 3"),
    ],
)
async def test_a_question_and_a_panel_of_commands(sit, keys, words):
    """`f1` says what is asked and what its answers mean, what each key does; the question waits until it is read."""
    async with sit() as here:
        await here.type(keys)
        before = here.rows()
        await here.type("f1")
        assert words in " ".join(here.text.split())
        await here.type("escape")
        assert here.rows() == before
        await here.type("? escape")
        assert here.rows() == before
