"""What the first element of an XML file is: enough to tell a format by, without reading the XML."""

from __future__ import annotations

import re
from dataclasses import dataclass

from threadmark.sources.source import Head

_LONGEST_JUNK = 1_000
_BEGINS = re.compile(rb"<[?!A-Za-z_]")
_ROOT = re.compile(rb"<([A-Za-z_\x80-\xff][^\s/>]*)([^>]*)")
_DOCTYPE = re.compile(rb"<!DOCTYPE(?:[^<>\[\]\"']|\"[^\"]*\"|'[^']*')*>", re.IGNORECASE)
_SUBSET = re.compile(rb"<!DOCTYPE[^>\[]*\[.*?\]\s*>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Root:
    """The first element of a file.

    Attributes:
        name: its name without a prefix.
        attributes: the rest of its tag, as it is written.
    """

    name: str
    attributes: bytes


def root_of(head: Head) -> Root | None:
    """The root element, as far as the beginning of a file shows it; None where it does not look like XML."""
    begin = begin_of(head.data)
    at = root_at(head.data, begin, subset=True) if begin is not None else None
    root = _ROOT.match(head.data, at) if at is not None else None
    if root is None:
        return None
    return Root(root[1].rpartition(b":")[2].decode("utf-8", "replace"), root[2])


def begin_of(data: bytes) -> int | None:
    """Where the XML begins, for people's programs put things before it; None where it does not within a thousand bytes."""
    begin = _BEGINS.search(data, 0, _LONGEST_JUNK)
    return begin.start() if begin else None


def root_at(data: bytes, start: int, *, subset: bool = False) -> int | None:
    """Where the root begins: after white space, instructions, comments and a document type.

    Args:
        data: the beginning of the file.
        start: where the XML begins.
        subset: whether the document type may declare something, which is well for a look, and not for a parser.
    """
    at = start
    while True:
        while data[at : at + 1].isspace():
            at += 1
        if data.startswith(b"<?", at):
            end, closing = data.find(b"?>", at), 2
        elif data.startswith(b"<!--", at):
            end, closing = data.find(b"-->", at + 4), 3
        elif doctype := _DOCTYPE.match(data, at):
            end, closing = doctype.end(), 0
        elif subset and (declared := _SUBSET.match(data, at)):
            end, closing = declared.end(), 0
        else:
            return at if _ROOT.match(data, at) else None
        if end < 0:
            return None
        at = end + closing
