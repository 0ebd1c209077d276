"""The bench: a thread is put right before it is coded. Every repair is a new version; undo goes back to the one before."""

from __future__ import annotations

from collections.abc import Callable, Container
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from threadmark.errors import ThreadmarkError
from threadmark.keys.chords import Pressed, Unknown
from threadmark.keys.layers import Keymap
from threadmark.thread import Thread
from threadmark.thread.repairing import CannotRepairError, Signed
from threadmark.tui.commands import ANYWHERE
from threadmark.tui.commands.repairing import REPAIRING
from threadmark.tui.hands import Hands, counted
from threadmark.tui.rows import Facts

if TYPE_CHECKING:
    from threadmark.tui.reading import ReadingScreen

_LEAVING = ("leave", "quit")
_HERE = frozenset((*REPAIRING, *ANYWHERE))
_WRITTEN_AT_ONCE = 20_000  # comments: a larger thread is written when it is left


class Step(NamedTuple):
    """A repair that can be undone, or done again.

    Attributes:
        thread: the version on its other side.
        before: the id of the comment that was selected when it was made.
        after: the id of the one that was selected then.
        said: what was done, in words.
    """

    thread: Thread
    before: str
    after: str
    said: str


class Bench(Hands):
    """What keys do while a thread is repaired; commands get it as `bench`.

    Args:
        reading: the screen.
        keymap: the layers' keys; those that work with labels do nothing here.
        annotator: who repairs.
        write: writes the repaired thread.
    """

    def __init__(self, reading: ReadingScreen, keymap: Keymap, annotator: str, write: Callable[[Thread], None]) -> None:
        super().__init__(reading, keymap.only(_HERE))
        self._layers = keymap
        self._annotator = annotator
        self._write = write
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._unwritten = self._is_written = self._is_warned = False

    def hints(self) -> tuple[tuple[str, str], ...]:
        """The keys that repair."""
        words = {
            "attach": "attach",
            "next_inferred": "next inferred",
            "accept_link": "accept",
            "undo": "undo",
            "palette": "split, merge",
            "leave": "write and leave",
        }
        return tuple((keys[0], word) for name, word in words.items() if (keys := self.keymap.keys_of(name)))

    @property
    def commands(self) -> Container[str]:
        """Those that repair or move; labels have to wait."""
        return _HERE

    def do(self, command: str, argument: str | None) -> None:
        """Do a command that repairs or moves."""
        if command in _LEAVING and not self._may_leave():
            return
        self._is_warned = False
        if command in REPAIRING:
            REPAIRING[command](self, argument)
        else:
            ANYWHERE[command](self, argument)

    def take_chord(self, found: Pressed) -> None:
        """Do what came of a key; of one that labels it is said where it would."""
        super().take_chord(found)
        if isinstance(found, Unknown) and (found.keys in self._layers.bindings or found.keys in self._layers.panels):
            self.say("not while repairing; threadmark open the repaired thread to label it")

    def rebound(self) -> None:
        """The layers' keys changed what they do."""
        self.keymap.rebind(self._layers.only(_HERE).bindings)
        super().rebound()

    def facts(self, index: int) -> Facts:
        """Only what a fold hides is known here."""
        replies = self.thread.sizes[index] - 1
        hidden = f"{replies:,} {'reply' if replies == 1 else 'replies'}" if self.outline.is_folded(index) else ""
        return Facts(hidden=hidden)

    def refresh_status(self) -> None:
        """How many comments and repairs there are, and whether all is written."""
        inferred = len(self.thread.inferred_links)
        parts = (
            counted(len(self.thread), "comment"),
            f"{inferred:,} inferred {'reply' if inferred == 1 else 'replies'}",
            counted(len(self._done), "repair"),
        )
        self.reading.tree_view.heading = f" {self.reading.signs.dot} ".join(parts)
        written = "written" if self._is_written else "nothing to write"
        self.reading.status.saved = "not written yet" if self._unwritten else written

    def can_write(self) -> bool:
        """It can."""
        return True

    def signed(self) -> Signed:
        """Who repairs, now."""
        return Signed(self._annotator, datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"))

    def repair(self, repaired: Callable[[], Thread], said: str, *, selected: str | None = None) -> None:
        """Make a repair, show it, and write it.

        Args:
            repaired: gives the new version.
            said: what was done, in words.
            selected: the id of the comment that is selected then; None for the one that is selected now.
        """
        here = self.thread.ids[self.selected]
        try:
            thread = repaired()
        except CannotRepairError as error:
            self.say(str(error))
            return
        self._done.append(Step(self.thread, here, selected or here, said))
        self._undone.clear()
        self._show(thread, selected or here, said)

    def _show(self, thread: Thread, selected: str, said: str) -> None:
        self.reading.show(thread, selected)
        self.say(said)
        self._unwritten = True
        if len(thread) <= _WRITTEN_AT_ONCE:
            self.flush()

    def undo(self) -> None:
        """Go back to the version before; where the repair is on another comment, go there first."""
        if not self._done:
            self.say("nothing to undo")
            return
        step = self._done[-1]
        if self.thread.ids[self.selected] != step.after:
            self.go(self.thread.index(step.after), jump=True)
            self.say(f"u again undoes: {step.said}")
            return
        self._undone.append(self._done.pop()._replace(thread=self.thread))
        self._show(step.thread, step.before, f"undone: {step.said}")

    def redo(self) -> None:
        """Go on to the version that was undone, and to the comment that it is about."""
        if not self._undone:
            self.say("nothing to redo")
            return
        step = self._undone.pop()
        self._done.append(step._replace(thread=self.thread))
        self._show(step.thread, step.after, f"redone: {step.said}")

    def flush(self) -> None:
        """Write the thread if it was changed; what can't be written is said, and tried again when it is left."""
        if (trouble := self._trouble()) is not None:
            self.say(f"not written: {trouble}", trouble=True)

    def _trouble(self) -> ThreadmarkError | None:
        """Write the thread if it was changed; why that can't be done."""
        if self._unwritten:
            try:
                self._write(self.thread)
            except ThreadmarkError as error:
                return error
            self._unwritten, self._is_written = False, True
        return None

    def _may_leave(self) -> bool:
        """Whether all is written; where it is not that is said, and the second time in a row it is left all the same."""
        trouble = self._trouble()
        if trouble is None or self._is_warned:
            return True
        self._is_warned = True
        self.say(f"again leaves without what is not written: {trouble}", trouble=True)
        return False

    def close(self) -> None:
        """The thread is left."""
        self.flush()
