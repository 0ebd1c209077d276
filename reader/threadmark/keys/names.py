"""Names of keys: how layers write them, how Textual sends them, and which of them terminals can't tell apart.

A key with a character of its own is called by it (`]`, `?`, `G`); any other by Textual's name (`space`, `enter`,
`pagedown`, `f2`, `ctrl+r`). A chord is a tuple of such names, written with one space between its parts (`z a`).
"""

from __future__ import annotations

Chord = tuple[str, ...]

_SHORT = {
    "esc": "escape",
    "pgdn": "pagedown",
    "pgup": "pageup",
    "del": "delete",
    "ins": "insert",
    "return": "enter",
}
_SHOWN = {"escape": "esc", "pagedown": "pgdn", "pageup": "pgup", "delete": "del"}
_ARROWS = {"up": "↑", "down": "↓", "left": "←", "right": "→"}
_NAMED = frozenset(
    [
        *("escape", "enter", "tab", "backspace", "space", "delete", "insert"),
        *("home", "end", "pageup", "pagedown", "up", "down", "left", "right"),
        *(f"f{number}" for number in range(1, 25)),
    ]
)
_MODIFIERS = frozenset({"alt", "ctrl", "shift", "super", "hyper", "meta"})

# What a terminal without the Kitty protocol sends for these is another key.
SAME_IN_TERMINALS = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+h": "backspace",
    "ctrl+[": "escape",
    "ctrl+tab": "tab",
    "ctrl+enter": "enter",
    "ctrl+backspace": "backspace",
    "ctrl+space": "ctrl+@",
    "shift+enter": "enter",
    "shift+space": "space",
    "shift+backspace": "backspace",
    "shift+escape": "escape",
}

# Signs of the numpad as terminals with the Kitty protocol send them, without a character. Its digits, arrows and enter
# come as those of the other keys do.
_NUMPAD = {
    "add": "+",
    "subtract": "-",
    "multiply": "*",
    "divide": "/",
    "decimal": ".",
    "separator": ",",
    "equal": "=",
}

# `esc` and a key within 100 ms arrive as alt and that key; `esc f` and `esc b` as these two.
_ARRIVES_AS_ESCAPE = frozenset({"ctrl+left", "ctrl+right"})


def normal_key(written: str) -> str | None:
    """The name of a key as the program knows it, or `None` when there is no such key.

    `esc`, `pgdn`, `pgup`, `del` and `ins` stand for the long names; modifiers come in alphabetical order.
    """
    if len(written) == 1:
        return written if written.isprintable() and not written.isspace() else None
    *modifiers, last = written.split("+") if not written.endswith("+") else [*written[:-2].split("+"), "+"]
    key = last if len(last) == 1 else _SHORT.get(last.lower(), last.lower())
    if len(key) == 1:
        # A character without a modifier was dealt with above; with shift alone it is another character.
        key = key.lower()
        if not key.isprintable() or modifiers == ["shift"]:
            return None
    elif key not in _NAMED:
        return None
    chosen = {modifier.lower() for modifier in modifiers}
    if not chosen <= _MODIFIERS or len(chosen) != len(modifiers):
        return None
    return "+".join([*sorted(chosen), key])


def never_arrives(key: str) -> str | None:
    """Why this key can't be bound, or `None` when it can."""
    if key in _ARRIVES_AS_ESCAPE or "alt+" in key:
        return "is what esc and another key arrive as, and is never bound"
    if key in SAME_IN_TERMINALS:
        return f"can't be told from {SAME_IN_TERMINALS[key]} in many terminals"
    modifiers, _, last = key.rpartition("+")
    if "shift" in modifiers and len(last) == 1:
        return f"can't be told from {key.replace('shift+', '')} in many terminals"
    return None


def spelled(chord: Chord) -> str:
    """The chord as layers and the help write it: its keys with one space between."""
    return " ".join(chord)


def displayed(chord: str, *, ascii_only: bool = False) -> str:
    """A written chord as people read it: `↓` for `down`, `pgdn` for `pagedown`, `esc` for `escape`.

    With `ascii_only` the arrows stay words: they are two cells wide in some terminals.
    """
    shown = _SHOWN if ascii_only else _SHOWN | _ARROWS
    return " ".join(shown.get(key, key) for key in chord.split(" "))


def shown_key(shown: str) -> str | None:
    """The key that `displayed` wrote so, or None where it is none: `↓` is `down`, `pgdn` is `pagedown`."""
    return next((key for key, sign in _ARROWS.items() if sign == shown), None) or normal_key(shown)


def pressed(key: str, character: str | None = None) -> tuple[str, ...]:
    """The keys that one key event of Textual stands for, in this module's names.

    That is one key, or two for `alt+X`, since `esc` and `X` within 100 ms arrive so.

    Args:
        key: the event's key, such as `right_square_bracket`, `G`, `pagedown` or `alt+f`.
        character: the event's character, `None` when it has none.
    """
    if key.startswith("alt+"):
        rest = key.removeprefix("alt+")
        if rest.startswith("shift+") and len(rest) == len("shift+") + 1:
            rest = rest[-1].upper()
        return ("escape", *pressed(rest, rest if len(rest) == 1 else character))
    if character is not None and len(character) == 1 and character.isprintable() and not character.isspace():
        return (character,)
    return (_NUMPAD.get(key, key),)
