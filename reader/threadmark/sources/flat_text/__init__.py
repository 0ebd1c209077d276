"""Flat text: an article, an empty line, and comments that each begin with a line of their author's name.

That is how threads come out of web-crawl corpora and copied pages.
"""

from __future__ import annotations

from collections.abc import Iterator

from threadmark.sources.opening import Opened
from threadmark.sources.sniffing import document, is_binary, looks_like
from threadmark.sources.source import Certainty, Head, Reading, Sniffed

_LOOKED_AT = 1 << 14
_TELLING = 2
"""Names that stand on lines of their own at least twice, so that a text without a date is likely a thread."""


class FlatTextSource:
    """Flat text."""

    name = "flat-text"
    title = "flat text"

    def sniff(self, head: Head) -> Sniffed | None:
        """Likely by its date line or its author lines; possible whenever it is text."""
        if not _can_be_text(head.data):
            return None
        from threadmark.sources.flat_text.article import date_line  # noqa: PLC0415 -- only where it may be flat text
        from threadmark.sources.flat_text.author_lines import find  # noqa: PLC0415 -- the same

        lines = head.data[:_LOOKED_AT].decode("utf-8", "replace").splitlines()
        date = date_line(lines)
        if date is not None:
            return Sniffed(Certainty.LIKELY, f"line {date + 1} begins with the word date and a day")
        names = {author.name for author in find(lines).authors.values()}
        if len(names) >= _TELLING:
            return Sniffed(Certainty.LIKELY, "names stand on lines of their own")
        return Sniffed(Certainty.POSSIBLE, "it is text, and no other format")

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """The one thread of the text."""
        from threadmark.sources.flat_text.reading import thread_of  # noqa: PLC0415 -- sniffing does not need it

        if not _can_be_text(opened.head.data):
            seen = looks_like(opened.head)
            raise opened.refusal(seen.what, next_step=seen.next_step)
        text = opened.text()
        report = opened.report(self.name, sniffed)
        yield Reading(thread_of(text, report), report)


def _can_be_text(data: bytes) -> bool:
    """Whether bytes are text and begin with none of the signs that XML, HTML and JSON begin with."""
    beginning = data.lstrip()
    return (
        bool(beginning)
        and not beginning.startswith((b"<", b"{", b"["))
        and not is_binary(data)
        and document(data) is None
    )


SOURCE = FlatTextSource()
