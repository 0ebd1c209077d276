"""WordPress's own export (WXR): an RSS file in which each article carries its comments.

Pingbacks and trackbacks, which other programs leave, are no comments of people and are left out, counted; what was not
approved, is spam or in the trash is kept and marked. E-mail and IP addresses are left in the file.
"""

from __future__ import annotations

from collections.abc import Iterator

from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed
from threadmark.sources.xml_input.root import root_of


class WxrSource:
    """WordPress's export."""

    name = "wxr"
    title = "WordPress export (WXR)"

    def sniff(self, head: Head) -> Sniffed | None:
        """Certain when the root element is `rss` and names WordPress's export."""
        root = root_of(head)
        if root is None or root.name != "rss" or b"wordpress.org/export/" not in root.attributes:
            return None
        return Sniffed(Certainty.CERTAIN, "its root names wordpress.org/export")

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """The articles that have comments."""
        from threadmark.sources.wxr.items import read_items  # noqa: PLC0415 -- sniffing does not need it

        return read_items(opened, sniffed)


SOURCE = WxrSource()
