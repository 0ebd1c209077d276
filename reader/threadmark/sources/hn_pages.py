"""`[{user, indent, text}]`: what scrapers of Hacker News pages write, comments in the order of the page, without ids.

A comment answers the last one before it that is indented less; in whatever unit, levels or the page's pixels.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from threadmark.sources.json_input.decoding import values
from threadmark.sources.json_input.form import Count, Form, Id, name_of
from threadmark.sources.json_input.peeking import first_object, inner
from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed
from threadmark.thread.build import ThreadBuilder, clean_article, hashed_comment_id
from threadmark.thread.text import clean, clean_line

_NAMES = {"author": "user", "by": "user", "username": "user", "level": "indent", "comment": "text", "body": "text"}


class _Comment(msgspec.Struct):
    """A comment on a page."""

    indent: float
    user: str | None = None
    text: str | None = None
    id: Id | None = None
    time: float | str | None = None
    score: Count | None = None


class _Page(msgspec.Struct):
    """A page, where the file says more of it than its comments."""

    comments: list[Any]
    title: str | None = None
    url: str | None = None
    id: Id | None = None


class PagesSource:
    """Scraped pages of Hacker News."""

    name = "hn-pages"
    title = "scraped Hacker News pages, [{user, indent, text}]"

    def sniff(self, head: Head) -> Sniffed | None:
        """Likely when its comments have an indentation, a user and a text."""
        first = first_object(head)
        comment = inner(first, "comments", 0) if isinstance(first.get("comments"), list) else first
        if not isinstance(comment, dict):
            return None
        fields = {_NAMES.get(key, key) for key in comment}
        if {"user", "indent", "text"} <= fields and isinstance(
            comment.get("indent", comment.get("level")), int | float
        ):
            return Sniffed(Certainty.LIKELY, "its comments have a user, an indentation and a text")
        return None

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """The one thread of the file; a page a line is a thread each."""
        found = [(each.line, each.value) for each in values(opened)]
        if len(found) > 1 and not any(isinstance(inner(value, "comments"), list) for _, value in found):
            found = [(found[0][0], [value for _, value in found])]
        for line, value in found:
            yield _thread(opened, sniffed, value, line)


def _thread(opened: Opened, sniffed: Sniffed, value: Any, line: int) -> Reading:
    from threadmark.sources.markup import html_to_text  # noqa: PLC0415 -- sniffing does not need it

    report = opened.report(PagesSource.name, sniffed)
    form, builder = Form(opened, report), ThreadBuilder(report)
    page = form(_Page, {"comments": value} if isinstance(value, list) else value, line=line)
    first: str | None = None
    above: list[tuple[float, int]] = []  # the comments that may be answered: indentation and row
    for each in page.comments:
        named = {_NAMES.get(key, key): field for key, field in each.items()} if isinstance(each, dict) else each
        comment = form(_Comment, named, line=line)
        while above and above[-1][0] >= comment.indent:
            above.pop()
        text = html_to_text(comment.text or "")
        # A page without an address is known by its first comment.
        first = first or f"t-{hashed_comment_id(clean_line(comment.user or '')[0], clean(text)[0], None)[2:]}"
        row = builder.add(
            name_of(comment.id),
            above[-1][1] if above else None,
            comment.user,
            text,
            created=comment.time,
            score=comment.score,
            deleted=comment.user is None and not comment.text,
        )
        above.append((comment.indent, row))
    article = clean_article(report, title=page.title, url=page.url)
    return Reading(builder.build(article, thread_id=name_of(page.id) or (None if page.url else first)), report)


SOURCE = PagesSource()
