"""An export becomes threads: its `thread` elements are articles, its `post` elements comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from html import unescape

from threadmark.sources.markup import html_to_text
from threadmark.sources.opening import Opened
from threadmark.sources.replies import with_inferred
from threadmark.sources.source import Reading, Sniffed
from threadmark.sources.xml_input.columns import Path
from threadmark.sources.xml_input.commented import CommentRow, with_comments
from threadmark.sources.xml_input.elements import Faults, runs, text_of
from threadmark.sources.xml_input.growing import Element
from threadmark.thread.build import ThreadBuilder, clean_article
from threadmark.thread.model import Article, Thread
from threadmark.thread.report import ImportReport

SPAM = "comments marked as spam (kept, marked)"
_DISQUS = "http://disqus.com/disqus-internals"
_ID = f"{{{_DISQUS}}}id"
_TRUE = "true"
_path = partial(Path, namespaces={"dsq": _DISQUS})
_PARENT = _path("own:parent/@dsq:id")
_THREAD = _path("own:thread/@dsq:id")
_OWN = _path("@dsq:id")
_TEXT = _path("own:message//text()")
_NAME = _path("own:author/own:name//text()")
_TIME = _path("own:createdAt//text()")
_IS_DELETED = _path(f"own:isDeleted[last()][normalize-space()='{_TRUE}']")
_IS_SPAM = _path(f"own:isSpam[last()][normalize-space()='{_TRUE}']")
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
    for run in runs(opened, ("thread", "post"), faults):
        if run[0].tag.endswith("post"):
            # What is malformed may have been mended to text in several pieces.
            together = None if faults.malformed else _together(run)
            yield from map(_post, run) if together is None else together
            continue
        for thread in run:
            if len(thread):  # without any part it is a comment's mention of its thread
                pages[_reference(thread) or ""] = _page(thread)


def _together(run: Sequence[Element]) -> Iterator[_Post] | None:
    """Comments that lie together and are as most are; None where one lacks anything but a parent, or has it twice."""
    threads, texts, ids = _THREAD.values(run), _TEXT.values(run), _OWN.values(run)
    parents, names, times = _PARENT.values_of_some(run), _NAME.values(run), _TIME.values(run)
    if threads is None or texts is None or ids is None or parents is None or names is None or times is None:
        return None
    names = [name.strip() for name in names]
    if not all(names) or not all(ids):
        return None
    times = [time.strip() for time in times]
    return map(_Post, threads, texts, ids, parents, names, times, _IS_DELETED.holds(run), _IS_SPAM.holds(run))


def _post(element: Element) -> _Post:
    part = _parts(element).get
    return _Post(
        _reference(part("thread")) or "",
        text_of(part("message")),
        _reference(element) or _text(part("id")),
        _reference(part("parent")),
        _author(part("author")),
        _text(part("createdAt")),
        _text(part("isDeleted")) == _TRUE,
        _text(part("isSpam")) == _TRUE,
    )


def _page(element: Element) -> _Page:
    part = _parts(element).get
    return _Page(
        title=_text(part("title")),
        link=_text(part("link")),
        message=text_of(part("message")),
        author=_author(part("author")),
        created=_text(part("createdAt")),
        forum=_text(part("forum")),
        identifier=_text(part("id")),
    )


def _parts(element: Element) -> dict[str, Element]:
    """The elements in one by name; of several of a name, the last."""
    return {part.tag.rpartition("}")[2]: part for part in element if isinstance(part.tag, str)}


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
