"""Layers that were edited while the program runs: the keys of commands are taken, those of labels stay as they were.

A key that gave one label and now gives another would be a wrong label by an old habit, and in the middle of a thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from threadmark.keys.names import Chord

if TYPE_CHECKING:
    from threadmark.keys.binding import Binding
    from threadmark.keys.layers import Keymap

_Stamps = dict[Path, tuple[int, int] | None]


class LayerFiles:
    """The files of a keymap's layers, looked at now and then.

    Args:
        keymap: what is in effect; it is changed in place, so that all who work with it have the new keys.
        load: reads the layers anew.
    """

    def __init__(self, keymap: Keymap, load: Callable[[], Keymap]) -> None:
        self._keymap = keymap
        self._load = load
        self._stamps = self._now()

    def _now(self) -> _Stamps:
        return {Path(layer.file): _stamp(Path(layer.file)) for layer in self._keymap.layers}

    def look(self) -> str:
        """Take the commands of layers that were edited since the last look; what to say, empty where none was.

        Raises:
            UsageError: there is something wrong in one, with file and line; all keys are as they were.
        """
        now = self._now()
        edited = [path.name for path, stamp in now.items() if stamp != self._stamps[path]]
        self._stamps = now
        if not edited:
            return ""
        read = self._load()
        same = read.codebook.sha256 == self._keymap.codebook.sha256 and _labels(read) == _labels(self._keymap)
        self._keymap.rebind(_with_labels_of(self._keymap.bindings, read.bindings))
        stay = "" if same else "; labels and their keys stay as they were until the next start"
        return f"{', '.join(edited)} read again{stay}"


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _labels(keymap: Keymap) -> dict[Chord, str | None]:
    return {chord: binding.argument for chord, binding in keymap.bindings.items() if binding.command == "label"}


def _with_labels_of(old: Mapping[Chord, Binding], new: Mapping[Chord, Binding]) -> dict[Chord, Binding]:
    """The new commands and the old labels, without commands that would stand in the way of a label."""
    labels = {chord: binding for chord, binding in old.items() if binding.command == "label"}
    begun = {chord[:length] for chord in labels for length in range(1, len(chord) + 1)}
    commands = {
        chord: binding
        for chord, binding in new.items()
        if binding.command != "label"
        and chord not in begun
        and not any(chord[:length] in labels for length in range(1, len(chord)))
    }
    return labels | commands
