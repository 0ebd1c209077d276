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
from threadmark.sources.tables.parents import answers_nobody, parents_of
from threadmark.sources.tables.rows import NOTHING_KNOWN, About, Row
from threadmark.sources.tables.splitting import split
from threadmark.sources.tables.values import seconds
from threadmark.thread.build import ThreadBuilder, clean_article
from threadmark.thread.model import Article, rfc3339
from threadmark.thread.report import ImportReport

_ROOTED: Final = frozenset({"conversationid", "root", "rootid"})
"""Threads that are called by the id of what began them."""
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

    Attributes:
        nested: whether replies lie inside the comments they answer, so that rows have a depth.
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
        self._told = bool(columns.parent or columns.path or columns.depth or columns.reply)
        self._articles = articles
        self.nested = False
        self.mended: Counter[str] = Counter()
        self.notes: list[str] = []

    def threads(self, rows: Iterator[Row]) -> Iterator[Reading]:
        """The threads of all rows; without a row, one without comments."""
        groups = by_thread(rows, lambda row: row.thread, _size) if self._thread_name else split(list(rows))
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
        parents = parents_of(rows, group.thread, article, nested=self.nested)
        about = self._about(group.thread, article, rows)
        said_count = about.count if about else None
        _add(builder, rows, parents, about)
        if said_count and (lacking := said_count - len(builder)) > 0:
            report.missing += lacking
        made = _article(report, about, article)
        thread = builder.build(made, thread_id=group.thread or None, extra=_extra_of_article(article))
        # Where a column says whom a comment answers, who answers nobody there answers nobody.
        return Reading(thread if self._told or self.nested else with_inferred(thread, report=report), report)

    def _parted(self, group: Group[Row], report: ImportReport) -> tuple[Row | None, list[Row]]:
        """The article among some rows, and the comments."""
        articles = [row for row in group.rows if row.is_article]
        if not articles and self._thread_name in _ROOTED:
            articles = [row for row in group.rows if row.id == group.thread and answers_nobody(row, group.thread)]
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
