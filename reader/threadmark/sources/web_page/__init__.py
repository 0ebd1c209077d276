"""A page as a browser saves it: its comments by the markup of what made them, its article by a library if installed.

A module for each comment system (`wordpress`, `disqus`, `coral`, `discourse`, `reddit`, `hacker_news`) and one for
schema.org, which many sites use for search engines, know the markup; the one that finds most comments reads the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed

_HTML = re.compile(
    # A comment ends at its first -->, and what was read of it is never read in another way: many in a row cost no more.
    rb"\s*+(?:<\?xml[^>]*+>\s*+|<!--(?>.{0,2000}?-->)\s*+)*+<(?:!doctype\s+html|html|head|body)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_SIGNS = re.compile(
    rb"schema\.org/(?:User)?Comment|\"@type\":\s*\"Comment\"|class=[\"'][^\"']*\b(?:commentlist|comment-list|comtr|crawler-post"
    rb"|coral-comment|talk-stream-comment|commentarea)\b|disqus-threadData|<shreddit-comment"
)


class WebPageSource:
    """A saved page."""

    name = "html"
    title = "saved web pages (HTML)"

    def sniff(self, head: Head) -> Sniffed | None:
        """Likely where the beginning shows comments; possible for any page, whose comments may come later."""
        if not _HTML.match(head.data):
            return None
        if _SIGNS.search(head.data):
            return Sniffed(Certainty.LIKELY, "it is a page with the markup of comments")
        return Sniffed(Certainty.POSSIBLE, "it is a page")

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """The one thread of the page."""
        from threadmark.sources.web_page.reading import read_page  # noqa: PLC0415 -- sniffing does not need it

        return read_page(opened, sniffed, self.name)


SOURCE = WebPageSource()
