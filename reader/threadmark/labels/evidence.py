"""Evidence that is there: its spans in their order, one taken away, one given other bounds, moved ones written as they are now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from threadmark.labels.records import Label, Span, put

if TYPE_CHECKING:
    from threadmark.labels.records import Edit
    from threadmark.labels.standing import Standing


class Marked(NamedTuple):
    """A label and one of its spans."""

    label: Label
    span: Span


def place_of(span: Span) -> tuple[int, int, int]:
    """What spans are sorted by: those of the comment, then those of the article, as they stand there."""
    paragraph = span.part.partition(":")[2]
    return int(paragraph) if paragraph.isdecimal() else 0, span.start, span.end


def numbered(labels: Iterable[Label]) -> list[list[Marked]]:
    """The spans of a comment's labels, one entry a place; a span that several labels rest on is one."""
    places: dict[tuple[int, int, int], list[Marked]] = {}
    for label in labels:
        for span in label.evidence:
            places.setdefault(place_of(span), []).append(Marked(label, span))
    return [places[place] for place in sorted(places)]


def without(label: Label, span: Span) -> Label:
    """The label without one of its spans."""
    return with_spans(label, (other for other in label.evidence if place_of(other) != place_of(span)))


def with_spans(label: Label, spans: Iterable[Span]) -> Label:
    """The label resting on these spans, each once."""
    places = {place_of(span): span for span in spans}
    return msgspec.structs.replace(label, evidence=tuple(places[place] for place in sorted(places)))


def as_found(standing: Standing) -> Iterator[tuple[int, Edit]]:
    """The edits that write spans which were found elsewhere as they are now, each with its comment."""
    moved = {(one.comment, one.label) for one in standing.unsettled if one.moved_to is not None}
    for comment in dict.fromkeys(comment for comment, _ in moved):
        index = standing.index_of(comment)
        for label in standing.labels(index) if index is not None else ():
            if index is not None and (comment, f"{label.dimension}.{label.label}") in moved:
                yield index, put(label)
