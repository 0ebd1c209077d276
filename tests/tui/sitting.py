"""Somebody in front of the program: keys in, and what is on the screen and in the label file out.

async with sit() as here:
    await here.type("c n")
    assert here.labels() == [("c1", "stance.against")]
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch

from textual import events
from textual.command import CommandList
from textual.pilot import Pilot
from tinydb import TinyDB

from threadmark.places import shipped
from threadmark.sources.reading import open_threads
from threadmark.tui.app import ThreadmarkApp
from threadmark.tui.desk import Desk
from threadmark.tui.reading import ReadingScreen
from threadmark.tui.shelf import Shelf
from threadmark.tui.tree import TreeView
from threadmark.tui.workshop import Workshop

WIDE = (120, 36)
NARROW = (60, 20)
TALL = (80, 60)
THEME = "textual-dark"
_PATIENCE = 1000  # times that the program is let go on before a condition is given up
_MOMENT = 0.005  # seconds between them
_ROUNDS = 4  # of messages that a key may set off one after another


def written(folder: Path, comments: Sequence[dict[str, Any]], *, name: str = "lane", **article: Any) -> Path:
    """A native thread in a file of the folder."""
    thread = {"format": "threadmark-thread", "version": 1, "id": name, "comments": list(comments), **article}
    path = folder / f"{name}.thread.json"
    path.write_text(json.dumps(thread), encoding="utf-8")
    return path


def program(
    thread: Path,
    labels: Path,
    *,
    annotator: str = "ana",
    layers: Sequence[str] = (),
    folders: Sequence[Path] = (),
    theme: str = THEME,
    picked: str | None = None,
    plain: bool = False,
    **study: bool,
) -> tuple[ThreadmarkApp, Workshop]:
    """The program as it is opened on a thread, with nothing of this machine's in it."""
    workshop = Workshop((), layers, [*folders, shipped("keymaps")], labels, annotator, theme=theme)
    shelf = Shelf(lambda: open_threads(thread), thread.name)
    app = ThreadmarkApp(shelf, workshop, picked=picked, theme=theme, plain=plain, **study)
    app.animation_level = "none"
    return app, workshop


@dataclass
class Sitting:
    """The running program.

    Attributes:
        app: the program.
        pilot: what presses its keys.
        workshop: its keymap and store.
        path: the label file.
        pressed: the keys so far, for a test that fails.
    """

    app: ThreadmarkApp
    pilot: Pilot[int]
    workshop: Workshop
    path: Path
    pressed: list[str] = field(default_factory=list)

    # what a person does

    async def type(self, keys: str) -> None:
        """Press keys, written with spaces between them: `c n`, `z a`, `space`."""
        await self.press(*keys.split())

    async def write(self, text: str) -> None:
        """Type a text, letter by letter."""
        await self.press(*("space" if letter == " " else letter for letter in text))

    async def press(self, *keys: str) -> None:
        """Press keys, each when the one before has done all that it does."""
        for key in keys:
            self.pressed.append(key)
            # The pilot would sleep for 40 ms after each key, since it does not know which messages to wait for.
            with patch("textual.app.wait_for_idle", _not_at_all):
                await self.app._press_keys([key])
            await self.settle()

    async def settle(self) -> None:
        """Let the program handle all its messages: those of a key, those that these send, those of a new screen."""
        for _ in range(_ROUNDS):
            await asyncio.sleep(0)
            await self.pilot._wait_for_screen()
            self.app.screen._on_timer_update()

    async def command(self, words: str) -> None:
        """Run a command by its line of help, from the palette."""
        await self.type(":")
        await self.write(words)
        palette = self.app.screen
        await self.until(lambda: _first_hit(self.app, words))
        await self.type("enter")
        await self.until(lambda: self.app.screen is not palette)
        await self.settle()

    async def mouse(self, what: type[events.MouseEvent], x: int, y: int, *, button: int = 1) -> None:
        """Do something with the mouse at a cell of the screen, a button held down unless it is 0."""
        await self.pilot._post_mouse_events([what], offset=(x, y), button=button)
        await self.settle()

    async def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        await self.pilot.resize_terminal(columns, rows)
        await self.pilot.pause()

    async def until(self, condition: Callable[[], object]) -> None:
        """Let the program go on until something holds."""
        for _ in range(_PATIENCE):
            if condition():
                return
            await self.pilot.pause(_MOMENT)
        raise AssertionError("it never came about", self.rows())

    # what is on the screen

    @property
    def reading(self) -> ReadingScreen:
        """The reading screen, whatever lies over it."""
        return cast("ReadingScreen", next(s for s in self.app.screen_stack if isinstance(s, ReadingScreen)))

    @property
    def tree(self) -> TreeView:
        """The tree of comments."""
        return self.reading.tree_view

    @property
    def desk(self) -> Desk:
        """What keys do."""
        return cast("Desk", self.reading.desk())

    @property
    def selected(self) -> str:
        """The id of the selected comment."""
        return self.reading.thread.ids[self.reading.selected]

    @property
    def said(self) -> str:
        """The line that says what just happened."""
        return self.reading.status.said

    @property
    def visible(self) -> list[str]:
        """The ids of the comments that no fold hides."""
        thread, outline = self.reading.thread, self.reading.outline
        return [thread.ids[index] for index in range(len(thread)) if outline.is_visible(index)]

    @property
    def over(self) -> str:
        """The name of the screen on top."""
        return type(self.app.screen).__name__

    def rows(self) -> list[str]:
        """The terminal's rows, as they were painted."""
        return [
            "".join(segment.text for segment in strip).rstrip() for strip in self.app.screen._compositor.render_strips()
        ]

    @property
    def text(self) -> str:
        """All that can be read on the screen."""
        return "\n".join(self.rows())

    # what is on the disk

    def documents(self, table: str) -> list[dict[str, Any]]:
        """The documents of a table, as plain TinyDB reads them; the label file is written first."""
        self.workshop.store.checkpoint()
        return documents(self.path, table)

    def labels(self) -> list[tuple[str, str]]:
        """The labels in the file: comment, and dimension with label."""
        return labels_in(self.documents("labels"))

    def review(self, comment: str) -> dict[str, Any]:
        """The review of a comment; empty where there is none."""
        found = [review for review in self.documents("reviews") if review["comment"] == comment]
        return found[0] if found else {}


def documents(path: Path, table: str) -> list[dict[str, Any]]:
    """The documents of a table of a label file, as plain TinyDB reads them."""
    if not path.exists():
        return []
    with TinyDB(path) as db:
        return [dict(document) for document in db.table(table).all()]


def labels_in(found: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    """Labels in the order they were given, each as its comment, and its dimension with its label."""
    ordered = sorted(found, key=lambda label: label["created"])
    return [(label["comment"], f"{label['dimension']}.{label['label']}") for label in ordered]


@asynccontextmanager
async def sitting(
    thread: Path, labels: Path, *, size: tuple[int, int] = WIDE, **options: Any
) -> AsyncIterator[Sitting]:
    """Open the program on a thread, and close it as its end does."""
    app, workshop = program(thread, labels, **options)
    try:
        async with app.run_test(size=size) as pilot:
            here = Sitting(app, pilot, workshop, labels)
            await pilot.pause()
            yield here
    finally:
        workshop.close()


async def _not_at_all(*_: float) -> None:
    """Instead of waiting until the processor is idle."""


def _first_hit(app: ThreadmarkApp, words: str) -> bool:
    """Whether the palette lists a command with these words first."""
    lists = app.screen.query(CommandList)
    return bool(lists) and lists.first().option_count > 0 and words in str(lists.first().get_option_at_index(0).prompt)
