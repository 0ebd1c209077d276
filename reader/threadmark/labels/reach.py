"""What a batch of many reaches, by comment index: which comments, which of their documents, and what is counted otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, cast

from threadmark.labels.records import Label
from threadmark.labels.states import UNMARKED, Mark, mark_of
from threadmark.labels.tallies import Place, place_of
from threadmark.labels.turning import laying
from threadmark.labels.unhurried import pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from threadmark.labels.drafting import Batch, Effect
    from threadmark.labels.records import Key, Review
    from threadmark.labels.turning import Laid
    from threadmark.labels.unhurried import Pausing

_ON_COMMENTS: Final = frozenset({"labels", "reviews", "links"})


class Alike(NamedTuple):
    """Labels that are counted as one, as what, the comments that they came to or went from, and their keys there."""

    label: Label
    place: Place
    comments: list[int]
    keys: list[Key]


class Reach:
    """The reach of a batch in a thread; `reaching` finds one.

    Args:
        laid: the batch.

    Attributes:
        laid: the same.
        comments: the comments that it is on, by index, in its order.
        documents: table and key of each comment's labels and reviews that it changed.
        brought: the labels that it brought.
        took: the labels that it took away.
        marked: what counts of reviews before and after it, where that differs.
    """

    __slots__ = ("brought", "comments", "documents", "laid", "marked", "took")

    def __init__(self, laid: Laid) -> None:
        self.laid = laid
        self.comments: dict[int, None] = {}
        self.documents: dict[int, list[tuple[str, Key]]] = {}
        self.marked: list[tuple[int, Mark, Mark]] = []
        self.brought: list[Alike] = []
        self.took: list[Alike] = []

    def take(self, effects: Sequence[Effect], index_of: Callable[[str], int | None]) -> None:
        """Take in more of what the batch did."""
        for effect in effects:
            table, key = effect.table, effect.key
            if table not in _ON_COMMENTS or (index := index_of(cast("str", key[1]))) is None:
                continue
            self.comments[index] = None
            if table == "links":
                continue
            documents = self.documents.get(index)
            if documents is None:
                self.documents[index] = [(table, key)]
            else:
                documents.append((table, key))
            if table == "reviews":
                self._look_at_review(index, cast("Review | None", effect.before), cast("Review | None", effect.after))
            elif effect.before is None or effect.after is None:
                label = cast("Label", effect.after or effect.before)
                alike = _alike(self.took if effect.after is None else self.brought, label)
                alike.comments.append(index)
                alike.keys.append(key)

    def _look_at_review(self, index: int, before: Review | None, after: Review | None) -> None:
        was, now = before or UNMARKED, after or UNMARKED
        if was.status != now.status or was.passed != now.passed or was.revisit != now.revisit:
            self.marked.append((index, mark_of(before), mark_of(after)))


def reaching(batch: Batch, index_of: Callable[[str], int | None]) -> Pausing[Reach | None]:
    """Find what a batch of many reaches; None comes of it where that is undone change by change.

    Args:
        batch: the batch.
        index_of: the index of a comment; None for one that the thread does not have.
    """
    laid = yield from laying(batch)
    if laid is None:
        return None
    reach = Reach(laid)
    for effects in pieces(batch.effects):
        reach.take(effects, index_of)
        yield
    return reach


def _alike(found: list[Alike], label: Label) -> Alike:
    """The labels that one is counted with; a batch of many has few sorts, and the same one again and again."""
    place = place_of(label)
    for alike in found:
        if alike.place == place:
            return alike
    found.append(Alike(label, place, [], []))
    return found[-1]
