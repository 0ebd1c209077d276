"""Layers found by name, read, laid on one another: the keymap that the screen works with.

    keymap = load_keymap(search=[project, user_keymaps(), shipped("keymaps")])
    keymap.keys_of("done")                              # ("enter",)
    keymap.panel(("f",)).rows                           # what may follow f

The first folder that has a layer of the name wins.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from threadmark.errors import UsageError, no_such
from threadmark.keys.names import Chord, spelled
from threadmark.keys.panels import Panel, panels
from threadmark.keys.reading import Layer, read_layer
from threadmark.keys.stack import stack

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from threadmark.keys.binding import Binding
    from threadmark.keys.codebook import Codebook, LayerStamp
    from threadmark.keys.reasons import Reason

DEFAULT_LAYERS = ("navigation", "stance", "rhetoric", "fallacies", "flags")


class Keymap:
    """Every chord with what it does, and the codebook that the same layers declare.

    Attributes:
        bindings: from a chord to its binding, in the order of the layers. A label's chord is bound to the command
            `label` with an argument such as `fallacy.ad_hominem`, `fallacy.family.person` or `stance.claim.favor`.
        layers: the layers, lowest first.
        panels: the panel of every beginning of a chord.
        reasons: why a comment can be skipped.
    """

    __slots__ = ("_chords", "bindings", "codebook", "layers", "panels", "reasons")

    def __init__(
        self,
        codebook: Codebook,
        bindings: Mapping[Chord, Binding],
        layers: tuple[LayerStamp, ...],
        reasons: tuple[Reason, ...] = (),
    ) -> None:
        self.codebook = codebook
        self.layers = layers
        self.reasons = reasons
        self.rebind(bindings)

    def rebind(self, bindings: Mapping[Chord, Binding]) -> None:
        """Take other chords, for all who work with this keymap; the codebook stays."""
        self.bindings = bindings
        self.panels: Mapping[Chord, Panel] = panels(self.codebook.dimensions, bindings)
        chords: dict[tuple[str, str | None], list[str]] = {}
        for chord, binding in bindings.items():
            chords.setdefault((binding.command, binding.argument), []).append(spelled(chord))
        self._chords = {meaning: tuple(found) for meaning, found in chords.items()}

    def only(self, commands: Container[str]) -> Keymap:
        """The same keymap with no other commands than these."""
        kept = {chord: binding for chord, binding in self.bindings.items() if binding.command in commands}
        return Keymap(self.codebook, kept, self.layers, self.reasons if "skip" in commands else ())

    def panel(self, leader: Chord) -> Panel | None:
        """What may follow a leader; `None` when no chord begins so."""
        return self.panels.get(leader)

    def keys_of(self, command: str, argument: str | None = None) -> tuple[str, ...]:
        """The chords of a command with this argument, as they are written (`z a`), in the order of the layers."""
        return self._chords.get((command, argument), ())

    def arguments_of(self, command: str) -> tuple[str | None, ...]:
        """The arguments that a command is bound with, in the order of the layers."""
        return tuple(argument for bound, argument in self._chords if bound == command)


def load_keymap(
    layers: Sequence[str | Path] = DEFAULT_LAYERS, *, search: Sequence[Path], extended: bool = False
) -> Keymap:
    """Load a stack of layers, the last on top.

    Args:
        layers: names to look for in `search`, or paths (a `Path`, or a text with a slash or ending in `.toml`).
        search: folders, the first that has the layer wins: the project's, the user's, the shipped one.
        extended: whether labels marked as extended are there.

    Raises:
        UsageError: a layer is not to be found or can't be read, or there is something serious wrong; it names the
            file and the line.
    """
    read = read_layers(layers, search)
    stacked = stack(read, extended=extended)
    for finding in stacked.findings:
        if finding.serious:
            raise UsageError(
                finding.what, where=finding.where, next_step="threadmark keymap check lists all there is to mend"
            )
    return Keymap(stacked.codebook, stacked.bindings, tuple(layer.stamp for layer in read), stacked.reasons)


def read_layers(layers: Iterable[str | Path], search: Sequence[Path]) -> list[Layer]:
    """Find and read layers in the order given, one named twice only at its last place.

    A layer that a later one replaces is left out. What is wrong inside them is among their findings.

    Raises:
        UsageError: a layer is not to be found, or its file can't be read.
    """
    read: list[Layer] = []
    found = [find_layer(layer, search) for layer in layers]
    for place, path in enumerate(found):
        if path in found[place + 1 :]:
            continue
        try:
            read.append(read_layer(path))
        except OSError as error:
            raise UsageError(f"the layer can't be read: {error.strerror}", where=str(path)) from error
    return [
        layer
        for place, layer in enumerate(read)
        if not any(layer.stamp.name in later.replaces for later in read[place + 1 :])
    ]


def find_layer(layer: str | Path, search: Sequence[Path]) -> Path:
    """The file of a layer that is named, or given as a path.

    Raises:
        UsageError: no folder has it.
    """
    if isinstance(layer, Path) or "/" in layer or layer.endswith(".toml"):
        return Path(layer).expanduser()
    for folder in search:
        path = folder / f"{layer}.toml"
        if path.is_file():
            return path
    raise no_such("layer", layer, sorted({path.stem for folder in search for path in folder.glob("*.toml")}))
