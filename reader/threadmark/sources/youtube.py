"""Comments as YouTube's Data API gives them: pages of `commentThreads`, with a few replies each, and of `comments`.

Pages may be an array, a line each, or only their items; what they say of a video's comments becomes one thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from threadmark.sources.json_input.form import Count, Form
from threadmark.sources.json_input.peeking import first_object, inner
from threadmark.sources.json_input.streaming import rows
from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed
from threadmark.thread.build import ThreadBuilder, clean_article
from threadmark.thread.report import ImportReport

WATCH = "https://www.youtube.com/watch?v="
_KINDS = (
    "youtube#commentThread",
    "youtube#comment",
    "youtube#commentThreadListResponse",
    "youtube#commentListResponse",
)
# The API gives HTML unless it was asked for plain text, and does not say which.
_HTML = re.compile(r"<(?:br|a|b|i|s|span)\b|&(?:#\d+|amp|lt|gt|quot);")


class _Channel(msgspec.Struct):
    """Whose channel."""

    value: str | None = None


class _Snippet(msgspec.Struct, rename="camel"):
    """What a comment says."""

    text_original: str | None = None
    text_display: str | None = None
    author_display_name: str | None = None
    author_channel_id: _Channel | None = None
    channel_id: str | None = None
    video_id: str | None = None
    parent_id: str | None = None
    like_count: Count | None = None
    published_at: str | None = None
    updated_at: str | None = None


class _Comment(msgspec.Struct):
    """A comment."""

    id: str
    snippet: _Snippet


class _ThreadSnippet(msgspec.Struct, rename="camel"):
    """A top-level comment, and how many replies it has."""

    top_level_comment: _Comment
    video_id: str | None = None
    total_reply_count: Count = 0


class _Replies(msgspec.Struct):
    """Some of the replies."""

    comments: list[Any] = []


class _CommentThread(msgspec.Struct):
    """A top-level comment with some of its replies."""

    snippet: _ThreadSnippet
    replies: _Replies | None = None


@dataclass(slots=True)
class _Video:
    """What is known of the comments on a video."""

    comments: list[_Comment] = field(default_factory=list)
    replies: dict[str, int] = field(default_factory=dict)  # by top-level comment, how many there are

    def missing(self) -> int:
        """How many replies are not in the file."""
        held: dict[str | None, set[str]] = {}
        for comment in self.comments:
            held.setdefault(comment.snippet.parent_id, set()).add(comment.id)
        return sum(max(0, count - len(held.get(parent, ()))) for parent, count in self.replies.items())


class YouTubeSource:
    """YouTube comments by the Data API."""

    name = "youtube"
    title = "YouTube comments from the Data API"

    def sniff(self, head: Head) -> Sniffed | None:
        """Certain by what it says of its kind."""
        first = first_object(head)
        kind = first.get("kind") or inner(first, "items", 0, "kind")
        if kind in _KINDS:
            return Sniffed(Certainty.CERTAIN, f'it says "kind": "{kind}"')
        if isinstance(inner(first, "snippet", "topLevelComment"), dict):
            return Sniffed(Certainty.LIKELY, 'it has a "topLevelComment"')
        return None

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """A thread for each video, once the file is read."""
        report = opened.report(self.name, sniffed)
        form = Form(opened, report)
        videos: dict[str, _Video] = {}
        for row in rows(opened):
            for each in row.value if isinstance(row.value, list) else [row.value]:
                _gather(each, form, videos, row.line)
        for video_id, video in videos.items():
            yield _thread(video_id, video, report)
            report = opened.report(self.name, sniffed)


def _gather(value: Any, form: Form, videos: dict[str, _Video], line: int) -> None:
    """Put the comments of a page, a comment thread or a comment with those on the same video."""
    items = inner(value, "items")
    for each in items if isinstance(items, list) else [value]:
        if inner(each, "snippet", "topLevelComment") is None:
            reply = form(_Comment, each, line=line)
            video_id = reply.snippet.video_id or _video_of(reply.snippet.parent_id, videos)
            videos.setdefault(video_id, _Video()).comments.append(reply)
            continue
        found = form(_CommentThread, each, line=line)
        top = found.snippet.top_level_comment
        video = videos.setdefault(found.snippet.video_id or top.snippet.video_id or "", _Video())
        video.comments.append(top)
        video.replies[top.id] = found.snippet.total_reply_count
        for content in found.replies.comments if found.replies else ():
            reply = form(_Comment, content, line=line)
            reply.snippet.parent_id = reply.snippet.parent_id or top.id
            video.comments.append(reply)


def _video_of(parent: str | None, videos: dict[str, _Video]) -> str:
    """The video that a comment is on, which only its parent may say."""
    return next((video_id for video_id, video in videos.items() if parent in video.replies), "")


def _thread(video_id: str, video: _Video, report: ImportReport) -> Reading:
    report.missing = video.missing()
    builder = ThreadBuilder(report)
    for comment in video.comments:
        said = comment.snippet
        owner = said.author_channel_id.value if said.author_channel_id else None
        builder.add(
            comment.id,
            said.parent_id,
            said.author_display_name,
            _text(said),
            created=said.published_at,
            edited=said.updated_at if said.updated_at != said.published_at else None,
            score=said.like_count,
            role="author" if owner and owner == said.channel_id else None,
        )
    article = clean_article(report, url=f"{WATCH}{video_id}" if video_id else None)
    # Replies fetched by themselves name no video, only what they answer.
    answered = next((comment.snippet.parent_id for comment in video.comments), None)
    return Reading(builder.build(article, thread_id=video_id or answered), report)


def _text(said: _Snippet) -> str:
    shown = said.text_display or ""
    if said.text_original is not None or not _HTML.search(shown):
        return said.text_original if said.text_original is not None else shown
    from threadmark.sources.markup import html_to_text  # noqa: PLC0415 -- sniffing does not need it

    return html_to_text(shown)


SOURCE = YouTubeSource()
