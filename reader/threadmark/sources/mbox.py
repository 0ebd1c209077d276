"""An mbox: mails one after another in one file, as mail programs and list archives save them.

A line that begins with `From ` and has a date begins a mail; such a line in a mail has a sign before it, which is
taken off (mboxrd). The file is looked through once for who answers whom, and then read conversation by conversation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed

_BEGINS = re.compile(rb"\s*From [^\n]*\d:\d\d[^\n]*\r?\n>?(?:[!-9;-~]+[ \t]*:|From )")


class MboxSource:
    """An mbox."""

    name = "mbox"
    title = "mail archives (mbox)"

    def sniff(self, head: Head) -> Sniffed | None:
        """Certain when it begins with a mail's first line and a header below it."""
        return Sniffed(Certainty.CERTAIN, "it begins as a mail in an mbox does") if _BEGINS.match(head.data) else None

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """The conversations, in the order of their first mails."""
        from threadmark.sources.mail.boxes import read_box  # noqa: PLC0415 -- sniffing does not need it

        return read_box(opened, sniffed)


SOURCE = MboxSource()
