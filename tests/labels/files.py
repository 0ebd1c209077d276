"""What somebody finds who starts from the files of a store as they are now."""

from __future__ import annotations

import shutil

from threadmark.labels.store import LabelStore


def comments(store):
    """The comments that labels are on, oldest first."""
    return [label.comment for label in store.labels()]


def reread(store, tmp_path):
    """What somebody finds who starts from the files as they are now."""
    there = tmp_path / "reread"
    there.mkdir(exist_ok=True)
    for file in (store.path, store.history):
        if file.exists():
            shutil.copy(file, there / file.name)
    found = LabelStore.open(there / store.path.name)
    try:
        return comments(found)
    finally:
        found.close()
