"""The matcher of chords: two alphabets, panels, and a state that is always valid."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadmark.keys.chords import (
    Cancelled,
    ChordMatcher,
    Joined,
    Kept,
    Match,
    Outside,
    Pending,
    Unknown,
    is_command_key,
)

KEYS = [
    *"abcdefghijklmnopqrstuvwxyzGJKSREDCUWMRXYZ0123456789-,.;:?/&#[](){}<>ö",
    *("space", "tab", "backspace", "escape", "enter", "up", "down", "left", "right", "pagedown", "f1", "f2", "ctrl+r"),
]


@pytest.fixture
def matcher(keymap):
    """A matcher of the default stack with nothing pending."""
    return ChordMatcher(keymap)


def after(matcher, *keys):
    """What the last of these keys came to."""
    return [matcher.press(key) for key in keys][-1]


def test_a_single_key_does_its_command(matcher):
    """A command's key needs no leader."""
    came = matcher.press("j")
    assert isinstance(came, Match)
    assert came.binding.said == "next_comment"
    assert matcher.pending == ()


def test_a_leader_opens_a_panel_and_a_key_closes_it(matcher):
    """A chord is complete with its last key, at once."""
    assert matcher.press("f") == Pending(("f",))
    came = matcher.press("a")
    assert isinstance(came, Match)
    assert (came.binding.said, came.keep_open, came.join) == ("label fallacy.ad_hominem", False, False)
    assert matcher.pending == ()


def test_in_a_label_panel_lower_case_letters_are_labels(matcher):
    """A letter that is a command outside is a label, or nothing, inside."""
    assert after(matcher, "c", "y").binding.said == "label stance.claim.favor"
    assert after(matcher, "c", "j") == Unknown(("c", "j"))
    assert matcher.pending == ()


@pytest.mark.parametrize(
    ("key", "command"),
    [
        ("down", "next_comment"),
        ("left", "fold_or_parent"),
        ("pagedown", "page_down"),
        ("enter", "done"),
        ("f1", "explain"),
        ("ctrl+r", "redo"),
        ("U", "undo"),
        ("W", "previous_todo"),
        ("S", "skip"),
        ("?", "help"),
    ],
)
def test_in_a_label_panel_commands_work_as_outside(matcher, key, command):
    """Arrows, paging, enter, function keys, capitals and help do there what they do elsewhere, and close nothing."""
    matcher.press("m")
    came = matcher.press(key)
    assert isinstance(came, Outside)
    assert came.binding.said == command
    assert matcher.pending == ("m",)


@pytest.mark.parametrize("key", ["X", "f9", "shift+up", "}", "."])
def test_a_key_without_meaning_closes_the_panel(matcher, key):
    """An unknown key says so and does nothing, whatever it does outside."""
    assert after(matcher, "m", key) == Unknown(("m", key))
    assert matcher.pending == ()


@pytest.mark.parametrize("key", ["escape", "backspace"])
@pytest.mark.parametrize("leader", ["c", "f", "z", "g"])
def test_escape_and_backspace_close_any_panel(matcher, leader, key):
    """Nothing else happens: escape undoes one layer, the panel."""
    assert after(matcher, leader, key) == Cancelled((leader,))
    assert matcher.pending == ()


def test_tab_keeps_a_panel_open_for_several_labels(matcher):
    """Each label is a match of its own, until the panel is closed."""
    assert after(matcher, "f", "tab") == Kept(("f",))
    first, second = matcher.press("a"), matcher.press("d")
    assert [came.binding.argument for came in (first, second)] == ["fallacy.ad_hominem", "fallacy.false_dilemma"]
    assert first.keep_open
    assert matcher.pending == ("f",)
    assert matcher.press("escape") == Cancelled(("f",))
    assert not after(matcher, "f", "a").keep_open


def test_tab_keeps_no_panel_open_that_takes_one_label(matcher):
    """A target has one stance."""
    assert after(matcher, "c", "tab") == Unknown(("c", "tab"))


