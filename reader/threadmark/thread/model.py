"""A thread: an article and its comments in pre-order, in flat columns, read-only.

Parent, branch size and depth are arrays, so that parent, next sibling, end of the branch and "is it inside" are O(1)
and nothing is recursive.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isnan, nan

NOTHING: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Inferred:
    """A reply link that the file does not give.

    Attributes:
        cue: what it was inferred from (`author pair`, `quote` …).
        confidence: 0 to 1.
    """

    cue: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Article:
    """The article that a thread hangs under; every part may be missing.

    Attributes:
        title: one line.
        byline: who wrote it, one line.
        published: RFC 3339, a date or a date and time in UTC.
        url: its address.
        paragraphs: its text, cleaned.
    """

    title: str | None = None
    byline: str | None = None
    published: str | None = None
    url: str | None = None
    paragraphs: tuple[str, ...] = ()

    @property
    def published_at(self) -> float:
        """When it was published, POSIX seconds; a date is midnight UTC; NaN where it is not known."""
        return posix_seconds(self.published) if self.published else nan


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a thread, each as long as it has comments, in pre-order; the sparse ones by index.

    Attributes:
        ids: unique within the thread.
        parents: the parent's index, -1 for top-level.
        depths: 1 for top-level.
        sizes: comments in the branch, itself counted.
        authors: None where not known.
        texts: cleaned.
        created: POSIX seconds, NaN where not known.
        scores: None where not known.
        edited: POSIX seconds, NaN for "edited, nobody knows when".
        roles: the author's role where the source gives one.
        deleted: comments that were deleted or removed.
        inferred: reply links that the file does not give.
        extra: fields that the program has no use for and keeps.
    """

    ids: Sequence[str]
    parents: array[int]
    depths: array[int]
    sizes: array[int]
    authors: Sequence[str | None]
    texts: Sequence[str]
    created: array[float]
    scores: Sequence[int | None]
    edited: Mapping[int, float]
    roles: Mapping[int, str]
    deleted: frozenset[int]
    inferred: Mapping[int, Inferred]
    extra: Mapping[int, Mapping[str, object]]


