"""Disqus: the XML that a site's owner exports, all threads of the site in one file.

Its posts are comments, in the order of time over all threads, and so a thread is whole only at the end of the file.
E-mail and IP addresses, of which the file is full, are left there.
"""

from __future__ import annotations

from collections.abc import Iterator

from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed
from threadmark.sources.xml_input.root import root_of


class DisqusSource:
    """Disqus's export."""

    name = "disqus"
    title = "Disqus, the XML export of a site"

    def sniff(self, head: Head) -> Sniffed | None:
        """Certain when the root element is `disqus`."""
        root = root_of(head)
        if root is None or root.name != "disqus":
            return None
        return Sniffed(Certainty.CERTAIN, "its root is <disqus>")

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """The threads of the site."""
        from threadmark.sources.disqus.export import read_export  # noqa: PLC0415 -- sniffing does not need it

        return read_export(opened, sniffed)


SOURCE = DisqusSource()
