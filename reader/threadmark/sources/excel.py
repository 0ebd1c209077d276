"""Excel workbooks: comments in the rows of a sheet, columns found by their names. Reading it takes an extra."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

from threadmark.errors import InputError
from threadmark.sources.on_disk import on_disk
from threadmark.sources.opening import WHOLE_LIMIT, Opened
from threadmark.sources.sniffing import ZIP, office
from threadmark.sources.source import Certainty, Head, Reading, Sniffed
from threadmark.sources.tables.names import find_columns

MOST_BYTES: Final = 1 << 30
"""Of a workbook, once it is unpacked."""
_LOOKED_AT: Final = 2_000
"""Rows that show how many columns a sheet has."""
_STREAMED: Final = "xl/worksheets/"
"""Parts that are read row by row; what is elsewhere is held whole."""
_BEGINNING: Final = 1_024

Cells = Sequence[Any]


class ExcelSource:
    """Excel workbooks."""

    name = "excel"
    title = "a table in an Excel workbook"
    by_columns = True

    def sniff(self, head: Head) -> Sniffed | None:
        """By what is in the archive; which columns it has, is packed."""
        return Sniffed(Certainty.CERTAIN, "it is a zip archive with xl/ in it") if office(head.data) == "xl" else None

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """The threads of the first sheet with comments, streamed; the report says which sheets were not read.

        Raises:
            InputError: openpyxl is not installed, the workbook can't be read or is too large, or no sheet has rows.
        """
        from threadmark.sources.tables.records import read_table  # noqa: PLC0415 -- sniffing does not need it

        try:
            openpyxl = import_module("openpyxl")
        except ImportError:
            raise opened.refusal(
                "is an Excel workbook, which takes a library to read",
                next_step='pip install "threadmark[excel]", or save it as CSV',
            ) from None
        with on_disk(opened, ZIP) as path, path.open("rb") as file:
            # Of styles and the like, which nobody sees here; for good, since rows are read while others work.
            warnings.filterwarnings("ignore", module="openpyxl")
            try:
                _check(opened, path)
                book = openpyxl.load_workbook(file, read_only=True, data_only=True)
                sheets = [(str(sheet.title), first) for sheet in book.worksheets if (first := next(_rows(sheet), None))]
                title, _ = _chosen(sheets, opened)
                names = _names(islice(_rows(book[title]), _LOOKED_AT))
            except Exception as error:  # noqa: BLE001 -- openpyxl has no errors of its own: whatever fails in it is raised
                raise _refusal(opened, error) from None
            others = ", ".join(other for other, _ in sheets if other != title)
            notes = [f"only the sheet {title} is read, not: {others}"] if others else []
            records = _records(opened, _rows(book[title]), len(names))
            yield from read_table(opened, self.name, sniffed, names, records, notes=notes)


def _check(opened: Opened, path: Path) -> None:
    """Refuse what would take all memory, and XML that defines entities; an archive unpacks to no more than it says."""
    with ZipFile(path) as archive:
        parts = archive.infolist()
        xml = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
        held = sum(part.file_size for part in xml if not part.filename.startswith(_STREAMED))
        if held > WHOLE_LIMIT or sum(part.file_size for part in parts) > MOST_BYTES:
            raise opened.refusal(
                f"is larger than {MOST_BYTES >> 20:,} MB once it is unpacked, or its texts than {WHOLE_LIMIT >> 20} MB",
                next_step="save it as CSV",
            )
        for part in xml:
            with archive.open(part) as packed:
                if b"<!DOCTYPE" in packed.read(_BEGINNING):
                    raise opened.refusal(f"has a document type in {part.filename}, which no workbook needs")


def _rows(sheet: Any) -> Iterator[Cells]:
    """The rows of a sheet that hold anything, whatever size it says it has; `_x000D_` is the sign it stands for."""
    unescape = import_module("openpyxl.utils.escape").unescape
    sheet.reset_dimensions()
    for cells in sheet.iter_rows(values_only=True):
        if any(cell is not None for cell in cells):
            yield [unescape(cell) if isinstance(cell, str) and "_x" in cell else cell for cell in cells]


def _chosen(sheets: Sequence[tuple[str, Cells]], opened: Opened) -> tuple[str, Cells]:
    """The first sheet whose columns are known to hold texts, else the first; its name and its first row."""
    if not sheets:
        raise opened.refusal("is an Excel workbook in which no sheet has rows")
    return next((each for each in sheets if find_columns(_names([each[1]])).text), sheets[0])


def _names(rows: Iterable[Cells]) -> list[str]:
    """The names in the first of some rows; a column that only others have goes by its number."""
    first, width = None, 0
    for cells in rows:
        first = cells if first is None else first
        width = max(width, len(cells))
    named = ["" if name is None else str(name).strip() for name in first or ()]
    named += [""] * (width - len(named))
    return [name or f"column {number}" for number, name in enumerate(named, 1)]


def _records(opened: Opened, rows: Iterator[Cells], width: int) -> Iterator[Cells]:
    """The rows below the first, each as wide as the table; what stands beyond it is put to the last cell."""
    try:
        for cells in islice(rows, 1, None):
            if len(cells) > width and any(cell is not None for cell in cells[width:]):
                beyond = "\t".join(str(cell) for cell in cells[width - 1 :] if cell is not None)
                yield (*cells[: width - 1], beyond)
            else:
                yield (*cells[:width], *[None] * (width - len(cells)))
    except Exception as error:  # noqa: BLE001 -- openpyxl has no errors of its own: whatever fails in it is raised
        raise _refusal(opened, error) from None


def _refusal(opened: Opened, error: Exception) -> Exception:
    if isinstance(error, InputError):
        return error
    said = (str(error) or type(error).__name__).partition("\n")[0].rstrip(".:")
    return opened.refusal(
        f"can't be read as an Excel workbook: {said[:1].lower()}{said[1:]}", next_step="save it as CSV"
    )


SOURCE = ExcelSource()
