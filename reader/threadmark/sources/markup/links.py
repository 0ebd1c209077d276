"""What a link becomes in plain text: its words and its address, or one of them where the other says nothing more."""

from __future__ import annotations

import re
from urllib.parse import unquote

_SAID_BY_ITS_WORDS = frozenset(("mention", "hashtag", "mention-group"))
_UNREADABLE = ("#", "javascript:", "data:", "blob:", "about:")
_SCHEME = re.compile(r"^(?:mailto:|tel:|https?://)?(?:www\.)?", re.IGNORECASE)
_CUT = re.compile(r"(?:\.\.\.|…)$")


def linked(words: str, href: str | None, marks: str | None = None) -> str:
    """A link as text: `words <address>`; the address alone where the words repeat it, the words where it leads nowhere.

    Args:
        words: what is shown.
        href: the address, as the element has it.
        marks: the element's classes; a mention of somebody is said by its words.
    """
    address = readable_address(href)
    if not words or not address or (marks and not _SAID_BY_ITS_WORDS.isdisjoint(marks.split())):
        return words
    if not says(words, address):
        return f"{words} <{address}>"
    return words if "://" in words and not _CUT.search(words) else address


def readable_address(href: str | None) -> str:
    """An address that means something in a text; empty for a place on the page, a script, an embedded picture."""
    address = " ".join((href or "").split())
    return "" if address.lower().startswith(_UNREADABLE) else address.removeprefix("mailto:")


def says(words: str, address: str) -> bool:
    """Whether the words of a link are its address, as far as they go: without its scheme, or cut with three dots."""
    words, address = words.strip(), unquote(address)
    if words == address:
        return True
    shown = unquote(_SCHEME.sub("", words, count=1)).rstrip("/")
    meant = _SCHEME.sub("", address, count=1).rstrip("/")
    cut = _CUT.sub("", shown)
    return bool(shown) and (shown == meant or (cut != shown and bool(cut) and meant.startswith(cut)))
