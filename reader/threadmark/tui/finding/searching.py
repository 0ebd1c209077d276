"""The search on a reading screen: what is found, how one goes from match to match, which folds were opened for it."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from threadmark.tui.finding.behind import AT_ONCE, SHOWN_EVERY, behind

if TYPE_CHECKING:
    from threadmark.find import Search, Spans
    from threadmark.tui.hands import Hands


class Searching:
    """A search in effect or being typed.

    Args:
        hands: the screen's hands.

    Attributes:
        search: what is searched for; None for nothing.
        past: what was searched for earlier, oldest first.
    """

    def __init__(self, hands: Hands) -> None:
        self.search: Search | None = None
        self.past: list[str] = []
        self._hands = hands
        self._is_typed = False
        self._before: Search | None = None
        self._origin = 0
        self._tried: dict[str, Search] = {}
        self._opened: list[int] = []
        self._wanted = 0

    # while it is typed

    def begin(self) -> None:
        """A search is going to be typed."""
        self._is_typed, self._before, self._origin = True, self.search, self._hands.selected
        self._tried = {}

    def look_for(self, words: str) -> None:
        """Search for this, and look at the first match from where the search began.

        Raises:
            FindError: a regular expression is none; what was found before stays.
        """
        if words in ("", "/"):
            self.search = None
        else:
            search = self._tried.get(words) or self._search(words)
            self.search = self._tried[words] = search
            search.slice(AT_ONCE)
        self._preview()
        self._redraw()
        self._go_on()

    def _search(self, words: str) -> Search:
        from threadmark.find import Search  # noqa: PLC0415 -- 20 ms that the first frame need not wait for

        before = self.search if self._is_typed and self.search in self._tried.values() else None
        if before is not None:
            return before.narrowed(words)
        hands = self._hands
        sieve = hands.outline.sieve
        return Search(
            hands.thread,
            words,
            shown=hands.reading.veil if hands.reading.veil.hidden else None,
            among=sieve.meeting if sieve else None,
        )

    def _preview(self) -> None:
        search, there = self.search, self._origin
        if search is not None and search.matches:
            if search.matches[-1] >= self._origin:
                there = search.next(self._origin - 1) or 0
            elif search.is_finished:
                there = search.matches[0]
        if there != self._hands.selected:
            self._look_at(there)
        else:
            self._bring_match()

    def keep(self) -> None:
        """Typing has ended: stay at the match."""
        self._is_typed = False
        if self.search is None:
            self.search = self._before
            return
        self.past = [*(words for words in self.past if words != self.search.words), self.search.words]
        if self._hands.selected != self._origin:
            self._hands.reading.jumped_from = self._origin
            self._hands.arrived(self._hands.selected)

    def cancel(self) -> None:
        """Back to where typing began, and to what was searched for then."""
        self._is_typed, self.search = False, self._before
        self._look_at(self._origin)
        self._redraw()

    # in effect

    def leave(self) -> bool:
        """Search for nothing any more; what was opened folds again, unless one is in it. Whether there was a search."""
        was, self.search, self._wanted = self.search is not None, None, 0
        hands = self._hands
        if self._opened:
            hands.reading.tree_view.folded(lambda: self._close(hands.selected))
            self._opened.clear()
        if was:
            self._redraw()
        return was

    def again(self) -> None:
        """The comments or the filter are others: search anew, from where one is."""
        if self.search is not None:
            words, self.search, self._opened = self.search.words, None, []
            self.search = self._search(words)
            self.search.slice()
            self._redraw()
            self._go_on()

    def next(self, step: int) -> None:
        """Go to the next match, or with -1 to the one before; the last search where none is in effect."""
        hands = self._hands
        if self.search is None and self.past:
            self.search = self._search(self.past[-1])
            self.search.slice()
            self._redraw()
            self._go_on()
        if self.search is None:
            hands.say("nothing was searched for yet")
            return
        here, matches = hands.selected, self.search.matches
        known = bool(matches) and (matches[-1] > here if step > 0 else matches[0] < here)
        if not known and not self.search.is_finished:
            self._wanted = step
            return
        there = self.search.next(here, step)
        if there is None:
            hands.say(self.search.stopped or f"no match for {self.search.words}")
            return
        hands.reading.jumped_from = here
        self._look_at(there)
        hands.arrived(there)
        if there == here:
            hands.say("this is the only match")
        elif (there < here) == (step > 0):
            hands.say("from the beginning again" if step > 0 else "from the end again")

    @property
    def count_words(self) -> str:
        """Which match one is on and how many there are: `3 of 41`, with `…` while there may be more."""
        search = self.search
        if search is None:
            return ""
        more = "" if search.is_finished else self._hands.reading.signs.ellipsis
        position = search.position(self._hands.selected)
        if not search.count:
            return more or search.stopped or "no match"
        here = f"{position:,} of " if position else ""
        return f"{here}{search.count:,}{more}" + ("" if position else " found")

    def spans(self, index: int) -> Spans | None:
        """What to highlight in a comment."""
        return self.search.spans(index) if self.search is not None else None

    def unfolded(self) -> None:
        """Folds were changed by hand: what is open now stays open."""
        outline = self._hands.outline
        self._opened = [index for index in self._opened if outline.is_folded(index)]

    # behind the keys

    def _go_on(self) -> None:
        search, numbers = self.search, count(1)
        if search is not None and not search.is_finished:
            behind(self._hands.reading, lambda: search is self.search and self._slice(search, next(numbers)))

    def _slice(self, search: Search, number: int) -> bool:
        """Another slice of the search; whether there is one more."""
        found = search.slice()
        before = self._hands.selected
        if self._is_typed:
            self._preview()
        elif self._wanted and (found or search.is_finished):
            step, self._wanted = self._wanted, 0
            self.next(step)
        if search.is_finished or number % SHOWN_EVERY == 0 or before != self._hands.selected:
            self._hands.finding.draw()
            self._hands.paint()
        return not search.is_finished

    def _redraw(self) -> None:
        self._hands.reading.tree_view.look_again()

    def _look_at(self, index: int) -> None:
        """Select a comment; what hides it is opened, what was opened for another match folds again."""
        hands = self._hands
        tree, outline = hands.reading.tree_view, hands.outline

        def change() -> None:
            self._close(index)
            outline.keep(index)
            self._opened += outline.reveal(index)

        if self._opened or not outline.is_visible(index) or outline.is_filtered:
            tree.folded(change)
        tree.select(index, centred=True)
        self._bring_match()

    def _bring_match(self) -> None:
        """Of a comment that is taller than the pane, bring the rows on the screen that have what was found."""
        tree = self._hands.reading.tree_view
        found = self.spans(tree.selected)
        if found is None or not found.text or tree.at_offset is not None:
            return
        tree.at_offset = found.text[0].start
        tree.bring()
        tree.at_offset = None

    def _close(self, index: int) -> None:
        """Fold again what was opened, unless it holds this comment."""
        holds = self._hands.thread.holds
        for opened in reversed(self._opened):
            if not holds(opened, index) or opened == index:
                self._hands.outline.fold(opened)
        self._opened = [opened for opened in self._opened if not self._hands.outline.is_folded(opened)]
