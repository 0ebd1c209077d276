"""What is to do in a pass, and in a sample: the columns say what asking each review says."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from threadmark.labels.records import Review
from threadmark.labels.states import States

SIZE = 5
REVIEWS = st.lists(
    st.tuples(
        st.integers(0, SIZE - 1), st.none() | st.tuples(st.sampled_from(["open", "done", "skipped"]), st.integers(0, 4))
    ),
    max_size=12,
)


@given(reviews=REVIEWS, passes=st.integers(1, 3), drawn=st.none() | st.sets(st.integers(0, SIZE - 1)))
@settings(max_examples=100)
def test_states_are_those_of_the_reviews(thread, reviews, passes, drawn):
    """To do is an open comment with a text, drawn if there is a sample, in the first pass that has any such left."""
    ids = thread.ids
    states = States(thread, None if drawn is None else {ids[index] for index in drawn}, passes)
    latest = {}
    for index, said in reviews:
        latest[index] = said and Review("lane", ids[index], "ana", 1, said[0], passed=said[1])
        states.take(index, latest[index])
    about = set(range(SIZE)) if drawn is None else drawn
    still = {
        index: min(review.passed, passes - 1) if (review := latest.get(index)) else 0
        for index in about
        if thread.texts[index] and (not latest.get(index) or latest[index].status == "open")
    }
    place = min(still.values(), default=passes - 1)
    todo = [index for index in range(SIZE) if still.get(index) == place]
    assert states.place == place
    assert [index for index in range(SIZE) if states.todo(index)] == todo
    assert [states.next_to_do(index, 1, None) for index in range(SIZE)] == [
        next((there for there in (*range(index + 1, SIZE), *range(index)) if there in todo), None)
        for index in range(SIZE)
    ]
    closed = {index for index, review in latest.items() if review and review.status == "done"}
    assert states.counts.done == len(closed | {index for index, each in still.items() if each > place})
    assert states.counts.comments == len(about)
    assert states.branch(0).todo == len([index for index in todo if index in (1, 2, 3)])
