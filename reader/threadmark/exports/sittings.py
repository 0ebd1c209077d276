"""When labels were given, by which versions of the program, and what was drawn for second rounds: what a card says of a file.

Only the tables that say so are read, since a label file may have a million labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from threadmark.exports.contents import tables
from threadmark.exports.sharing import SharingDecoder
from threadmark.labels.records import Meta, RoundRecord, SessionRecord
from threadmark.labels.store import LabelStore

_DECODERS: Final = {
    "meta": SharingDecoder(Meta),
    "sessions": SharingDecoder(SessionRecord),
    "rounds": SharingDecoder(RoundRecord),
}


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the program, in how many sessions it was used, and on which days first and last (UTC)."""

    name: str
    sessions: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Draw:
    """What was drawn for a second round: which one, the share of the finished comments, and the seed."""

    round: int
    share: str
    seed: int


def sittings(path: Path) -> tuple[list[Version], list[Draw]]:
    """The versions that were used on a label file, in their order in time, and what was drawn.

    Raises:
        LabelFileError: the file is damaged or newer.
    """
    sessions, rounds = _read(path)
    days: dict[str, list[str]] = {}
    for session in sessions:
        days.setdefault(session.version, []).append(session.started[:10])
    versions = [Version(name, len(of_one), min(of_one), max(of_one)) for name, of_one in days.items()]
    draws = dict.fromkeys(Draw(each.round, each.share, each.seed) for each in rounds)
    return (
        sorted(versions, key=lambda each: (each.first, each.last, each.name)),
        sorted(draws, key=lambda each: (each.round, each.seed)),
    )


def _read(path: Path) -> tuple[Sequence[SessionRecord], Sequence[RoundRecord]]:
    found = tables(path, _DECODERS)
    if found is not None:
        return found["sessions"], found["rounds"]
    store = LabelStore.open(path, read_only=True)
    return list(store.sessions()), list(store.rounds())
