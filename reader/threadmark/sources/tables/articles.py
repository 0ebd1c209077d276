"""Articles that lie in a table of their own beside the comments: `gnm_articles.csv` beside `gnm_comments.csv`.

SOCC and the New York Times corpus are kept so. What is known of an article waits on the disk until its thread comes.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec

from threadmark.errors import InputError
from threadmark.sources.opening import Opened, open_input
from threadmark.sources.tables.names import Columns, plain_name
from threadmark.sources.tables.rows import About
from threadmark.sources.tables.values import identity, is_nothing, number

_COMMENTS: Final = re.compile(r"(?i)comment(?:_thread)?s")
_FIELDS: Final = {
    "title": ("title", "headline", "articletitle"),
    "url": ("articleurl", "weburl", "url", "link"),
    "published": ("publisheddate", "pubdate", "date", "published"),
    "byline": ("author", "byline"),
    "article": ("articletext", "text", "body", "content", "snippet"),
    "count": ("ncomments", "commentcount"),
}
_TOGETHER: Final = 500


class Articles:
    """What is known of articles, by what the comments' table calls them.

    Attributes:
        notes: where it is from.
    """

    def __init__(self, database: sqlite3.Connection | None = None, notes: Sequence[str] = ()) -> None:
        self._database = database
        self.notes = notes

    def about(self, thread: str) -> About | None:
        """What is known of a thread's article; None for nothing."""
        if self._database is None or not thread:
            return None
        found = self._database.execute("SELECT content FROM article WHERE name = ?", (thread,)).fetchone()
        return msgspec.msgpack.decode(found[0], type=About) if found else None


@contextmanager
def beside(opened: Opened, columns: Columns) -> Iterator[Articles]:
    """The articles beside a table of comments; none where there is no such table."""
    path = opened.path
    name = _COMMENTS.sub(lambda found: "Articles" if found[0][0] == "C" else "articles", path.name) if path else ""
    if (
        path is None
        or columns.thread_name != "articleid"
        or name == path.name
        or not (place := path.with_name(name)).is_file()
    ):
        yield Articles()
        return
    with closing(sqlite3.connect("", isolation_level=None)) as database:
        try:
            count = _load(place, database)
        except InputError as error:
            yield Articles(notes=[f"the articles beside it can't be read: {error}"])
            return
        yield Articles(database, [f"{count:,} articles are from {name}, beside it"] if count else [])


def _load(place: Path, database: sqlite3.Connection) -> int:
    """Put articles away; how many there are."""
    from threadmark.sources.tables.delimited import records_of  # noqa: PLC0415 -- it asks for this module, too

    database.execute("CREATE TABLE article (name TEXT PRIMARY KEY, content BLOB)")
    database.execute("BEGIN")
    opened = open_input(place)
    try:
        names, records = records_of(opened)
        places = {plain_name(column): at for at, column in reversed(list(enumerate(names)))}
        if "articleid" not in places:
            return 0
        waiting: list[tuple[str, bytes]] = []
        for cells in records:
            if (thread := identity(cells[places["articleid"]])) is not None:
                waiting.append((thread, msgspec.msgpack.encode(_about(cells, places))))
            if len(waiting) == _TOGETHER:
                _write(database, waiting)
        _write(database, waiting)
    finally:
        opened.close()
    (count,) = database.execute("SELECT count(*) FROM article").fetchone()
    return int(count)


def _write(database: sqlite3.Connection, waiting: list[tuple[str, bytes]]) -> None:
    database.executemany("INSERT OR IGNORE INTO article VALUES (?, ?)", waiting)
    waiting.clear()


def _about(cells: Sequence[Any], places: dict[str, int]) -> About:
    def first(field: str) -> str | None:
        found = (cells[places[name]] for name in _FIELDS[field] if name in places)
        return next((str(value) for value in found if not is_nothing(value)), None)

    return About(
        first("title"), first("url"), first("published"), first("byline"), first("article"), number(first("count"))
    )
