"""Cut a stream of native objects into pieces that can be decoded one after another, so that memory stays low.

A comments array is cut between two comments where it looks so: a brace, a comma, a brace and the key that the first
comment begins with. The look may deceive, inside a string say; but a piece that was cut wrongly never decodes as a list
of objects, because its string or its array stays open. Then the piece grows until it does decode, at worst to the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from threadmark.sources.opening import Opened

PIECE_LIMIT = 128 << 20
"""What can't be cut is read whole up to this many bytes."""

# Two objects with only a newline between them: inside an object a comma would stand there, and a raw newline in a
# string is not JSON.
_NEXT_OBJECT = re.compile(rb"\}[ \t\r]*\n\s*\{")
_COMMENTS = re.compile(rb'"comments"\s*:\s*\[')
_FIRST_KEY = re.compile(rb'\s*\{\s*("[^"\\]*")')
_BETWEEN = re.compile(rb"\}\s*,\s*\{\s*\Z")
_BETWEEN_LENGTH = 200
_SIGN = re.compile(rb"\S")


class Feed:
    """The bytes of an input from the first that is not used up: `held[at:]`.

    Attributes:
        held: what was read and is still of use.
        at: where what is not used begins.
        line: the line of the file on which that is, from 1.
        ended: whether `held` is all that is left.
    """

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.held = b""
        self.at = 0
        self.line = 1
        self.ended = False
        self._chunks = opened.chunks()

    def __len__(self) -> int:
        return len(self.held) - self.at

    def more(self) -> None:
        """Read on, until at least twice as much is held, so that trying again and again stays linear.

        Raises:
            InputError: too much is held already.
        """
        if len(self) > PIECE_LIMIT:
            raise self.opened.refusal(f"over {PIECE_LIMIT >> 20} MB without a comment's end", line=self.line)
        parts, aim = [self.held[self.at :]], min(2 * len(self), PIECE_LIMIT)
        self.at = 0
        self.held = b""
        size = len(parts[0])
        while not self.ended and size <= aim:
            chunk = next(self._chunks, b"")
            parts.append(chunk)
            size += len(chunk)
            self.ended = not chunk
        self.held = b"".join(parts)

    def use(self, end: int) -> None:
        """Be done with the bytes up to this place in `held`."""
        if self.held.find(b"\n", self.at, end) >= 0:
            self.line += self.held.count(b"\n", self.at, end)
        self.at = end

    def skip_white_space(self) -> bool:
        """Go on to the next object; False when there is none."""
        while True:
            found = _SIGN.search(self.held, self.at)
            self.use(found.start() if found else len(self.held))
            if found:
                return True
            if self.ended:
                return False
            self.more()

    def object_end(self) -> int | None:
        """Where the object that begins, or goes on, at `at` ends; None where that is not held yet."""
        if b"\n" in self.held and (found := _NEXT_OBJECT.search(self.held, self.at)) is not None:
            return found.start() + 1
        return len(self.held) if self.ended else None

    def comments_begin(self) -> Iterator[int]:
        """Where the comments array may begin: after each bracket that follows the key."""
        return (found.end() for found in _COMMENTS.finditer(self.held, self.at))

    def first_key(self) -> bytes | None:
        """The key, in its quotes, that the comment at `at` begins with; None where it is not held."""
        found = _FIRST_KEY.match(self.held, self.at)
        return found[1] if found else None

    def last_cut(self, key: bytes) -> int | None:
        """The place of the last comma between two comments; None where none is held."""
        found = self.held.rfind(key, self.at)
        while found > self.at:
            start = max(self.at, found - _BETWEEN_LENGTH)
            if (between := _BETWEEN.search(self.held, start, found)) is not None:
                return self.held.index(b",", between.start())
            found = self.held.rfind(key, self.at, found)
        return None
