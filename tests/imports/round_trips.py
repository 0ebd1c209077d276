"""Labels out and in again: what a label file holds, and the folder to read an export into."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

from threadmark.imports.bringing import Brought, import_labels
from threadmark.keys.layers import load_keymap
from threadmark.labels.store import LabelStore
from threadmark.places import shipped

KEYMAP = load_keymap(search=[shipped("keymaps")])


def held(labels: Path, *, article: bool = True, either: bool = True):
    """The labels of a file, as far as a format has to bring them back."""
    with closing(LabelStore.open(labels, read_only=True)) as store:
        return {
            (
                *(each.thread, each.comment, each.annotator, each.round, each.dimension, each.target, each.label),
                tuple(
                    sorted(
                        (span.part, span.start, span.end, span.quote, span.prefix, span.suffix)
                        for span in each.evidence
                        if article or span.part == "comment"
                    )
                ),
                each.either if either else None,
            )
            for each in store.labels()
        }


def brought_back(exported: Path, threads: Path, **options) -> tuple[Path, Brought]:
    """A new label file beside copies of the threads, and what came of an export read into it."""
    folder = threads / "again"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for path in threads.glob("*.thread.json"):
        shutil.copy(path, folder)
    return folder / "labels.json", import_labels(exported, folder / "labels.json", KEYMAP, **options)
