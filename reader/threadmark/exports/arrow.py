"""Labels as Arrow tables: the long and the wide one, batch by batch, and Parquet made of them piece by piece.

Times are `timestamp[us, tz=UTC]`. As class labels, the labels of a wide table are numbers, with their names in the
schema's metadata, where `datasets` looks for them.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from importlib import import_module
from itertools import islice
from typing import Any

import msgspec

from threadmark.exports.labelled import Labelled
from threadmark.exports.long_columns import ROWS_A_BATCH, batches, schema_in_dictionaries
from threadmark.exports.rows import FIELDS
from threadmark.exports.wide import COMMENT, REVIEW, Column, columns_of, wide_rows

BYTES_A_PIECE = 1 << 22
_TIMES = ("created", "updated")


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
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def long_parquet(labelled: Labelled) -> Iterator[bytes]:
    """The long table."""
    schema = _long_schema(_arrow())
    # Readers are to see texts, not the dictionaries that they come in: so Arrow's schema is not kept beside Parquet's.
    in_dictionaries = schema_in_dictionaries(schema)
    tables = (batch.table(in_dictionaries) for batch in batches(labelled))
    yield from _parquet(in_dictionaries, tables, store_schema=False)


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


def _parquet(schema: Any, tables: Iterable[Any], **options: Any) -> Iterator[bytes]:
    """Tables as row groups, each packed on a thread of its own while the next one is made."""
    sink = _Sink()
    parquet = import_module("pyarrow.parquet")
    # Buffered, because each piece that reaches Python waits until the other thread lets it.
    with (
        _arrow().output_stream(sink, buffer_size=BYTES_A_PIECE) as stream,
        parquet.ParquetWriter(stream, schema, **options) as writer,
        ThreadPoolExecutor(1) as packer,
    ):
        packed: Future[None] | None = None
        for table in tables:
            if packed is not None:
                packed.result()
            packed = packer.submit(writer.write_table, table)
            yield sink.taken()
        if packed is not None:
            packed.result()
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
    while some := list(islice(left, ROWS_A_BATCH)):
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
