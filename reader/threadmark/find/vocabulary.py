"""The words of the filter language: its fields, and for each dimension of the codebook the labels that can stand there.

A dimension is a field (`fallacy:ad_hominem`), and in a one-per-target dimension so is each kind of target
(`claim:against`); `label:ID` looks in all of them. After a field stands a label, a family (all labels in it), `any` (a
label that says more than *none* or *can't tell*) or `none` (the explicit one).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from threadmark.find.folding import fold
from threadmark.find.labelled import Choice, Toward
from threadmark.keys.codebook import Codebook, Dimension, LabelDefinition, TargetKind
from threadmark.labels.questions import CANT_TELL, exclusives, none_of

FIELDS: Mapping[str, str] = {
    "text": "words in the text, or /a regular expression/",
    "author": "who wrote it; * stands for any signs",
    "id": "the comment's id; * stands for any signs",
    "role": "the author's role; * stands for any signs",
    "depth": "1 for top-level: 3, >3, <=3, 2..4",
    "score": "votes: 3, >3, <=3, 2..4",
    "created": "UTC: 2024-03-12, >2024-03, 2024-03-12T10:00..",
    "has": "note, evidence, link, label, replies",
    "is": "deleted, inferred, top",
}
"""The fields that every thread has, and what they take."""

LABEL = "label"
_FAMILY = "family."


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word after a field of labels means: the labels, and how it is explained."""

    choices: tuple[Choice, ...]
    help: str


@dataclass(frozen=True, slots=True)
class LabelField:
    """A field of labels.

    Attributes:
        name: what stands before the colon.
        help: how it is explained.
        meanings: what can stand after it, in the codebook's order.
    """

    name: str
    help: str
    meanings: Mapping[str, Meaning]

    def find(self, said: str) -> str | None:
        """The word that was meant: an id, or a label's name in any case."""
        name = fold(said).replace("'", "").replace("-", "_").replace(" ", "_")
        if name in self.meanings:
            return name
        return next((word for word, meaning in self.meanings.items() if fold(meaning.help) == fold(said)), None)


@lru_cache(maxsize=4)
def label_fields(codebook: Codebook) -> Mapping[str, LabelField]:
    """The fields of labels in a codebook, by name; a field that every thread has keeps its name to itself."""
    fields: dict[str, LabelField] = {}
    for dimension in codebook.dimensions:
        parts = _parts(dimension)
        _add(fields, dimension.id, dimension.name, _meanings(dimension, parts))
        for kind in dimension.targets:
            of_kind = [part for part in parts if part.kind == kind]
            _add(fields, kind.id, f"{dimension.name}: {kind.name}", _meanings(dimension, of_kind))
    fields[LABEL] = LabelField(LABEL, "a label of any dimension", _everywhere(codebook))
    return fields


def _add(fields: dict[str, LabelField], name: str, help_: str, meanings: Mapping[str, Meaning]) -> None:
    if name not in FIELDS and name != LABEL and name not in fields:
        fields[name] = LabelField(name, help_, meanings)


@dataclass(frozen=True, slots=True)
class _Part:
    """A dimension, or what of it is toward one kind of target.

    Attributes:
        kind: of target; None for the whole of a dimension without.
        toward: its targets.
        labels: what can be said.
        none: the label that says none.
        empty: the labels that say none or that nothing can be said.
    """

    kind: TargetKind | None
    toward: Toward | None
    labels: tuple[LabelDefinition, ...]
    none: str | None
    empty: frozenset[str]


def _parts(dimension: Dimension) -> list[_Part]:
    parts = []
    for kind in dimension.targets or (None,):
        none = none_of(dimension, kind)
        empty = exclusives(dimension) | {CANT_TELL} | ({none} if none else set())
        labels = dimension.labels_of(kind.scale) if kind else dimension.labels
        parts.append(_Part(kind, _toward(dimension, kind) if kind else None, labels, none, frozenset(empty)))
    return parts


def _toward(dimension: Dimension, kind: TargetKind) -> Toward:
    """The targets of a kind; one of the study's list that has no kind of its own is of the first named kind."""
    if kind.kind != "named":
        return Toward(kind.kind)
    first, *rest = [other.id for other in dimension.targets if other.kind == "named"]
    return Toward("named", others=frozenset(rest)) if kind.id == first else Toward("named", kind.id)


def _meanings(dimension: Dimension, parts: list[_Part]) -> dict[str, Meaning]:
    """What can stand after a field of these parts: `any`, `none`, families, labels."""
    toward = parts[0].toward if len(parts) == 1 else None
    unsaid = tuple(Choice(dimension.id, part.empty, part.toward, others=True) for part in parts)
    meanings = {"any": Meaning(unsaid, "any but none and can't tell")}
    nones = tuple(Choice(dimension.id, frozenset((part.none,)), part.toward) for part in parts if part.none)
    if nones:
        meanings["none"] = Meaning(nones, "the explicit none")
    for family in dimension.families:
        members = frozenset(label.id for label in dimension.labels if label.family == family.id)
        meanings[family.id] = Meaning((Choice(dimension.id, members, toward),), family.name)
    for label in (label for part in parts for label in part.labels):
        name = f"{label.name}, no more than the family" if label.id.startswith(_FAMILY) else label.name
        meanings.setdefault(label.id, Meaning((Choice(dimension.id, frozenset((label.id,)), toward),), name))
    return meanings


def _everywhere(codebook: Codebook) -> dict[str, Meaning]:
    """What can stand after `label:`: every label by its id, and by its dimension and id."""
    meanings: dict[str, Meaning] = {}
    for dimension in codebook.dimensions:
        for word, meaning in _meanings(dimension, _parts(dimension)).items():
            before = meanings[word].choices if word in meanings else ()
            meanings[word] = Meaning((*before, *meaning.choices), meaning.help)
            meanings[f"{dimension.id}.{word}"] = meaning
    return meanings
