"""TSV: comments in rows, cells set apart by tabs, columns found by their names."""

from __future__ import annotations

from collections.abc import Iterator

from threadmark.sources.opening import Opened
from threadmark.sources.source import Head, Reading, Sniffed


class TSVSource:
    """Tab-separated values."""

    name = "tsv"
    title = "a table in TSV"
    by_columns = True

    def sniff(self, head: Head) -> Sniffed | None:
        """By the names of columns on the first line, set apart by tabs."""
        if b"\t" not in head.data.partition(b"\n")[0]:
            return None
        from threadmark.sources.tables.delimited import recognise  # noqa: PLC0415 -- only for text with tabs

        return recognise(head, "\t")

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """The threads of the table."""
        from threadmark.sources.tables.delimited import read  # noqa: PLC0415 -- sniffing may not need it

        return read(opened, self.name, sniffed, "\t")


SOURCE = TSVSource()
