"""A feed becomes threads: entries are articles or comments, by what they say they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from threadmark.sources.markup import html_to_text
from threadmark.sources.opening import Opened
from threadmark.sources.source import Reading, Sniffed
from threadmark.sources.xml_input.atom import Person, link, person, text
from threadmark.sources.xml_input.commented import CommentRow, with_comments
from threadmark.sources.xml_input.elements import Faults, elements
from threadmark.sources.xml_input.growing import Element
from threadmark.thread.build import ThreadBuilder, clean_article
from threadmark.thread.model import Article, Thread
from threadmark.thread.report import ImportReport

_KIND = "http://schemas.google.com/blogger/2008/kind#"
_REMOVED = "blogger.contentRemoved"
_NUMBER = re.compile(r"/(\d+)/?(?:\?.*)?$")
_ARTICLES = frozenset(("post", "page"))


class _Comment(CommentRow, array_like=True, gc=False):
    """A comment as it is in the file."""

    id: str | None
    parent: str | None
    author: str | None
    profile: str | None
    created: str | None
    deleted: bool


@dataclass(frozen=True, slots=True)
class _Page:
    """An article as it is in the file."""

    title: str | None
    author: Person
    published: str | None
    url: str | None
    html: str


def read_feed(opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
    """The articles that have comments, in the order of their first; all articles where none has any.

    Raises:
        InputError: it is no XML, or declares entities.
    """
    pages: dict[str, _Page] = {}
    faults = Faults()
    comments = _comments(opened, pages, faults)
    return with_comments(comments, pages, _thread, lambda: opened.report("blogger", sniffed), faults)


def _thread(article: str, page: _Page | None, comments: Sequence[_Comment], report: ImportReport) -> Thread:
    builder = ThreadBuilder(report)
    for comment in comments:
        own = page is not None and comment.profile is not None and comment.profile == page.author.uri
        builder.add(
            comment.id,
            comment.parent,
            comment.author,
            html_to_text(comment.text, breaks=True),
            created=comment.created,
            role="author" if own else None,
            deleted=comment.deleted,
        )
    if page is None:
        return builder.build(Article(), thread_id=article)
    cleaned = clean_article(
        report,
        title=page.title,
        byline=page.author.name,
        published=page.published,
        url=page.url,
        paragraphs=html_to_text(page.html).split("\n\n"),
    )
    return builder.build(cleaned, thread_id=article)


def _comments(opened: Opened, pages: dict[str, _Page], faults: Faults) -> Iterator[_Comment]:
    """The comments of the file; its articles are put into `pages`."""
    for entry in elements(opened, ("entry",), faults, mixed=True):
        entry_id = text(entry, "id")
        replied = entry.find("{*}in-reply-to")
        article = text(entry, "parent") or (replied.get("ref") if replied is not None else None)
        kind = _kind(entry) or ("comment" if article else "post")
        author = person(entry)
        if kind == "comment":
            yield _Comment(
                article or "",
                text(entry, "content") or text(entry, "summary") or "",
                entry_id,
                text(entry, "inReplyTo") or _answered(entry, entry_id),
                author.name,
                author.uri,
                text(entry, "published"),
                _is_removed(entry),
            )
        elif kind in _ARTICLES:
            pages[entry_id or ""] = _Page(
                text(entry, "title"),
                author,
                text(entry, "published"),
                link(entry, "alternate"),
                text(entry, "content") or "",
            )


def _kind(entry: Element) -> str | None:
    """What an entry says it is: `post`, `comment`, `page`, `settings` and others."""
    for category in entry.iterfind("{*}category"):
        if (term := category.get("term") or "").startswith(_KIND):
            return term.removeprefix(_KIND)
    kind = text(entry, "type")
    return kind.lower() if kind else None


def _answered(entry: Element, entry_id: str | None) -> str | None:
    """The comment that is answered: the related link ends in its number, and ids differ in that only."""
    number = _NUMBER.search(link(entry, "related") or "")
    if number is None or entry_id is None:
        return None
    before, post, _ = entry_id.rpartition("post-")
    return f"{before}{post}{number[1]}"


def _is_removed(entry: Element) -> bool:
    told = any(each.get("name") == _REMOVED for each in entry.iterfind("{*}extendedProperty"))
    return told or text(entry, "trashed") is not None or text(entry, "status") == "GHOSTED"
