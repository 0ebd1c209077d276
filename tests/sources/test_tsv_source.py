import pytest
from hypothesis import HealthCheck, given, settings
from tests.sources.real_threads import assert_read_or_refused, in_pre_order, made_threads, mutated

from threadmark.sources.reading import open_threads

SAMPLE = """\
id\tparent\tuser\tindent\ttext\tcreated_at
1\t\tana\t0\tThe "pool should stay open, all year\t2024-03-12T10:00:00Z
2\t1\tbob\t1\tWho pays?\t2024-03-12T10:05:00Z
3\t2\tana\t2\t"The town", as it does now\t2024-03-12T10:09:00Z
"""


@pytest.fixture
def read(tmp_path):
    """A function that reads a table."""

    def read_(table):
        (tmp_path / "saved").write_text(table, encoding="utf-8")
        return list(open_threads(tmp_path / "saved"))

    return read_


def test_a_quotation_mark_within_a_cell_quotes_nothing(read):
    """Where no cell is quoted whole, a quotation mark is one that somebody wrote."""
    (reading,) = read('id\tparent\tuser\ttext\n1\t\tana\tso "open" it is\n2\t1\tbob\t5" of rain\n')
    assert reading.thread.texts == ('so "open" it is', '5" of rain')
    assert reading.report.format == "tsv"


def test_quoted_cells_hold_tabs_and_newlines(read):
    """Where cells are quoted, what is in them is one cell."""
    (reading,) = read('id\tparent\tuser\ttext\n1\t\tana\t"one\ttwo\nthree"\n2\t1\tbob\tyes\n')
    assert reading.thread.texts == ("one\ttwo\nthree", "yes")


def test_a_comma_in_the_header_makes_no_csv(read):
    """Tabs on the first line settle it."""
    (reading,) = read("id\tparent\tuser, or name\tbody\n1\t\tana\ta, b\n")
    assert (reading.report.format, reading.thread.texts) == ("tsv", ("a, b",))


def written(made):
    """A table of invented comments, with their depths."""
    depths, lines = {}, ["id\tdepth\tauthor\ttext\tscore"]
    for c in in_pre_order(made):
        depths[c.number] = depths.get(c.parent, -1) + 1
        lines.append(f"c{c.number}\t{depths[c.number]}\t{c.author}\t{c.text}\t{c.score}")
    return "\n".join(lines)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made_threads())
def test_what_is_written_is_read(tmp_path, made):
    """A table of a made thread is that thread again, its replies given by depth alone."""
    path = tmp_path / "made.tsv"
    path.write_text(written(made), encoding="utf-8")
    (reading,) = open_threads(path, format="tsv")
    assert [(c.id, c.parent, c.author, c.text, c.score) for c in reading.thread] == [
        (f"c{c.number}", None if c.parent is None else f"c{c.parent}", c.author, c.text, c.score)
        for c in in_pre_order(made)
    ]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mutated([SAMPLE.encode()]))
def test_no_bytes_make_it_fail(tmp_path, data):
    """Whatever befalls a table, it is read or refused."""
    assert_read_or_refused(data, tmp_path, "tsv", "tsv")
