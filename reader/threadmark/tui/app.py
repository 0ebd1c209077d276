"""The program on the screen: which screen is shown, what a signal does, when labels are written together."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar

import textual
from rich.text import Text
from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.filter import LineFilter, Monochrome, NoColor
from textual.screen import Screen
from textual.timer import Timer

from threadmark.errors import ThreadmarkError, UsageError
from threadmark.tui.greys import Greys
from threadmark.tui.keyed import KeyedScreen, takes_keys
from threadmark.tui.looks import ASCII, UNICODE
from threadmark.tui.reading import ReadingScreen
from threadmark.tui.shelf import Shelf, Spine, drawn_lot
from threadmark.tui.soon import soon
from threadmark.tui.sweeping import Sweeper
from threadmark.tui.themes import OWN_THEMES
from threadmark.tui.veil import Veil

if TYPE_CHECKING:
    from threadmark.tui.hands import Hands
    from threadmark.tui.picker import Progress
    from threadmark.tui.workshop import Workshop

_SOON = 0.25  # seconds between two looks at whether a checkpoint is due
_LOOKS = 16  # after a change: longer than a checkpoint may wait for a pause
_MOMENT = 0.005  # seconds between two looks at whether a screen takes keys by now
LOOK_AT_LAYERS = 1.0  # seconds between two looks at whether a layer was edited
_KILLED_BY = 128
_NO_COLOR, _GREYS = NoColor(), Greys()


class ThreadmarkApp(App[int], inherit_bindings=False):
    """The program.

    Args:
        shelf: the threads that were opened.
        workshop: the keymap and the label file, loaded when they are needed.
        picked: what the threads are, for the picker that comes first; None where the first thread does.
        theme: the name of a theme; None for the default one.
        plain: draw with ASCII signs.
        pseudonyms: show authors under pseudonyms.
        scores: whether scores are shown.
        random_order: whether the threads stand in an order drawn for the annotator.

    Attributes:
        failure: what ended the program, where it was an error that a person can mend.

    Raises:
        UsageError: there is no such theme.
    """

    CSS_PATH: ClassVar[list[str | PurePath]] = ["app.tcss", "reading.tcss"]
    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False
    BINDINGS: ClassVar[list[BindingType]] = []
    TITLE = "threadmark"

    def __init__(
        self,
        shelf: Shelf,
        workshop: Workshop,
        *,
        picked: str | None = None,
        theme: str | None = None,
        plain: bool = False,
        pseudonyms: bool = False,
        scores: bool = True,
        random_order: bool = False,
    ) -> None:
        super().__init__()
        self.failure: ThreadmarkError | None = None
        self._shelf = shelf
        self._random = random_order
        self._workshop = workshop
        self._picked = picked
        self._signs = ASCII if plain else UNICODE
        self._pseudonyms = pseudonyms
        self._scores = scores
        self._checkpoint_timer: Timer | None = None
        self._looks_left = 0
        self._typed: deque[events.Key] = deque()
        self._waiting = False
        self._has_left = False
        self._sweeper = Sweeper(self)
        self.animation_level = "none"
        for own in OWN_THEMES:
            self.register_theme(own)
        if theme is not None:
            if self.get_theme(theme) is None:
                known = ", ".join(sorted(self.available_themes))
                raise UsageError(f"there is no theme {theme!r}", next_step=f"known are {known}")
            self.theme = theme

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Without colours, a theme of the terminal's own colours has none that could be turned into greys."""
        if self.no_color and self.native_ansi_color:
            return (_NO_COLOR,)
        return [_GREYS if isinstance(each, Monochrome) else each for each in super().get_line_filters()]

    def on_mount(self) -> None:
        """Show the picker or the thread, and listen to signals."""
        for number in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, self._end_by_signal, number)
        if self._picked is not None:
            self._show_picker(self._picked)
            self.call_after_refresh(self._sweeper.keep)
        self.set_interval(LOOK_AT_LAYERS, self._look_at_layers)
        self.app_resume_signal.subscribe(self, self._come_back)

    def _look_at_layers(self) -> None:
        """Take keys from layers that were edited, in a pause between chords; or say what is wrong with them."""
        reading = self.screen if self._screen_stack else None
        if not isinstance(reading, ReadingScreen) or (hands := reading.hands) is None or hands.in_the_middle:
            return
        try:
            said = self._workshop.layer_files.look()
        except ThreadmarkError as error:
            hands.say(f"the keys stay as they were: {error}", trouble=True)
            hands.paint()
            return
        if said:
            hands.rebound()
            hands.say(said)
            hands.paint()

    def _come_back(self, _: App[int]) -> None:
        """The program was suspended: the terminal has an empty screen, and Textual takes it for the one it left."""
        for hands in self._hands():
            if hands.activity is not None:
                hands.activity.pause()
        self.refresh(layout=True)
        for widget in self.screen.walk_children():
            widget.refresh()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A cursor stands still: nothing here moves by itself."""
        if hasattr(event.widget, "cursor_blink"):
            setattr(event.widget, "cursor_blink", False)  # noqa: B010 -- fields for text have it, other widgets do not

    def get_default_screen(self) -> Screen[None]:
        """The one thread that was opened is the bottom of the stack: one screen less before the first paint."""
        return super().get_default_screen() if self._picked is not None else self._screen(0)

    async def on_event(self, event: events.Event) -> None:
        """Take keys one after another, each when the one before has done what it does."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._typed.append(event)
            self._sweeper.stirred()
            self._stir()
            await self._take_typed()
        else:
            await super().on_event(event)

    def _stir(self) -> None:
        """Somebody is there: tell whoever measures the time."""
        for hands in self._hands():
            hands.stirred()

    def _hands(self) -> Iterator[Hands]:
        """The hands of the thread that is open, whatever lies over it."""
        for screen in self._screen_stack:
            if isinstance(screen, ReadingScreen) and screen.hands is not None:
                yield screen.hands

    async def _take_typed(self) -> None:
        while self._typed and self._screen_stack and takes_keys(screen := self.screen):
            event = self._typed.popleft()
            if isinstance(screen, KeyedScreen):
                screen.take_key(event)
            else:
                await super().on_event(event)
        if self._typed and not self._waiting:
            self._waiting = True
            soon(self, _MOMENT, self._take_waiting)

    async def _take_waiting(self) -> None:
        self._waiting = False
        await self._take_typed()

    def _leave(self, screen: Screen[None]) -> None:
        """Go back to where a screen was opened from; from the bottom of the stack that is the shell."""
        if len(self.screen_stack) > 1 and self._picked is not None:
            self._has_left = True
            screen.dismiss()
        else:
            self.exit()

    def _show_picker(self, heading: str) -> None:
        from threadmark.tui.picker import Picker  # noqa: PLC0415 -- a thread that is opened has no picker

        workshop = self._workshop
        try:
            keymap, _ = workshop.keymap, workshop.store
        except ThreadmarkError as error:
            self._fail(error)
            return

        def lot(spine: Spine) -> str:
            return drawn_lot(workshop.annotator, spine.thread)

        def progress() -> dict[str, Progress]:
            try:
                return workshop.progress()
            except ThreadmarkError as error:
                self._fail(error)
                return {}

        def last() -> str:
            session = workshop.session()
            return session.thread if session is not None else ""

        order = lot if self._random else None
        spines = self._shelf.spines()
        self.push_screen(
            Picker(heading, spines, progress, self._open_thread, keymap, self._signs, order=order, last=last)
        )

    def _open_thread(self, place: int) -> None:
        self.push_screen(self._screen(place))

    def _screen(self, place: int) -> ReadingScreen:
        reading = self._shelf.reading(place)

        def set_up(screen: ReadingScreen) -> Hands | None:
            if self._has_left:
                self._sweeper.let_go()
            gc.disable()
            try:
                return self._workshop.desk(screen, changed=self._checkpoint_later)
            except ThreadmarkError as error:
                self._fail(error)
                return None
            finally:
                self._sweeper.keep()

        veil = Veil(reading.thread, pseudonyms=self._pseudonyms, scores=self._scores)
        return ReadingScreen(reading.thread, reading.report, self._signs, veil, set_up, self._leave)

    def _fatal_error(self) -> None:
        """A defect of ours: say where it is, without the thread's text in it, and that nothing is lost."""
        from rich.traceback import Traceback  # noqa: PLC0415 -- it loads a highlighter, and the first paint would wait for it

        self._exit_renderables.append(Traceback(show_locals=False, width=100, suppress=[textual]))
        self._exit_renderables.append(Text("a defect ended the program; every label that was shown is on disk"))
        self._close_messages_no_wait()

    def _fail(self, error: ThreadmarkError) -> None:
        self.failure = error
        self.exit(error.exit_code)

    # the label file

    def _checkpoint_later(self) -> None:
        """A change was made: for a while, look now and then whether the label file should be written."""
        self._looks_left = _LOOKS
        if self._checkpoint_timer is None:
            self._checkpoint_timer = self.set_interval(_SOON, self._look_for_checkpoint)

    def _look_for_checkpoint(self) -> None:
        self._looks_left -= 1
        if self._workshop.checkpoint_if_due():
            return
        if self._looks_left < 0 and self._checkpoint_timer is not None:
            self._checkpoint_timer.stop()
            self._checkpoint_timer = None

    def _flush_screens(self) -> None:
        """Put what is only in memory into the store: a note being typed, seconds."""
        for screen in reversed(self.screen_stack):
            flush = getattr(screen, "flush", None)
            if flush is not None:
                flush()

    def _end_by_signal(self, number: signal.Signals) -> None:
        """The terminal is gone or somebody wants us gone: everything to disk, the terminal restored, the end."""
        try:
            self._flush_screens()
            self._workshop.close()
        except ThreadmarkError as error:
            self.failure = error
        finally:
            self.exit(_KILLED_BY + number)
