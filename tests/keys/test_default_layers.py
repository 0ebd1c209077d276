"""The shipped layers: every label of the codebook, and the keys that people are told."""

import pytest

from threadmark.keys.check import check_layers
from threadmark.keys.commands import COMMANDS
from threadmark.keys.layers import DEFAULT_LAYERS

POSITIONS = "y favor n against b mixed e neutral 0 not_addressed , cant_tell"
REPLIES = "y agree n disagree b partly w query a answer e elaborate 0 no_stance , cant_tell"
RHETORIC = """\
l appeal_logos e appeal_ethos h appeal_pathos a anecdote s sarcasm_irony r rhetorical_question y hyperbole
i metaphor_analogy o loaded_language n name_calling v personal_attack b concession k conversation_killer d doubt
0 none 9 other , cant_tell"""
MORE_RHETORIC = "g call_to_action j humor z repetition_slogan"
FALLACIES = """\
1 family.person 2 family.support 3 family.emotion 4 family.diversion 5 family.reasoning
a ad_hominem y tu_quoque e appeal_to_authority v appeal_to_popularity o appeal_to_tradition n appeal_to_nature
b appeal_to_fear h appeal_to_emotion r appeal_to_ridicule s straw_man i red_herring w worse_problems
g hasty_generalization k false_cause l slippery_slope d false_dilemma - no_argument 0 none 9 other , cant_tell"""
MORE_FALLACIES = "6 guilt_by_association 7 false_analogy 8 circular_reasoning z equivocation"
FLAGS = "n needs_context o off_topic r reported_speech d unreadable s sensitive"

COMMANDS_AND_KEYS = {
    "next_comment": "j, down",
    "previous_comment": "k, up",
    "next_sibling": "J",
    "previous_sibling": "K",
    "fold_or_parent": "h, left",
    "unfold_or_reply": "l, right",
    "next_top_level": "}",
    "previous_top_level": "{",
    "first_comment": "g g",
    "last_comment": "G",
    "half_page_down": "ctrl+d",
    "half_page_up": "ctrl+u",
    "page_down": "pagedown",
    "page_up": "pageup",
    "jump_back": "-",
    "next_todo": "], w",
    "previous_todo": "[, W",
    "next_revisit": ")",
    "previous_revisit": "(",
    "done": "enter",
    "skip": "S",
    "revisit": "R",
    "repeat_label": ".",
    "undo": "u, U",
    "redo": "ctrl+r",
    "note": "E",
    "take_label": "D",
    "claim": "C",
    "evidence": "V",
    "mark_next_word": "v right, v l",
    "mark_previous_word": "v left, v h",
    "mark_next_character": "v shift+right, v L",
    "mark_previous_character": "v shift+left, v H",
    "mark_next_line": "v down, v j",
    "mark_previous_line": "v up, v k",
    "mark_line_start": "v home",
    "mark_line_end": "v end",
    "mark_next_sentence": "v )",
    "mark_previous_sentence": "v (",
    "mark_sentence": "v s",
    "mark_letter": "v '",
    "mark_letter_again": "v ;",
    "mark_extend": "v space",
    "mark_swap_ends": "v o",
    "mark_next_span": "v v",
    "mark_keep_bounds": "v enter",
    "mark_remove": "v delete",
    "targets": "t +",
    "toggle_fold": "space, z a",
    "unfold": "z o",
    "fold": "z c",
    "fold_all": "z M",
    "unfold_all": "z R",
    "fold_done": "z d",
    "toggle_article": "a",
    "article_smaller": "<",
    "article_larger": ">",
    "other_pane": "tab",
    "help": "?",
    "explain": "f1",
    "codebook": "H",
    "figures": "#",
    "palette": ":, ctrl+p",
    "copy": "y",
    "open_link": "o",
    "escape": "escape",
    "flow": "F",
    "branch": "B",
    "attach": "A",
    "next_inferred": "I",
    "accept_link": "Y",
    "search": "/",
    "next_match": "n",
    "previous_match": "N",
    "filter": "&",
    "sort_threads": "s",
    "leave": "q",
    "quit": "ctrl+q",
    "suspend": "ctrl+z",
}
FREE: list[str] = []


def chords(leader, argument, listed):
    """The chords of a leader, from `key id key id …`."""
    words = listed.split()
    return {(leader, key): f"label {argument}.{label}" for key, label in zip(words[::2], words[1::2], strict=True)}


@pytest.fixture
def labels():
    """Every chord of the core labels with what it is bound to, `space` for none included."""
    return {
        **chords("c", "stance.claim", POSITIONS + " space not_addressed"),
        **chords("p", "stance.parent", REPLIES + " space no_stance"),
        **chords("m", "rhetoric", RHETORIC + " space none"),
        **chords("f", "fallacy", FALLACIES + " space none"),
        **chords("x", "flag", FLAGS),
    }


