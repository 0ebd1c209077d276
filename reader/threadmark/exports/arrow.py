"""Labels as Arrow tables: the long and the wide one, batch by batch, and Parquet made of them piece by piece.

Times are `timestamp[us, tz=UTC]`. As class labels, the labels of a wide table are numbers, with their names in the
schema's metadata, where `datasets` looks for them.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from itertools import chain, islice
from operator import attrgetter
from typing import Any

import msgspec

from threadmark.exports.entries import families_of
from threadmark.exports.labelled import Labelled
from threadmark.exports.rows import FIELDS, Row, pass_rows
from threadmark.exports.wide import COMMENT, REVIEW, Column, columns_of, wide_rows

ROWS_A_GROUP = 50_000
CHARACTERS_A_GROUP = 1 << 28
"""Of texts; an array of them holds 2 GiB."""
_TIMES = ("created", "updated")
_SHARED = frozenset((*COMMENT, *REVIEW))  # fields that all rows of a pass have alike


class _Sink(io.RawIOBase):
    """Takes what is written, and gives it away between two row groups."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._at = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        self._at += len(self._pieces[-1])
        return len(self._pieces[-1])

    def taken(self) -> bytes:
        """What was written since it was last taken."""
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


def long_parquet(labelled: Labelled) -> Iterator[bytes]:
    """The long table."""
    arrow = _arrow()
    schema = _long_schema(arrow)
    yield from _parquet(schema, _long_batches(arrow, schema, labelled))


def wide_parquet(
    labelled: Labelled, columns: Sequence[Column] | None = None, *, classes: bool = False
) -> Iterator[bytes]:
    """The wide table.

    Args:
        labelled: what is in it.
        columns: its columns of labels, where several tables should have the same.
        classes: labels as class labels.
    """
    arrow = _arrow()
    columns = columns_of(labelled) if columns is None else columns
    schema = _wide_schema(arrow, columns, classes=classes)
    yield from _parquet(schema, _wide_batches(arrow, schema, labelled, columns, classes=classes))


def _arrow() -> Any:
    return import_module("pyarrow")


def _parquet(schema: Any, batches: Iterator[Any]) -> Iterator[bytes]:
    sink = _Sink()
    writer = import_module("pyarrow.parquet").ParquetWriter(sink, schema)
    for batch in batches:
        writer.write_table(batch)
        yield sink.taken()
    writer.close()
    yield sink.taken()


def _span_type(arrow: Any) -> Any:
    return arrow.list_(
        arrow.struct(
            [
                ("start", arrow.int32()),
                ("end", arrow.int32()),
                ("quote", arrow.string()),
                ("prefix", arrow.string()),
                ("suffix", arrow.string()),
                ("part", arrow.string()),
            ]
        )
    )


def _context_type(arrow: Any) -> Any:
    return arrow.struct(
        [
            ("ancestors", arrow.int32()),
            ("paragraphs", arrow.list_(arrow.int32())),
            ("replies", arrow.int32()),
            ("others", arrow.bool_()),
            ("hidden", arrow.list_(arrow.string())),
        ]
    )


def _long_schema(arrow: Any) -> Any:
    time = arrow.timestamp("us", tz="UTC")
    types = {
        **dict.fromkeys(("depth", "round", "either"), arrow.int32()),
        **dict.fromkeys(("revisit", "asked"), arrow.bool_()),
        **dict.fromkeys(_TIMES, time),
        "seconds": arrow.float64(),
        "evidence": _span_type(arrow),
        "context": _context_type(arrow),
    }
    return arrow.schema([(name, types.get(name, arrow.string())) for name in FIELDS])


def _long_batches(arrow: Any, schema: Any, labelled: Labelled) -> Iterator[Any]:
    families = families_of(labelled.contents.codebooks)
    for passes in _groups(of_pass for held in labelled.threads() for of_pass in pass_rows(held, families)):
        places = arrow.array([place for place, of_pass in enumerate(passes) for _ in of_pass], arrow.int32())
        every, first = list(chain.from_iterable(passes)), [of_pass[0] for of_pass in passes]
        columns = []
        for field in schema:
            value_of = attrgetter(field.name)
            if field.name in _SHARED:
                columns.append(arrow.array(map(value_of, first), field.type, size=len(first)).take(places))
            elif field.name in _TIMES:
                columns.append(_times(arrow, map(value_of, every), field.type))
            elif field.name in {"evidence", "context"}:
                columns.append(_nested(arrow, map(value_of, every), field.type))
            else:
                columns.append(arrow.array(map(value_of, every), field.type, size=len(every)))
        yield arrow.table(columns, schema=schema)


