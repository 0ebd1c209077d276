import io
import sys
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from tests.sources.real_threads import assert_read_or_refused, in_pre_order, made_threads, mutated

from threadmark.errors import InputError
from threadmark.sources.reading import open_threads

pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
from pyarrow import parquet  # noqa: E402 -- after the look whether it is there


def table(**columns):
    """The bytes of a table."""
    out = io.BytesIO()
    parquet.write_table(pyarrow.table(columns), out)
    return out.getvalue()


SAMPLE = table(
    id=[1, 2, 3],
    parent_id=[None, 1.0, 2.0],
    author=["ana", "bob", None],
    body=["The pool stays open.", "Who pays?", "We do."],
    created=pyarrow.array(
        [datetime(2024, 3, 12, 10, minute, tzinfo=UTC) for minute in (0, 5, 9)], pyarrow.timestamp("ns", "Europe/Paris")
    ),
    tags=[["a"], [], None],
    score=[4, -1, None],
)


@pytest.fixture
def file(tmp_path):
    """The sample as a file."""
    (tmp_path / "saved.parquet").write_bytes(SAMPLE)
    return tmp_path / "saved.parquet"


def test_typed_columns_are_read(file):
    """Numbers are ids again, times of nanoseconds in any zone are UTC, lists are kept."""
    (reading,) = open_threads(file)
    thread = reading.thread
    assert reading.report.format == "parquet"
    assert [(c.id, c.parent, c.author, c.text, c.score) for c in thread] == [
        ("1", None, "ana", "The pool stays open.", 4),
        ("2", "1", "bob", "Who pays?", -1),
        ("3", "2", None, "We do.", None),
    ]
    assert [c.created.isoformat() for c in thread][1] == "2024-03-12T10:05:00+00:00"
    assert thread.extras(0) == {"tags": ["a"]}


def test_columns_can_be_named(file):
    """As in any other table."""
    (reading,) = open_threads(file, columns={"text": "author"})
    assert reading.thread.texts == ("ana", "bob", "")


def test_without_the_library_it_says_how_to_get_it(file, monkeypatch):
    """One line, with what to install."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match=r'saved\.parquet: is Parquet, .*; pip install "threadmark\[parquet\]"'):
        list(open_threads(file))


def written(made):
    """A table of invented comments."""
    return table(
        id=pyarrow.array([c.number for c in made], pyarrow.int64()),
        parent=pyarrow.array([c.parent for c in made], pyarrow.int32()),
        author=pyarrow.array([c.author for c in made], pyarrow.string()).dictionary_encode(),
        text=pyarrow.array([c.text for c in made], pyarrow.large_string()),
        created_utc=pyarrow.array([float(c.created) for c in made], pyarrow.float64()),
    )


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made_threads())
def test_what_is_written_is_read(tmp_path, made):
    """A table of a made thread is that thread again."""
    path = tmp_path / "made.parquet"
    path.write_bytes(written(made))
    (reading,) = open_threads(path)
    assert [(c.id, c.parent, c.author, c.text, reading.thread.created[c.index]) for c in reading.thread] == [
        (str(c.number), None if c.parent is None else str(c.parent), c.author, c.text, c.created)
        for c in in_pre_order(made)
    ]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mutated([SAMPLE]))
def test_no_bytes_make_it_fail(tmp_path, data):
    """Whatever befalls a file, it is read or refused."""
    assert_read_or_refused(data, tmp_path, "parquet", "parquet")
