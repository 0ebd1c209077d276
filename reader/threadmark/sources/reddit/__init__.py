"""Reddit's own JSON: what `…/comments/ID.json` gives, with *more* stubs where it holds back comments.

Whatever is in the file is read by kind (`t3` a submission, `t1` a comment, `more` a stub), however it is packed: the
two listings of a thread, a listing of comments of many threads, the answer of `morechildren`, several of these in an
array or a line each. A line, or the whole where it is not lines, is held at once.
"""

from __future__ import annotations

from collections.abc import Iterator

from threadmark.sources.json_input.peeking import inner, peek
from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed

_KINDS = ("Listing", "t1", "t3", "more")


class RedditSource:
    """Reddit's JSON."""

    name = "reddit"
    title = "Reddit threads, as .json gives them"

    def sniff(self, head: Head) -> Sniffed | None:
        """Certain when it begins with a listing, a submission or a comment, in Reddit's own wrapping."""
        value = peek(head)
        while isinstance(value, list) and value:
            value = value[0]
        things = inner(value, "json", "data", "things")
        thing = inner(things, 0) if isinstance(things, list) else value
        kind = inner(thing, "kind")
        if kind not in _KINDS or not isinstance(inner(thing, "data"), dict):
            return None
        return Sniffed(Certainty.CERTAIN, f'it says "kind": "{kind}"')

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """The threads of the file."""
        from threadmark.sources.reddit.listings import read_listings  # noqa: PLC0415 -- sniffing does not need it

        return read_listings(opened, sniffed)


SOURCE = RedditSource()
