"""The picker: a list of threads, one of which is opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip

from threadmark.keys.layers import Keymap
from threadmark.keys.names import pressed
from threadmark.sources.source import Reading
from threadmark.tui.looks import UNICODE, Signs
from threadmark.tui.pages import Page, key_page
from threadmark.tui.pane import Pane, bar_cells, on
from threadmark.tui.rows import fitted
from threadmark.tui.status import StatusLine

_COUNT = 14  # cells for the number of comments
_BEGINNING = 200  # code points of an article's text where it has no title
_DATE = 12  # cells for the date


@dataclass(frozen=True, slots=True)
class Choice:
    """A thread that can be opened.

    Attributes:
        title: its title, or the beginning of its article.
        file: the file's name.
        published: its date, or empty.
        comments: how many comments it has.
    """

    title: str
    file: str
    published: str
    comments: int


def choices_of(readings: Iterable[Reading]) -> list[Choice]:
    """The threads as they stand in the list."""
    return [_choice(reading) for reading in readings]


def _choice(reading: Reading) -> Choice:
    article = reading.thread.article
    first = article.paragraphs[0][:_BEGINNING].replace("\n", " ") if article.paragraphs else reading.thread.id
    name = Path(reading.report.file).name
    return Choice(article.title or first, name, article.published or "", len(reading.thread))


class ChoiceList(Pane):
    """The threads, one row each, one of them selected."""

    class Pressed(Message):
        """The mouse was pressed on a thread."""

        def __init__(self, place: int) -> None:
            self.place = place
            super().__init__()

    def __init__(self, choices: Sequence[Choice], signs: Signs = UNICODE) -> None:
        super().__init__(signs, id="choices")
        self.choices = choices
        self.selected = 0
        self._first = 0

    def restyled(self) -> None:
        """Nothing is kept."""

    def select(self, place: int) -> None:
        """Select a thread, as near to this place as there is one."""
        self.selected = max(0, min(place, len(self.choices) - 1))
        self._first = max(self.selected - max(1, self.body_rows) + 1, min(self._first, self.selected))
        self.repaint()

    def body(self) -> list[Strip]:
        """The rows in sight."""
        shown = list(enumerate(self.choices))[self._first : self._first + self.body_rows]
        thumb = bar_cells(self.body_rows, self._first, len(self.choices))
        return [self._row(place, choice, thumb=y in thumb) for y, (place, choice) in enumerate(shown)]

    def _row(self, place: int, choice: Choice, *, thumb: bool) -> Strip:
        look, width = self.look, self.width
        chosen = place == self.selected
        room = max(8, width - _COUNT - _DATE - 4)
        title = fitted([Segment(choice.title, look["author" if chosen else "text"])], room, self.signs.ellipsis)
        count = f"{choice.comments:,} comments"
        line = [
            Segment(f"{self.signs.selected if chosen else ' '} ", look["bar"]),
            *title,
            Segment(f" {choice.published[:10]:<{_DATE - 1}}{count:>{_COUNT}}", look["meta"]),
            Segment(self.signs.thumb if thumb else " ", look["rule"]),
        ]
        return on(fitted(line, width, self.signs.ellipsis), look.selected if chosen else look.base)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Open the thread under the mouse."""
        place = self._first + event.y - 1
        if event.y and place < len(self.choices):
            self.post_message(self.Pressed(place))


class Picker(Screen[None]):
    """Threads to choose from.

    Args:
        heading: what they are (`sample threads`).
        choices: the threads.
        open_choice: opens the one at a place.
        keymap: whose movement keys move the selection.
        signs: the signs to draw with.
    """

    CSS_PATH: ClassVar[str] = "picker.tcss"
    AUTO_FOCUS: ClassVar[str | None] = ""

    def __init__(
        self,
        heading: str,
        choices: Sequence[Choice],
        open_choice: Callable[[int], None],
        keymap: Keymap,
        signs: Signs,
    ) -> None:
        super().__init__()
        self.list = ChoiceList(choices, signs)
        self.list.heading = heading
        self.list.active = True
        self._status = StatusLine(signs)
        self._open = open_choice
        self._keymap = keymap
        self._signs = signs
        self._pending: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """The list, and how to use it."""
        yield self.list
        self._status.hints = (("j k", "move"), ("enter", "open"), ("?", "keys"), ("q", "quit"))
        yield self._status

    def on_key(self, event: events.Key) -> None:
        """Move, open, or leave."""
        event.stop()
        event.prevent_default()
        for key in pressed(event.key, event.character):
            self._press(key)

    def _press(self, key: str) -> None:
        chord = (*self._pending, key)
        self._pending = ()
        binding = self._keymap.bindings.get(chord)
        if binding is None:
            self._pending = chord if any(known[: len(chord)] == chord for known in self._keymap.panels) else ()
            return
        page = max(1, self.list.body_rows - 1)
        last = len(self.list.choices)
        steps = {
            "next_comment": 1,
            "previous_comment": -1,
            "next_sibling": 1,
            "previous_sibling": -1,
            "page_down": page,
            "page_up": -page,
            "half_page_down": page // 2,
            "half_page_up": -(page // 2),
            "first_comment": -last,
            "last_comment": last,
        }
        if binding.command in steps:
            self.list.select(self.list.selected + steps[binding.command])
        elif binding.command in ("done", "unfold_or_reply"):
            self._open(self.list.selected)
        elif binding.command == "help":
            self.app.push_screen(Page("keys", key_page(self._keymap), self._keymap, self._signs))
        elif binding.command in ("leave", "quit", "escape"):
            self.app.exit()

    def on_choice_list_pressed(self, event: ChoiceList.Pressed) -> None:
        """The mouse opens a thread."""
        self.list.select(event.place)
        self._open(event.place)
