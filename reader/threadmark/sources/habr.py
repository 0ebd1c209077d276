"""Habr's comments, as its own API gives them: by id, each with the id of its parent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from threadmark.sources.json_input.decoding import values
from threadmark.sources.json_input.form import Count, Form, Id, name_of
from threadmark.sources.json_input.peeking import first_object, inner
from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed
from threadmark.thread.build import ThreadBuilder, clean_article

_PUBLISHED = "published"


class _Author(msgspec.Struct):
    """Who wrote a comment."""

    alias: str | None = None


class _Comment(msgspec.Struct, rename="camel"):
    """A comment."""

    id: Id
    parent_id: Id | None = None
    message: str | None = None
    author: _Author | None = None
    status: str | None = None
    score: Count | None = None
    time_published: str | None = None
    time_changed: str | None = None
    is_post_author: bool = False


class _Answer(msgspec.Struct):
    """What the API answers."""

    comments: Any
    threads: list[Any] = []


class HabrSource:
    """Habr comments."""

    name = "habr"
    title = "Habr comments"

    def sniff(self, head: Head) -> Sniffed | None:
        """Certain by a comment under its id."""
        comments = first_object(head).get("comments")
        comment = next(iter(comments.values()), None) if isinstance(comments, dict) else inner(comments, 0)
        if isinstance(comment, dict) and {"parentId", "message"} <= comment.keys():
            return Sniffed(Certainty.CERTAIN, 'its comments have "parentId" and "message"')
        return None

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """A thread for each answer in the file."""
        for value in values(opened):
            yield _thread(opened, sniffed, value.value, value.line)


def _thread(opened: Opened, sniffed: Sniffed, value: Any, line: int) -> Reading:
    from threadmark.sources.markup import html_to_text  # noqa: PLC0415 -- sniffing does not need it

    report = opened.report(HabrSource.name, sniffed)
    form, builder = Form(opened, report), ThreadBuilder(report)
    answer = form(_Answer, value, line=line)
    comments = answer.comments.values() if isinstance(answer.comments, dict) else answer.comments
    if not isinstance(answer.comments, dict | list):
        raise opened.refusal("is not what it looks like: its comments are neither by id nor a list", line=line)
    held: dict[str, None] = {}
    for each in comments:
        comment = form(_Comment, each, line=line)
        held[str(comment.id)] = None
        builder.add(
            str(comment.id),
            name_of(comment.parent_id),
            comment.author.alias if comment.author else None,
            html_to_text(comment.message or ""),
            created=comment.time_published,
            edited=comment.time_changed,
            score=comment.score,
            role="author" if comment.is_post_author else None,
            deleted=comment.message is None or comment.status == "deleted",
            extra={"status": comment.status} if comment.status not in (None, _PUBLISHED) else None,
        )
    report.missing = len({str(each) for each in answer.threads if isinstance(each, str | int)} - held.keys())
    # An answer doesn't say what it is on, but its first comment is the first of no other article.
    thread_id = f"{HabrSource.name}-{next(iter(held))}" if held else None
    return Reading(builder.build(clean_article(report), thread_id=thread_id), report)


SOURCE = HabrSource()
