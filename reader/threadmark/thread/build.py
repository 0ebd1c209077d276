"""Rows in any order become a thread: ids made unique, links mended, comments put in pre-order.

Nothing is dropped in silence: each repair is counted in the import report.

    >>> builder = ThreadBuilder(ImportReport())
    >>> _ = builder.add("c2", "c1", "ana_k", "So you'd rather kids get run over?")
    >>> _ = builder.add("c1", None, "bob", "Closing it punishes drivers.")
    >>> [(comment.id, comment.depth) for comment in builder.build(Article())]
    [('c1', 1), ('c2', 2)]
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, time
from hashlib import sha256
from itertools import repeat
from math import isnan, nan
from operator import ge, gt, itemgetter
from typing import TypeVar

from threadmark.thread.model import NOTHING, Article, Columns, Inferred, Thread, posix_seconds, rfc3339
from threadmark.thread.report import ImportReport
from threadmark.thread.text import clean, clean_line

REMOVED = "control characters removed"
EMPTY = "empty comments"
MISSING_PARENT = "parents that are not in the file (hung under the article)"
SELF_REPLY = "replies to themselves (hung under the article)"
CYCLE = "cycles of replies (cut at the first comment of the file)"
SAME_TWICE = "comments that are in the file twice (kept once)"
SAME_ID = "ids that two comments share (the later renamed)"
BAD_TIME = "times that can't be read (left out)"
_HASH_DIGITS = 12
_Value = TypeVar("_Value")


class ThreadBuilder:
    """Gathers the comments of one thread.

    Args:
        report: where repairs are counted.
    """

    def __init__(self, report: ImportReport) -> None:
        self.report = report
        self._ids: list[str | None] = []
        self._parents: list[str | int | None] = []
        self._authors: list[str | None] = []
        self._texts: list[str] = []
        self._created = array("d")
        self._scores: list[int | None] = []
        self._edited: dict[int, float] = {}
        self._roles: dict[int, str] = {}
        self._deleted: set[int] = set()
        self._inferred: dict[int, Inferred] = {}
        self._extra: dict[int, Mapping[str, object]] = {}
        self._names = _Names(self._line)
        self._days = _Days()
        self._clocks = _Clocks()
        self._dropped: dict[int, int] = {}
        self._by_row = False

    def __len__(self) -> int:
        return len(self._texts)

    def add(
        self,
        comment_id: str | None,
        parent: str | int | None,
        author: str | None,
        text: str,
        *,
        created: float | str | None = None,
        edited: float | str | bool | None = None,
        score: int | None = None,
        role: str | None = None,
        deleted: bool = False,
        inferred: Inferred | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> int:
        """Add a comment; every string is cleaned here.

        Args:
            comment_id: the source's own id; None has one hashed from author, text and parent.
            parent: the parent's id, or the row that an earlier `add` returned; None for top-level.
            author: a name, or None.
            text: its text, markup already made plain.
            created: RFC 3339 or POSIX seconds.
            edited: the same, or True for "edited, nobody knows when".
            score: votes.
            role: the author's role (`moderator`, `author` …).
            deleted: whether it was deleted or removed at its source.
            inferred: how the link to the parent was found, where the file does not give it.
            extra: fields to keep.

        Returns:
            The row, which a later comment may name as its parent.
        """
        row = len(self._texts)
        self._ids.append(self._line(comment_id) or None if comment_id is not None else None)
        self._parents.append(self._line(parent) or None if isinstance(parent, str) else parent)
        self._by_row |= isinstance(parent, int)
        self._authors.append(self._names[author])
        self._texts.append(self._text(text))
        self._created.append(self._time(created))
        self._scores.append(score)
        self.add_sparse(row, edited=edited, role=role, deleted=deleted, inferred=inferred, extra=extra)
        return row

    def add_columns(
        self,
        ids: Sequence[str | None],
        parents: Sequence[str | None],
        authors: Sequence[str | None],
        texts: Sequence[str],
        created: Sequence[str | float | None],
        scores: Sequence[int | None],
        *,
        proved: bool = False,
    ) -> None:
        """Add many comments, one sequence a column, all equally long.

        Args:
            ids: as in `add`, and so the others.
            parents: ids only.
            authors: names.
            texts: texts.
            created: times.
            scores: votes.
            proved: whether the texts are known to be what `clean` makes of them.
        """
        self._ids += self._lines(ids)
        self._parents += self._lines(parents)
        self._authors += map(self._names.__getitem__, authors)
        self._texts += texts if proved else map(self._text, texts)
        try:
            days, clocks = self._days, self._clocks
            self._created.extend([days[when[:10]] + clocks[when[10:]] for when in created])  # type: ignore[index]
        except (TypeError, ValueError):
            self._created.extend(map(self._time, created))
        self._scores += scores

    def add_sparse(
        self,
        row: int,
        *,
        edited: float | str | bool | None = None,
        role: str | None = None,
        deleted: bool = False,
        inferred: Inferred | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> None:
        """Add what few comments have to one that was added: the row, then as in `add`."""
        if edited is True:
            self._edited[row] = nan
        elif edited is not None and edited is not False:
            self._edited[row] = self._time(edited)
        if role:
            self._roles[row] = self._line(role)
        if deleted:
            self._deleted.add(row)
        if inferred is not None:
            self._inferred[row] = inferred
        if extra:
            self._extra[row] = extra

    def _text(self, text: str) -> str:
        cleaned, removed = clean(text)
        if removed:
            self.report.mend(REMOVED, removed)
        return cleaned

    def _line(self, text: str) -> str:
        line, removed = clean_line(text)
        if removed:
            self.report.mend(REMOVED, removed)
        return line

    def _lines(self, lines: Sequence[str | None]) -> Sequence[str | None]:
        """Ids, each cleaned; all at once where one look shows that nothing is to be done."""
        try:
            joined = "".join(lines)  # type: ignore[arg-type]
        except TypeError:
            joined = "".join(filter(None, lines))
        if joined.isascii() and joined.isprintable() and " " not in joined and "" not in lines:
            return lines
        return [self._line(line) or None if line else None for line in lines]

    def _time(self, time: float | str | None) -> float:
        seconds = posix_seconds(time)
        if time is not None and isnan(seconds):
            self.report.mend(BAD_TIME)
        return seconds

    def build(self, article: Article, *, thread_id: str | None = None, extra: Mapping[str, object] = NOTHING) -> Thread:
        """The thread, mended as needed.

        Args:
            article: with `clean_article`d parts.
            thread_id: the source's own; else the article's url, else hashed from date and first paragraph.
            extra: fields of the thread to keep.
        """
        rows = self._rows_by_id()
        parents = self._parent_rows(rows)
        ids = self._hashed_ids(parents)
        kept = (
            [row for row, comment_id in enumerate(ids) if comment_id is not None] if self._dropped else range(len(ids))
        )
        order, depths, sizes = pre_order(parents, kept)
        in_order = _gatherer(order)
        place = [-1] * (len(ids) + 1)  # the last is the place of row -1, the article
        for index, row in enumerate(order):
            place[row] = index
        texts = in_order(self._texts)
        self.report.comments += len(texts)
        self.report.mend(EMPTY, texts.count(""))
        dropped = self._dropped
        columns = Columns(
            ids=in_order(ids),  # type: ignore[arg-type]
            parents=array("i", map(place.__getitem__, in_order(parents))),
            depths=depths,
            sizes=sizes,
            authors=in_order(self._authors),
            texts=texts,
            created=array("d", in_order(self._created)),
            scores=in_order(self._scores),
            edited={place[row]: time for row, time in self._edited.items() if row not in dropped},
            roles={place[row]: role for row, role in self._roles.items() if row not in dropped},
            deleted=frozenset(place[row] for row in self._deleted if row not in dropped),
            inferred={
                place[row]: link for row, link in self._inferred.items() if row not in dropped and parents[row] >= 0
            },
            extra={place[row]: fields for row, fields in self._extra.items() if row not in dropped},
        )
        return Thread(thread_id or article.url or hashed_thread_id(article), article, columns, extra)

    def _rows_by_id(self) -> dict[str | None, int]:
        """Each id's row; the later of two comments with one id gets another, or is dropped as the same comment."""
        rows = dict(zip(self._ids, range(len(self._ids)), strict=True))
        rows.pop(None, None)
        if len(rows) < len(self._ids):
            given = {comment_id for comment_id in self._ids if comment_id is not None}
            rows = {}
            for row, comment_id in enumerate(self._ids):
                if comment_id is not None:
                    self._take_id(row, comment_id, rows, given)
        return rows

    def _take_id(self, row: int, comment_id: str, rows: dict[str | None, int], given: set[str]) -> None:
        first = rows.setdefault(comment_id, row)
        if first == row:
            return
        if self._authors[first] == self._authors[row] and self._texts[first] == self._texts[row]:
            self._dropped[row] = first
            self.report.mend(SAME_TWICE)
            return
        renamed = _numbered(comment_id, given)
        given.add(renamed)
        self._ids[row] = renamed
        rows[renamed] = row
        self.report.mend(SAME_ID)

    def _parent_rows(self, rows: dict[str | None, int]) -> list[int]:
        """Each comment's parent as a row, -1 for top-level, without self-replies and cycles."""
        missing = -2
        found = {**rows, None: -1}
        if self._by_row:
            parents = [
                self._dropped.get(parent, parent) if isinstance(parent, int) else found.get(parent, missing)
                for parent in self._parents
            ]
        else:
            parents = list(map(found.get, self._parents, repeat(missing)))  # type: ignore[arg-type]
        if missing in parents:
            for row, parent in enumerate(parents):
                if parent == missing:
                    self._cut(row, parents, "missing_parent")
                    self.report.mend(MISSING_PARENT)
        if any(map(ge, parents, range(len(parents)))):
            for row, parent in enumerate(parents):
                if parent == row:
                    self._cut(row, parents, "cut_parent")
                    self.report.mend(SELF_REPLY)
            for row in _cycle_heads(parents):
                self._cut(row, parents, "cut_parent")
                self.report.mend(CYCLE)
        return parents

    def _cut(self, row: int, parents: list[int], field: str) -> None:
        """Hang a comment under the article and keep whom it named."""
        parents[row] = -1
        self._extra[row] = {**self._extra.get(row, NOTHING), field: str(self._parents[row])}

    def _hashed_ids(self, parents: list[int]) -> list[str | None]:
        """All ids, hashed ones for comments without; None for a comment that is dropped."""
        ids = list(self._ids)
        for row in self._dropped:
            ids[row] = None
        if None not in self._ids:
            return ids
        taken = {comment_id for comment_id in ids if comment_id is not None}
        for row in _parents_first(parents):
            if ids[row] is None and row not in self._dropped:
                parent = ids[parents[row]] if parents[row] >= 0 else None
                hashed = hashed_comment_id(self._authors[row], self._texts[row], parent)
                ids[row] = _numbered(hashed, taken) if hashed in taken else hashed
                taken.add(ids[row])  # type: ignore[arg-type]
        return ids


