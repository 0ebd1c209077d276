"""Large JSON in bounded memory: the elements of an array, or the parts of one object, each as soon as it is read.

Only brackets and strings are looked at to find where a part ends; what is in it is decoded afterwards, by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from threadmark.sources.json_input.decoding import EXTRA, MalformedJSONError, Value, decoded_at, refusal, values
from threadmark.sources.opening import WHOLE_LIMIT, Opened

_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+("?)|[\[\]{}]', re.DOTALL)
_SIGN = re.compile(rb"[^\s,]")
_COLON = re.compile(rb"\s*(:)\s*(?=\S)")
_SCALAR_END = re.compile(rb"[\s,\]}]")

Path = tuple[str, ...]


class Part(NamedTuple):
    """A part of a large value.

    Attributes:
        path: keys down to it; `*` stands for the elements of an array.
        line: the line of the file it begins on, from 1.
        data: its JSON; None where the container at this path ends.
    """

    path: Path
    line: int
    data: bytes | None


def rows(opened: Opened) -> Iterator[Value]:
    """The rows of a corpus, streamed: the elements of an array where the file is one, else a value a line.

    Raises:
        InputError: it is not JSON.
    """
    if not opened.head.data.lstrip().startswith(b"["):
        yield from values(opened)
        return
    for part in members(opened, "*"):
        if part.data is not None:
            yield Value(part.line, decoded_at(opened, part.data, part.line, last=False))


def members(opened: Opened, *streamed: str, limit: int = WHOLE_LIMIT) -> Iterator[Part]:
    """The members of a large object or array, in the order of the file; of what is streamed, element by element.

    Args:
        opened: the input, one JSON value.
        streamed: what to give in parts: `messages.*`, `chats.list.*.messages.*`. A container above such a path is
            given member by member, and then a part without data; every other value is given whole.
        limit: how many bytes a part may have.

    Raises:
        InputError: it is not JSON, or a part is larger.
    """
    cutter = _Cutter(
        opened, {path[:end] for each in streamed for path in [(*each.split("."),)] for end in range(len(path))}, limit
    )
    try:
        yield from cutter.parts()
    except MalformedJSONError as error:
        raise refusal(opened, error, cutter.line) from None


class _Cutter:
    """Walks through the containers that are open, and over the others."""

    def __init__(self, opened: Opened, open_: set[Path], limit: int) -> None:
        self._opened = opened
        self._open = open_
        self._limit = limit
        self._chunks = opened.chunks()
        self._held = b""
        self._at = 0
        self.line = 1

    def parts(self) -> Iterator[Part]:
        within: list[tuple[Path, bool]] = []  # the open containers, and whether each is an object
        while (sign := self._next_sign()) is not None:
            if sign in b"}]":
                if not within:
                    raise MalformedJSONError(EXTRA)
                self._at += 1
                yield Part(within.pop()[0], self.line, None)
                if not within:
                    break
                continue
            path: Path = ()
            if within:
                above, is_object = within[-1]
                path = (*above, self._key() if is_object else "*")
                sign = self._held[self._at : self._at + 1]
            if sign in b"{[" and path in self._open:
                within.append((path, sign == b"{"))
                self._at += 1
                continue
            end = self._end()
            yield Part(path, self.line, self._held[self._at : end])
            self._use(end)
            if not within:
                break
        else:
            raise MalformedJSONError("nothing more", cut_short=True)
        if self._next_sign() is not None:
            raise MalformedJSONError(EXTRA)

    def _use(self, end: int) -> None:
        if self._held.find(b"\n", self._at, end) >= 0:
            self.line += self._held.count(b"\n", self._at, end)
        self._at = end

    def _more(self) -> bool:
        """Read on, until twice as much is held, so that trying again stays linear; False at the end of the input."""
        parts = [self._held[self._at :]]
        size = aim = len(parts[0])
        if size > self._limit:
            raise self._opened.refusal(f"over {self._limit >> 20} MB in one piece", line=self.line)
        self._at = 0
        while size <= 2 * aim:
            chunk = next(self._chunks, b"")
            if not chunk:
                break
            parts.append(chunk)
            size += len(chunk)
        self._held = b"".join(parts)
        return size > aim

    def _next_sign(self) -> bytes | None:
        """Go to the next sign that is no white space and no comma; None at the end of the input."""
        while (found := _SIGN.search(self._held, self._at)) is None:
            self._use(len(self._held))
            if not self._more():
                return None
        self._use(found.start())
        return found[0]

    def _key(self) -> str:
        """Read a key and its colon."""
        if self._held[self._at : self._at + 1] != b'"':
            raise MalformedJSONError("expecting property name enclosed in double quotes")
        end = self._end()
        key = self._held[self._at + 1 : end - 1]
        self._use(end)
        while (colon := _COLON.match(self._held, self._at)) is None:
            if self._held[self._at :].strip() not in (b"", b":"):
                raise MalformedJSONError("expecting ':' delimiter")
            if not self._more():
                raise MalformedJSONError("no value", cut_short=True)
        self._use(colon.end())
        return key.decode("utf-8", "replace")

    def _end(self) -> int:
        """Where the value that begins here ends, once all of it is held."""
        if self._held[self._at : self._at + 1] in (b"{", b"[", b'"'):
            return self._closed_end()
        while (found := _SCALAR_END.search(self._held, self._at)) is None:
            if not self._more():
                return len(self._held)
        return found.start()

    def _closed_end(self) -> int:
        """Where a container or a string ends."""
        depth = 0
        looked = 0  # from the value's beginning, because `_more` moves it
        while True:
            for token in _TOKEN.finditer(self._held, self._at + looked):
                sign = token[0][:1]
                if sign == b'"':
                    if not token[1]:
                        looked = token.start() - self._at
                        break
                elif sign in b"{[":
                    depth += 1
                else:
                    depth -= 1
                if depth <= 0:
                    return token.end()
                looked = token.end() - self._at
            if not self._more():
                raise MalformedJSONError("no end", cut_short=True)
