"""What rows are made of, thread by thread: what is said, on which row it is said, and what all rows of a pass have alike.

An entry is a label as it lies in the file, or a question that stayed open, which has the fields of a label. Most of them
are said many times, so rows have their numbers. Whoever makes rows or columns of them asks neither which it is nor how it
came about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from operator import add, attrgetter
from typing import Any, Final, TypeVar

from msgspec import Struct

from threadmark.exports.labelled import LabelledThread
from threadmark.exports.passes import Passes
from threadmark.labels.records import Answer, CodebookRecord, Context, Label, Review, Span

Families = Mapping[tuple[str | None, str | None, str | None], str]
"""The family of a label, by codebook, dimension and label."""

_Question = tuple[str | None, str | None]
_Answered = tuple[tuple[bool | None, ...], tuple[_Question, ...]]
"""Of each label, whether its question was required; and the questions that stayed open."""
_QUESTION: Callable[[Label | Answer], _Question] = attrgetter("dimension", "target")
_ASKED: Callable[[Answer], bool] = attrgetter("asked")
_REVIEWED: Final = ("note", "status", "reason", "revisit", "seconds")
_REVIEW: Callable[[Review], tuple[object, ...]] = attrgetter(*_REVIEWED)
_UNSEEN: Final = (None,) * len(_REVIEWED)
_Value = TypeVar("_Value")
_CODEBOOK_DIGITS: Final = 12
_NOTHING: Final[_Question] = (None, None)
"""Stands for a comment that has no label at all."""


class Open(Struct, frozen=True, gc=False):
    """A question that was asked and has no label; without a dimension, a comment that has no label at all."""

    dimension: str | None
    target: str | None
    context: Context
    label: None = None
    evidence: tuple[Span, ...] = ()
    either: None = None
    via: None = None
    codebook: None = None


class Entries:
    """The entries of one thread.

    Args:
        held: the thread.
        families: as `families_of` gives them.

    Attributes:
        each: what is said, each thing once.
        said: of each pass, the numbers that its rows have in `each`: its labels, then what stayed open.
        asked: of each pass and each of its rows, whether the question was required.
        left: of each pass, how many of its rows, the last ones, are of questions that stayed open.

    Raises:
        LabelFileError: a span's quote is not what stands there in the text.
    """

    def __init__(self, held: LabelledThread, families: Families) -> None:
        self._held = held
        self._families = families
        self._passes = Passes.of(held.passes, held.thread)
        self._numbers: dict[tuple[_Question, Context], int] = {}
        self.each: list[Label | Open] = list(self._passes.labels.said)
        self.said: list[tuple[int, ...]] = []
        self.asked: list[tuple[bool | None, ...]] = []
        self.left: list[int] = []
        for label in self._passes.labels.marked:
            held.evidence(label)  # in code points, as it is kept; but is it there?
        self._lay_out()

    def _lay_out(self) -> None:
        known: dict[tuple[tuple[Answer, ...] | None, tuple[int, ...]], _Answered] = {}
        for review, said in zip(self._passes.reviews, self._passes.said, strict=True):
            key = None if review is None else review.answers, said
            if (answered := known.get(key)) is None:
                answered = known[key] = self._answered(*key)
            asked, left = answered
            self.said.append(said if review is None or not left else (*said, *self._open(left, review)))
            self.asked.append(asked)
            self.left.append(len(left))

    def _answered(self, answers: Sequence[Answer] | None, said: Sequence[int]) -> _Answered:
        if answers is None:
            return (None,) * len(said), ()
        required = dict(zip(map(_QUESTION, answers), map(_ASKED, answers), strict=True))
        questions = [_QUESTION(self._passes.labels.said[number]) for number in said]
        left = [question for question, needed in required.items() if needed and question not in questions]
        asked: list[bool | None] = [*map(required.get, questions), *[True for _ in left]]
        if not (said or self._passes.partial):
            left.append(_NOTHING)
            asked.append(None)
        return tuple(asked), tuple(left)

    def _open(self, left: Iterable[_Question], review: Review) -> Iterator[int]:
        for question in left:
            key = question, review.context
            if key not in self._numbers:
                self._numbers[key] = len(self.each)
                self.each.append(Open(*question, review.context))
            yield self._numbers[key]

    def family(self, entry: Label | Open) -> str | None:
        """The family of a label, in the codebook that it was given by."""
        return self._families.get((entry.codebook, entry.dimension, entry.label))

    def target_text(self, entry: Label | Open) -> str | None:
        """The whole text of what a stance is toward; None for what has no target."""
        if not entry.target:
            return entry.target
        kind, _, comment = entry.target.partition(":")
        return self._held.text(comment) if kind == "comment" else self._held.targets.get(entry.target)

    def of_passes(self, first: int = 0, last: int | None = None) -> dict[str, Sequence[Any]]:
        """What all rows of a pass have alike, pass by pass, under the names that rows have for it."""
        passes, some = self._passes, slice(first, last)
        columns: dict[str, Sequence[Any]] = {"comment": passes.comments[some]}
        columns["thread"] = [self._held.id] * len(columns["comment"])
        columns |= self._of_comments(passes.places[some])
        columns |= {"annotator": passes.annotators[some], "round": passes.rounds[some]}
        said = [_UNSEEN if review is None else _REVIEW(review) for review in passes.reviews[some]]
        columns |= zip(_REVIEWED, zip(*said, strict=True) if said else repeat(()), strict=False)
        for name in ("note", "reason"):
            columns[name] = [each or None for each in columns[name]]
        return columns

    def _of_comments(self, places: Sequence[int]) -> dict[str, list[Any]]:
        """Parent, depth, author and text of comments, as far as they are known."""
        thread = self._held.thread
        known = [] if thread is None else list(filter(len(thread).__gt__, places)) if self._passes.lost else places
        columns: dict[str, list[Any]] = {name: [] for name in ("parent", "depth", "author", "text")}
        if thread is not None:
            columns["parent"] = [thread.ids[above] if above >= 0 else None for above in _at(thread.parents, known)]
            columns["depth"] = _at(thread.depths, known)
            columns["author"] = _at(thread.authors, known)
            columns["text"] = _at(thread.texts, known) if self._held.has_text else [None] * len(known)
        for column in columns.values():
            column.extend(repeat(None, len(places) - len(known)))  # they come last
        return columns

    def lengths(self) -> list[int]:
        """How long the text is that all rows of a pass have, pass by pass, in code points; 0 where none is known."""
        thread = self._held.thread
        if thread is None or not self._held.has_text:
            return [0] * len(self.said)
        return _at([*map(len, thread.texts), *repeat(0, len(self._passes.lost))], self._passes.places)

    @property
    def created(self) -> Sequence[str]:
        """When each label was, in the order in which `labels_of_rows` counts them."""
        return self._passes.labels.created

    @property
    def updated(self) -> Sequence[str]:
        """When each label was changed for the last time; the time that it was created if it never was."""
        return self._passes.labels.updated

    def labels_of_rows(self, first: int = 0, last: int | None = None) -> Iterator[int | None]:
        """The label of each row, by its number; None for what stayed open."""
        starts, said = self._passes.starts[first:last], self._passes.said[first:last]
        given = map(range, starts, map(add, starts, map(len, said)))
        return chain.from_iterable(
            chain.from_iterable(zip(given, map(repeat, repeat(None), self.left[first:last]), strict=False))
        )


def _at(column: Sequence[_Value], places: Iterable[int]) -> list[_Value]:
    return list(map(column.__getitem__, places))


def families_of(codebooks: Iterable[CodebookRecord]) -> Families:
    """The family of each label that has one, by codebook (as labels name it), dimension and label."""
    families: dict[tuple[str | None, str | None, str | None], str] = {}
    for codebook in codebooks:
        short = codebook.sha256[:_CODEBOOK_DIGITS]
        for dimension in codebook.dimensions:
            for family in dimension.get("families", ()):
                families[short, dimension["id"], f"family.{family['id']}"] = family["id"]
            for label in dimension.get("labels", ()):
                if label.get("family") is not None:
                    families[short, dimension["id"], label["id"]] = label["family"]
    return families
