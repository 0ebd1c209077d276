"""JSON Lines: an object a line, or the objects of an array, each a comment; fields found by their names.

The array may be the file, or lie below its top, as in answers of APIs; replies may lie inside what they answer.
"""

from __future__ import annotations

from collections.abc import Iterator

from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed

_ENDINGS = (".jsonl", ".ndjson", ".jsonlines")


class JSONLinesSource:
    """JSON Lines."""

    name = "jsonl"
    title = "JSON Lines"
    by_columns = True

    def sniff(self, head: Head) -> Sniffed | None:
        """By the fields of the first comment, where there may be several: in lines, in an array, or in what answers it."""
        if not head.data.lstrip().startswith((b"{", b"[")):
            return None
        from threadmark.sources.tables.lists import columns_of, layout_of  # noqa: PLC0415 -- only for JSON

        layout = layout_of(head)
        if layout is None or not (layout.several or head.name.endswith(_ENDINGS)):
            return None
        if head.columns:
            return Sniffed(Certainty.CERTAIN, "its fields are named on the command line")
        names = columns_of(layout.names).said(layout.names)
        if layout.path:
            return Sniffed(Certainty.LIKELY, f'"{layout.path[-1]}" holds objects with {names}')
        return Sniffed(Certainty.LIKELY, f"each line is an object with {names}")

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """The threads of the objects."""
        from threadmark.sources.tables.records import read_records  # noqa: PLC0415 -- sniffing does not need it

        return read_records(opened, self.name, sniffed)


SOURCE = JSONLinesSource()
