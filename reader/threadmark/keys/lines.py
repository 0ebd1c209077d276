"""Which line of a layer's text a table or a field stands on: `tomllib` gives the values without their places."""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONG_STRING = r'(?s)"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*'
_HEADER = re.compile(r"(?m)^[ \t]*\[\[?[ \t]*([^\]\n]+?)[ \t]*\]")
_FIELD = re.compile(r"(?m)^[ \t]*(?:\"((?:[^\"\\\n]|\\.)*)\"|'([^'\n]*)'|([A-Za-z0-9_-]+))[ \t]*[=.]")


class _Section(NamedTuple):
    name: str
    start: int
    end: int


class Lines:
    """Looks places up in the text of one layer; a table is named by its header and counted from 0."""

    def __init__(self, text: str) -> None:
        self._text = _without_long_strings(text)

    def table(self, name: str, number: int = 0) -> int:
        """The line of the header of table `number` of those called `name`; 1 where it can't be found."""
        section = self._section(name, number)
        return 1 if section is None else self._line(section.start)

    def field(self, name: str, number: int, field: str) -> int:
        """The line of a field in a table or one of its sub-tables; that of the table's header where it isn't found."""
        section = self._section(name, number)
        if section is None:
            place = re.search(rf"(?<![\w-]){re.escape(field)}(?![\w-])", self._text)
            return self._line(place.start()) if place else 1
        for found in self._fields_in(section):
            if _bare(found) == field:
                return self._line(found.start(found.lastindex or 0))
        return self._line(section.start)

    def fields(self, name: str) -> dict[str, int]:
        """Every field of the first table called `name`, with its line; the first of two alike."""
        section = self._section(name, 0)
        found: dict[str, int] = {}
        if section is not None:
            for field in self._fields_in(section):
                found.setdefault(_bare(field), self._line(field.start(field.lastindex or 0)))
        return found

    def _line(self, position: int) -> int:
        return self._text.count("\n", 0, position) + 1

    def _fields_in(self, section: _Section) -> Iterator[re.Match[str]]:
        return _FIELD.finditer(self._text, section.start, section.end)

    def _section(self, name: str, number: int) -> _Section | None:
        sections = self._sections.get(name, ())
        return sections[number] if number < len(sections) else None

    @cached_property
    def _sections(self) -> dict[str, list[_Section]]:
        headers = [(found[1].strip("\"'"), found.start()) for found in _HEADER.finditer(self._text)]
        sections: dict[str, list[_Section]] = {}
        end = len(self._text)
        for name, start in reversed(headers):
            # A sub-table belongs to the table before it, so it ends nothing.
            if "." in name:
                continue
            sections.setdefault(name, []).append(_Section(name, start, end))
            end = start
        return {name: found[::-1] for name, found in sections.items()}


def _without_long_strings(text: str) -> str:
    """The text with strings of several lines blanked out, so that nothing inside one looks like a header."""
    if '"""' not in text and "'''" not in text:
        return text
    return re.sub(
        _LONG_STRING,
        lambda found: re.sub(r"[^\n]", " ", found[0]) if found[0][:3] in ('"""', "'''") else found[0],
        text,
    )


def _bare(field: re.Match[str]) -> str:
    if field[1] is None:
        return field[2] if field[2] is not None else field[3]
    if "\\" not in field[1]:
        return field[1]
    try:
        return str(json.loads(f'"{field[1]}"'))
    except ValueError:
        return field[1]
