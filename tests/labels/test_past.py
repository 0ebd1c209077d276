"""What was done before, read from the end of the history a piece at a time, and made ready before it is undone."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threadmark.errors import LabelFileError
from threadmark.labels import history, past, turning, unhurried
from threadmark.labels.history import PROGRAM, Reading
from threadmark.labels.records import Context, Label, put
from threadmark.labels.store import LabelStore
from threadmark.labels.undo import UndoLog
from threadmark.labels.unhurried import Unhurried, at_once, pieces


@pytest.fixture(autouse=True)
def piece(monkeypatch):
    """Pauses come after a few lines, so that a small history has many."""
    for room in (past, unhurried):
        monkeypatch.setattr(room, "PIECE", 2)


def _nothing_seen(_):
    return Context()


def _of_a_branch(here):
    return here.give_branch(0, "fallacy", None, "ad_hominem", context=_nothing_seen)


def _again(begin, here):
    """The same round in another start of the program."""
    here.close()
    here.store.close()
    return begin()


# Work in pieces


def test_unhurried_work_can_be_hurried():
    """What comes of work is the same, however much of it was done when it was asked for."""

    def work():
        for _ in range(3):
            yield
        return "all"

    for begun in range(6):
        unhurried_work = Unhurried(work())
        assert [unhurried_work.go_on() for _ in range(begun)] == [False, False, False, True, True, True][:begun]
        assert unhurried_work.result() == unhurried_work.result() == at_once(work()) == "all"


@given(st.lists(st.integers()))
def test_pieces_are_the_whole(things):
    """Nothing is left out between two pieces, and none is longer than a key may wait."""
    found = list(pieces(things))
    assert list(itertools.chain(*found)) == things
    assert all(0 < len(piece) <= unhurried.PIECE for piece in found)


# The history from its end

ACT = st.tuples(
    st.sampled_from(["ana", "bea"]),
    st.sampled_from(["lane", "bridge"]),
    st.sampled_from(["key", PROGRAM]),
    st.integers(1, 5),
)


@given(st.lists(ACT, max_size=8), st.integers(1, 900))
def test_own_batches_are_found_from_the_end(tmp_path_factory, new_disk, acts, block):
    """Read from the end, in blocks of any size, they are the annotator's batches in the thread, whole, the last first."""
    store = LabelStore.open(tmp_path_factory.mktemp("past") / "labels.json", disk=new_disk())
    numbers = itertools.count()
    made = [
        store.commit(
            [put(Label(thread, f"c{next(numbers)}", annotator, 1, "fallacy", None, "straw_man")) for _ in range(count)],
            annotator=annotator,
            session="s-1",
            via=via,
        )
        for annotator, thread, via, count in acts
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(history, "_BLOCK", block)
        found = list(store.past(annotator="ana", thread="lane"))
    store.close()
    own = [
        batch for batch, (*whose, via, _) in zip(made, acts, strict=True) if whose == ["ana", "lane"] and via == "key"
    ]
    assert [batch for batch in found if batch is not None] == own[::-1]
    lines = sum(count for *_, count in acts)
    assert found.count(None) == lines // past.PIECE
    assert sum(map(len, Reading(store.history, 0))) == lines


# Reading ahead


def _caught_up(here):
    """How many pieces it took, one after another."""
    return next(number for number in itertools.count(1) if here.catch_up(0))


@pytest.mark.parametrize("many", [turning.MANY, 1])
def test_the_next_undo_is_made_ready_in_pieces(begin, monkeypatch, many):
    """After a start the history is read, and the batch laid out, a piece at a time; undo and redo have nothing to read."""
    monkeypatch.setattr(turning, "MANY", many)
    here = begin()
    _of_a_branch(here)
    here = _again(begin, here)
    assert _caught_up(here) > 3
    with monkeypatch.context() as patch:
        patch.setattr(past, "decode", None)
        patch.setattr("threadmark.labels.keeping_up.reaching", None)
        assert here.undo(0).said == "undone: fallacy: ad hominem on 4 comments"
    here = _again(begin, here)
    assert _caught_up(here) > 3
    monkeypatch.setattr(past, "decode", None)
    monkeypatch.setattr("threadmark.labels.keeping_up.reaching", None)
    assert here.redo().said == "redone: fallacy: ad hominem on 4 comments"


@pytest.mark.parametrize("many", [turning.MANY, 1])
@pytest.mark.parametrize("done", range(0, 20, 3))
def test_an_undo_in_the_middle_of_it_does_the_rest(begin, monkeypatch, many, done):
    """However far the reading is when undo or redo is pressed, the same comes of it."""
    monkeypatch.setattr(turning, "MANY", many)
    here = begin()
    here.give(4, "fallacy", None, "straw_man")
    _of_a_branch(here)
    for turn in ("undo", "redo"):
        here = _again(begin, here)
        for _ in range(done):
            here.catch_up(0)
        assert getattr(here, turn)().said == f"{turn}ne: fallacy: ad hominem on 4 comments"


def test_no_more_is_read_than_the_next_undo_needs(begin, monkeypatch):
    """Reading ahead ends at the newest batch that can be undone, and goes on when that was undone."""
    here = begin()
    for name in ("straw_man", "red_herring", "false_cause"):
        here.give(0, "fallacy", None, name)
    here = _again(begin, here)
    kept = []
    note = UndoLog._note
    monkeypatch.setattr(UndoLog, "_note", lambda log, batch: (kept.append(batch), note(log, batch)))
    assert here.catch_up()
    assert [batch.effects[0].key[-1] for batch in kept] == ["false_cause"]
    here.undo(0)
    assert here.catch_up()
    assert [batch.effects[0].key[-1] for batch in kept] == ["false_cause", "red_herring"]


def test_what_can_not_be_done_again_is_not_kept(begin):
    """Of a batch that was undone before something new was done, nothing stays in memory."""
    here = begin()
    here.give(1, "fallacy", None, "straw_man")
    here.give(0, "fallacy", None, "straw_man")
    here.undo(0)
    here = _again(begin, here)
    assert here.catch_up()
    assert [batch.effects[0].key[1] for batch in here._log._undone_then.values()] == ["c1"]
    here.give(0, "fallacy", None, "red_herring")
    assert not here._log._undone_then
    for _ in range(2):
        here.undo()
    here = _again(begin, here)
    assert here.redo().said == "redone: fallacy: straw man"


def test_who_did_nothing_here_reads_nothing_ahead(begin, monkeypatch):
    """Where the annotator has no labels, a long history of others is left alone."""
    here = begin()
    _of_a_branch(here)
    here.close()
    monkeypatch.setattr(past, "decode", None)
    assert begin(here.store, annotator="bea").catch_up()


@pytest.mark.parametrize("harm", ["gone", "garbled"])
def test_a_history_that_can_not_be_read(begin, harm):
    """Reading ahead ends without a word; undo says each time why it can't, and the next label is kept all the same."""
    here = begin()
    here.give(0, "fallacy", None, "straw_man")
    here = _again(begin, here)
    path = here.store.history
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes().replace(b'"kind":"do"', b'"kind":"xx"'))
    assert here.catch_up()
    for _ in range(2):
        with pytest.raises(LabelFileError, match="what was done before can't be read"):
            here.undo(0)
    assert here.give(1, "fallacy", None, "straw_man").said == "fallacy: straw man"
    assert here.undo(1).said == "undone: fallacy: straw man"
