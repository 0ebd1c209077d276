"""Articles and comments that lie apart in a file are brought together: the comments come after, and name their article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import msgspec

from threadmark.sources.grouping import by_thread
from threadmark.sources.source import Reading
from threadmark.sources.xml_input.elements import Faults
from threadmark.thread.model import Thread
from threadmark.thread.report import ImportReport

NO_ARTICLE = "comments that name no article of the file (in a thread of their own)"
NO_COMMENTS = "articles without comments (left out)"


class CommentRow(msgspec.Struct, array_like=True, gc=False):
    """A comment as it is in a file, its text not yet read.

    Attributes:
        article: the id of its article.
        text: with its markup.
    """

    article: str
    text: str


Row = TypeVar("Row", bound=CommentRow)
Page = TypeVar("Page")


def with_comments(
    rows: Iterable[Row],
    pages: Mapping[str, Page],
    thread: Callable[[str, Page | None, Sequence[Row], ImportReport], Thread],
    report: Callable[[], ImportReport],
    faults: Faults,
) -> Iterator[Reading]:
    """The articles that have comments, in the order of their first; all articles where none has any.

    Args:
        rows: the comments, in the order of the file.
        pages: the articles by id, as they are put there while the comments are read.
        thread: makes a thread of an article's id, the article (None where the file has it not) and its comments.
        report: makes a report for one thread.
        faults: what was malformed so far.
    """
    commented = 0
    last: Reading | None = None
    for group in by_thread(rows, _article_of, _size_of):
        if last is not None:
            yield last
        told = report()
        faults.tell(told)
        page = pages.get(group.thread)
        commented += page is not None and not group.stray
        told.mend(NO_ARTICLE, 0 if page else len(group.rows))
        last = Reading(thread(group.thread, page, group.rows, told), told)
    if last is not None:
        last.report.mend(NO_COMMENTS, len(pages) - commented)
        faults.tell(last.report)
        yield last
        return
    for article, page in pages.items():
        told = report()
        faults.tell(told)
        yield Reading(thread(article, page, [], told), told)


def _article_of(row: CommentRow) -> str:
    return row.article


def _size_of(row: CommentRow) -> int:
    return len(row.text)
