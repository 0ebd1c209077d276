"""Rows of a table that names no threads: one thread, unless several articles are among them or are answered in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from threadmark.sources.grouping import Group
from threadmark.sources.tables.parents import NOWHERE
from threadmark.sources.tables.rows import Row, bare


def split(rows: list[Row]) -> Iterator[Group[Row]]:
    """The rows by the article that they hang under at last; all of them where there is but one."""
    ids = {bare(row.id): place for place, row in enumerate(rows) if row.id is not None}
    articles = sum(row.is_article for row in rows)
    above = [
        None if row.parent is None or (row.parent in NOWHERE and row.parent not in ids) else bare(row.parent)
        for row in rows
    ]
    outside = {parent for parent in above if parent is not None and parent not in ids}
    nobody = any(parent is None and not row.is_article for parent, row in zip(above, rows, strict=True))
    if articles + len(outside) < 2 or (nobody and articles < 2):  # noqa: PLR2004 -- two threads
        yield Group(_only_thread(rows, above, ids, nobody=nobody), rows)
        return
    groups: dict[str, list[Row]] = {}
    for row, root in zip(rows, _roots(rows, above, ids), strict=True):
        groups.setdefault(root, []).append(row)
    yield from (Group(thread, members) for thread, members in groups.items())


def _only_thread(rows: Sequence[Row], above: Sequence[str | None], ids: Mapping[str, int], *, nobody: bool) -> str:
    """What the one thread of a table is called: as its article, where it has one or all comments name one."""
    for row in rows:
        if row.is_article and row.id:
            return row.id
    outside = {row.parent for row, parent in zip(rows, above, strict=True) if parent is not None and parent not in ids}
    return (outside.pop() or "") if len(outside) == 1 and not nobody else ""


def _roots(rows: Sequence[Row], above: Sequence[str | None], ids: Mapping[str, int]) -> list[str]:
    """For each row the id of the article that it hangs under at last; empty where it hangs under none."""
    roots: list[str | None] = [None] * len(rows)
    for start in range(len(rows)):
        chain, at = [], start
        while roots[at] is None:
            roots[at] = ""  # whoever comes back to it in a cycle hangs under nothing
            chain.append(at)
            parent = above[at]
            if parent is None:
                roots[at] = (rows[at].id or "") if rows[at].is_article else ""
                break
            if parent not in ids:
                roots[at] = rows[at].parent or ""
                break
            at = ids[parent]
        for place in chain:
            roots[place] = roots[at]
    return [root or "" for root in roots]
