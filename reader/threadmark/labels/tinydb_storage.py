"""A storage for TinyDB that reads the history too, and writes so that no reader ever meets half a file.

    with TinyDB("labels.json", storage=ThreadmarkStorage) as db:
        db.table("labels").search(Query().dimension == "stance")

Plain `TinyDB("labels.json")` reads the same file as it was at the last checkpoint.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec
from tinydb.storages import Storage

from threadmark.errors import HeldError
from threadmark.labels.checkpoint import write_whole
from threadmark.labels.disk import Disk
from threadmark.labels.lock import WriterLock
from threadmark.labels.store import LabelStore


class ThreadmarkStorage(Storage):
    """Labels in force, the changes after the last checkpoint included.

    What is written through it is in `labels.json` alone, as when the file is edited by hand: the program reads it as
    it is, and the history does not know about it.

    Args:
        path: the label file.
    """

    def __init__(self, path: str | Path) -> None:
        super().__init__()
        self.path = Path(os.path.realpath(path))

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Every table as TinyDB wants it; None when there is no label file yet.

        Raises:
            LabelFileError: it is damaged, or newer than this program.
            UsageError: it can't be read.
        """
        store = LabelStore.open(self.path, read_only=True)
        return store.tables() if store.meta.seq or self.path.exists() else None

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Put the tables in the file's place.

        Raises:
            HeldError: the program has the file open.
            OSError: it could not be written; the old file is untouched.
        """
        lock = WriterLock(self.path)
        holder = lock.take("TinyDB")
        if holder is not None:
            raise HeldError(f"{holder} has it open", where=str(self.path), next_step="close it there first")
        try:
            write_whole(self.path, [msgspec.json.encode(data)], Disk())
        finally:
            lock.release()
