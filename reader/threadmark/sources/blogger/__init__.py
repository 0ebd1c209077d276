"""Blogger's export: an Atom feed of a blog's articles and comments, as *back up content* and as Takeout give it.

A comment names its article; the comment that it answers is named by a link of its own (`rel="related"`), or by
`blogger:inReplyTo`.
"""

from __future__ import annotations

from collections.abc import Iterator

from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed
from threadmark.sources.xml_input.root import root_of

_SIGNS = (b"schemas.google.com/blogger/", b"tag:blogger.com,")


class BloggerSource:
    """Blogger's export."""

    name = "blogger"
    title = "Blogger export (Atom)"

    def sniff(self, head: Head) -> Sniffed | None:
        """Certain when it is an Atom feed with Blogger's own names in it."""
        root = root_of(head)
        if root is None or root.name != "feed" or not any(sign in head.data for sign in _SIGNS):
            return None
        return Sniffed(Certainty.CERTAIN, "it is an Atom feed with the names of Blogger")

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """The articles of the blog."""
        from threadmark.sources.blogger.feed import read_feed  # noqa: PLC0415 -- sniffing does not need it

        return read_feed(opened, sniffed)


SOURCE = BloggerSource()
