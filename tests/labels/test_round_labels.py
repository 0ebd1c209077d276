from __future__ import annotations

import pytest

from threadmark.errors import HeldError
from threadmark.keys.codebook import Codebook, Dimension, LabelDefinition, TargetKind
from threadmark.labels.anchors import span_at
from threadmark.labels.disk import NotSaved
from threadmark.labels.records import Context, put
from threadmark.labels.round import Outcome, Round
from threadmark.thread import Article

ROWS = [("c1", None, "Closing it punishes drivers."), ("c2", "c1", "So what?")]


def _names(round_, index):
    return [label.label for label in round_.labels(index)]


def outcomes(round_, index):
    """What came of each question, and whether it was asked."""
    found = round_.review(index).answers
    return {
        (answer.dimension, (answer.target or "").partition(":")[0]): (answer.outcome, answer.asked) for answer in found
    }


def own_codebook():
    """A codebook with what the shipped one lacks: a dimension of one label, and named targets."""
    labels = tuple(LabelDefinition(name, "tone", None, None, None, name.title(), "") for name in ("calm", "angry"))
    toward = tuple(
        LabelDefinition(name, "stance", "position", None, None, name.title(), "") for name in ("favor", "against")
    )
    targets = tuple(
        TargetKind(name, "named", "t", "position", "never", None, title, "")
        for name, title in (("mayor", "The mayor"), ("police", "The police"))
    )
    return Codebook(
        (),
        (
            Dimension("tone", "Tone", "one", "o", "always", None, "", labels=labels),
            Dimension("stance", "Stance", "one_per_target", None, "never", None, "", labels=toward, targets=targets),
        ),
    )


def test_a_label_has_what_it_was_given_in(begin, codebook):
    """A label carries whose it is, what it is toward, the codebook, the session, what was seen, and when."""
    here = begin(number=2)
    context = Context(ancestors=1, paragraphs=(1, 2), replies=3, hidden=("authors",))
    outcome = here.give(3, "fallacy", None, "ad_hominem", via="flow", context=context)
    assert outcome == Outcome("fallacy: ad hominem", (3,))
    (label,) = here.labels(3)
    assert (label.thread, label.comment, label.annotator, label.round) == ("lane", "c4", "ana", 2)
    assert (label.dimension, label.target, label.label, label.via) == ("fallacy", None, "ad_hominem", "flow")
    assert (label.context, label.codebook, label.session) == (context, codebook.short, "s-1")
    assert label.created == label.updated == "2024-03-12T10:00:00.000Z"
    assert label.evidence == ()
    assert label.either is None


def test_many_stand_side_by_side(begin):
    """In a dimension of many labels each new one joins the others."""
    here = begin()
    here.give(0, "rhetoric", None, "anecdote")
    here.give(0, "rhetoric", None, "sarcasm_irony")
    here.give(0, "fallacy", None, "family.person")
    assert _names(here, 0) == ["anecdote", "sarcasm_irony", "family.person"]


@pytest.mark.parametrize("exclusive", ["none", "cant_tell"])
def test_exclusive_labels_and_the_others_take_each_other_away(begin, exclusive):
    """An exclusive label stands alone in its dimension, and goes when another comes, in one batch each."""
    here = begin()
    here.give(0, "fallacy", None, "straw_man")
    here.give(0, "rhetoric", None, "anecdote")
    here.give(0, "rhetoric", None, "doubt")
    here.give(0, "rhetoric", None, exclusive)
    assert _names(here, 0) == ["straw_man", exclusive]
    here.give(0, "rhetoric", None, "hyperbole")
    assert _names(here, 0) == ["straw_man", "hyperbole"]
    here.undo()
    here.undo()
    assert sorted(_names(here, 0)) == ["anecdote", "doubt", "straw_man"]


def test_one_for_each_target(begin):
    """Toward one target another stance replaces the first; toward another target it stands by itself."""
    here = begin()
    here.give(1, "stance", "claim", "favor")
    here.give(1, "stance", "parent", "agree")
    assert here.give(1, "stance", "claim", "against").said == "claim: against"
    assert [(label.target, label.label) for label in here.labels(1)] == [
        ("comment:c1", "agree"),
        (f"claim:{here.claim.id}", "against"),
    ]


