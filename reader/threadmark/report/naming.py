"""What labels, and reasons for skipping, are called where people read: by their names, as in the panels.

Scripts get the ids (`report.as_json`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from threadmark.report.plain import words

if TYPE_CHECKING:
    from threadmark.keys.codebook import Codebook, Dimension
    from threadmark.keys.reasons import Reason
    from threadmark.report.agreeing import Question
    from threadmark.report.figures import Figures, Pair, Table


class Names:
    """The names of a codebook, in lower case; what it doesn't have is called by its id, in words.

    Args:
        codebook: of the label file, or in effect.
        reasons: why comments are skipped.
    """

    def __init__(self, codebook: Codebook, reasons: Iterable[Reason] = ()) -> None:
        self._names = {key: name.lower() for dimension in codebook.dimensions for key, name in _named(dimension)}
        self._reasons = {reason.id: reason.name.lower() for reason in reasons}

    def label(self, question: Question, label: str) -> str:
        """A label's name; one of a target's scale may be called otherwise on another scale."""
        dimension, kind = question
        return self._names.get((dimension, kind, label)) or self._names.get((dimension, "", label)) or words(label)

    def reason(self, reason: str) -> str:
        """A reason's name, or what was written."""
        return self._reasons.get(reason) or words(reason)


def _named(dimension: Dimension) -> Iterator[tuple[tuple[str, str, str], str]]:
    """Keys and names of a dimension's families and labels; the first name of an id is that on any scale."""
    for family in dimension.families:
        yield (dimension.id, "", f"family.{family.id}"), family.name
    for label in reversed(dimension.labels):
        yield (dimension.id, "", label.id), label.name
        for target in dimension.targets:
            if target.scale == label.scale:
                yield (dimension.id, target.kind, label.id), label.name


def named(figures: Figures, names: Names) -> Figures:
    """The same figures with names for ids."""
    toward_parents = {
        label: question
        for question, counts in figures.labels.items()
        if question[1] == "comment"
        for label, _ in counts
    }

    def stance(pair: Pair) -> Pair:
        stances = ((names.label(toward_parents[label], label), times) for label, times in pair.stances)
        return replace(pair, stances=tuple(stances))

    def together(label: str) -> str:
        dimension, _, own = label.partition(".")
        return f"{dimension}.{names.label((dimension, ''), own)}"

    def table(question: Question, counted: Table) -> Table:
        return replace(counted, columns=tuple(names.label(question, label) for label in counted.columns))

    return replace(
        figures,
        reasons=tuple((names.reason(reason), times) for reason, times in figures.reasons),
        labels={
            question: tuple((names.label(question, label), times) for label, times in counts)
            for question, counts in figures.labels.items()
        },
        by_depth={question: table(question, counted) for question, counted in figures.by_depth.items()},
        over_time={question: table(question, counted) for question, counted in figures.over_time.items()},
        pairs=tuple(map(stance, figures.pairs)),
        together=tuple((together(one), together(other), times) for one, other, times in figures.together),
    )
