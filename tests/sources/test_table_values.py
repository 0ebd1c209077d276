from datetime import UTC, date, datetime
from math import isnan, nan

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from threadmark.cli import program
from threadmark.sources.tables.names import MAPPED, find_columns
from threadmark.sources.tables.values import flag, identity, is_nothing, kept, number, person, seconds


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2009-03-05 19:09:35 UTC", "2009-03-05T19:09:35"),
        ("2024-03-12T10:00:00+0200", "2024-03-12T08:00:00"),
        ("2017-06-06 00:32:28+00", "2017-06-06T00:32:28"),
        ("Wed Jan 07 11:11:33 +0000 2015", "2015-01-07T11:11:33"),
        ("Tue, 12 Mar 2024 10:00:00 GMT", "2024-03-12T10:00:00"),
        ("16 March 2018", "2018-03-16T00:00:00"),
        ("Dec 13, 2016", "2016-12-13T00:00:00"),
        ("2015-10-16 EDT", "2015-10-16T00:00:00"),
        ("13.03.2024 09:05", "2024-03-13T09:05:00"),
        ("20240312", "2024-03-12T00:00:00"),
        ("1512345678.0", "2017-12-04T00:01:18"),
        (1512345678000, "2017-12-04T00:01:18"),
        ("1512345678000000", "2017-12-04T00:01:18"),
        (date(2024, 3, 12), "2024-03-12T00:00:00"),
        (datetime(2024, 3, 12, 10), "2024-03-12T10:00:00"),  # noqa: DTZ001 -- as Parquet gives it
    ],
)
def test_times_are_read_as_people_write_them(written, at):
    """In seconds or parts of them, in English words, with a zone or in UTC."""
    assert datetime.fromtimestamp(seconds(written), UTC).isoformat() == f"{at}+00:00"


@pytest.mark.parametrize(
    "written", ["", "yesterday", "1e999", "13/13/2024", None, True, nan, "٢٠٢٤-٠٣-١٢", "99999999999999999999"]
)
def test_what_is_no_time_is_none(written):
    """And nothing is guessed."""
    assert isnan(seconds(written))


@given(st.text() | st.integers() | st.floats() | st.none() | st.booleans() | st.lists(st.floats()) | st.dates())
def test_no_cell_makes_it_fail(value):
    """Whatever stands in a cell, each reader of values has an answer of its own kind."""
    assert identity(value) is None or identity(value)
    assert number(value) is None or isinstance(number(value), int)
    assert isinstance(seconds(value), float)
    assert flag(value) in (True, False, None)
    assert person(value) is None or person(value).strip()
    assert is_nothing(value) in (True, False)
    assert kept(kept(value)) == kept(value)


@given(st.integers(-(2**53), 2**53))
def test_numbers_survive_spreadsheets(value):
    """What was a whole number is one again, with or without a decimal point."""
    for written in (value, float(value), str(value), f"{value}.0", f"{value:,}"):
        assert number(written) == value
    assert identity(float(value)) == identity(f"{value}.0") == identity(value) == str(value)


def test_names_are_told_apart_by_preference():
    """Of two columns that could be it, the one that says more is it, however it is spelled."""
    columns = find_columns(["ID", "Comment ID", "user_id", "User", "comment", "Body", "url", "Article-ID", "threadID"])
    assert (columns.id, columns.author, columns.text, columns.thread) == ((1,), (3,), (5,), (7,))
    assert columns.thread_name == "articleid"


@pytest.mark.parametrize("given_", ["x=1", "text", "text=", "=a"])
def test_a_map_that_is_none_is_refused(given_, tmp_path):
    """What may be mapped is said."""
    ran = CliRunner().invoke(program, ["convert", str(tmp_path), "-o", "-", "--map", given_])
    assert ran.exception.exit_code == 2
    assert f"not WHAT=COLUMN; what can be {', '.join(MAPPED)}" in str(ran.exception)


def test_a_map_may_be_given_in_parts(tmp_path):
    """Set apart by commas, or one option each."""
    path, out = tmp_path / "t.csv", tmp_path / "t.thread.json"
    path.write_text("nr,re,who,said\n1,,ana,One\n2,1,bob,Two\n", encoding="utf-8")
    ran = CliRunner().invoke(
        program, ["convert", str(path), "-o", str(out), "--map", "id=nr, parent=re", "--map", "text=said"]
    )
    assert ran.exit_code == 0
    assert '"text":"Two"' in out.read_text(encoding="utf-8")
