"""The filter on a reading screen: worked out behind the keys, put on and taken off, and followed as labels change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import count
from typing import TYPE_CHECKING

from threadmark.tui.finding.behind import AT_ONCE, SHOWN_EVERY, behind

if TYPE_CHECKING:
    from threadmark.find import Filter, Sifting
    from threadmark.find.known import KnownThread, Said
    from threadmark.tui.hands import Hands


class Filtering:
    """A filter in effect.

    Args:
        hands: the screen's hands.

    Attributes:
        filter: the filter; None for none.
        sifting: the one that is being worked out.
        said: what the annotator said about the thread; None where nothing is labelled.
    """

    def __init__(self, hands: Hands, said: Said | None) -> None:
        self.filter: Filter | None = None
        self.sifting: Sifting | None = None
        self.said = said
        self._hands = hands
        self._folded: list[int] = []

    @property
    def folds(self) -> list[int]:
        """The comments that are folded, or will be when the filter is taken off."""
        return self._folded if self.filter is not None else [*self._hands.outline.folded_comments()]

    def known(self) -> KnownThread:
        """What is known about the comments."""
        from threadmark.find.known import KnownThread  # noqa: PLC0415 -- not before the first filter

        veil = self._hands.reading.veil
        return KnownThread(self._hands.thread, self.said, shown=veil if veil.hidden else None)

    def sift(self, filter_: Filter, done: Callable[[], None]) -> None:
        """Work out who meets a filter, a slice now and the rest behind the keys; `done` now and then, and at the end.

        Raises:
            FindError: a regular expression takes too long; in a later slice that is said.
        """
        from threadmark.find import Sifting  # noqa: PLC0415 -- as above

        self.sifting = sifting = Sifting(filter_, self.known())
        sifting.slice(AT_ONCE)
        if not sifting.is_finished:
            numbers = count(1)
            behind(self._hands.reading, lambda: sifting is self.sifting and self._slice(sifting, next(numbers), done))

    def _slice(self, sifting: Sifting, number: int, done: Callable[[], None]) -> bool:
        """Another slice of the thread; whether there is one more."""
        from threadmark.find import FindError  # noqa: PLC0415 -- as above

        try:
            sifting.slice()
        except FindError as error:
            self.sifting = None
            self._hands.say(str(error), trouble=True)
        is_over = self.sifting is None or sifting.is_finished
        if is_over or number % SHOWN_EVERY == 0:
            done()
            self._hands.paint()
        return not is_over

    def put_on(self, sifting: Sifting) -> bool:
        """Show only what meets the filter; folds open for it. False, and nothing changes, where no comment does."""
        flags, hands = sifting.flags, self._hands
        if not sifting.count:
            return False
        here = hands.selected
        there = here if flags[here] else flags.find(1, here)
        there = there if there >= 0 else flags.rfind(1, 0, here)
        if self.filter is None:
            self._folded = [*hands.outline.folded_comments()]
        self.filter, self.sifting = sifting.filter, None

        def change() -> None:
            hands.outline.unfold_all()
            hands.outline.sift(bytearray(flags), there)

        hands.reading.tree_view.folded(change)
        hands.reading.tree_view.redraw()
        hands.go(there, jump=there != here)
        return True

    def take_off(self) -> bool:
        """Show all again, folded as before but for where one is; whether there was a filter."""
        was, self.filter, self.sifting = self.filter is not None, None, None
        if was:
            hands = self._hands
            holds, here = hands.thread.holds, hands.selected
            folded = {*self._folded, *hands.outline.folded_comments()}

            def change() -> None:
                hands.outline.sift(None)
                hands.outline.fold_only(index for index in folded if index == here or not holds(index, here))

            hands.reading.tree_view.folded(change)
            hands.reading.tree_view.redraw()
        return was

    def changed(self, comments: Iterable[int]) -> bool:
        """Labels on these comments changed: those that meet the filter no longer go, but for the selected one."""
        if self.filter is None:
            return False
        outline, test = self._hands.outline, self.filter.term.test(self.known())
        came_or_went = False

        def judge() -> None:
            nonlocal came_or_went
            came_or_went = outline.judge((index, test(index)) for index in comments)

        self._hands.reading.tree_view.folded(judge)
        if came_or_went:
            self._hands.reading.tree_view.redraw()
        return came_or_went

    def again(self) -> None:
        """The thread is another version: filter it anew."""
        if self.filter is not None:
            from threadmark.find import Sifting  # noqa: PLC0415 -- as above

            sifting = Sifting(self.filter, self.known())
            sifting.slice(60)
            self.filter, self._folded = None, []
            self.put_on(sifting)

    @property
    def words(self) -> str:
        """What is filtered, and how many comments are left."""
        sieve = self._hands.outline.sieve
        if self.filter is None or sieve is None:
            return ""
        shown = sieve.meeting.count(1)
        return f"& {self.filter}: {shown:,} of {len(sieve.meeting):,}"
