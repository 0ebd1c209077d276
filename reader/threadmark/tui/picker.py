"""The picker: the threads that were opened, how far each of them is, and one key to open one."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.strip import Strip

from threadmark.errors import InputError, ThreadmarkError
from threadmark.keys.layers import Keymap
from threadmark.keys.names import pressed
from threadmark.thread.text import clean_line
from threadmark.tui.ask import AskLine
from threadmark.tui.keyed import KeyedScreen
from threadmark.tui.looks import UNICODE, Signs
from threadmark.tui.pages import Page, list_key_page
from threadmark.tui.pane import Pane, bar_cells, on
from threadmark.tui.rows import fitted
from threadmark.tui.shelf import Spine
from threadmark.tui.soon import soon
from threadmark.tui.status import StatusLine

_TOGETHER = 0.1  # seconds: threads that are read within this time are shown together
_DATE = len("2024-03-12")
_STARTED = len("2024-03-12 17:30")
_WIDE = 100  # cells from which the columns on progress are shown


@dataclass(slots=True)
class Progress:
    """How far an annotator is in a thread.

    Attributes:
        finished: the ids of comments that are done or skipped.
        revisit: how many comments are to be revisited.
        opened: when it was last worked on, RFC 3339; empty for never.
        drawn: the ids of the comments that a second round is over; None for all.
    """

    finished: set[str] = field(default_factory=set)
    revisit: int = 0
    opened: str = ""
    drawn: frozenset[str] | None = None

    @property
    def done(self) -> int:
        """How many comments are done or skipped."""
        return len(self.finished)


class Shown(NamedTuple):
    """A row of the list."""

    spine: Spine
    progress: Progress

    @property
    def todo(self) -> int:
        """Comments that have a text, or were drawn, and are neither done nor skipped."""
        if self.progress.drawn is not None:
            return len(self.progress.drawn - self.progress.finished)
        return self.spine.comments - len(self.progress.finished | self.spine.empty)


DOES_HERE = {
    "next_comment": "next thread",
    "next_sibling": "next thread",
    "previous_comment": "previous thread",
    "previous_sibling": "previous thread",
    "first_comment": "first thread",
    "last_comment": "last thread",
    "half_page_down": "half a page down",
    "half_page_up": "half a page up",
    "page_down": "a page down",
    "page_up": "a page up",
    "done": "open the thread",
    "unfold_or_reply": "open the thread",
    "search": "show only threads whose title or file has some words",
    "escape": "show all threads again",
    "sort_threads": "sort otherwise",
    "explain": "what this thread is",
    "codebook": "the codebook",
    "help": "these keys",
    "suspend": "go to the shell, and come back by fg",
    "leave": "end the program",
    "quit": "end the program",
}
"""What commands do in the list, in words; the others need a thread."""
SORTS: dict[str, Callable[[Shown], object]] = {
    "in the order of the files": lambda shown: shown.spine.place,
    "by title": lambda shown: shown.spine.title.casefold(),
    "newest article first": lambda shown: _descending(shown.spine.published),
    "most comments first": lambda shown: -shown.spine.comments,
    "most to do first": lambda shown: -shown.todo,
    "last opened first": lambda shown: _descending(shown.progress.opened),
}


def _descending(text: str) -> tuple[int, ...]:
    """A key that sorts texts backwards, empty ones last."""
    return (*(-ord(sign) for sign in text), 1)


class ThreadList(Pane):
    """The threads, one row each, one of them selected."""

    class Pressed(Message):
        """The mouse was pressed on a thread."""

        def __init__(self, place: int) -> None:
            self.place = place
            super().__init__()

    def __init__(self, signs: Signs = UNICODE) -> None:
        super().__init__(signs, id="threads")
        self.shown: list[Shown] = []
        self.selected = 0
        self._first = 0

    def restyled(self) -> None:
        """Keep the selected row in sight, whatever the size."""
        self.select(self.selected)

    def select(self, place: int) -> None:
        """Select a row, as near to this place as there is one."""
        self.selected = max(0, min(place, len(self.shown) - 1))
        self._first = max(self.selected - max(1, self.body_rows - 1) + 1, min(self._first, self.selected))
        self.repaint()

    def body(self) -> list[Strip]:
        """The names of the columns, then the rows in sight."""
        rows = list(enumerate(self.shown))[self._first : self._first + max(0, self.body_rows - 1)]
        thumb = bar_cells(self.body_rows - 1, self._first, len(self.shown))
        strips = [self._row(place, shown, thumb=y in thumb) for y, (place, shown) in enumerate(rows)]
        return [
            self._columns("title", self._cells("date", "comments", "done", "to do", "revisit", "last opened"), "meta"),
            *strips,
        ]

    def _cells(self, date: str, comments: str, done: str, todo: str, revisit: str, opened: str) -> str:
        cells = f"{date:<{_DATE}}  {comments:>8}"
        return cells + (f"  {done:>7}  {todo:>7}  {revisit:>7}  {opened:<{_STARTED}}" if self.width >= _WIDE else "")

    def _row(self, place: int, shown: Shown, *, thumb: bool) -> Strip:
        spine, progress = shown
        cells = self._cells(
            spine.published[:_DATE],
            f"{spine.comments:,}",
            f"{progress.done:,}",
            f"{shown.todo:,}",
            f"{progress.revisit:,}" if progress.revisit else "",
            progress.opened[:_STARTED].replace("T", " "),
        )
        return self._columns(spine.title, cells, "text", chosen=place == self.selected, thumb=thumb)

    def _columns(self, title: str, cells: str, part: str, *, chosen: bool = False, thumb: bool = False) -> Strip:
        look, width = self.look, self.width
        room = max(8, width - len(cells) - 5)
        line = [
            Segment(f"{self.signs.selected if chosen else ' '} ", look["bar"]),
            *fitted([Segment(title, look["author" if chosen else part])], room, self.signs.ellipsis),
            Segment(f"  {cells}", look["meta"]),
            Segment(self.signs.thumb if thumb else " ", look["rule"]),
        ]
        return on(fitted(line, width, self.signs.ellipsis), look.selected if chosen else look.base)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Open the thread under the mouse."""
        place = self._first + event.y - 2
        if event.y > 1 and place < len(self.shown):
            self.post_message(self.Pressed(place))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Go down the list."""
        event.stop()
        self.select(self.selected + 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Go up the list."""
        event.stop()
        self.select(self.selected - 1)


