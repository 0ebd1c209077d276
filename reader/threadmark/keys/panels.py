"""What a leader opens: every key that may follow it, with its name and what it does.

A leader is the beginning of a chord: a label leader (`f`) opens a panel of labels, any other (`z`, `g`) one of commands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from threadmark.keys.codebook import Dimension, LabelDefinition, TargetKind
from threadmark.keys.commands import COMMANDS, EVIDENCE
from threadmark.keys.names import Chord, spelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from threadmark.keys.binding import Binding
    from threadmark.keys.layers import Keymap


class PanelRow(NamedTuple):
    """One continuation of a leader.

    Attributes:
        key: the key that follows the leader; a chord's rest where more than one follows.
        name: the label's name, or the command's line of help.
        family: the name of the label's family, `None` where it has none.
        also: further keys that do the same, such as `space` for none.
    """

    key: str
    name: str
    command: str
    argument: str | None
    family: str | None = None
    also: tuple[str, ...] = ()


class Panel(NamedTuple):
    """The continuations of a leader, in the order they are shown: families with their labels first, then the rest.

    Attributes:
        title: a label panel's question (`claim?`), or what a command panel's commands are about (`fold`).
        dimension: the id of the dimension whose labels these are; `None` in a panel of commands.
        target: the id of the target in a one-per-target dimension.
        many: several labels may be given, so the panel can be kept open.
    """

    leader: Chord
    title: str
    dimension: str | None
    target: str | None
    many: bool
    rows: tuple[PanelRow, ...]


def label_argument(dimension: str, target: str | None, label: str) -> str:
    """How a label is named as the argument of the command `label`."""
    return f"{dimension}.{label}" if target is None else f"{dimension}.{target}.{label}"


def givable(dimension: Dimension) -> Iterator[tuple[TargetKind | None, LabelDefinition]]:
    """Every label of a dimension with each target that it can be given toward.

    A named target is left out: which there are, the study's list says, not the layer.
    """
    if dimension.choice == "one_per_target":
        for target in dimension.targets:
            if target.kind != "named":
                yield from ((target, label) for label in dimension.labels_of(target.scale))
    else:
        yield from ((None, label) for label in dimension.labels)


def label_arguments(dimensions: Iterable[Dimension]) -> frozenset[str]:
    """The arguments of all labels that can be given."""
    return frozenset(
        label_argument(dimension.id, target.id if target else None, label.id)
        for dimension in dimensions
        for target, label in givable(dimension)
    )


def leaders(dimensions: Iterable[Dimension]) -> dict[str, tuple[Dimension, TargetKind | None]]:
    """The label leaders, each with its dimension and, in a one-per-target dimension, its target; the first of two alike."""
    found: dict[str, tuple[Dimension, TargetKind | None]] = {}
    for dimension in dimensions:
        if dimension.choice == "one_per_target":
            for target in dimension.targets:
                found.setdefault(target.leader, (dimension, target))
        elif dimension.leader is not None:
            found.setdefault(dimension.leader, (dimension, None))
    return found


def marking_leader(keymap: Keymap) -> Chord:
    """The keys that begin to mark words: the leader whose panel has nothing but what moves the marked words."""
    for leader, panel in keymap.panels.items():
        if panel.dimension is None and panel.rows and {COMMANDS[row.command].group for row in panel.rows} == {EVIDENCE}:
            return leader
    return ()


def panels(dimensions: tuple[Dimension, ...], bindings: Mapping[Chord, Binding]) -> dict[Chord, Panel]:
    """The panel of every beginning of a chord."""
    behind: dict[Chord, dict[Chord, Binding]] = {}
    for chord, binding in bindings.items():
        for length in range(1, len(chord)):
            behind.setdefault(chord[:length], {})[chord[length:]] = binding
    owners = leaders(dimensions)
    made = {}
    for leader, rest in behind.items():
        owner = owners.get(leader[0]) if len(leader) == 1 else None
        made[leader] = _command_panel(leader, rest) if owner is None else label_panel(leader, rest, *owner)
    return made


def _command_panel(leader: Chord, rest: Mapping[Chord, Binding]) -> Panel:
    groups = [COMMANDS[binding.command].group for binding in rest.values()]
    title = max(dict.fromkeys(groups), key=groups.count)
    return Panel(leader, title, None, None, many=False, rows=tuple(_command_rows(rest)))


def _command_rows(rest: Mapping[Chord, Binding]) -> Iterator[PanelRow]:
    order = list(COMMANDS)
    for binding, (key, *also) in sorted(_by_meaning(rest), key=lambda row: order.index(row[0].command)):
        said = COMMANDS[binding.command].help
        name = said if binding.argument is None else f"{said}: {binding.argument}"
        yield PanelRow(key, name, binding.command, binding.argument, also=tuple(also))


def label_panel(leader: Chord, rest: Mapping[Chord, Binding], dimension: Dimension, target: TargetKind | None) -> Panel:
    """The panel of a label leader, from what follows it."""
    keys = {(binding.command, binding.argument): found for binding, found in _by_meaning(rest)}
    names = {family.id: family.name for family in dimension.families}
    rows = []
    shown = set()
    for label in _families_first(dimension, target):
        meaning = ("label", label_argument(dimension.id, target.id if target else None, label.id))
        if meaning in keys:
            key, *also = keys[meaning]
            family = names.get(label.family) if label.family else None
            rows.append(PanelRow(key, label.name, *meaning, family=family, also=tuple(also)))
            shown.add(meaning)
    others = {chord: binding for chord, binding in rest.items() if (binding.command, binding.argument) not in shown}
    rows.extend(_command_rows(others))
    title = target.question if target else dimension.question
    many = dimension.choice == "many"
    return Panel(leader, title, dimension.id, target.id if target else None, many=many, rows=tuple(rows))


def _families_first(dimension: Dimension, target: TargetKind | None) -> list[LabelDefinition]:
    places = {family.id: place for place, family in enumerate(dimension.families)}
    labels = dimension.labels_of(target.scale if target else None)
    alone = {f"family.{family}" for family in places}
    return sorted(labels, key=lambda label: (places.get(label.family or "", len(places)), label.id not in alone))


def _by_meaning(rest: Mapping[Chord, Binding]) -> list[tuple[Binding, list[str]]]:
    """The bindings, each meaning once, with all the keys that have it; a key of one character before a named one."""
    found: dict[tuple[str, str | None], tuple[Binding, list[str]]] = {}
    for chord, binding in rest.items():
        found.setdefault((binding.command, binding.argument), (binding, []))[1].append(spelled(chord))
    return [(binding, sorted(keys, key=lambda key: len(key) > 1)) for binding, keys in found.values()]
