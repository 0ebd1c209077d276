"""Reasons to skip: what a layer says of them, and what is found wrong with their keys."""

from __future__ import annotations

import pytest

from threadmark.keys.check import changed, check_layers, load_old
from threadmark.keys.layers import DEFAULT_LAYERS, load_keymap
from threadmark.keys.reasons import reason_words
from threadmark.keys.table import key_table, show_layers


def reason(key, name="own"):
    """A reason on a key."""
    return f'[[reason]]\nid = "{name}"\nkey = "{key}"\nname = "Own"\n'


def test_the_default_layers_have_reasons(keymap, search):
    """Each with a name, a definition and a key of its own; with nothing to mend."""
    reasons = keymap.reasons
    assert {"off_topic", "other_language", "unreadable", "needs_context"} <= {each.id for each in reasons}
    assert all(each.name and each.definition for each in reasons)
    assert len({each.key for each in reasons}) == len(reasons)
    assert not [each for each in check_layers(search=search, slips=True) if "reason" in each.what and each.serious]


def test_a_layer_on_top_adds_and_changes(layer, search):
    """By its id a reason is another one's successor."""
    path = layer(reason("v") + reason("k", "spam"))
    reasons = {each.id: each.key for each in load_keymap([*DEFAULT_LAYERS, path], search=search).reasons}
    assert (reasons["own"], reasons["spam"], reasons["off_topic"]) == ("v", "k", "o")


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        (reason("o"), "clash", "o is the reason off_topic already"),
        (reason("t"), "clash", "t lets one write the reason"),
        (reason("S"), "clash", "S skips without a reason"),
        (reason("Q"), "reason key", "lower-case letter"),
        (reason("space"), "reason key", "lower-case letter"),
        (reason("enter"), "reason key", "lower-case letter"),
        (reason("u"), "lost leader", "is the reason own and alone undo"),
        (reason("q"), "lost leader", "is the reason own and alone leave"),
        (reason("v") + reason("k"), "clash", "reason own is declared on line 1 already"),
        ('[[reason]]\nid = "own"\nname = "Own"\n', "missing", "no key"),
        ('[[reason]]\nid = "own"\nkey = "v"\nname = "Own"\nwhy = "so"\n', "unknown field", "why"),
        (reason("nokey"), "unknown key", "nokey"),
    ],
)
def test_what_is_wrong_is_found(layer, search, text, kind, says):
    """With its kind, its line, and what it says."""
    findings = [each for each in check_layers([layer(text)], search=search) if each.serious]
    assert kind in {each.kind for each in findings}
    assert any(says in each.what for each in findings)


def test_neighbouring_keys_are_listed(layer, search):
    """Among the slips: two reasons that one finger may take for each other."""
    slips = check_layers([layer(reason("p"))], search=search, slips=True)
    assert any("S o off_topic is next to S p own" in each.what for each in slips)
    assert not any(each.serious for each in slips)


def test_another_meaning_is_found_against_an_older_layer(layer, search):
    """As with labels: a key that gave one reason and gives another."""
    named = '[layer]\nname = "own"\n'
    old = layer(named + reason("v"))
    now = layer(named + reason("v", "other_own"), "new")
    findings = check_layers([now], search=search, against=old)
    assert [each.what.partition(" (")[0] for each in findings if each.kind == "changed"] == [
        "v gives the reason other_own and was own"
    ]
    keymap = load_keymap([*DEFAULT_LAYERS, now], search=search)
    assert changed(keymap, load_old(old, [*DEFAULT_LAYERS, now], search=search)) == []


def test_reasons_in_words_and_tables(keymap, search):
    """The name of one that is known; what was written stays as it is. The tables of keys have them."""
    assert (reason_words(keymap, "off_topic"), reason_words(keymap, "in Latin")) == ("off topic", "in Latin")
    assert "| `S` skip, and why | `o` Off topic" in key_table(keymap)
    assert "skip off_topic" in show_layers(["flags"], search)
