"""The native format: `*.thread.json`, one thread, and `*.threads.jsonl`, a corpus of such objects, told by content."""

from __future__ import annotations

import re
from collections.abc import Iterator

from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed

FORMAT = "threadmark-thread"
VERSION = 1

_SAYS_SO = re.compile(rb'"format"\s*:\s*"' + FORMAT.encode() + rb'"')
_ENDINGS = (".thread.json", ".threads.jsonl")


class NativeSource:
    """Threadmark's own thread files."""

    name = "native"
    title = "threadmark's own thread files"

    def sniff(self, head: Head) -> Sniffed | None:
        """Certain when the file says its format; likely by its name when what it says comes late."""
        if not head.data.lstrip().startswith(b"{"):
            return None
        if _SAYS_SO.search(head.data):
            return Sniffed(Certainty.CERTAIN, f'it says "format": "{FORMAT}"')
        if head.name.endswith(_ENDINGS):
            return Sniffed(Certainty.LIKELY, "its name, and it is JSON")
        return None

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """The threads of the file, streamed."""
        from threadmark.sources.native.reading import read_threads  # noqa: PLC0415 -- sniffing does not need msgspec

        return read_threads(opened, sniffed)


SOURCE = NativeSource()
