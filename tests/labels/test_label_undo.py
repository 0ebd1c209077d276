from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from threadmark.labels import turning
from threadmark.labels.history import PROGRAM
from threadmark.labels.records import Label, drop, put
from threadmark.labels.round import GoThere, Outcome, Round
from threadmark.labels.store import LabelStore
from threadmark.labels.undo import SAID


@pytest.fixture(params=[turning.MANY, 1], autouse=True)
def many(request, monkeypatch):
    """All of it holds for batches that are undone line by line and for those that one line of the history turns."""
    monkeypatch.setattr(turning, "MANY", request.param)


def _state(round_):
    """All that an annotator says, of every comment."""
    reviews = [round_.review(index) for index in range(len(round_.thread))]
    return (
        [
            sorted(round_.labels(index), key=lambda label: (label.dimension, label.target or "", label.label))
            for index in range(len(reviews))
        ],
        [[getattr(review, name) for name in SAID] if review else ["open", 0, "", False, "", ()] for review in reviews],
        round_.claim,
    )


def test_undo_goes_there_first(begin):
    """When the batch is on another comment the first undo goes there and says what it would undo; redo acts at once."""
    here = begin()
    here.give(0, "fallacy", None, "straw_man")
    assert here.undo(4) == GoThere(0, "u again undoes fallacy: straw man")
    assert here.labels(0)
    assert here.undo(0) == Outcome("undone: fallacy: straw man", (0,))
    assert not here.labels(0)
    assert here.redo() == Outcome("redone: fallacy: straw man", (0,))
    assert here.labels(0)


def test_undo_without_a_comment_acts_at_once(begin):
    """A claim is on no comment, so there is nowhere to go first."""
    here = begin()
    here.set_claim("Mill Lane should be closed.")
    assert here.undo(3).said == "undone: claim"
    assert here.claim is None


def test_nothing_to_undo_or_redo(begin):
    """At either end it says so."""
    here = begin()
    assert here.undo(0) == Outcome("nothing to undo")
    assert here.redo() == Outcome("nothing to redo")


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda here: here.give(1, "stance", "parent", "agree"), "parent: agree"),
        (lambda here: here.take(0, here.labels(0)[0]), "flag: off topic taken away"),
        (lambda here: [here.done(1), here.done(1)], "done"),
        (lambda here: here.skip(1, "x"), "skipped"),
        (lambda here: here.toggle_revisit(1), "to revisit"),
        (lambda here: here.set_note(1, "x"), "note"),
        (lambda here: here.set_claim("x"), "claim"),
    ],
)
def test_undo_says_what_it_undid(begin, act, said):
    """What was undone is told by what was meant by it."""
    here = begin()
    here.give(0, "flag", None, "off_topic")
    act(here)
    assert here.undo().said == f"undone: {said}"


def test_undo_and_redo_across_restarts(begin):
    """Batches are undone newest first and done again in their order, with restarts between."""
    here = begin()
    given_ = ["straw_man", "red_herring", "false_cause"]
    for name in given_:
        here.give(0, "fallacy", None, name)
    here.undo()
    here.store.close()
    here = begin()
    assert here.undo().said == "undone: fallacy: red herring"
    here.store.close()
    here = begin()
    assert here.redo().said == "redone: fallacy: red herring"
    here.store.close()
    here = begin()
    assert here.undo().said == "undone: fallacy: red herring"
    assert here.undo().said == "undone: fallacy: straw man"
    assert here.undo() == Outcome("nothing to undo")
    here.store.close()
    here = begin()
    assert [here.redo().said.rpartition(": ")[2] for _ in given_] == [
        "straw man",
        "red herring",
        "false or single cause",
    ]
    assert here.redo() == Outcome("nothing to redo")


def test_a_new_act_ends_redo(begin):
    """After something new, what was undone before can't be done again, not after a restart either."""
    here = begin()
    here.give(0, "fallacy", None, "straw_man")
    here.undo()
    here.give(1, "fallacy", None, "red_herring")
    assert here.redo() == Outcome("nothing to redo")
    here.store.close()
    assert begin().redo() == Outcome("nothing to redo")


def test_what_merely_happened_does_not_end_redo(begin):
    """Seconds and comments opened leave redo as it is."""
    here = begin()
    here.give(0, "fallacy", None, "straw_man")
    here.undo()
    here.opened(3)
    here.add_seconds(3, 1)
    here.save_happened()
    assert here.redo().said == "redone: fallacy: straw man"


def test_only_own_batches_in_this_thread(begin, opened, commit, make):
    """Another annotator's batches, another thread's, and what the program wrote are passed over."""
    store = opened()
    here = begin(store)
    here.give(0, "fallacy", None, "straw_man")
    commit(store, make("c1", thread="bridge"))
    commit(store, make("c2", annotator="bea"), annotator="bea")
    commit(store, make("c4"), via=PROGRAM)
    assert here.undo().said == "undone: fallacy: straw man"
    assert here.undo() == Outcome("nothing to undo")
    store.close()
    assert begin().undo() == Outcome("nothing to undo")


def test_what_is_gone_already_is_passed_over(begin, opened, commit, make):
    """When nothing is left of a batch, undo says so and the one before comes next."""
    store = opened()
    here = begin(store)
    commit(store, make("c1"))
    commit(store, make("c2"))
    store.commit([drop(make("c2"))], annotator="bea", session="s-2")
    assert here.undo().said == "nothing is left of fallacy: ad hominem"
    assert here.undo() == Outcome("undone: fallacy: ad hominem", (0,))
    assert list(store.labels()) == []


