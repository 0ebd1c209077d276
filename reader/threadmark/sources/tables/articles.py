"""Articles that lie in a table of their own beside the comments: `gnm_articles.csv` beside `gnm_comments.csv`.

SOCC and the New York Times corpus are kept so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec

from threadmark.errors import InputError
from threadmark.sources.lookup import Lookup
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


class Articles:
    """What is known of articles, by what the comments' table calls them.

    Attributes:
        notes: where it is from.
    """

    def __init__(self, lookup: Lookup, notes: Sequence[str] = ()) -> None:
        self._lookup = lookup
        self.notes = notes

    def about(self, thread: str) -> About | None:
        """What is known of a thread's article; None for nothing."""
        found = self._lookup.get(thread)
        return msgspec.msgpack.decode(found, type=About) if found else None


@contextmanager
def beside(opened: Opened, columns: Columns) -> Iterator[Articles]:
    """The articles beside a table of comments; none where there is no such table."""
    with Lookup() as lookup:
        place = _place(opened, columns)
        if place is None:
            yield Articles(lookup)
            return
        try:
            count = lookup.fill(_articles(place))
        except InputError as error:
            lookup.close()
            yield Articles(lookup, [f"the articles beside it can't be read: {error}"])
            return
        yield Articles(lookup, [f"{count:,} articles are from {place.name}, beside it"] if count else [])


def _place(opened: Opened, columns: Columns) -> Path | None:
    if opened.path is None or columns.thread_name != "articleid":
        return None
    name = _COMMENTS.sub(lambda found: "Articles" if found[0][0] == "C" else "articles", opened.path.name)
    place = opened.path.with_name(name)
    return place if name != opened.path.name and place.is_file() else None


def _articles(place: Path) -> Iterator[tuple[str, bytes]]:
    from threadmark.sources.tables.delimited import records_of  # noqa: PLC0415 -- it asks for this module, too

    opened = open_input(place)
    try:
        names, records = records_of(opened)
        places = {plain_name(column): at for at, column in reversed(list(enumerate(names)))}
        if "articleid" not in places:
            return
        for cells in records:
            if (thread := identity(cells[places["articleid"]])) is not None:
                yield thread, msgspec.msgpack.encode(about_of(cells, places))
    finally:
        opened.close()


def about_of(cells: Sequence[Any], places: Mapping[str, int]) -> About:
    """What is said of an article.

    Args:
        cells: what is said.
        places: where among them each column is, by its name in small letters without signs.
    """

    def first(field: str) -> str | None:
        found = (cells[places[name]] for name in _FIELDS[field] if name in places)
        return next((str(value) for value in found if not is_nothing(value)), None)

    return About(
        first("title"), first("url"), first("published"), first("byline"), first("article"), number(first("count"))
    )
