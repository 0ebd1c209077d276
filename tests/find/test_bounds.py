"""Bounds of numbers and times."""

from datetime import UTC, datetime
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadmark.find.bounds import number_bounds, time_bounds

NUMBERS = st.integers(-(10**14), 10**14)


def holds(said, number):
    """Whether a number lies within bounds as they are typed."""
    low, high = number_bounds(said)
    return low <= number < high


@given(NUMBERS, NUMBERS, NUMBERS)
def test_comparisons_are_those_of_numbers(bound, other, number):
    """Each sign means what it means for whole numbers, and a range has both its ends."""
    assert holds(f"{bound}", number) == holds(f"={bound}", number) == (number == bound)
    assert holds(f">{bound}", number) == (number > bound)
    assert holds(f">={bound}", number) == holds(f"{bound}..", number) == (number >= bound)
    assert holds(f"<{bound}", number) == (number < bound)
    assert holds(f"<={bound}", number) == holds(f"..{bound}", number) == (number <= bound)
    low, high = min(bound, other), max(bound, other)
    assert holds(f"{low}..{high}", number) == (low <= number <= high)


@pytest.mark.parametrize(
    "said", ["", "x", "..", ">", "3..2", "1...2", "3.5", ">..3", "1e3", "٣", "9" * 16, "--3", "<>3"]
)
def test_what_is_no_number_is_refused(said):
    """With a ValueError, whatever it is."""
    with pytest.raises(ValueError):
        number_bounds(said)


def at(*parts):
    """A moment as POSIX seconds."""
    return datetime(*parts, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("2024", at(2024, 1, 1), at(2025, 1, 1)),
        ("2024-02", at(2024, 2, 1), at(2024, 3, 1)),
        ("2024-12", at(2024, 12, 1), at(2025, 1, 1)),
        ("2024-02-29", at(2024, 2, 29), at(2024, 3, 1)),
        ("2024-3-1", at(2024, 3, 1), at(2024, 3, 2)),
        ("2024-03-12T10:00", at(2024, 3, 12, 10), at(2024, 3, 12, 10, 1)),
        ("2024-03-12T10:00:30Z", at(2024, 3, 12, 10, 0, 30), at(2024, 3, 12, 10, 0, 31)),
        (">2024-03", at(2024, 4, 1), inf),
        (">=2024-03", at(2024, 3, 1), inf),
        ("<2024-03", -inf, at(2024, 3, 1)),
        ("<=2024-03", -inf, at(2024, 4, 1)),
        ("2024-03-01..2024-03-12", at(2024, 3, 1), at(2024, 3, 13)),
        ("9999", at(9999, 1, 1), inf),
        ("9999-12-31", at(9999, 12, 31), inf),
    ],
)
def test_a_time_stands_for_all_of_it(said, low, high):
    """A day is the whole day, and after a month is after its last day."""
    assert time_bounds(said) == (low, high)


@pytest.mark.parametrize("said", ["2024-13", "2023-02-29", "0000", "24", "2024-03-12T25:00", "yesterday", "2024..2023"])
def test_what_is_no_time_is_refused(said):
    """With a ValueError, whatever it is."""
    with pytest.raises(ValueError):
        time_bounds(said)
