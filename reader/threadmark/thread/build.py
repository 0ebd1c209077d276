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
from hashlib import sha256
from math import isnan, nan

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
        self._names: dict[str, str] = {}
        self._dropped: dict[int, int] = {}

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
        self._ids.append(self._line(comment_id) if comment_id is not None else None)
        self._parents.append(self._line(parent) if isinstance(parent, str) else parent)
        self._authors.append(self._name(author))
        cleaned, removed = clean(text)
        self._texts.append(cleaned)
        self.report.mend(REMOVED, removed)
        self._created.append(self._time(created))
        self._scores.append(score)
        self._add_sparse(row, edited=edited, role=role, deleted=deleted, inferred=inferred, extra=extra)
        return row

    def add_clean(
        self,
        ids: Sequence[str],
        parents: Sequence[str | None],
        authors: Sequence[str | None],
        texts: Sequence[str],
        created: Sequence[str | None],
        scores: Sequence[int | None],
    ) -> None:
        """Add many comments whose strings are known to be clean, one sequence a column, all equally long."""
        self._ids += ids
        self._parents += parents
        names = self._names
        self._authors += [None if author is None else names.setdefault(author, author) for author in authors]
        self._texts += texts
        self._created.extend([nan if time is None else self._time(time) for time in created])
        self._scores += scores

    def _add_sparse(
        self,
        row: int,
        *,
        edited: float | str | bool | None,
        role: str | None,
        deleted: bool,
        inferred: Inferred | None,
        extra: Mapping[str, object] | None,
    ) -> None:
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

    def _line(self, text: str) -> str:
        if text.isascii() and text.isprintable() and "  " not in text and text == text.strip():
            return text
        line, removed = clean_line(text)
        self.report.mend(REMOVED, removed)
        return line

    def _name(self, author: str | None) -> str | None:
        if not author:
            return None
        known = self._names.get(author)
        if known is None:
            known = self._names[author] = self._line(author)
        return known or None

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
        kept = list(range(len(self._texts)))
        rows = self._unique_rows(kept) if len(set(self._ids)) < len(self._ids) or None in self._ids else None
        if rows is None:
            rows = dict(zip(self._ids, kept, strict=True))
        parents = self._parent_rows(rows)
        ids = self._hashed_ids(parents)
        if len(rows) < len(kept):
            kept = [row for row in kept if ids[row] is not None]
        order, depths, sizes = pre_order(parents, kept)
        place = array("l", bytes(array("l").itemsize * len(parents)))
        for index, row in enumerate(order):
            place[row] = index
        self.report.comments += len(order)
        self.report.mend(EMPTY, sum(not self._texts[row] for row in order))
        columns = Columns(
            ids=[ids[row] for row in order],  # type: ignore[misc]
            parents=array("i", [place[parent] if (parent := parents[row]) >= 0 else -1 for row in order]),
            depths=depths,
            sizes=sizes,
            authors=[self._authors[row] for row in order],
            texts=[self._texts[row] for row in order],
            created=array("d", [self._created[row] for row in order]),
            scores=[self._scores[row] for row in order],
            edited={place[row]: time for row, time in self._edited.items() if ids[row] is not None},
            roles={place[row]: role for row, role in self._roles.items() if ids[row] is not None},
            deleted=frozenset(place[row] for row in self._deleted if ids[row] is not None),
            inferred={
                place[row]: link for row, link in self._inferred.items() if ids[row] is not None and parents[row] >= 0
            },
            extra={place[row]: fields for row, fields in self._extra.items() if ids[row] is not None},
        )
        return Thread(thread_id or article.url or hashed_thread_id(article), article, columns, extra)

    def _unique_rows(self, kept: list[int]) -> dict[str | None, int]:
        """Give the later of two comments with one id another, or drop it where it is the same comment."""
        rows: dict[str | None, int] = {}
        given = {comment_id for comment_id in self._ids if comment_id is not None}
        for row in kept:
            comment_id = self._ids[row]
            if comment_id is None:
                continue
            first = rows.setdefault(comment_id, row)
            if first == row:
                continue
            if self._authors[first] == self._authors[row] and self._texts[first] == self._texts[row]:
                self._dropped[row] = first
                self.report.mend(SAME_TWICE)
                continue
            renamed = _numbered(comment_id, given)
            given.add(renamed)
            self._ids[row] = renamed
            rows[renamed] = row
            self.report.mend(SAME_ID)
        return rows

    def _parent_rows(self, rows: Mapping[str | None, int]) -> list[int]:
        """Each comment's parent as a row, -1 for top-level, without self-replies and cycles."""
        missing = -2
        get = rows.get
        twin = self._dropped.get
        parents = [
            -1 if parent is None else twin(parent, parent) if isinstance(parent, int) else get(parent, missing)
            for parent in self._parents
        ]
        if missing in parents:
            for row, parent in enumerate(parents):
                if parent == missing:
                    self._cut(row, parents, "missing_parent")
                    self.report.mend(MISSING_PARENT)
        if any(parent >= row for row, parent in enumerate(parents)):
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


def pre_order(parents: Sequence[int], kept: Sequence[int]) -> tuple[array[int], array[int], array[int]]:
    """Rows in pre-order, replies in the order of the file, without recursion.

    Args:
        parents: the parent's row, -1 for top-level; free of cycles.
        kept: the rows that count, ascending.

    Returns:
        Rows in pre-order; then for each of them its depth and the size of its branch.
    """
    zeros = bytes(array("i").itemsize * len(parents))
    downward: Sequence[int] = kept
    if any(parents[row] > row for row in kept):
        keep = set(kept)
        downward = [row for row in _parents_first(parents) if row in keep]
    size = array("i", zeros)
    for row in reversed(downward):
        size[row] += 1
        if (parent := parents[row]) >= 0:
            size[parent] += size[row]
    # Each comment's place is the next one free below its parent; a comment takes as many as its branch has.
    free, depth, place, top = array("i", zeros), array("i", zeros), array("i", zeros), 0
    siblings = kept if downward is kept else sorted(downward, key=_level_then_row(parents, downward))
    for row in siblings:
        parent = parents[row]
        if parent < 0:
            at, top, depth[row] = top, top + size[row], 1
        else:
            at = free[parent]
            free[parent] = at + size[row]
            depth[row] = depth[parent] + 1
        place[row], free[row] = at, at + 1
    order = array("i", bytes(array("i").itemsize * len(kept)))
    for row in kept:
        order[place[row]] = row
    return order, array("i", [depth[row] for row in order]), array("i", [size[row] for row in order])


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


def _numbered(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"
