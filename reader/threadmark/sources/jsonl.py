"""JSON Lines: an object a line, or the objects of one array, each a comment; fields found by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed

_ENDINGS = (".jsonl", ".ndjson", ".jsonlines")
_NEXT_LINE = re.compile(rb"\}\s*\n\s*\{")
_NESTED = ("children", "replies", "comments")


class JSONLinesSource:
    """JSON Lines."""

    name = "jsonl"
    title = "JSON Lines"
    by_columns = True

    def sniff(self, head: Head) -> Sniffed | None:
        """By the fields of the first object, where there are several objects or the name says that there may be."""
        if not head.data.lstrip().startswith((b"{", b"[")):
            return None
        from threadmark.sources.json_input.peeking import first_object, peek  # noqa: PLC0415 -- only for JSON
        from threadmark.sources.tables.names import UnknownColumnError, find_columns  # noqa: PLC0415 -- the same

        fields = first_object(head)
        several = isinstance(peek(head), list) or _NEXT_LINE.search(head.data)
        if not fields or not (several or head.name.endswith(_ENDINGS)):
            return None
        if head.columns:
            return Sniffed(Certainty.CERTAIN, "its fields are named on the command line")
        try:
            columns = find_columns(tuple(fields))
        except UnknownColumnError:
            return None
        nested = any(isinstance(fields.get(name), list) and fields[name] for name in _NESTED)
        if nested or not columns.could_be_comments:
            return None
        return Sniffed(Certainty.LIKELY, f"each line is an object with {columns.said(tuple(fields))}")

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """The threads of the objects."""
        from threadmark.sources.tables.records import read_records  # noqa: PLC0415 -- sniffing does not need it

        return read_records(opened, self.name, sniffed)


SOURCE = JSONLinesSource()