def test_a_slash_makes_the_next_label_another_reading(matcher):
    """Only the next one, and only in this panel."""
    assert after(matcher, "f", "tab", "/") == Joined(("f",))
    assert matcher.press("a").join
    assert not matcher.press("d").join
    assert after(matcher, "escape", "c", "/") == Joined(("c",))
    assert matcher.press("escape") == Cancelled(("c",))
    assert not after(matcher, "c", "y").join


def test_space_gives_none_in_a_panel_and_folds_outside(matcher):
    """In the flags' panel, which has no none, it is no key."""
    assert matcher.press("space").binding.said == "toggle_fold"
    assert after(matcher, "p", "space").binding.said == "label stance.parent.no_stance"
    assert after(matcher, "x", "space") == Unknown(("x", "space"))


def test_a_command_panel_has_capitals_of_its_own(matcher):
    """In `z …` a capital is a continuation, other commands' keys are none, and `?` is help all the same."""
    assert after(matcher, "z", "M").binding.said == "fold_all"
    assert after(matcher, "z", "3").binding.said == "fold_to_depth 3"
    assert after(matcher, "z", "down") == Unknown(("z", "down"))
    assert after(matcher, "z", "?").binding.said == "help"
    assert matcher.pending == ("z",)


def test_a_panel_can_be_opened_without_its_key(matcher):
    """A click, or a question asked in turn, opens a panel as its leader does."""
    assert matcher.open(("m",), keep_open=True) == Pending(("m",))
    assert matcher.press("s").keep_open
    assert matcher.open(("q",)) == Unknown(("q",))
    assert matcher.pending == ()


def test_results_of_other_kinds_are_never_equal():
    """A kept panel is not a pending one."""
    assert Kept(("f",)) != Pending(("f",))
    assert Kept(("f",)) == Kept(("f",))


def valid(matcher, keymap):
    """Whether the state is one that keys can lead out of."""
    if matcher.pending:
        return keymap.panel(matcher.pending) is not None
    return not matcher.keep_open and not matcher.join


@given(st.lists(st.sampled_from(KEYS), max_size=30))
def test_any_keys_leave_the_matcher_in_a_valid_state(keymap, keys):
    """Nothing is pending after an unknown key or a closed panel; escape always leads back to nothing pending."""
    matcher = ChordMatcher(keymap)
    for key in keys:
        before = matcher.pending
        came = matcher.press(key)
        assert valid(matcher, keymap)
        match came:
            case Unknown() | Cancelled():
                assert matcher.pending == ()
            case Pending(prefix) | Kept(prefix) | Joined(prefix):
                assert matcher.pending == prefix
            case Outside():
                assert matcher.pending == before
            case Match(keep_open=kept):
                assert matcher.pending == (before if kept else ())
    matcher.press("escape")
    assert matcher.pending == ()


@given(st.data(), st.lists(st.sampled_from(KEYS), max_size=6))
def test_a_complete_chord_always_matches(keymap, data, keys):
    """Whatever was pressed before, once the panel is closed every chord gives its binding."""
    matcher = ChordMatcher(keymap)
    for key in keys:
        matcher.press(key)
    matcher.cancel()
    chord = data.draw(st.sampled_from(sorted(keymap.bindings)))
    *opening, last = [matcher.press(key) for key in chord]
    assert all(isinstance(came, Pending) for came in opening)
    assert last == Match(keymap.bindings[chord])


@given(st.lists(st.sampled_from(KEYS), max_size=30))
def test_no_key_of_a_label_is_a_command_in_a_panel(keymap, keys):
    """In a label panel a label's key never comes out as a command, nor a command's key as a label."""
    matcher = ChordMatcher(keymap)
    for key in keys:
        panel = keymap.panel(matcher.pending)
        came = matcher.press(key)
        if panel is not None and panel.dimension is not None:
            if isinstance(came, Match):
                assert came.binding.command == "label"
                assert not is_command_key(key)
            if isinstance(came, Outside):
                assert came.binding.command != "label"
                assert is_command_key(key) or key == "?"
