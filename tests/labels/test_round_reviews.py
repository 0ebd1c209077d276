from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threadmark.labels.questions import Question
from threadmark.labels.records import Context
from threadmark.labels.round import Outcome, Round, StillOpen
from threadmark.labels.states import BranchCounts, Counts
from threadmark.labels.store import LabelStore


def outcomes(round_, index):
    """What came of each question."""
    return {(a.dimension, a.target): (a.outcome, a.asked) for a in round_.review(index).answers}


def _names(questions):
    return [question.name for question in questions]


# What is asked


def test_questions_by_depth(begin):
    """The claim is asked of top-level comments, the parent of replies, the rest of all, in the layers' order."""
    here = begin()
    assert _names(here.open_questions(0)) == ["claim", "rhetoric", "fallacy"]
    assert _names(here.open_questions(1)) == ["parent", "rhetoric", "fallacy"]
    here.give(0, "fallacy", None, "none")
    here.give(0, "stance", "claim", "cant_tell")
    assert _names(here.open_questions(0)) == ["rhetoric"]


# Done


def test_done_writes_none_where_nothing_was_said(begin):
    """Done writes *none* into each asked dimension of many labels that is empty, in one batch with the status."""
    here = begin()
    here.give(0, "stance", "claim", "favor")
    here.give(0, "fallacy", None, "straw_man")
    assert here.done(0) == Outcome("done", (0,))
    assert [label.label for label in here.labels(0)] == ["favor", "straw_man", "none"]
    assert here.labels(0)[2].dimension == "rhetoric"
    assert outcomes(here, 0)["rhetoric", None] == ("none", True)
    assert here.status(0) == "done"
    here.undo()
    assert [label.label for label in here.labels(0)] == ["favor", "straw_man"]
    assert here.status(0) == "open"


def test_done_stays_at_an_open_stance_once(begin):
    """With a required stance open, done says which and writes nothing; said again it is done, the question skipped."""
    here = begin()
    first = here.done(1)
    assert isinstance(first, StillOpen)
    assert _names(first.questions) == ["parent"]
    assert first.said == "parent? is open; again to skip"
    assert here.review(1) is None
    assert here.done(1) == Outcome("done", (1,))
    assert outcomes(here, 1)["stance", "comment:c1"] == ("skipped", True)
    assert here.done(1) == Outcome("done")
    assert not here.open_questions(1)


def test_two_open_questions_are_both_named():
    """Several open questions are told in one line."""
    questions = Question("stance", "claim"), Question("stance", "parent")
    assert StillOpen(questions).said == "claim? and parent? are open; again to skip"


def test_skipped_claim_names_the_claim(begin):
    """Skipping the question of the claim brings the claim, since the answer is toward it."""
    here = begin()
    here.done(0)
    here.done(0)
    assert outcomes(here, 0)["stance", f"claim:{here.claim.id}"] == ("skipped", True)
    here.give(0, "stance", "claim", "favor")
    assert outcomes(here, 0)["stance", f"claim:{here.claim.id}"] == ("labelled", True)


@pytest.mark.parametrize(
    "between",
    [
        lambda here: here.opened(1),
        lambda here: here.toggle_revisit(4),
        lambda here: here.give(0, "flag", None, "off_topic"),
    ],
)
def test_twice_in_a_row_only(begin, between):
    """Done twice skips only when nothing came between."""
    here = begin()
    here.done(0)
    between(here)
    assert isinstance(here.done(0), StillOpen)
    here.add_seconds(0, 1.0)
    assert isinstance(here.done(0), Outcome)


# The rest of a review


def test_skip_has_a_reason(begin):
    """A skipped comment is not to do; its reason is kept on one line."""
    here = begin()
    assert here.skip(3, " not in\nEnglish ") == Outcome("skipped", (3,))
    assert (here.status(3), here.review(3).reason, here.todo(3)) == ("skipped", "not in English", False)
    here.done(3), here.done(3)
    assert (here.status(3), here.review(3).reason) == ("done", "")


def test_notes(begin):
    """A note is kept as it was typed, without what steers a terminal; emptied it is gone; unchanged it is no change."""
    here = begin()
    here.set_note(0, "two\nlines \x1b[31mred")
    assert here.note(0) == "two\nlines red"
    assert here.set_note(0, "two\nlines red") == Outcome("note")
    assert here.set_note(0, " \n ") == Outcome("no note", (0,))
    assert here.note(0) == here.note(3) == ""
    here.undo()
    assert here.note(0) == "two\nlines red"


def test_revisit(begin):
    """Revisit is a mark beside the status."""
    here = begin()
    assert here.toggle_revisit(0) == Outcome("to revisit", (0,))
    here.skip(0)
    assert here.revisit(0)
    assert here.toggle_revisit(0) == Outcome("not to revisit", (0,))
    assert not here.revisit(0)


# What merely happens


def test_opened_and_seconds_wait_for_a_change(begin):
    """Opening comments and time on them cost no write; they come with the comment's change or the checkpoint."""
    here = begin()
    seen = Context(ancestors=2)
    here.opened(1, seen)
    here.opened(0)
    here.add_seconds(1, 1.25)
    here.add_seconds(1, 0.5)
    assert not here.store.history.exists()
    here.set_note(1, "x")
    assert (here.review(1).seconds, here.review(1).order, here.review(1).context) == (1.75, 1, seen)
    assert here.review(0) is None
    here.store.checkpoint()
    assert (here.review(0).status, here.review(0).order) == ("open", 2)
    here.add_seconds(0, 3)
    here.store.close()
    again = begin()
    assert again.review(0).seconds == 3
    again.opened(4)
    again.store.checkpoint()
    assert again.review(4).order == 3


