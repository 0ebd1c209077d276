from math import isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadmark.thread import build
from threadmark.thread.build import ThreadBuilder, clean_article
from threadmark.thread.model import Article, Inferred, posix_seconds
from threadmark.thread.report import ImportReport


def built(rows, **article):
    """A thread of (id, parent, author, text) rows, and its report."""
    report = ImportReport()
    builder = ThreadBuilder(report)
    for row in rows:
        builder.add(*row)
    return builder.build(Article(**article)), report


def columns(rows):
    """The same, added by columns."""
    report = ImportReport()
    builder = ThreadBuilder(report)
    half = len(rows) // 2
    for part in (rows[:half], rows[half:]):
        ids, parents, authors, texts = ([row[at] for row in part] for at in range(4))
        builder.add_columns(ids, parents, authors, texts, [None] * len(part), [None] * len(part))
    return builder.build(Article()), report


def facts(thread):
    """All that a thread says, comparable."""
    return [
        (c.id, c.parent, c.author, c.text, c.depth, thread.sizes[c.index], dict(thread.extras(c.index))) for c in thread
    ]


IDS = st.sampled_from(["a", "b", "c", "d", "a-2", " a", "", "\x07b"]) | st.none()
ROWS = st.lists(st.tuples(IDS, IDS, st.sampled_from(["bob", "ana", None, " bob "]), st.sampled_from(["x", "y", ""])))


@given(ROWS)
def test_any_links_make_a_sound_thread(rows):
    """Whatever the links, the thread is in pre-order: parents first, branches whole, depths and sizes right."""
    thread, report = built(rows)
    assert len(thread) == len(rows) - report.mended[build.SAME_TWICE]
    assert len(set(thread.ids)) == len(thread)
    open_branches = []
    for index, parent in enumerate(thread.parents):
        while open_branches and open_branches[-1] != parent:
            assert thread.end(open_branches.pop()) == index
        assert thread.depths[index] == len(open_branches) + 1
        assert parent == (open_branches[-1] if open_branches else -1)
        open_branches.append(index)


@given(ROWS)
def test_rows_and_columns_make_the_same_thread(rows):
    """Adding comments by columns differs from adding them one by one in speed only."""
    one_by_one, report = built(rows)
    at_once, other = columns(rows)
    assert facts(at_once) == facts(one_by_one)
    assert other.mended == report.mended


@given(ROWS)
def test_building_again_mends_nothing(rows):
    """A thread that was mended and is built again stays as it is."""
    thread, _ = built(rows)
    again, report = built([(c.id, c.parent, c.author, c.text) for c in thread])
    assert [row[:6] for row in facts(again)] == [row[:6] for row in facts(thread)]
    assert set(report.mended) <= {build.EMPTY}


@given(st.permutations(range(6)))
def test_comments_may_come_in_any_order(order):
    """A reply may stand before its parent; only siblings keep the order of the file."""
    rows = [("a", None), ("b", "a"), ("c", "b"), ("d", "c"), ("e", "d"), ("f", "e")]
    thread, report = built([(*rows[at], "bob", "x") for at in order])
    assert thread.ids == ("a", "b", "c", "d", "e", "f")
    assert list(thread.depths) == [1, 2, 3, 4, 5, 6]
    assert not report.repairs


def test_siblings_keep_the_order_of_the_file():
    """Pre-order follows the file among the replies to one comment."""
    thread, _ = built([("r2", "r", None, "x"), ("r", None, None, "x"), ("r1", "r", None, "x"), ("s", None, None, "x")])
    assert thread.ids == ("r", "r2", "r1", "s")


def test_a_missing_parent_is_flagged_and_told():
    """A comment whose parent is not in the file hangs under the article and remembers whom it named."""
    thread, report = built([("b", "gone", "bob", "x")])
    assert thread.parent(0) is None
    assert thread.extras(0) == {"missing_parent": "gone"}
    assert report.mended == {build.MISSING_PARENT: 1}