def _groups(passes: Iterable[list[Row]]) -> Iterator[list[list[Row]]]:
    """Passes for one row group each; fewer where texts are so long that one array could not hold them."""
    group: list[list[Row]] = []
    number = size = 0
    for of_pass in passes:
        group.append(of_pass)
        number += len(of_pass)
        size += len(of_pass) * len(of_pass[0].text or "")
        if number >= ROWS_A_GROUP or size >= CHARACTERS_A_GROUP:
            yield group
            group, number, size = [], 0, 0
    if group:
        yield group


def _times(arrow: Any, values: Iterable[str | None], type_: Any) -> Any:
    """RFC 3339 in UTC as times; an empty text is none."""
    stamps = arrow.array([value or None for value in values], arrow.string())
    return import_module("pyarrow.compute").cast(stamps, type_)


def _nested(arrow: Any, values: Iterable[Any], type_: Any) -> Any:
    """Structs, of which many are the same."""
    known: dict[Any, int] = {}
    places = [known.setdefault(value, len(known)) for value in values]
    return arrow.array([msgspec.to_builtins(value) for value in known], type_).take(arrow.array(places, arrow.int32()))


def _wide_schema(arrow: Any, columns: Sequence[Column], *, classes: bool) -> Any:
    kinds = {
        **dict.fromkeys(("depth", "round"), arrow.int32()),
        "revisit": arrow.bool_(),
        "seconds": arrow.float64(),
    }
    mark = arrow.struct(
        [
            ("column", arrow.string()),
            ("label", arrow.string()),
            ("start", arrow.int32()),
            ("end", arrow.int32()),
            ("quote", arrow.string()),
            ("part", arrow.string()),
        ]
    )
    fields = [(name, kinds.get(name, arrow.string())) for name in COMMENT]
    for column in columns:
        value = arrow.int64() if classes and _is_class(column) else arrow.string()
        fields.append((column.name, value if column.single else arrow.list_(value)))
    fields += [("evidence", arrow.list_(mark)), ("unanswered", arrow.list_(arrow.string()))]
    fields += [(name, kinds.get(name, arrow.string())) for name in REVIEW]
    schema = arrow.schema(fields)
    if not classes:
        return schema
    names = {column.name: column.labels for column in columns if _is_class(column)}
    features = {field.name: _feature(arrow, field.type, names.get(field.name)) for field in schema}
    return schema.with_metadata({"huggingface": msgspec.json.encode({"info": {"features": features}})})


def _is_class(column: Column) -> bool:
    return bool(column.labels) and column.target != "named"


def _feature(arrow: Any, type_: Any, names: Sequence[str] | None = None) -> dict[str, Any]:
    """A type as `datasets` describes it."""
    if arrow.types.is_list(type_):
        return {"feature": _feature(arrow, type_.value_type, names), "_type": "List"}
    if arrow.types.is_struct(type_):
        return {field.name: _feature(arrow, field.type) for field in type_}
    if names is not None:
        return {"names": list(names), "_type": "ClassLabel"}
    return {"dtype": {"double": "float64"}.get(str(type_), str(type_)), "_type": "Value"}


def _wide_batches(
    arrow: Any, schema: Any, labelled: Labelled, columns: Sequence[Column], *, classes: bool
) -> Iterator[Any]:
    numbers = [
        {label: number for number, label in enumerate(column.labels)} if classes and _is_class(column) else None
        for column in columns
    ]
    left = wide_rows(labelled, columns)
    while some := list(islice(left, ROWS_A_GROUP)):
        made: list[list[Any]] = [[] for _ in schema]
        for row in some:
            values: list[Any] = list(row.comment)
            for column, known, given in zip(columns, numbers, row.labels, strict=True):
                kept: list[Any] = given if known is None else [known[label] for label in given if label in known]
                values.append((kept[0] if kept else None) if column.single else kept)
            values += (msgspec.to_builtins(row.evidence), row.unanswered, *row.review)
            for place, value in zip(made, values, strict=True):
                place.append(value)
        yield arrow.table(
            [arrow.array(values, field.type) for values, field in zip(made, schema, strict=True)], schema=schema
        )
