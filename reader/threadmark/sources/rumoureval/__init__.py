"""RumourEval and PHEME: a folder a thread, with `source-tweet`, `replies` and `structure.json`, in folders by event.

PHEME calls the first two `source-tweets` and `reactions`. RumourEval 2019 keeps Reddit threads in the same way. The
source tweet is the article; labels (support, deny, query, comment) lie in a file beside or above the folders.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed

SOURCE_FOLDERS: Final = ("source-tweet", "source-tweets")
DEEPEST: Final = 6
"""How many folders may lie between the one that is given and a thread's."""
_LOOKED_AT: Final = 60
"""Folders that are looked into to recognise a corpus."""


class RumourEvalSource:
    """RumourEval and PHEME."""

    name = "rumoureval"
    title = "RumourEval or PHEME, a folder a thread"

    def sniff(self, head: Head) -> Sniffed | None:
        """By a folder called source-tweet in it, or a few levels below."""
        if head.folder is None:
            return None
        waiting, looked = [head.folder], 0
        while waiting and looked < _LOOKED_AT:
            folder = waiting.pop()
            looked += 1
            inner = folders_in(folder)
            if any(each.name in SOURCE_FOLDERS for each in inner):
                return Sniffed(Certainty.CERTAIN, "it holds source-tweet folders")
            if len(folder.parts) - len(head.folder.parts) < DEEPEST:
                waiting += reversed(inner[:3])  # the first of each is enough: all threads are alike
        return None

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """The threads, folder by folder.

        Raises:
            InputError: it is no folder.
        """
        from threadmark.sources.rumoureval.folders import read_folders  # noqa: PLC0415 -- sniffing does not need it

        if opened.head.folder is None:
            raise opened.refusal("is a file, and a thread of RumourEval is a folder")
        return read_folders(opened, opened.head.folder, self.name, sniffed)


def folders_in(folder: Path) -> list[Path]:
    """The folders in a folder by name, without hidden ones and links; none where it can't be read."""
    try:
        return sorted(
            each
            for each in folder.iterdir()
            if not each.name.startswith((".", "__")) and not each.is_symlink() and each.is_dir()
        )
    except OSError:
        return []


SOURCE = RumourEvalSource()
