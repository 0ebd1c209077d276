"""Cells become values: ids, numbers, times and flags, whether they come as text or typed.

>>> identity("26513606.0"), identity("NaN"), seconds("2009-03-05 19:09:35 UTC")
('26513606', None, 1236280175.0)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from math import isfinite, nan
from typing import Any, Final

from threadmark.thread.model import posix_seconds

_NOTHING: Final = frozenset({"", "null", "none", "nan", "na", "n/a", "\\n", "nat", "<na>"})
_LONGEST_NOTHING: Final = max(map(len, _NOTHING))
_NOBODY: Final = frozenset({"", "none", "null", "nan", "\\n", "[deleted]", "[removed]"})
"""What scripts write for an author who is gone."""
_LONGEST_NOBODY: Final = max(map(len, _NOBODY))
_YES: Final = frozenset({"true", "1", "1.0", "yes", "y", "t"})
_NO: Final = frozenset({"false", "0", "0.0", "no", "n", "f"}) | _NOTHING
_WHOLE_FLOAT = re.compile(r"-?\d+\.0")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
# A time zone that people write as a word; fromisoformat knows Z and offsets.
_ZONE = re.compile(r"\s*(UTC|GMT|Z)\Z", re.IGNORECASE)
_DAY_AND_ZONE = re.compile(r"(\d{4}-\d\d-\d\d)\s+[A-Z]{2,5}\Z")
_SHORT_ZONE = re.compile(r"([+-]\d\d)(\d\d)?\Z")
_TWITTER: Final = "%a %b %d %H:%M:%S %z %Y"
_IN_WORDS: Final = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %d, %Y %I:%M %p", "%b %d, %Y %I:%M %p")
_WITH_POINTS: Final = ("%d.%m.%Y", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S")
"""Between points the day is first everywhere; between strokes a whole column has to tell: `strokes`."""
_MILLISECONDS, _MICROSECONDS = 1e11, 1e14
"""Numbers from here on count milliseconds, microseconds: as seconds they would lie after the year 5000."""
_LARGEST = 2**63 - 1
_NAMED = ("name", "username", "login", "screen_name", "display_name", "displayName", "acct", "id")


def is_nothing(value: object) -> bool:
    """Whether a cell says that there is no value."""
    if isinstance(value, str):
        return len(value) <= _LONGEST_NOTHING and value.strip().lower() in _NOTHING
    return value is None or (isinstance(value, float) and not isfinite(value))


def identity(value: object) -> str | None:
    """An id; what a spreadsheet or pandas made of a whole number (`123.0`) is that number again."""
    if is_nothing(value):
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).strip()
    return text[:-2] if text.endswith(".0") and _WHOLE_FLOAT.fullmatch(text) else text


def person(value: object) -> str | None:
    """An author's name; of an object, what names it."""
    if isinstance(value, Mapping):
        value = next((value[key] for key in _NAMED if isinstance(value.get(key), str | int)), None)
    text = words(value)
    return None if len(text) <= _LONGEST_NOBODY and text.strip().lower() in _NOBODY else text


def words(value: object) -> str:
    """A text; empty where there is none."""
    return "" if value is None or (isinstance(value, float) and not isfinite(value)) else str(value)


def number(value: object) -> int | None:
    """A whole number; None for what is none, or is too large to be one in the file."""
    if isinstance(value, str):
        if value.isdecimal() and value.isascii() and len(value) < len(str(_LARGEST)):
            return int(value)
        text = value.strip().replace(",", "")
        if not _NUMBER.fullmatch(text):
            return None
        value = int(text) if text.lstrip("+-").isdecimal() and len(text) < len(str(_LARGEST)) else float(text)
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return None
    return int(value) if value == int(value) and abs(value) <= _LARGEST else None


def flag(value: object) -> bool | None:
    """Yes or no; None for anything else."""
    if isinstance(value, bool) or value is None:
        return bool(value)
    text = str(value).strip().lower()
    return True if text in _YES else False if text in _NO else None


def seconds(value: object) -> float:
    """A time as POSIX seconds: a number of seconds, milli- or microseconds, or written out; NaN for what is no time."""
    if isinstance(value, datetime | date):
        at = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day, tzinfo=UTC)
        return posix_seconds(at.isoformat())
    if isinstance(value, bool) or value is None:
        return nan
    if isinstance(value, int | float):
        return _counted(float(value))
    text = str(value).strip()
    if _NUMBER.fullmatch(text) and not (text.isdecimal() and len(text) == len("20240312")):
        return _counted(float(text))
    return _written(text)


def _counted(value: float) -> float:
    if value >= _MICROSECONDS:
        value /= 1e6
    elif value >= _MILLISECONDS:
        value /= 1e3
    return posix_seconds(value) if isfinite(value) else nan


def _written(text: str) -> float:
    day = _DAY_AND_ZONE.match(text)
    plain = day[1] if day else _ZONE.sub("", text)
    if len(plain) < len("20240312") or not plain.isascii():
        return nan
    if plain[0].isdecimal() and plain[1].isdecimal() and plain[2].isdecimal():
        at = posix_seconds(plain)
        if at == at:  # noqa: PLR0124 -- not NaN
            return at
        return posix_seconds(_SHORT_ZONE.sub(lambda zone: f"{zone[1]}:{zone[2] or '00'}", plain).replace(" +", "+"))
    return _in_words(text)


def _in_words(text: str) -> float:
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 -- few tables write times so

    for form in (_TWITTER, *_IN_WORDS, *_WITH_POINTS):
        try:
            at = datetime.strptime(text, form)  # noqa: DTZ007 -- without a zone it is UTC, two lines down
        except ValueError:
            continue
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return nan
    return posix_seconds(at.isoformat())


def kept(value: Any) -> Any:
    """A value as it can stand in a native file's `extra`: what JSON has no word for becomes text."""
    if isinstance(value, str | bool) or value is None:
        return value
    if isinstance(value, Mapping):
        return {str(key): kept(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [kept(inner) for inner in value]
    return _plain(value)


def _plain(value: Any) -> str | int | float | None:
    if isinstance(value, int):
        return value if abs(value) <= _LARGEST else str(value)
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
