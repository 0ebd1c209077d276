"""What a corpus says of threads or people in a file of its own, looked up by name; it waits on the disk, not in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from itertools import islice
from types import TracebackType
from typing import Final, Self

_TOGETHER: Final = 500
_CACHE_KIB: Final = 8 << 10


class Lookup:
    """Bytes by name, in a database that goes with its connection; the first of two of one name counts."""

    def __init__(self) -> None:
        self._database: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def fill(self, named: Iterable[tuple[str, bytes]]) -> int:
        """Put values away; how many there are now."""
        if self._database is None:
            self._database = sqlite3.connect("", isolation_level=None)
            for setting in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_CACHE_KIB}"):
                self._database.execute(f"PRAGMA {setting}")
            self._database.execute("CREATE TABLE kept (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID")
            self._database.execute("BEGIN")
        rest = iter(named)
        while some := list(islice(rest, _TOGETHER)):
            self._database.executemany("INSERT OR IGNORE INTO kept VALUES (?, ?)", some)
        (count,) = self._database.execute("SELECT count(*) FROM kept").fetchone()
        return int(count)

    def get(self, name: str) -> bytes | None:
        """The value of a name; None where there is none."""
        if self._database is None or not name:
            return None
        try:
            found = self._database.execute("SELECT value FROM kept WHERE name = ?", (name,)).fetchone()
        except UnicodeEncodeError:  # a lone surrogate, which no name in it has
            return None
        return found[0] if found else None

    def close(self) -> None:
        """Let all of it go."""
        if self._database is not None:
            self._database.close()
            self._database = None
