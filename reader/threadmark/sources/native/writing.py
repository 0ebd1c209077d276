"""Threads become native files: one line each in a corpus, one comment a line in a file of their own.

What is written reads back as the same thread, and the same thread is always the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isnan

import msgspec

from threadmark.sources.native import FORMAT, VERSION
from threadmark.sources.native.fields import InferredFields
from threadmark.thread.model import Thread, rfc3339

_TOGETHER = 1_000
"""Comments that are encoded at a time, so that a large thread is not held twice."""


class _Comment(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A comment as it is written: what it has not is left out, but for its parent."""

    id: str
    parent: str | None
    author: str | None = None
    role: str | None = None
    created: str | None = None
    edited: str | bool | None = None
    score: int | None = None
    deleted: bool = False
    text: str
    inferred: InferredFields | None = None
    extra: Mapping[str, object] | None = None


def write_thread(thread: Thread) -> bytes:
    """A thread as one line of a corpus, with its newline."""
    return b"".join(thread_line(thread))


def thread_line(thread: Thread) -> Iterator[bytes]:
    """The same in pieces."""
    yield msgspec.json.encode(_head(thread))[:-1]
    yield b',"comments":['
    yield from _comments(thread, b",")
    yield b"]}\n"


def thread_file(thread: Thread) -> Iterator[bytes]:
    """A thread as a file of its own, in pieces: a line for each paragraph and each comment."""
    head = _head(thread)
    paragraphs = head.pop("article")
    fields = [b"%b: %b" % (msgspec.json.encode(key), msgspec.json.encode(value)) for key, value in head.items()]
    fields.append(b'"article": ' + _lines([msgspec.json.encode(each) for each in paragraphs]))  # type: ignore[attr-defined]
    yield b"{" + b",\n ".join(fields)
    if len(thread):
        yield b',\n "comments": [\n  '
        yield from _comments(thread, b",\n  ")
        yield b"]}\n"
    else:
        yield b',\n "comments": []}\n'


def _lines(values: list[bytes]) -> bytes:
    return b"[\n  " + b",\n  ".join(values) + b"]" if values else b"[]"


def _head(thread: Thread) -> dict[str, object]:
    """The thread's own fields; `article` is always there."""
    article = thread.article
    fields = {
        "format": FORMAT,
        "version": VERSION,
        "id": thread.id,
        "title": article.title,
        "byline": article.byline,
        "published": article.published,
        "url": article.url,
        "extra": thread.extra or None,
        "article": article.paragraphs,
    }
    return {key: value for key, value in fields.items() if value is not None}


def _comments(thread: Thread, between: bytes) -> Iterator[bytes]:
    encode = msgspec.json.Encoder().encode
    for start in range(0, len(thread), _TOGETHER):
        rows = range(start, min(start + _TOGETHER, len(thread)))
        yield (between if start else b"") + between.join([encode(_comment(thread, row)) for row in rows])


def _comment(thread: Thread, index: int) -> _Comment:
    edited = thread.edited(index)
    link = thread.inferred(index)
    parent = thread.parents[index]
    return _Comment(
        id=thread.ids[index],
        parent=None if parent < 0 else thread.ids[parent],
        author=thread.authors[index],
        role=thread.role(index),
        created=rfc3339(thread.created[index]),
        edited=None if edited is None else isnan(edited) or rfc3339(edited),
        score=thread.scores[index],
        deleted=thread.deleted(index),
        text=thread.texts[index],
        inferred=InferredFields(link.cue, link.confidence) if link else None,
        extra=thread.extras(index) or None,
    )
