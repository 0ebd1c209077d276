"""Where an annotator was when the program was left, so that the next start goes on there.

One small file for each label file, annotator and round, in the user's state folder: what is in it is nobody's data, so
that a file that is missing, broken or can't be written costs a line at most, and never a label.

    session = Session(session_file(labels, "ana", 1))
    session.restore(hands)          # the comment, folds, filter and panes of this thread
    session.leave()                 # and here they are kept
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from threadmark.tui.hands import Hands

VERSION: Final = 1
_MOST_THREADS: Final = 200
_AT_ONCE: Final = 2_000
"""Folds that are gathered in a pause between keys; with more of them, when the thread is left."""


class Place(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where one was in a thread: the id of the selected comment, those of the folded ones, and the filter's words."""

    comment: str = ""
    folded: tuple[str, ...] = ()
    filter: str = ""


class Left(msgspec.Struct, omit_defaults=True):
    """What is kept: the thread that was left last, the article's share of the screen (per cent), and all places."""

    version: int = VERSION
    thread: str = ""
    share: int | None = None
    is_shown: bool = True
    places: dict[str, Place] = {}


def session_file(labels: Path, annotator: str, number: int) -> Path:
    """Where an annotator's places in a round over a label file's threads are kept."""
    from threadmark.places import user_sessions  # noqa: PLC0415 -- the folder's name costs 10 ms, after the first paint

    whose = "\x1f".join((os.path.realpath(labels), annotator, str(number)))
    return user_sessions() / f"{hashlib.sha256(whose.encode()).hexdigest()[:24]}.json"


class Session:
    """The places of one annotator in one round.

    Args:
        file: the file.
        fresh: begin everywhere at the top; what is left then is kept.

    Attributes:
        trouble: why the file was not read, for the status line; empty where it was, or is not there.
    """

    def __init__(self, file: Path, *, fresh: bool = False) -> None:
        self.trouble = ""
        self._path = file
        self._left = Left() if fresh else self._read()
        self._hands: Hands | None = None
        self._written = b""

    @property
    def thread(self) -> str:
        """The id of the thread that was left last; empty where none was."""
        return self._left.thread

    def _read(self) -> Left:
        try:
            left = msgspec.json.decode(self._path.read_bytes(), type=Left)
        except FileNotFoundError:
            return Left()
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            self.trouble = f"where you were is not known: {self._path.name} can't be read"
            return Left()
        return left if left.version == VERSION else Left()

    def restore(self, hands: Hands) -> bool:
        """Go to where this thread was left, and keep where one is from now on; whether it was ever left."""
        left, reading = self._left, hands.reading
        self._hands = hands
        if left.share is not None:
            reading.divide_as(left.share, shown=left.is_shown)
        place = left.places.get(reading.thread.id)
        if place is None:
            return False
        ids, folded = reading.thread.ids, frozenset(place.folded)
        if folded:
            indices = [index for index, comment in enumerate(ids) if comment in folded]
            reading.tree_view.folded(lambda: hands.outline.fold_only(indices))
        if place.comment in ids:
            reading.go(ids.index(place.comment), jump=True)
            reading.jumped_from = None
        if place.filter:
            reading.call_after_refresh(_filter, hands, place.filter)
        return True

    def keep(self) -> None:
        """Write where one is, in a pause between keys."""
        self._write(_AT_ONCE)

    def leave(self) -> None:
        """Write where one is: the thread is left."""
        self._write(None)
        self._hands = None

    def _write(self, most: int | None) -> None:
        hands = self._hands
        if hands is None or not len(hands.thread):
            return
        reading, left = hands.reading, self._left
        left.thread = reading.thread.id
        left.share, left.is_shown = reading.division
        before = left.places.pop(left.thread, Place())
        ids = hands.thread.ids
        folds = hands.finding.filter.folds
        folded = before.folded if most is not None and len(folds) > most else _named(ids, folds)
        words = str(hands.finding.filter.filter or "")
        left.places[left.thread] = Place(ids[hands.selected], folded, words)
        for thread in list(left.places)[:-_MOST_THREADS]:
            del left.places[thread]
        content = msgspec.json.encode(left)
        if content != self._written:
            self._written = content
            with contextlib.suppress(OSError):  # a state folder that can't be written is no reason for a word
                self._path.parent.mkdir(parents=True, exist_ok=True)
                part = self._path.with_suffix(".part")
                part.write_bytes(content)
                part.replace(self._path)


def _named(ids: Sequence[str], indices: Sequence[int]) -> tuple[str, ...]:
    return tuple(ids[index] for index in indices)


def _filter(hands: Hands, words: str) -> None:
    """Filter as when the thread was left; words that are not understood any more are no filter."""
    if hands.in_the_middle:
        return
    hands.finding.use(words)
    if hands.finding.typing:
        hands.finding.close(keep=False)
        hands.say(f"the filter {words} is not restored: no comment meets it, or it is not understood")
        hands.paint()
