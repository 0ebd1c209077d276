"""Rows become threads: brought together by the thread they name, hung where they answer, under their article.

A parent is an id, a path (the place in the tree, as SOCC's `comment_counter`), or a depth. What all comments of a
thread name as their parent and the table does not hold is the article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, cast

from threadmark.sources.grouping import Group, by_thread
from threadmark.sources.opening import Opened
from threadmark.sources.replies import with_inferred
from threadmark.sources.source import Reading, Sniffed
from threadmark.sources.tables.bodies import paragraphs
from threadmark.sources.tables.names import Columns
from threadmark.sources.tables.rows import NOTHING_KNOWN, About, Row, bare
from threadmark.sources.tables.values import seconds
from threadmark.thread.build import ThreadBuilder, clean_article
from threadmark.thread.model import Article, rfc3339
from threadmark.thread.report import ImportReport

_NOWHERE: Final = frozenset({"0", "-1", "root"})
"""Parents that people write for none, unless a comment is called so."""
_ROOTED: Final = frozenset({"conversationid", "root", "rootid"})
"""Threads that are called by the id of what began them."""
_SEPARATORS: Final = "_./:"
_DAY: Final = len("2024-03-12")
_MORE_ARTICLES: Final = "articles in one thread (the later kept as comments)"


class ThreadMaker:
    """Makes threads of rows.

    Args:
        opened: the input, for reports.
        source: the source's name.
        sniffed: why it was chosen.
        columns: which column is what.
        articles: gives what is known of a thread's article from elsewhere.
        mended: repairs of the table itself, counted with the thread that comes next.
        notes: remarks on the table itself, made with the first thread.
    """

    def __init__(
        self,
        opened: Opened,
        source: str,
        sniffed: Sniffed,
        *,
        columns: Columns,
        articles: Callable[[str], About | None] = lambda _: None,
    ) -> None:
        self._opened = opened
        self._source = source
        self._sniffed = sniffed
        self._thread_name = columns.thread_name
        self._told = bool(columns.parent or columns.path or columns.depth)
        self._articles = articles
        self.mended: Counter[str] = Counter()
        self.notes: list[str] = []

    def threads(self, rows: Iterator[Row]) -> Iterator[Reading]:
        """The threads of all rows; without a row, one without comments."""
        groups = by_thread(rows, lambda row: row.thread, _size) if self._thread_name else _split(list(rows))
        empty = True
        for group in groups:
            empty = False
            yield self._thread(group)
        if empty:
            yield self._thread(Group("", []))

    def _thread(self, group: Group[Row]) -> Reading:
        report = self._opened.report(self._source, self._sniffed)
        report.mended.update(self.mended)
        self.mended.clear()
        for note in self.notes:
            report.note(note)
        self.notes.clear()
        article, rows = self._parted(group, report)
        if group.stray:
            report.note(
                f"{len(rows):,} rows of thread {group.thread} come after other threads, and make a thread of their own; "
                "sort the file by its thread's column to have them together"
            )
        builder = ThreadBuilder(report)
        parents = _parents(rows, group.thread, article)
        about = self._about(group.thread, article, rows)
        said_count = about.count if about else None
        _add(builder, rows, parents, about)
        if said_count and (lacking := said_count - len(builder)) > 0:
            report.missing += lacking
        made = _article(report, about, article)
        thread = builder.build(made, thread_id=group.thread or None, extra=_extra_of_article(article))
        # Where a column says whom a comment answers, who answers nobody there answers nobody.
        return Reading(thread if self._told else with_inferred(thread), report)

    def _parted(self, group: Group[Row], report: ImportReport) -> tuple[Row | None, list[Row]]:
        """The article among some rows, and the comments."""
        articles = [row for row in group.rows if row.is_article]
        if not articles and self._thread_name in _ROOTED:
            articles = [row for row in group.rows if row.id == group.thread and not _above(row, group.thread)]
        if not articles:
            return None, group.rows
        report.mend(_MORE_ARTICLES, len(articles) - 1)
        return articles[0], [row for row in group.rows if row is not articles[0]]

    def _about(self, thread: str, article: Row | None, rows: Sequence[Row]) -> About | None:
        """What is known of the article: its own row, what all comments say alike, or what is known from elsewhere."""
        if article is not None:
            return article.about or NOTHING_KNOWN
        if (known := self._articles(thread)) is not None:
            return known
        said = [row.about for row in rows if row.about is not None]
        return _in_common(said) if said else None


def _add(builder: ThreadBuilder, rows: Sequence[Row], parents: Sequence[str | int | None], about: About | None) -> None:
    """Add comments: by columns, which is quicker, unless a parent is known by its row only."""
    if any(isinstance(parent, int) for parent in parents):
        for row, parent in zip(rows, parents, strict=True):
            builder.add(row.id or row.path, parent, row.author, row.text, created=row.created, score=row.score)
    else:
        builder.add_columns(
            [row.id or row.path for row in rows],
            cast("Sequence[str | None]", parents),
            [row.author for row in rows],
            [row.text for row in rows],
            [row.created for row in rows],
            [row.score for row in rows],
        )
    for place, row in enumerate(rows):
        extra = _extra(row, about)
        if extra or row.edited is not None or row.role or row.deleted:
            builder.add_sparse(place, edited=row.edited, role=row.role, deleted=row.deleted, extra=extra)


def _size(row: Row) -> int:
    return len(row.text)


def _in_common(said: Sequence[About]) -> About:
    """What all say alike that say something; how many comments there are only the article knows."""

    def alike(values: Iterable[str | None]) -> str | None:
        found = {value for value in values if value is not None}
        return found.pop() if len(found) == 1 else None

    return About(
        alike(each.title for each in said),
        alike(each.url for each in said),
        alike(each.published for each in said),
        alike(each.byline for each in said),
        alike(each.article for each in said),
        None,
    )


def _extra(row: Row, about: About | None) -> Mapping[str, object] | None:
    """What a comment keeps, with what it says of an article that is not said of it by all."""
    if row.about is None or row.about == about:
        return row.extra
    common = about or NOTHING_KNOWN
    fields = {field: getattr(row.about, field) for field in About.__struct_fields__}
    own = {field: value for field, value in fields.items() if value is not None and value != getattr(common, field)}
    return {**own, **(row.extra or {})} or None


def _extra_of_article(row: Row | None) -> Mapping[str, object]:
    if row is None:
        return {}
    return {**({} if row.score is None else {"score": row.score}), **(row.extra or {})}


def _article(report: ImportReport, about: About | None, row: Row | None) -> Article:
    if about is None and row is None:
        return Article()
    about = about or NOTHING_KNOWN
    text = about.article or (row.text if row else "")
    published: str | float | None = about.published
    if published is not None:
        at = rfc3339(seconds(published))
        published = at[:_DAY] if at and len(about.published or "") <= len("2024-03-12 EDT") else at or published
    elif row is not None:
        published = row.created
    return clean_article(
        report,
        title=about.title,
        byline=about.byline or (row.author if row else None),
        published=published,
        url=about.url,
        paragraphs=paragraphs(text) if text else (),
    )


def _above(row: Row, thread: str) -> str | None:
    """Whom a row answers; None for the thread itself and for nobody."""
    parent = row.parent
    if parent is None or parent == thread or bare(parent) == bare(thread) or parent in _NOWHERE:
        return None
    return parent


def _parents(rows: Sequence[Row], thread: str, article: Row | None) -> list[str | int | None]:
    """Each row's parent as `ThreadBuilder.add` takes it: an id, or the row itself where there are no ids."""
    if any(row.parent is not None for row in rows):
        return list(_by_id(rows, thread, article))
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
        if parent in roots or parent.startswith("t3_") or parent in _NOWHERE:
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


def _split(rows: list[Row]) -> Iterator[Group[Row]]:
    """Rows of a table without a column of threads: one thread, unless several articles are in it or named in it."""
    ids = {bare(row.id): place for place, row in enumerate(rows) if row.id is not None}
    articles = sum(row.is_article for row in rows)
    above = [
        None if row.parent is None or (row.parent in _NOWHERE and row.parent not in ids) else bare(row.parent)
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
