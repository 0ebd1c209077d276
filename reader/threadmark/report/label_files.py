"""Which label files a command is about: one that is named, or all of a folder."""

from __future__ import annotations

from pathlib import Path

from threadmark.errors import InputError
from threadmark.places import history_of
from threadmark.project import label_file, read_project


def label_files(given: Path) -> list[Path]:
    """The label file named, or those of a folder: the study's own, and all that have a history beside them.

    Raises:
        InputError: there is none.
        UsageError: the folder's `threadmark.toml` is not understood.
    """
    if not given.is_dir():
        return [given]
    found = {label_file(given, read_project(given), sample=False)}
    found |= {path for path in given.glob("*.json") if history_of(path).exists()}
    there = sorted(path for path in found if path.exists() or history_of(path).exists())
    if not there:
        raise InputError("there is no label file here", where=str(given), next_step="name one")
    return there
