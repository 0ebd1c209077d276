"""A sample of one's own work for a second, blind round: drawn once, for good, and apart from the first round."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threadmark.errors import UsageError
from threadmark.labels.acting import NotDrawnError
from threadmark.labels.drawing import Wish, draw_again
from threadmark.labels.history import PROGRAM
from threadmark.labels.records import Context, Review, SessionRecord, put
from threadmark.labels.round import Round
from threadmark.labels.store import LabelStore

MANY = [(f"c{number}", None, "Nobody asked the shops.") for number in range(40)]


@pytest.fixture
def many(build_thread):
    """Forty top-level comments."""
    return build_thread(MANY)


@pytest.fixture
def worked(opened, commit, many):
    """A store in which ana has done thirty of them, skipped one, left one open; ben has done all."""
    store = opened()
    reviews = [Review("lane", comment, "ana", 1, "done") for comment in many.ids[:30]]
    reviews += [Review("lane", "c30", "ana", 1, "skipped"), Review("lane", "c31", "ana", 1, "open")]
    reviews += [Review("lane", comment, "ben", 1, "done") for comment in many.ids]
    store.commit([put(review) for review in reviews], annotator="ana", session="s-1")
    return store


def keep(store, drawn):
    """Write a draw as the program does."""
    records = [put(record) for record in drawn.records]
    store.commit(records, annotator="ana", session="s-1", via=PROGRAM)
    return drawn


def draw(store, thread, share, seed=None):
    """Draw for ana, and write it."""
    drawn = draw_again(store, [thread], Wish(share, seed), annotator="ana")
    return keep(store, drawn) if drawn.is_new else drawn


@given(share=st.sampled_from(["1", "5", "30", "1%", "5%", "33.3%", "100%"]), seed=st.integers(0, 99))
@settings(max_examples=20)
def test_what_is_drawn_is_of_what_is_done(tmp_path_factory, build_thread, new_disk, share, seed):
    """So many as was asked for, each once, in the thread's order, and only comments that this annotator has done."""
    thread = build_thread(MANY)
    store = LabelStore.open(tmp_path_factory.mktemp("draw") / "labels.json", disk=new_disk())
    done = [put(Review("lane", comment, "ana", 1, "done")) for comment in thread.ids[:30]]
    store.commit(done, annotator="ana", session="s")
    (record,) = draw_again(store, [thread], Wish(share, seed), annotator="ana").records
    places = [thread.index(comment) for comment in record.comments]
    assert places == sorted(set(places))
    assert max(places) < 30
    assert len(places) == {"1%": 1, "5%": 2, "33.3%": 10, "100%": 30}.get(share) or len(places) == int(share)
    assert (record.round, record.pool, record.seed) == (2, 30, seed)


def test_anybody_can_draw_it_again(worked, many):
    """From the published seed and the names of what was done come the published comments."""
    (record,) = draw(worked, many, "5", seed=7).records
    pool = sorted(("lane", comment) for comment in many.ids[:30])
    assert {("lane", comment) for comment in record.comments} == set(random.Random(7).sample(pool, 5))


def test_the_same_wish_opens_the_same_sample(worked, many, opened):
    """After a restart too, whatever was done since; another seed or share draws among what was not drawn yet."""
    first = draw(worked, many, "20%")
    worked.commit([put(Review("lane", "c31", "ana", 1, "done"))], annotator="ana", session="s-1")
    worked.close()
    store = opened()
    again = draw(store, many, "20%")
    assert (again.comments, again.round, again.is_new) == (first.comments, 2, False)
    other = draw(store, many, "20%", seed=first.records[0].seed + 1)
    assert other.round == 3
    assert not {*other.comments["lane"]} & {*first.comments["lane"]}
    assert draw(store, many, "20%").round == 3, "the last one of this share"
    assert draw(store, many, "20%", seed=first.records[0].seed).round == 2


@pytest.mark.parametrize("share", ["0", "0%", "101%", "half", "-3", "", "5 percent", "٣"])
def test_what_is_no_share_is_refused(share):
    """By name, with what would be one."""
    with pytest.raises(UsageError, match="say 5% or 40"):
        Wish(share)


