"""Bluesky's post threads (`app.bsky.feed.getPostThread`): replies nested in a post, and what is above it in `parent`.

The topmost post above, or else the post itself, is the article.
"""

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

HIDDEN = "posts that are blocked or not found (left out)"
_VIEW = "app.bsky.feed.defs#"
_SITE = "https://bsky.app/profile"


class _Author(msgspec.Struct):
    """Who wrote a post."""

    did: str
    handle: str


class _Post(msgspec.Struct, rename="camel"):
    """A post."""

    uri: str
    author: _Author
    record: Any
    embed: Any = None
    like_count: Count | None = None
    reply_count: Count = 0
    indexed_at: str | None = None


class _View(msgspec.Struct):
    """A post with what is above and below it."""

    post: _Post
    parent: Any = None
    replies: list[Any] | None = None


class BlueskySource:
    """Bluesky post threads."""

    name = "bluesky"
    title = "Bluesky post threads"

    def sniff(self, head: Head) -> Sniffed | None:
        """Certain by the kind of view, or by the address of the post."""
        first = first_object(head)
        view = first["thread"] if isinstance(first.get("thread"), dict) else first
        kind, uri = inner(view, "$type"), inner(view, "post", "uri")
        if isinstance(kind, str) and kind.startswith(_VIEW):
            return Sniffed(Certainty.CERTAIN, f'it says "$type": "{kind}"')
        if isinstance(uri, str) and uri.startswith("at://"):
            return Sniffed(Certainty.CERTAIN, "its post has an address at://")
        return None

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """The threads of the file."""
        for value in values(opened):
            for each in value.value if isinstance(value.value, list) else [value.value]:
                yield _thread(opened, sniffed, each, value.line)


def _thread(opened: Opened, sniffed: Sniffed, value: Any, line: int) -> Reading:
    report = opened.report(BlueskySource.name, sniffed)
    form = Form(opened, report)
    top = inner(value, "thread") or value
    if _is_hidden(top):
        raise opened.refusal("the post is blocked or not found; there is no thread in it", line=line)
    above = [form(_View, top, line=line)]
    while isinstance(above[-1].parent, dict) and not _is_hidden(above[-1].parent):
        above.append(form(_View, above[-1].parent, line=line))
    above.reverse()
    if above[0].parent is not None:
        _count_hidden(report)
    root = above[0].post
    builder = ThreadBuilder(report)
    for view, over in zip(above[1:], above, strict=False):
        _add(builder, view.post, over.post.uri, root)
    # The post that was asked for has its replies; those above have at most the one that leads to it.
    report.missing += sum(max(0, view.post.reply_count - 1) for view in above[:-1])
    waiting = [above[-1]]
    while waiting:
        view = waiting.pop()
        replies = []
        for content in view.replies or ():
            if _is_hidden(content):
                _count_hidden(report)
                continue
            reply = form(_View, content, line=line)
            _add(builder, reply.post, view.post.uri, root)
            replies.append(reply)
        report.missing += max(0, view.post.reply_count - len(view.replies or ()))
        waiting += replies[::-1]
    article = clean_article(
        report,
        byline=root.author.handle,
        published=_created(root),
        url=f"{_SITE}/{root.author.handle}/post/{root.uri.rpartition('/')[2]}",
        paragraphs=_text(root).split("\n\n"),
    )
    extra = {} if root.like_count is None else {"score": root.like_count}
    return Reading(builder.build(article, thread_id=root.uri, extra=extra), report)


def _is_hidden(view: Any) -> bool:
    """Whether there is only the address of a post, because it is blocked or not found."""
    return isinstance(view, dict) and "post" not in view and isinstance(view.get("uri"), str)


def _count_hidden(report: ImportReport) -> None:
    report.mend(HIDDEN)
    report.missing += 1


def _add(builder: ThreadBuilder, post: _Post, parent: str, root: _Post) -> None:
    builder.add(
        post.uri,
        None if parent == root.uri else parent,
        post.author.handle,
        _text(post),
        created=_created(post),
        score=post.like_count,
        role="author" if post.author.did == root.author.did else None,
    )


def _created(post: _Post) -> str | None:
    created = inner(post.record, "createdAt")
    return created if isinstance(created, str) else post.indexed_at


def _text(post: _Post) -> str:
    """What a post shows: its words with whole addresses, and what is put below them: quote, card, pictures."""
    text = inner(post.record, "text")
    parts = [
        _with_addresses(text if isinstance(text, str) else "", inner(post.record, "facets")),
        *_embedded(post.embed),
    ]
    return "\n\n".join(part for part in parts if part)


def _with_addresses(text: str, facets: Any) -> str:
    """A text with the address behind each link; facets count bytes of UTF-8."""
    data = text.encode("utf-8", "replace")
    links: list[tuple[int, int, str]] = []
    for facet in facets if isinstance(facets, list) else ():
        start, end = inner(facet, "index", "byteStart"), inner(facet, "index", "byteEnd")
        features = inner(facet, "features")
        address = (
            next((inner(each, "uri") for each in features if inner(each, "uri")), None)
            if isinstance(features, list)
            else None
        )
        if (
            isinstance(start, int)
            and isinstance(end, int)
            and isinstance(address, str)
            and 0 <= start < end <= len(data)
        ):
            links.append((start, end, address))
    for start, end, address in sorted(links, reverse=True):
        shown = data[start:end].decode("utf-8", "replace")
        short = address.partition("://")[2]
        named = shown.removesuffix("...").removesuffix("…").partition("://")[2] or shown.removesuffix(
            "..."
        ).removesuffix("…")
        new = address if short.startswith(named) else f"{shown} <{address}>"
        data = data[:start] + new.encode("utf-8", "replace") + data[end:]
    return data.decode("utf-8", "replace")


def _embedded(embed: Any) -> Iterator[str]:
    """What is put below a post's words, as text."""
    quoted = inner(embed, "record", "record") or inner(embed, "record")
    words = inner(quoted, "value", "text")
    if isinstance(words, str) and words:
        who = inner(quoted, "author", "handle")
        lines = ([f"@{who}:"] if isinstance(who, str) else []) + words.split("\n")
        yield "\n".join(f"> {line}" for line in lines)
    media = inner(embed, "media") or embed
    card = inner(media, "external")
    if isinstance(address := inner(card, "uri"), str):
        title = inner(card, "title")
        yield f"{title} <{address}>" if isinstance(title, str) and title else address
    pictures = inner(media, "images")
    for each in pictures if isinstance(pictures, list) else ():
        alt, address = inner(each, "alt"), inner(each, "fullsize")
        if isinstance(address, str):
            yield f"{alt} <{address}>" if isinstance(alt, str) and alt else f"<{address}>"


SOURCE = BlueskySource()
