"""The filter language on the rows of an export.

An export has a row for each label, and a filter is about comments. So it is asked about all rows together that one
annotator's pass over one comment has, and all of them stay or none: it finds the same comments as on the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress, groupby, islice
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from threadmark.find.folding import fold
from threadmark.find.known import Column, Given, NameField, NumberField
from threadmark.thread import Thread

if TYPE_CHECKING:
    from threadmark.find.filters import Filter

_AT_ONCE: Final = 512


class LabelledRow(Given, Protocol):
    """What a row says, with the names and meanings that exports have; what is not known is None."""

    @property
    def thread(self) -> str:
        """The thread's id."""

    @property
    def comment(self) -> str:
        """The comment's id."""

    @property
    def depth(self) -> int | None:
        """1 for a top-level comment."""

    @property
    def author(self) -> str | None:
        """Who wrote it."""

    @property
    def text(self) -> str | None:
        """Its cleaned text."""

    @property
    def annotator(self) -> str:
        """Who labelled it."""

    @property
    def round(self) -> int:
        """The annotator's pass."""

    @property
    def note(self) -> str | None:
        """The annotator's note on it."""

    @property
    def status(self) -> str | None:
        """`open`, `done` or `skipped`."""

    @property
    def revisit(self) -> bool | None:
        """Whether the annotator wants to come back."""


_Row = TypeVar("_Row", bound=LabelledRow)


def _no_thread(_: str) -> None:
    return None


class KnownRows:
    """What rows say about comments; see `Known`.

    Args:
        passes: the rows of each pass over a comment.
        thread_of: gives a thread by its id, for what rows don't say: role, score, time, replies, whether the comment was
            deleted, whether whom it answers was inferred.
    """

    def __init__(
        self, passes: Sequence[Sequence[LabelledRow]], thread_of: Callable[[str], Thread | None] = _no_thread
    ) -> None:
        self._passes = passes
        self._thread_of = thread_of

    def __len__(self) -> int:
        return len(self._passes)

    def texts(self) -> Column[str | None]:
        """Cleaned texts."""
        return [rows[0].text for rows in self._passes]

    def folded(self, index: int, /) -> str:
        """A text, folded."""
        return fold(self._passes[index][0].text or "")

    def names(self, field: NameField, /) -> Column[str | None]:
        """Authors, ids or roles."""
        match field:
            case "author":
                return [rows[0].author for rows in self._passes]
            case "id":
                return [rows[0].comment for rows in self._passes]
            case "role":
                return [thread.role(at) if thread else None for thread, at in map(self._place, range(len(self)))]

    def numbers(self, field: NumberField, /) -> Column[float | None]:
        """Depths, scores or times of comments; a row's own `created` is its label's."""
        if field == "depth":
            return [rows[0].depth for rows in self._passes]
        places = map(self._place, range(len(self)))
        if field == "score":
            return [thread.scores[at] if thread else None for thread, at in places]
        return [thread.created[at] if thread else None for thread, at in places]

    def labels(self, index: int, /) -> Sequence[Given]:
        """The rows that are labels; the others are questions without one."""
        return [row for row in self._passes[index] if row.label is not None]

    def status(self, index: int, /) -> str:
        """`open`, `done` or `skipped`."""
        return self._passes[index][0].status or "open"

    def todo(self, index: int, /) -> bool:
        """Whether it has a text, or one that can't be read, and is neither done nor skipped."""
        return self.status(index) == "open" and self._passes[index][0].text != ""

    def revisit(self, index: int, /) -> bool:
        """Whether the annotator wants to come back."""
        return bool(self._passes[index][0].revisit)

    def note(self, index: int, /) -> str:
        """The annotator's note on it."""
        return self._passes[index][0].note or ""

    def is_deleted(self, index: int, /) -> bool:
        """Whether it was deleted or removed at its source."""
        thread, at = self._place(index)
        return thread is not None and thread.deleted(at)

    def is_inferred(self, index: int, /) -> bool:
        """Whether whom it answers was inferred."""
        thread, at = self._place(index)
        return thread is not None and thread.inferred(at) is not None

    def has_replies(self, index: int, /) -> bool:
        """Whether anything answers it."""
        thread, at = self._place(index)
        return thread is not None and thread.sizes[at] > 1

    def _place(self, index: int) -> tuple[Thread | None, int]:
        """The comment's thread and its place there; no thread where either is not known."""
        row = self._passes[index][0]
        thread = self._thread_of(row.thread)
        at = thread.place(row.comment) if thread is not None else None
        return (None, -1) if at is None else (thread, at)


def chosen(
    rows: Iterable[_Row], where: Filter, thread_of: Callable[[str], Thread | None] = _no_thread
) -> Iterator[_Row]:
    """The rows of the comments for which a filter holds, in the order in which they come.

    Args:
        rows: those of one annotator's pass over one comment come together.
        where: the filter.
        thread_of: as for `KnownRows`; it is asked about threads that rows have come of, until others come.

    Raises:
        FindError: a regular expression takes too long.
    """
    passes = ([*group] for _, group in groupby(rows, lambda row: (row.thread, row.comment, row.annotator, row.round)))
    while batch := list(islice(passes, _AT_ONCE)):
        for kept in compress(batch, where.flags_of(KnownRows(batch, thread_of))):
            yield from kept
