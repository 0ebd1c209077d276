"""Hang comments of a thread elsewhere, all else kept: ids, texts, the order of comments beside each other."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass

from threadmark.thread.model import Columns, Inferred, Thread
from threadmark.thread.order import gatherer, pre_order


@dataclass(frozen=True, slots=True)
class Link:
    """A reply link that the file does not give.

    Attributes:
        parent: the index of the comment above.
        inferred: how it was found.
    """

    parent: int
    inferred: Inferred


def linked(thread: Thread, links: Mapping[int, Link]) -> Thread:
    """The thread with some of its comments, and the branches below them, under other parents.

    Args:
        thread: the thread.
        links: by the index of the comment; together with the links that stay they make no cycle.
    """
    if not links:
        return thread
    parents = list(thread.parents)
    inferred = dict(thread.inferred_links)
    for index, link in links.items():
        parents[index] = link.parent
        inferred[index] = link.inferred
    comments = range(len(thread))
    order, above, depths, sizes = pre_order(parents, comments)
    in_order = gatherer(order)
    place = array("i", bytes(4 * len(thread)))
    for at, index in enumerate(order):
        place[index] = at
    columns = Columns(
        ids=in_order(thread.ids),
        parents=above,
        depths=depths,
        sizes=sizes,
        authors=in_order(thread.authors),
        texts=in_order(thread.texts),
        created=array("d", in_order(thread.created)),
        scores=in_order(thread.scores),
        edited={place[index]: time for index in comments if (time := thread.edited(index)) is not None},
        roles={place[index]: role for index in comments if (role := thread.role(index)) is not None},
        deleted=frozenset(place[index] for index in comments if thread.deleted(index)),
        inferred={place[index]: how for index, how in inferred.items()},
        extra={place[index]: fields for index in comments if (fields := thread.extras(index))},
    )
    return Thread(thread.id, thread.article, columns, thread.extra)
