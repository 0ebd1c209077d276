"""A letter into the search field and into the filter field, and `n`: the first frame, while the search goes on behind."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from tests.benchmarks.figure import Figure, Measures
from tests.benchmarks.large import large

ALLOWED = 50.0
"""Milliseconds that a letter may take longer than a movement key."""
KEYS = 20


def finding(runs: int) -> Iterator[Figure]:
    """A letter beside a movement key and what it may take more, in a large thread."""
    moves, letters, filters, matches = [], [], [], []
    for terminal in large(runs):
        moves += [terminal.frame("j") for _ in range(KEYS)]
        terminal.frame("/")
        letters += [terminal.frame(letter) for letter in "the lane"]
        terminal.frame("enter")
        terminal.idle()
        matches += [terminal.frame("n") for _ in range(KEYS)]
        terminal.frame("escape")
        terminal.idle()
        terminal.frame("&")
        filters += [terminal.frame(letter) for letter in 'depth:>2 "the lane"']
        terminal.frame("escape")
        terminal.idle()
    floor = median(moves) + ALLOWED
    for what, took in (("letter of a search", letters), ("letter of a filter", filters), ("key n", matches)):
        yield Figure(f"{what}, 100,000 comments / key j + 50 ms", median(took), floor, 1.0, 0.6)
        yield Figure(f"{what}, the slowest / key j + 50 ms", max(took), floor, 1.0, 0.6)


FIGURES: Measures = {"finding": finding}
