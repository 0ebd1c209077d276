"""The matcher of chords: a key in, what came of it out; it knows no clock and no screen.

    matcher = ChordMatcher(keymap)
    for key in pressed(event.key, event.character):
        match matcher.press(key):
            case Match(binding): ...            # do binding.command

No chord is the beginning of another, so a complete chord is one at once and nothing ever waits.

**Two alphabets.** In the panel of a label leader, lower-case letters, digits and signs are labels; arrows, paging,
enter, function keys, ctrl and capitals are the commands that they are elsewhere (`Outside`), and the panel stays as it
is. `?` is help in every panel, and F1 says what it is. `escape` and `backspace` close a panel, `tab` keeps one open where several labels may
be given, `/` makes the next label another reading of the one before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from threadmark.keys.binding import Binding
    from threadmark.keys.layers import Keymap
    from threadmark.keys.names import Chord


class Match(NamedTuple):
    """A chord is complete. `keep_open`: its panel stays, for more labels; `join`: an either/or reading of the last one."""

    binding: Binding
    keep_open: bool = False
    join: bool = False


class Outside(NamedTuple):
    """A command's key, pressed in a panel, where it means what it means outside; the panel stays as it is."""

    binding: Binding


class Unknown(NamedTuple):
    """These keys do nothing; whatever was pending is gone."""

    keys: Chord


@dataclass(frozen=True, slots=True)
class _Panel:
    """What happened to the panel of a leader; equal only to the same of the same panel, unlike a tuple."""

    prefix: Chord


class Pending(_Panel):
    """These keys begin a chord; its panel is open."""

    __slots__ = ()


class Kept(_Panel):
    """The panel stays open until it is closed."""

    __slots__ = ()


class Joined(_Panel):
    """The next label in the panel is an either/or reading with the one before."""

    __slots__ = ()


class Cancelled(_Panel):
    """The panel is closed and nothing was done."""

    __slots__ = ()


Pressed: TypeAlias = Match | Pending | Kept | Joined | Cancelled | Outside | Unknown


class ChordMatcher:
    """Where the keys pressed so far have led: nowhere, or into a panel.

    Attributes:
        pending: the keys of the open panel's leader; empty when none is open.
        keep_open: the panel stays open after a label.
        join: the next label is an either/or reading.
    """

    __slots__ = ("_keymap", "join", "keep_open", "pending")

    def __init__(self, keymap: Keymap) -> None:
        self._keymap = keymap
        self.pending: Chord = ()
        self.keep_open = False
        self.join = False

    def press(self, key: str) -> Pressed:
        """Take one key, named as in `names`."""
        chord = (*self.pending, key)
        binding = self._keymap.bindings.get(chord)
        if binding is not None:
            return self._complete(binding)
        if chord in self._keymap.panels:
            self.pending = chord
            return Pending(chord)
        if self.pending:
            return self._in_panel(key)
        return Unknown(chord)

    def open(self, leader: Chord, *, keep_open: bool = False) -> Pending | Unknown:
        """Open a leader's panel as if its keys had been pressed; an unknown one opens nothing."""
        self.cancel()
        if leader not in self._keymap.panels:
            return Unknown(leader)
        self.pending, self.keep_open = leader, keep_open
        return Pending(leader)

    def cancel(self) -> None:
        """Close whatever is open."""
        self.pending, self.keep_open, self.join = (), False, False

    def _complete(self, binding: Binding) -> Match:
        matched = Match(binding, self.keep_open, self.join)
        if self.keep_open:
            self.join = False
        else:
            self.cancel()
        return matched

    def _in_panel(self, key: str) -> Pressed:
        prefix = self.pending
        panel = self._keymap.panels[prefix]
        outside = self._keymap.bindings.get((key,))
        labels = panel.dimension is not None
        if key in ("escape", "backspace"):
            self.cancel()
            return Cancelled(prefix)
        if labels and key == "tab" and panel.many:
            self.keep_open = True
            return Kept(prefix)
        if labels and key == "/":
            self.join = True
            return Joined(prefix)
        explains = outside is not None and outside.command == "explain"
        if outside is not None and (key == "?" or ((labels or explains) and is_command_key(key))):
            return Outside(outside)
        self.cancel()
        return Unknown((*prefix, key))


def is_command_key(key: str) -> bool:
    """Whether a key is a command's in a label panel: one without a character of its own, or a capital."""
    return key.isupper() if len(key) == 1 else key not in ("space", "tab", "backspace")
