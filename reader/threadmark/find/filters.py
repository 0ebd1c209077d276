"""A filter: a tree of conditions, and the comments for which it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from threadmark.find.exported import KnownRows, LabelledRow
from threadmark.find.folding import Folds
from threadmark.find.known import Known, KnownThread, Said, Shown
from threadmark.find.terms import Every, Term
from threadmark.thread import Thread


@dataclass(frozen=True, slots=True)
class Filter:
    """What `parse` makes of a text. Its own text, `str(filter)`, says the same and is parsed to the same filter.

    Every way to ask raises FindError where a regular expression takes too long.

    Attributes:
        term: what must hold.
    """

    term: Term

    def __str__(self) -> str:
        return str(self.term)

    @property
    def is_empty(self) -> bool:
        """Whether it holds for every comment because it says nothing."""
        return self.term == Every()

    def matches(self, thread: Thread, said: Said | None, index: int, *, shown: Shown | None = None) -> bool:
        """Whether it holds for a comment: a few microseconds, so that a label that was just given shows at once.

        Args:
            thread: the thread.
            said: the annotator's round (`Standing`); None for what nobody has labelled.
            index: the comment.
            shown: authors and scores as the study shows them.
        """
        return self.term.test(KnownThread(thread, said, shown=shown))(index)

    def flags(
        self, thread: Thread, said: Said | None, *, shown: Shown | None = None, folds: Folds | None = None
    ) -> bytearray:
        """One byte a comment, 1 where it holds.

        For 100,000 comments it takes about 10 ms for a name, a number or a time, 25 to 50 for a state, 80 for words in
        the text, 150 for labels where every comment has one, 300 and more for a pattern; words in texts that are not
        ASCII a second, unless the thread's folds are kept. Dear conditions are asked only about comments that cheap
        ones have left open.

        Args:
            thread: the thread.
            said: as in `matches`.
            shown: as in `matches`.
            folds: the thread's folds, where they are kept.
        """
        return self.flags_of(KnownThread(thread, said, shown=shown, folds=folds))

    def flags_of(self, known: Known) -> bytearray:
        """One byte a comment, 1 where it holds, whatever is known about comments in whatever way."""
        return self.term.flags(known)

    def matches_rows(self, rows: Sequence[LabelledRow], thread: Thread | None = None) -> bool:
        """Whether it holds for the comment that these rows of an export are about.

        Args:
            rows: all rows of one annotator's pass over one comment; one row alone is a comment with just that label.
            thread: the thread, for what rows don't say: score, time, role, replies, whether it was deleted or inferred.
        """
        return self.term.test(KnownRows([rows], lambda _: thread))(0)
