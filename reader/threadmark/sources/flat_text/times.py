"""Times as pages print them beside a name: *3 hours ago*, *March 12, 2024 at 10:00 am*, *2024-03-12 10:00*."""

from __future__ import annotations

import re
from math import isnan

from threadmark.thread.model import posix_seconds

LONGEST = 50

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_UNIT = r"(?:s|sec|second|m|min|minute|h|hr|hour|d|day|w|wk|week|mo|month|y|yr|year)s?"
_AGO = rf"(?:about |over |almost |less than )?(?:\d+|an?|one) ?{_UNIT}(?:,? \d+ ?{_UNIT})? ago"
_CLOCK = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)?"
_DAY = (
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?"
    rf"(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?|\d{{1,2}}\.? {_MONTH}(?:,? \d{{4}})?)"
)
_ISO = r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"
_MARKS = r"(?: ?\(?edited\)?)?"
PATTERN = (
    rf"(?:{_ISO}|{_AGO}|\d+(?:s|m|min|h|d|w|mo|y)|just now|yesterday(?: at {_CLOCK})?"
    rf"|{_DAY}(?:,? (?:at )?{_CLOCK}(?: ?(?:utc|gmt|z))?)?){_MARKS}"
)
"""A time, however it is printed; for use in other patterns, ignoring case."""

_TIME = re.compile(PATTERN, re.IGNORECASE)


_LAST_WORDS = {"ago", "now", "am", "pm", "a.m", "p.m", "edited", "utc", "gmt", "z", "yesterday", "point", "points"}
_MONTHS = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}


def can_end_time(line: str) -> bool:
    """Whether a line's last word can be the end of a time or of points: a quick look before the thorough one."""
    if line[-1] in ".!?,;:" and not line.endswith("m."):
        return False
    last = line.rsplit(maxsplit=1)[-1].rstrip(").").casefold()
    return last in _LAST_WORDS or last[:3] in _MONTHS or any(map(str.isdecimal, last))


def is_time(line: str) -> bool:
    """Whether a line, stripped, is a time and nothing else."""
    return len(line) <= LONGEST and can_end_time(line) and _TIME.fullmatch(line) is not None


def moment_of(printed: str) -> str | None:
    """A printed time in RFC 3339; None unless it is full and can mean one moment only."""
    return None if isnan(posix_seconds(printed)) else printed