def test_lost_changes_can_not_be_undone(begin, opened, disk):
    """What a slow disk lost is no longer there to be undone."""
    disk.lag = 1.0
    here = begin(opened(disk=disk))
    here.give(0, "fallacy", None, "straw_man")
    disk.gate.clear()
    here.give(0, "fallacy", None, "red_herring")
    disk.fails["fsync"] = 5
    disk.gate.set()
    here.store._pen.saver.wait(10)
    assert [batch.effects[0].after.label for batch in here.store.settle()] == ["red_herring"]
    disk.fails.clear()
    assert [label.label for label in here.labels(0)] == ["straw_man"]
    assert here.undo().said == "undone: fallacy: straw man"
    assert here.undo() == Outcome("nothing to undo")
    assert here.store.wait(10)


def test_what_a_slow_disk_has_not_written_yet_can_be_undone(begin, opened, disk):
    """A round that begins while a change is on its way to the disk can undo it."""
    disk.lag = 1.0
    store = opened(disk=disk)
    here = begin(store)
    here.give(0, "fallacy", None, "straw_man")
    disk.gate.clear()
    here.give(0, "fallacy", None, "red_herring")
    here.close()
    here = begin(store)
    assert here.undo().said == "undone: fallacy: red herring"
    disk.gate.set()
    assert store.wait(10)
    assert here.undo().said == "undone: fallacy: straw man"
    assert here.undo() == Outcome("nothing to undo")
    assert store.wait(10)


def test_a_large_batch(begin, build_thread, codebook, opened):
    """A batch on ten thousand comments is undone and done again in one step each."""
    thread = build_thread([(f"c{number}", None, "text") for number in range(10_000)])
    here = begin(of=thread)
    edits = [put(Label("lane", comment, "ana", 1, "fallacy", None, "straw_man")) for comment in thread.ids]
    here.store.commit(edits, annotator="ana", session="s-1", via="branch")
    here.store.close()
    here = begin(of=thread)
    outcome = here.undo(5)
    assert outcome.said == "undone: fallacy: straw man on 10,000 comments"
    assert len(outcome.comments) == 10_000
    assert list(here.store.labels()) == []
    here.redo()
    assert len(list(here.store.labels())) == 10_000


def _give(here, index, dimension, target, label, join):
    here.give(index, dimension, target, label, join=join)


def _take(here, index):
    for label in here.labels(index)[:1]:
        here.take(index, label)


def _done(here, index):
    here.done(index)
    here.done(index)


def _happen(here, index):
    here.opened(index)
    here.add_seconds(index, 1)
    here.save_happened()


_ACTS = {
    "give": _give,
    "take": _take,
    "done": _done,
    "skip": lambda here, index: here.skip(index, "why"),
    "revisit": lambda here, index: here.toggle_revisit(index),
    "note": lambda here, index: here.set_note(index, here.note(index) + "x"),
    "claim": lambda here, index: here.set_claim(f"claim {index}"),
    "happen": _happen,
}


def _do(here, act, index, *more):
    _ACTS[act](here, index, *more)


COMMENT = st.integers(0, 4)
LABELS = st.sampled_from(
    [
        ("stance", "claim", "favor"),
        ("stance", "claim", "against"),
        ("stance", "parent", "agree"),
        ("rhetoric", None, "none"),
        ("rhetoric", None, "doubt"),
        ("fallacy", None, "straw_man"),
        ("fallacy", None, "cant_tell"),
    ]
)
GIVING = st.tuples(COMMENT, LABELS, st.booleans()).map(lambda made: ("give", made[0], *made[1], made[2]))
ACTS = st.one_of(
    GIVING, GIVING, st.tuples(st.sampled_from(sorted(_ACTS.keys() - {"give"})), COMMENT), st.just("restart")
)


@settings(max_examples=40, deadline=None)
@given(st.lists(ACTS, max_size=14), st.data())
def test_undo_then_redo_is_identity(tmp_path_factory, thread, codebook, new_disk, acts, data):
    """Undoing everything goes back through every state in turn; doing it again leads through all of them again."""
    path = tmp_path_factory.mktemp("undo") / "labels.json"

    def start():
        store = LabelStore.open(path, disk=new_disk())
        return Round(store, thread, codebook, annotator="ana")

    here = start()
    states = [_state(here)]
    for act in acts:
        if act == "restart":
            here.store.close()
            here = start()
        else:
            _do(here, *act)
        if _state(here) != states[-1]:
            states.append(_state(here))

    def maybe_restart(here):
        if data.draw(st.booleans()):
            here.store.close()
            return start()
        return here

    for before in states[-2::-1]:
        here = maybe_restart(here)
        here.undo()
        assert _state(here) == before
    assert here.undo() == Outcome("nothing to undo")
    for after in states[1:]:
        here = maybe_restart(here)
        here.redo()
        assert _state(here) == after
    assert here.redo() == Outcome("nothing to redo")
    here.store.close()


def test_an_undone_import_says_how_many_labels_it_brought(begin, opened):
    """Reviews come with imported labels, but what was undone are the labels, on so many comments."""
    store = opened()
    here = begin(store)
    here.give(0, "fallacy", None, "straw_man")
    label, review = here.labels(0)[0], here.review(0)
    here.undo(0)
    edits = [put(label), put(structs.replace(review, status="done"))]
    store.commit(edits, annotator="ana", session="s-1", via="import")
    assert here.undo(0).said == "undone: import of 1 label"
