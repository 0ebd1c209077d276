"""Layers laid on one another: a later one wins, and what the stack as a whole gets wrong is found here."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from threadmark.keys.binding import Binding
from threadmark.keys.codebook import Codebook, Dimension, Family, LabelDefinition, TargetKind
from threadmark.keys.faults import Places, faults
from threadmark.keys.findings import Finding, shown
from threadmark.keys.names import Chord, spelled
from threadmark.keys.panels import givable, label_argument, label_arguments
from threadmark.keys.reasons import Reason, reasons_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from threadmark.keys.reading import Layer, Placed

T = TypeVar("T")


class Stacked(NamedTuple):
    """What layers add up to; with a serious finding, only the findings count."""

    codebook: Codebook
    bindings: dict[Chord, Binding]
    findings: tuple[Finding, ...]
    reasons: tuple[Reason, ...] = ()


def stack(layers: Sequence[Layer], *, extended: bool) -> Stacked:
    """Lay layers on one another, the last on top; `extended` lets extended labels in.

    Chords of extended labels are checked in any case, so that switching them on breaks nothing.
    """
    findings = [finding for layer in layers for finding in layer.findings]
    everything, places = _dimensions(layers, findings)
    effective = everything if extended else tuple(map(_without_extended, everything))
    bindings = _bindings(layers, everything, places, findings)
    off = label_arguments(everything) - label_arguments(effective)
    findings.extend(faults(layers, everything, places, bindings, off))
    bindings = {chord: binding for chord, binding in bindings.items() if binding.argument not in off}
    codebook = Codebook(tuple(layer.stamp for layer in layers if layer.declares), effective)
    return Stacked(codebook, bindings, tuple(dict.fromkeys(findings)), reasons_of(layers))


def _dimensions(layers: Sequence[Layer], findings: list[Finding]) -> tuple[tuple[Dimension, ...], Places]:
    places = Places({}, {}, {}, {})
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


def _bindings(
    layers: Sequence[Layer],
    dimensions: Sequence[Dimension],
    places: Places,
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


def _label_chords(dimensions: Iterable[Dimension], places: Places) -> Iterator[tuple[Layer, Chord, Binding]]:
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
