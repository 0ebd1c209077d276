"""What a label file was begun with, and what of it is another now: layers, and labels that no key gives any more.

A label file names the layers of each session by hash, and no keys. So what is found is which layer is another; which of
its keys give another label is found by comparing it with the layer as it was.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from threadmark.errors import InputError
from threadmark.keys.findings import Finding
from threadmark.labels.label_file import LabelFile

if TYPE_CHECKING:
    from threadmark.keys.codebook import LayerStamp
    from threadmark.keys.layers import Keymap
    from threadmark.labels.records import Label, LayerRecord

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
    layers = {
        (layer.name, layer.sha256): layer
        for session in file.sessions()
        if session.id in sessions
        for layer in session.layers
        if layer.name in of_labels
    }
    now = {layer.name: layer for layer in keymap.codebook.layers}
    found = [finding for layer in layers.values() if (finding := _layer(path, layer, now.get(layer.name)))]
    return sorted([*found, *_without_key(path, labels, keymap)])


def _layer(path: Path, then: LayerRecord, now: LayerStamp | None) -> Finding | None:
    """A layer that labels were given with, where it is another now."""
    was = f"labels of {path.name} were given with {then.name} {then.version} ({then.sha256[:_DIGITS]})"
    if now is None:
        return Finding(str(path), 1, KIND, f"{was}, which is not in this stack")
    if now.sha256 == then.sha256:
        return None
    what = f"{was}, and this is {now.version} ({now.sha256[:_DIGITS]}); --against that file says which keys changed"
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
