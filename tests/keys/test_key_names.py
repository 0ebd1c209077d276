"""Names of keys, as layers write them and as Textual sends them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual._xterm_parser import XTermParser

from threadmark.keys.names import displayed, never_arrives, normal_key, pressed


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("j", "j"),
        ("G", "G"),
        ("]", "]"),
        ("+", "+"),
        ("ö", "ö"),
        ("esc", "escape"),
        ("pgdn", "pagedown"),
        ("pgup", "pageup"),
        ("del", "delete"),
        ("F2", "f2"),
        ("ctrl+r", "ctrl+r"),
        ("Ctrl+R", "ctrl+r"),
        ("shift+ctrl+left", "ctrl+shift+left"),
        ("ctrl++", "ctrl++"),
        ("shift+tab", "shift+tab"),
    ],
)
def test_key_names_are_brought_to_one_form(written, name):
    """Short names, capitals and the order of modifiers make no difference."""
    assert normal_key(written) == name


@pytest.mark.parametrize(
    "written", ["", " ", "pagedwn", "f25", "shift+a", "ctrl+ctrl+a", "hop+a", "ctrl+", "\t", "\x1b", "zz"]
)
def test_what_is_no_key_has_no_name(written):
    """A misspelt key, one that never arrives under that name, or a control character is refused."""
    assert normal_key(written) is None


@pytest.mark.parametrize(
    "key", ["alt+f", "alt+shift+f", "ctrl+left", "ctrl+right", "ctrl+i", "ctrl+m", "ctrl+h", "ctrl+[", "ctrl+shift+r"]
)
def test_keys_that_do_not_arrive_as_themselves_say_why(key):
    """Keys that terminals send as something else can't be bound."""
    assert never_arrives(key)


@pytest.mark.parametrize("key", ["a", "A", "+", "ctrl+r", "shift+left", "shift+tab", "f1", "ctrl+p", "pagedown"])
def test_keys_that_arrive_can_be_bound(key):
    """Ordinary keys are not refused."""
    assert never_arrives(key) is None


@pytest.mark.parametrize(
    ("event", "keys"),
    [
        (("j", "j"), ("j",)),
        (("G", "G"), ("G",)),
        (("question_mark", "?"), ("?",)),
        (("right_square_bracket", "]"), ("]",)),
        (("plus", "+"), ("+",)),
        (("space", " "), ("space",)),
        (("enter", "\r"), ("enter",)),
        (("escape", "\x1b"), ("escape",)),
        (("backspace", "\x7f"), ("backspace",)),
        (("tab", "\t"), ("tab",)),
        (("pagedown", None), ("pagedown",)),
        (("ctrl+r", "\x12"), ("ctrl+r",)),
        (("alt+s", None), ("escape", "s")),
        (("alt+shift+f", "F"), ("escape", "F")),
        (("alt+enter", None), ("escape", "enter")),
    ],
)
def test_key_events_of_textual_get_their_names(event, keys):
    """A key with a character is called by it; alt and a key are escape and that key."""
    assert pressed(*event) == keys


@given(st.characters(exclude_categories=["C", "Z"]))
def test_a_written_character_is_the_key_that_its_event_names(character):
    """What a layer writes and what the keyboard sends meet in one name."""
    assert (normal_key(character),) == pressed("whatever_textual_calls_it", character)


def test_chords_are_shown_as_people_read_them():
    """Arrows become signs, long names short ones; without those signs, arrows stay words."""
    assert displayed("z pagedown") == "z pgdn"
    assert displayed("down") == "↓"
    assert displayed("down", ascii_only=True) == "down"
    assert displayed("escape", ascii_only=True) == "esc"


@pytest.mark.parametrize(
    ("sent", "key"),
    [
        *((f"\x1b[{57399 + digit}u", str(digit)) for digit in range(10)),  # the Kitty protocol
        *((f"\x1bO{chr(ord('p') + digit)}", str(digit)) for digit in range(10)),  # a keypad in application mode
        *zip((f"\x1b[{number}u" for number in range(57409, 57417)), [*"./*-+", "enter", *"=,"], strict=True),
        *zip(("\x1bOM", "\x1bOk", "\x1bOm", "\x1bOj", "\x1bOo", "\x1bOn"), ["enter", *"+-*/."], strict=True),
        *zip((f"\x1b[{number}u" for number in range(57417, 57421)), ["left", "right", "up", "down"], strict=True),
    ],
)
def test_keys_of_the_numpad_are_those_beside_it(sent, key):
    """Digits, signs, enter and arrows of a numpad mean what they mean elsewhere, however a terminal sends them."""
    parser = XTermParser()
    (event,) = [*parser.feed(sent), *parser.feed("")]
    assert pressed(event.key, event.character) == (key,)
