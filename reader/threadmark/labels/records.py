"""The documents of a label file, one frozen struct for each table, with the field names that stand in the file.

Times are RFC 3339 in UTC with milliseconds; offsets are code points into a comment's text. Structs are kept out of the
garbage collector's rounds (`gc=False`): they can't form cycles, and there are a hundred thousand of them.

    >>> key_of(Target(id="k-1", thread="t-1", kind="claim", text="The lane should be closed."))
    ('t-1', 'k-1')
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal

from msgspec import Struct

FORMAT = "threadmark-labels"
VERSION: Final = 2
"""The newest version of label files that is read."""
PLAIN: Final = 1
TURNS: Final = 2
"""A file is of version 1 until a batch of many is undone by one line of its history (table `batches`), and of version 2
from then on: a program that does not know such lines would show what was undone."""

Status = Literal["open", "done", "skipped"]
Asked = Literal["labelled", "none", "cant_tell", "skipped"]
Key = tuple[str | int | None, ...]
"""A natural key. Its first part is the thread's id in every table that belongs to threads."""


class Span(Struct, frozen=True, gc=False):
    """Words that a label rests on: code points `start` to `end` (exclusive) of `part`, and what stood there and around.

    `part` is `comment` or `article:N`, the paragraph that the screen shows as ¶N (the first is 1).
    """

    start: int
    end: int
    quote: str
    prefix: str = ""
    suffix: str = ""
    part: str = "comment"


class Context(Struct, frozen=True, gc=False):
    """What could be seen when the label was given.

    `ancestors` nearest ancestors and `replies` replies below, counted; `paragraphs` of the article by number; whether
    `others`' labels showed; and what the study kept `hidden` (`authors`, `scores`).
    """

    ancestors: int = 0
    paragraphs: tuple[int, ...] = ()
    replies: int = 0
    others: bool = False
    hidden: tuple[str, ...] = ()


class Label(Struct, frozen=True, gc=False):
    """A label in force. `target` is null, `claim:ID`, `named:ID` or `comment:ID`; `either` numbers readings of one thing."""

    thread: str
    comment: str
    annotator: str
    round: int
    dimension: str
    target: str | None
    label: str
    evidence: tuple[Span, ...] = ()
    either: int | None = None
    via: str = "key"
    context: Context = Context()
    codebook: str = ""
    session: str = ""
    created: str = ""
    updated: str = ""


class Answer(Struct, frozen=True, gc=False):
    """What came of a question. `asked` is false for an answer that was volunteered."""

    dimension: str
    target: str | None
    asked: bool
    outcome: Asked


class Review(Struct, frozen=True, gc=False):
    """A comment looked at, by annotator and round. `seconds` is active time; `order` counts comments as they were opened.

    `reason` is why it was skipped: the id of a layer's reason, or words. In a study of several passes, `passed` is after
    how many it is done; after the last, and where there is but one, `status` says so.
    """

    thread: str
    comment: str
    annotator: str
    round: int
    status: Status = "open"
    reason: str = ""
    revisit: bool = False
    note: str = ""
    answers: tuple[Answer, ...] = ()
    seconds: float = 0.0
    order: int | None = None
    context: Context = Context()
    session: str = ""
    passed: int = 0


class Target(Struct, frozen=True, gc=False):
    """What a stance is toward. `author` is null for a claim that came by itself, from the title or the first sentence."""

    id: str
    thread: str
    kind: Literal["claim", "named"]
    text: str
    claim_type: str | None = None
    author: str | None = None
    created: str = ""


class Link(Struct, frozen=True, gc=False):
    """A reply that an annotator accepted or attached elsewhere. `parent` null is the article itself."""

    thread: str
    comment: str
    annotator: str
    parent: str | None
    cue: str | None = None
    confidence: float | None = None
    state: str = "accepted"


class ThreadRecord(Struct, frozen=True, gc=False):
    """A thread that was opened; `source` is its file, relative to the label file, `comments` how many it has."""

    id: str
    title: str | None
    source: str
    sha256: str
    comments: int


class CodebookRecord(Struct, frozen=True, gc=False):
    """A codebook that was used, with every definition, so that the file explains itself."""

    sha256: str
    version: str
    date: str = ""
    layers: tuple[Any, ...] = ()
    dimensions: tuple[Any, ...] = ()