def clean_article(
    report: ImportReport,
    *,
    title: str | None = None,
    byline: str | None = None,
    published: str | float | None = None,
    url: str | None = None,
    paragraphs: Sequence[str] = (),
) -> Article:
    """An article with every part cleaned; empty paragraphs are left out, a date stays a date."""
    parts: list[str | None] = []
    for part in (title, byline, url):
        line, removed = clean_line(part) if part else ("", 0)
        report.mend(REMOVED, removed)
        parts.append(line or None)
    texts = []
    for paragraph in paragraphs:
        text, removed = clean(paragraph)
        report.mend(REMOVED, removed)
        if text.strip():
            texts.append(text)
    day_digits = len("2024-03-12")
    when = posix_seconds(published)
    date = rfc3339(when)
    if published is not None and date is None:
        report.mend(BAD_TIME)
    if date and isinstance(published, str) and len(published.strip()) == day_digits:
        date = date[:day_digits]
    return Article(title=parts[0], byline=parts[1], published=date, url=parts[2], paragraphs=tuple(texts))


def hashed_comment_id(author: str | None, text: str, parent: str | None) -> str:
    """The id of a comment whose source gives none: `a-` and 12 hex digits of SHA-256 over author, text and parent."""
    content = "\x1f".join((author or "", text, parent or ""))
    return "a-" + sha256(content.encode()).hexdigest()[:_HASH_DIGITS]


