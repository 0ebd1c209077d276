"""Search and filter on a reading screen: the field that is typed into, and what of both is in effect."""

from __future__ import annotations

import sys
from collections import Counter
from functools import cached_property
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING

from textual.geometry import Offset

from threadmark.keys.names import pressed
from threadmark.tui.finding.filtering import Filtering
from threadmark.tui.finding.line import TextLine
from threadmark.tui.finding.searching import Searching
from threadmark.tui.finding.view import FieldView, offers_strips
from threadmark.tui.soon import soon

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from threadmark.find import Completion, Filter, FindError
    from threadmark.find.known import Said
    from threadmark.project import SavedFilters
    from threadmark.tui.hands import Hands
    from threadmark.tui.rows import Facts

_AUTHORS = 5_000  # that are offered, those who wrote most
_SHARE = 0.5  # of the tree's rows for what is offered
_LOADED = "threadmark.find"  # by the first letter at the latest; 60 ms and more
_SOON = 0.2  # seconds from the first labels on the screen until it is loaded


class Finding:
    """Everything about search and filter is reached from here.

    Args:
        hands: the screen's hands.
        said: what the annotator said about the thread; None where nothing is labelled.

    Attributes:
        search: the search.
        filter: the filter.
        saved: filters that have names; none as long as nobody says where they are kept.
    """

    def __init__(self, hands: Hands, said: Said | None) -> None:
        self.search = Searching(hands)
        self.filter = Filtering(hands, said)
        self.saved: SavedFilters | None = None
        self._hands = hands
        self._sign = ""
        self._line = TextLine()
        self._error: FindError | None = None
        self._trouble = ""
        self._typed: Filter | None = None
        self._offers: Sequence[Completion] = ()
        self._chosen = 0
        self._back = 0
        self._is_awaited = False
        self._insists = False

    def begin(self) -> None:
        """All is set up: load soon what the first letter needs, in a thread of its own, so that no key waits for it."""
        if _LOADED not in sys.modules:
            loading = Thread(target=import_module, args=(_LOADED,), name="loading", daemon=True)
            soon(self._hands.reading, _SOON, loading.start)

    # the field

    @property
    def typing(self) -> bool:
        """Whether keys are text."""
        return bool(self._sign)

    @property
    def filters(self) -> bool:
        """Whether what is typed is a filter."""
        return self._sign == "&"

    def open(self, sign: str) -> None:
        """Type a search (`/`) or a filter (`&`)."""
        self._hands.close_panel()
        self._is_awaited = False
        self._sign, self._back, self._error, self._trouble = sign, 0, None, ""
        if sign == "/":
            self._line = TextLine()
            self.search.begin()
        else:
            self._line = TextLine(str(self.filter.filter or ""))
            self._changed()
        self.draw()

    @property
    def named(self) -> Mapping[str, str]:
        """Saved filters, by their names."""
        return self.saved.words if self.saved is not None else {}

    def use(self, words: str) -> None:
        """Filter as if this had been typed; what is not understood, or no comment meets, stays in the field."""
        self.open("&")
        self._line = TextLine(words)
        self._changed()
        self._enter()
        self.draw()
        self._hands.paint()

    def take(self, key: str, character: str | None) -> bool:
        """Take a key, named as Textual names it, where one is typing; whether it was."""
        if not self.typing:
            return False
        for one in pressed(key, character):
            if self._sign:  # esc and a letter typed after it may come as one
                self._press(one)
            else:
                self._hands.press(one)
        self.draw()
        self._hands.paint()
        return True

    def paste(self, text: str) -> None:
        """Text was pasted: it goes into the field, or nowhere."""
        if self.typing:
            self._line.insert(text)
            self._changed()
            self.draw()
            self._hands.paint()

    def _press(self, key: str) -> None:
        if key == "escape":
            self.close(keep=False)
        elif key == "enter":
            self._enter()
        elif key in ("up", "down"):
            self._choose(-1 if key == "up" else 1)
        elif key == "tab":
            self._complete()
        elif len(key) > 1 and self._is_explained_by(key):
            self._hands.do("explain", None)
        else:
            before = self._line.text, self._line.cursor
            self._line.press(key)
            if before != (self._line.text, self._line.cursor):
                self._changed()

    def _is_explained_by(self, key: str) -> bool:
        bound = self._hands.keymap.bindings.get((key,))
        return bound is not None and bound.command == "explain"

    def close(self, *, keep: bool) -> None:
        """Stop typing, with the search as it is or as it was before; a filter that was not taken changes nothing."""
        if not self.typing:
            return
        if self._sign == "/":
            self.search.keep() if keep else self.search.cancel()
        self._sign = ""
        self._hands.reading.status.field = None
        self._hands.reading.tree_view.show_panel(())

    def _changed(self) -> None:
        """Something else is typed."""
        from threadmark.find import FindError, completions, parse  # noqa: PLC0415 -- not before it is needed

        self._error, self._trouble, self._chosen, self._insists = None, "", 0, False
        line, codebook = self._line, self._hands.keymap.codebook
        try:
            if self._sign == "/":
                self.search.look_for(line.text)
                return
            self._typed = self.filter.sifting = None
            self._typed = parse(line.text, codebook)
            if not self._typed.is_empty:
                self.filter.sift(self._typed, self._sifted)
        except FindError as error:
            self._error = error
        if self._sign == "&":
            self._offers = completions(line.text, line.cursor, codebook, self._names(), self.named)

    def _enter(self) -> None:
        if self._sign == "/":
            self.close(keep=True)
        elif self._typed is None:
            self._insists = True
        elif self._typed.is_empty:
            self.close(keep=True)
            self.filter.take_off()
            self.search.again()
        elif (sifting := self.filter.sifting) is None or sifting.is_finished:
            if sifting is not None and self._put_on():
                self.close(keep=True)
            else:
                self._trouble = self._trouble or "no comment meets this"
        else:
            self.close(keep=True)
            self._is_awaited = True
            self._hands.say("filtering")

    def _sifted(self) -> None:
        """Another slice of the thread was looked at for the filter."""
        if self._is_awaited and self.filter.sifting is not None and self.filter.sifting.is_finished:
            self._is_awaited = False
            self._put_on()
        self.draw()

    def _put_on(self) -> bool:
        """Put the filter on that was worked out, if it is."""
        sifting = self.filter.sifting
        if sifting is None or not sifting.is_finished:
            return False
        if self.filter.put_on(sifting):
            self.search.again()
            return True
        if not self.typing:
            self.filter.sifting = None
            self._hands.say(f"no comment meets {sifting.filter}")
        return False

    def _choose(self, step: int) -> None:
        """Another of what is offered; in a search, one of the earlier searches."""
        if self._sign == "&":
            self._chosen = max(0, min(self._chosen + step, len(self._offers) - 1))
            return
        past = self.search.past
        self._back = max(0, min(self._back - step, len(past)))
        self._line = TextLine(past[-self._back] if self._back else "")
        self._changed()

    def _complete(self) -> None:
        if self._sign == "&" and self._offers:
            text, cursor = self._offers[self._chosen].applied(self._line.text)
            self._line = TextLine(text)
            self._line.cursor = cursor
            self._changed()

    def _names(self) -> Iterator[str]:
        """The authors, counted when one is asked for: in a large thread that takes as long as some keys."""
        yield from self._authors

    @cached_property
    def _authors(self) -> Sequence[str]:
        hands = self._hands
        shown = hands.reading.veil
        names = map(shown.author, range(len(hands.thread))) if shown.hidden else hands.thread.authors
        return [name for name, _ in Counter(name for name in names if name).most_common(_AUTHORS)]

    def draw(self) -> None:
        """Draw the field and what is offered."""
        if not self.typing:
            return
        reading, tree, line = self._hands.reading, self._hands.reading.tree_view, self._line
        state = self.search.count_words if self._sign == "/" else self._sifted_words()
        wrong = (0, 0)
        if self._error is not None and self._error.start is not None:
            wrong = self._error.start, max(self._error.end or 0, self._error.start + 1)
        field = FieldView(self._sign, line.text, (line.cursor, line.after), wrong, state)
        reading.status.field = field
        reading.app.cursor_position = Offset(field.cursor_cell(reading.status.width), reading.status.region.y)
        error = self._trouble if self._error is None or self._is_begun else str(self._error)
        if self._sign == "&" or error:
            title = "filter: tab takes a word, enter filters, esc leaves" if self._sign == "&" else "search"
            offers = [(offer.text, offer.help) for offer in self._offers] if self._sign == "&" else []
            rows = int(tree.body_rows * _SHARE) if self._sign == "&" else 3
            tree.show_panel(offers_strips(title, error, offers, self._chosen, tree.look, tree.width, rows))
        else:
            tree.show_panel(())

    @property
    def _is_begun(self) -> bool:
        """Whether what is not understood is a word that is being typed, and is offered whole; enter asks all the same."""
        error, end = self._error, len(self._line.text)
        return error is not None and error.end == end and bool(self._offers) and not self._insists

    def _sifted_words(self) -> str:
        sifting = self.filter.sifting
        if sifting is None:
            return ""
        more = "" if sifting.is_finished else self._hands.reading.signs.ellipsis
        return f"{sifting.count:,} of {len(self._hands.thread):,}{more}"

    # what is in effect

    def escape(self) -> bool:
        """Undo one layer: the search, then the filter; whether there was one."""
        return self.search.leave() or self.leave_filter()

    def leave_filter(self) -> bool:
        """Show all again; whether there was a filter."""
        left = self.filter.take_off()
        if left:
            self.search.again()
        return left

    def facts(self, index: int, facts: Facts) -> Facts:
        """What is known about a comment, with what was found in it and what the filter hides below it."""
        spans = self.search.spans(index)
        hidden = self._hands.outline.filtered_out(index)
        if spans is None:
            return facts._replace(filtered=hidden) if hidden else facts
        return facts._replace(found=spans.text, found_author=spans.author, filtered=hidden)

    @property
    def words(self) -> Sequence[str]:
        """What stands above the tree: the filter, the search."""
        found = self.search.search
        searched = [f"/{found.words}: {self.search.count_words}"] if found is not None and not self.typing else []
        return [*([self.filter.words] if self.filter.words else []), *searched]

    @property
    def among(self) -> bytearray | None:
        """One byte a comment, 1 where it meets the filter; None without one."""
        sieve = self._hands.outline.sieve
        return sieve.meeting if sieve is not None else None

    def rethreaded(self) -> None:
        """The thread is another version."""
        self.filter.again()
        self.search.again()
