"""The codebook: every dimension, target and label in effect, with its definition, and the hash that names it.

    codebook = keymap.codebook
    codebook.label("fallacy", "ad_hominem").definition
    codebook.short                      # twelve digits, stored with every label

The hash covers what an annotator is told and what labels mean: names, definitions, tests, confusions, examples, rules,
other schemes' names, targets, what is required, what excludes what. It covers neither keys and leaders nor the order
of things, so two annotators with other keys work by the same codebook.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Literal, NamedTuple

Choice = Literal["one", "many", "one_per_target"]
Required = Literal["always", "top_level", "replies", "never"]
Evidence = Literal["off", "optional", "required"]
TargetSort = Literal["claim", "comment", "named"]
Relation = Literal["exact", "close", "broader", "narrower"]
CLAIM_TYPES = ("fact", "forecast", "policy", "value")


class LayerStamp(NamedTuple):
    """Which layer this was: its name, title and version, the SHA-256 (hex) of its bytes, and the file it came from."""

    name: str
    title: str
    version: str
    sha256: str
    file: str


class Confusion(NamedTuple):
    """A label (by uid) that this one is easily taken for, and what sets it apart."""

    uid: str
    difference: str


class Crosswalk(NamedTuple):
    """What another scheme calls this; `relation` tells how *their* label relates to ours (`broader`: theirs is wider)."""

    scheme: str
    names: tuple[str, ...]
    relation: Relation


class LabelDefinition(NamedTuple):
    """One label: what it means, the tests for it, and the key that gives it.

    Attributes:
        id: unique in its dimension and scale; a family alone is `family.person`.
        scale: the scale it belongs to in a one-per-target dimension, else `None`.
        family: the id of its family, `None` where it has none.
        key: its key after the leader; `None` when only a layer's `[keys]` give it.
        exclusive: it and the other labels of its dimension take each other away.
        extended: there only where the project asks for extended labels.
        called: its name where the target is a claim of a type, by type: `("fact", "True")`.
    """

    id: str
    dimension: str
    scale: str | None
    family: str | None
    key: str | None
    name: str
    definition: str
    yes_when: str = ""
    not_when: str = ""
    confused_with: tuple[Confusion, ...] = ()
    example: str = ""
    note: str = ""
    exclusive: bool = False
    extended: bool = False
    crosswalk: tuple[Crosswalk, ...] = ()
    called: tuple[tuple[str, str], ...] = ()

    def name_for(self, claim_type: str | None) -> str:
        """Its name toward a claim of this type."""
        return dict(self.called).get(claim_type or "", self.name)

    @property
    def uid(self) -> str:
        """Its name among all labels: `fallacy.ad_hominem`, `stance.position.favor`."""
        return uid_of(self.dimension, self.scale, self.id)


class Family(NamedTuple):
    """The first level of a dimension that has two; with a key it is a label as well (`family.person`)."""

    id: str
    name: str
    key: str | None
    definition: str = ""


class TargetKind(NamedTuple):
    """What a stance can be toward. `kind` says where the target itself comes from: the claim, the parent, a study's list."""

    id: str
    kind: TargetSort
    leader: str
    scale: str
    required: Required
    none: str | None
    name: str
    question: str


class Dimension(NamedTuple):
    """One kind of labels. In a one-per-target dimension its targets carry `leader`, `required` and `none` instead.

    `evidence` says whether its labels rest on marked words: never, where the annotator marks some, or always.
    """

    id: str
    name: str
    choice: Choice
    leader: str | None
    required: Required
    none: str | None
    question: str
    definition: str = ""
    rules: tuple[str, ...] = ()
    families: tuple[Family, ...] = ()
    labels: tuple[LabelDefinition, ...] = ()
    targets: tuple[TargetKind, ...] = ()
    evidence: Evidence = "optional"

    def target(self, target: str | None) -> TargetKind | None:
        """The kind of a label's target: `claim:…` is a claim, `comment:…` a comment, `named:…` a named one."""
        sort = (target or "").partition(":")[0]
        return next((kind for kind in self.targets if kind.kind == sort), None)

    def labels_of(self, scale: str | None) -> tuple[LabelDefinition, ...]:
        """Its labels on a scale, in the layer's order; all of them when it has no scales."""
        return tuple(label for label in self.labels if label.scale == scale)


