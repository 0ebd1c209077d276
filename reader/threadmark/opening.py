"""From a command line to a running screen: what is opened, for whom, with which keys, into which label file."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from threadmark.errors import UsageError
from threadmark.places import shipped, user_keymaps
from threadmark.project import Project, SavedFilters, keep_annotator, label_file, read_project
from threadmark.sources.reading import open_threads
from threadmark.thread.text import clean_line
from threadmark.tui.app import ThreadmarkApp
from threadmark.tui.shelf import Shelf
from threadmark.tui.workshop import Workshop

if TYPE_CHECKING:
    from threadmark.labels.drawing import Wish


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line asks for.

    Attributes:
        given: a file, a folder, `-`, or None for the samples.
        labels: the label file.
        annotator: who labels.
        layers: keymap layers on top of the others.
        format: the source that must read the input.
        theme: a colour theme.
        plain: draw with ASCII signs.
        columns: which column of a table holds what.
        again: a second, blind round over a sample of one's own comments.
        fresh: begin at the top, wherever one was.
    """

    given: str | None
    labels: Path | None = None
    annotator: str | None = None
    layers: tuple[str, ...] = ()
    format: str | None = None
    theme: str | None = None
    plain: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    again: Wish | None = None
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where the input lies.

    Attributes:
        path: the file or folder; None where it is stdin.
        folder: whose `threadmark.toml` holds.
        sample: the samples are shown.
    """

    path: Path | None
    folder: Path
    sample: bool


def open_program(wishes: Wishes) -> int:
    """Open what is wished for and run the screen until it ends; its exit status.

    Raises:
        ThreadmarkError: the input, the keymap or the label file can't be used.
    """
    place = place_of(wishes.given)
    project = read_project(place.folder)
    shelf = shelf_of(wishes, place)
    annotator = annotator_of(wishes, project, place)
    workshop = Workshop(
        project.keymap,
        wishes.layers,
        [place.folder, user_keymaps(), shipped("keymaps")],
        wishes.labels or label_file(place.path, project, sample=place.sample),
        annotator,
        extended=project.extended,
        study=project.study,
        theme=wishes.theme or "",
        filters=filters_of(project),
    )
    heading = "sample threads" if place.sample else clean_line(str(wishes.given))[0]
    try:
        if wishes.again is not None:
            drawn = workshop.draw(wishes.again, shelf.threads())
            shelf = shelf.only(drawn.comments)
            heading = f"{heading}, round {drawn.round}"
        workshop.resumes = "fresh" if wishes.fresh else "where left"
        app = ThreadmarkApp(
            shelf,
            workshop,
            picked=None if shelf.holds_one and not place.sample else heading,
            theme=wishes.theme,
            plain=wishes.plain,
            pseudonyms=project.study.pseudonyms,
            scores=project.study.scores,
            random_order=project.study.random_order,
        )
        app.run()
    finally:
        workshop.close()
    if app.failure is not None:
        raise app.failure
    return app.return_value or app.return_code or 0


def filters_of(project: Project) -> SavedFilters:
    """The folder's filters, cleaned as all that comes from outside."""
    named = ((clean_line(name)[0], clean_line(words)[0]) for name, words in project.filters.items())
    return SavedFilters(project.folder, dict(named))


def place_of(given: str | None) -> Place:
    """Where a file, a folder, `-`, or None for the samples lies."""
    if given is None:
        samples = shipped("sample_threads")
        return Place(samples, Path.cwd(), sample=True)
    if given == "-":
        return Place(None, Path.cwd(), sample=False)
    path = Path(given)
    return Place(path, path if path.is_dir() else path.parent, sample=False)


def shelf_of(wishes: Wishes, place: Place) -> Shelf:
    """The threads that lie there.

    Raises:
        InputError: stdin holds none.
        UsageError: stdin is the thread, and there is no terminal to read keys from.
    """
    if wishes.given == "-":
        readings = list(
            open_threads("-", format=wishes.format, columns=wishes.columns)
        )  # all of it, since stdin must be the keyboard again
        _back_to_the_terminal()
        return Shelf(lambda: iter(readings), "stdin")
    path = place.path or Path()
    return Shelf(lambda: open_threads(path, format=wishes.format, columns=wishes.columns), str(path))


def _back_to_the_terminal() -> None:
    """Stdin was the thread; from here on it is the keyboard."""
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError as error:
        raise UsageError(
            "there is no terminal to read keys from", next_step="save the thread in a file and open that"
        ) from error
    os.dup2(terminal, sys.stdin.fileno())


def annotator_of(wishes: Wishes, project: Project, place: Place) -> str:
    """Who labels: as the command says, as the folder says, else asked once and kept there; samples don't ask."""
    if wishes.annotator is not None:
        name, _ = clean_line(wishes.annotator)
        if not name:
            raise UsageError("the annotator's name is empty")
        return name
    if project.annotator:
        return clean_line(project.annotator)[0]
    try:
        login = getpass.getuser()
    except (KeyError, OSError):
        login = "annotator"
    if place.sample:
        return login
    name = ""
    while not name:
        name, _ = clean_line(click.prompt("who labels here?", default=login))
    if not keep_annotator(place.folder, name):
        click.echo(
            f"{place.folder} can't be written, so the name is asked again next time; --annotator gives it", err=True
        )
    return name
