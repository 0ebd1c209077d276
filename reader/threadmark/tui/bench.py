"""The bench: a thread is put right before it is coded. Every repair is a new version; undo goes back to the one before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from threadmark.errors import ThreadmarkError
from threadmark.keys.layers import Keymap
from threadmark.thread import Thread
from threadmark.thread.repairing import REPAIRS, CannotRepairError, Signed
from threadmark.tui.commands import ANYWHERE
from threadmark.tui.commands.repairing import REPAIRING
from threadmark.tui.hands import Hands
from threadmark.tui.rows import Facts

if TYPE_CHECKING:
    from threadmark.tui.reading import ReadingScreen

_WRITTEN_AT_ONCE = 20_000  # comments: a larger thread is written when it is left


class Bench(Hands):
    """What keys do while a thread is repaired; commands get it as `bench`.

    Args:
        reading: the screen.
        keymap: keys in effect; its labels are not there.
        annotator: who repairs.
        write: writes the repaired thread.
    """

    def __init__(self, reading: ReadingScreen, keymap: Keymap, annotator: str, write: Callable[[Thread], None]) -> None:
        super().__init__(reading, keymap)
        self._annotator = annotator
        self._write = write
        self._before: list[tuple[Thread, str]] = []
        self._undone: list[tuple[Thread, str]] = []
        self._unwritten = False

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

    def do(self, command: str, argument: str | None) -> None:
        """Do a command that repairs or moves; labels have to wait."""
        if command in REPAIRING:
            REPAIRING[command](self, argument)
        elif command in ANYWHERE:
            ANYWHERE[command](self, argument)
        else:
            self.say("not while repairing; threadmark open the repaired thread to label it")

    def facts(self, index: int) -> Facts:
        """Only what a fold hides is known here."""
        replies = self.thread.sizes[index] - 1
        hidden = f"{replies:,} {'reply' if replies == 1 else 'replies'}" if self.outline.is_folded(index) else ""
        return Facts(hidden=hidden)

    def refresh_status(self) -> None:
        """How many comments and repairs there are, and whether all is written."""
        inferred = len(self.thread.inferred_links)
        dot = f" {self.reading.signs.dot} "
        parts = [f"{len(self.thread):,} comments", f"{inferred:,} inferred replies", f"{len(self._before):,} repairs"]
        self.reading.tree_view.heading = dot.join(parts)
        self.reading.status.saved = "not written yet" if self._unwritten else "written" if self._before else "repairing"

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
        self._before.append((self.thread, here))
        self._undone.clear()
        self._show(thread, selected or here)
        self.say(said)

    def _show(self, thread: Thread, selected: str) -> None:
        self.reading.show(thread, selected)
        self._unwritten = True
        if len(thread) <= _WRITTEN_AT_ONCE:
            self.flush()

    def undo(self) -> None:
        """Go back to the version before."""
        if not self._before:
            self.say("nothing to undo")
            return
        self._undone.append((self.thread, self.thread.ids[self.selected]))
        thread, selected = self._before.pop()
        self._show(thread, selected)
        self.say("undone")

    def redo(self) -> None:
        """Go on to the version that was undone."""
        if not self._undone:
            self.say("nothing to redo")
            return
        self._before.append((self.thread, self.thread.ids[self.selected]))
        thread, selected = self._undone.pop()
        self._show(thread, selected)
        self.say("redone")

    @property
    def done(self) -> int:
        """How many repairs the thread has had, here and before."""
        repairs = self.thread.extra.get(REPAIRS)
        return len(repairs) if isinstance(repairs, list) else 0

    def flush(self) -> None:
        """Write the thread if it was changed; what can't be written is said, and tried again when it is left."""
        if not self._unwritten:
            return
        try:
            self._write(self.thread)
        except ThreadmarkError as error:
            self.say(f"not written: {error}", trouble=True)
        else:
            self._unwritten = False

    def close(self) -> None:
        """The thread is left."""
        self.flush()
