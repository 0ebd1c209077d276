"""Cells become rows: one comment each, or the article that comments hang under."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from math import isnan
from typing import Any, Final

import msgspec

from threadmark.sources.tables.bodies import plain
from threadmark.sources.tables.names import Columns, uses
from threadmark.sources.tables.strokes import month_first, stroked
from threadmark.sources.tables.values import flag, identity, is_nothing, kept, number, person, seconds, words

GONE: Final = frozenset({"[deleted]", "[removed]", "[ removed by reddit ]"})
OTHER: Final = "other fields"
"""The column of a mapping with fields that few rows have."""
ODD_SCORE: Final = "scores that are no whole numbers (kept as a field)"
_LONGEST_GONE: Final = max(map(len, GONE))
_ARTICLES: Final = frozenset({"story", "submission", "article", "t3", "poll", "job", "link"})
_ALSO_COMMENTS: Final = frozenset({"post", "status"})
"""What some tables call their articles and others their comments."""
_GONE_STATES: Final = frozenset({"deleted", "removed", "trash"})
_PREFIXES: Final = ("t1_", "t3_")
_IDS: Final = ("id", "commentId", "comment_id")
"""What an object that stands for the parent calls its id."""


class About(msgspec.Struct, array_like=True, gc=False):
    """What a row says of its thread's article; `count` is how many comments it had."""

    title: str | None
    url: str | None
    published: str | None
    byline: str | None
    article: str | None
    count: int | None


NOTHING_KNOWN: Final = About(None, None, None, None, None, None)


class Row(msgspec.Struct, array_like=True):
    """One row of a table, as `ThreadBuilder.add` takes it, but for where it hangs.

    Attributes:
        thread: what the table calls its thread; empty where it says nothing.
        id: its own id.
        parent: whom it answers, as the table says.
        path: its place in the tree.
        depth: how deep it is indented.
        is_article: whether it is no comment but what comments hang under.
    """

    thread: str
    id: str | None
    parent: str | None
    path: str | None
    depth: int | None
    author: str | None
    text: str
    created: float | None
    edited: float | bool | None
    score: int | None
    role: str | None
    deleted: bool
    is_article: bool
    about: About | None
    extra: dict[str, Any] | None


def bare(given: str) -> str:
    """An id without what Reddit puts before it."""
    return given[3:] if given.startswith(_PREFIXES) else given


