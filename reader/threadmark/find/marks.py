"""Conditions that are one word: the states of a round, and what stands after `has:` and `is:`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from threadmark.find.known import Known
from threadmark.find.terms import CHEAP, OF_LABELS, OF_TEXT, Term, Test

_LINK = re.compile(r"https?://[^\s<>\"']", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Marked(Term):
    """A word that stands for itself: `todo`, `has:note`, `is:top`; `MARKS` has them all."""

    said: str

    @property
    def cost(self) -> int:
        """As of what is looked at."""
        return MARKS[self.said].cost

    def test(self, known: Known) -> Test:
        """See `Term`."""
        return MARKS[self.said].test(known)

    def __str__(self) -> str:
        return self.said


@dataclass(frozen=True, slots=True)
class Mark:
    """What a word of a filter stands for: how it is explained and tested."""

    help: str
    test: Callable[[Known], Test]
    cost: int = CHEAP


def _in_status(status: str) -> Callable[[Known], Test]:
    def test(known: Known) -> Test:
        status_of = known.status
        return lambda index: status_of(index) == status

    return test


def _with_note(known: Known) -> Test:
    note = known.note
    return lambda index: bool(note(index))


def _with_label(known: Known) -> Test:
    labels = known.labels
    return lambda index: bool(labels(index))


def _with_evidence(known: Known) -> Test:
    labels = known.labels

    def test(index: int) -> bool:
        given = labels(index)
        return bool(given) and any(label.evidence for label in given)

    return test


def _with_link(known: Known) -> Test:
    texts = known.texts()

    def test(index: int) -> bool:
        text = texts[index]
        return text is not None and "://" in text and _LINK.search(text) is not None

    return test


def _top(known: Known) -> Test:
    depths = known.numbers("depth")
    return lambda index: depths[index] == 1


MARKS: Mapping[str, Mark] = {
    "todo": Mark("neither done nor skipped", lambda known: known.todo),
    "done": Mark("finished", _in_status("done")),
    "skipped": Mark("skipped, for whatever reason", _in_status("skipped")),
    "revisit": Mark("marked to come back to", lambda known: known.revisit),
    "has:note": Mark("a note is on it", _with_note),
    "has:evidence": Mark("words are marked as evidence", _with_evidence, OF_LABELS),
    "has:link": Mark("its text has a link", _with_link, OF_TEXT),
    "has:label": Mark("any label at all", _with_label, OF_LABELS),
    "has:replies": Mark("somebody answers it", lambda known: known.has_replies),
    "is:deleted": Mark("deleted or removed at its source", lambda known: known.is_deleted),
    "is:inferred": Mark("whom it answers was inferred", lambda known: known.is_inferred),
    "is:top": Mark("a top-level comment", _top),
}
"""The words that stand for themselves, and those after `has:` and `is:`."""
