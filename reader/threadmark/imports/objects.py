"""Files of JSON objects: one a line, a list of them, or one alone; what the first one has, and each with where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any, Final, NamedTuple

import ijson  # type: ignore[import-untyped]
import msgspec

from threadmark.errors import InputError

_MOST: Final = 1 << 20
"""Bytes of a first object that are looked at; a text in it may be long."""
_BOM: Final = b"\xef\xbb\xbf"
_BRACKETS: Final = {"start_map": 1, "start_array": 1, "end_map": -1, "end_array": -1}


def first_keys(path: Path, head: bytes) -> dict[str, str]:
    """The keys of the first object of a file, in order, each with what its value is: `string`, `start_array` and so on.

    It is empty where the file is none of JSON objects, and not complete where the object is very long.

    Args:
        path: the file.
        head: its first bytes.
    """
    keys, is_whole = _keys(head)
    if keys and not is_whole:
        with suppress(OSError), path.open("rb") as file:
            keys, _ = _keys(file.read(_MOST))
    return keys


def _keys(data: bytes) -> tuple[dict[str, str], bool]:
    """The keys as far as they are there, and whether the object ends."""
    data = data.removeprefix(_BOM).lstrip()
    keys: dict[str, str] = {}
    if data[:1] not in {b"{", b"["}:
        return keys, True
    key, depth, inside = None, 0, 2 if data[:1] == b"[" else 1
    # What is no JSON any more ends it, and what came before counts.
    with suppress(ijson.JSONError, UnicodeDecodeError):
        for event, value in ijson.basic_parse(BytesIO(data), multiple_values=True):
            if depth == inside and event == "map_key":
                key = value
            elif depth == inside and event == "end_map":
                return keys, True
            elif depth == inside and key is not None:
                keys[key], key = event, None
            depth += _BRACKETS.get(event, 0)
    return keys, False


class Found(NamedTuple):
    """An object of a file.

    Attributes:
        where: in the file, in words: `line 3` of JSON Lines, `record 3` of a list.
        place: the same with the file, for errors.
        record: the object.
    """

    where: str
    place: str
    record: dict[str, Any]


def objects(path: Path) -> Iterator[Found]:
    """Each object of a file.

    Raises:
        InputError: something is no JSON, or no object; the error names file and line.
    """
    data = path.read_bytes().removeprefix(_BOM)
    if data.lstrip()[:1] == b"[":
        for number, each in enumerate(_decoded(data, str(path)), 1):
            where = f"record {number}"
            yield Found(where, f"{path}, {where}", _object(each, f"{path}, {where}"))
        return
    lines = data.splitlines()
    if not next(filter(bytes.strip, lines), b"}").rstrip().endswith(b"}"):
        lines = [data]
    for number, line in enumerate(lines, 1):
        if line.strip():
            place = f"{path}:{number}"
            yield Found(f"line {number}", place, _object(_decoded(line, place), place))


def _decoded(data: bytes, where: str) -> Any:
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"is no JSON: {error}", where=where) from error


def _object(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InputError("is no JSON object", where=where)
    return value
