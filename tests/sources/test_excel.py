import io
import sys
import zipfile
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from tests.sources.real_threads import assert_read_or_refused, in_pre_order, made_threads, mutated

from threadmark.errors import InputError
from threadmark.sources import excel
from threadmark.sources.reading import open_threads

openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: E402 -- after the look whether it is there

HEADER = ["id", "parent_id", "author", "text", "created", "score", "note"]
ROWS = [
    HEADER,
    [1, None, "ana", "The pool stays open.", datetime(2024, 3, 12, 10), 4, "first"],  # noqa: DTZ001 -- as Excel has it
    [None] * 7,
    [2, 1, "bob", "=who pays?", datetime(2024, 3, 12, 10, 5), -1, None],  # noqa: DTZ001 -- the same
    [3, 2.0, None, "We do.", None, None, None],
]


def workbook(**sheets):
    """The bytes of a workbook; what begins with a sign of equality is text in it."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                cell = sheet.cell(number, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


SAMPLE = workbook(Empty=[], Codes=[["code", "meaning"], ["a", "ad hominem"]], Comments=ROWS)
RAGGED = workbook(Comments=[["author", "text"], ["ana", "Open."], ["bob", "No.", "beyond"]])


def written(made):
    """A row for each invented comment."""
    rows = [[c.number, c.parent, c.author, c.text, c.created, c.score] for c in made]
    return workbook(Comments=[HEADER[:6], *rows])


WRITABLE = made_threads().filter(
    lambda made: not any(ILLEGAL_CHARACTERS_RE.search(c.text + (c.author or "")) for c in made)
)


@pytest.fixture
def read(tmp_path):
    """A function that reads the bytes of a workbook, whatever it is called."""

    def read_(content, **options):
        (tmp_path / "saved").write_bytes(content)
        return list(open_threads(tmp_path / "saved", **options))

    return read_


def test_signs_that_xml_cannot_hold_are_unescaped(read):
    """Excel writes them by their numbers, and an underscore before what looks so; names of columns are no exception."""
    rows = [["author", "text", "my_x0020_note"], ["ana", "One_x000D_\nTwo", None], ["bob", "_x005F_x000D_ _xyz", "n"]]
    (reading,) = read(workbook(Comments=rows))
    assert [c.text for c in reading.thread] == ["One\nTwo", "_x000D_ _xyz"]
    assert reading.thread.extras(1) == {"my note": "n"}


def test_no_number_of_a_sign_makes_it_fail(read):
    """Halves of pairs and control characters are cleaned as everywhere else."""
    (reading,) = read(workbook(Comments=[["author", "text"], ["ana", "a_xD83D__x0000_b"]]))
    assert len(reading.thread) == 1
    reading.thread[0].text.encode()
    assert "\0" not in reading.thread[0].text


def test_the_first_sheet_with_comments_is_read(read):
    """Dates are UTC, empty rows are none, and the report names the sheets that are not read."""
    (reading,) = read(SAMPLE)
    thread = reading.thread
    assert reading.report.format == "excel"
    assert [(c.id, c.parent, c.author, c.text, c.score) for c in thread] == [
        ("1", None, "ana", "The pool stays open.", 4),
        ("2", "1", "bob", "=who pays?", -1),
        ("3", "2", None, "We do.", None),
    ]
    assert thread[1].created.isoformat() == "2024-03-12T10:05:00+00:00"
    assert thread.extras(0) == {"note": "first"}
    assert "only the sheet Comments is read, not: Codes" in reading.report.lines()


def test_columns_can_be_named(read):
    """As in any other table."""
    (reading,) = read(SAMPLE, columns={"text": "note"})
    assert reading.thread.texts == ("first", "", "")


def test_cells_beyond_the_first_row_are_kept(read):
    """A column without a name goes by its number."""
    (reading,) = read(RAGGED)
    assert reading.thread.extras(1) == {"column 3": "beyond"}


def test_without_openpyxl_it_says_what_to_install(read, monkeypatch):
    """One line, with the extra's name and a way around it."""
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(InputError, match=r'pip install "threadmark\[excel\]", or save it as CSV'):
        read(SAMPLE)


def test_what_unpacks_to_too_much_is_refused(read, monkeypatch):
    """Before anything of it is read."""
    monkeypatch.setattr(excel, "MOST_BYTES", 1_000)
    with pytest.raises(InputError, match="once it is unpacked"):
        read(SAMPLE)


def test_entities_are_refused(read):
    """No workbook defines any, and a few lines of them can fill all memory."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SAMPLE)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "xl/workbook.xml":
                content = b'<!DOCTYPE d [<!ENTITY a "ha">]>' + content
            new.writestr(part, content)
    with pytest.raises(InputError, match=r"has a document type in xl/workbook\.xml"):
        read(out.getvalue())


def test_an_archive_of_another_time_is_refused(read):
    """What Python's own module can't unpack is said, not traced."""
    with pytest.raises(InputError, match="can't be read as an Excel workbook: zip file version"):
        read(SAMPLE.replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\x8a"))


def test_a_workbook_without_rows_is_refused(read):
    """There is nothing in it to read."""
    with pytest.raises(InputError, match="no sheet has rows"):
        read(workbook(Empty=[]))


@settings(deadline=None, max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WRITABLE)
def test_what_is_written_is_read(tmp_path, made):
    """Rows of a made thread are that thread again."""
    if not made:
        return
    (tmp_path / "made").write_bytes(written(made))
    (reading,) = open_threads(tmp_path / "made", format="excel")
    assert [(c.id, c.parent, c.author, c.text, c.score) for c in reading.thread] == [
        (str(c.number), None if c.parent is None else str(c.parent), c.author, c.text, c.score)
        for c in in_pre_order(made)
    ]


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mutated([SAMPLE, RAGGED]))
def test_no_bytes_make_it_fail(tmp_path, data):
    """Whatever befalls a file, it is read or refused."""
    assert_read_or_refused(data, tmp_path, "excel", "xlsx")
