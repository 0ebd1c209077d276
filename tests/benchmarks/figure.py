"""A figure: a value beside the floor it is measured against, and the table that figures are printed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

Measure = Callable[[int], Iterable["Figure"]]
"""Measures something in a number of runs."""
Measures = Mapping[str, Measure]

HEADINGS = ("figure", "here", "against", "ratio", "must", "aim", "")


class Figure(NamedTuple):
    """One line of the table.

    Attributes:
        figure: what was measured, and against what.
        value: the median of the runs.
        against: the median of the floor in the same runs, in the same unit.
        must: the ratio that must not be exceeded; None for a figure that is only told.
        aim: the ratio aimed at.
        unit: of value and floor.
    """

    figure: str
    value: float
    against: float
    must: float | None
    aim: float | None
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        """How many times the floor."""
        return self.value / self.against

    @property
    def holds(self) -> bool:
        """Whether the ratio is what it must be."""
        return self.must is None or self.ratio <= self.must

    @property
    def verdict(self) -> str:
        """Where the ratio lies, in a word or two."""
        if self.must is None or self.aim is None:
            return ""
        return "FALLS SHORT" if not self.holds else "ok" if self.ratio > self.aim else "ok, as aimed"


def table(figures: Iterable[Figure]) -> str:
    """The figures under their headings, in columns as wide as they must be."""
    lines = [HEADINGS, *map(_cells, figures)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def _cells(figure: Figure) -> tuple[str, ...]:
    value, against = (f"{number:,.2f} {figure.unit}" for number in (figure.value, figure.against))
    return (
        figure.figure,
        value,
        against,
        f"{figure.ratio:.2f}x",
        *map(_bound, (figure.must, figure.aim)),
        figure.verdict,
    )


def _bound(times: float | None) -> str:
    return "" if times is None else f"{times}x"
