"""`info.json` as yt-dlp writes it with `--write-comments`: what is said of a video, and its comments in one array."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from threadmark.sources.json_input.decoding import decoded_at
from threadmark.sources.json_input.form import Count, Form, Id, name_of
from threadmark.sources.json_input.peeking import inner, peek
from threadmark.sources.json_input.streaming import members
from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed
from threadmark.thread.build import ThreadBuilder, clean_article

NO_COMMENTS = "it holds no comments; yt-dlp writes them with --write-comments"
_ROOT = "root"
_MARKS = ("formats", "extractor", "extractor_key", "_version", "webpage_url_basename", "display_id", "upload_date")
_SURE = 3
_DAY_DIGITS = 8


class _Comment(msgspec.Struct):
    """A comment."""

    id: Id
    parent: Id | None = None
    text: str | None = None
    html: str | None = None
    author: str | None = None
    author_is_uploader: bool = False
    timestamp: float | None = None
    like_count: Count | None = None
    is_pinned: bool = False
    is_favorited: bool = False


class _Video(msgspec.Struct):
    """What is said of the video."""

    id: Id | None = None
    title: str | None = None
    uploader: str | None = None
    channel: str | None = None
    upload_date: str | None = None
    timestamp: float | None = None
    webpage_url: str | None = None
    description: str | None = None
    comment_count: Count | None = None
    like_count: Count | None = None


class InfoSource:
    """yt-dlp's info.json."""

    name = "yt-dlp"
    title = "yt-dlp's info.json"

    def sniff(self, head: Head) -> Sniffed | None:
        """Certain by a comment, or by what else yt-dlp writes; likely by the file's name."""
        value = peek(head)
        if not isinstance(value, dict):
            return None
        comment = inner(value, "comments", 0)
        if isinstance(comment, dict) and {"author_id", "parent", "text"} <= comment.keys():
            return Sniffed(Certainty.CERTAIN, 'its comments have "author_id" and "parent"')
        marks = [mark for mark in _MARKS if mark in value]
        if "id" in value and (len(marks) >= _SURE or isinstance(inner(value, "formats", 0, "format_id"), str)):
            return Sniffed(Certainty.CERTAIN, f'it has "id" and "{marks[0]}"')
        if "id" in value and "title" in value and head.name.endswith(".info.json"):
            return Sniffed(Certainty.LIKELY, "its name, and it has a title")
        return None

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """The one thread of the file; its comments are read in a stream."""
        if not opened.head.data.lstrip().startswith(b"{"):
            raise opened.refusal("is not what it looks like: no object")
        report = opened.report(self.name, sniffed)
        form, builder = Form(opened, report), ThreadBuilder(report)
        said: dict[str, Any] = {}
        for part in members(opened, "comments.*"):
            if part.data is None:
                continue
            if part.path == ("comments", "*"):
                _add(builder, form(_Comment, decoded_at(opened, part.data, part.line, last=False), line=part.line))
            elif part.path[0] in _Video.__struct_fields__:
                said[part.path[0]] = decoded_at(opened, part.data, part.line, last=False)
        video = form(_Video, said)
        if not len(builder):
            report.note(NO_COMMENTS)
        report.missing = max(0, (video.comment_count or 0) - len(builder))
        article = clean_article(
            report,
            title=video.title,
            byline=video.uploader or video.channel,
            published=_published(video),
            url=video.webpage_url,
            paragraphs=(video.description or "").split("\n\n"),
        )
        extra = {} if video.like_count is None else {"score": video.like_count}
        yield Reading(builder.build(article, thread_id=name_of(video.id), extra=extra), report)


def _published(video: _Video) -> str | float | None:
    """When a video was published: the moment, or the day, which is written without dashes."""
    day = video.upload_date or ""
    if video.timestamp is not None or len(day) != _DAY_DIGITS:
        return video.timestamp
    return f"{day[:4]}-{day[4:6]}-{day[6:]}"


def _add(builder: ThreadBuilder, comment: _Comment) -> None:
    text = comment.text or ""
    if not text and comment.html:
        from threadmark.sources.markup import html_to_text  # noqa: PLC0415 -- YouTube's have a text

        text = html_to_text(comment.html)
    marks = {"pinned": comment.is_pinned, "favorited": comment.is_favorited}
    builder.add(
        str(comment.id),
        None if comment.parent == _ROOT else name_of(comment.parent),
        comment.author,
        text,
        created=comment.timestamp,
        score=comment.like_count,
        role="author" if comment.author_is_uploader else None,
        extra={mark: True for mark, is_set in marks.items() if is_set} or None,
    )


SOURCE = InfoSource()