def test_a_cycle_is_cut_at_its_first_comment():
    """The first comment of the file in a cycle becomes top-level, the others stay below it."""
    thread, report = built([("x", None, "", "x"), ("a", "c", "", "1"), ("b", "a", "", "2"), ("c", "b", "", "3")])
    assert [(c.id, c.depth) for c in thread] == [("x", 1), ("a", 1), ("b", 2), ("c", 3)]
    assert thread.extras(1) == {"cut_parent": "c"}
    assert report.mended == {build.CYCLE: 1}


def test_a_reply_to_itself_is_top_level():
    """A comment that is its own parent is told apart from a cycle of several."""
    thread, report = built([("a", "a", "", "1")])
    assert thread.parent(0) is None
    assert report.mended == {build.SELF_REPLY: 1}


def test_the_same_comment_twice_is_kept_once():
    """Same id, author and text: one stays, with the replies to both."""
    rows = [("a", None, "bob", "x"), ("b", "a", "ana", "y"), ("a", None, "bob", "x"), ("c", "a", "ana", "z")]
    thread, report = built(rows)
    assert thread.ids == ("a", "b", "c")
    assert report.mended == {build.SAME_TWICE: 1}


def test_another_comment_with_the_same_id_is_renamed():
    """Same id and another text: the later gets a number that no other comment has."""
    rows = [("a", None, "bob", "x"), ("a-2", None, "bob", "y"), ("a", None, "bob", "z"), ("b", "a", "ana", "w")]
    thread, report = built(rows)
    assert thread.ids == ("a", "b", "a-2", "a-3")
    assert report.mended == {build.SAME_ID: 1}


def test_hashed_ids_do_not_depend_on_other_comments():
    """A comment without an id has one of its own making, which another comment, earlier or later, leaves alone."""
    rows = [(None, None, "bob", "x"), (None, None, "ana", "y")]
    alone, _ = built(rows)
    more, _ = built([rows[0], (None, None, "gull", "new"), rows[1]])
    assert set(alone.ids) < set(more.ids)
    assert all(comment_id.startswith("a-") and len(comment_id) == 14 for comment_id in alone.ids)


def test_twins_without_ids_are_numbered():
    """Two comments alike in author, text and parent are both kept, the second numbered."""
    thread, report = built([(None, None, "bob", "x"), (None, None, "bob", "x"), (None, None, "bob", "x")])
    first, second, third = thread.ids
    assert (second, third) == (f"{first}-2", f"{first}-3")
    assert not report.repairs


def test_any_number_of_twins_is_numbered_in_linear_time():
    """Ten thousand comments that say the same, with and without ids, are all kept, each with an id of its own."""
    for comment_id in (None, "a"):
        rows = [(comment_id, None, "bob", str(at) if comment_id else "x") for at in range(10_000)]
        thread, _ = built(rows)
        assert thread.ids[-1].endswith("-10000")


def test_a_parent_may_be_given_as_a_row():
    """A source without ids links comments by the rows that adding them gave."""
    builder = ThreadBuilder(ImportReport())
    first = builder.add(None, None, "bob", "x")
    builder.add(None, first, "ana", "y", inferred=Inferred("quote", 0.8))
    thread = builder.build(Article())
    assert thread.parent(1) == 0
    assert thread.inferred(1) == Inferred("quote", 0.8)


def test_a_chain_of_100_000_is_a_thread_like_any_other():
    """Depth has no limit: nothing is recursive."""
    count = 100_000
    rows = [(str(at), str(at - 1) if at else None, "bob", "x") for at in reversed(range(count))]
    thread, _ = built(rows)
    assert thread.depths[-1] == count
    assert thread.sizes[0] == count
    assert len(thread.ancestors(count - 1)) == count - 1


