"""Disqus: the frame with its comments, which a browser saves as a page of its own.

The frame holds its first comments as JSON too (`#disqus-threadData`); what is shown may be more, or less.
"""

from __future__ import annotations

import msgspec
from selectolax.lexbor import LexborNode

from threadmark.sources.json_input.decoding import MalformedJSONError, decoded
from threadmark.sources.json_input.form import MISFITS
from threadmark.sources.json_input.peeking import inner
from threadmark.sources.markup import html_to_text
from threadmark.sources.web_page.page import (
    Found,
    Nested,
    Page,
    PageArticle,
    PageComment,
    attribute,
    body_text,
    number_in,
    time_of,
)


class _Author(msgspec.Struct, frozen=True):
    """Who wrote a post."""

    name: str | None = None
    username: str | None = None


class _Post(msgspec.Struct, rename="camel"):
    """A post as it is in the JSON."""

    id: str | int
    parent: str | int | None = None
    author: _Author = _Author()
    message: str = ""
    created_at: str | None = None
    likes: int = 0
    dislikes: int = 0
    is_deleted: bool = False
    is_edited: bool = False


def disqus(page: Page) -> Found | None:
    """The comments of a frame: of the JSON or of what is shown, whichever are more."""
    shown, held = _shown(page), _held(page)
    if shown is not None and held is not None:
        held.places = shown.places
        return shown if len(shown.comments) > len(held.comments) else held
    return held or shown


def _held(page: Page) -> Found | None:
    script = page.first("script#disqus-threadData")
    if script is None:
        return None
    try:
        data, _ = decoded((script.text() or "").encode())
    except MalformedJSONError:
        return None
    posts = inner(data, "response", "posts")
    comments = [comment for each in posts if (comment := _of_json(each))] if isinstance(posts, list) else []
    total, thread = inner(data, "cursor", "total"), inner(data, "response", "thread")
    title, link, number = (inner(thread, key) for key in ("clean_title", "link", "id"))
    return Found(
        "Disqus",
        comments,
        PageArticle(title=title if isinstance(title, str) else None, url=link if isinstance(link, str) else None),
        thread_id=str(number) if isinstance(number, str | int) else None,
        total=total if isinstance(total, int) else None,
    )


def _of_json(value: object) -> PageComment | None:
    try:
        post = msgspec.convert(value, _Post, strict=False)
    except MISFITS:
        return None
    return PageComment(
        id=str(post.id),
        parent=str(post.parent) if post.parent else None,
        author=post.author.name or post.author.username,
        text=html_to_text(post.message),
        created=post.created_at,
        edited=post.is_edited or None,
        score=post.likes - post.dislikes,
        deleted=post.is_deleted,
    )


def _shown(page: Page) -> Found | None:
    nodes = [node for node in page.all("li.post") if node.css_first(".post-content") is not None]
    if not nodes:
        return None
    nested = Nested(nodes)
    comments = [_of_markup(nested, place, node) for place, node in enumerate(nodes)]
    counted = page.first(".comment-count")
    return Found("Disqus", comments, total=number_in(counted.text() if counted else None), places=page.all("#posts"))


def _of_markup(nested: Nested, place: int, node: LexborNode) -> PageComment:
    likes = nested.text(place, "[data-role=likes]", ".vote-up .count")
    dislikes = nested.text(place, "[data-role=dislikes]", ".vote-down .count")
    message = nested.own(place, ".post-message", ".post-body-inner")
    return PageComment(
        id=(attribute(node, "id") or "").removeprefix("post-") or None,
        parent=nested.parents[place],
        author=nested.text(place, ".post-byline .author", ".author"),
        text=body_text(message, nested.inner(place)),
        created=time_of(nested.own(place, "time[datetime]", "a.time-ago[title]")),
        score=None if likes is None else (number_in(likes) or 0) - (number_in(dislikes) or 0),
        deleted=nested.own(place, ".post-message--deleted") is not None
        or "minimized" in (attribute(node, "class") or ""),
    )
