"""Which comment a comment's first line is a link to: `…#comment-123`, `>>123`."""

from __future__ import annotations

import re
from functools import cached_property

from threadmark.sources.replies.names import IN_REPLY
from threadmark.thread.model import Thread

_FIRST_LINE = 300
_NUMBERED = re.compile(r"\s*>>(\d{1,20})\b")
_URL = re.compile(r"https?://[^\s<>\"]+|(?<![\w&])#[A-Za-z][\w-]{0,40}\d\w*", re.IGNORECASE)
_IDS = re.compile(
    r"#(?P<anchor>[\w:.=-]+)"
    r"|[?&](?:lc|comment_?id|reply_comment_id|showcomment|p)=(?P<query>[\w.-]+)"
    r"|/(?:comments?|replies|status|posts?|c)/(?:\w+/[^/?#]*/)?(?P<path>\w+)/?(?:[?#]|$)",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:(?:dsq|isso|comments?|reply|respond|post|msg|message|p|c|t1|wp_id)[-_:=]?)+(?=[0-9a-z]*\d)", re.IGNORECASE
)


class Anchors:
    """Finds the comments that links of a page lead to.

    Args:
        thread: the thread.
    """

    def __init__(self, thread: Thread) -> None:
        self._thread = thread

    def first(self, text: str) -> int | None:
        """The comment that the whole of a text's first line is a link to, after *in reply to* perhaps.

        Whoever gives the address of a page that shows one comment (`…/comments/abc/title/def`) mostly tells where
        something is to be found; such a one counts only after *in reply to*.
        """
        if (number := _NUMBERED.match(text)) is not None:
            return self._bare.get(number[1])
        line = text[:_FIRST_LINE].partition("\n")[0]
        if "#" not in line and "://" not in line:
            return None
        led = IN_REPLY.match(line)
        start = led.end() if led else 0
        url = _URL.search(line, start)
        if url is None or line[start : url.start()].strip(" <(["):
            return None
        if line[url.end() :].strip(" >)].:,"):
            return None
        return self._led_to(url[0], anywhere=led is not None)

    def _led_to(self, url: str, *, anywhere: bool) -> int | None:
        for found in _IDS.finditer(url):
            name = found["anchor"] or found["query"] or (found["path"] if anywhere else None)
            if name is None:
                continue
            index = self._bare.get(name, self._bare.get(_BARE.sub("", name, count=1)))
            if index is not None:
                return index
        return None

    @cached_property
    def _bare(self) -> dict[str, int]:
        """Comments by their ids, and by what is left of these without the word that all begin with."""
        ids = self._thread.ids
        bare = {_BARE.sub("", name, count=1): index for index, name in enumerate(ids)}
        return {**bare, **{name: index for index, name in enumerate(ids)}}
