"""Times with strokes, whose day and month only a whole column tells apart."""

from datetime import UTC, datetime
from math import isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadmark.sources.reading import open_threads
from threadmark.sources.tables.strokes import month_first, stroked
from threadmark.thread.build import BAD_TIME


@pytest.fixture
def read(tmp_path):
    """A function that reads a table with these times."""

    def read_(*times):
        rows = "".join(f'{n},ana,Hello,"{each}"\n' for n, each in enumerate(times))
        (tmp_path / "saved.csv").write_text(f"id,author,text,date\n{rows}", encoding="utf-8")
        (reading,) = open_threads(tmp_path / "saved.csv")
        return reading

    return read_


def test_a_number_above_twelve_tells_which_is_the_month(read):
    """For the whole column, and the report says which was taken."""
    american = read("3/4/2024 5:02 PM", "3/14/2024, 11:10:30 AM", "12/31/2024 12:00 AM", "")
    assert [c.created and c.created.isoformat() for c in american.thread] == [
        "2024-03-04T17:02:00+00:00",
        "2024-03-14T11:10:30+00:00",
        "2024-12-31T00:00:00+00:00",
        None,
    ]
    assert any("read with the month first" in line for line in american.report.lines())
    british = read("03/04/2024 17:02", "14/03/2024")
    assert [c.created.isoformat() for c in british.thread] == ["2024-04-03T17:02:00+00:00", "2024-03-14T00:00:00+00:00"]
    assert any("read with the day first" in line for line in british.report.lines())


@pytest.mark.parametrize("times", [("3/4/2024", "5/6/2024"), ("3/14/2024", "14/3/2024")])
def test_what_does_not_tell_is_left_as_it_is(read, times):
    """Where no number is above twelve, or one in each place, no time is guessed."""
    reading = read(*times)
    assert reading.report.mended[BAD_TIME] == len(times)
    assert [reading.thread.extras(n) for n in range(2)] == [{"date": each} for each in times]


@pytest.mark.parametrize(
    "written", ["2/30/2024", "3/14/2024 13:00 PM", "3/14/2024 25:00", "14/3/2024", "soon", None, 3]
)
def test_what_is_no_time_is_none(written):
    """And nothing is bent into one."""
    assert isnan(stroked(written, month_first=True))


@given(st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1)), st.booleans(), st.booleans())  # noqa: DTZ001 -- UTC is added
def test_times_written_so_are_read_again(at, month, half):
    """To the second, in either order and on either clock."""
    day = "%m/%d/%Y" if month else "%d/%m/%Y"
    written = at.strftime(f"{day} %I:%M:%S %p" if half else f"{day} %H:%M:%S")
    assert stroked(written, month_first=month) == at.replace(microsecond=0, tzinfo=UTC).timestamp()
    assert month_first([written]) in (None, month)