def test_one_label(begin, build_thread, opened):
    """In a dimension of one label another replaces the first."""
    here = Round(opened(), build_thread(ROWS), own_codebook(), annotator="ana")
    here.give(0, "tone", None, "calm")
    here.give(0, "tone", None, "angry")
    assert _names(here, 0) == ["angry"]


def test_named_targets(opened, build_thread):
    """A named target is kept with its words, and each has its own stance."""
    here = Round(opened(), build_thread(ROWS), own_codebook(), annotator="ana")
    here.give(0, "stance", "mayor", "favor")
    here.give(0, "stance", "police", "against")
    assert [(label.target, label.label) for label in here.labels(0)] == [
        ("named:mayor", "favor"),
        ("named:police", "against"),
    ]
    assert [(target.kind, target.text) for target in here.store.targets("lane")] == [
        ("named", "The mayor"),
        ("named", "The police"),
    ]


def test_a_top_level_comment_has_no_parent_to_answer(begin):
    """A stance toward the parent is refused where there is none, and nothing is written."""
    here = begin()
    assert here.give(0, "stance", "parent", "agree") == Outcome("a top-level comment has no parent")
    assert _names(here, 0) == []


def test_setting_what_is_set_changes_nothing(begin):
    """A label that is set stays as it is, and nothing is written."""
    here = begin()
    here.give(0, "fallacy", None, "straw_man")
    before, size = here.labels(0), here.store.history.stat().st_size
    assert here.give(0, "fallacy", None, "straw_man") == Outcome("fallacy: straw man is set already")
    assert here.labels(0) == before
    assert here.store.history.stat().st_size == size


def test_evidence_is_added_to_what_is_set(begin, thread):
    """Setting a set label with a span marked adds the span, once, and keeps spans in the order of the text."""
    here = begin()
    first, second = span_at(thread.texts[0], 0, 7), span_at(thread.texts[0], 29, 35)
    here.give(0, "fallacy", None, "straw_man", evidence=[second])
    created = here.labels(0)[0].created
    assert here.give(0, "fallacy", None, "straw_man", evidence=[first]).comments == (0,)
    assert here.give(0, "fallacy", None, "straw_man", evidence=[first]).comments == ()
    (label,) = here.labels(0)
    assert [span.quote for span in label.evidence] == ["Closing", "Nobody"]
    assert label.created == created < label.updated


def test_unknown_label_is_an_error(begin):
    """A label that the codebook does not have is never given."""
    here = begin()
    for dimension, target, label in (("fallacy", None, "nonsense"), ("mood", None, "x"), ("stance", "moon", "favor")):
        with pytest.raises(KeyError):
            here.give(0, dimension, target, label)


# Either/or


def test_readings_stay_side_by_side(begin):
    """A label joined to another is a reading of the same thing: both stay, under one number."""
    here = begin()
    here.give(0, "stance", "claim", "against")
    here.give(0, "stance", "claim", "mixed", join=True)
    here.give(0, "stance", "claim", "neutral", join=True)
    assert [(label.label, label.either) for label in here.labels(0)] == [("against", 1), ("mixed", 1), ("neutral", 1)]
    here.give(0, "fallacy", None, "straw_man")
    here.give(0, "fallacy", None, "red_herring")
    here.give(0, "fallacy", None, "false_cause", join=True)
    assert [(label.label, label.either) for label in here.labels(0)[3:]] == [
        ("straw_man", None),
        ("red_herring", 2),
        ("false_cause", 2),
    ]
    here.give(0, "stance", "claim", "favor")
    assert _names(here, 0) == ["straw_man", "red_herring", "false_cause", "favor"]


def test_joining_an_exclusive_label(begin):
    """Even an exclusive label stays beside the one that it is another reading of."""
    here = begin()
    here.give(0, "fallacy", None, "straw_man")
    here.give(0, "fallacy", None, "none", join=True)
    assert _names(here, 0) == ["straw_man", "none"]


