"""Wide tables: one row for what one annotator made of one comment in one round, a column for each dimension.

A dimension that has targets has a column for each kind of them (`stance_claim`, `stance_parent`); where there can be
many of a kind, values name which (`n1:favor`). A column of one value holds it alone: of readings joined by `/`, and of
several claims, the first is in it, and the others are counted as lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct

from threadmark.exports.entries import families_of
from threadmark.exports.labelled import Labelled, LabelledThread
from threadmark.exports.passes import Pass
from threadmark.exports.rows import Row, pass_rows

if TYPE_CHECKING:
    from threadmark.keys.codebook import Codebook

COMMENT = ("thread", "comment", "parent", "depth", "author", "text", "annotator", "round")
REVIEW = ("note", "status", "reason", "revisit", "seconds")
SECOND_VALUES = "labels beside another in a column of one value"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of labels.

    Attributes:
        name: `fallacy`, or dimension and kind of target (`stance_claim`).
        dimension: the dimension's id.
        target: the kind of target (`claim`, `comment`, `named`); None for a dimension without.
        single: whether a comment has one label in it; else a list.
        labels: the ids of the labels that there are, in the codebook's order.
    """

    name: str
    dimension: str
    target: str | None
    single: bool
    labels: tuple[str, ...]


class Mark(Struct, frozen=True):
    """A span, with the label that rests on it."""

    column: str
    label: str
    start: int
    end: int
    quote: str
    part: str


class WideRow(Struct, frozen=True):
    """A row before it is laid out in a format.

    Attributes:
        comment: the values of `COMMENT`.
        labels: one list a column.
        evidence: all spans.
        unanswered: the columns of what was asked and has no answer.
        review: the values of `REVIEW`.
    """

    comment: tuple[object, ...]
    labels: tuple[list[str], ...]
    evidence: list[Mark]
    unanswered: list[str]
    review: tuple[object, ...]


def columns_of(labelled: Labelled) -> tuple[Column, ...]:
    """The columns: those of the codebooks recorded, and those that labels have besides."""
    from threadmark.find import recorded_codebook  # noqa: PLC0415 -- long tables do without it

    codebook = recorded_codebook(labelled.contents.codebooks)
    found = {(label.dimension, _sort(label.target)) for label in chain(*labelled.labels.values())}
    wanted = labelled.dimensions
    columns = {(each.dimension, each.target): each for each in _declared(codebook)}
    for dimension, sort in sorted(found - columns.keys(), key=str):
        name = f"{dimension}_{sort}" if sort else dimension
        labels = dict.fromkeys(
            label.label
            for label in chain(*labelled.labels.values())
            if (label.dimension, _sort(label.target)) == (dimension, sort)
        )
        columns[dimension, sort] = Column(name, dimension, sort, single=False, labels=tuple(sorted(labels)))
    return tuple(column for column in columns.values() if not wanted or column.dimension in wanted)


def _declared(codebook: Codebook) -> Iterator[Column]:
    for dimension in codebook.dimensions:
        for kind in dimension.targets:
            labels = tuple(label.id for label in dimension.labels_of(kind.scale))
            yield Column(f"{dimension.id}_{kind.id}", dimension.id, kind.kind, kind.kind != "named", labels)
        if not dimension.targets:
            labels = tuple(dict.fromkeys(label.id for label in dimension.labels))
            yield Column(dimension.id, dimension.id, None, dimension.choice == "one", labels)


def wide_rows(labelled: Labelled, columns: Sequence[Column]) -> Iterator[WideRow]:
    """The rows, in the order of the long ones.

    Raises:
        LabelFileError: a span's quote is not what stands there in the text.
    """
    places = {(column.dimension, column.target): place for place, column in enumerate(columns)}
    families = families_of(labelled.contents.codebooks)
    for held in labelled.threads():
        for given, rows in zip(held.passes, pass_rows(held, families), strict=True):
            yield _wide(held, given, rows, columns, places)


def _wide(
    held: LabelledThread,
    given: Pass,
    rows: Sequence[Row],
    columns: Sequence[Column],
    places: dict[tuple[str, str | None], int],
) -> WideRow:
    labels: tuple[list[str], ...] = tuple([] for _ in columns)
    marks: list[Mark] = []
    unanswered: list[str] = []
    for row in rows:
        place = places.get((row.dimension or "", _sort(row.target)))
        if row.label is None:
            if row.dimension is not None:
                unanswered.append(columns[place].name if place is not None else row.dimension)
            continue
        if place is None:
            continue
        column = columns[place]
        value = row.label if column.target != "named" else f"{(row.target or '').partition(':')[2]}:{row.label}"
        if column.single and labels[place]:
            held.lossy(SECOND_VALUES, given.comment)
        else:
            labels[place].append(value)
        marks += (Mark(column.name, row.label, span.start, span.end, span.quote, span.part) for span in row.evidence)
    first = rows[0]
    return WideRow(
        (held.id, given.comment, first.parent, first.depth, first.author, first.text, given.annotator, given.round),
        labels,
        marks,
        unanswered,
        (first.note, first.status, first.reason, first.revisit, first.seconds),
    )


def _sort(target: str | None) -> str | None:
    return target.partition(":")[0] if target else None
