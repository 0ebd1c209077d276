"""Labels by real keys, from the shipped keymap files to the TinyDB file, which plain TinyDB reads back."""

from __future__ import annotations

import pytest
from tests.tui.sitting import NARROW

from threadmark.keys.layers import load_keymap
from threadmark.places import shipped

KEYMAP = load_keymap(search=[shipped("keymaps")])


@pytest.mark.proves("label")
@pytest.mark.parametrize("leader", ["c", "p", "m", "f", "x"])
async def test_every_key_of_a_panel_gives_its_label(sit, leader):
    """Each chord of the layers gives the label that its file says, on the selected comment, with all that is known."""
    panel = KEYMAP.panel((leader,))
    async with sit() as here:
        await here.type("j")
        for row in panel.rows:
            await here.type(f"{leader} {'escape' if row.command != 'label' else row.key}")
            dimension, _, rest = row.argument.partition(".")
            label = rest.rpartition("family.")
            wanted = f"family.{label[2]}" if label[1] else rest.rpartition(".")[2]
            newest = max(here.documents("labels"), key=lambda found: found["created"])
            assert (newest["comment"], newest["dimension"], newest["label"]) == ("c2", dimension, wanted)
            assert (newest["annotator"], newest["round"], newest["via"]) == ("ana", 1, "key")
            assert newest["thread"] == "lane"
            await here.type("u")  # so that no exclusive label stands in the way of the next one


@pytest.mark.proves("label")
async def test_stance_toward_claim_and_parent(sit):
    """A stance toward the claim names the claim, one toward the parent the parent's comment."""
    async with sit() as here:
        await here.type("j c y p n")
        found = {label["label"]: label["target"] for label in here.documents("labels")}
        (claim,) = here.documents("targets")
        assert found == {"favor": f"claim:{claim['id']}", "disagree": "comment:c1"}
        assert (claim["kind"], claim["text"]) == ("claim", "Council votes to close Mill Lane")


@pytest.mark.proves("label")
async def test_a_top_level_comment_has_no_parent(sit):
    """The parent's panel gives a top-level comment nothing, and says why."""
    async with sit() as here:
        await here.type("p y")
        assert here.said == "a top-level comment has no parent"
        assert here.labels() == []


@pytest.mark.proves("label")
async def test_setting_what_is_set_changes_nothing(sit):
    """The same chord again leaves one label, the same one, and says so."""
    async with sit() as here:
        await here.type("f a")
        before = here.documents("labels")
        await here.type("f a")
        assert here.said == "fallacy: ad hominem is set already"
        assert here.documents("labels") == before


@pytest.mark.proves("label")
async def test_another_value_replaces_the_first_toward_a_target(sit):
    """One value for each target: the second takes the place of the first, and one undo brings it back."""
    async with sit() as here:
        await here.type("c y c n")
        assert here.labels() == [("c1", "stance.against")]
        await here.type("u")
        assert here.labels() == [("c1", "stance.favor")]


@pytest.mark.proves("label")
async def test_none_and_others_take_each_other_away(sit):
    """`space` in a panel is none: it takes the others away, and another takes it away."""
    async with sit() as here:
        await here.type("f a f d f space")
        assert here.labels() == [("c1", "fallacy.none")]
        await here.type("f d")
        assert here.labels() == [("c1", "fallacy.false_dilemma")]
        await here.type("f -")
        assert here.labels() == [("c1", "fallacy.no_argument")]


@pytest.mark.proves("label")
async def test_space_is_none_in_each_panel_but_the_flags(sit):
    """`space` gives the none of the panel; in the flags' panel there is none."""
    async with sit() as here:
        await here.type("j c space p space m space f space")
        assert [label for _, label in here.labels()] == [
            "stance.not_addressed",
            "stance.no_stance",
            "rhetoric.none",
            "fallacy.none",
        ]
        await here.type("x space")
        assert here.said == "x space is no key here; ? shows all keys"


@pytest.mark.proves("label")
async def test_a_family_alone_is_a_label(sit):
    """`f 1` says that it is one about the person, and no more."""
    async with sit() as here:
        await here.type("f 1")
        assert here.labels() == [("c1", "fallacy.family.person")]


@pytest.mark.proves("label")
async def test_a_panel_kept_open_takes_several(sit):
    """`tab` keeps the panel open until `esc`, which gives nothing."""
    async with sit() as here:
        await here.type("m tab s r")
        assert here.desk.panel is not None
        await here.type("h escape")
        assert here.desk.panel is None
        assert [label for _, label in here.labels()] == [
            "rhetoric.sarcasm_irony",
            "rhetoric.rhetorical_question",
            "rhetoric.appeal_pathos",
        ]
        await here.type("j")
        assert here.selected == "c2"


@pytest.mark.proves("label")
async def test_either_or_readings(sit):
    """`/` makes the next label another reading of the one before; they stand side by side, on one chip."""
    async with sit() as here:
        await here.type("c y c / n")
        found = here.documents("labels")
        assert sorted(label["label"] for label in found) == ["against", "favor"]
        assert len({label["either"] for label in found}) == 1
        assert found[0]["either"] is not None
        assert "claim: favor or against" in here.text


