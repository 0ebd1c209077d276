r"""Texts as they are compared when something is looked for: case, accents and typography made alike.

`fold` works sign by sign: what a text folds to is what its signs fold to, one after another. That is why a place in
the folded text always has a place in the text itself, although a sign may fold to several (`ß`, `ﬁ`, `…`) or to none
(a combining accent, a soft hyphen).

    >>> fold("Straße, CAFÉ, “l’été”…")
    'strasse, cafe, "l\'ete"...'
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple
from unicodedata import category, normalize

from threadmark.thread import Thread

# Letters with accents and marks on letters of the scripts where readers leave them out when they type: Latin, Greek,
# Cyrillic, Armenian, Hebrew, Arabic. Marks of other scripts (vowel signs, voicing, tones) make other words.
_BLOCKS = (
    (0x00A0, 0x0590),
    (0x0590, 0x0600),
    (0x0610, 0x0700),
    (0x1AB0, 0x1B00),
    (0x1C80, 0x1C90),
    (0x1DC0, 0x2070),
    (0x20D0, 0x2100),
    (0x2DE0, 0x2E00),
    (0xA640, 0xA6A0),
    (0xA720, 0xA800),
    (0xAB30, 0xAB70),
    (0xFB00, 0xFB50),
    (0xFE00, 0xFE30),
    (0xFEFF, 0xFF00),
)
_AS_TYPED = {
    **dict.fromkeys("‘’‚‛ʼ′", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
}
_UNSEEN = frozenset(("Mn", "Me", "Cf"))


class _Table(NamedTuple):
    """What single signs fold to where that is more than lower case.

    Attributes:
        signs: what each folds to; all of them are lower case.
        any_of: finds one.
        resized: finds a sign, lower case or not, that doesn't fold to just one.
    """

    signs: dict[str, str]
    any_of: re.Pattern[str]
    resized: re.Pattern[str]


@cache
def _table() -> _Table:
    """The table, made when the first text that is not ASCII is folded: that takes about ten milliseconds."""
    signs = {}
    for sign in map(chr, chain.from_iterable(range(*block) for block in _BLOCKS)):
        if sign == sign.lower() and (folded := _folded_sign(sign)) != sign:
            signs[sign] = folded
    resized = [sign for sign, folded in signs.items() if len(folded) != 1]
    return _Table(signs, re.compile(f"[{''.join(signs)}]"), re.compile(f"[İẞ{''.join(resized)}]"))


def _folded_sign(sign: str) -> str:
    """What one sign folds to; folding that again changes nothing."""
    typed = _AS_TYPED.get(sign)
    if typed is not None:
        return typed
    bare = "".join(part for part in normalize("NFD", sign) if category(part) not in _UNSEEN)
    folded = bare.casefold().lower()
    return folded if folded in ("", sign) else "".join(map(_folded_sign, folded))


def fold(text: str) -> str:
    """A text as it is compared; for ASCII that is its lower case."""
    lower = text.lower()
    if lower.isascii():
        return lower
    table = _table()
    signs = table.signs
    return table.any_of.sub(lambda found: signs[found[0]], lower)


def origins(text: str) -> Sequence[int] | None:
    """Where each code point of the folded text stands in a text; None where that is its own place."""
    if text.isascii() or not _table().resized.search(text):
        return None
    return array("I", [at for at, sign in enumerate(text) for _ in fold(sign)])


class Folds:
    """The texts and authors of a thread, folded as they are asked for.

    Texts that are not ASCII are kept once folded, since that costs ten times as much; so a second search through the
    same thread is as quick in any language. Whoever searches a thread often keeps its folds.
    """

    def __init__(self, thread: Thread) -> None:
        self._texts = thread.texts
        self._kept: dict[int, str] = {}

    def text(self, index: int) -> str:
        """The folded text of a comment."""
        text = self._texts[index]
        if text.isascii():
            return text.lower()
        kept = self._kept.get(index)
        if kept is None:
            kept = self._kept[index] = fold(text)
        return kept

    def having(self, word: str, comments: Iterable[int]) -> list[int]:
        """Those of some comments whose folded text has a folded word in it, any signs; 0.5 µs each."""
        texts, kept = self._texts, self.text
        return [at for at in comments if word in (text.lower() if (text := texts[at]).isascii() else kept(at))]
