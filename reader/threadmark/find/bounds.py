"""Bounds of numbers and times as they are typed: `3`, `>3`, `<=3`, `2..4`, `..4`, `2024-03`, `>2024-03-12T10:00`.

Whatever is typed stands for a stretch of numbers with its end left out, so that all comparisons are one: 3 is 3 to 4,
`2024-03` the month, `>2024-03` all that comes after it.

    >>> number_bounds("2..4"), number_bounds(">3")
    ((2, 5), (4, inf))
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from math import inf
from typing import TypeAlias

Bounds: TypeAlias = tuple[float, float]

_NUMBER = re.compile(r"[+-]?[0-9]{1,15}")
_TIME = re.compile(r"(\d{4})(?:-(\d\d?)(?:-(\d\d?)(?:[Tt](\d\d?):(\d\d)(?::(\d\d))?[Zz]?)?)?)?", re.ASCII)
_COMPARED = re.compile(r"(>=|<=|>|<|=)(.+)", re.DOTALL)


def number_bounds(said: str) -> Bounds:
    """The least whole number that is meant, and the first after them that is not.

    Raises:
        ValueError: it is not understood, or nothing can lie within.
    """
    return _bounds(said, _number)


def time_bounds(said: str) -> Bounds:
    """The first moment that is meant, and the first after it that is not, POSIX seconds; times are UTC.

    Raises:
        ValueError: it is not understood, or nothing can lie within.
    """
    return _bounds(said, _moment)


def _bounds(said: str, read: Callable[[str], Bounds]) -> Bounds:
    if ".." in said:
        first, _, last = said.partition("..")
        low = read(first)[0] if first else -inf
        high = read(last)[1] if last else inf
        if low >= high or not (first or last):
            raise ValueError(said)
        return low, high
    compared = _COMPARED.fullmatch(said)
    if not compared:
        return read(said)
    low, high = read(compared[2])
    return {">=": (low, inf), "<=": (-inf, high), ">": (high, inf), "<": (-inf, low), "=": (low, high)}[compared[1]]


def _number(said: str) -> Bounds:
    if not _NUMBER.fullmatch(said):
        raise ValueError(said)
    return int(said), int(said) + 1


def _moment(said: str) -> Bounds:
    """A year, month, day, minute or second as a stretch of time."""
    time = _TIME.fullmatch(said)
    if not time:
        raise ValueError(said)
    year, month, day, hour, minute, second = time.groups()
    begin = datetime(
        int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=UTC
    )
    try:
        if not month:
            end = begin.replace(year=begin.year + 1)
        elif not day:
            end = (begin + timedelta(days=31)).replace(day=1)
        else:
            end = begin + (timedelta(seconds=1) if second else timedelta(minutes=1) if minute else timedelta(days=1))
    except (ValueError, OverflowError):
        return begin.timestamp(), inf  # the end of the calendar
    return begin.timestamp(), end.timestamp()
