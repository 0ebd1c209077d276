"""What stands beside the labels of a comment in files of programs that show one at a time, in our own words or in others'.

Our exports put what such a program does not know into fields that it keeps and gives back (`exports/sheets.py`). Where a
file has them, the labels find home as they were; where not, what is there of them counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from threadmark.errors import InputError
from threadmark.imports.given import GivenLabel
from threadmark.labels.naming import full_name, split_name
from threadmark.labels.records import Span, Status

_FULL_NAME: Final = re.compile(r"[^\s:]+:[^\s:]+")
_STATUSES: Final = ("open", "done", "skipped")


class _Target(msgspec.Struct, frozen=True):
    target: str
    text: str | None = None


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What a record says of a comment and of a pass over it; None or nothing for what it does not say.

    Attributes:
        thread: the thread's id.
        comment_id: the comment's id.
        targets: what the labels of a question are toward, by the question's name.
        annotator: who.
        round: the annotator's pass.
        status: how the comment was left.
        reason: why it was skipped.
        note: the annotator's.
        revisit: whether the annotator wants to come back.
        seconds: active time.
        either: the numbers of either/or groups, by the labels' full names.
        asked: the questions that had to be answered: dimension and target.
        article: evidence in the article, by the labels' full names.
        created: when the first label was given; RFC 3339, UTC.
        annotated_at: when the last was given.
    """

    thread: str | None = None
    comment_id: str | None = None
    targets: dict[str, _Target] = {}
    annotator: str | None = None
    round: int = 1
    status: Status | None = None
    reason: str | None = None
    note: str | None = None
    revisit: bool = False
    seconds: float = 0.0
    either: dict[str, int] = {}
    asked: tuple[tuple[str, str | None], ...] = ()
    article: dict[str, tuple[Span, ...]] = {}
    created: str | None = None
    annotated_at: str | None = None


def facts_of(record: Mapping[str, Any], where: str) -> Facts:
    """The facts in a record; fields of these names that a foreign file uses for something else are left out.

    Raises:
        InputError: a field of ours is broken; the error names the place.
    """
    said = {name: record[name] for name in Facts.__struct_fields__ if record.get(name) is not None}
    for name in ("thread", "comment_id", "annotator", "note"):
        if isinstance(said.get(name), int):
            said[name] = str(said[name])
    if said.get("status") not in _STATUSES:
        said.pop("status", None)
    if "comment_id" not in said:
        said = {name: value for name, value in said.items() if _fits(name, value)}
    try:
        return msgspec.convert(said, Facts)
    except msgspec.ValidationError as error:
        raise InputError(f"is not as it was written: {error}", where=where) from error


def _fits(name: str, value: Any) -> bool:
    try:
        msgspec.convert({name: value}, Facts)
    except msgspec.ValidationError:
        return False
    return True


@dataclass(slots=True)
class GivenPass:
    """What one annotator made of one comment, as it is read.

    Attributes:
        where: where in the file it stands.
        text: the comment's text as the file has it.
        facts: what stands beside the labels.
        labels: the spans of each label, none for one of the whole comment; by its question (empty where the file has
            none) and its name.
        refused: what can be no label, and why.
    """

    where: str
    text: str | None
    facts: Facts
    labels: dict[tuple[str, str], list[Span]] = field(default_factory=dict)
    refused: list[tuple[str, str]] = field(default_factory=list)

    def give(self, question: str, name: str, *spans: Span) -> None:
        """Add a label, or spans to it."""
        self.labels.setdefault((question, name), []).extend(spans)

    def give_flat(self, name: str, *spans: Span) -> None:
        """The same by a name that may have its question in front, as ours have (`stance-claim:against`)."""
        question, label = split_name(name) if _FULL_NAME.fullmatch(name) else ("", name)
        self.give(question, label, *spans)

    def records(self) -> Iterator[GivenLabel]:
        """The comment as looked at, the questions that stayed open, then each label."""
        answered = set()
        for (question, label), spans in self.labels.items():
            name = full_name(question, label)
            toward = self.facts.targets.get(question)
            target = toward.target if toward else None
            key = question.partition("-")[0], target
            answered.add(key)
            yield self._record(
                question,
                label,
                target,
                target_text=toward.text if toward else None,
                spans=(*spans, *self.facts.article.get(name, ())),
                either=self.facts.either.get(name),
                asked=True if key in self.facts.asked else None,
            )
        for dimension, target in self.facts.asked:
            if (dimension, target) not in answered:
                yield self._record(dimension, None, target, asked=True)
        for said, why in self.refused:
            yield self._record("", said, None, refused=why)
        yield self._record("", None, None)

    def _record(self, dimension: str, label: str | None, target: str | None, **more: Any) -> GivenLabel:
        facts = self.facts
        return GivenLabel(
            where=self.where,
            thread=facts.thread,
            comment=facts.comment_id,
            text=self.text,
            annotator=facts.annotator,
            round=facts.round,
            dimension=dimension,
            label=label,
            target=target,
            note=facts.note or "",
            status=facts.status,
            reason=facts.reason or "",
            revisit=facts.revisit,
            seconds=facts.seconds,
            created=facts.created or facts.annotated_at or "",
            updated=facts.annotated_at or "",
            **more,
        )
