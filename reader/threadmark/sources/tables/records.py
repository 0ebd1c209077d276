"""Objects with named fields as rows of a table: the fields that any of the first objects has are its columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from threadmark.sources.json_input.streaming import rows as objects_of
from threadmark.sources.opening import Opened
from threadmark.sources.source import Reading, Sniffed
from threadmark.sources.tables.articles import beside
from threadmark.sources.tables.delimited import LOOK, left_out
from threadmark.sources.tables.names import UnknownColumnError, find_columns
from threadmark.sources.tables.rows import OTHER, RowMaker
from threadmark.sources.tables.threads import ThreadMaker


def read_records(opened: Opened, source: str, sniffed: Sniffed) -> Iterator[Reading]:
    """The threads of JSON objects, streamed.

    Raises:
        InputError: what should be an object is none, a mapped field is nowhere, or no field holds a text.
    """
    objects = _objects(opened)
    first = list(islice(objects, LOOK))
    names = _names(first, opened.head.columns)
    yield from read_table(opened, source, sniffed, names, (_cells(each, names) for each in chain(first, objects)))


def read_table(
    opened: Opened, source: str, sniffed: Sniffed, names: Sequence[str], records: Iterator[Sequence[Any]]
) -> Iterator[Reading]:
    """The threads of a table whose columns are named.

    Args:
        opened: the input.
        source: the source's name.
        sniffed: why it was chosen.
        names: of the columns.
        records: as many values each as there are names.

    Raises:
        InputError: a mapped column is not there, or no column holds a text.
    """
    try:
        columns = find_columns(names, opened.head.columns)
    except UnknownColumnError as error:
        raise opened.refusal(str(error)) from None
    if not columns.text:
        raise opened.refusal("no column is known to hold the comments' text", next_step="name it: --map text=COLUMN")
    look = list(islice(records, LOOK))
    make = RowMaker(names, columns, look)
    with beside(opened, make.columns) as articles:
        maker = ThreadMaker(opened, source, sniffed, columns=make.columns, articles=articles.about)
        maker.notes += [*articles.notes, *left_out(names, columns)]
        yield from maker.threads(map(make, chain(look, records)))


def _objects(opened: Opened) -> Iterator[Mapping[str, Any]]:
    for line, value in objects_of(opened):
        if not isinstance(value, Mapping):
            raise opened.refusal("is not an object with fields", line=line)
        yield value


def _names(first: Sequence[Mapping[str, Any]], given: Mapping[str, str]) -> list[str]:
    """The fields that any of some objects has, in the order they are met, with those given by a path of keys."""
    names = list(dict.fromkeys(name for each in first for name in each))
    inner = [column for column in given.values() if "." in column and column not in names]
    return [*names, *inner, OTHER]


def _cells(each: Mapping[str, Any], names: Sequence[str]) -> list[Any]:
    """The values of an object by the names of the columns; what has no column comes last."""
    cells = [each[name] if name in each else _inner(each, name) for name in names[:-1]]
    known = set(names)
    other = {name: value for name, value in each.items() if name not in known} if len(each.keys() - known) else None
    cells.append(other)
    return cells


def _inner(each: Mapping[str, Any], path: str) -> Any:
    value: Any = each
    for key in path.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value if "." in path else None
