"""Whom each row of a thread answers: by an id, by a path (the place in the tree), or by how deep it is indented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from threadmark.sources.tables.rows import Row, bare

NOWHERE: Final = frozenset({"0", "-1", "root"})
"""Parents that people write for none, unless a comment is called so."""
_SEPARATORS: Final = "_./:"


def answers_nobody(row: Row, thread: str) -> bool:
    """Whether a row answers the thread itself, or nobody."""
    parent = row.parent
    return parent is None or parent in NOWHERE or bare(parent) == bare(thread)


def parents_of(
    rows: Sequence[Row], thread: str, article: Row | None, *, nested: bool = False
) -> list[str | int | None]:
    """Each row's parent as `ThreadBuilder.add` takes it: an id, or the row itself where there are no ids.

    Args:
        rows: of one thread.
        thread: what the table calls it.
        article: the row that is its article.
        nested: whether the rows' depths are sure, so that they tell where the parent has no id, or none of its own.
    """
    if any(row.parent is not None for row in rows):
        by_id = _by_id(rows, thread, article)
        ids = Counter(row.id for row in rows) if nested else Counter[str | None]()
        if not ids[None] and len(ids) == ids.total():
            return list(by_id)
        # No id, or one that several have, such as those of replies that are numbered anew in each comment.
        return [
            above if said is None or (ids[said] > 1 and above is not None) else said
            for said, above in zip(by_id, _by_depth(rows), strict=True)
        ]
    if any(row.path for row in rows):
        return list(_by_path(rows, thread))
    return list(_by_depth(rows))


def _by_id(rows: Sequence[Row], thread: str, article: Row | None) -> Iterator[str | None]:
    ids = {row.id for row in rows if row.id is not None}
    known = {bare(comment_id): comment_id for comment_id in ids}
    roots = {thread, bare(thread)} | ({article.id, bare(article.id)} if article and article.id else set()) - {""}

    def found(row: Row) -> str | None:
        parent = row.parent
        if parent is None or parent in ids:
            return parent
        if parent in roots or parent.startswith("t3_") or parent in NOWHERE:
            return None
        return known.get(bare(parent), parent)

    return map(found, rows)


def _by_path(rows: Sequence[Row], thread: str) -> Iterator[str | None]:
    """Parents by place in the tree: `a_0_2` is above `a_0_2_1`, and `a_0` is top-level in the thread `a`."""
    ids = {row.path: row.id or row.path for row in rows if row.path}
    # Where the thread is no step of the path, those nearest to the root are top-level.
    shallowest = min(map(_steps, ids), default=0)
    for row in rows:
        above = _above_path(row.path or "")
        ends = above.endswith(thread) if thread and thread in above else _steps(row.path or "") == shallowest
        yield None if not above or ends else ids.get(above, above)


def _steps(path: str) -> int:
    return sum(map(path.count, _SEPARATORS))


def _above_path(path: str) -> str:
    """A path without its last step; empty where that was its only one."""
    return path[: max(0, *map(path.rfind, _SEPARATORS))]


def _by_depth(rows: Sequence[Row]) -> Iterator[int | None]:
    """Parents by depth: the last row above that is less deep."""
    open_: list[tuple[int, int]] = []  # the rows that a reply can hang under, with their depths
    for place, row in enumerate(rows):
        if row.depth is None:
            open_.clear()
            yield None
            continue
        while open_ and open_[-1][0] >= row.depth:
            open_.pop()
        yield open_[-1][1] if open_ else None
        open_.append((row.depth, place))
