"""Parquet: comments in rows, columns found by their names. Reading it takes pyarrow, which is an extra."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from threadmark.sources.on_disk import on_disk
from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed

_MAGIC = b"PAR1"
_BATCH = 1_000
"""Rows that are decoded at a time."""
_BUFFER = 1 << 16
"""Bytes of a column that are read at a time."""


class ParquetSource:
    """Parquet."""

    name = "parquet"
    title = "a table in Parquet"
    by_columns = True

    def sniff(self, head: Head) -> Sniffed | None:
        """By its first bytes; which columns it has, stands at its end."""
        return Sniffed(Certainty.CERTAIN, "it begins with PAR1") if head.data.startswith(_MAGIC) else None

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """The threads of the table.

        Raises:
            InputError: pyarrow is not installed, or can't read it.
        """
        from threadmark.sources.tables.records import read_table  # noqa: PLC0415 -- sniffing does not need it

        try:
            arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
        except ImportError:
            raise opened.refusal(
                "is Parquet, which takes a library to read", next_step='pip install "threadmark[parquet]"'
            ) from None
        with on_disk(opened, _MAGIC) as path:
            try:
                # Not read ahead, since a row group may be as large as the file; and memory goes back to the system.
                arrow.set_memory_pool(arrow.system_memory_pool())
                file = parquet.ParquetFile(path, pre_buffer=False, memory_map=False, buffer_size=_BUFFER)
                names = tuple(file.schema_arrow.names)
            except (arrow.ArrowException, OSError, ValueError) as error:
                raise _refusal(opened, error) from None
            with file:
                yield from read_table(opened, self.name, sniffed, names, _records(opened, arrow, file))


def _records(opened: Opened, arrow: Any, file: Any) -> Iterator[tuple[Any, ...]]:
    batches = file.iter_batches(batch_size=_BATCH, use_threads=False)
    while True:
        try:
            batch = next(batches, None)
            columns = [] if batch is None else [_values(arrow, column) for column in batch.columns]
        except (arrow.ArrowException, OSError, ValueError, OverflowError) as error:
            raise _refusal(opened, error) from None
        if batch is None:
            return
        yield from zip(*columns, strict=True)


def _values(arrow: Any, column: Any) -> list[Any]:
    """A column as Python values; a time of nanoseconds is one of microseconds, which Python has."""
    if arrow.types.is_timestamp(column.type):
        column = column.cast(arrow.timestamp("us", column.type.tz and "UTC"), safe=False)
    values: list[Any] = column.to_pylist()
    return values


def _refusal(opened: Opened, error: Exception) -> Exception:
    said = str(error).partition("\n")[0].rstrip(".")
    return opened.refusal(f"can't be read as Parquet: {said[:1].lower()}{said[1:]}")


SOURCE = ParquetSource()