def test_strings_are_cleaned_and_counted():
    """Names, ids, texts, roles and kept fields all pass the door."""
    report = ImportReport()
    builder = ThreadBuilder(report)
    builder.add("i\x07d", None, "b\x1b[1mob", "te\x00xt", role="mod\x08", extra={"k": "v\x7f"})
    thread = builder.build(Article(), thread_id="t\x1b[2J", extra={"x": "\u202e"})
    assert (thread.id, thread.ids, thread.authors, thread.texts) == ("t", ("id",), ("bob",), ("text",))
    assert (thread.role(0), thread.extras(0), thread.extra) == ("mod", {"k": "v"}, {"x": ""})
    assert report.mended == {build.REMOVED: 1 + 4 + 1 + 1 + 1 + 4 + 1}


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        ("2024-03-12T10:00:00Z", 1710237600.0),
        ("2024-03-12T10:00:00+01:00", 1710234000.0),
        ("2024-03-12T10:00:00.250Z", 1710237600.25),
        ("2024-03-12", 1710201600.0),
        (1710237600, 1710237600.0),
        (1710237600.5, 1710237600.5),
    ],
)
def test_times_are_read_alike_by_row_and_by_column(given, seconds):
    """Every form of a time that a file can have becomes the same POSIX seconds on both ways in."""
    builder = ThreadBuilder(ImportReport())
    builder.add("a", None, None, "x", created=given)
    builder.add_columns(["b"], [None], [None], ["x"], [given], [None])
    assert list(builder.build(Article()).created) == [seconds, seconds]


@pytest.mark.parametrize(
    "given", ["yesterday", "2024-13-45T10:00:00Z", "2024-03-12T25:00:00Z", "2024-03-12T10:00:99Z", 1e300]
)
def test_a_bad_time_is_left_out_and_counted(given):
    """What is no time is missing, never guessed."""
    report = ImportReport()
    builder = ThreadBuilder(report)
    builder.add_columns(["a", "b"], [None, None], [None, None], ["x", "y"], [given, None], [None, None])
    assert [time != time for time in builder.build(Article()).created] == [True, True]  # noqa: PLR0124 -- NaN
    assert report.mended == {build.BAD_TIME: 1}


def test_authors_are_held_once():
    """A name that stands on many comments is one string in memory."""
    builder = ThreadBuilder(ImportReport())
    names = [str(b"bob", "ascii") for _ in range(3)]
    builder.add_columns(["a", "b", "c"], [None] * 3, names, ["x"] * 3, [None] * 3, [None] * 3)
    thread = builder.build(Article())
    assert thread.authors[0] is thread.authors[1] is thread.authors[2]


def test_an_article_keeps_what_it_was_given():
    """A date stays a date, a time goes to UTC, empty paragraphs go."""
    report = ImportReport()
    article = clean_article(report, title=" A\ttitle\n", published="2024-03-12", paragraphs=["one", " ", "two\x07"])
    assert article == Article(title="A title", published="2024-03-12", paragraphs=("one", "two"))
    assert clean_article(report, published="2024-03-12T10:00:00+01:00").published == "2024-03-12T09:00:00Z"
    assert clean_article(report, published="last week").published is None
    assert report.mended == {build.REMOVED: 1, build.BAD_TIME: 1}


def test_a_thread_without_an_id_has_its_url_or_a_hash():
    """A thread's id never comes from a file's name, and stays while date and first paragraph stay."""
    assert built([], url="https://harbourpost.example/lanes")[0].id == "https://harbourpost.example/lanes"
    first, second = (built([], published="2024-03-12", paragraphs=("one", more))[0].id for more in ("two", "three"))
    assert first == second
    assert first.startswith("t-")


@pytest.mark.parametrize("time", ["9999-12-31T23:59:59-05:00", "0001-01-01T00:00:00+05:00"])
def test_a_time_that_no_calendar_has_in_utc_is_none(time):
    """A time beyond the calendar's ends can't be shown or written, so it is left out."""
    assert isnan(posix_seconds(time))
