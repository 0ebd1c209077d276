"""A feed becomes threads: the entries with ids `t3_…` are submissions, those with `t1_…` their comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from threadmark.sources.markup import html_to_text
from threadmark.sources.opening import Opened
from threadmark.sources.replies import with_inferred
from threadmark.sources.source import Reading, Sniffed
from threadmark.sources.xml_input.atom import link, person, text
from threadmark.sources.xml_input.commented import CommentRow, with_comments
from threadmark.sources.xml_input.elements import Faults, elements
from threadmark.thread.build import ThreadBuilder, clean_article
from threadmark.thread.model import Article, Thread
from threadmark.thread.report import ImportReport

FLAT = "the feed does not tell who answers whom: every comment is top-level, unless its text says so"
GONE = frozenset(("[deleted]", "[removed]", "[deleted by user]", "[ removed by reddit ]", "[ removed by moderator ]"))
"""What stands in place of a comment that is no more, in small letters."""
_THREAD = re.compile(r"/comments/(\w+)/")
_BODY = re.compile(r"<!-- SC_OFF -->(.*)<!-- SC_ON -->", re.DOTALL)
_SUBREDDIT = re.compile(r"/r/(\w+)/")


class _Comment(CommentRow, array_like=True, gc=False):
    """A comment as it is in the feed."""

    id: str
    author: str | None
    created: str | None


@dataclass(frozen=True, slots=True)
class _Submission:
    """A submission as it is in the feed."""

    title: str | None
    author: str | None
    published: str | None
    url: str | None
    html: str


def read_feed(opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
    """The threads of a feed; a feed of submissions alone gives threads without comments.

    Raises:
        InputError: it is no XML, or declares entities.
    """
    submissions: dict[str, _Submission] = {}
    faults = Faults()
    comments = _comments(opened, submissions, faults)
    return with_comments(comments, submissions, _thread, lambda: opened.report("reddit-rss", sniffed), faults)


def _thread(thread: str, submission: _Submission | None, comments: Sequence[_Comment], report: ImportReport) -> Thread:
    builder = ThreadBuilder(report)
    for comment in comments:
        body = html_to_text(comment.text)
        own = submission is not None and submission.author is not None and comment.author == submission.author
        builder.add(
            comment.id,
            None,
            comment.author,
            body,
            created=comment.created,
            role="author" if own else None,
            deleted=body.lower() in GONE,
        )
    if comments:
        report.note(FLAT)
    if submission is None:
        return with_inferred(builder.build(Article(), thread_id=thread), "forum", report=report)
    article = clean_article(
        report,
        title=submission.title,
        byline=submission.author,
        published=submission.published,
        url=submission.url,
        paragraphs=html_to_text(submission.html).split("\n\n"),
    )
    found = _SUBREDDIT.search(submission.url or "")
    built = builder.build(article, thread_id=thread, extra={"subreddit": found[1]} if found else {})
    return with_inferred(built, "forum", report=report)


def _comments(opened: Opened, submissions: dict[str, _Submission], faults: Faults) -> Iterator[_Comment]:
    """The comments of the feed; its submissions are put into `submissions`."""
    for entry in elements(opened, ("entry",), faults, mixed=True):
        kind, _, number = (text(entry, "id") or "").partition("_")
        address = link(entry, "alternate")
        author = _author(person(entry).name)
        published = text(entry, "published") or text(entry, "updated")
        content = text(entry, "content") or ""
        if kind == "t3":
            # What is outside of these marks is Reddit's own: a thumbnail, who submitted it, links.
            body = _BODY.search(content)
            submissions[number] = _Submission(text(entry, "title"), author, published, address, body[1] if body else "")
        elif kind == "t1":
            thread = _THREAD.search(address or "")
            yield _Comment(thread[1] if thread else "", content, number, author, published)


def _author(name: str | None) -> str | None:
    """A name without what Reddit puts before it; None where there is none any more."""
    bare = (name or "").removeprefix("/u/")
    return bare if bare and bare not in GONE else None