class RowMaker:
    """Makes rows of cells.

    Args:
        names: the columns' names, as the table has them.
        columns: which is what.
        look: the first rows of the table, by which doubts about its columns are settled.

    Attributes:
        mended: what could not be read, counted.
        notes: how doubts were settled, for the report.
    """

    def __init__(self, names: Sequence[str], columns: Columns, look: Sequence[Sequence[Any]]) -> None:
        self.columns = columns = _doubtless(columns, look)
        self.mended: Counter[str] = Counter()
        self.notes: list[str] = []
        self._month_first = self._order(look)
        read = uses(columns)
        self._names = names
        self._rest = [(place, name) for place, name in enumerate(names) if place not in read]
        self._about = any(
            (columns.title, columns.url, columns.published, columns.byline, columns.article, columns.count)
        )
        kinds = {str(_first(cells, columns.kind)).strip().lower() for cells in look}
        self._articles = _ARTICLES if kinds <= _ARTICLES | _ALSO_COMMENTS else _ARTICLES | _ALSO_COMMENTS

    def __call__(self, cells: Sequence[Any]) -> Row:
        """The row of some cells, of which there are as many as names."""
        columns = self.columns
        extra: dict[str, Any] = {}
        for place, name in self._rest:
            value = cells[place]
            if value != "" and value is not None and (value := kept(value)) is not None:
                extra[name] = value
        if isinstance(other := extra.pop(OTHER, None), dict):
            extra |= other
        thread = _first(cells, columns.thread)
        comment_id = identity(_first(cells, columns.id))
        parent = _parent(_first(cells, columns.parent))
        if columns.reply and parent is None and comment_id and flag(cells[columns.reply[0]]):
            parent = comment_id.rpartition(".")[0] or None
        text = words(cells[columns.text[0]]) if columns.text else ""
        reddit = columns.reddit or (parent or "").startswith(_PREFIXES)
        return Row(
            thread=identity(thread) or "",
            id=comment_id,
            parent=parent,
            path=identity(_first(cells, columns.path)),
            depth=number(_first(cells, columns.depth)),
            author=person(cells[columns.author[0]]) if columns.author else None,
            text=plain(text, markdown=reddit),
            created=self._time(cells, columns.time, extra),
            edited=_edited(_first(cells, columns.edited)),
            score=self._score(cells, extra),
            role=self._role(cells),
            deleted=self._gone(cells, text, extra),
            is_article=bool(columns.kind) and self._is_article(cells, extra),
            about=self._of_article(cells) if self._about else None,
            extra=extra or None,
        )

    def _order(self, look: Sequence[Sequence[Any]]) -> bool | None:
        """Whether times with strokes begin with their month; None where the first rows don't settle it."""
        order = month_first(cells[place] for cells in look for place in self.columns.time)
        if order is not None:
            which, where = ("month", "second") if order else ("day", "first")
            self.notes.append(
                f"times such as 3/4/2024 are read with the {which} first, as numbers above 12 stand {where} only"
            )
        return order

    def _gone(self, cells: Sequence[Any], text: str, extra: dict[str, Any]) -> bool:
        """Whether the comment was deleted, by a mark, its state, or what stands in its place."""
        gone = len(text) <= _LONGEST_GONE and text.strip().lower() in GONE
        for place in self.columns.deleted:
            gone = bool(flag(cells[place])) or gone
        for place in self.columns.state:
            gone = str(cells[place]).strip().lower() in _GONE_STATES or gone
            if not is_nothing(cells[place]):
                extra[self._names[place]] = kept(cells[place])
        return gone

    def _is_article(self, cells: Sequence[Any], extra: dict[str, Any]) -> bool:
        kind = _first(cells, self.columns.kind)
        said = "" if kind is None else str(kind).strip().lower()
        if said in self._articles:
            return True
        if said not in ("", "comment"):
            extra[self._names[self.columns.kind[0]]] = kept(kind)
        return False

    def _time(self, cells: Sequence[Any], places: Sequence[int], extra: dict[str, Any]) -> float | None:
        """The first time that can be read; NaN where there is one that can't, which is kept."""
        at: float | None = None
        for place in places:
            if is_nothing(cells[place]):
                continue
            at = seconds(cells[place])
            if isnan(at) and self._month_first is not None:
                at = stroked(cells[place], month_first=self._month_first)
            if not isnan(at):
                return at
            extra[self._names[place]] = kept(cells[place])
        return at

    def _score(self, cells: Sequence[Any], extra: dict[str, Any]) -> int | None:
        columns = self.columns
        if columns.up and columns.down:
            up, down = number(cells[columns.up[0]]), number(cells[columns.down[0]])
            if up is not None or down is not None:
                return (up or 0) - abs(down or 0)
        given = _first(cells, columns.score)
        score = number(given)
        if score is None and given is not None:
            self.mended[ODD_SCORE] += 1
            extra[self._names[columns.score[0]]] = kept(given)
        return score

    def _role(self, cells: Sequence[Any]) -> str | None:
        columns = self.columns
        given = _first(cells, columns.role)
        if given is not None and flag(given) is None:
            return str(given)
        if columns.moderator and flag(cells[columns.moderator[0]]):
            return "moderator"
        return "author" if columns.submitter and flag(cells[columns.submitter[0]]) else None

    def _of_article(self, cells: Sequence[Any]) -> About | None:
        columns = self.columns
        title, url, published, byline, article = (
            None if value is None else str(value)
            for value in (
                _first(cells, places)
                for places in (columns.title, columns.url, columns.published, columns.byline, columns.article)
            )
        )
        count = number(_first(cells, columns.count))
        about = About(title, url, published, byline, article, count)
        return None if about == NOTHING_KNOWN else about


def _first(cells: Sequence[Any], places: Sequence[int]) -> Any:
    """The first of some cells that holds a value; None where none does."""
    for place in places:
        if not is_nothing(cells[place]):
            return cells[place]
    return None


def _parent(value: Any) -> str | None:
    if isinstance(value, dict):
        value = next((value[key] for key in _IDS if key in value), None)
    return identity(value)


def _edited(value: Any) -> float | bool | None:
    said = flag(value)
    if said is not None:
        return said or None
    at = seconds(value)
    return None if isnan(at) else at


def _doubtless(columns: Columns, look: Sequence[Sequence[Any]]) -> Columns:
    """The columns without one that is called like a thread's and is none, because replies cross it."""
    if not (columns.thread and columns.id and columns.parent):
        return columns
    threads: dict[str, str | None] = {}
    for cells in look:
        if (comment_id := identity(_first(cells, columns.id))) is not None:
            threads[bare(comment_id)] = identity(_first(cells, columns.thread))
    within = across = 0
    for cells in look:
        parent = _parent(_first(cells, columns.parent))
        if parent is not None and bare(parent) in threads:
            same = threads[bare(parent)] == identity(_first(cells, columns.thread))
            within, across = within + same, across + (not same)
    return replace(columns, thread=(), thread_name="") if across > within and across + within else columns