class Codebook:
    """All dimensions in effect, in the order of the layers, and the layers that declared them."""

    __slots__ = ("_sha256", "dimensions", "layers")

    def __init__(self, layers: tuple[LayerStamp, ...], dimensions: tuple[Dimension, ...]) -> None:
        self.layers = layers
        self.dimensions = dimensions
        self._sha256 = ""

    @property
    def sha256(self) -> str:
        """The hash of what the dimensions say, in hex; the module tells what it leaves out."""
        if not self._sha256:
            # Worked out when it is first asked for: it takes milliseconds that the first screen needn't wait for.
            said = json.dumps(_in_any_order(self._said()), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
            self._sha256 = hashlib.sha256(said.encode()).hexdigest()
        return self._sha256

    @property
    def short(self) -> str:
        """The first twelve digits of the hash, as stored with every label."""
        return self.sha256[:12]

    @property
    def version(self) -> str:
        """The layers that it was read from with their versions: `stance 1.0, fallacies 1.0`."""
        return ", ".join(f"{layer.name} {layer.version}" for layer in self.layers)

    @property
    def rules(self) -> tuple[str, ...]:
        """What holds for every label, each once, in the order of the dimensions."""
        return tuple(dict.fromkeys(rule for dimension in self.dimensions for rule in dimension.rules))

    def dimension(self, dimension: str) -> Dimension:
        """A dimension by its id.

        Raises:
            KeyError: no layer declares it.
        """
        for known in self.dimensions:
            if known.id == dimension:
                return known
        raise KeyError(dimension)

    def label(self, dimension: str, label: str, scale: str | None = None) -> LabelDefinition:
        """A label by its dimension and id; without a scale, the first of that id on any scale.

        Raises:
            KeyError: no layer declares it.
        """
        for known in self.dimension(dimension).labels:
            if known.id == label and scale in (None, known.scale):
                return known
        raise KeyError(uid_of(dimension, scale, label))

    def document(self) -> dict[str, Any]:
        """What is stored with the labels so that the file explains itself: JSON values only, no keys, no paths.

        `date` is left to whoever stores it.
        """
        return {
            "sha256": self.sha256,
            "version": self.version,
            "layers": [
                {"name": layer.name, "title": layer.title, "version": layer.version, "sha256": layer.sha256}
                for layer in self.layers
            ],
            "dimensions": self._said(),
        }

    def as_json(self) -> str:
        """The stored document as indented JSON, ending in a newline."""
        return json.dumps(self.document(), ensure_ascii=False, indent=2) + "\n"

    def as_markdown(self) -> str:
        """A page to read, print and give to annotators: every label with its tests, key and other schemes' names."""
        from threadmark.keys.page import markdown  # noqa: PLC0415 -- only `threadmark codebook` needs it

        return markdown(self)

    def _said(self) -> list[dict[str, Any]]:
        return [_dimension_said(dimension) for dimension in self.dimensions]


def uid_of(dimension: str, scale: str | None, label: str) -> str:
    """The name of a label among all labels."""
    return f"{dimension}.{label}" if scale is None else f"{dimension}.{scale}.{label}"


def _in_any_order(said: Any) -> Any:
    """The same with whatever has an id sorted by it, since the order of labels on the screen defines nothing."""
    if isinstance(said, dict):
        return {name: _in_any_order(value) for name, value in said.items()}
    if isinstance(said, list) and said and isinstance(said[0], dict) and "id" in said[0]:
        return sorted(map(_in_any_order, said), key=lambda known: (str(known.get("scale")), known["id"]))
    return said


def _dimension_said(dimension: Dimension) -> dict[str, Any]:
    return {
        "id": dimension.id,
        "name": dimension.name,
        "choice": dimension.choice,
        "required": dimension.required,
        "none": dimension.none,
        "question": dimension.question,
        "definition": dimension.definition,
        "rules": list(dimension.rules),
        # Left out where it is the default, so that a codebook from before it keeps its hash.
        **({} if dimension.evidence == "optional" else {"evidence": dimension.evidence}),
        "targets": [
            {
                "id": target.id,
                "kind": target.kind,
                "scale": target.scale,
                "required": target.required,
                "none": target.none,
                "name": target.name,
                "question": target.question,
            }
            for target in dimension.targets
        ],
        "families": [
            {"id": family.id, "name": family.name, "definition": family.definition} for family in dimension.families
        ],
        "labels": [_label_said(label) for label in dimension.labels],
    }


def _label_said(label: LabelDefinition) -> dict[str, Any]:
    # What no label of a layer says is left out, so that the hash of a codebook without it stays what it was.
    called = {"called": dict(label.called)} if label.called else {}
    return called | {
        "id": label.id,
        "scale": label.scale,
        "family": label.family,
        "name": label.name,
        "definition": label.definition,
        "yes_when": label.yes_when,
        "not_when": label.not_when,
        "confused_with": [{"uid": other.uid, "difference": other.difference} for other in label.confused_with],
        "example": label.example,
        "note": label.note,
        "exclusive": label.exclusive,
        "extended": label.extended,
        "crosswalk": {other.scheme: {"names": list(other.names), "rel": other.relation} for other in label.crosswalk},
    }
