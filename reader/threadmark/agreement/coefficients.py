"""Krippendorff's alpha with any distance, and plain agreement.

A unit is what several annotators judged, given as the values of those who did; who did not is left out. Units with fewer
than two values say nothing about agreement and are passed over.

Krippendorff, "Computing Krippendorff's alpha-reliability", 2011; Passonneau, "Measuring agreement on set-valued items
(MASI) for semantic and pragmatic annotation", 2006.

    >>> round(alpha([["a", "b"], ["a", "a"], ["b", "b"], ["b", "b"]]) or 0, 4)
    0.5333
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import combinations
from typing import TypeVar

_Value = TypeVar("_Value", bound=Hashable)
_CONTAINED, _OVERLAPPING = 2 / 3, 1 / 3


def nominal(one: object, other: object) -> float:
    """0 for the same value, 1 for another."""
    return float(one != other)


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """1 less the share of labels that two sets have in common; two empty sets are the same."""
    return 1 - len(one & other) / len(one | other) if one | other else 0.0


def masi(one: frozenset[str], other: frozenset[str]) -> float:
    """The Jaccard similarity weighed by how the sets lie: 2/3 where one holds the other, 1/3 where they overlap."""
    if one == other:
        return 0.0
    common = one & other
    if not common:
        return 1.0
    weight = _CONTAINED if common in (one, other) else _OVERLAPPING
    return 1 - weight * (1 - jaccard(one, other))


def observed(units: Iterable[Sequence[_Value]], distance: Callable[[_Value, _Value], float] = nominal) -> float | None:
    """The mean agreement (1 less the distance) of two annotators on a unit; None where no unit has two values."""
    disagreement, pairable = _observed([unit for unit in units if len(unit) > 1], distance)
    return 1 - disagreement if pairable else None


def alpha(units: Iterable[Sequence[_Value]], distance: Callable[[_Value, _Value], float] = nominal) -> float | None:
    """Krippendorff's alpha; None where it is undefined: no unit with two values, or no two values that differ.

    Args:
        units: for each unit the values that it was given, in any order.
        distance: 0 for values that are the same, more the further they are apart.
    """
    paired = [unit for unit in units if len(unit) > 1]
    disagreement, pairable = _observed(paired, distance)
    counts = Counter(value for unit in paired for value in unit)
    expected = sum(2 * counts[one] * counts[other] * distance(one, other) for one, other in combinations(counts, 2))
    return 1 - disagreement * pairable * (pairable - 1) / expected if expected else None


def _observed(paired: Sequence[Sequence[_Value]], distance: Callable[[_Value, _Value], float]) -> tuple[float, int]:
    """The observed disagreement, and how many values can be paired."""
    pairable = sum(map(len, paired))
    apart = sum(
        2 * sum(distance(one, other) for one, other in combinations(unit, 2)) / (len(unit) - 1) for unit in paired
    )
    return (apart / pairable if pairable else 0.0), pairable
