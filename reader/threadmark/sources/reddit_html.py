"""Saved pages of old.reddit, in which comments stand in one another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed

_THING = re.compile(rb"class=[\"'][^\"']*\bthing\b[^>]*\bdata-fullname=[\"']t[13]_")


class RedditHtmlSource:
    """Saved pages of old.reddit."""

    name = "reddit-html"
    title = "saved pages of old.reddit"

    def sniff(self, head: Head) -> Sniffed | None:
        """Certain when it is a page with Reddit's things in it."""
        if not head.data.lstrip().startswith(b"<") or not _THING.search(head.data):
            return None
        return Sniffed(Certainty.CERTAIN, "it is a page with the things of old.reddit")

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """The one thread of the page."""
        from threadmark.sources.web_page.reading import read_page  # noqa: PLC0415 -- sniffing does not need it
        from threadmark.sources.web_page.reddit import old_reddit  # noqa: PLC0415

        return read_page(opened, sniffed, self.name, {"old.reddit": old_reddit})


SOURCE = RedditHtmlSource()
