"""An export becomes threads: its `thread` elements are articles, its `post` elements comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from threadmark.sources.markup import html_to_text
from threadmark.sources.opening import Opened
from threadmark.sources.replies import with_inferred
from threadmark.sources.source import Reading, Sniffed
from threadmark.sources.xml_input.commented import CommentRow, with_comments
from threadmark.sources.xml_input.elements import Element, Faults, elements, text_of
from threadmark.sources.xml_input.parts import Parts
from threadmark.thread.build import ThreadBuilder, clean_article
from threadmark.thread.model import Article, Thread
from threadmark.thread.report import ImportReport

SPAM = "comments marked as spam (kept, marked)"
_ID = "{http://disqus.com/disqus-internals}id"
_SPAM = {"spam": True}


class _Post(CommentRow, array_like=True, gc=False):
    """A comment as it is in the file."""

    id: str | None
    parent: str | None
    author: str | None
    created: str | None
    deleted: bool
    spam: bool


@dataclass(frozen=True, slots=True)
class _Page:
    """A page that can be commented, as it is in the file."""

    title: str | None
    link: str | None
    message: str
    author: str | None
    created: str | None
    forum: str | None
    identifier: str | None


def read_export(opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
    """The threads of an export that have comments, in the order of their first; all threads where none has any.

    Raises:
        InputError: it is no XML, or declares entities.
    """
    pages: dict[str, _Page] = {}
    faults = Faults()
    return with_comments(
        _posts(opened, pages, faults), pages, _thread, lambda: opened.report("disqus", sniffed), faults
    )


def _thread(thread: str, page: _Page | None, posts: Sequence[_Post], report: ImportReport) -> Thread:
    builder = ThreadBuilder(report)
    builder.add_columns(
        [post.id for post in posts],
        [post.parent for post in posts],
        [post.author for post in posts],
        [html_to_text(post.text) for post in posts],
        [post.created for post in posts],
        [None] * len(posts),
    )
    for row, post in enumerate(posts):
        if post.deleted or post.spam:
            builder.add_sparse(row, deleted=post.deleted, extra=_SPAM if post.spam else None)
            report.mend(SPAM, post.spam)
    if page is None:
        return with_inferred(builder.build(Article(), thread_id=thread), "news", gives_links=True, report=report)
    article = clean_article(
        report,
        title=unescape(page.title or ""),
        byline=page.author,
        published=page.created,
        url=page.link,
        paragraphs=html_to_text(page.message).split("\n\n"),
    )
    extra = {key: value for key, value in (("forum", page.forum), ("identifier", page.identifier)) if value}
    built = builder.build(article, thread_id=thread, extra=extra)
    return with_inferred(built, "news", gives_links=True, report=report)


def _posts(opened: Opened, pages: dict[str, _Page], faults: Faults) -> Iterator[_Post]:
    """The comments of the file; its pages are put into `pages`."""
    post = Parts("thread", "message", "id", "parent", "author", "createdAt", "isDeleted", "isSpam")
    page = Parts("title", "link", "message", "author", "createdAt", "forum", "id")
    for element in elements(opened, ("{*}thread", "{*}post"), faults):
        if element.tag.endswith("post"):
            thread, message, identifier, parent, author, created, deleted, spam = post.of(element)
            yield _Post(
                _reference(thread) or "",
                text_of(message),
                _reference(element) or _text(identifier),
                _reference(parent),
                _author(author),
                _text(created),
                _text(deleted) == "true",
                _text(spam) == "true",
            )
        elif len(element):  # without any part it is a comment's mention of its thread
            title, link, message, author, created, forum, identifier = page.of(element)
            pages[_reference(element) or ""] = _Page(
                title=_text(title),
                link=_text(link),
                message=text_of(message),
                author=_author(author),
                created=_text(created),
                forum=_text(forum),
                identifier=_text(identifier),
            )


def _text(element: Element | None) -> str | None:
    """A short text; None where it is missing or empty."""
    return text_of(element).strip() or None


def _reference(element: Element | None) -> str | None:
    """The id that an element has or names."""
    return None if element is None else element.get(_ID)


def _author(element: Element | None) -> str | None:
    """The name that is shown, else the account's."""
    if element is None:
        return None
    for kind in ("{*}name", "{*}username"):
        for part in element.iterchildren(kind):
            if shown := _text(part):
                return shown
    return None
