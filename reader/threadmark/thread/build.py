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
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from math import isnan, nan
from operator import ge

from threadmark.thread.clocks import Clocks
from threadmark.thread.model import NOTHING, Article, Columns, Inferred, Thread, posix_seconds, rfc3339
from threadmark.thread.order import cycle_heads, gatherer, parents_first, pre_order
from threadmark.thread.report import ImportReport
from threadmark.thread.text import are_clean_lines, clean, clean_fields, clean_line, is_clean

REMOVED = "control characters removed"
EMPTY = "empty comments"
MISSING_PARENT = "parents that are not in the file (hung under the article)"
SELF_REPLY = "replies to themselves (hung under the article)"
CYCLE = "cycles of replies (cut at the first comment of the file)"
SAME_TWICE = "comments that are in the file twice (kept once)"
SAME_ID = "ids that two comments share (the later renamed)"
BAD_TIME = "times that can't be read (left out)"
_HASH_DIGITS = 12
_LOOKED_AT = 200
"""Texts that are looked at together: few enough to take no memory."""


class ThreadBuilder:
    """Gathers the comments of one thread.

    Args:
        report: where repairs are counted.
    """

    def __init__(self, report: ImportReport) -> None:
        self.report = report
        self._ids: list[str | None] = []
        self._rows: dict[str | None, int] = {None: -1}
        self._parents: list[int | str] = []  # a row, -1 for top-level; an id while no row has it
        self._authors: list[str | None] = []
        self._texts: list[str] = []
        self._created: list[float] = []
        self._scores: list[int | None] = []
        self._edited: dict[int, float] = {}
        self._roles: dict[int, str] = {}
        self._deleted: set[int] = set()
        self._inferred: dict[int, Inferred] = {}
        self._extra: dict[int, Mapping[str, object]] = {}
        self._names = _Names(self._line)
        self._clocks = Clocks()
        self._pointed: set[int] = set()  # the rows whose parent was given as a row
        self._unnamed = self._doubled = False
        self._empty = 0
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
        if isinstance(parent, int):
            self._pointed.add(row)
        if comment_id is None and not isinstance(parent, str):
            self._unnamed = True
            self._ids.append(None)
            self._parents.append(-1)
        else:
            self._add_ids(row, [comment_id], [parent if isinstance(parent, str) else None])
        if isinstance(parent, int):
            self._parents[row] = parent
        self._authors.append(self._names[author])
        self._texts.append(cleaned := self._text(text))
        self._empty += not cleaned
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
        self._add_ids(len(self._texts), ids, parents)
        self._authors += self._names.of(authors)
        texts = texts if proved else self._cleaned(texts)
        self._texts += texts
        self._empty += texts.count("")
        try:
            times: dict[str | float | None, float] = self._clocks.read(set(created))  # type: ignore[arg-type, assignment]
            self._created.extend(map(times.__getitem__, created))
        except (TypeError, ValueError):
            self._created.extend(map(self._time, created))
        self._scores += scores

    def _add_ids(self, first: int, ids: Sequence[str | None], parents: Sequence[str | None]) -> None:
        ids = self._lines(ids)
        rows, known = self._rows, len(self._rows)
        rows.update(zip(ids, range(first, first + len(ids)), strict=True))
        named = len(ids)
        if rows[None] != -1:
            rows[None] = -1
            self._unnamed = True
            named -= ids.count(None)
        self._doubled |= len(rows) - known < named
        self._ids += ids
        # A parent that is not met yet, or not in this form, stays as it is until all are in.
        self._parents += map(rows.get, parents, parents)  # type: ignore[arg-type]

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
        if role and (line := self._line(role)):
            self._roles[row] = line
        if deleted:
            self._deleted.add(row)
        if inferred is not None:
            self._inferred[row] = Inferred(self._line(inferred.cue), inferred.confidence)
        if extra:
            self._extra[row] = self._fields(extra)

    def _text(self, text: str) -> str:
        cleaned, removed = clean(text)
        if removed:
            self.report.mend(REMOVED, removed)
        return cleaned

    def _cleaned(self, texts: Sequence[str]) -> Sequence[str]:
        """Texts, each cleaned; some hundred at once where one look shows that nothing is to be done."""
        cleaned: list[str] = []
        for start in range(0, len(texts), _LOOKED_AT):
            some = texts[start : start + _LOOKED_AT]
            cleaned += some if is_clean("".join(some)) else map(self._text, some)
        return cleaned

    def _line(self, text: str) -> str:
        line, removed = clean_line(text)
        if removed:
            self.report.mend(REMOVED, removed)
        return line

    def _fields(self, fields: Mapping[str, object]) -> Mapping[str, object]:
        kept, removed = clean_fields(fields)
        self.report.mend(REMOVED, removed)
        return kept

    def _lines(self, ids: Sequence[str | None]) -> Sequence[str | None]:
        """Ids, each cleaned; all at once where one look shows that nothing is to be done."""
        if all(ids) and are_clean_lines(ids):  # type: ignore[arg-type]  # None is not among them
            return ids
        return [self._line(each) or None if each else None for each in ids]

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
        if self._doubled:
            self._part_twins()
        parents = self._parent_rows()
        ids = self._hashed_ids(parents) if self._unnamed or self._dropped else self._ids
        dropped = self._dropped
        kept = [row for row in range(len(ids)) if row not in dropped] if dropped else range(len(ids))
        order, above, depths, sizes = pre_order(parents, kept)
        in_order = gatherer(order)
        texts = in_order(self._texts)
        self.report.comments += len(texts)
        self.report.mend(EMPTY, self._empty)
        sparse = self._edited or self._roles or self._deleted or self._inferred or self._extra
        place = dict(zip(order, range(len(order)), strict=True)) if sparse else {}
        columns = Columns(
            ids=in_order(ids),  # type: ignore[arg-type]
            parents=above,
            depths=depths,
            sizes=sizes,
            authors=in_order(self._authors),
            texts=texts,
            created=array("d", in_order(self._created)),
            scores=in_order(self._scores),
            edited={place[row]: time for row, time in self._edited.items() if row in place},
            roles={place[row]: role for row, role in self._roles.items() if row in place},
            deleted=frozenset(place[row] for row in self._deleted if row in place),
            inferred={place[row]: link for row, link in self._inferred.items() if row in place and parents[row] >= 0},
            extra={place[row]: fields for row, fields in self._extra.items() if row in place},
        )
        self.report.inferred.update(link.cue for link in columns.inferred.values())
        own_id = self._line(thread_id or "") or article.url or hashed_thread_id(article)
        return Thread(own_id, article, columns, self._fields(extra))

    def _part_twins(self) -> None:
        """Of comments with one id, drop what is the same comment again, and give others another id."""
        numbered = _Numbers(set(filter(None, self._ids)))
        named = [
            parent if isinstance(parent, str) or parent < 0 or row in self._pointed else self._ids[parent]
            for row, parent in enumerate(self._parents)
        ]
        rows: dict[str | None, int] = {None: -1}
        same: dict[tuple[str, str | None, str], int] = {}
        for row, comment_id in enumerate(list(self._ids)):
            if comment_id is None:
                continue
            twin = same.setdefault((comment_id, self._authors[row], self._texts[row]), row)
            if twin != row:
                self._dropped[row] = twin
                self._empty -= not self._texts[row]
                self.report.mend(SAME_TWICE)
            elif rows.setdefault(comment_id, row) != row:
                renamed = self._ids[row] = numbered(comment_id)
                rows[renamed] = row
                self.report.mend(SAME_ID)
        self._rows = rows
        self._parents = [
            self._dropped.get(parent, parent) if isinstance(parent, int) else rows.get(parent, parent or "")
            for parent in named
        ]

    def _parent_rows(self) -> list[int]:
        """Each comment's parent as a row, -1 for top-level, without missing ones, self-replies and cycles."""
        rows = range(len(self._parents))
        try:
            later = sum(map(ge, self._parents, rows)) > 0  # all of them are looked at, so that an id is met
        except TypeError:  # an id among them
            for row, parent in enumerate(self._parents):
                if isinstance(parent, str):
                    self._resolve(row, parent)
            later = True
        self._rows.clear()
        parents: list[int] = self._parents  # type: ignore[assignment]
        if later:
            for row in rows:
                if parents[row] == row:
                    self._cut(row, self._ids[row], "cut_parent")
                    self.report.mend(SELF_REPLY)
            for row in cycle_heads(parents):
                self._cut(row, self._ids[parents[row]], "cut_parent")
                self.report.mend(CYCLE)
        return parents

    def _resolve(self, row: int, parent: str) -> None:
        named = parent if parent in self._rows else self._line(parent)
        found = self._rows.get(named or None)
        if found is None:
            self._cut(row, named, "missing_parent")
            self.report.mend(MISSING_PARENT)
        else:
            self._parents[row] = found

    def _cut(self, row: int, parent: str | None, field: str) -> None:
        """Hang a comment under the article and keep whom it named."""
        self._parents[row] = -1
        self._extra[row] = {**self._extra.get(row, NOTHING), field: parent}

    def _hashed_ids(self, parents: list[int]) -> list[str | None]:
        """All ids, hashed ones for comments without; None for a comment that is dropped."""
        ids = list(self._ids)
        for row in self._dropped:
            ids[row] = None
        numbered = _Numbers(set(filter(None, ids)))
        for row in parents_first(parents):
            if ids[row] is None and row not in self._dropped:
                parent = ids[parents[row]] if parents[row] >= 0 else None
                ids[row] = numbered(hashed_comment_id(self._authors[row], self._texts[row], parent))
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


class _Names(dict[str | None, str | None]):
    """Authors' names as cleaned, each worked out and kept once."""

    def __init__(self, cleaned: Callable[[str], str]) -> None:
        super().__init__({None: None})
        self._cleaned = cleaned

    def of(self, names: Sequence[str | None]) -> Iterator[str | None]:
        """The cleaned names; new ones are looked at together."""
        fresh: set[str] = set(names) - self.keys()  # type: ignore[assignment]  # None is known
        if fresh and are_clean_lines(fresh):
            self.update(zip(fresh, fresh, strict=True))
        return map(self.__getitem__, names)

    def __missing__(self, name: str | None) -> str | None:
        line = self._cleaned(name or "") or None
        self[name] = kept = self.setdefault(line, line)
        return kept


class _Numbers:
    """Makes ids unique: `NAME`, `NAME-2`, `NAME-3` …, each counted on from the last, however many there are."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken
        self._last: dict[str, int] = {}

    def __call__(self, name: str) -> str:
        unique, number = name, self._last.get(name, 1)
        while unique in self._taken:
            number += 1
            unique = f"{name}-{number}"
        self._taken.add(unique)
        self._last[name] = number
        return unique
