"""What a source is made of: how it recognises a file, and what it makes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from threadmark.thread.model import Thread
from threadmark.thread.report import ImportReport

if TYPE_CHECKING:
    from threadmark.sources.opening import Opened


class Certainty(IntEnum):
    """How sure a source is that a file is in its format; of several sources the surest reads it."""

    POSSIBLE = 1
    """It could be; taken when the file was given by name, passed over in a folder."""
    LIKELY = 2
    """It has what marks the format."""
    CERTAIN = 3
    """It says so itself; no other source is asked."""


@dataclass(frozen=True, slots=True)
class Sniffed:
    """A source's verdict on a file.

    Attributes:
        certainty: how sure it is.
        why: what it recognised the file by, as shown: *it says "format": "threadmark-thread"*.
    """

    certainty: Certainty
    why: str


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of an input, decompressed, all that a source sees before it is chosen.

    Attributes:
        name: the file's own name without the ending of a compression; `-` for stdin.
        data: the first 64 KiB as bytes, UTF-8 where the file begins with a byte order mark; empty for a folder.
        folder: the folder, when that is what was given.
        columns: which column of a table holds what, as the command line says: `{"text": "body"}`; mostly nothing.
    """

    name: str
    data: bytes
    folder: Path | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GoldLabel:
    """What a corpus says of a comment, in its own words: a label that comes with it.

    Attributes:
        comment: the comment's id.
        dimension: what the label is about.
        label: what the corpus calls it.
        layer: the keymap layer that declares the corpus's scheme; None where it has none of its own.
    """

    comment: str
    dimension: str
    label: str
    layer: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One thread of an input, what was met and mended on the way, and the labels that came with it."""

    thread: Thread
    report: ImportReport
    gold: tuple[GoldLabel, ...] = ()


class Source(Protocol):
    """A format. A module of this package offers it as `SOURCE`.

    A source with an attribute `by_columns` that is true reads tables of whatever origin by the names of their columns:
    one that knows the origin goes before it, and only it has a use for `Head.columns`.
    """

    name: str
    """What `--from` calls it: `native`, `flat-text`."""
    title: str
    """What people call it: *threadmark's own thread files*."""

    def sniff(self, head: Head) -> Sniffed | None:
        """The verdict on a file; None when it is something else. Must be quick and must not fail."""

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """The threads of an input, in its order, each as soon as it is read; `sniffed` is why it was chosen.

        Raises:
            InputError: from `opened.refusal`, so that it names the file.
        """
