"""The messages of these corpora: tweets as Twitter's first API gave them, and posts and comments of Reddit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from math import isnan
from typing import Any

from threadmark.sources.markup import markdown_to_text
from threadmark.sources.tables.rows import GONE, bare
from threadmark.sources.tables.values import identity, number, person, seconds

_KEPT_OF_TWEET = ("lang", "retweet_count")


@dataclass(frozen=True, slots=True)
class Message:
    """A tweet, or a post or comment of Reddit.

    Attributes:
        id: its own, or its file's name.
        parent: whom it says that it answers.
        title: of a post.
        author: the name that others see.
        text: without markup.
        created: POSIX seconds; None where it is not known.
        score: votes, or likes.
        deleted: whether it was deleted at its source.
        url: its address.
        extra: what is kept.
    """

    id: str
    parent: str | None
    title: str | None
    author: str | None
    text: str
    created: float | None
    score: int | None
    deleted: bool
    url: str | None
    extra: Mapping[str, object] | None


def message_of(name: str, value: Any) -> Message | None:
    """A message from its file.

    Args:
        name: the file's, without ending.
        value: what is in it.
    """
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, dict):
        return None
    if isinstance(data := value.get("data"), dict):
        children = data.get("children")
        if isinstance(children, list) and children and isinstance(children[0], dict) and "data" in children[0]:
            data = children[0]["data"]
        return _of_reddit(name, data) if isinstance(data, dict) else None
    return _tweet(name, value)


def _tweet(name: str, value: Mapping[str, Any]) -> Message | None:
    text = next((value[key] for key in ("full_text", "text") if isinstance(value.get(key), str)), None)
    if text is None:
        return None
    own = identity(value.get("id_str")) or name
    user = value.get("user")
    author = user.get("screen_name") if isinstance(user, dict) else user
    at = seconds(value.get("created_at"))
    extra = {key: value[key] for key in _KEPT_OF_TWEET if isinstance(value.get(key), str | int)}
    return Message(
        id=own,
        parent=identity(value.get("in_reply_to_status_id_str") or value.get("in_reply_to_status_id")),
        title=None,
        author=person(author),
        text=unescape(text),
        created=None if isnan(at) else at,
        score=number(value.get("favorite_count")),
        deleted=False,
        url=f"https://twitter.com/{author}/status/{own}" if author else None,
        extra=extra or None,
    )


def _of_reddit(name: str, data: Mapping[str, Any]) -> Message:
    """A post or a comment; some replies are stubs that say nothing but which comments are not there."""
    body = next((data[key] for key in ("body", "selftext") if isinstance(data.get(key), str)), "")
    at = seconds(data.get("created_utc"))
    parent = identity(data.get("parent_id"))
    permalink = data.get("permalink")
    title = data.get("title")
    return Message(
        id=identity(data.get("id")) or name,
        parent=bare(parent) if parent else None,
        title=unescape(title) if isinstance(title, str) else None,
        author=person(data.get("author")),
        text=markdown_to_text(unescape(body)),
        created=None if isnan(at) else at,
        score=number(data.get("score")),
        deleted=body.strip().lower() in GONE,
        url=f"https://www.reddit.com{permalink}" if isinstance(permalink, str) and permalink.startswith("/") else None,
        extra=None,
    )
