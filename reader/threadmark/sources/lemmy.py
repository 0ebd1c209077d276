"""Lemmy's comments (`/api/v3/comment/list`), whose place in the tree is a path of ids; with the post where it is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import msgspec

from threadmark.sources.json_input.form import Count, Form, Id, name_of
from threadmark.sources.json_input.peeking import first_object, inner
from threadmark.sources.json_input.streaming import rows
from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed
from threadmark.thread.build import ThreadBuilder, clean_article
from threadmark.thread.model import Article
from threadmark.thread.report import ImportReport


class _Person(msgspec.Struct):
    """Who wrote something."""

    name: str
    id: Id | None = None
    actor_id: str = ""
    local: bool = True


class _Comment(msgspec.Struct):
    """A comment."""

    id: Id
    path: str
    content: str = ""
    post_id: Id | None = None
    published: str | None = None
    updated: str | None = None
    deleted: bool = False
    removed: bool = False
    distinguished: bool = False


class _Counts(msgspec.Struct):
    """Votes, and how many comments there are."""

    score: Count | None = None
    child_count: Count = 0
    comments: Count | None = None


class _Post(msgspec.Struct):
    """What comments are on."""

    name: str
    id: Id | None = None
    body: str | None = None
    url: str | None = None
    ap_id: str | None = None
    published: str | None = None
    creator_id: Id | None = None


class _CommentView(msgspec.Struct):
    """A comment and what belongs to it."""

    comment: _Comment
    creator: _Person | None = None
    counts: _Counts | None = None
    post: _Post | None = None
    creator_is_moderator: bool = False
    creator_is_admin: bool = False


class _PostView(msgspec.Struct):
    """A post and what belongs to it."""

    post: _Post
    creator: _Person | None = None
    counts: _Counts | None = None


@dataclass(slots=True)
class _Gathered:
    """The comments on a post."""

    post: _PostView | None = None
    comments: list[_CommentView] = field(default_factory=list)


class LemmySource:
    """Lemmy comments."""

    name = "lemmy"
    title = "Lemmy comments"

    def sniff(self, head: Head) -> Sniffed | None:
        """Certain by the path of a comment, or by the post beside its comments."""
        first = first_object(head)
        view = inner(first, "comments", 0) or inner(first, "comment_view") or first
        path = inner(view, "comment", "path")
        if isinstance(path, str) and path.split(".")[0] == "0":
            return Sniffed(Certainty.CERTAIN, f'its first comment has the path "{path[:40]}"')
        if isinstance(inner(first, "post_view", "post", "name"), str):
            return Sniffed(Certainty.LIKELY, 'it has a "post_view"')
        return None

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """A thread for each post, once the file is read."""
        report = opened.report(self.name, sniffed)
        form = Form(opened, report)
        threads: dict[str | None, _Gathered] = {}
        for row in rows(opened):
            for each in row.value if isinstance(row.value, list) else [row.value]:
                _gather(each, form, threads, row.line)
        for thread_id, gathered in threads.items():
            yield _thread(thread_id, gathered, report)
            report = opened.report(self.name, sniffed)


def _gather(value: Any, form: Form, threads: dict[str | None, _Gathered], line: int) -> None:
    """Put a page, a post or a comment with what is on the same post."""
    if inner(value, "post_view") is not None:
        post = form(_PostView, value["post_view"], line=line)
        threads.setdefault(name_of(post.post.id), _Gathered()).post = post
    comments = inner(value, "comments")
    if not isinstance(comments, list):
        single = inner(value, "comment_view") or value
        comments = [] if inner(value, "post_view") is not None else [single]
    for each in comments:
        view = form(_CommentView, each, line=line)
        thread_id = name_of(view.comment.post_id)
        if thread_id is None:
            thread_id = name_of(view.post.id) if view.post else next(iter(threads), None)
        gathered = threads.setdefault(thread_id, _Gathered())
        gathered.comments.append(view)
        if gathered.post is None and view.post is not None:
            gathered.post = _PostView(view.post)


def _thread(thread_id: str | None, gathered: _Gathered, report: ImportReport) -> Reading:
    from threadmark.sources.markup import markdown_to_text  # noqa: PLC0415 -- sniffing does not need it

    post = gathered.post.post if gathered.post else None
    report.missing = max(0, _said(gathered) - len({str(view.comment.id) for view in gathered.comments}))
    builder = ThreadBuilder(report)
    for view in gathered.comments:
        comment = view.comment
        above = comment.path.split(".")[:-1]
        builder.add(
            str(comment.id),
            above[-1] if above and above[-1] != "0" else None,
            _name(view.creator),
            markdown_to_text(comment.content),
            created=comment.published,
            edited=comment.updated,
            score=view.counts.score if view.counts else None,
            role=_role(view, post),
            deleted=comment.deleted or comment.removed,
            extra={"distinguished": True} if comment.distinguished else None,
        )
    article = _article(gathered.post, report)
    return Reading(builder.build(article, thread_id=thread_id), report)


def _said(gathered: _Gathered) -> int:
    """How many comments there are: as the post says, or else as the top-level comments do."""
    if gathered.post and gathered.post.counts and gathered.post.counts.comments is not None:
        return gathered.post.counts.comments
    tops = [view for view in gathered.comments if view.comment.path.count(".") == 1]
    return sum(1 + (view.counts.child_count if view.counts else 0) for view in tops)


def _article(view: _PostView | None, report: ImportReport) -> Article:
    from threadmark.sources.markup import markdown_to_text  # noqa: PLC0415 -- as above

    if view is None:
        return Article()
    return clean_article(
        report,
        title=view.post.name,
        byline=_name(view.creator),
        published=view.post.published,
        url=view.post.url or view.post.ap_id,
        paragraphs=markdown_to_text(view.post.body or "").split("\n\n"),
    )


def _name(person: _Person | None) -> str | None:
    """A name, with the server where it is another one."""
    if person is None:
        return None
    host = "" if person.local else _host(person.actor_id)
    return f"{person.name}@{host}" if host else person.name


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _role(view: _CommentView, post: _Post | None) -> str | None:
    if view.creator_is_admin or view.creator_is_moderator:
        return "admin" if view.creator_is_admin else "moderator"
    writer = view.creator.id if view.creator else None
    return "author" if post is not None and writer is not None and writer == post.creator_id else None


SOURCE = LemmySource()
