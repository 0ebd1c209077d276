"""What the head of a file shows of its JSON, so that a source recognises its format by structure, not by looks.

>>> peek(Head("thread.json", b'{"kind": "Listing", "data": {"children": [{"kind": "t3", "da'))
{'kind': 'Listing', 'data': {'children': [{'kind': 't3'}]}}
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import msgspec

from threadmark.sources.source import Head

_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_TO_BRACKET = re.compile(rb'[^][{}"]*+(?:' + _STRING + rb'[^][{}"]*+)*+', re.DOTALL)
_WHOLE = re.compile(_STRING + rb"|,", re.DOTALL)
_CLOSES = {b"{": b"}", b"[": b"]"}
_DEEPEST = 200


def peek(head: Head) -> Any:
    """The first value of a file as far as its head holds it: what is cut off is left out; None where it is not JSON.

    It is worked out once for all sources that ask; nobody may change it. Containers deeper than 200 levels are empty.
    """
    return _peeked(head.data)


def first_object(head: Head) -> dict[str, Any]:
    """What the head shows of the first object: the value itself, or the first in arrays; else nothing."""
    value = peek(head)
    while isinstance(value, list) and value:
        value = value[0]
    return value if isinstance(value, dict) else {}


def inner(value: Any, *path: str | int) -> Any:
    """What lies in a value at a path of keys and indices; None where nothing does."""
    for step in path:
        if isinstance(step, str) and isinstance(value, dict):
            value = value.get(step)
        elif isinstance(step, int) and isinstance(value, list) and step < len(value):
            value = value[step]
        else:
            return None
    return value


@lru_cache(maxsize=1)
def _peeked(data: bytes) -> Any:
    data = data.lstrip()
    if not data.startswith((b"{", b"[")):
        return None
    line, newline, _ = data.partition(b"\n")
    if newline and line.rstrip().endswith((b"}", b"]")):
        value = _decoded(line)
        if value is not None:
            return value
    return _decoded(_closed(data))


def _decoded(data: bytes) -> Any:
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    import json  # noqa: PLC0415 -- hardly a file needs it

    try:
        return json.loads(data.decode("utf-8", "replace"), strict=False)
    except (ValueError, RecursionError):
        return None


def _closed(data: bytes) -> bytes:
    """The first value in some bytes; where they end before it does, cut after its last whole part and closed."""
    open_: list[bytes] = []
    sound = at = 0
    while True:
        at = _TO_BRACKET.match(data, at).end()  # type: ignore[union-attr]  # it matches anything
        token = data[at : at + 1]
        if token in (b"{", b"["):
            open_.append(token)
        elif token in (b"}", b"]"):
            if open_:
                open_.pop()
        else:  # the end of the bytes, or a string that does not end in them
            commas = (found.start() for found in _WHOLE.finditer(data, sound, at) if found[0] == b",")
            sound = max(commas, default=sound)
            break
        at = sound = at + 1
        if not open_ or len(open_) > _DEEPEST:
            break
    return data[:sound] + b"".join(_CLOSES[each] for each in reversed(open_))