def hashed_thread_id(article: Article) -> str:
    """The id of a thread without id and url: `t-` and 12 hex digits over date and first paragraph."""
    content = "\x1f".join((article.published or "", article.paragraphs[0] if article.paragraphs else ""))
    return "t-" + sha256(content.encode()).hexdigest()[:_HASH_DIGITS]


def pre_order(parents: Sequence[int], kept: Sequence[int]) -> tuple[list[int], array[int], array[int]]:
    """Rows in pre-order, replies in the order of the file, without recursion.

    Args:
        parents: the parent's row, -1 for top-level; free of cycles.
        kept: the rows that count, ascending.

    Returns:
        Rows in pre-order; then for each of them its depth and the size of its branch.
    """
    downward: Sequence[int] = kept
    if any(map(gt, parents, range(len(parents)))):
        keep = set(kept)
        downward = [row for row in _parents_first(parents) if row in keep]
    size = [1] * len(parents)
    for row in reversed(downward):
        if (parent := parents[row]) >= 0:
            size[parent] += size[row]
    # Each comment's place is the next one free below its parent; a comment takes as many as its branch has.
    free, depth, top = [0] * len(parents), [1] * len(parents), 0
    order = [0] * len(kept)
    for row in kept if downward is kept else sorted(downward, key=_level_then_row(parents, downward)):
        parent = parents[row]
        if parent < 0:
            at, top = top, top + size[row]
        else:
            at = free[parent]
            free[parent] = at + size[row]
            depth[row] = depth[parent] + 1
        free[row] = at + 1
        order[at] = row
    in_order = _gatherer(order)
    return order, array("i", in_order(depth)), array("i", in_order(size))


