"""A maildir: a folder with `cur`, `new` and `tmp` in it, a file for each mail."""

from __future__ import annotations

from collections.abc import Iterator

from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed


class MaildirSource:
    """A maildir."""

    name = "maildir"
    title = "mail folders (maildir)"

    def sniff(self, head: Head) -> Sniffed | None:
        """Certain when it is a folder with `cur` and `new` in it."""
        folder = head.folder
        if folder is None or not ((folder / "cur").is_dir() and (folder / "new").is_dir()):
            return None
        return Sniffed(Certainty.CERTAIN, "the folder holds cur and new")

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """The conversations, in the order in which their first mails came in."""
        from threadmark.sources.mail.boxes import read_folder  # noqa: PLC0415 -- sniffing does not need it

        return read_folder(opened, sniffed)


SOURCE = MaildirSource()
