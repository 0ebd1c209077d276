"""What of a label file is wanted: the same choice for every format, made before the format sees anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import structs

from threadmark.errors import UsageError
from threadmark.exports.entries import families_of
from threadmark.exports.labelled import Labelled, LabelledThread, Step
from threadmark.exports.passes import Pass
from threadmark.exports.rows import pass_rows

if TYPE_CHECKING:
    from threadmark.find import Filter

MASKS = ("links", "emails")
STATUSES = ("open", "done", "skipped")


@dataclass(frozen=True, slots=True)
class Selection:
    """What is wanted; by default everything.

    Attributes:
        threads: ids of threads; none for all.
        annotators: names; none for all.
        dimensions: ids of dimensions; none for all.
        status: how the annotator left a comment (`open`, `done`, `skipped`); a comment without a review is open.
        where: a filter; it is asked about a comment with all labels that are wanted of it.
        text: whether texts are wanted, and quotes, what stands around them, and notes.
        key: the file of the key that names become pseudonyms by, made where it is missing; None to leave names.
        masks: what goes from texts: `links`, `emails`.
        split: shares of two or three parts (`80/10/10`), by thread; empty for none.
        seed: of the split.
    """

    threads: tuple[str, ...] = ()
    annotators: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    status: str | None = None
    where: str = ""
    text: bool = True
    key: Path | None = None
    masks: tuple[str, ...] = ()
    split: str = ""
    seed: int = 0

    def as_given(self) -> dict[str, object]:
        """What was asked for, without what is as by default, and without any name where names are not to be known."""
        given = {name: value for name in self.__slots__ if (value := getattr(self, name)) != getattr(EVERYTHING, name)}
        if self.key is not None:
            given |= dict.fromkeys(given.keys() & {"annotators", "where", "key"}, True)
        return given | ({"seed": self.seed} if self.split else {})

    def of(self, labelled: Labelled) -> Labelled:
        """The labels of a file that are wanted.

        Raises:
            UsageError: an annotator or a dimension is not in the file, or the filter is not understood.
        """
        if self.annotators:
            _check("annotator", self.annotators, _annotators(labelled))
        if self.dimensions:
            _check("dimension", self.dimensions, _dimensions(labelled))
        if self.status not in (None, *STATUSES):
            raise UsageError(f"no comment is {self.status}", next_step=f"there are {', '.join(STATUSES)}")
        if strange := [mask for mask in self.masks if mask not in MASKS]:
            raise UsageError(f"{strange[0]} can't be masked", next_step=f"what can is {', '.join(MASKS)}")
        chosen = replace(labelled, steps=tuple(self._steps(labelled)), dimensions=self.dimensions)
        return chosen if not self.split else self._split(chosen)

    def _split(self, labelled: Labelled) -> Labelled:
        from threadmark.exports.splitting import dealt, shares_of  # noqa: PLC0415 -- few exports need it

        parts = dealt([*labelled.labels, *labelled.reviews], shares_of(self.split), self.seed)
        for name, threads in parts.items():
            if not threads:
                labelled.warn(f"no thread falls into {name}; with few threads shares are met only nearly")
        return replace(labelled, parts=parts, seed=self.seed)

    def _steps(self, labelled: Labelled) -> list[Step]:
        steps: list[Step] = []
        if annotators := frozenset(self.annotators):
            steps.append(lambda held: _kept(held, lambda given: given.annotator in annotators))
        if (status := self.status) is not None:
            steps.append(lambda held: _kept(held, lambda given: _status(given) == status))
        if dimensions := frozenset(self.dimensions):
            steps.append(lambda held: _of_dimensions(held, dimensions))
        if self.where.strip():
            where = _parsed(self.where, labelled)
            steps.append(lambda held: _where(held, where, labelled))
        if self.key is not None or self.masks:
            from threadmark.exports.anonymising import Mask  # noqa: PLC0415 -- few exports need it
            from threadmark.exports.pseudonyms import Pseudonyms, key_in  # noqa: PLC0415 -- as the one before

            steps.append(Mask(Pseudonyms(key_in(self.key)) if self.key else None, self.masks))
        if not self.text:
            from threadmark.exports.without_text import without_text  # noqa: PLC0415 -- few exports need it

            steps.append(without_text)
        return steps


EVERYTHING = Selection()


def _kept(held: LabelledThread, wanted: Callable[[Pass], bool]) -> LabelledThread:
    return replace(held, passes=[given for given in held.passes if wanted(given)])


def _status(given: Pass) -> str:
    return given.review.status if given.review is not None else "open"


def _of_dimensions(held: LabelledThread, dimensions: frozenset[str]) -> LabelledThread:
    """The labels of these dimensions, and what was asked in them; a comment that has neither goes."""
    passes = []
    for given in held.passes:
        labels = tuple(label for label in given.labels if label.dimension in dimensions)
        review = given.review
        if review is not None:
            answers = tuple(answer for answer in review.answers if answer.dimension in dimensions)
            review = structs.replace(review, answers=answers)
        if labels or (review is not None and any(answer.asked for answer in review.answers)):
            passes.append(structs.replace(given, labels=labels, review=review, partial=True))
    return replace(held, passes=passes)


def _where(held: LabelledThread, where: Filter, labelled: Labelled) -> LabelledThread:
    from threadmark.find.exported import KnownRows  # noqa: PLC0415 -- only for `--where`

    rows = list(pass_rows(held, families_of(labelled.contents.codebooks)))
    flags = where.flags_of(KnownRows(rows, lambda _: held.thread))
    return replace(held, passes=[given for given, kept in zip(held.passes, flags, strict=True) if kept])


def _parsed(where: str, labelled: Labelled) -> Filter:
    from threadmark.find import parse, recorded_codebook  # noqa: PLC0415 -- only for `--where`

    return parse(where, recorded_codebook(labelled.contents.codebooks))


def _annotators(labelled: Labelled) -> set[str]:
    contents = labelled.contents
    return {label.annotator for label in contents.labels} | {review.annotator for review in contents.reviews}


def _dimensions(labelled: Labelled) -> set[str]:
    recorded = {dimension["id"] for codebook in labelled.contents.codebooks for dimension in codebook.dimensions}
    return recorded | {label.dimension for label in labelled.contents.labels}


def _check(kind: str, wanted: tuple[str, ...], known: set[str]) -> None:
    if strange := [name for name in wanted if name not in known]:
        raise UsageError(
            f"there is no {kind} {strange[0]}", next_step=f"there are {', '.join(sorted(known)) or 'none'}"
        )
