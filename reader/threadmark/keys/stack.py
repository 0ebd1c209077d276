"""Layers laid on one another: a later one wins, and what the stack as a whole gets wrong is found here."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from threadmark.keys.binding import Binding
from threadmark.keys.codebook import Codebook, Dimension, Family, LabelDefinition, TargetKind, uid_of
from threadmark.keys.commands import COMMANDS, DEPTHS
from threadmark.keys.findings import Finding, shown
from threadmark.keys.names import Chord, spelled
from threadmark.keys.panels import givable, label_argument, leaders

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from threadmark.keys.reading import KeyEntry, Layer, Placed

T = TypeVar("T")

# A label's key that does one of these when the leader was lost would take work away or end it.
_NEVER_BY_A_LOST_LEADER = frozenset({"undo", "redo", "leave", "quit", "suspend"})
# What these do in a label panel is not for a layer to say.
PANEL_KEYS = frozenset({"space", "tab", "backspace", "escape", "/", "?"})


class Stacked(NamedTuple):
    """What layers add up to; with a serious finding, only the findings count."""

    codebook: Codebook
    bindings: dict[Chord, Binding]
    findings: tuple[Finding, ...]


def stack(layers: Sequence[Layer], *, extended: bool) -> Stacked:
    """Lay layers on one another, the last on top; `extended` lets extended labels in.

    Chords of extended labels are checked in any case, so that switching them on breaks nothing.
    """
    findings = [finding for layer in layers for finding in layer.findings]
    everything, places = _dimensions(layers, findings)
    effective = everything if extended else tuple(map(_without_extended, everything))
    known, allowed = _arguments(everything), _arguments(effective)
    bindings = _bindings(layers, everything, places, findings)
    findings.extend(_wrong_commands(layers, allowed, known))
    findings.extend(_beginnings(bindings))
    findings.extend(_leaders(everything, places))
    findings.extend(_label_keys(everything, bindings))
    findings.extend(_unreachable(everything, bindings, places))
    findings.extend(_broken_references(everything, places))
    off = known - allowed
    bindings = {chord: binding for chord, binding in bindings.items() if binding.argument not in off}
    codebook = Codebook(tuple(layer.stamp for layer in layers if layer.declares), effective)
    return Stacked(codebook, bindings, tuple(dict.fromkeys(findings)))


class _Places(NamedTuple):
    """Where each thing was declared, the last declaration counting: by dimension, target, family and label."""

    dimensions: dict[str, tuple[Layer, int]]
    targets: dict[tuple[str, str], tuple[Layer, int]]
    families: dict[tuple[str, str], tuple[Layer, int]]
    labels: dict[str, tuple[Layer, int]]


def _dimensions(layers: Sequence[Layer], findings: list[Finding]) -> tuple[tuple[Dimension, ...], _Places]:
    places = _Places({}, {}, {}, {})
    dimensions: dict[str, Dimension] = {}
    targets: dict[tuple[str, str], Placed[TargetKind]] = {}
    families: dict[tuple[str, str], Placed[Family]] = {}
    labels: dict[str, Placed[LabelDefinition]] = {}

    for layer in layers:
        for dimension in layer.dimensions:
            _declare(layer, dimension.what.id, dimension.line, places.dimensions, findings)
            dimensions[dimension.what.id] = dimension.what
        for target in layer.targets:
            _declare(layer, (target.dimension, target.what.id), target.line, places.targets, findings)
            targets[target.dimension, target.what.id] = target
        for family in layer.families:
            _declare(layer, (family.dimension, family.what.id), family.line, places.families, findings)
            families[family.dimension, family.what.id] = family
        for label in layer.labels:
            _declare(layer, label.what.uid, label.line, places.labels, findings)
            labels[label.what.uid] = label
        findings.extend(_of_no_dimension(layer, dimensions))
    whole = tuple(
        dimension._replace(
            targets=tuple(placed.what for placed in targets.values() if placed.dimension == dimension.id),
            families=tuple(placed.what for placed in families.values() if placed.dimension == dimension.id),
            labels=tuple(placed.what for placed in labels.values() if placed.dimension == dimension.id),
        )
        for dimension in dimensions.values()
    )
    return whole, places


def _declare(layer: Layer, name: T, line: int, places: dict[T, tuple[Layer, int]], findings: list[Finding]) -> None:
    before = places.get(name)
    if before is not None and before[0] is layer:
        called = ".".join(name) if isinstance(name, tuple) else name
        findings.append(
            Finding(layer.stamp.file, line, "clash", f"{shown(called)} is declared on line {before[1]} already")
        )
    places[name] = (layer, line)


def _of_no_dimension(layer: Layer, dimensions: Mapping[str, Dimension]) -> Iterator[Finding]:
    declared: Sequence[tuple[str, Sequence[Placed[object]]]] = (
        ("target", layer.targets),
        ("family", layer.families),
        ("label", layer.labels),
    )
    for kind, placed in declared:
        for it in placed:
            if it.dimension and it.dimension not in dimensions:
                what = f"this {kind}'s dimension {shown(it.dimension)} is declared by no layer up to this one"
                yield Finding(layer.stamp.file, it.line, "unknown dimension", what)


def _without_extended(dimension: Dimension) -> Dimension:
    return dimension._replace(labels=tuple(label for label in dimension.labels if not label.extended))


def _arguments(dimensions: Iterable[Dimension]) -> frozenset[str]:
    return frozenset(
        label_argument(dimension.id, target.id if target else None, label.id)
        for dimension in dimensions
        for target, label in givable(dimension)
    )


def _bindings(
    layers: Sequence[Layer],
    dimensions: Sequence[Dimension],
    places: _Places,
    findings: list[Finding],
) -> dict[Chord, Binding]:
    bindings: dict[Chord, Binding] = {}
    chords = list(_label_chords(dimensions, places))
    for layer in layers:
        for chord, binding in ((chord, binding) for owner, chord, binding in chords if owner is layer):
            before = bindings.get(chord)
            if before is not None and before.said != binding.said and before.command == "label":
                what = f"{spelled(chord)} gives {before.argument} already ({before.file}:{before.line})"
                findings.append(Finding(binding.file, binding.line, "clash", what))
            bindings[chord] = binding
        for entry in layer.keys:
            before = bindings.get(entry.chord)
            if before is not None and before.file == layer.stamp.file and entry.command:
                what = f"{spelled(entry.chord)} is {before.said} on line {before.line} of this layer"
                findings.append(Finding(layer.stamp.file, entry.line, "clash", what))
            if entry.command:
                binding = Binding(entry.command, entry.argument, layer.stamp.name, layer.stamp.file, entry.line)
                bindings[entry.chord] = binding
            elif before is None:
                what = f"{spelled(entry.chord)} is unbound here and bound by no layer below"
                findings.append(Finding(layer.stamp.file, entry.line, "unbinds nothing", what, serious=False))
            else:
                del bindings[entry.chord]
    return bindings


def _label_chords(dimensions: Iterable[Dimension], places: _Places) -> Iterator[tuple[Layer, Chord, Binding]]:
    for dimension in dimensions:
        for target, label in givable(dimension):
            leader = target.leader if target else dimension.leader
            if not leader:
                continue
            layer, line = places.labels[label.uid]
            argument = label_argument(dimension.id, target.id if target else None, label.id)
            binding = Binding("label", argument, layer.stamp.name, layer.stamp.file, line)
            if label.key is not None:
                yield layer, (leader, label.key), binding
            if label.id == (target.none if target else dimension.none):
                yield layer, (leader, "space"), binding


def _wrong_commands(layers: Iterable[Layer], allowed: frozenset[str], known: frozenset[str]) -> Iterator[Finding]:
    for layer in layers:
        for entry in layer.keys:
            what = _wrong_command(entry, allowed, known) if entry.command else None
            if what is not None:
                kind = "unknown argument" if entry.command in COMMANDS else "unknown command"
                yield Finding(layer.stamp.file, entry.line, kind, what)


def _wrong_command(entry: KeyEntry, allowed: frozenset[str], known: frozenset[str]) -> str | None:
    command = COMMANDS.get(entry.command)
    argument = shown(entry.argument or "")
    if command is None:
        return f"{shown(entry.command)} is no command"
    if command.takes is None and entry.argument is not None:
        return f"{command.name} takes no argument, so {argument} is too much"
    if command.takes == "depth" and entry.argument not in DEPTHS:
        return f"{command.name} takes a depth from 1 to 9, not {argument}"
    if command.takes == "label" and entry.argument not in allowed:
        return f"{argument} is " + (
            "an extended label, and those are off" if entry.argument in known else "no label here"
        )
    return None


def _beginnings(bindings: Mapping[Chord, Binding]) -> Iterator[Finding]:
    for chord, binding in bindings.items():
        for length in range(1, len(chord)):
            short = bindings.get(chord[:length])
            if short is not None:
                what = (
                    f"{spelled(chord[:length])} is {short.said} here and begins {spelled(chord)} "
                    f"({binding.file}:{binding.line}); unbind one of them"
                )
                yield Finding(short.file, short.line, "clash", what)


def _leaders(dimensions: Sequence[Dimension], places: _Places) -> Iterator[Finding]:
    taken: dict[str, str] = {}
    for dimension in dimensions:
        layer, line = places.dimensions[dimension.id]
        if dimension.choice == "one_per_target" and dimension.leader is not None:
            what = f"{dimension.id} has a label for each target, so its targets have the leaders"
            yield Finding(layer.stamp.file, line, "leader", what)
        if dimension.choice != "one_per_target" and dimension.targets:
            layer, line = places.targets[dimension.id, dimension.targets[0].id]
            yield Finding(layer.stamp.file, line, "target", f"{dimension.id} is no one_per_target dimension")
        owned = [(target.leader, f"{dimension.id}.{target.id}") for target in dimension.targets]
        for leader, owner in [*owned, (dimension.leader, dimension.id)]:
            if leader is None:
                continue
            if leader in taken:
                layer, line = places.targets.get(
                    (dimension.id, owner.partition(".")[2]), places.dimensions[dimension.id]
                )
                yield Finding(layer.stamp.file, line, "clash", f"{leader} is the leader of {taken[leader]} already")
            taken.setdefault(leader, owner)


def _label_keys(dimensions: Sequence[Dimension], bindings: Mapping[Chord, Binding]) -> Iterator[Finding]:
    """What would make a slip in a label panel, or a lost leader, into something else."""
    owners = leaders(dimensions)
    for chord, binding in bindings.items():
        if len(chord) == 1 or chord[0] not in owners:
            continue
        key = chord[1]
        alone = bindings.get((key,))
        if binding.command != "label":
            what = f"{spelled(chord)} is {binding.said}, but {chord[0]} leads to labels only"
            yield Finding(binding.file, binding.line, "label key", what)
        elif (key in PANEL_KEYS or len(key) > 1 or key.isupper()) and not _gives_none(
            chord, binding, *owners[chord[0]]
        ):
            what = f"{spelled(chord)}: a label's key is a lower-case letter, a digit or a sign other than / and ?"
            yield Finding(binding.file, binding.line, "label key", what)
        elif key in owners:
            what = f"{spelled(chord)}: {key} is a leader itself, so a lost {chord[0]} would open another panel"
            yield Finding(binding.file, binding.line, "leader as label key", what)
        elif alone is not None and alone.command in _NEVER_BY_A_LOST_LEADER:
            what = f"{spelled(chord)}: {key} alone is {alone.said}, so a lost {chord[0]} would do that"
            yield Finding(binding.file, binding.line, "lost leader", what)


def _gives_none(chord: Chord, binding: Binding, dimension: Dimension, target: TargetKind | None) -> bool:
    none = target.none if target else dimension.none
    own = none is not None and binding.argument == label_argument(dimension.id, target.id if target else None, none)
    return chord[1] == "space" and own


def _unreachable(
    dimensions: Sequence[Dimension], bindings: Mapping[Chord, Binding], places: _Places
) -> Iterator[Finding]:
    reached = {binding.argument for binding in bindings.values() if binding.command == "label"}
    for dimension in dimensions:
        per_target = dimension.choice == "one_per_target"
        scales = {target.scale for target in dimension.targets} if per_target else {None}
        for label in dimension.labels:
            layer, line = places.labels[label.uid]
            if label.scale not in scales:
                what = f"{label.uid}: no target of {dimension.id} has the scale {shown(label.scale or '')}"
                what = (
                    what if per_target else f"{label.uid}: {dimension.id} has no targets, so its labels have no scale"
                )
                yield Finding(layer.stamp.file, line, "unreachable label", what)
        for target, label in givable(dimension):
            argument = label_argument(dimension.id, target.id if target else None, label.id)
            if argument not in reached:
                layer, line = places.labels[label.uid]
                yield Finding(layer.stamp.file, line, "unreachable label", f"no chord gives {argument}")


def _broken_references(dimensions: Sequence[Dimension], places: _Places) -> Iterator[Finding]:
    known = {label.uid for dimension in dimensions for label in dimension.labels}
    declared = {dimension.id for dimension in dimensions}
    for dimension in dimensions:
        families = {family.id for family in dimension.families}
        for label in dimension.labels:
            layer, line = places.labels[label.uid]
            if label.family is not None and label.family not in families:
                what = f"{label.uid}: {dimension.id} has no family {shown(label.family)}"
                yield Finding(layer.stamp.file, line, "unknown family", what)
            if not label.definition:
                yield Finding(
                    layer.stamp.file, line, "no definition", f"{label.uid} says nowhere what it means", serious=False
                )
            for other in label.confused_with:
                if other.uid not in known and other.uid.partition(".")[0] in declared:
                    what = f"{label.uid} is confused with {shown(other.uid)}, which no layer declares"
                    yield Finding(layer.stamp.file, line, "unknown label", what, serious=False)
        yield from _broken_nones(dimension, places)


def _broken_nones(dimension: Dimension, places: _Places) -> Iterator[Finding]:
    asked: list[tuple[str, str | None, tuple[Layer, int]]] = [
        (target.none, target.scale, places.targets[dimension.id, target.id])
        for target in dimension.targets
        if target.none is not None
    ]
    if dimension.none is not None:
        asked.append((dimension.none, None, places.dimensions[dimension.id]))
    for none, scale, (layer, line) in asked:
        label = next((label for label in dimension.labels if (label.id, label.scale) == (none, scale)), None)
        if label is None:
            what = f"none is {shown(none)}, which is no label of {uid_of(dimension.id, scale, '').rstrip('.')}"
            yield Finding(layer.stamp.file, line, "unknown label", what)
        elif dimension.choice == "many" and not label.exclusive:
            what = f"{label.uid} is the none of {dimension.id} but not exclusive, so it could stand beside others"
            yield Finding(layer.stamp.file, line, "none", what)
