"""CSV: comments in rows, cells set apart by commas, semicolons or bars, columns found by their names."""

from __future__ import annotations

from collections.abc import Iterator

from threadmark.sources.opening import Opened
from threadmark.sources.source import Head, Reading, Sniffed

_SIGNS = ",;|\t"


class CSVSource:
    """Comma-separated values."""

    name = "csv"
    title = "a table in CSV"
    by_columns = True

    def sniff(self, head: Head) -> Sniffed | None:
        """By the names of columns on the first line."""
        if b"\t" in head.data.partition(b"\n")[0]:
            return None
        from threadmark.sources.tables.delimited import recognise  # noqa: PLC0415 -- only for text

        return recognise(head, _SIGNS)

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """The threads of the table."""
        from threadmark.sources.tables.delimited import read  # noqa: PLC0415 -- sniffing may not need it

        return read(opened, self.name, sniffed, _SIGNS)


SOURCE = CSVSource()
