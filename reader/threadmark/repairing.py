"""From `threadmark repair` to a running screen: a thread is put right, and written as a version of its own."""

from __future__ import annotations

import contextlib
import hashlib
import sys
import time
from pathlib import Path

from threadmark.errors import InputError, UsageError
from threadmark.opening import Wishes, annotator_of, filters_of, place_of, shelf_of
from threadmark.places import shipped, user_keymaps
from threadmark.project import label_file, read_project
from threadmark.sources import replacing
from threadmark.sources.converting import write_threads
from threadmark.sources.reading import open_threads
from threadmark.thread.model import Thread
from threadmark.thread.repairing import REPAIRS, versioned
from threadmark.tui.app import ThreadmarkApp
from threadmark.tui.workshop import RepairShop


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
    if out == replacing.STDOUT:
        raise UsageError(
            "a repaired thread goes into a file, since stdout is the screen", next_step="-o OUT.thread.json"
        )
    replacing.place_of(out)
    wishes = Wishes(given, annotator=annotator, layers=layers, format=format_)
    place = place_of(given)
    project = read_project(place.folder)
    shelf = shelf_of(wishes, place)
    if not shelf.holds_one:
        raise UsageError("there are several threads in it", where=given, next_step="repair them one at a time")
    _refuse_labelled(out, label_file(place.path, project, sample=False))
    origin = _sha256(place.path)
    folders = [place.folder, user_keymaps(), shipped("keymaps")]

    said = ""

    def write(thread: Thread) -> None:
        nonlocal said
        write_threads(out, [versioned(thread, origin)])
        repairs = thread.extra.get(REPAIRS)
        count = len(repairs) if isinstance(repairs, list) else 0
        said = f"{out}: {count:,} {'repair' if count == 1 else 'repairs'} of {given}\n"

    shop = RepairShop(layers, folders, annotator_of(wishes, project, place), write, filters=filters_of(project))
    app = ThreadmarkApp(shelf, shop)
    app.run()
    if (failure := app.failure or shop.trouble) is not None:
        raise failure
    sys.stderr.write(said)
    return app.return_value or app.return_code or 0


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
