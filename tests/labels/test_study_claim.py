"""The claim that a study sets for a thread: it is what stances are toward from the first answer on."""

from __future__ import annotations

import pytest

from threadmark.labels.claims import StudyClaim, claim_id, own_claim
from threadmark.labels.questions import Question
from threadmark.labels.records import Target, put
from threadmark.labels.round import Outcome, Round
from threadmark.labels.store import LabelStore
from threadmark.thread import Article

WORDS = "Mill Lane should be closed to cars."
POLICY = StudyClaim(WORDS, "policy")


@pytest.fixture
def study(opened, thread, codebook):
    """Begin a round with a claim that the study sets."""

    def begin(store=None, *, claim=POLICY, annotator="ana"):
        return Round(
            store or opened(), thread, codebook, annotator=annotator, session="s-1", study_claim=claim
        )  # fmt: skip

    return begin


def targets(round_):
    """The targets in the store: text, type and author."""
    return [(target.text, target.claim_type, target.author) for target in round_.store.targets("lane")]


def test_it_comes_with_the_first_answer(study):
    """Nothing is written before; then it is in one batch with the label, with its type, and is nobody's own claim."""
    here = study()
    assert (here.claim, here.coming_claim, targets(here)) == (None, POLICY, [])
    here.give(0, "fallacy", None, "ad_hominem")
    assert targets(here) == []
    assert here.give(0, "stance", "claim", "against") == Outcome("claim: against", (0,))
    assert (here.claim.text, here.claim.claim_type) == (WORDS, "policy")
    assert here.labels(0)[1].target == f"claim:{claim_id(WORDS)}"
    here.give(3, "stance", "claim", "favor")
    assert targets(here) == [(WORDS, "policy", None)]


def test_without_a_type(study):
    """A study may leave open what kind of claim it is."""
    here = study(claim=StudyClaim(WORDS))
    here.give(0, "stance", "claim", "against")
    assert targets(here) == [(WORDS, None, None)]


def test_without_a_claim_the_title_comes(begin, thread):
    """Where the study says nothing, it is the article's title or first sentence."""
    here = begin()
    assert here.coming_claim == StudyClaim(own_claim(thread.article))
    here.give(0, "stance", "claim", "against")
    assert targets(here) == [("Council votes to close Mill Lane", None, None)]


def test_it_comes_with_a_question_that_is_skipped_too(study):
    """Done without an answer is an answer that was skipped, toward that claim."""
    here = study()
    here.done(0)
    here.done(0)
    (answer,) = [answer for answer in here.review(0).answers if answer.dimension == "stance"]
    assert (answer.target, answer.outcome) == (f"claim:{claim_id(WORDS)}", "skipped")
    assert targets(here) == [(WORDS, "policy", None)]


def test_it_goes_with_its_label(study):
    """Undone, the first answer takes it along; done again, it is back with its type."""
    here = study()
    here.give(0, "stance", "claim", "against")
    here.undo()
    assert (targets(here), here.claim) == ([], None)
    here.redo()
    assert targets(here) == [(WORDS, "policy", None)]


def test_it_stays_while_others_rest_on_it(study):
    """What another annotator has answered keeps the claim when the first answer is undone."""
    ana = study()
    ben = study(ana.store, annotator="ben")
    ana.give(0, "stance", "claim", "against")
    ben.give(1, "stance", "claim", "favor")
    ana.undo()
    assert targets(ana) == [(WORDS, "policy", None)]
    assert ben.claim.text == WORDS


def test_what_is_in_the_file_holds(study):
    """A claim that was set before, by hand or by an earlier answer, is not replaced by the study's."""
    here = study()
    here.store.commit(
        [put(Target("k-1", "lane", "claim", "Cars are bad.", None, "ana", here.store.now()))],
        annotator="ana",
        session="s-1",
    )
    here.give(0, "stance", "claim", "against")
    assert here.labels(0)[0].target == "claim:k-1"
    assert len(targets(here)) == 1


def test_another_claim_can_be_set(study):
    """An annotator's own claim takes over from the study's, which can be picked again by its words, type and all."""
    here = study()
    here.give(0, "stance", "claim", "against")
    here.set_claim("Cars are bad.", "value")
    assert not here.is_answered(0, Question("stance", "claim"))
    here.give(0, "stance", "claim", "favor")
    here.set_claim(WORDS)
    assert (here.claim.text, here.claim.claim_type) == (WORDS, "policy")
    assert here.is_answered(0, Question("stance", "claim"))
    assert [label.target for label in here.labels(0)] == [
        f"claim:{claim_id(WORDS)}",
        f"claim:{claim_id('Cars are bad.')}",
    ]


def test_all_annotators_mean_the_same_claim(study, opened, thread, codebook, tmp_path, new_disk):
    """In files of their own, annotators' labels are toward one and the same target."""
    other = LabelStore.open(tmp_path / "labels-ben.json", disk=new_disk())
    ana = study()
    ben = study(other, annotator="ben")
    ana.give(0, "stance", "claim", "against")
    ben.give(0, "stance", "claim", "favor")
    assert ana.labels(0)[0].target == ben.labels(0)[0].target
    other.close()


def test_it_needs_no_article(opened, build_thread, codebook):
    """A thread without an article has the study's claim all the same."""
    bare = build_thread([("c1", None, "Why?")], Article())
    here = Round(opened(), bare, codebook, annotator="ana", session="s-1", study_claim=POLICY)
    here.give(0, "stance", "claim", "against")
    assert here.claim.text == WORDS
