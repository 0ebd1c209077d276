"""What a batch of many reaches, by comment index: which comments, which of their documents, and what is counted otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, cast

from threadmark.labels.records import Label
from threadmark.labels.states import Mark, mark_of
from threadmark.labels.tallies import Place, place_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from threadmark.labels.records import Key, Review
    from threadmark.labels.turning import Laid

_ON_COMMENTS: Final = frozenset({"labels", "reviews", "links"})


class Alike(NamedTuple):
    """Labels that are counted as one, the comments that they came to or went from, and their keys there."""

    label: Label
    comments: list[int]
    keys: list[Key]


class Reach:
    """The reach of a batch in a thread.

    Args:
        laid: the batch.
        index_of: the index of a comment; None for one that the thread does not have.

    Attributes:
        laid: the same.
        comments: the comments that it is on, by index, in its order.
        documents: table and key of each comment's labels and reviews that it changed.
        brought: the labels that it brought.
        took: the labels that it took away.
        marked: what counts of reviews before and after it, where that differs.
    """

    __slots__ = ("brought", "comments", "documents", "laid", "marked", "took")

    def __init__(self, laid: Laid, index_of: Callable[[str], int | None]) -> None:
        self.laid = laid
        self.documents: dict[int, list[tuple[str, Key]]] = {}
        self.marked: list[tuple[int, Mark, Mark]] = []
        brought: dict[Place, Alike] = {}
        took: dict[Place, Alike] = {}
        on: dict[int, None] = {}
        for effect in laid.batch.effects:
            if effect.table not in _ON_COMMENTS or (index := index_of(cast("str", effect.key[1]))) is None:
                continue
            on[index] = None
            if effect.table == "links":
                continue
            self.documents.setdefault(index, []).append((effect.table, effect.key))
            before, after = effect.before, effect.after
            if effect.table == "reviews":
                was, now = mark_of(cast("Review | None", before)), mark_of(cast("Review | None", after))
                if was != now:
                    self.marked.append((index, was, now))
            elif before is None or after is None:
                label = cast("Label", after or before)
                place = place_of(label)
                alike = (took if after is None else brought).setdefault(place, Alike(label, [], []))
                alike.comments.append(index)
                alike.keys.append(effect.key)
        self.comments = tuple(on)
        self.brought = [*brought.values()]
        self.took = [*took.values()]
