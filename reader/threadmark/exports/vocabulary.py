"""All that could have been answered: the questions of the codebooks in a label file, under their names in other programs.

Label Studio, Prodigy and brat show only labels that their configuration has. Labels in use that no codebook of the file
declares are added as they come (`use`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from threadmark.exports.passes import Pass
from threadmark.exports.sheets import Sheet
from threadmark.labels.naming import question_names
from threadmark.labels.records import CodebookRecord


@dataclass(slots=True)
class Question:
    """One question and its labels.

    Attributes:
        name: as in `naming`.
        asks: what it is about, in words.
        single: whether no comment has more than one label here.
        labels: the definition of each label by its id.
        names: the name of each label by its id.
    """

    name: str
    asks: str
    single: bool
    labels: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


class Vocabulary:
    """The questions by their names.

    Args:
        codebooks: those of the label file.
    """

    def __init__(self, codebooks: Iterable[CodebookRecord]) -> None:
        self.questions: dict[str, Question] = {}
        for codebook in codebooks:
            for dimension in codebook.dimensions:
                self._declare(dimension)

    def use(self, sheet: Sheet, given: Pass) -> None:
        """Take in what a pass has that was not declared."""
        for name, labels in sheet.by_question(given).items():
            question = self.questions.setdefault(name, Question(name, name, single=True))
            for label in labels:
                question.labels.setdefault(label.label, "")
                question.names.setdefault(label.label, label.label)
            question.single = question.single and len(labels) == 1

    def _declare(self, dimension: Mapping[str, Any]) -> None:
        single = dimension.get("choice") != "many"
        targets: Iterable[Mapping[str, Any]] = dimension.get("targets", ())
        for target in targets:
            key = (dimension["id"], f"{target['kind']}:{target['id']}")
            name = question_names([key])[key]
            asks = f"{dimension['name']}: {target['name']}"
            self._add(name, asks, dimension, target["scale"], single=single)
        if not targets:
            self._add(dimension["id"], dimension["name"], dimension, None, single=single)

    def _add(self, name: str, asks: str, dimension: Mapping[str, Any], scale: str | None, *, single: bool) -> None:
        question = self.questions.setdefault(name, Question(name, asks, single))
        for label in dimension.get("labels", ()):
            if label.get("scale") in (None, scale):
                question.labels.setdefault(label["id"], label.get("definition") or "")
                question.names.setdefault(label["id"], label.get("name") or label["id"])
        for family in dimension.get("families", ()):
            label_id = f"family.{family['id']}"
            question.labels.setdefault(label_id, family.get("definition") or "")
            question.names.setdefault(label_id, family.get("name") or label_id)