def test_happenings_are_not_undone(begin):
    """Undo leaves a comment opened and its seconds, and passes over batches of nothing else."""
    here = begin()
    here.opened(0)
    here.add_seconds(0, 2)
    here.set_note(0, "x")
    here.add_seconds(0, 3)
    here.save_happened()
    here.undo()
    assert (here.note(0), here.review(0).seconds, here.review(0).order) == ("", 5, 1)
    assert here.undo() == Outcome("nothing to undo")
    here.redo()
    assert (here.note(0), here.review(0).seconds) == ("x", 5)


def test_a_checkpoint_comes_due_for_seconds(begin, opened):
    """Time on a comment is in the file two seconds later, without any label."""
    now = [0.0]
    here = begin(opened(ticker=lambda: now[0]))
    here.toggle_revisit(0)
    here.store.checkpoint()
    here.add_seconds(0, 2)
    now[0] = 1.0
    assert here.store.checkpoint_due()
    here.store.checkpoint()
    assert [review.seconds for review in here.store.reviews()] == [2]


def test_who_only_looks_leaves_no_trace(begin, opened, path):
    """Opening comments and reading them writes nothing as long as nothing was said; then it is written with that."""
    now = [0.0]
    here = begin(opened(ticker=lambda: now[0]))
    here.opened(0)
    here.add_seconds(0, 2)
    now[0] = 9.0
    assert not here.store.checkpoint_due()
    here.store.checkpoint()
    assert not path.exists()
    here.toggle_revisit(4)
    here.store.checkpoint()
    assert [(review.comment, review.seconds) for review in here.store.reviews()] == [("c5", 0), ("c1", 2)]


def test_closing_a_round_writes_what_happened(begin):
    """A round that is left has its seconds in the store, and follows it no longer."""
    here = begin()
    here.toggle_revisit(0)
    here.add_seconds(0, 2)
    store = here.store
    here.close()
    assert [review.seconds for review in store.reviews()] == [2]
    assert not store.listeners
    assert not store.before_checkpoint


# Counting


def test_counts(begin):
    """Counts tell done, skipped, to do and to revisit; a comment without text is not to do."""
    here = begin()
    assert here.counts == Counts(5, done=0, skipped=0, todo=4, revisit=0)
    here.done(0), here.done(0)
    here.skip(1)
    here.toggle_revisit(3)
    assert here.counts == Counts(5, done=1, skipped=1, todo=2, revisit=1)
    assert here.branch_counts(0) == BranchCounts(3, todo=1, revisit=1)
    assert here.branch_counts(4) == BranchCounts(0, todo=0, revisit=0)
    here.done(2), here.done(2)
    assert here.counts.done == 2
    here.undo()
    assert here.counts == Counts(5, done=1, skipped=1, todo=2, revisit=1)


ACTS = st.tuples(st.sampled_from(["done", "skip", "revisit", "undo", "redo"]), st.integers(0, 6))


@settings(max_examples=40, deadline=None)
@given(
    parents=st.lists(st.integers(0, 6), min_size=6, max_size=6),
    texts=st.lists(st.booleans(), min_size=7, max_size=7),
    acts=st.lists(ACTS, max_size=20),
)
def test_counts_against_a_naive_count(tmp_path_factory, build_thread, codebook, new_disk, parents, texts, acts):
    """Whatever was done, counts, finished branches and the next to do are what one finds by looking at every comment."""
    rows = [("c0", None, "x" if texts[0] else "")]
    rows += [
        (f"c{n}", f"c{parent}" if parent < n else None, "x" if texts[n] else "") for n, parent in enumerate(parents, 1)
    ]
    thread = build_thread(rows)
    store = LabelStore.open(tmp_path_factory.mktemp("counts") / "labels.json", disk=new_disk())
    here = Round(store, thread, codebook, annotator="ana")
    for act, index in acts:
        if act == "done":
            here.done(index), here.done(index)
        elif act in {"skip", "revisit"}:
            (here.skip if act == "skip" else here.toggle_revisit)(index)
        else:
            (here.undo if act == "undo" else here.redo)()
    for judge in (here, Round(store, thread, codebook, annotator="ana")):
        everything = range(len(thread))
        statuses = [judge.status(i) for i in everything]
        todo = [i for i in everything if thread.texts[i] and statuses[i] == "open"]
        revisit = [i for i in everything if judge.revisit(i)]
        assert judge.counts == Counts(7, statuses.count("done"), statuses.count("skipped"), len(todo), len(revisit))
        finished = [i for i in everything if thread.end(i) > i + 1 and not any(i <= j < thread.end(i) for j in todo)]
        assert judge.finished_branches() == [i for i in finished if not any(j < i < thread.end(j) for j in finished)]
        for i in everything:
            below = range(i + 1, thread.end(i))
            assert judge.branch_counts(i) == BranchCounts(
                len(below), len([j for j in below if j in todo]), len([j for j in below if j in revisit])
            )
            for found, candidates in ((judge.next_to_do, todo), (judge.next_revisit, revisit)):
                around = [j for j in (*range(i + 1, 7), *range(i)) if j in candidates]
                assert found(i) == (around[0] if around else None)
                back = [j for j in (*range(i - 1, -1, -1), *range(6, i, -1)) if j in candidates]
                assert found(i, -1) == (back[0] if back else None)
    store.close()
