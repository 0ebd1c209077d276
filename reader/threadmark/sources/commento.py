"""Commento's export: the comments of a site in one array, and who wrote them in another after it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from threadmark.sources.json_input.decoding import values
from threadmark.sources.json_input.form import Count, Form
from threadmark.sources.json_input.peeking import first_object, inner
from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed
from threadmark.thread.build import ThreadBuilder, clean_article
from threadmark.thread.report import ImportReport

_ROOT = "root"
_NOBODY = "anonymous"


class _Comment(msgspec.Struct, rename="camel"):
    """A comment."""

    comment_hex: str
    parent_hex: str = _ROOT
    domain: str = ""
    url: str = ""
    commenter_hex: str | None = None
    markdown: str = ""
    html: str = ""
    score: Count | None = None
    state: str | None = None
    creation_date: str | None = None
    deleted: bool = False


class _Commenter(msgspec.Struct, rename="camel"):
    """Who wrote comments; addresses are not read."""

    commenter_hex: str
    name: str | None = None
    is_moderator: bool = False


class _Export(msgspec.Struct):
    """An export."""

    comments: list[Any]
    commenters: list[Any] = []


class CommentoSource:
    """Commento exports."""

    name = "commento"
    title = "Commento exports"

    def sniff(self, head: Head) -> Sniffed | None:
        """Certain by a comment's or a commenter's id."""
        first = first_object(head)
        known = inner(first, "comments", 0, "commentHex") or inner(first, "commenters", 0, "commenterHex")
        return Sniffed(Certainty.CERTAIN, 'its comments have a "commentHex"') if isinstance(known, str) else None

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """A thread for each page."""
        for value in values(opened):
            report = opened.report(self.name, sniffed)
            form = Form(opened, report)
            export = form(_Export, value.value, line=value.line)
            commenters = (form(_Commenter, each, line=value.line) for each in export.commenters)
            people = {each.commenter_hex: each for each in commenters}
            pages: dict[str, list[_Comment]] = {}
            for each in export.comments:
                comment = form(_Comment, each, line=value.line)
                pages.setdefault(_address(comment), []).append(comment)
            for page, comments in pages.items():
                yield _thread(page, comments, people, report)
                report = opened.report(self.name, sniffed)


def _thread(page: str, comments: list[_Comment], people: dict[str, _Commenter], report: ImportReport) -> Reading:
    from threadmark.sources.markup import html_to_text, markdown_to_text  # noqa: PLC0415 -- sniffing does not need it

    builder = ThreadBuilder(report)
    for comment in comments:
        who = people.get(comment.commenter_hex or _NOBODY)
        builder.add(
            comment.comment_hex,
            None if comment.parent_hex in (_ROOT, "") else comment.parent_hex,
            who.name if who else None,
            markdown_to_text(comment.markdown) if comment.markdown else html_to_text(comment.html),
            created=comment.creation_date,
            score=comment.score,
            role="moderator" if who and who.is_moderator else None,
            deleted=comment.deleted,
            extra={"state": comment.state} if comment.state not in (None, "approved") else None,
        )
    return Reading(builder.build(clean_article(report, url=page)), report)


def _address(comment: _Comment) -> str:
    """The page's address; the export has its domain and its path."""
    if not comment.domain or "://" in comment.url:
        return comment.url
    return f"https://{comment.domain}/{comment.url.lstrip('/')}"


SOURCE = CommentoSource()
