"""Keys for a study's named targets: `t 1 n` is against the first of the list.

The list is not the layer's but the study's, so these chords are laid over a keymap when the list is known. Keys of the
list are 1 to 9 and then letters, all of them a single key, so that none is the beginning of another and nothing waits;
what the list has beyond is reached by `t +` alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from threadmark.keys.binding import Binding
from threadmark.keys.layers import Keymap
from threadmark.keys.panels import Panel, PanelRow, label_argument, label_panel, leaders

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from threadmark.keys.codebook import Dimension, TargetKind
    from threadmark.keys.names import Chord

_KEYS = "123456789abdeghijklnorswyz"  # no leader, no v: it begins evidence
_BY_LIST = "+"  # what stands before the number of a target without a key: no key is named so


def with_targets(keymap: Keymap, targets: Sequence[tuple[str, str]]) -> Keymap:
    """The keymap with a panel for each named target.

    Args:
        keymap: of the layers.
        targets: of the study's list, in order: as labels have them (`named:ID`), and what they are called.
    """
    kinds = [
        (dimension, kind)
        for dimension in keymap.codebook.dimensions
        for kind in dimension.targets
        if kind.kind == "named"
    ]
    if not targets or not kinds:
        return keymap
    dimension, kind = kinds[0]  # the others are targets of their layer
    bindings = dict(keymap.bindings)
    panels: dict[Chord, Panel] = {}
    rows = []
    for key, (target, called) in zip(_keys(keymap, kind, len(targets)), targets, strict=True):
        chords = _scale(dimension, kind, target, keymap)
        leader = kind.leader, key
        bindings |= {(*leader, last): binding for last, binding in chords.items()}
        named = kind._replace(id=target, name=called, question=f"{called}?")
        panels[leader] = label_panel(leader, {(last,): binding for last, binding in chords.items()}, dimension, named)
        rows.append(PanelRow(key, called, "label", f"{dimension.id}.{target}"))
    made = Keymap(keymap.codebook, bindings, keymap.layers, keymap.reasons)
    head = made.panels[kind.leader,]
    others = tuple(row for row in head.rows if row.command != "label")
    made.panels = {**made.panels, (kind.leader,): head._replace(rows=(*rows, *others)), **panels}
    return made


def leader_of(keymap: Keymap, target: str) -> Chord | None:
    """The leader of a named target's panel."""
    return next((leader for leader, panel in keymap.panels.items() if panel.target == target), None)


def _keys(keymap: Keymap, kind: TargetKind, number: int) -> list[str]:
    taken = {
        *leaders(keymap.codebook.dimensions),
        *(chord[1] for chord in keymap.bindings if chord[0] == kind.leader and chord[1:]),
    }
    keys = [key for key in _KEYS if key not in taken][:number]
    return keys + [f"{_BY_LIST}{place}" for place in range(len(keys) + 1, number + 1)]


def _scale(dimension: Dimension, kind: TargetKind, target: str, keymap: Keymap) -> Mapping[str, Binding]:
    """From the keys of the scale to the labels."""
    file = keymap.layers[-1].file if keymap.layers else ""
    chords: dict[str, Binding] = {}
    for label in dimension.labels_of(kind.scale):
        binding = Binding("label", label_argument(dimension.id, target, label.id), kind.id, file, 0)
        keys: Iterable[str | None] = (label.key, "space" if label.id == kind.none else None)
        chords |= {key: binding for key in keys if key is not None}
    return chords
