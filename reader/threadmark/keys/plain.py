"""The plain part of TOML, in which layers are written, read ten times as fast as `tomllib` reads it.

A layer is nearly all lines such as `name = "text"` under `[[label]]`. Such a file is read here with its line numbers;
at anything else (an escape, a number, a comment after a value, a mistake) this reader gives up, and `tomllib` reads
the file from its beginning. So it never decides what is TOML; it only must not accept what `tomllib` reads otherwise.
Reading the default layers with `tomllib` would take a fifth of the time until the first comment is on the screen.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_FRAME = frozenset("[]{}, \0")
_NAME = re.compile(r"([A-Za-z_][A-Za-z0-9_]*) = ")
_BETWEEN = "\x7f"  # DEL, which no file that got this far contains, and which JSON lets through


class Plain(NamedTuple):
    """What a file says, with lines counted from 1.

    Attributes:
        values: as `tomllib` gives them.
        tables: for each name the lines of its headers, in order.
        fields: for each `[table]` (not `[[table]]`) the lines of its fields.
    """

    values: dict[str, Any]
    tables: dict[str, list[int]]
    fields: dict[str, dict[str, int]]


def read_plain(text: str) -> Plain | None:
    """Read a file; `None` when it is not plain. A plain one holds no escape and, but for newlines, nothing unprintable."""
    if "\\" in text or not text.replace("\n", "").isprintable():
        return None
    read = Plain({}, {}, {})
    framed: list[tuple[dict[str, Any], str, str]] = []
    keys: dict[str, str | None] = {}
    table, places = read.values, read.fields.setdefault("", {})
    lines = enumerate(text.split("\n"), 1)
    for number, line in lines:
        if not line or line[0] == "#":
            continue
        if line[0] == "[":
            opened = _open(line, number, read)
            if opened is None:
                return None
            table, places = opened
            continue
        name, _, value = line.partition(" = ")
        key = keys.get(name) or keys.setdefault(name, _key(name))
        if key is None or not value or key in table:
            return None
        places[key] = number
        if value[0] == '"' == value[-1] and value.count('"') == 2:  # noqa: PLR2004 -- one at each end
            table[key] = value[1:-1]
        elif value in ("true", "false"):
            table[key] = value == "true"
        elif value[0] in "[{":
            table[key] = None
            framed.append((table, key, _whole(value, lines)))
        else:
            return None
    return read if _frame(framed) else None


def _open(line: str, number: int, read: Plain) -> tuple[dict[str, Any], dict[str, int]] | None:
    """The table that a header opens, and where to note the lines of its fields."""
    listed = line[:2] == "[["
    name, dot, below = (line[2:-2] if listed else line[1:-1]).partition(".")
    if line != (f"[[{name}]]" if listed else f"[{name}{dot}{below}]") or not _is_word(name):
        return None
    table: dict[str, Any] = {}
    places: dict[str, int] = {}
    if listed:
        above = read.values.setdefault(name, [])
        if not isinstance(above, list) or (above and name not in read.tables):
            return None
        above.append(table)
    elif not dot:
        if read.values.setdefault(name, table) is not table:
            return None
        read.fields[name] = places
    else:
        return (table, places) if _put_below(read, name, below, table) else None
    read.tables.setdefault(name, []).append(number)
    return table, places


def _put_below(read: Plain, name: str, below: str, table: dict[str, Any]) -> bool:
    """Make a table the sub-table `[name.below]` of the last one called `name`; whether that is possible."""
    above = read.values[name] if name in read.tables else None
    above = above[-1] if isinstance(above, list) else above
    return above is not None and _is_word(below) and above.setdefault(below, table) is table


def _is_word(name: str) -> bool:
    return name.isascii() and name.isidentifier()


def _key(name: str) -> str | None:
    """A key, bare or in quotes; `None` for what is neither."""
    if name.isascii() and name.replace("_", "").replace("-", "").isalnum():
        return name
    if len(name) > 1 and name[0] == '"' == name[-1] and name.count('"') == 2:  # noqa: PLR2004 -- one at each end
        return name[1:-1]
    return None


def _whole(value: str, lines: Iterator[tuple[int, str]]) -> str:
    """A list that is written one text a line, as one line; any other value as it is."""
    if value != "[":
        return value
    parts: list[str] = []
    for _, line in lines:
        if line == "]":
            return "[" + " ".join(parts).removesuffix(",") + "]"
        part = line.strip(" ")
        if part[:1] != '"' or part.removesuffix(",")[-1] != '"' or part.count('"') != 2:  # noqa: PLR2004 -- one at each end
            break
        parts.append(part)
    return value


def _frame(framed: list[tuple[dict[str, Any], str, str]]) -> bool:
    """Fill in all lists and inline tables at once, as JSON: the same but for `name =` where JSON has `"name":`.

    Without escapes every second piece between quotes is a text, and the rest is the frame around the texts.
    """
    pieces = f'"{_BETWEEN}"'.join(value for _, _, value in framed).split('"')
    frame = "\0".join(pieces[::2])
    named = _NAME.split(frame)
    if not _FRAME.issuperset("".join(named[::2])):
        return False
    named[1::2] = [f'"{name}":' for name in named[1::2]]
    pieces[::2] = "".join(named).split("\0")
    try:
        values = json.loads(
            "[" + '"'.join(pieces).replace(f'"{_BETWEEN}"', f',"{_BETWEEN}",') + "]", object_pairs_hook=_once
        )
    except ValueError:
        return False
    if len(values) != max(0, 2 * len(framed) - 1) or any(mark != _BETWEEN for mark in values[1::2]):
        return False
    for (table, key, _), value in zip(framed, values[::2], strict=True):
        table[key] = value
    return True


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The table of these fields.

    Raises:
        ValueError: a field is there twice.
    """
    table = dict(pairs)
    if len(table) != len(pairs):
        raise ValueError("a field twice")
    return table
