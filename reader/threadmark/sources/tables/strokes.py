"""Times with strokes: `3/14/2024 5:02 PM` in one country is `14/3/2024 17:02` in others, and a whole column tells which.

>>> month_first(["3/2/2024", "3/14/2024 5:02 PM"])
True
>>> stroked("3/14/2024 5:02 PM", month_first=True)
1710435720.0
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from math import nan
from typing import Any, Final

_FORM: Final = re.compile(
    r"\s*(\d{1,2})/(\d{1,2})/(\d{4})(?:,?\s+(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:\s*([AP])\.?M\.?)?)?\s*(?:UTC|GMT|Z)?\s*",
    re.IGNORECASE | re.ASCII,
)
_MONTHS: Final = 12
_NOON: Final = 12


def month_first(values: Iterable[Any]) -> bool | None:
    """Whether in some times the month stands first: where a number above 12 stands second in one of them, and first in none.

    None where they do not tell, or contradict each other.
    """
    found = [match for value in values if isinstance(value, str) and (match := _FORM.fullmatch(value))]
    first, second = (any(int(match[place]) > _MONTHS for match in found) for place in (1, 2))
    return second if first != second else None


def stroked(value: Any, *, month_first: bool) -> float:
    """A time with strokes as POSIX seconds, in UTC; NaN for what is none, or no day of the year so."""
    match = _FORM.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return nan
    first, second, year, hour, minute, second_of = (int(match[place] or 0) for place in range(1, 7))
    if half := match[7]:
        if not 1 <= hour <= _NOON:
            return nan
        hour = hour % _NOON + (_NOON if half in "pP" else 0)
    month, day = (first, second) if month_first else (second, first)
    try:
        return datetime(year, month, day, hour, minute, second_of, tzinfo=UTC).timestamp()
    except ValueError:
        return nan
