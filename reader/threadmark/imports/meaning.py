"""What a label that comes from outside is called here: by ids first, then by names and other schemes' words."""

from __future__ import annotations

from typing import NamedTuple

from threadmark.imports.given import GivenLabel
from threadmark.imports.scheme import Scheme
from threadmark.keys.codebook import Codebook, Dimension, TargetKind


class Meaning(NamedTuple):
    """A label of the codebook, the sort of what it is toward (empty for none) and, where its question says so, which one.

    `kind` is None for a target of a sort that no layer asks about, such as a named one of a study's own.
    """

    dimension: Dimension
    kind: TargetKind | None
    label: str
    sort: str = ""
    named: str | None = None


class Meanings:
    """Labels found in a codebook."""

    def __init__(self, codebook: Codebook) -> None:
        self._dimensions = {dimension.id: dimension for dimension in codebook.dimensions}
        self._scheme = Scheme(codebook)

    def of(self, given: GivenLabel) -> Meaning | None:
        """What a label means; None where no layer declares it, or where it could be one of several."""
        said = given.label or ""
        question, _, toward = given.dimension.partition("-")  # ids have no `-`, names of questions may
        sort, _, which = toward.partition("-")
        sort = (given.target or "").partition(":")[0] or given.sort or sort
        dimension = self._dimensions.get(question)
        if dimension is not None:
            sort = (sort or "claim") if dimension.targets else ""
            kind = next((each for each in dimension.targets if each.kind == sort), None)
            labels = dimension.labels_of(kind.scale) if kind else dimension.labels
            if any(label.id == said for label in labels):
                return Meaning(dimension, kind, said, sort, which if sort == "named" and which else None)
        names = [given.dimension] if given.dimension else list(self._dimensions)
        found = [meant for name in names if (meant := self._scheme.meaning(name, said)) is not None]
        if len(found) != 1 or (sort and sort != (found[0][1].kind if found[0][1] else "")):
            return None
        dimension, kind, label = found[0]
        return Meaning(dimension, kind, label.id, kind.kind if kind else "")
