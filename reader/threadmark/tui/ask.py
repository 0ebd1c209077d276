"""Questions over the thread: one line of text, or a note of several. A key typed into them is text and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static, TextArea
from textual.widgets.option_list import Option

_PAUSE = 1.0  # seconds without a key after which a note is saved
_HOW = "esc closes and keeps it; an emptied note is deleted"


class AskLine(ModalScreen[str | None]):
    """Ask for one line of text; None when it was left with esc.

    Args:
        question: what is asked.
        answer: what stands there at first.
        offered: answers that can be picked with the arrow keys.
    """

    CSS_PATH: ClassVar[str] = "ask.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down", "offered", show=False),
    ]

    def __init__(self, question: str, answer: str = "", offered: Sequence[str] = ()) -> None:
        super().__init__()
        self._question = question
        self._answer = answer
        self._offered = tuple(offered)

    def compose(self) -> ComposeResult:
        """The question, the line, what is offered, how to go on."""
        with Vertical(id="ask"):
            yield Static(Content(self._question), id="question")
            yield Input(self._answer, id="line", select_on_focus=False)
            if self._offered:
                yield OptionList(*(Option(Content(text)) for text in self._offered), id="offered")
            yield Static(id="how")

    def on_mount(self) -> None:
        """The line has the keys."""
        self.query_one(Input).focus()
        for offered in self.query(OptionList):
            offered.highlighted = None  # nothing is picked before `down`: enter takes the line

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Say what the keys do in the line, or in what is offered."""
        pick = "down goes to these, " if self._offered else ""
        in_line = isinstance(event.widget, Input)
        how = f"enter takes it, {pick}esc leaves" if in_line else "enter puts it into the line, esc goes back there"
        self.query_one("#how", Static).update(Content(how))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the line."""
        self.dismiss(event.value)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Put what was picked into the line, so that it can be changed."""
        line = self.query_one(Input)
        line.value = self._offered[event.option_index]
        line.focus()

    def action_offered(self) -> None:
        """Go to what is offered."""
        for offered in self.query(OptionList):
            offered.focus()
            offered.highlighted = offered.highlighted or 0

    def action_leave(self) -> None:
        """Leave without an answer; from what is offered, back to the line."""
        line = self.query_one(Input)
        if line.has_focus:
            self.dismiss(None)
        else:
            line.focus()


class PickOne(ModalScreen[int | None]):
    """Pick one of many by typing a part of it; None when it was left with esc.

    Args:
        question: what is asked.
        found: gives what can be picked for the words typed so far, the likeliest first: a text, and what it stands for.
    """

    CSS_PATH: ClassVar[str] = "ask.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
    ]

    def __init__(self, question: str, found: Callable[[str], Sequence[tuple[str, int]]]) -> None:
        super().__init__()
        self._question = question
        self._find = found
        self._found: Sequence[tuple[str, int]] = ()

    def compose(self) -> ComposeResult:
        """The question, the words typed, what can be picked, how to go on."""
        with Vertical(id="ask"):
            yield Static(Content(self._question), id="question")
            yield Input(id="line")
            yield OptionList(id="offered")
            yield Static(Content("type to search, up and down choose, enter takes it, esc leaves"), id="how")

    def on_mount(self) -> None:
        """The line has the keys, the likeliest are offered."""
        self.query_one(OptionList).can_focus = False
        self.query_one(Input).focus()
        self._offer("")

    def _offer(self, words: str) -> None:
        self._found = self._find(words)
        offered = self.query_one(OptionList)
        offered.clear_options()
        offered.add_options([Option(Content(text)) for text, _ in self._found])
        offered.highlighted = 0 if self._found else None

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search on."""
        self._offer(event.value)

    def on_input_submitted(self) -> None:
        """Take what is chosen."""
        chosen = self.query_one(OptionList).highlighted
        if chosen is not None:
            self.dismiss(self._found[chosen][1])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """The mouse picks."""
        self.dismiss(self._found[event.option_index][1])

    def action_move(self, step: int) -> None:
        """Choose another."""
        offered = self.query_one(OptionList)
        if self._found:
            offered.highlighted = max(0, min(len(self._found) - 1, (offered.highlighted or 0) + step))

    def action_leave(self) -> None:
        """Leave without picking."""
        self.dismiss(None)


class WriteNote(ModalScreen[None]):
    """Write a note: esc closes it and keeps the text, each pause of a second saves it.

    Args:
        question: what the note is on.
        note: the note as it is.
        keep: called with the text to save; gives why it could not be saved, or nothing.
    """

    CSS_PATH: ClassVar[str] = "ask.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False, priority=True)]

    def __init__(self, question: str, note: str, keep: Callable[[str], str]) -> None:
        super().__init__()
        self._question = question
        self._kept = note
        self._keep = keep
        self._given_up: str | None = None

    def compose(self) -> ComposeResult:
        """What the note is on, the text, how to close."""
        with Vertical(id="ask"):
            yield Static(Content(self._question), id="question")
            yield TextArea(self._kept, id="note", soft_wrap=True)
            yield Static(Content(_HOW), id="how")

    def on_mount(self) -> None:
        """The text has the keys."""
        area = self.query_one(TextArea)
        area.focus()
        area.move_cursor(area.document.end)
        self._timer = self.set_timer(_PAUSE, self.flush, pause=True)

    def on_text_area_changed(self) -> None:
        """Save after a pause."""
        self._timer.stop()
        self._timer = self.set_timer(_PAUSE, self.flush)

    def flush(self) -> None:
        """Save what is there now, if it is not saved already; say so when it can't be."""
        text = self.query_one(TextArea).text
        if text == self._kept:
            return
        trouble = self._keep(text)
        if not trouble:
            self._kept = text
        self.query_one("#how", Static).update(Content(f"{trouble}; esc tries again" if trouble else _HOW))

    def action_leave(self) -> None:
        """Save and close; a text that can't be saved stays on the screen until esc is pressed on it once more."""
        text = self.query_one(TextArea).text
        self.flush()
        if text in (self._kept, self._given_up):
            self.dismiss()
            return
        self._given_up = text
        how = self.query_one("#how", Static)
        how.update(Content(f"{how.visual}; if it can't be saved then either, it closes without it"))
