"""A filter worked out slice by slice, so that nothing waits for it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from threadmark.find.searching import SLICE

if TYPE_CHECKING:
    from threadmark.find.filters import Filter
    from threadmark.find.known import Known

_AT_ONCE: Final = 256


class Sifting:
    """Which comments meet a filter, from the first to the last.

    Args:
        filter_: the filter.
        known: the comments.

    Attributes:
        filter: the filter.
        flags: one byte for each comment looked at so far, 1 where it meets the filter.
    """

    def __init__(self, filter_: Filter, known: Known) -> None:
        self.filter = filter_
        self.flags = bytearray()
        self._test = filter_.term.test(known)
        self._comments = len(known)

    @property
    def is_finished(self) -> bool:
        """Whether all comments were looked at."""
        return len(self.flags) == self._comments

    @property
    def count(self) -> int:
        """How many comments met it so far."""
        return self.flags.count(1)

    def slice(self, seconds: float = SLICE) -> None:
        """Go on for about so many seconds, and for 256 comments at least.

        Raises:
            FindError: a regular expression takes too long.
        """
        began = time.perf_counter()
        while not self.is_finished:
            at = len(self.flags)
            self.flags += bytearray(map(self._test, range(at, min(at + _AT_ONCE, self._comments))))
            if time.perf_counter() - began >= seconds:
                break
