"""What a stance is toward: the claim with its type, and the study's named targets, each labelled by `t`, its number and a key."""

from __future__ import annotations

import pytest
from tests.tui.sitting import sitting

from threadmark.keys.layers import load_keymap
from threadmark.keys.targeted import leader_of, with_targets
from threadmark.labels.targets import NamedTarget
from threadmark.places import shipped
from threadmark.study_file import read_study
from threadmark.tui import flow
from threadmark.tui.workshop import Workshop

BAYS = NamedTarget("The parking bays should stay.", "bays", ("cars",), "policy")
NOISE = NamedTarget("The lane has become quieter.", claim_type="fact")
STUDY = {
    "target": [
        {"text": BAYS.text, "name": "bays", "aliases": ["cars"], "type": "policy"},
        {"text": NOISE.text, "type": "fact"},
        {"text": "Only elsewhere.", "threads": ["pool"]},
    ]
}


@pytest.fixture
def study(thread_file, labels, monkeypatch):
    """Sit down in a study's folder."""

    def sit_down(*, layers=(), **said):
        content = {**STUDY, "study": said}
        init = Workshop.__init__

        def with_study(self, *args, **options):
            init(self, *args, **options, study=read_study(content))

        monkeypatch.setattr(Workshop, "__init__", with_study)
        return sitting(thread_file(), labels, layers=layers)

    return sit_down


@pytest.fixture
def asked(tmp_path):
    """A layer that requires a stance toward each named target."""
    path = tmp_path / "asked.toml"
    path.write_text(
        """
        [layer]
        name = "asked"
        title = "Named targets are asked"
        version = "1"
        [[target]]
        dimension = "stance"
        id = "named"
        kind = "named"
        name = "Named target"
        question = "target?"
        leader = "t"
        scale = "position"
        required = "always"
        none = "not_addressed"
        """,
        encoding="utf-8",
    )
    return str(path)


@pytest.mark.proves("claim")
@pytest.mark.parametrize(
    ("key", "names"), [("f", ("true", "false")), ("o", ("will happen", "won't happen")), ("p", ("for", "against")), ("v", ("agrees", "disagrees"))]
)  # fmt: skip
async def test_the_scale_s_words_follow_the_claim_s_type(sit, key, names):
    """In the panel, on the comment and in the line below; the label's id stays what it is."""
    async with sit() as here:
        await here.type(f"C down enter enter {key} c")
        yes, no = names
        assert f"y {yes}" in here.text
        assert f"n {no}" in here.text
        await here.type("n")
        assert here.said == f"claim: {no}"
        assert f"claim: {no}" in "\n".join(here.rows()[:-1])
        assert here.labels() == [("c1", "stance.against")]


@pytest.mark.proves("claim")
async def test_a_claim_may_be_of_no_type(sit):
    """Enter, pressed once more, keeps what was picked and its scale as it is; esc leaves the claim that was there."""
    async with sit() as here:
        await here.type("C down enter enter")
        assert "enter none of these" in " ".join(here.text.split())
        await here.type("enter c")
        assert "n against" in here.text
        (target,) = here.documents("targets")
        assert (target["claim_type"], target["author"]) == (None, "ana")


async def test_the_claim_is_picked_sentence_by_sentence(sit):
    """A quotation mark after the full stop ends a sentence as well; what the keys do is told where they do it."""
    said = ['"It is a habit." A bus is to replace it. (So they say.) 夜の船。「必要だ。」終わり。']
    async with sit(article={"article": said, "title": "The boat"}) as here:
        await here.type("C")
        assert "enter takes it, down goes to these, esc leaves" in here.text
        rows = [row.strip() for row in here.rows()]
        for sentence in ('"It is a habit."', "A bus is to replace it.", "(So they say.)", "夜の船。"):
            assert sentence in rows, sentence
        await here.type("down down")
        assert "enter puts it into the line, esc goes back there" in here.text
        await here.type("escape")
        assert "enter takes it" in here.text


async def test_a_claim_of_another_type_is_another_target(sit):
    """A target is never edited: the earlier label stays toward the earlier claim, in its words, and the question is open."""
    async with sit() as here:
        await here.type("C down enter enter p c n C enter f")
        assert len(here.documents("targets")) == 2
        assert "claim: against" in here.text
        await here.type("c n")
        assert "claim: false" in here.text
        assert len({label["target"] for label in here.documents("labels")}) == 2


@pytest.mark.proves("label")
async def test_a_named_target_is_labelled_by_its_number(study):
    """`t 2 n`: three keys, the whole target in sight while they are live, the scale in the words of its type."""
    async with study() as here:
        await here.type("t")
        assert "1 bays" in here.text
        assert "Only elsewhere" not in here.text
        await here.type("2")
        assert f"target (fact): {NOISE.text}" in here.text
        assert "n false" in here.text
        await here.type("n")
        assert here.said == "The lane has become qui…: false"
        (label,) = here.documents("labels")
        assert (label["target"], label["label"]) == (NOISE.target, "against")
        (target,) = here.documents("targets")
        assert (target["text"], target["claim_type"], target["author"]) == (NOISE.text, "fact", None)


