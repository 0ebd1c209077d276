"""Sums of heights over an outline, against naive ones."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadmark.tui.heights import Heights

SIZES = st.integers(min_value=1, max_value=1400)  # blocks are of 512


@st.composite
def heights(draw):
    """Heights and visibility of some comments, the first of them visible; by lot, since there are many of them."""
    count, lot = draw(SIZES), Random(draw(st.integers(0, 10_000)))
    rows = [lot.randint(1, 9) for _ in range(count)]
    flags = bytearray()
    while len(flags) < count:
        flags += bytes([lot.random() < 0.6]) * lot.randint(1, 400)
    flags[0] = 1
    return rows, flags[:count]


def naive(rows, flags):
    """The row at which each visible comment begins, and their sum."""
    starts, at = {}, 0
    for index, (height, shown) in enumerate(zip(rows, flags, strict=True)):
        if shown:
            starts[index] = at
            at += height
    return starts, at


@given(heights(), st.data())
def test_rows_and_comments_find_each_other(made, data):
    """`row_of` and `at` agree with naive sums, for every comment and every row."""
    rows, flags = made
    sums = Heights(rows, flags)
    starts, total = naive(rows, flags)
    assert sums.total == total
    index = data.draw(st.sampled_from(sorted(starts)))
    assert sums.row_of(index) == starts[index]
    line = data.draw(st.integers(0, rows[index] - 1))
    assert sums.at(starts[index] + line) == (index, line)
    last = max(starts)
    assert sums.at(total + 5) == (last, rows[last] - 1)
    assert sums.at(-3) == (0, 0)


@given(heights(), st.data())
def test_corrected_heights_are_in_the_sums(made, data):
    """A height that turned out to be another shows in every sum, whether its comment is visible or not."""
    rows, flags = made
    sums = Heights(rows, flags)
    for _ in range(data.draw(st.integers(1, 5))):
        index = data.draw(st.integers(0, len(rows) - 1))
        rows[index] = sums[index] = data.draw(st.integers(1, 30))
        assert sums[index] == rows[index]
        starts, total = naive(rows, flags)
        assert sums.total == total
        assert all(sums.row_of(start) == starts[start] for start in list(starts)[:: max(1, len(starts) // 20)])


@given(heights(), st.data())
def test_a_branch_is_hidden_and_shown(made, data):
    """After comments of a range were hidden or shown, the sums are those of the new flags."""
    rows, flags = made
    sums = Heights(rows, flags)
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(1, len(rows))) if len(rows) > 1 else 1
        end = data.draw(st.integers(start, len(rows)))
        flags = bytearray(flags)
        flags[start:end] = bytes([data.draw(st.booleans())]) * (end - start)
        sums.changed(flags, start, end)
        starts, total = naive(rows, flags)
        assert sums.total == total
        assert all(sums.row_of(start) == starts[start] for start in list(starts)[:: max(1, len(starts) // 20)])


def test_without_comments_there_is_no_row():
    """Nothing is at any row of an empty thread."""
    sums = Heights([], bytearray())
    assert sums.total == 0
    with pytest.raises(IndexError):
        sums.at(0)
