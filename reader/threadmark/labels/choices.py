"""Which labels go together: what giving one does to the others of its dimension and target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from threadmark.labels.records import Edit, Label, Span, drop, key_of, put

if TYPE_CHECKING:
    from threadmark.keys.codebook import Choice


def given(
    label: Label, others: Sequence[Label], *, choice: Choice, exclusive: frozenset[str], beside: Label | None, free: int
) -> list[Label]:
    """The labels of one dimension and target once another is given.

    Args:
        label: the new one.
        others: those there are.
        choice: the dimension's.
        exclusive: labels that others can't stand beside.
        beside: the label that the new one is another reading of (`/`), or None.
        free: a number that no either/or group of this comment has.
    """
    if beside is None:
        alone = choice != "many" or label.label in exclusive
        stay = [] if alone else [other for other in others if other.label not in exclusive]
        return [*loosened(stay), label]
    number = beside.either or free
    stay = []
    for other in others:
        joined = other == beside or (beside.either is not None and other.either == beside.either)
        if joined:
            stay.append(msgspec.structs.replace(other, either=number))
        elif choice == "many" and label.label not in exclusive and other.label not in exclusive:
            stay.append(other)
    return loosened([*stay, msgspec.structs.replace(label, either=number)])


def loosened(labels: Iterable[Label]) -> list[Label]:
    """The labels, with no number on one that is the last of its either/or group."""
    labels = list(labels)
    members = Counter(label.either for label in labels)
    return [
        msgspec.structs.replace(label, either=None)
        if label.either is not None and members[label.either] == 1
        else label
        for label in labels
    ]


def difference(before: Iterable[Label], after: Iterable[Label], now: str) -> list[Edit]:
    """The edits that lead from some labels to others; what is changed is marked as updated."""
    old, new = ({key_of(label): label for label in labels} for labels in (before, after))
    edits = [drop(label) for key, label in old.items() if key not in new]
    for key, label in new.items():
        if key not in old:
            edits.append(put(label))
        elif old[key] != label:
            edits.append(put(msgspec.structs.replace(label, updated=now)))
    return edits


def with_evidence(label: Label, spans: Iterable[Span]) -> Label:
    """The label with more evidence; a span that it has already changes nothing."""
    places = {(span.part, span.start, span.end): span for span in (*spans, *label.evidence)}
    return msgspec.structs.replace(label, evidence=tuple(places[place] for place in sorted(places)))