class Picker(KeyedScreen):
    """Threads to choose from.

    Args:
        heading: what they are (`sample threads`).
        spines: the threads, as they are read.
        progress: how far the annotator is, by the thread's id; asked again whenever a thread was left.
        open_thread: opens the one at a place of the shelf; raises InputError where it can't be read any more.
        keymap: whose keys move the selection.
        signs: the signs to draw with.
        order: how the threads stand at first, for a study that sets it; None for the order of the files.
        last: gives the id of the thread that was left last; asked once the list is painted.
    """

    CSS_PATH: ClassVar[str] = "picker.tcss"

    class Arrived(Message):
        """Further threads were read; `last` says there are no more, `trouble` what stopped the reading."""

        def __init__(self, *, last: bool = False, trouble: Exception | None = None) -> None:
            self.last = last
            self.trouble = trouble
            super().__init__()

    def __init__(
        self,
        heading: str,
        spines: Iterable[Spine],
        progress: Callable[[], Mapping[str, Progress]],
        open_thread: Callable[[int], None],
        keymap: Keymap,
        signs: Signs,
        *,
        order: Callable[[Spine], object] | None = None,
        last: Callable[[], str] = lambda: "",
    ) -> None:
        super().__init__()
        self._ask_last = last
        self._last = ""
        self.list = ThreadList(signs)
        self.list.active = True
        self._heading = heading
        self._coming = spines
        self._spines: list[Spine] = []
        self._broken: list[str] = []
        self._arriving: deque[Spine] = deque()
        self._is_told = False
        self._state = "reading on"
        self._ask_progress = progress
        self._progress: Mapping[str, Progress] = {}
        self._open = open_thread
        self._keymap = keymap
        self._signs = signs
        self._status = StatusLine(signs)
        self._pending: tuple[str, ...] = ()
        self._filter = ""
        self._order = order
        self._sort = 0

    def compose(self) -> ComposeResult:
        """The list, and how to use it."""
        yield self.list
        self._status.hints = tuple(
            (keys[0], word)
            for command, word in (
                ("next_comment", "down"),
                ("previous_comment", "up"),
                ("done", "open"),
                ("search", "filter"),
                ("sort_threads", "sort"),
                ("help", "keys"),
                ("leave", "quit"),
            )
            if (keys := self._keymap.keys_of(command))
        )
        yield self._status

    def on_mount(self) -> None:
        """Begin to read, on a thread that nobody waits for: leaving ends the program in the middle of a corpus."""
        threading.Thread(target=self._read, name="reading threads", daemon=True).start()
        self.call_after_refresh(self._go_to_last)

    def _go_to_last(self) -> None:
        """Select the thread that was left last, as soon as it is there; a key that moves before that stays where it goes."""
        self._last = self._ask_last()
        self._arrange()

    def on_screen_resume(self) -> None:
        """A thread was left, or this is the beginning: how far each is may be another."""
        self._progress = self._ask_progress()
        self._arrange()

    def _read(self) -> None:
        trouble: Exception | None = None
        try:
            for spine in self._coming:
                self._arriving.append(spine)
                if not self._is_told:
                    self._is_told = True
                    self._tell(self.Arrived())
        except Exception as error:  # noqa: BLE001 -- it is raised where it is handled
            trouble = error
        self._tell(self.Arrived(last=True, trouble=trouble))

    def _tell(self, arrived: Arrived) -> None:
        with suppress(RuntimeError):  # the program has ended, and its loop is closed
            self.post_message(arrived)

    def on_picker_arrived(self, event: Arrived) -> None:
        """Show what was read: the first at once, and then together what comes within a moment.

        Raises:
            Exception: what stopped the reading, where it is a defect of ours.
        """
        if event.last:
            self._state = ""
        if isinstance(event.trouble, ThreadmarkError):
            self._state = "the rest can't be read"
            self._complain(event.trouble)
        elif event.trouble is not None:
            raise event.trouble
        if event.last or not self._spines:
            self._take_in()
        else:
            soon(self, _TOGETHER, self._take_in)

    def _take_in(self) -> None:
        self._is_told = False  # before the taking, so that whatever comes after it is told of
        while self._arriving:
            self._spines.append(spine := self._arriving.popleft())
            self._broken += spine.broken
        if self._broken and not self._state:
            others = f" (and {len(self._broken) - 1:,} more)" if len(self._broken) > 1 else ""
            self._state = f"{len(self._broken):,} {'file' if len(self._broken) == 1 else 'files'} can't be read"
            self._complain(f"{self._broken[0]}{others}")
        self._arrange()

    def _complain(self, error: ThreadmarkError | str) -> None:
        self._status.said, self._status.trouble = clean_line(str(error))[0], True
        self._status.repaint()

    def _arrange(self) -> None:
        """Filter and sort; the selected thread stays selected."""
        chosen = self._chosen()
        wanted = self._filter.casefold()
        shown = [
            Shown(spine, self._progress.get(spine.thread, Progress()))
            for spine in self._spines
            if wanted in f"{spine.title}\n{spine.file}\n{spine.thread}".casefold()
        ]
        name = list(SORTS)[self._sort]
        order = self._order if self._sort == 0 else None
        shown.sort(key=(lambda each: order(each.spine)) if order else SORTS[name])  # type: ignore[arg-type, return-value]
        self.list.shown = shown
        places = [each.spine.place for each in shown]
        self.list.heading = self._headline(len(shown))
        last = next((place for place, each in enumerate(shown) if each.spine.thread == self._last), None)
        self.list.select(last if last is not None else places.index(chosen) if chosen in places else 0)

    def _headline(self, count: int) -> str:
        dot = f" {self._signs.dot} "
        total = f"{len(self._spines):,} {'thread' if len(self._spines) == 1 else 'threads'}"
        parts = [self._heading, f"{count:,} of {total}" if self._filter else total]
        parts += [self._state] if self._state else []
        parts += [f"filter: {self._filter}"] if self._filter else []
        return dot.join([*parts, *([list(SORTS)[self._sort]] if self._sort else [])])

    def _chosen(self) -> int | None:
        return self.list.shown[self.list.selected].spine.place if self.list.shown else None

    def take_key(self, event: events.Key) -> None:
        """Move, open, filter, sort, or leave."""
        self._status.said, self._status.trouble = "", False
        self._last = ""
        for key in pressed(event.key, event.character):
            self._press(key)
        self._status.repaint()

    def _press(self, key: str) -> None:
        chord = (*self._pending, key)
        self._pending = ()
        binding = self._keymap.bindings.get(chord)
        if binding is not None:
            self._do(binding.command)
        elif any(known[: len(chord)] == chord for known in self._keymap.panels):
            self._pending = chord
        else:
            self._status.said = f"{' '.join(chord)} is no key here"

    def _do(self, command: str) -> None:
        steps = dict(self._steps())
        if command in steps:
            self.list.select(self.list.selected + steps[command])
        elif command in ("done", "unfold_or_reply"):
            self._open_selected()
        elif command == "search":
            self._ask_filter()
        elif command == "sort_threads":
            self._sort = (self._sort + 1) % len(SORTS)
            self._arrange()
        elif command in ("explain", "codebook", "help"):
            self._show_page(command)
        elif command == "escape":
            self._filter = ""
            self._arrange()
        elif command in ("leave", "quit"):
            self.app.exit()
        elif command == "suspend":
            self.app.action_suspend_process()
        else:
            self._status.said = "this key works in a thread; enter opens one"

    def _show_page(self, command: str) -> None:
        keymap, signs = self._keymap, self._signs
        if command == "help":
            self.app.push_screen(Page("keys", list_key_page(keymap, signs, DOES_HERE), keymap, signs))
        elif command == "codebook":
            from threadmark.tui.codebook import CodebookPage  # noqa: PLC0415 -- not before it is asked for

            self.app.push_screen(CodebookPage(keymap, signs))
        elif self.list.shown:
            from threadmark.tui.explaining import thread_page  # noqa: PLC0415 -- not before the first F1

            page = thread_page(self.list.shown[self.list.selected])
            self.app.push_screen(Page("the thread", page, keymap, signs))

    def _steps(self) -> Iterator[tuple[str, int]]:
        page, last = max(1, self.list.body_rows - 2), len(self.list.shown)
        yield from (("next_comment", 1), ("previous_comment", -1), ("next_sibling", 1), ("previous_sibling", -1))
        yield from (("page_down", page), ("page_up", -page), ("first_comment", -last), ("last_comment", last))
        yield from (("half_page_down", page // 2), ("half_page_up", -(page // 2)))

    def _ask_filter(self) -> None:
        def take(text: str | None) -> None:
            if text is not None:
                self._filter = text.strip()
                self._arrange()

        self.app.push_screen(AskLine("show threads whose title or file has", self._filter), take)

    def _open_selected(self) -> None:
        place = self._chosen()
        if place is not None:
            try:
                self._open(place)
            except InputError as error:
                self._complain(error)

    def on_thread_list_pressed(self, event: ThreadList.Pressed) -> None:
        """The mouse opens a thread."""
        self._last = ""
        self.list.select(event.place)
        self._open_selected()