def _gatherer(order: Sequence[int]) -> Callable[[Sequence[_Value]], Sequence[_Value]]:
    """A function that puts a column in this order; `itemgetter` does it in C, but not for fewer than two."""
    return itemgetter(*order) if len(order) > 1 else lambda column: [column[row] for row in order]


def _level_then_row(parents: Sequence[int], downward: Sequence[int]) -> Callable[[int], tuple[int, int]]:
    level: dict[int, int] = {-1: 0}
    for row in downward:
        level[row] = level[parents[row]] + 1
    return lambda row: (level[row], row)


def _parents_first(parents: Sequence[int]) -> list[int]:
    """All rows, each after its parent, else in the order of the file."""
    seen = bytearray(len(parents))
    order: list[int] = []
    for row in range(len(parents)):
        chain = []
        while row >= 0 and not seen[row]:
            seen[row] = 1
            chain.append(row)
            row = parents[row]  # noqa: PLW2901 -- the same walk
        order += reversed(chain)
    return order


def _cycle_heads(parents: Sequence[int]) -> list[int]:
    """The first row of the file in each cycle."""
    unseen, walking, done = 0, 1, 2
    state = bytearray(len(parents))
    heads = []
    for start in range(len(parents)):
        chain, row = [], start
        while row >= 0 and state[row] == unseen:
            state[row] = walking
            chain.append(row)
            row = parents[row]
        if row >= 0 and state[row] == walking:
            heads.append(min(chain[chain.index(row) :]))
        for passed in chain:
            state[passed] = done
    return heads


class _Names(dict[str | None, str | None]):
    """Authors' names as cleaned, each worked out and kept once."""

    def __init__(self, cleaned: Callable[[str], str]) -> None:
        super().__init__({None: None})
        self._cleaned = cleaned

    def __missing__(self, name: str | None) -> str | None:
        line = self._cleaned(name or "") or None
        self[name] = kept = self.setdefault(line, line)
        return kept


class _Days(dict[str, float]):
    """Dates as seconds, each worked out once: a thread of 100,000 comments is written on few days."""

    def __missing__(self, day: str) -> float:
        seconds = self[day] = datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()
        return seconds


class _Clocks(dict[str, float]):
    """Times of day in the form `T10:00:00Z` as seconds; ValueError for any other form."""

    def __missing__(self, clock: str) -> float:
        if not (len(clock) == len("T10:00:00Z") and clock[0] == "T" and clock[-1] == "Z"):
            raise ValueError(clock)
        at = time.fromisoformat(clock[1:-1])
        seconds = self[clock] = float(at.hour * 3600 + at.minute * 60 + at.second)
        return seconds


def _numbered(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"