def test_every_label_of_the_codebook_has_its_key(keymap, labels):
    """No label is lost or moved, and there is no other; `space` is none everywhere but among the flags."""
    bound = {chord: binding.said for chord, binding in keymap.bindings.items() if binding.command == "label"}
    assert bound == labels


def test_every_extended_label_has_its_key(extended, labels):
    """Switching extended labels on adds them and changes nothing else."""
    more = {**chords("m", "rhetoric", MORE_RHETORIC), **chords("f", "fallacy", MORE_FALLACIES)}
    bound = {chord: binding.said for chord, binding in extended.bindings.items() if binding.command == "label"}
    assert bound == labels | more


def test_every_command_has_the_keys_that_people_are_told(keymap):
    """Vim keys and arrows stand side by side."""
    for command, keys in COMMANDS_AND_KEYS.items():
        assert ", ".join(keymap.keys_of(command)) == keys, command
    for depth in "123456789":
        assert keymap.keys_of("fold_to_depth", depth) == (f"z {depth}",)
    without_key = {"import_report", "theme", "split_comment", "merge_comment", "fold_to_depth", "label"}
    without_key |= {"mark_span", "evidence_report", "settle_evidence", "save_filter", "pace"}
    assert COMMANDS_AND_KEYS.keys() | without_key == COMMANDS.keys()


def test_keys_kept_for_later_begin_nothing(keymap):
    """Keys of commands that are not there yet are free."""
    assert not {chord[0] for chord in keymap.bindings} & set(FREE)


@pytest.mark.parametrize("which", ["keymap", "extended"])
def test_every_label_says_what_it_means_and_how_to_tell(which, request):
    """A definition, a test for, a test against and an example, for each one."""
    codebook = request.getfixturevalue(which).codebook
    for dimension in codebook.dimensions:
        for label in dimension.labels:
            said = (label.definition, label.yes_when, label.not_when, label.example)
            assert all(len(text) > 8 for text in said), label.uid
            assert len(set(said)) == 4, label.uid


@pytest.mark.parametrize("with_extended", [False, True])
def test_nothing_is_wrong_with_the_default_stack(search, with_extended):
    """The check finds nothing at all in what is shipped."""
    assert check_layers(DEFAULT_LAYERS, search=search, extended=with_extended) == []


def test_what_is_asked_and_what_is_none(keymap):
    """The claim is asked of top-level comments, the parent of replies, the rest of all; flags are never asked."""
    asked = {
        dimension.id: (dimension.choice, dimension.required, dimension.none) for dimension in keymap.codebook.dimensions
    }
    assert asked == {
        "stance": ("one_per_target", "never", None),
        "rhetoric": ("many", "always", "none"),
        "fallacy": ("many", "always", "none"),
        "flag": ("many", "never", None),
    }
    targets = {target.id: (target.required, target.none) for target in keymap.codebook.dimension("stance").targets}
    assert targets == {
        "claim": ("top_level", "not_addressed"),
        "parent": ("replies", "no_stance"),
        "named": ("never", "not_addressed"),
    }


def test_answers_that_stand_alone(keymap):
    """None, no argument and can't tell exclude the other labels of their dimension."""
    exclusive = {label.uid for dimension in keymap.codebook.dimensions for label in dimension.labels if label.exclusive}
    assert exclusive == {
        *("rhetoric.none", "rhetoric.cant_tell"),
        *("fallacy.none", "fallacy.no_argument", "fallacy.cant_tell"),
    }


def test_four_rules_stand_above_all_labels(keymap):
    """Meaning, charity, no conclusion no fallacy, the step and not the person."""
    beginnings = [rule.partition(":")[0] for rule in keymap.codebook.rules]
    assert beginnings == [
        "Code what is meant",
        "Read charitably",
        "No conclusion, no fallacy",
        "Label the step, not the person",
    ]


def test_other_schemes_are_mapped(keymap):
    """A crosswalk keeps the other scheme's names and how they relate to ours."""
    label = keymap.codebook.label("fallacy", "ad_hominem")
    known = {other.scheme: (other.names, other.relation) for other in label.crosswalk}
    assert known["mafalda"] == (("ad hominem",), "close")
    assert known["mafalda_level1"] == (("credibility",), "broader")
    schemes = {
        other.scheme
        for dimension in keymap.codebook.dimensions
        for label in dimension.labels
        for other in label.crosswalk
    }
    assert {"semeval2016", "rumoureval", "cocolofa", "logic", "argotario", "elecdeb", "falcon", "cmv_modes"} <= schemes