def test_joins_the_newest_after_a_restart(begin, opened):
    """After a restart the next reading joins the label that was set last."""
    here = begin()
    here.give(0, "fallacy", None, "straw_man")
    here.give(0, "fallacy", None, "red_herring")
    here.store.close()
    here = begin()
    here.give(0, "fallacy", None, "false_cause", join=True)
    assert [label.either for label in here.labels(0)] == [None, 1, 1]


def test_a_reading_that_is_left_alone_is_no_reading(begin):
    """When all but one reading are taken away, the last is an ordinary label; undoing brings the group back."""
    here = begin()
    here.give(0, "fallacy", None, "straw_man")
    here.give(0, "fallacy", None, "red_herring", join=True)
    here.take(0, here.labels(0)[0])
    assert [(label.label, label.either) for label in here.labels(0)] == [("red_herring", None)]
    here.undo()
    assert {(label.label, label.either) for label in here.labels(0)} == {("straw_man", 1), ("red_herring", 1)}


# What came of the questions


def test_answers_are_kept(begin):
    """Each question's outcome is in the review, and whether it was asked or volunteered."""
    here = begin()
    here.give(1, "stance", "parent", "disagree")
    here.give(1, "stance", "claim", "not_addressed")
    here.give(1, "rhetoric", None, "cant_tell")
    here.give(1, "fallacy", None, "no_argument")
    here.give(1, "flag", None, "off_topic")
    assert outcomes(here, 1) == {
        ("stance", "comment"): ("labelled", True),
        ("stance", "claim"): ("none", False),
        ("rhetoric", ""): ("cant_tell", True),
        ("fallacy", ""): ("none", True),
        ("flag", ""): ("labelled", False),
    }


def test_answers_follow_their_labels(begin):
    """An answer changes with its labels and goes with the last of them; what was asked in flow stays asked."""
    here = begin()
    here.give(0, "flag", None, "off_topic", via="flow")
    here.give(0, "flag", None, "sensitive")
    assert outcomes(here, 0) == {("flag", ""): ("labelled", True)}
    here.take(0, here.labels(0)[0])
    assert outcomes(here, 0) == {("flag", ""): ("labelled", True)}
    here.take(0, here.labels(0)[0])
    assert outcomes(here, 0) == {}


def test_taking_away_what_is_not_there(begin):
    """A label that is gone already is not taken away again."""
    here = begin()
    here.give(0, "flag", None, "sensitive")
    (label,) = here.labels(0)
    assert here.take(0, label) == Outcome("flag: sensitive taken away", (0,))
    assert here.take(0, label) == Outcome("flag: sensitive is not set")


def test_a_label_of_another_codebook_can_be_taken_away(begin, opened, make):
    """A label that this codebook does not know is told by its id and goes like any other."""
    store = opened()
    store.commit([put(make("c1", "old_name", dimension="mood"))], annotator="ana", session="s-0")
    here = begin(store)
    assert here.take(0, here.labels(0)[0]).said == "mood: old name taken away"
    assert _names(here, 0) == []


# The claim


def test_the_claim_comes_by_itself(begin):
    """At the first answer the title becomes the claim, in the batch of that label, and goes with it."""
    here = begin()
    assert here.claim is None
    here.give(0, "stance", "claim", "against")
    assert (here.claim.text, here.claim.author, here.claim.kind) == ("Council votes to close Mill Lane", None, "claim")
    assert here.labels(0)[0].target == f"claim:{here.claim.id}"
    here.undo()
    assert here.claim is None
    assert list(here.store.targets()) == []
    here.redo()
    assert here.claim is not None


def test_without_a_title_the_first_sentence(begin, build_thread):
    """Without a title the first sentence of the article is the claim."""
    paragraphs = ("", "The council voted on Tuesday.\nThe mayor agreed.")
    here = begin(of=build_thread(ROWS, Article(paragraphs=paragraphs)))
    here.give(0, "stance", "claim", "favor")
    assert here.claim.text == "The council voted on Tuesday."