@pytest.mark.proves("label")
async def test_either_or_in_an_open_panel(sit):
    """The panel says that the next one is a reading; the one after that is not."""
    async with sit() as here:
        await here.type("m tab s /")
        assert "either/or with the one before" in here.text
        await here.type("r h escape")
        either = {label["label"]: label["either"] for label in here.documents("labels")}
        assert either["sarcasm_irony"] == either["rhetorical_question"] is not None
        assert either["appeal_pathos"] is None


@pytest.mark.proves("label")
async def test_the_label_is_on_its_comment_at_once(sit):
    """The chip is there in the frame of the key, and the status line says what was given."""
    async with sit() as here:
        await here.type("c n")
        assert here.said == "claim: against"
        assert "● claim: against" in here.text


@pytest.mark.proves("label")
async def test_context_is_what_was_in_sight(sit):
    """A label says how many ancestors and which paragraphs were on the screen."""
    async with sit() as here:
        await here.type("j j f a")
        (label,) = here.documents("labels")
        assert label["context"]["ancestors"] == 2
        assert label["context"]["paragraphs"] == [1, 2, 3]
        await here.type("a j f a")
        newest = max(here.documents("labels"), key=lambda found: found["created"])
        assert newest["context"]["paragraphs"] == []


@pytest.mark.proves("label")
async def test_a_users_layer_binds_a_label_to_a_key(sit, tmp_path):
    """`f2` in a layer on top gives the label that it names; an unbound key does nothing any more."""
    (tmp_path / "own.toml").write_text(
        '[layer]\nname = "own"\ntitle = "Own keys"\nversion = "1"\n\n'
        '[keys]\n"f2" = "label fallacy.ad_hominem"\n"j" = ""\n"z j" = "next_comment"\n',
        encoding="utf-8",
    )
    async with sit(layers=["own"], folders=[tmp_path]) as here:
        await here.type("f2")
        assert here.labels() == [("c1", "fallacy.ad_hominem")]
        await here.type("j")
        assert (here.selected, here.said) == ("c1", "j is no key here; ? shows all keys")
        await here.type("z j")
        assert here.selected == "c2"


@pytest.mark.proves("take_label")
async def test_a_label_is_taken_away_by_its_key_in_a_list(sit):
    """`D` lists the labels, a key takes that one; any other key, and `esc`, takes none."""
    async with sit() as here:
        await here.type("c n f a f d D")
        shown = here.text
        assert all(name in shown for name in ("claim: against", "fallacy: ad hominem", "fallacy: false dilemma"))
        await here.type("s")
        assert here.labels() == [("c1", "stance.against"), ("c1", "fallacy.false_dilemma")]
        assert here.said == "fallacy: ad hominem taken away"
        await here.type("D escape")
        await here.type("D z")
        assert here.said == "z is none of the answers; nothing was done"
        assert len(here.labels()) == 2
        await here.type("u")
        assert len(here.labels()) == 3


@pytest.mark.proves("take_label")
async def test_nothing_to_take_away(sit):
    """Without a label `D` says so, and the next key is itself again."""
    async with sit() as here:
        await here.type("D")
        assert here.said == "there is no label on this comment"
        await here.type("j")
        assert here.selected == "c2"


@pytest.mark.proves("take_label")
async def test_readings_can_be_taken_one_by_one(sit):
    """Of two labels with the same name toward two targets, each is listed by itself."""
    async with sit() as here:
        await here.type("j c y p y D")
        assert "claim: favor" in here.text
        assert "parent: agree" in here.text
        await here.type("a")
        assert here.labels() == [("c2", "stance.agree")]


@pytest.mark.proves("repeat_label")
async def test_the_last_label_again(sit):
    """`.` gives the label that was given last, on another comment; before any it says so."""
    async with sit() as here:
        await here.type(".")
        assert here.said == "no label to repeat yet"
        await here.type("m s j . j .")
        assert here.labels() == [(comment, "rhetoric.sarcasm_irony") for comment in ("c1", "c2", "c3")]
        assert [label["via"] for label in here.documents("labels")] == ["key", "repeat", "repeat"]


async def test_labels_without_room_stand_below(sit):
    """On a narrow screen labels that don't fit beside the author stand in rows of their own, all of them."""
    async with sit(size=NARROW) as here:
        await here.type("a j m tab s r h o n escape f a f d p n")
        for name in ("sarcasm / irony", "rhetorical question", "pathos appeal", "loaded language", "name-calling"):
            assert f"● {name}" in here.text
        assert "parent: disagree" in here.text


async def test_who_only_looks_leaves_no_trace(sit, labels):
    """Without a change there is no label file and no history."""
    async with sit() as here:
        await here.type("j j space k G g g ? escape")
    assert not labels.exists()
    assert not list(labels.parent.glob("*.history.jsonl"))


@pytest.mark.proves("label")
async def test_readings_are_told_together(sit):
    """A label that is joined to the one before by `/` is said as it stands on the comment; one after it, alone."""
    async with sit() as here:
        await here.type("f a f / d")
        assert here.said == "fallacy: ad hominem or false dilemma"
        await here.type("c y c / n")
        assert here.said == "claim: favor or against"
        await here.type("f s")
        assert here.said == "fallacy: straw man"
        await here.type("m / s")
        assert here.said == "sarcasm / irony"
