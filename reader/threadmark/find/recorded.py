"""The codebook of a label file: all dimensions and labels of the codebooks that it was labelled by, for its export."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from threadmark.keys.codebook import Codebook, Dimension, Family, LabelDefinition, TargetKind

if TYPE_CHECKING:
    from threadmark.labels.records import CodebookRecord


def recorded_codebook(records: Iterable[CodebookRecord]) -> Codebook:
    """One codebook out of those recorded: what several have is as the last has it; keys and leaders are not recorded.

    Args:
        records: in the order of the label file.
    """
    dimensions: dict[str, Dimension] = {}
    for record in records:
        for document in record.dimensions:
            dimension = _dimension(document)
            before = dimensions.get(dimension.id)
            dimensions[dimension.id] = _merged(before, dimension) if before else dimension
    return Codebook((), tuple(dimensions.values()))


def _merged(before: Dimension, after: Dimension) -> Dimension:
    families = {family.id: family for family in (*before.families, *after.families)}
    labels = {(label.scale, label.id): label for label in (*before.labels, *after.labels)}
    targets = {target.id: target for target in (*before.targets, *after.targets)}
    return after._replace(
        families=tuple(families.values()), labels=tuple(labels.values()), targets=tuple(targets.values())
    )


def _dimension(said: Mapping[str, Any]) -> Dimension:
    name = said["id"]
    return Dimension(
        id=name,
        name=said.get("name", name),
        choice=said.get("choice", "many"),
        leader=None,
        required=said.get("required", "never"),
        none=said.get("none"),
        question=said.get("question", ""),
        families=tuple(Family(known["id"], known.get("name", known["id"]), None) for known in said.get("families", ())),
        labels=tuple(_label(name, label) for label in said.get("labels", ())),
        targets=tuple(_target(target) for target in said.get("targets", ())),
    )


def _label(dimension: str, said: Mapping[str, Any]) -> LabelDefinition:
    return LabelDefinition(
        id=said["id"],
        dimension=dimension,
        scale=said.get("scale"),
        family=said.get("family"),
        key=None,
        name=said.get("name", said["id"]),
        definition=said.get("definition", ""),
        exclusive=said.get("exclusive", False),
    )


def _target(said: Mapping[str, Any]) -> TargetKind:
    return TargetKind(
        id=said["id"],
        kind=said["kind"],
        leader="",
        scale=said["scale"],
        required=said.get("required", "never"),
        none=said.get("none"),
        name=said.get("name", said["id"]),
        question=said.get("question", ""),
    )
