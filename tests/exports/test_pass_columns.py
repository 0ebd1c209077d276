"""Labels and reviews of a thread put together, in whatever order they lie in the file."""

from itertools import chain

from hypothesis import given as for_all
from hypothesis import strategies as st
from tests.exports.in_memory import TEXTS, a_thread, label

from threadmark.exports.entries import Entries
from threadmark.exports.label_columns import LabelColumns, LabelsByThread, by_thread
from threadmark.exports.labelled import LabelledThread
from threadmark.exports.passes import Pass, Passes, counted
from threadmark.exports.rows import pass_rows
from threadmark.labels.records import Answer, Label, Review

THREAD = a_thread(TEXTS)
_COMMENTS = st.sampled_from([*TEXTS, "gone", "also gone"])
_WHOSE = st.tuples(st.sampled_from(["ana", "ben"]), st.sampled_from([1, 2]))
_LABELS = st.builds(
    lambda comment, whose, name, either: Label("lane", comment, *whose, "fallacy", None, name, either=either),
    *(_COMMENTS, _WHOSE, st.sampled_from(["straw_man", "none", "ad_hominem"]), st.sampled_from([None, 1])),
)
_REVIEWS = st.builds(lambda comment, whose: Review("lane", comment, *whose, "done"), _COMMENTS, _WHOSE)


def plainly(thread, labels, reviews):
    """The passes, put together one label at a time."""
    reviewed = {(each.comment, each.annotator, each.round): each for each in reviews}
    given = {key: {} for key in reviewed}
    for each in labels:
        of_pass = given.setdefault((each.comment, each.annotator, each.round), {})
        of_pass[each.dimension, each.target, each.label] = each

    def place(key):
        found = thread.place(key[0]) if thread is not None else None
        return len(TEXTS) if found is None else found, key

    return [Pass(*key, reviewed.get(key), list(given[key].values())) for key in sorted(given, key=place)]


@for_all(st.lists(_LABELS, max_size=12), st.lists(_REVIEWS, max_size=5), st.sampled_from([THREAD, None]))
def test_passes_are_in_order_however_the_file_has_them(labels, reviews, thread):
    """Comments in pre-order, unknown ones last by their ids, then annotators and rounds; each label once, the last one."""
    passes = Passes(thread, labels, reviews)
    expected = plainly(thread, labels, reviews)
    assert list(passes) == expected
    assert [passes[at] for at in range(len(passes))] == expected
    assert passes[-2:] == expected[-2:]
    told = {each.comment for each in (*labels, *reviews)}
    assert passes.lost == sorted(told - TEXTS.keys() if thread else told)
    assert counted(passes) == counted(expected)


@for_all(st.lists(_LABELS, max_size=12), st.lists(_REVIEWS, max_size=5))
def test_put_together_again_they_are_the_same(labels, reviews):
    """What a selection leaves is put together again to the same passes."""
    once = list(Passes(THREAD, labels, reviews))
    assert list(Passes.of(once, THREAD)) == once


@for_all(st.lists(_LABELS, max_size=12), st.integers(1, 4))
def test_columns_are_the_same_in_pieces(labels, size):
    """Labels may come a few at a time, as a file is read."""
    at_once, in_pieces = LabelColumns(labels), LabelColumns()
    for start in range(0, len(labels), size):
        in_pieces.extend(labels[start : start + size])
    in_pieces.finish()
    for column in ("said", "saying", "created", "updated", "starts", "keys", "marked"):
        assert getattr(in_pieces, column) == getattr(at_once, column)
    assert list(in_pieces) == labels


def test_threads_may_take_turns_in_a_file():
    """Labels of two threads, however mixed, are those of each in their order; there may be more than are taken at once."""
    comments = [f"c{number}" for number in range(700)]
    of_two = [
        Label(thread, each, "ana", 1, "fallacy", None, "none") for each in comments for thread in ("lane", "pool")
    ]
    alone = [Label("lake", each, "ana", 1, "fallacy", None, "none") for each in comments]
    found = LabelsByThread(of_two)
    found.extend(alone)
    assert len(found) == len(list(found)) == 3 * len(comments)
    assert of_two[5] in found
    threads = by_thread(found)
    assert list(threads) == ["lane", "pool", "lake"]
    for thread, labels in threads.items():
        assert [(each.thread, each.comment) for each in labels] == [(thread, comment) for comment in comments]
        assert labels.saying == [0] * len(comments)
        assert len(labels.keys) == len(comments)


def test_an_open_question_stays_with_its_pass():
    """Where labels of two passes lie mixed in the file, and one has a question left, each row has its own times."""
    answers = (
        Answer("fallacy", None, asked=True, outcome="labelled"),
        Answer("rhetoric", None, asked=True, outcome="skipped"),
    )
    labels = [label(THREAD, comment, "fallacy", name) for name in ("straw_man", "none") for comment in ("c2", "c1")]
    passes = Passes(
        THREAD, labels, [Review("lane", "c1", "ana", 1, "done", answers=answers), Review("lane", "c3.x/y", "ana", 1)]
    )
    held = LabelledThread("lane", THREAD, passes, {}, None, None)
    found = list(pass_rows(held, {}))
    assert [[(row.comment, row.label, row.asked, row.created is None) for row in rows] for rows in found] == [
        [("c1", "straw_man", True, False), ("c1", "none", True, False), ("c1", None, True, True)],
        [("c2", "straw_man", None, False), ("c2", "none", None, False)],
        [("c3.x/y", None, None, True)],
    ]
    entries = Entries(held, {})
    assert list(map(len, entries.said)) == list(map(len, found))
    given = [None if number is None else entries.created[number] for number in entries.labels_of_rows(1, 3)]
    assert given == [row.created for row in chain(*found[1:])]


def test_without_passes_there_are_no_rows():
    """A selection may leave nothing of a thread before a filter looks at it."""
    held = LabelledThread("lane", THREAD, [], {}, None, None)
    assert list(pass_rows(held, {})) == []


@for_all(st.lists(_REVIEWS, max_size=5, unique_by=lambda each: (each.comment, each.annotator, each.round)))
def test_reviews_in_the_order_of_labels_are_each_with_its_own(reviews):
    """A file that was labelled one comment after the other has labels and reviews in one order."""
    labels = [Label("lane", each.comment, each.annotator, each.round, "fallacy", None, "none") for each in reviews]
    assert list(Passes(THREAD, labels, reviews)) == plainly(THREAD, labels, reviews)
