"""Discourse topics: `…/t/ID.json`, of which the first twenty posts are in the file, and pages of more.

The topic's first post is the article. Where several pages are in one file, as an array or a line each, they are one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from threadmark.sources.json_input.decoding import values
from threadmark.sources.json_input.form import Count, Form, Id, name_of
from threadmark.sources.json_input.peeking import first_object, inner
from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed
from threadmark.thread.build import ThreadBuilder, clean_article
from threadmark.thread.report import ImportReport

ACTIONS = "actions of the forum, such as closing a topic (left out)"
_ACTION = 3  # post_type
_LIKE = 2  # of actions_summary


class _Done(msgspec.Struct):
    """How often readers did something with a post."""

    id: int
    count: Count = 0


class _Post(msgspec.Struct):
    """A post."""

    post_number: int
    id: Id | None = None
    username: str | None = None
    cooked: str | None = None
    raw: str | None = None
    created_at: str | None = None
    updated_at: str | None = None
    version: int = 1
    reply_to_post_number: int | None = None
    post_type: int = 1
    actions_summary: list[_Done] = []
    user_deleted: bool = False
    deleted_at: str | None = None
    hidden: bool = False
    admin: bool = False
    moderator: bool = False


class _Stream(msgspec.Struct):
    """The posts of a topic that are in the file, and the ids of all."""

    posts: list[Any]
    stream: list[Any] = []


class _Topic(msgspec.Struct):
    """A topic."""

    post_stream: _Stream
    id: Id | None = None
    title: str | None = None
    created_at: str | None = None
    featured_link: str | None = None
    category_id: Id | None = None
    tags: list[str] | None = None


@dataclass(slots=True)
class _Gathered:
    """A topic with the posts of all its pages."""

    topic: _Topic
    posts: list[_Post] = field(default_factory=list)
    announced: set[str] = field(default_factory=set)


class DiscourseSource:
    """Discourse topics."""

    name = "discourse"
    title = "Discourse topics"

    def sniff(self, head: Head) -> Sniffed | None:
        """Certain by the stream of posts."""
        stream = first_object(head).get("post_stream")
        if not isinstance(stream, dict):
            return None
        post = inner(stream, "posts", 0)
        sure = isinstance(post, dict) and ("post_number" in post or "cooked" in post or "username" in post)
        return Sniffed(Certainty.CERTAIN if sure else Certainty.LIKELY, 'it has a "post_stream"')

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """The topics of the file, in its order."""
        report = opened.report(self.name, sniffed)
        for gathered in _gather(opened, report).values():
            yield _reading(gathered, report)
            report = opened.report(self.name, sniffed)


def _gather(opened: Opened, report: ImportReport) -> dict[str | None, _Gathered]:
    form = Form(opened, report)
    topics: dict[str | None, _Gathered] = {}
    for value in values(opened):
        for page in value.value if isinstance(value.value, list) else [value.value]:
            topic = form(_Topic, page, line=value.line)
            gathered = topics.setdefault(name_of(topic.id), _Gathered(topic))
            gathered.posts += [form(_Post, post, line=value.line) for post in topic.post_stream.posts]
            gathered.announced.update(str(each) for each in topic.post_stream.stream)
    return topics


def _reading(gathered: _Gathered, report: ImportReport) -> Reading:
    topic = gathered.topic
    posts = sorted(gathered.posts, key=lambda post: post.post_number)  # pages may come from the newest to the oldest
    first = posts[0] if posts and posts[0].post_number == 1 else None
    held = {name_of(post.id) for post in posts}
    report.missing = len(gathered.announced - held) if gathered.announced else 0
    report.mend(ACTIONS, sum(post.post_type == _ACTION for post in posts))
    builder = ThreadBuilder(report)
    _add(builder, [post for post in posts if post is not first and post.post_type != _ACTION], first)
    article = clean_article(
        report,
        title=topic.title,
        byline=first.username if first else None,
        published=first.created_at if first else topic.created_at,
        url=topic.featured_link,
        paragraphs=_text(first).split("\n\n") if first else (),
    )
    kept = {"category_id": topic.category_id, "tags": topic.tags or None, "score": _likes(first) if first else None}
    extra = {key: value for key, value in kept.items() if value is not None}
    return Reading(builder.build(article, thread_id=name_of(topic.id), extra=extra), report)


def _add(builder: ThreadBuilder, posts: Sequence[_Post], first: _Post | None) -> None:
    ids = {post.post_number: name_of(post.id) or str(post.post_number) for post in posts}
    for post in posts:
        to = post.reply_to_post_number
        builder.add(
            ids[post.post_number],
            None if to is None or to <= 1 else ids.get(to, f"#{to}"),
            post.username,
            _text(post),
            created=post.created_at,
            edited=post.updated_at if post.version > 1 else None,
            score=_likes(post),
            role=_role(post, first),
            deleted=post.user_deleted or post.deleted_at is not None,
            extra={"hidden": True} if post.hidden else None,
        )


def _role(post: _Post, first: _Post | None) -> str | None:
    if post.admin or post.moderator:
        return "admin" if post.admin else "moderator"
    return "author" if first and post.username and post.username == first.username else None


def _likes(post: _Post) -> int | None:
    return next((done.count for done in post.actions_summary if done.id == _LIKE), None)


def _text(post: _Post) -> str:
    from threadmark.sources.markup import html_to_text, markdown_to_text  # noqa: PLC0415 -- sniffing does not need it

    return html_to_text(post.cooked) if post.cooked else markdown_to_text(post.raw or "")


SOURCE = DiscourseSource()
