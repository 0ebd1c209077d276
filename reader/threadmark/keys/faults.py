"""What a stack of layers gets wrong as a whole: commands, clashes, unreachable labels, dangerous slips, loose ends."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from threadmark.keys.codebook import Dimension, TargetKind, uid_of
from threadmark.keys.commands import COMMANDS, DEPTHS
from threadmark.keys.findings import Finding, shown
from threadmark.keys.names import Chord, spelled
from threadmark.keys.panels import givable, label_argument, label_arguments, leaders
from threadmark.keys.reasons import reason_faults

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from threadmark.keys.binding import Binding
    from threadmark.keys.reading import KeyEntry, Layer

# A label's key that does one of these when the leader was lost would take work away or end it.
_NEVER_BY_A_LOST_LEADER = frozenset({"undo", "redo", "leave", "quit", "suspend"})
# What these do in a label panel is not for a layer to say.
PANEL_KEYS = frozenset({"space", "tab", "backspace", "escape", "/", "?"})


class Places(NamedTuple):
    """Where each thing was declared, the last declaration counting: by dimension, target, family and label."""

    dimensions: dict[str, tuple[Layer, int]]
    targets: dict[tuple[str, str], tuple[Layer, int]]
    families: dict[tuple[str, str], tuple[Layer, int]]
    labels: dict[str, tuple[Layer, int]]


def faults(
    layers: Sequence[Layer],
    dimensions: Sequence[Dimension],
    places: Places,
    bindings: Mapping[Chord, Binding],
    off: frozenset[str],
) -> Iterator[Finding]:
    """Everything that is wrong with the stack but not with one of its layers alone.

    Args:
        layers: the layers, lowest first.
        dimensions: all that they declare, extended labels included.
        places: where they declare it.
        bindings: all chords, those of extended labels included.
        off: the arguments of extended labels that the stack goes without.
    """
    known = label_arguments(dimensions)
    order = {layer.stamp.file: place for place, layer in enumerate(layers)}
    yield from _wrong_commands(layers, known - off, known)
    yield from _first_on_each_line(_beginnings(bindings, order))
    yield from _leaders(dimensions, places)
    reasons = reason_faults(layers, bindings, _NEVER_BY_A_LOST_LEADER)
    yield from _first_on_each_line(chain(_label_keys(dimensions, bindings, places, order), reasons))
    yield from _unreachable(dimensions, bindings, places)
    yield from _broken_references(dimensions, places)


def _first_on_each_line(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Of findings alike, one a line: a key that clashes with every chord of a leader is one mistake."""
    seen = set()
    for finding in findings:
        if (finding.where, finding.kind) not in seen:
            seen.add((finding.where, finding.kind))
            yield finding


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
    if command.takes in {"depth", "number"} and entry.argument not in DEPTHS:
        return f"{command.name} takes a {command.takes} from 1 to 9, not {argument}"
    if command.takes == "label" and entry.argument not in allowed:
        return f"{argument} is " + (
            "an extended label, and those are off" if entry.argument in known else "no label here"
        )
    return None


def _beginnings(bindings: Mapping[Chord, Binding], order: Mapping[str, int]) -> Iterator[Finding]:
    for chord, binding in bindings.items():
        for length in range(1, len(chord)):
            short = bindings.get(chord[:length])
            if short is None:
                continue
            begins = f"{spelled(chord[:length])} is {short.said}"
            if order[binding.file] > order[short.file]:
                what = f"{spelled(chord)} is bound here, but {begins} ({short.file}:{short.line}); unbind one of them"
                yield Finding(binding.file, binding.line, "clash", what)
            else:
                what = f"{begins} here and begins {spelled(chord)} ({binding.file}:{binding.line}); unbind one of them"
                yield Finding(short.file, short.line, "clash", what)


def _leaders(dimensions: Sequence[Dimension], places: Places) -> Iterator[Finding]:
    taken: dict[str, str] = {}
    for dimension in dimensions:
        layer, line = places.dimensions[dimension.id]
        if dimension.choice == "one_per_target" and dimension.leader is not None:
            what = f"{dimension.id} has a label for each target, so its targets have the leaders"
            yield Finding(layer.stamp.file, line, "misplaced leader", what)
        if dimension.choice != "one_per_target" and dimension.targets:
            layer, line = places.targets[dimension.id, dimension.targets[0].id]
            yield Finding(layer.stamp.file, line, "misplaced target", f"{dimension.id} is no one_per_target dimension")
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


