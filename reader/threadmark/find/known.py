"""What is known about comments when they are filtered: one protocol, and how a thread answers it.

Comments are numbered from 0. What the source says of them is asked by column, since a filter goes through all of it, and
what an annotator said by comment. A filter works the same on a thread that is being labelled and on the rows of an
export (`exported.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Generic, Literal, Protocol, TypeAlias, TypeVar

from threadmark.find.folding import Folds
from threadmark.thread import Thread

NameField: TypeAlias = Literal["author", "id", "role"]
NumberField: TypeAlias = Literal["depth", "score", "created"]

_Value = TypeVar("_Value")
_Value_co = TypeVar("_Value_co", covariant=True)


class Column(Protocol[_Value_co]):
    """A value for each comment."""

    def __getitem__(self, index: int, /) -> _Value_co:
        """The value of a comment."""

    def __iter__(self) -> Iterator[_Value_co]:
        """All of them."""


class Asked(Generic[_Value]):
    """A column whose values are asked for one by one."""

    __slots__ = ("_count", "_value")

    def __init__(self, value: Callable[[int], _Value], count: int) -> None:
        self._value = value
        self._count = count

    def __getitem__(self, index: int, /) -> _Value:
        """The value of a comment."""
        return self._value(index)

    def __iter__(self) -> Iterator[_Value]:
        return map(self._value, range(self._count))


class Given(Protocol):
    """A label that was given, in a label file or in a row of an export."""

    @property
    def dimension(self) -> str | None:
        """The dimension's id."""

    @property
    def target(self) -> str | None:
        """`claim:ID`, `named:ID` or `comment:ID`; None where there is none."""

    @property
    def label(self) -> str | None:
        """The label's id."""

    @property
    def evidence(self) -> Sequence[object]:
        """The spans that it rests on."""


class Said(Protocol):
    """What an annotator said about a thread in a round, by comment: a `Standing`, a `Round`."""

    def labels(self, index: int, /) -> Sequence[Given]:
        """The labels on a comment."""

    def status(self, index: int, /) -> str:
        """`open`, `done` or `skipped`."""

    def todo(self, index: int, /) -> bool:
        """Whether a comment has a text and is neither done nor skipped."""

    def revisit(self, index: int, /) -> bool:
        """Whether it is marked to be come back to."""

    def note(self, index: int, /) -> str:
        """The annotator's note on it."""


class Known(Said, Protocol):
    """All that is known. What is not known (None, NaN) meets no condition, so `-score:>3` finds it."""

    def __len__(self) -> int:
        """How many comments there are."""

    def texts(self) -> Column[str | None]:
        """Cleaned texts."""

    def folded(self, index: int, /) -> str:
        """A text, folded; empty where it is not known."""

    def names(self, field: NameField, /) -> Column[str | None]:
        """Authors, ids or roles."""

    def numbers(self, field: NumberField, /) -> Column[float | None]:
        """Depths (1 for top-level), scores, or times in POSIX seconds."""

    def is_deleted(self, index: int, /) -> bool:
        """Whether a comment was deleted or removed at its source."""

    def is_inferred(self, index: int, /) -> bool:
        """Whether whom it answers was inferred."""

    def has_replies(self, index: int, /) -> bool:
        """Whether anything answers it."""


class Shown(Protocol):
    """Authors and scores as a study shows them; what is hidden can't be found either."""

    def author(self, index: int, /) -> str | None:
        """The author of a comment, or a pseudonym."""

    def score(self, index: int, /) -> int | None:
        """The score of a comment; None where it is hidden or not known."""


class Unsaid:
    """What nobody has said about a thread: every comment with a text is to do.

    Args:
        thread: the thread.
    """

    def __init__(self, thread: Thread) -> None:
        self._texts = thread.texts

    def labels(self, _: int, /) -> Sequence[Given]:
        """None."""
        return ()

    def status(self, _: int, /) -> str:
        """`open`."""
        return "open"

    def todo(self, index: int, /) -> bool:
        """Whether it has a text."""
        return bool(self._texts[index])

    def revisit(self, _: int, /) -> bool:
        """No."""
        return False

    def note(self, _: int, /) -> str:
        """Empty."""
        return ""


class KnownThread:
    """What is known about the comments of a thread and what an annotator said about them; see `Known`.

    Args:
        thread: the thread.
        said: the annotator's round; None for what nobody has labelled.
        shown: authors and scores as they are shown; None for as they are.
        folds: the thread's folds, where they are kept.
    """

    def __init__(
        self, thread: Thread, said: Said | None = None, *, shown: Shown | None = None, folds: Folds | None = None
    ) -> None:
        self._thread = thread
        self._shown = shown
        said = said or Unsaid(thread)
        # Their methods themselves: a filter asks each of them 100,000 times.
        self.labels = said.labels
        self.status = said.status
        self.todo = said.todo
        self.revisit = said.revisit
        self.note = said.note
        self.folded = (folds or Folds(thread)).text
        self.is_deleted = thread.deleted
        self.is_inferred: Callable[[int], bool] = thread.inferred_links.__contains__

    def __len__(self) -> int:
        return len(self._thread)

    def texts(self) -> Column[str | None]:
        """Cleaned texts."""
        return self._thread.texts

    def names(self, field: NameField, /) -> Column[str | None]:
        """Authors as they are shown, ids or roles."""
        match field:
            case "author":
                return Asked(self._shown.author, len(self)) if self._shown else self._thread.authors
            case "id":
                return self._thread.ids
            case "role":
                return Asked(self._thread.role, len(self))

    def numbers(self, field: NumberField, /) -> Column[float | None]:
        """Depths, scores as they are shown, or times."""
        match field:
            case "depth":
                return self._thread.depths
            case "score":
                return Asked(self._shown.score, len(self)) if self._shown else self._thread.scores
            case "created":
                return self._thread.created

    def has_replies(self, index: int, /) -> bool:
        """Whether anything answers it."""
        return self._thread.sizes[index] > 1
