"""Dumps of Reddit's comments, an object a line, as Pushshift and Arctic Shift give them; plain, `.gz`, `.zst`.

A dump of comments says of each only the id of what it is on; titles and texts are in a dump of submissions, which is
read too where it lies beside: `ask_comments.ndjson` and `ask_submissions.ndjson`, `RC_2012-01.zst` and `RS_2012-01.zst`.
"""

from __future__ import annotations

from collections.abc import Iterator

from threadmark.sources.json_input.peeking import inner, peek
from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed


class PushshiftSource:
    """Dumps of Reddit's comments."""

    name = "pushshift"
    title = "Reddit dumps by Pushshift or Arctic Shift"

    def sniff(self, head: Head) -> Sniffed | None:
        """Certain by the first comment; possible by the first submission, which is no thread without its comments."""
        value = peek(head)
        if isinstance(inner(value, "data"), list):  # as the API answered
            value = inner(value, "data")
        row = inner(value, 0) if isinstance(value, list) else value
        link = inner(row, "link_id")
        if isinstance(inner(row, "body"), str) and isinstance(link, str) and link.startswith("t3_"):
            return Sniffed(Certainty.CERTAIN, f'its first comment says "link_id": "{link[:20]}"')
        if isinstance(inner(row, "selftext"), str) and isinstance(inner(row, "title"), str):
            return Sniffed(Certainty.POSSIBLE, "its first line is a submission")
        return None

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """The threads of the dump."""
        from threadmark.sources.pushshift.reading import read_dump  # noqa: PLC0415 -- sniffing does not need it

        return read_dump(opened, sniffed)


SOURCE = PushshiftSource()