def _label_keys(
    dimensions: Sequence[Dimension], bindings: Mapping[Chord, Binding], places: Places, order: Mapping[str, int]
) -> Iterator[Finding]:
    """What would make a slip in a label panel, or a lost leader, into something else."""
    owners = leaders(dimensions)
    for chord, binding in bindings.items():
        if len(chord) == 1 or chord[0] not in owners:
            continue
        key, written = chord[1], spelled(chord)
        if binding.command == "targets" and _is_of_a_list(*owners[chord[0]]):
            continue
        alone = bindings.get((key,))
        if binding.command != "label":
            what = f"{written} is {binding.said}, but {chord[0]} leads to labels only"
            yield Finding(binding.file, binding.line, "label key", what)
        elif _is_no_label_key(key) and not _gives_none(chord, binding, *owners[chord[0]]):
            what = f"{written}: a label's key is a lower-case letter, a digit or a sign other than / and ?"
            yield Finding(binding.file, binding.line, "label key", what)
        elif key in owners:
            dimension, target = owners[key]
            layer, line = places.targets[dimension.id, target.id] if target else places.dimensions[dimension.id]
            what = f"{written}: {key} is a leader itself, so a lost {chord[0]} would open another panel"
            yield _on_the_later(binding, layer.stamp.file, line, order, "leader as label key", what)
        elif alone is not None and alone.command in _NEVER_BY_A_LOST_LEADER:
            what = f"{written}: {key} alone is {alone.said}, so a lost {chord[0]} would do that"
            yield _on_the_later(binding, alone.file, alone.line, order, "lost leader", what)


def _on_the_later(binding: Binding, file: str, line: int, order: Mapping[str, int], kind: str, what: str) -> Finding:
    """A finding about two lines stands on that of the later layer, whose author can mend it, and names the other."""
    if order[file] > order[binding.file]:
        return Finding(file, line, kind, f"{what} ({binding.file}:{binding.line})")
    return Finding(binding.file, binding.line, kind, f"{what} ({file}:{line})")


def _is_of_a_list(_: Dimension, target: TargetKind | None) -> bool:
    return target is not None and target.kind == "named"


def _is_no_label_key(key: str) -> bool:
    return key in PANEL_KEYS or len(key) > 1 or key.isupper()


def _gives_none(chord: Chord, binding: Binding, dimension: Dimension, target: TargetKind | None) -> bool:
    none = target.none if target else dimension.none
    own = none is not None and binding.argument == label_argument(dimension.id, target.id if target else None, none)
    return chord[1] == "space" and own


def _unreachable(
    dimensions: Sequence[Dimension], bindings: Mapping[Chord, Binding], places: Places
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


def _broken_references(dimensions: Sequence[Dimension], places: Places) -> Iterator[Finding]:
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


def _broken_nones(dimension: Dimension, places: Places) -> Iterator[Finding]:
    asked: list[tuple[str, str | None, tuple[Layer, int]]] = [
        (target.none, target.scale, places.targets[dimension.id, target.id])
        for target in dimension.targets
        if target.none is not None
    ]
    if dimension.none is not None:
        asked.append((dimension.none, None, places.dimensions[dimension.id]))
    for none, scale, place in asked:
        label = next((label for label in dimension.labels if (label.id, label.scale) == (none, scale)), None)
        if label is None:
            layer, line = place
            what = f"none is {shown(none)}, which is no label of {uid_of(dimension.id, scale, '').rstrip('.')}"
            yield Finding(layer.stamp.file, line, "unknown label", what)
        elif dimension.choice == "many" and not label.exclusive:
            layer, line = places.labels[label.uid]
            what = f"{label.uid} is the none of {dimension.id} but not exclusive, so it could stand beside others"
            yield Finding(layer.stamp.file, line, "none not exclusive", what)
