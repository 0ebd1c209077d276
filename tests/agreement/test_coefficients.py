"""Agreement against published values: Krippendorff 2011, Hayes and Krippendorff 2007, sets under Jaccard and MASI."""

from __future__ import annotations

import random

import pytest

from threadmark.agreement import alpha, jaccard, masi, nominal, observed

KRIPPENDORFF_2011 = """\
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 ."""
BEN_AND_GERRY = """\
a a b b d c c c e d d a
b a b b b c c c e d d d"""
YES_AND_NO = """\
0 1 0 0 0 0 0 0 1 0
1 1 1 0 0 1 0 0 0 0"""
THREE_CODERS = """\
. . . . . 3 4 1 2 1 1 3 3 . 3
1 . 2 1 3 3 4 3 . . . . . . .
. . 2 1 3 4 4 . 2 1 1 3 3 . 4"""
SETS = [
    ("", ""),
    ("A", ""),
    ("A", "A"),
    ("A", "B"),
    ("AB", "A"),
    ("AB", "AC"),
    ("ABC", "ABC"),
    ("C", "AC"),
    ("C", "AC"),
]


def units(table):
    """What each unit was given, from a row an observer; a dot is no value."""
    return [
        [value for value in unit if value != "."]
        for unit in zip(*(row.split() for row in table.splitlines()), strict=True)
    ]


@pytest.mark.parametrize(
    ("table", "value"),
    [(KRIPPENDORFF_2011, 0.743421), (YES_AND_NO, 0.095238), (BEN_AND_GERRY, 0.691964), (THREE_CODERS, 0.691358)],
)
def test_alpha_is_as_published(table, value):
    """Nominal alpha, with and without missing values."""
    assert alpha(units(table)) == pytest.approx(value, abs=5e-7)


def test_alpha_of_sets():
    """Sets that overlap agree in part: as Jaccard and MASI have it, and not at all where only the same set counts."""
    pairs = [[frozenset(one), frozenset(other)] for one, other in SETS]
    assert alpha(pairs, jaccard) == pytest.approx(0.315620, abs=5e-7)
    assert alpha(pairs, masi) == pytest.approx(0.273081, abs=5e-7)
    assert alpha(pairs, nominal) == pytest.approx(0.238806, abs=5e-7)
    assert masi(frozenset("AB"), frozenset("ABCD")) == pytest.approx(1 - 1 / 3)
    assert jaccard(frozenset("AB"), frozenset("ABCD")) == 0.5


@pytest.mark.parametrize("degenerate", [[], [["a"]], [["a", "a"], ["a", "a"]], [["a"], ["b"]]])
def test_what_is_undefined_is_said_to_be(degenerate):
    """Without variation, or without two values on a unit, there is no alpha: neither 0 nor 1."""
    assert alpha(degenerate) is None


def test_agreement_beside_an_undefined_alpha():
    """Where nothing varies, plain agreement is still there; where nothing is paired, it is not."""
    assert observed([["a", "a"], ["a", "a"]]) == 1
    assert observed([["a"], ["b"]]) is None


def test_order_does_not_matter():
    """Neither that of the units nor that of the annotators."""
    shuffled = units(KRIPPENDORFF_2011)
    rng = random.Random(4)
    rng.shuffle(shuffled)
    for unit in shuffled:
        rng.shuffle(unit)
    assert alpha(shuffled) == pytest.approx(alpha(units(KRIPPENDORFF_2011)))
