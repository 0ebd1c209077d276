"""What came of labels from outside, counted, and in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from threadmark.imports.given import GivenLabel

_SHOWN: Final = 10
"""Lines of one kind that the report has; the rest is counted."""


_UNDATED: Final = "when a label was given, so that it has the time of this import"
_UNSEEN: Final = "what was visible"


@dataclass(slots=True)
class Brought:
    """What came of the labels.

    Attributes:
        where: the label file.
        format: what the file was read as.
        found: comments found, by what (`id`, `text`).
        new: labels written.
        there: labels that were there already.
        missing: what the file does not say of how many of the new labels.
        left: what was left out, and why, with where each stands in the file.
        fields: what stands in fields that no layer has a dimension for, by the field's name; a corpus may have millions.
        unknown: labels that no layer declares, by question (may be empty) and name in the file, with where each stands.
        moved: spans that were found elsewhere, or nowhere, in words.
    """

    where: Path
    format: str
    found: Counter[str] = field(default_factory=Counter)
    new: int = 0
    there: int = 0
    missing: Counter[str] = field(default_factory=Counter)
    left: dict[str, list[str]] = field(default_factory=dict)
    fields: Counter[str] = field(default_factory=Counter)
    unknown: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    moved: list[str] = field(default_factory=list)

    def leave(self, given: GivenLabel, why: str) -> None:
        """Note that a record was left out; a place is named once, however many labels it has."""
        places = self.left.setdefault(why, [])
        if places[-1:] != [given.where]:
            places.append(given.where)

    def add(self, given: GivenLabel) -> None:
        """Count a new label, and what the file does not say of it."""
        self.new += 1
        self.missing[_UNDATED] += not given.created
        self.missing[_UNSEEN] += given.context is None

    def not_know(self, given: GivenLabel) -> None:
        """Note that no layer declares a label."""
        self.unknown.setdefault((given.dimension, str(given.label)), []).append(given.where)

    def lines(self) -> list[str]:
        """The same in words."""
        said = [f"{self.where}: labels from {self.format}: {self.new:,} new, {self.there:,} there already"]
        said.append(f"comments found by id: {self.found['id']:,}, by text: {self.found['text']:,}")
        if unsaid := [f"{what} ({times:,})" for what, times in self.missing.items() if times]:
            said.append(f"not in the file: {', '.join(unsaid)}")
        said += [f"left out, {len(places):,}: {why} ({_some(places)})" for why, places in self.left.items()]
        if self.fields:
            named = ", ".join(f"{name} ({times:,})" for name, times in sorted(self.fields.items()))
            said.append(f"passed over, since no layer has a dimension of such a name: {named}")
        for (question, name), places in self.unknown.items():
            said.append(f"left out, {len(places):,}: no layer declares {_name(question, name, ': ')} ({_some(places)})")
        if self.unknown:
            one = _name(*next(iter(self.unknown)), ":")
            said.append(f"--map '{one}=DIMENSION:LABEL' (repeatable) says what such a label is called here")
        said += self.moved[:_SHOWN]
        if len(self.moved) > _SHOWN:
            said.append(f"and {len(self.moved) - _SHOWN:,} more places like these")
        return said


def _name(question: str, name: str, between: str) -> str:
    return f"{question}{between}{name}" if question else name


def _some(places: list[str]) -> str:
    more = f" and {len(places) - _SHOWN:,} more" if len(places) > _SHOWN else ""
    return f"{', '.join(places[:_SHOWN])}{more}"
