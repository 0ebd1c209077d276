"""Times in the form `2024-03-12T10:00:30Z` as POSIX seconds, quickly, for whole columns of them.

A time is the sum of its day, its minute and its second, and each of those is worked out once for all threads.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from operator import add, itemgetter

_REMEMBERED = 4096
"""Times, and days, kept at most: many comments of a thread share one where it is printed to the minute."""

_DAY, _MINUTE, _SECOND = itemgetter(slice(10)), itemgetter(slice(10, 16)), itemgetter(slice(16, None))


class Clocks:
    """Reads columns of times; what is not in this form raises ValueError, and `posix_seconds` may know better."""

    def __init__(self) -> None:
        self._known: dict[str, float] = {}

    def read(self, times: set[str]) -> dict[str, float]:
        """POSIX seconds by time, for these times at least.

        Raises:
            ValueError: one of them is in another form, or no time.
        """
        days, minutes, seconds = _DAYS, _MINUTES, _SECONDS
        fresh = times - self._known.keys()
        if len(self._known) + len(fresh) > _REMEMBERED:
            fresh, self._known = times, {}
        new = list(fresh)
        read = map(add, map(days.__getitem__, map(_DAY, new)), map(minutes.__getitem__, map(_MINUTE, new)))
        self._known.update(zip(new, map(add, read, map(seconds.__getitem__, map(_SECOND, new))), strict=True))
        return self._known


class _Days(dict[str, float]):
    """Dates as seconds, each worked out once: a thread of 100,000 comments is written on few days."""

    def __missing__(self, day: str) -> float:
        if len(day) != len("2024-03-12") or day[4] != "-":
            raise ValueError(day)
        if len(self) >= _REMEMBERED:
            self.clear()
        seconds = self[day] = datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()
        return seconds


class _Minutes(dict[str, float]):
    """Times of day in the form `T10:00` as seconds; ValueError for any other form."""

    def __missing__(self, clock: str) -> float:
        if not clock.startswith("T"):
            raise ValueError(clock)
        at = time.fromisoformat(clock[1:])
        seconds = self[clock] = float(at.hour * 3600 + at.minute * 60)
        return seconds


class _Seconds(dict[str, float]):
    """What follows the minute in the form `:30Z`; ValueError for any other form."""

    def __missing__(self, rest: str) -> float:
        if not (len(rest) == len(":30Z") and rest[0] == ":" and rest[-1] == "Z" and rest[1:-1].isdecimal()):
            raise ValueError(rest)
        at = time.fromisoformat("00:00" + rest[:-1])
        seconds = self[rest] = float(at.second)
        return seconds


_DAYS = _Days()
_MINUTES = _Minutes()
_SECONDS = _Seconds()
