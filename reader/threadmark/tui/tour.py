"""The tour: a sample thread in a folder of its own, and above it what to press next, until it has been done.

It is the program itself with a label file of its own. A step is over when its command was done, whatever its key, and
that of marking words when they are left, with a label or without; a step whose command has no key is left out.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from textual.content import Content
from textual.widgets import Static

from threadmark.keys.commands import COMMANDS
from threadmark.keys.layers import Keymap
from threadmark.keys.names import displayed, spelled
from threadmark.keys.panels import marking_leader
from threadmark.labels.round import Round
from threadmark.places import shipped, user_keymaps
from threadmark.sources.reading import open_threads
from threadmark.tui.app import ThreadmarkApp
from threadmark.tui.desk import Desk
from threadmark.tui.looks import ASCII
from threadmark.tui.reading import ReadingScreen
from threadmark.tui.shelf import Shelf
from threadmark.tui.workshop import Workshop

SAMPLE = "council-closes-mill-lane.thread.json"


_TOLD = 3  # steps that say how to leave: it costs a row of a small screen


class Step(NamedTuple):
    """Something to do.

    Attributes:
        command: the command that ends the step; of `label`, one whose argument begins with `argument`.
        words: what to press and why; `{key}` is the command's key, `{NAME}` that of another command, `{marking}` the
            leader that begins to mark words.
        argument: the beginning of the command's argument.
    """

    command: str
    words: str
    argument: str = ""


STEPS = (
    Step("next_comment", "An article, and its comments. {key} goes to the next comment."),
    Step("previous_comment", "{key} goes back to the one before. ({other_pane} goes to the article, whose keys are the same, and back.)"),
    Step("toggle_fold", "{key} folds a comment's replies away; the line under it says what they hold."),
    Step("toggle_fold", "{key} again shows them."),
    Step("label", "Now label it. c asks for the stance toward the claim, which then stands below: c, then n is against.", "stance.claim"),
    Step("unfold_or_reply", "{key} goes to the first reply."),
    Step("label", "A reply has a stance toward its parent, which is in sight while you choose: p, then n disagrees.", "stance.parent"),
    Step("label", "m is the manner: press it and read its panel. F1 there shows definitions, esc comes back to it. Then r: a rhetorical question.", "rhetoric."),
    Step("label", "f asks for fallacies. Here the reasoning holds, so say so: f, then space is none. None is an answer; empty is not.", "fallacy."),
    Step("done", "{key} is done, and goes on to the next comment to do. What was asked and left empty becomes none. ({skip} skips one that can't be judged, and asks why.)"),
    Step("undo", "{key} undoes the last step. When it is on another comment, the first {key} only goes there: press it again."),
    Step("undo", "{key} once more. Nothing is ever lost: {redo} would do it again. ({take_label} takes one label away.)"),
    Step("note", "{key} opens a note on the comment: type, and esc keeps it. ({revisit} marks a comment to come back to; {branch} before a label gives it to the whole branch.)"),
    Step("evidence", "{marking} marks the words that a label rests on: right goes a word on, space and right mark more; then a label's keys, or esc."),
    Step("flow", "{key} begins flow: the questions come in turn, one key each. Answer some, or none."),
    Step("flow", "A letter answers, enter goes on, backspace back; the last line tells what you said. {key} again leaves flow."),
    Step("search", "{key} searches texts and authors: press it, and type in the line below."),
    Step("filter", "Type quay; enter goes to it, {next_match} to the next one, esc takes the search away. Then {key} filters."),
    Step("help", "Type todo and press enter: only what is to do is shown; esc shows all again. Then {key} shows every key, the rules of coding first."),
    Step("leave", "esc closes it; F1 says what anything is. threadmark FILE opens a thread of your own: there all is on the disk at once, and threadmark export labels.json writes it out. The tour's labels are thrown away. {key} leaves it."),
)  # fmt: skip


class TourDesk(Desk):
    """A desk with somebody beside it who says what to press.

    Attributes:
        steps: those that this program has.
        place: the index of the step one is at.
    """

    def __init__(self, reading: ReadingScreen, work: Round, keymap: Keymap, *, changed: Callable[[], None]) -> None:
        super().__init__(reading, work, keymap, changed=changed)
        self.steps = [step for step in STEPS if step.command in COMMANDS and self._can_be_done(step)]
        self.place = 0
        self._coach = Static(id="coach")

    def _can_be_done(self, step: Step) -> bool:
        return bool(step.command == "label" or self.keymap.keys_of(step.command))

    def begin(self) -> None:
        """Show the first step above the panes."""
        super().begin()
        coach = self._coach
        coach.styles.height = "auto"
        coach.styles.padding = (0, 1)
        self.reading.mount(coach, before=0)
        self._tell()

    def do(self, command: str, argument: str | None) -> None:
        """Do a command; where it is the one that was asked for, the next step comes."""
        super().do(command, argument)
        step = self.steps[self.place]
        if command == step.command != "evidence" and (argument or "").startswith(step.argument):
            self._go_on()

    def end_marking(self, *, silent: bool = False) -> None:
        """Leave the marked words; where they were asked for, the next step comes."""
        left = self.marking is not None and not silent
        super().end_marking(silent=silent)
        if left and self.steps[self.place].command == "evidence":
            self._go_on()

    def _go_on(self) -> None:
        if self.place < len(self.steps) - 1:
            self.place += 1
            self._tell()

    def _tell(self) -> None:
        step = self.steps[self.place]
        plain = self.reading.signs is ASCII
        keys = {
            name: displayed(found[0], ascii_only=plain) for name in COMMANDS if (found := self.keymap.keys_of(name))
        }
        own = keys.get(step.command, "")
        marking = displayed(spelled(marking_leader(self.keymap)), ascii_only=plain) or keys.get("evidence", "")
        named = {name: keys.get(name, "the palette") for name in COMMANDS}
        said = step.words.format_map({**named, "key": own, "marking": marking})
        way = f"  ({keys.get('leave', '')} leaves the tour at any time)" if self.place < _TOLD else ""
        self._coach.update(Content(f"{self.place + 1}/{len(self.steps)}  {said}{way}"))


class TourShop(Workshop):
    """The keymap and a label file that is thrown away."""

    def seat(self, screen: ReadingScreen, work: Round, changed: Callable[[], None], first_words: str) -> Desk:
        """A desk that teaches."""
        del first_words
        return TourDesk(screen, work, self.keymap, changed=changed)


def tour_program(layers: Sequence[str] = (), *, theme: str | None = None, plain: bool = False) -> int:
    """Take the tour; the exit status.

    Args:
        layers: keymap layers on top of the default ones: the tour tells their keys.
        theme: a colour theme.
        plain: draw with ASCII signs.

    Raises:
        ThreadmarkError: a layer or the theme can't be used.
    """
    with tempfile.TemporaryDirectory(prefix="threadmark-tour-") as folder:
        thread = Path(shutil.copy(shipped("sample_threads") / SAMPLE, folder))
        shop = TourShop((), layers, [user_keymaps(), shipped("keymaps")], Path(folder) / "labels.json", "you")
        app = ThreadmarkApp(Shelf(lambda: open_threads(thread), str(thread)), shop, theme=theme, plain=plain)
        try:
            app.run()
        finally:
            shop.close()
    if app.failure is not None:
        raise app.failure
    return app.return_value or app.return_code or 0
