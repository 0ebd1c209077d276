"""Reddit's feed of a thread (`…/comments/ID/.rss`): the newest comments, flat.

The feed does not tell who answered whom, so every comment is top-level; it never holds the whole of a larger thread,
and does not tell how much is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed
from threadmark.sources.xml_input.root import root_of

_THREAD = re.compile(rb"<id>\s*t[13]_\w+\s*</id>")


class RedditRssSource:
    """Reddit's feed of a thread."""

    name = "reddit-rss"
    title = "Reddit threads, as .rss gives them"

    def sniff(self, head: Head) -> Sniffed | None:
        """Certain when it is an Atom feed with Reddit's ids."""
        root = root_of(head)
        if root is None or root.name != "feed" or not _THREAD.search(head.data):
            return None
        return Sniffed(Certainty.CERTAIN, "it is an Atom feed with the ids of Reddit")

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """The one thread of the feed; of a feed of several submissions, each."""
        from threadmark.sources.reddit_rss.feed import read_feed  # noqa: PLC0415 -- sniffing does not need it

        return read_feed(opened, sniffed)


SOURCE = RedditRssSource()