class Thread(Sequence["Comment"]):
    """An article and its comments, indexed from 0 in pre-order.

    `thread[i]` is a light view of a comment; code that goes through all of them reads the columns.
    """

    __slots__ = ("_columns", "_index", "article", "authors", "created", "depths", "extra", "id", "ids", "parents", "scores", "sizes", "texts")  # fmt: skip

    def __init__(
        self, thread_id: str, article: Article, columns: Columns, extra: Mapping[str, object] = NOTHING
    ) -> None:
        self.id = thread_id
        self.article = article
        self.extra = extra
        self.ids = columns.ids
        self.parents = columns.parents
        self.depths = columns.depths
        self.sizes = columns.sizes
        self.authors = columns.authors
        self.texts = columns.texts
        self.created = columns.created
        self.scores = columns.scores
        self._columns = columns
        self._index: dict[str, int] | None = None

    def with_extra(self, extra: Mapping[str, object]) -> Thread:
        """The same thread with other fields that are kept."""
        return Thread(self.id, self.article, self._columns, extra)

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, index: int) -> Comment:  # type: ignore[override]
        """The comment at an index; slices are not offered, since the columns slice better."""
        if not -len(self.ids) <= index < len(self.ids):
            raise IndexError(index)
        return Comment(self, index % len(self.ids))

    def __iter__(self) -> Iterator[Comment]:
        return (Comment(self, index) for index in range(len(self.ids)))

    def __repr__(self) -> str:
        return f"<Thread {self.id}, {len(self):,} comments>"

    def index(self, comment_id: str) -> int:  # type: ignore[override]
        """The index of the comment with this id.

        Raises:
            KeyError: there is none.
        """
        return self._indices()[comment_id]

    def places(self, comment_ids: Iterable[str]) -> list[int | None]:
        """The indices of many comments; None for an id that there is not."""
        return list(map(self._indices().get, comment_ids))

    def _indices(self) -> dict[str, int]:
        if self._index is None:
            self._index = dict(zip(self.ids, range(len(self.ids)), strict=True))
        return self._index

    def place(self, comment_id: str) -> int | None:
        """The index of the comment with this id; None where there is none."""
        try:
            return self.index(comment_id)
        except KeyError:
            return None

    def __contains__(self, comment_id: object) -> bool:
        try:
            self.index(comment_id)  # type: ignore[arg-type]
        except KeyError:
            return False
        return True

    def end(self, index: int) -> int:
        """The index after the branch of a comment."""
        return index + self.sizes[index]

    def parent(self, index: int) -> int | None:
        """The index of the parent; None for a top-level comment."""
        parent = self.parents[index]
        return None if parent < 0 else parent

    def children(self, index: int) -> Iterator[int]:
        """The indices of the replies to a comment."""
        child, end = index + 1, self.end(index)
        while child < end:
            yield child
            child += self.sizes[child]

    def ancestors(self, index: int) -> list[int]:
        """The indices of the comments above one, the parent last."""
        chain = []
        while (index := self.parents[index]) >= 0:
            chain.append(index)
        return chain[::-1]

    def holds(self, branch: int, index: int) -> bool:
        """Whether a comment is in the branch of another, itself counted."""
        return branch <= index < self.end(branch)

    def inferred(self, index: int) -> Inferred | None:
        """How the link to the parent was inferred; None where the file gives it."""
        return self._columns.inferred.get(index)

    @property
    def inferred_links(self) -> Mapping[int, Inferred]:
        """The comments whose link to the parent was inferred, and how, by index."""
        return self._columns.inferred

    @property
    def has_inferred(self) -> bool:
        """Whether any link to a parent was inferred."""
        return bool(self._columns.inferred)

    def deleted(self, index: int) -> bool:
        """Whether the comment was deleted or removed at its source."""
        return index in self._columns.deleted

    def role(self, index: int) -> str | None:
        """The author's role, where the source gives one."""
        return self._columns.roles.get(index)

    def edited(self, index: int) -> float | None:
        """When the comment was edited, POSIX seconds, NaN for nobody knows when; None where it was not."""
        return self._columns.edited.get(index)

    def extras(self, index: int) -> Mapping[str, object]:
        """Fields of the comment that the program has no use for and keeps."""
        return self._columns.extra.get(index, NOTHING)


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment: a light view on the columns of its thread.

    Attributes:
        thread: the thread it is of.
        index: its place in pre-order, from 0.
    """

    thread: Thread
    index: int

    @property
    def id(self) -> str:
        """The source's own id, or a hashed one."""
        return self.thread.ids[self.index]

    @property
    def parent(self) -> str | None:
        """The parent's id; None for a top-level comment."""
        parent = self.thread.parents[self.index]
        return None if parent < 0 else self.thread.ids[parent]

    @property
    def depth(self) -> int:
        """1 for a top-level comment."""
        return self.thread.depths[self.index]

    @property
    def author(self) -> str | None:
        """The author's name; None where it is not known."""
        return self.thread.authors[self.index]

    @property
    def text(self) -> str:
        """The cleaned text; offsets are code points into it."""
        return self.thread.texts[self.index]

    @property
    def score(self) -> int | None:
        """Votes, as the source counts them."""
        return self.thread.scores[self.index]

    @property
    def role(self) -> str | None:
        """The author's role, where the source gives one."""
        return self.thread.role(self.index)

    @property
    def created(self) -> datetime | None:
        """When it was written, UTC."""
        return moment(self.thread.created[self.index])

    @property
    def edited(self) -> datetime | None:
        """When it was last edited, UTC; None where it was not or nobody knows when."""
        edited = self.thread.edited(self.index)
        return None if edited is None else moment(edited)

    @property
    def deleted(self) -> bool:
        """Whether it was deleted or removed at its source."""
        return self.thread.deleted(self.index)

    @property
    def inferred(self) -> Inferred | None:
        """How the link to its parent was inferred; None where the file gives it."""
        return self.thread.inferred(self.index)


def moment(seconds: float) -> datetime | None:
    """POSIX seconds as a moment in UTC; None for NaN."""
    return None if isnan(seconds) else datetime.fromtimestamp(seconds, UTC)


def posix_seconds(time: str | float | None) -> float:
    """A time as POSIX seconds to the microsecond; NaN for what is no time.

    Args:
        time: RFC 3339 (no zone is UTC), a date, or seconds already.
    """
    if time is None:
        return nan
    try:
        if isinstance(time, str):
            at = datetime.fromisoformat(time)
            time = (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
        return datetime.fromtimestamp(time, UTC).timestamp()
    except (ValueError, OverflowError, OSError):  # no time, or one beyond the ends of the calendar
        return nan


def rfc3339(seconds: float) -> str | None:
    """POSIX seconds as RFC 3339 in UTC, with a fraction only where there is one; None for NaN."""
    at = moment(seconds)
    return None if at is None else at.isoformat().replace("+00:00", "Z")
