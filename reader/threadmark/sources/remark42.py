"""Remark42: the tree or the list that its API gives, and its backup, a line for each comment of all pages.

Each page (`locator.url`) is a thread. Rows are brought together by page, so that a backup of any size can be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from threadmark.sources.grouping import by_thread
from threadmark.sources.json_input.form import Count, Form
from threadmark.sources.json_input.peeking import first_object, inner
from threadmark.sources.json_input.streaming import rows
from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed
from threadmark.thread.build import ThreadBuilder, clean_article
from threadmark.thread.report import ImportReport

_NO_TIME = "0001-01-01T00:00:00Z"
HEADER = "settings of the site (left out)"


class _User(msgspec.Struct):
    """Who wrote a comment."""

    name: str | None = None
    id: str | None = None
    admin: bool = False


class _Locator(msgspec.Struct):
    """The page that a comment is on."""

    url: str = ""
    site: str = ""


class _Edit(msgspec.Struct):
    """When a comment was edited, and why."""

    time: str | None = None
    summary: str | None = None


class _Comment(msgspec.Struct):
    """A comment."""

    id: str
    pid: str = ""
    text: str = ""
    orig: str | None = None
    user: _User = msgspec.field(default_factory=_User)
    locator: _Locator = msgspec.field(default_factory=_Locator)
    score: Count | None = None
    time: str | None = None
    edit: _Edit | None = None
    delete: bool = False
    pin: bool = False
    title: str | None = None


class Remark42Source:
    """Remark42 comments."""

    name = "remark42"
    title = "Remark42 comments and backups"

    def sniff(self, head: Head) -> Sniffed | None:
        """Certain by the locator of a comment; a backup, by its first line."""
        first = first_object(head)
        comments = first.get("comments")
        comment = inner(comments, 0) if isinstance(comments, list) else first
        comment = inner(comment, "comment") or comment
        if isinstance(comment, dict) and "pid" in comment and isinstance(comment.get("locator"), dict):
            return Sniffed(Certainty.CERTAIN, 'its comments have "pid" and "locator"')
        if "version" in first and isinstance(first.get("users"), list) and isinstance(first.get("posts"), list):
            return Sniffed(Certainty.LIKELY, 'its first line has "users" and "posts", as a backup has')
        return None

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """A thread for each page."""
        mended = ImportReport()  # of rows that were read and not given yet
        form = Form(opened, mended)
        found = (comment for row in rows(opened) for comment in _comments(row.value, form, mended, row.line))
        for group in by_thread(found, lambda comment: comment.locator.url, lambda comment: len(comment.text)):
            report = opened.report(self.name, sniffed)
            report.mended.update(mended.mended)
            mended.mended.clear()
            if group.stray:
                report.note(f"{len(group.rows):,} comments on {group.thread} come after other pages")
            yield _thread(group.thread, group.rows, report)


def _comments(value: Any, form: Form, report: ImportReport, line: int) -> Iterator[_Comment]:
    """The comments in a row, in the order of the page: of a tree, of a list, or the one that it is."""
    waiting: list[tuple[Any, str]] = [(value, "")]
    while waiting:
        each, above = waiting.pop()
        if isinstance(each, list):
            waiting += [(inner_, above) for inner_ in reversed(each)]
        elif isinstance(inner(each, "comments"), list):
            waiting.append((each["comments"], above))
        elif isinstance(inner(each, "users"), list) and "id" not in each:
            report.mend(HEADER)
        else:
            nested = isinstance(inner(each, "comment"), dict)
            comment = form(_Comment, each["comment"] if nested else each, line=line)
            comment.pid = comment.pid or above
            yield comment
            if nested and isinstance(each.get("replies"), list):
                waiting.append((each["replies"], comment.id))


def _thread(page: str, comments: list[_Comment], report: ImportReport) -> Reading:
    builder = ThreadBuilder(report)
    for comment in comments:
        edited = None
        if comment.edit is not None:
            edited = comment.edit.time or True
        builder.add(
            comment.id,
            comment.pid or None,
            comment.user.name or None,
            _text(comment),
            created=None if comment.time == _NO_TIME else comment.time,
            edited=edited,
            score=comment.score,
            role="admin" if comment.user.admin else None,
            deleted=comment.delete,
            extra={"pin": True} if comment.pin else None,
        )
    title = next((comment.title for comment in comments if comment.title), None)
    article = clean_article(report, title=title, url=page)
    return Reading(builder.build(article), report)


def _text(comment: _Comment) -> str:
    from threadmark.sources.markup import html_to_text, markdown_to_text  # noqa: PLC0415 -- sniffing does not need it

    return html_to_text(comment.text) if comment.text else markdown_to_text(comment.orig or "")


SOURCE = Remark42Source()