class LayerRecord(Struct, frozen=True, gc=False):
    """A keymap layer in effect during a session."""

    name: str
    version: str
    sha256: str


class SessionRecord(Struct, frozen=True, gc=False):
    """A start of the program, for a `round`; `size` is columns and rows, `ended` null while it runs and after a crash.

    `keys` are the chords that gave labels, each with what the command `label` takes; null where they were those of the
    first session of the file with the same layers, or are not known.
    """

    id: str
    annotator: str
    version: str
    layers: tuple[LayerRecord, ...] = ()
    theme: str = ""
    size: tuple[int, int] = (0, 0)
    started: str = ""
    ended: str | None = None
    round: int = 1
    keys: dict[str, str] | None = None


class RoundRecord(Struct, frozen=True, gc=False):
    """A round over a sample of an annotator's own work: which comments of a thread were drawn, and how.

    `comments` are ids in the thread's order. Together with those of the other threads of the round they were drawn from
    `pool` comments that were done in round 1, with a seed that gives the same ones again; `share` is what was asked for.
    """

    thread: str
    annotator: str
    round: int
    share: str
    seed: int
    pool: int
    comments: tuple[str, ...]
    created: str = ""


class Meta(Struct, frozen=True, gc=False):
    """The file itself; `seq` is the last change that it contains."""

    format: str = FORMAT
    version: int = PLAIN
    created: str = ""
    seq: int = 0


Record = Label | Review | Target | Link | RoundRecord | ThreadRecord | CodebookRecord | SessionRecord | Meta


@dataclass(frozen=True, slots=True)
class TableShape:
    """One table of the file: its name, its documents' type, and how their natural key is made."""

    name: str
    record: type[Record]
    key: Callable[[Any], Key]


TARGET_IN_KEY: Final = 5
"""Where the target stands in a label's key."""


def _label_key(label: Label) -> Key:
    return (
        label.thread,
        label.comment,
        label.annotator,
        label.round,
        label.dimension,
        label.target,
        label.label,
    )


TABLES: dict[str, TableShape] = {
    shape.name: shape
    for shape in (
        TableShape("labels", Label, _label_key),
        TableShape("reviews", Review, lambda r: (r.thread, r.comment, r.annotator, r.round)),
        TableShape("targets", Target, lambda r: (r.thread, r.id)),
        TableShape("links", Link, lambda r: (r.thread, r.comment, r.annotator)),
        TableShape("rounds", RoundRecord, lambda r: (r.thread, r.annotator, r.round)),
        TableShape("threads", ThreadRecord, lambda r: (r.id,)),
        TableShape("codebooks", CodebookRecord, lambda r: (r.sha256,)),
        TableShape("sessions", SessionRecord, lambda r: (r.id,)),
        TableShape("meta", Meta, lambda _: ()),
    )
}
"""The tables in the order in which the file has them."""

_SHAPES = {shape.record: shape for shape in TABLES.values()}


def shape_of(record: Record) -> TableShape:
    """The table that a record belongs to."""
    return _SHAPES[type(record)]


def key_of(record: Record) -> Key:
    """A record's natural key in its table."""
    return shape_of(record).key(record)


class Edit(Struct, frozen=True, gc=False):
    """What should be in force under a key: a record, or nothing."""

    table: str
    key: Key
    after: Record | None


def put(record: Record) -> Edit:
    """The edit that brings a record into force, in place of the one with its key."""
    return Edit(shape_of(record).name, key_of(record), record)


def drop(record: Record) -> Edit:
    """The edit that takes a record away."""
    return Edit(shape_of(record).name, key_of(record), None)


def stamp(seconds: float) -> str:
    """A POSIX time as the files have it.

    >>> stamp(0)
    '1970-01-01T00:00:00.000Z'
    """
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def later(now: str, *, than: str) -> str:
    """The time `now`, or a millisecond after another time that is not past yet.

    >>> later("2024-03-12T10:00:00.000Z", than="2024-03-12T10:00:00.000Z")
    '2024-03-12T10:00:00.001Z'
    """
    if now > than:
        return now
    return stamp((datetime.fromisoformat(than) + timedelta(milliseconds=1)).timestamp())
