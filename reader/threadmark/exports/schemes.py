"""What a published scheme calls our labels: a label leaves under one of its names only where both mean the very same.

Every codebook that was used says so, label by label (`crosswalk`), and so does a layer for the scheme itself, whose
labels are all there. A name that is only close, wider or narrower would put words into the annotator's mouth: such labels
are counted as lost, by their own names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from threadmark.keys.codebook import uid_of
from threadmark.labels.records import CodebookRecord, Label

_CODEBOOK_DIGITS = 12


class _Walk(NamedTuple):
    """What the scheme calls one label, and how its label relates to ours."""

    names: tuple[str, ...]
    relation: str


class _Dimension(NamedTuple):
    """What a codebook says of a dimension."""

    none: str | None
    scales: Mapping[str, str]
    walks: Mapping[tuple[str | None, str], _Walk]

    @property
    def words(self) -> frozenset[str]:
        """What the scheme calls those of its labels that are the same."""
        return frozenset(filter(None, map(_name, self.walks.values())))


class Scheme:
    """The labels of a scheme, found by ours.

    Args:
        name: as crosswalks call it (`rumoureval`).
        codebooks: those of the label file, in its order.
    """

    def __init__(self, name: str, codebooks: Iterable[CodebookRecord]) -> None:
        self._name = name
        self._latest: dict[str, _Dimension] = {}
        self._codebooks: dict[str, dict[str, _Dimension]] = {}
        for codebook in codebooks:
            known = {said["id"]: _dimension(said, name) for said in codebook.dimensions}
            self._codebooks[codebook.sha256[:_CODEBOOK_DIGITS]] = known
            self._latest |= known

    def word(self, label: Label) -> str | None:
        """What the scheme calls a label; None where it has none that is the same."""
        walk = self._walk(label)
        return _name(walk) if walk else None

    def why_not(self, label: Label) -> str:
        """What is lost of a label that the scheme has no word for, by its name in the codebook."""
        uid, walk = uid_of(label.dimension, self._scale(label), label.label), self._walk(label)
        if walk is None:
            return f"{uid}: {self._name} has nothing like it"
        are = "is" if len(walk.names) == 1 else "are"
        how = f"{are} {walk.relation}" if walk.relation != "exact" else "are several"
        return f"{uid}: {self._name} has only {', '.join(walk.names)}, which {how}"

    def is_none(self, label: Label) -> bool:
        """Whether a label says that there is nothing to say in its dimension."""
        dimension = self._dimension(label)
        return dimension is not None and label.target is None and label.label == dimension.none

    def questions(self, label: Label) -> frozenset[str]:
        """The dimensions that, in the codebook which a label was given by, hold labels of the scheme.

        One that holds all of the others', as the scheme's own layer does, stands for them.
        """
        known = self._codebooks.get(label.codebook, self._latest)
        words = {name: dimension.words for name, dimension in known.items() if dimension.words}
        whole = [name for name, own in words.items() if all(own >= other for other in words.values())]
        return frozenset(whole or words)

    def _dimension(self, label: Label) -> _Dimension | None:
        return self._codebooks.get(label.codebook, self._latest).get(label.dimension)

    def _scale(self, label: Label) -> str | None:
        dimension = self._dimension(label)
        return dimension.scales.get((label.target or "").partition(":")[0]) if dimension else None

    def _walk(self, label: Label) -> _Walk | None:
        dimension = self._dimension(label)
        return dimension.walks.get((self._scale(label), label.label)) if dimension else None


def _name(walk: _Walk) -> str | None:
    return walk.names[0] if walk.relation == "exact" and len(walk.names) == 1 else None


def _dimension(said: Mapping[str, Any], scheme: str) -> _Dimension:
    walks = {
        (label.get("scale"), label["id"]): _Walk(tuple(walk["names"]), walk["rel"])
        for label in said.get("labels", ())
        if (walk := label.get("crosswalk", {}).get(scheme))
    }
    scales = {target["kind"]: target["scale"] for target in said.get("targets", ())}
    return _Dimension(said.get("none"), scales, walks)