async def test_undo_take_repeat_and_branch_work_toward_it(study):
    """Undo takes the target along, `D` lists it by name, `.` gives it again, `B` gives it to the branch."""
    async with study() as here:
        await here.type("t 1 y")
        assert here.said == "bays: for"
        await here.type("u")
        assert (here.documents("labels"), here.documents("targets")) == ([], [])
        await here.type("t 1 y D")
        assert "bays: for" in here.text
        await here.type("a j .")
        assert here.labels() == [("c2", "stance.favor")]
        await here.type("B t 1 n")
        assert "bays: against on this branch" in here.text
        await here.type("enter")
        assert {label["target"] for label in here.documents("labels")} == {BAYS.target}
        assert sorted(comment for comment, _ in here.labels()) == ["c2", "c3", "c4"]


@pytest.mark.proves("targets")
async def test_the_list_picks_by_words_and_adds(study):
    """`t +` finds a target by its alias and opens its scale; words of one's own become the next number."""
    async with study() as here:
        await here.type("t +")
        await here.write("cars")
        await here.type("enter")
        assert f"target (policy): {BAYS.text}" in here.text
        await here.type("n t +")
        await here.write("Shops lose")
        await here.type("down enter" if "add:" not in here.text else "enter")
        await here.type("o")
        assert here.said == "target 3 added"
        await here.type("t 3 y")
        assert here.said == "Shops lose: will happen"
        await here.type("u u")
        await here.type("t")
        assert "Shops lose" not in here.text


@pytest.mark.proves("flow")
@pytest.mark.parametrize("targets", ["open", "closed"])
async def test_flow_asks_for_each_named_target(study, asked, targets, monkeypatch):
    """Where a layer requires them, each of the list is a question in its turn, answered by one key in its own words."""
    monkeypatch.setattr(flow, "HELD", 0.0)  # the same key twice is meant here
    async with study(layers=[asked], targets=targets) as here:
        await here.type("F y")
        assert "bays? (2 of 5)" in here.text
        assert f"target (policy): {BAYS.text}" in here.text
        await here.type("n")
        assert "(3 of 5)" in here.text
        assert "n false" in here.text
        await here.type("space")
        assert "rhetoric? (4 of 5)" in here.text
        await here.type("space space")
        assert here.selected == "c2"
        assert "bays: against" in here.said
        await here.type("n y backspace")
        assert "bays? (2 of 5)" in here.text
        await here.type("b n")
        found = [(label["comment"], label["target"], label["label"]) for label in here.documents("labels")]
        assert [one for one in found if (one[1] or "").startswith("named:")] == [
            ("c1", BAYS.target, "against"),
            ("c1", NOISE.target, "not_addressed"),
            ("c2", BAYS.target, "mixed"),
            ("c2", NOISE.target, "against"),
        ]
        outcomes = {one["target"]: one["outcome"] for one in here.review("c1")["answers"]}
        assert (outcomes[BAYS.target], outcomes[NOISE.target]) == ("labelled", "none")


@pytest.mark.proves("flow")
async def test_a_named_target_that_is_not_asked_takes_its_chord_in_flow(study):
    """`t 1 n` gives it whatever question is open, and flow asks on where it was."""
    async with study() as here:
        await here.type("F t 1 n")
        assert here.said == "bays: against"
        assert "claim? (1 of 3)" in here.text
        await here.type("y t 2 y")
        assert "rhetoric? (2 of 3)" in here.text
        given = {(label["target"], label["label"], label["via"]) for label in here.documents("labels")}
        assert {(BAYS.target, "against", "key"), (NOISE.target, "favor", "key")} <= given
        assert not next(one for one in here.review("c1")["answers"] if one["target"] == BAYS.target)["asked"]


async def test_a_target_that_is_added_in_flow_is_asked_from_then_on(study, asked, monkeypatch):
    """`t +` in flow adds one to an open list; it is a question of this comment and of the next."""
    monkeypatch.setattr(flow, "HELD", 0.0)  # as above
    async with study(layers=[asked]) as here:
        await here.type("F t +")
        await here.write("Shops lose")
        await here.type("down enter" if "add:" not in here.text else "enter")
        await here.type("o")
        assert "claim? (1 of 6)" in here.text
        await here.type("y n n")
        assert "Shops lose? (4 of 6)" in here.text
        await here.type("y space space")
        assert "parent? (1 of 6)" in here.text


async def test_a_closed_list_can_not_be_added_to(study):
    """Nothing is offered but what the study has."""
    async with study(targets="closed") as here:
        await here.type("t +")
        await here.write("Shops lose")
        assert "add:" not in here.text
        await here.type("enter escape")
        assert here.documents("targets") == []


def test_more_than_nine_have_letters_and_then_the_list():
    """Each key is one key, none a leader or one that undoes or quits, so nothing waits and a lost leader does no harm."""
    keymap = load_keymap(search=[shipped("keymaps")])
    many = [(f"named:n-{number}", f"target {number}") for number in range(40)]
    made = with_targets(keymap, many)
    keys = [row.key for row in made.panel(("t",)).rows if row.command == "label"]
    assert keys[:11] == [*"123456789", "a", "b"]
    assert not set(keys) & set("cpmfxtuq")
    assert len(set(keys)) == len(keys) == 40
    assert made.bindings["t", "a", "n"].argument == "stance.named:n-9.against"
    assert made.panel(leader_of(made, "named:n-39")).target == "named:n-39"
    assert with_targets(keymap, []) is keymap