def test_nothing_to_draw_is_said(worked, many, opened):
    """Nobody's work, too little of it, or all of it drawn already."""
    with pytest.raises(UsageError, match="cy has done no comment here"):
        draw_again(worked, [many], Wish("5%"), annotator="cy")
    with pytest.raises(UsageError, match="31 comments can't be drawn, since 30 can be done again"):
        draw(worked, many, "31")
    draw(worked, many, "100%")
    with pytest.raises(UsageError, match="all 30 comments that are done were drawn before"):
        draw(worked, many, "5%")


def test_only_what_can_be_opened_is_drawn(worked, build_thread):
    """Comments that are not in the thread any more are not in the pool."""
    shorter = build_thread(MANY[:4])
    (record,) = draw(worked, shorter, "100%").records
    assert record.comments == ("c0", "c1", "c2", "c3")


@pytest.fixture
def rounds(opened, thread, codebook):
    """A first round with something in it, and a second over c1 and c4."""
    store = opened()
    for session, number in (("s-1", 1), ("s-2", 2)):
        record = SessionRecord(session, "ana", "0", round=number)
        store.commit([put(record)], annotator="ana", session=session, via=PROGRAM)
    first = Round(store, thread, codebook, annotator="ana", session="s-1")
    first.give(0, "stance", "claim", "against")
    first.done(0)
    first.done(0)
    first.attach(3, None)

    def second():
        return Round(store, thread, codebook, annotator="ana", number=2, session="s-2", drawn={"c1", "c4"})

    return first, second


def test_only_the_drawn_comments_are_to_do(rounds):
    """All counts are of the sample, and next to do goes over it."""
    _, second = rounds
    here = second()
    assert (here.counts.comments, here.counts.todo, here.counts.done) == (2, 2, 0)
    assert [here.next_to_do(0), here.next_to_do(3)] == [3, 0]
    assert here.branch_counts(0).todo == 1
    assert [bool(here.required(index)) for index in range(5)] == [True, False, False, True, False]


def test_earlier_labels_are_hidden(rounds):
    """What was said in the first round is nowhere in the second, and the other way round."""
    first, second = rounds
    here = second()
    assert (here.labels(0), here.review(0), here.status(0)) == ((), None, "open")
    here.give(0, "stance", "claim", "favor")
    assert [label.label for label in here.labels(0)] == ["favor"]
    assert "favor" not in [label.label for label in first.labels(0)]


@pytest.mark.parametrize(
    "act",
    [
        lambda here: here.give(1, "stance", "parent", "agree"),
        lambda here: here.skip(1),
        lambda here: here.set_note(1, "hm"),
        lambda here: here.toggle_revisit(1),
    ],
)
def test_other_comments_are_refused(rounds, act):
    """They would be no repetition; nothing is written, what merely happened neither."""
    _, second = rounds
    here = second()
    here.opened(1)
    here.add_seconds(1, 3.0)
    with pytest.raises(NotDrawnError, match="not drawn"):
        act(here)
    here.give(0, "stance", "claim", "favor")
    here.save_happened()
    assert {label.comment for label in here.store.labels() if label.round == 2} == {"c1"}
    assert {review.comment for review in here.store.reviews() if review.round == 2} == {"c1"}


def test_a_branch_is_its_drawn_comments(rounds):
    """A label for a branch is for those that were drawn."""
    _, second = rounds
    here = second()
    assert here.give_branch(0, "rhetoric", None, "none", context=lambda _: Context()).comments == (0, 3)


def test_undo_never_reaches_the_other_round(rounds):
    """Neither labels nor links: the first round's attachment is not the second's to undo, and the other way round."""
    first, second = rounds
    here = second()
    assert here.undo().said == "nothing to undo"
    here.attach(4, 0)
    assert here.undo().said == "undone: parent"
    assert here.link(3) is not None
    assert here.undo().said == "nothing to undo"
    assert here.redo().said == "redone: parent"
    assert first.undo().said == "undone: parent"
    assert first.link(3) is None
    assert first.link(4) is not None


def test_undo_of_the_round_after_a_restart(rounds, opened, thread, codebook):
    """A new start of the second round still knows which links are its own."""
    first, second = rounds
    second().attach(4, 0)
    store = first.store
    store.commit([put(SessionRecord("s-3", "ana", "0", round=2))], annotator="ana", session="s-3", via=PROGRAM)
    here = Round(store, thread, codebook, annotator="ana", number=2, session="s-3", drawn={"c1", "c4"})
    assert [here.undo().said, here.undo().said] == ["undone: parent", "nothing to undo"]
