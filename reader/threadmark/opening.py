"""From a command line to a running screen: what is opened, for whom, with which keys, into which label file."""

from __future__ import annotations

import contextlib
import getpass
import hashlib
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from threadmark.errors import InputError, UsageError
from threadmark.places import shipped, user_keymaps
from threadmark.project import Project, SavedFilters, keep_annotator, label_file, read_project
from threadmark.sources.converting import write_threads
from threadmark.sources.reading import open_threads
from threadmark.sources.replacing import STDOUT, place_of
from threadmark.thread.model import Thread
from threadmark.thread.repairing import versioned
from threadmark.thread.text import clean_line
from threadmark.tui.app import ThreadmarkApp
from threadmark.tui.shelf import Shelf
from threadmark.tui.workshop import RepairShop, Workshop

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


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the input lies."""

    path: Path | None
    folder: Path
    sample: bool


def open_program(wishes: Wishes) -> int:
    """Open what is wished for and run the screen until it ends; its exit status.

    Raises:
        ThreadmarkError: the input, the keymap or the label file can't be used.
    """
    place = _place(wishes.given)
    project = read_project(place.folder)
    shelf = _shelf(wishes, place)
    annotator = _annotator(wishes, project, place)
    workshop = Workshop(
        project.keymap,
        wishes.layers,
        [place.folder, user_keymaps(), shipped("keymaps")],
        wishes.labels or label_file(place.path, project, sample=place.sample),
        annotator,
        extended=project.extended,
        study=project.study,
        theme=wishes.theme or "",
        filters=_filters(project),
    )
    heading = "sample threads" if place.sample else clean_line(str(wishes.given))[0]
    try:
        if wishes.again is not None:
            drawn = workshop.draw(wishes.again, shelf.threads())
            shelf = shelf.only(drawn.comments)
            heading = f"{heading}, round {drawn.round}"
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


def repair_program(given: str, out: str, annotator: str | None, layers: tuple[str, ...], format_: str | None) -> int:
    """Put a thread right on the screen and write what comes of it; the exit status.

    Args:
        given: the thread's file.
        out: where the repaired thread goes; nothing is written before the first repair.
        annotator: who repairs.
        layers: keymap layers on top of the default ones.
        format_: the source that must read the file.

    Raises:
        ThreadmarkError: the thread, a layer or `out` can't be used; at the end, that the last version is not in `out`.
    """
    if out == STDOUT:
        raise UsageError(
            "a repaired thread goes into a file, since stdout is the screen", next_step="-o OUT.thread.json"
        )
    place_of(out)
    wishes = Wishes(given, annotator=annotator, layers=layers, format=format_)
    place = _place(given)
    project = read_project(place.folder)
    shelf = _shelf(wishes, place)
    if not shelf.holds_one:
        raise UsageError("there are several threads in it", where=given, next_step="repair them one at a time")
    _refuse_labelled(out, label_file(place.path, project, sample=False))
    origin = _sha256(place.path)
    folders = [place.folder, user_keymaps(), shipped("keymaps")]

    def write(thread: Thread) -> None:
        write_threads(out, [versioned(thread, origin)])

    shop = RepairShop(layers, folders, _annotator(wishes, project, place), write, filters=_filters(project))
    app = ThreadmarkApp(shelf, shop)
    app.run()
    if (failure := app.failure or shop.trouble) is not None:
        raise failure
    return app.return_value or app.return_code or 0


def _filters(project: Project) -> SavedFilters:
    """The folder's filters, cleaned as all that comes from outside."""
    named = ((clean_line(name)[0], clean_line(words)[0]) for name, words in project.filters.items())
    return SavedFilters(project.folder, dict(named))


def _refuse_labelled(out: str, labels: Path) -> None:
    """A thread that has labels is not written over: what was labelled must stay there to be looked at.

    Raises:
        UsageError: `out` is a thread that the label file has labels of.
        LabelFileError: the label file is damaged.
    """
    if not Path(out).exists() or not labels.exists():
        return
    from threadmark.labels.label_file import LabelFile  # noqa: PLC0415 -- only where there are labels

    known = LabelFile(labels, time.time)
    known.read_changes()
    labelled = {label.thread for label in known.labels()} | {review.thread for review in known.reviews()}
    labelled |= {link.thread for link in known.links()}
    there: set[str] = set()
    with contextlib.suppress(InputError):  # what is no thread has no labels
        there = {reading.thread.id for reading in open_threads(out)}
    if there & labelled:
        raise UsageError(
            f"has labels in {labels.name}, so it stays as it is",
            where=out,
            next_step="write the repaired thread as a new version: -o OTHER.thread.json",
        )


def _sha256(path: Path | None) -> str:
    """The hash of the file that is repaired."""
    with contextlib.suppress(OSError), (path or Path()).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
    return ""


def _place(given: str | None) -> _Place:
    if given is None:
        samples = shipped("sample_threads")
        return _Place(samples, Path.cwd(), sample=True)
    if given == "-":
        return _Place(None, Path.cwd(), sample=False)
    path = Path(given)
    return _Place(path, path if path.is_dir() else path.parent, sample=False)


def _shelf(wishes: Wishes, place: _Place) -> Shelf:
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


def _annotator(wishes: Wishes, project: Project, place: _Place) -> str:
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
