"""What a label that comes from outside is called here: by ids first, then by names and other schemes' words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from threadmark.errors import UsageError
from threadmark.imports.given import GivenLabel
from threadmark.imports.scheme import Scheme
from threadmark.keys.codebook import Codebook, Dimension, TargetKind
from threadmark.labels.naming import full_name, split_name


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
    """Labels found in a codebook.

    Args:
        codebook: what there is.
        mapping: what labels are called here, by their names in the file, with or without the question in front.

    Raises:
        UsageError: no layer declares what one is mapped to.
    """

    def __init__(self, codebook: Codebook, mapping: Mapping[str, str]) -> None:
        self.codebook = codebook
        self._dimensions = {dimension.id: dimension for dimension in codebook.dimensions}
        self._scheme = Scheme(codebook)
        self._mapping = {said: split_name(name) for said, name in mapping.items()}
        for said, (dimension, label) in self._mapping.items():
            if self._found(GivenLabel(said, dimension=dimension, label=label)) is None:
                raise UsageError(
                    f"no layer declares {mapping[said]}, which {said} is mapped to",
                    next_step="threadmark codebook lists what there is; write it as DIMENSION:LABEL",
                )

    def of(self, given: GivenLabel) -> Meaning | None:
        """What a label means; None where no layer declares it, or where it could be one of several."""
        said = given.label or ""
        mapped = self._mapping.get(full_name(given.dimension, said)) or self._mapping.get(said)
        return self._found(replace(given, dimension=mapped[0], label=mapped[1]) if mapped else given)

    def is_strange(self, given: GivenLabel) -> bool:
        """Whether it stands in a field of a file that no layer has a dimension for, and is not mapped to a label."""
        if not given.is_field or given.dimension in self._dimensions or self._scheme.knows(given.dimension):
            return False
        return not {full_name(given.dimension, given.label or ""), given.label} & self._mapping.keys()

    def _found(self, given: GivenLabel) -> Meaning | None:
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
