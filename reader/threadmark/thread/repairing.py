"""Put a thread right before it is coded: attach a comment elsewhere, accept a link, split a comment, merge two.

Each repair gives a new thread; the old one stays as it was, so undo is going back to it. What was done, by whom and
when is kept in the thread itself, under `repairs`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from threadmark.thread.build import ThreadBuilder, hashed_comment_id
from threadmark.thread.model import Inferred, Thread, rfc3339
from threadmark.thread.report import ImportReport

REPAIRS = "repairs"
VERSION = "repaired_version"
"""Under which a repaired thread says how many repairs it has behind it, and the hash of the file it was made of."""


class CannotRepairError(ValueError):
    """A repair that makes no thread; the message says why."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A comment on its way into the new thread; `parent` is an id."""

    id: str
    parent: str | None
    author: str | None
    text: str
    created: float
    edited: float | None
    score: int | None
    role: str | None
    deleted: bool
    inferred: Inferred | None
    extra: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Signed:
    """Who repairs, and when: an annotator's name, and RFC 3339 in UTC."""

    by: str
    at: str


def attached(thread: Thread, index: int, parent: int | None, signed: Signed) -> Thread:
    """The thread with a comment, and the branch below it, under another parent.

    Args:
        thread: the thread.
        index: the comment.
        parent: the new parent; None for the article.
        signed: who does it.

    Raises:
        CannotRepairError: the new parent is in the comment's own branch, or is its parent already.
    """
    if parent is not None and thread.holds(index, parent):
        raise CannotRepairError("a comment can't answer itself or a reply to it")
    if parent == thread.parent(index) and thread.inferred(index) is None:
        raise CannotRepairError("it hangs there already")
    there = None if parent is None else thread.ids[parent]

    def change(row: _Row) -> list[_Row]:
        return [replace(row, parent=there, inferred=None)]

    return _changed(thread, index, change, signed, "attach", parent=there)


def accepted(thread: Thread, index: int, signed: Signed) -> Thread:
    """The thread with an inferred link taken as given.

    Raises:
        CannotRepairError: the link is not inferred.
    """
    link = thread.inferred(index)
    if link is None:
        raise CannotRepairError("this link is not inferred")

    def change(row: _Row) -> list[_Row]:
        return [replace(row, inferred=None)]

    return _changed(thread, index, change, signed, "accept", cue=link.cue)


def split(thread: Thread, index: int, line: int, author: str | None, signed: Signed) -> Thread:
    """The thread with a comment cut in two; the second, with the same parent, comes right after the first's branch.

    Args:
        thread: the thread.
        index: the comment.
        line: the line of its text, from 1, with which the second begins.
        author: who wrote the second; None where nobody knows.
        signed: who does it.

    Raises:
        CannotRepairError: there is no such line, or nothing would be left before it.
    """
    lines = thread.texts[index].split("\n")
    if not 0 < line < len(lines) or not any(map(str.strip, lines[:line])) or not any(map(str.strip, lines[line:])):
        raise CannotRepairError("both comments need words")
    first, second = "\n".join(lines[:line]).rstrip(), "\n".join(lines[line:]).strip("\n")

    def change(row: _Row) -> list[_Row]:
        own_id = _free(thread, hashed_comment_id(author, second, row.parent))
        return [
            replace(row, text=first),
            replace(row, id=own_id, author=author, text=second, score=None, inferred=None),
        ]

    return _changed(thread, index, change, signed, "split", line=line)


def merged(thread: Thread, index: int, signed: Signed) -> Thread:
    """The thread with a comment's text, and the replies to it, added to the comment before it.

    Raises:
        CannotRepairError: there is no comment before it.
    """
    if index == 0:
        raise CannotRepairError("there is no comment before this one")
    before, gone = thread.ids[index - 1], thread.ids[index]
    text = f"{thread.texts[index - 1]}\n{thread.texts[index]}".strip("\n")
    rows = []
    for at in range(len(thread)):
        row = _row(thread, at)
        if at == index - 1:
            rows.append(replace(row, text=text))
        elif at != index:
            rows.append(replace(row, parent=before) if row.parent == gone else row)
    return _rebuilt(thread, rows, {"kind": "merge", "comment": gone, "into": before, "by": signed.by, "at": signed.at})


def versioned(thread: Thread, before: str) -> Thread:
    """The thread with what tells its version from the one that was repaired; without repairs it is that one.

    Args:
        thread: the repaired thread.
        before: the hash of the file that was repaired, SHA-256 in hex digits.
    """
    repairs = thread.extra.get(REPAIRS)
    if not isinstance(repairs, list):
        return thread
    return thread.with_extra({**thread.extra, VERSION: {"number": 1 + len(repairs), "repaired_from": before}})


def _changed(
    thread: Thread,
    index: int,
    change: Callable[[_Row], list[_Row]],
    signed: Signed,
    kind: str,
    **details: object,
) -> Thread:
    rows: list[_Row] = []
    for at in range(len(thread)):
        row = _row(thread, at)
        rows += change(row) if at == index else [row]
    record = {"kind": kind, "comment": thread.ids[index], **details, "by": signed.by, "at": signed.at}
    return _rebuilt(thread, rows, record)


def _free(thread: Thread, comment_id: str) -> str:
    """The id, numbered where a comment has it: two that are alike would be taken for one that is there twice."""
    free, number = comment_id, 1
    while thread.place(free) is not None:
        number += 1
        free = f"{comment_id}-{number}"
    return free


def _row(thread: Thread, index: int) -> _Row:
    parent = thread.parents[index]
    return _Row(
        id=thread.ids[index],
        parent=None if parent < 0 else thread.ids[parent],
        author=thread.authors[index],
        text=thread.texts[index],
        created=thread.created[index],
        edited=thread.edited(index),
        score=thread.scores[index],
        role=thread.role(index),
        deleted=thread.deleted(index),
        inferred=thread.inferred(index),
        extra=thread.extras(index),
    )


def _rebuilt(thread: Thread, rows: Sequence[_Row], record: Mapping[str, object]) -> Thread:
    builder = ThreadBuilder(ImportReport())
    for row in rows:
        builder.add(
            row.id,
            row.parent,
            row.author,
            row.text,
            created=rfc3339(row.created),
            edited=None if row.edited is None else rfc3339(row.edited) or True,
            score=row.score,
            role=row.role,
            deleted=row.deleted,
            inferred=row.inferred,
            extra=row.extra or None,
        )
    earlier = thread.extra.get(REPAIRS, [])
    repairs = [*(earlier if isinstance(earlier, list) else [earlier]), record]
    return builder.build(thread.article, thread_id=thread.id, extra={**thread.extra, REPAIRS: repairs})