def test_set_and_pick_the_claim(begin):
    """A claim that is set is in force for what comes; picking an earlier one makes no second one of it."""
    here = begin()
    here.give(0, "stance", "claim", "favor")
    first = here.claim
    here.set_claim("  Mill Lane should\nbe closed. ", "policy")
    assert (here.claim.text, here.claim.claim_type, here.claim.author) == (
        "Mill Lane should be closed.",
        "policy",
        "ana",
    )
    assert [question.name for question in here.open_questions(0)][:1] == ["claim"]
    here.give(0, "stance", "claim", "against")
    assert [label.label for label in here.labels(0)] == ["favor", "against"]
    here.set_claim(first.text)
    assert here.claim.id == first.id
    assert len(here.claims) == 2
    here.undo()
    assert here.claim.text == "Mill Lane should be closed."
    assert here.set_claim(here.claim.text, "policy") == Outcome("that is the claim already")
    assert here.set_claim(" \n") == Outcome("a claim needs words")


def test_a_claim_that_others_rest_on_stays(begin, opened):
    """Undoing the label that brought the claim does not take it from under another annotator's label."""
    store = opened()
    ana, bea = begin(store), begin(store, annotator="bea")
    ana.give(0, "stance", "claim", "favor")
    bea.give(0, "stance", "claim", "against")
    ana.undo()
    assert _names(ana, 0) == []
    assert bea.claim is not None
    assert ana.claim == bea.claim


# Others


def test_annotators_and_rounds_are_apart(begin, opened):
    """The same label by another annotator, or in another round, is another label."""
    store = opened()
    rounds = [begin(store), begin(store, annotator="bea"), begin(store, number=2)]
    for here in rounds:
        here.give(0, "fallacy", None, "straw_man")
    assert len(list(store.labels())) == 3
    rounds[0].undo()
    assert [_names(here, 0) for here in rounds] == [[], ["straw_man"], ["straw_man"]]


def test_repeat(begin):
    """The last label is given again, on another comment, toward that comment's own parent."""
    here = begin()
    assert here.repeat(1) == Outcome("no label to repeat yet")
    here.give(1, "stance", "parent", "agree")
    assert here.repeat(3).said == "parent: agree"
    (label,) = here.labels(3)
    assert (label.target, label.via) == ("comment:c1", "repeat")


def test_codebook_is_in_the_file(begin, plain, path, codebook):
    """The first change brings the codebook with every definition, once."""
    for _ in range(2):
        here = begin()
        here.toggle_revisit(0)
        here.store.close()
    (document,) = plain(path, "codebooks")
    assert document["sha256"] == codebook.sha256
    assert document["date"] == "2024-03-12"
    assert [dimension["id"] for dimension in document["dimensions"]] == [d.id for d in codebook.dimensions]


def test_not_saved_leaves_all_as_it_was(begin, opened, disk):
    """A label that can't be saved is not shown, and its answer neither."""
    here = begin(opened(disk=disk))
    here.give(0, "fallacy", None, "straw_man")
    disk.fails["fsync"] = 28
    with pytest.raises(NotSaved):
        here.give(0, "fallacy", None, "red_herring")
    with pytest.raises(NotSaved):
        here.done(4), here.done(4)
    assert _names(here, 0) == ["straw_man"]
    assert here.counts.done == 0
    disk.fails.clear()
    assert here.undo().said == "undone: fallacy: straw man"


def test_read_only(begin, opened):
    """In a store that another program holds, what is there is shown, and nothing can be given."""
    first = begin(opened())
    first.give(0, "fallacy", None, "straw_man")
    second = begin(opened())
    assert _names(second, 0) == ["straw_man"]
    for act in (lambda: second.give(0, "fallacy", None, "none"), lambda: second.skip(0), lambda: second.set_claim("x")):
        with pytest.raises(HeldError):
            act()
    second.opened(1)
    second.add_seconds(1, 2.0)
    second.save_happened()
    assert second.undo() == Outcome("nothing to undo")


def test_strays(begin, opened, make, commit):
    """Labels of comments that the thread does not have are kept, not shown, and counted."""
    store = opened()
    commit(store, make("c1"), make("gone"))
    here = begin(store)
    assert _names(here, 0) == ["ad_hominem"]
    assert here.strays == 1
