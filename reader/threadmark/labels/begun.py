"""What a label file was begun with, and what of it is another now: layers, label keys, labels that no key gives any more.

A label file names the layers of each session by hash, and keeps the keys that gave labels once for each such stack.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from threadmark.errors import InputError
from threadmark.keys.findings import Finding
from threadmark.keys.names import spelled
from threadmark.labels.label_file import LabelFile

if TYPE_CHECKING:
    from threadmark.keys.codebook import LayerStamp
    from threadmark.keys.layers import Keymap
    from threadmark.labels.records import Label, LayerRecord, SessionRecord

KIND = "changed"
_DIGITS = 12


def changed_since(path: Path, keymap: Keymap) -> list[Finding]:
    """What is another now than when the labels of a file were given.

    Raises:
        InputError: there is no such file.
        LabelFileError: it is damaged, newer, or no label file.
    """
    if not path.is_file():
        raise InputError("is not there", where=str(path))
    file = LabelFile(path, time.time)
    file.read_changes()
    labels = list(file.labels())
    sessions = {label.session for label in labels}
    of_labels = {layer["name"] for codebook in file.codebooks() for layer in codebook.layers}
    begun = list(file.sessions())
    layers = {
        (layer.name, layer.sha256): layer
        for session in begun
        if session.id in sessions
        for layer in session.layers
        if layer.name in of_labels
    }
    now = {layer.name: layer for layer in keymap.codebook.layers}
    found = [finding for layer in layers.values() if (finding := _layer(path, layer, now.get(layer.name)))]
    then = [keys_of(session, begun) for session in begun if session.id in sessions]
    found += set(_other_keys(path, keymap, [keys for keys in then if keys]))
    return sorted([*found, *_without_key(path, labels, keymap)])


def label_keys(keymap: Keymap) -> dict[str, str]:
    """The chords that give labels, as they are spelled, each with what the command `label` takes."""
    return {
        spelled(chord): binding.argument
        for chord, binding in keymap.bindings.items()
        if binding.command == "label" and binding.argument is not None
    }


def with_keys(session: SessionRecord, keys: dict[str, str], before: Iterable[SessionRecord]) -> SessionRecord:
    """A session with its keys, unless they are those that a session before with the same layers stands for."""
    return session if keys_of(session, before) == keys else replace(session, keys=keys)


def keys_of(session: SessionRecord, sessions: Iterable[SessionRecord]) -> dict[str, str] | None:
    """The keys that gave labels in a session, its own or those of the first with its layers; None where nobody knows."""
    if session.keys is not None:
        return session.keys
    alike = [each for each in sessions if each.keys is not None and each.layers == session.layers]
    return min(alike, key=lambda each: each.started).keys if alike else None


def _other_keys(path: Path, keymap: Keymap, then: Iterable[dict[str, str]]) -> Iterator[Finding]:
    """Chords that gave a label and give another one now."""
    given = {spelled(chord): binding for chord, binding in keymap.bindings.items() if binding.command == "label"}
    for keys in then:
        for chord, argument in keys.items():
            now = given.get(chord)
            if now is not None and now.argument != argument:
                what = f"{chord} gives {now.argument} and gave {argument} when labels of {path.name} were given"
                yield Finding(now.file, now.line, KIND, what)


def _layer(path: Path, then: LayerRecord, now: LayerStamp | None) -> Finding | None:
    """A layer that labels were given with, where it is another now."""
    was = f"labels of {path.name} were given with {then.name} {then.version} ({then.sha256[:_DIGITS]})"
    if now is None:
        return Finding(str(path), 1, KIND, f"{was}, which is not in this stack")
    if now.sha256 == then.sha256:
        return None
    what = f"{was}, and this is {now.version} ({now.sha256[:_DIGITS]})"
    return Finding(now.file, 1, KIND, what)


def _without_key(path: Path, labels: list[Label], keymap: Keymap) -> Iterator[Finding]:
    """Labels of the file that no key gives."""
    given = set()
    for binding in keymap.bindings.values():
        if binding.command == "label" and binding.argument is not None:
            dimension, _, rest = binding.argument.partition(".")
            targets = keymap.codebook.dimension(dimension).targets
            given.add((dimension, rest.partition(".")[2] if targets else rest))
    for dimension, label in dict.fromkeys((label.dimension, label.label) for label in labels):
        if (dimension, label) not in given:
            yield Finding(str(path), 1, KIND, f"{dimension}.{label} is on comments, and no key gives it now")
