from unittest.mock import patch

import msgspec
from hypothesis import example, given, settings
from hypothesis import strategies as st

from threadmark.sources import grouping
from threadmark.sources.grouping import by_thread


class Row(msgspec.Struct, array_like=True):
    """A row with its place in the file."""

    thread: str
    place: int
    extra: dict | None = None


THREADS = st.lists(st.sampled_from(["a", "b", "c", "ä b", ""]), max_size=30)


def grouped(threads, window):
    """What becomes of rows of these threads when so many bytes are looked at."""
    rows = [Row(thread, place, {"n": [1, None]}) for place, thread in enumerate(threads)]
    with patch.object(grouping, "WINDOW", window):
        return list(by_thread(rows, lambda row: row.thread, lambda _: 100))


@settings(deadline=None)
@given(THREADS, st.integers(0, 20_000))
@example(["a", "b", "a"], 1)
@example(["a", "b", "c", "a", "b"], 2_000)
def test_rows_come_together_and_none_is_lost(threads, window):
    """Each row is in a group of its thread, in the order of the file, whether the rows fit into the window or not."""
    groups = grouped(threads, window)
    assert sorted(row.place for group in groups for row in group.rows) == list(range(len(threads)))
    for group in groups:
        assert {row.thread for row in group.rows} == {group.thread}
        assert [row.place for row in group.rows] == sorted(row.place for row in group.rows)
        assert group.rows[0].extra == {"n": [1, None]}


@settings(deadline=None)
@given(THREADS)
def test_what_fits_and_what_waits_on_the_disk_is_grouped_alike(threads):
    """Threads begin in the order in which the file begins them, one group each, wherever the rows were meanwhile."""
    whole = [(group.thread, [row.place for row in group.rows]) for group in grouped(threads, 1 << 20)]
    spooled = grouping._by_way_of_the_disk(iter([Row(t, n) for n, t in enumerate(threads)]), lambda row: row.thread)
    assert [(group.thread, [row.place for row in group.rows]) for group in spooled] == whole
    assert [thread for thread, _ in whole] == list(dict.fromkeys(threads))


@settings(deadline=None)
@given(THREADS, st.integers(0, 20_000))
def test_only_what_comes_back_late_is_astray(threads, window):
    """In a sorted file nothing is; in any other, a thread is in one group, and in a second one only as a stray."""
    groups = grouped(sorted(threads), window)
    assert [group.thread for group in groups] == sorted(set(threads))
    assert not any(group.stray for group in groups)
    firm = [group.thread for group in grouped(threads, window) if not group.stray]
    assert len(firm) == len(set(firm)) == len(set(threads))


def test_a_thread_is_there_before_the_next_is_read():
    """Of a sorted file no more is taken than shows that it is sorted, before a thread is given."""
    taken = []

    def rows():
        for place in range(100):
            taken.append(place)
            yield Row(f"t{place // 10}", place)

    with patch.object(grouping, "WINDOW", 20 * 800):
        first = next(by_thread(rows(), lambda row: row.thread, lambda _: 100))
    assert first.thread == "t0"
    assert len(taken) == 21


def test_one_long_thread_needs_no_disk():
    """A file of one thread is not written to the disk, however long; threads after it tell whether they are sorted."""
    for after in ([], ["a"], ["a"] * 10 + ["b"] * 10 + ["c"] * 10):
        threads = ["long"] * 40 + after
        with patch.object(grouping, "_Spool", side_effect=AssertionError("a row goes to the disk")):
            groups = grouped(threads, 20 * 800)
        assert [group.thread for group in groups] == list(dict.fromkeys(threads))


def test_one_long_thread_tells_nothing_of_what_comes_after_it():
    """Threads that are mixed after it are whole, all the same; so are such as come in turn with one row each."""
    mixed = ["long"] * 40 + ["a", "b", "c"] * 10
    for threads in (mixed, ["x", *mixed], [f"t{place % 30}" for place in range(90)]):
        groups = grouped(threads, 20 * 800)
        assert not any(group.stray for group in groups)
        assert [group.thread for group in groups] == list(dict.fromkeys(threads))
