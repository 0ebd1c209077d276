"""Layers for other people's schemes, and for people who know neither vim nor the US keyboard."""

import pytest

from threadmark.keys.check import check_layers
from threadmark.keys.layers import DEFAULT_LAYERS, load_keymap
from threadmark.keys.names import displayed

SCHEMES = {
    "stance-sdqc": ("sdqc", "rumoureval", 4),
    "fallacies-cocolofa": ("fallacy", "cocolofa", 8),
    "fallacies-mafalda": ("fallacy", "mafalda", 23),
    "fallacies-logic": ("fallacy", "logic", 13),
    "rhetoric-semeval2023": ("rhetoric", "semeval2023", 23),
}


@pytest.fixture
def scheme(search):
    """The dimension that a layer declares when it is laid on the default stack."""

    def load(layer):
        return load_keymap((*DEFAULT_LAYERS, layer), search=search).codebook.dimension(SCHEMES[layer][0])

    return load


@pytest.mark.parametrize("layer", SCHEMES)
def test_nothing_is_wrong_with_a_scheme_on_the_default_stack(layer, search):
    """No clash; all that is found is that other layers tell their labels from some that are not there now."""
    assert {finding.kind for finding in check_layers([layer], search=search)} <= {"unknown label"}
    assert not any(finding.serious for finding in check_layers([layer], search=search))


@pytest.mark.parametrize("layer", SCHEMES)
def test_a_scheme_has_all_its_labels_and_each_says_what_it_means(layer, scheme):
    """Every name of the scheme, once, each with its tests and an example."""
    dimension, (_, named, many) = scheme(layer), SCHEMES[layer]
    theirs = [
        name
        for label in dimension.labels
        for other in label.crosswalk
        if other.scheme == named and not label.id.startswith("family.") and label.id != "none"
        for name in other.names
    ]
    assert len(theirs) == len(set(theirs)) == many
    for label in dimension.labels:
        said = (label.definition, label.yes_when, label.not_when, label.example)
        assert all(len(text) > 8 for text in said), label.uid
        assert len(set(said)) == 4, label.uid


@pytest.mark.parametrize("layer", SCHEMES)
def test_an_id_that_the_default_labels_have_means_the_same_as_theirs(layer, scheme, extended):
    """Labels of two schemes in one file are told apart by their ids; only where both are the same may these be alike."""
    known = {label.uid: label for dimension in extended.codebook.dimensions for label in dimension.labels}
    for label in scheme(layer).labels:
        alike = {
            name
            for other in label.crosswalk
            if other.scheme == "threadmark" and other.relation == "exact"
            for name in other.names
        }
        assert alike <= known.keys(), label.uid
        if label.uid in known and label.id != "none":
            assert label.uid in alike, label.uid
            assert label.key == known[label.uid].key, label.uid


def test_a_layer_that_replaces_another_needs_it_not_to_be_there(search, layer):
    """It is the same laid on the default stack and put in the other's place; what lies above it stays."""
    stack = ["navigation", "stance", "rhetoric", "fallacies-logic", "flags"]
    instead = load_keymap(stack, search=search)
    on_top = load_keymap((*DEFAULT_LAYERS, "fallacies-logic"), search=search)
    assert on_top.codebook.sha256 == instead.codebook.sha256
    own = layer('[layer]\nname = "fallacies"\n[keys]\n"f2" = "undo"\n')
    assert load_keymap([*stack, own], search=search).keys_of("undo")[-1] == "f2"


@pytest.fixture(scope="session")
def arrows(search):
    """The default stack with navigation-arrows on top."""
    return load_keymap((*DEFAULT_LAYERS, "navigation-arrows"), search=search)


def test_nothing_is_wrong_with_the_arrows(search):
    """No clash, and nothing is unbound that is not bound."""
    assert check_layers(["navigation-arrows"], search=search) == []


def test_the_arrows_reach_all_that_navigation_reaches(keymap, arrows):
    """What loses its vim key has another one; only suspending is left to the palette, as ctrl+z undoes."""
    before = {(binding.command, binding.argument) for binding in keymap.bindings.values()}
    now = {(binding.command, binding.argument) for binding in arrows.bindings.values()}
    assert before - now == {("suspend", None)}


def test_the_arrows_need_no_sign_that_is_behind_altgr(arrows):
    """Brackets, braces and angle brackets are where French, German and others have AltGr or no key."""
    assert not {key for chord in arrows.bindings for key in chord} & set("[]{}<>\\|~`")
    assert not {chord[0] for chord in arrows.bindings} & set("hjkl")
    assert displayed(arrows.keys_of("first_comment")[0]) == "home"
