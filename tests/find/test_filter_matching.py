"""For which comments a filter holds."""

import pytest
from hypothesis import given, settings
from tests.find.lane import CODEBOOK, a_label, build_thread
from tests.find.terms import TERMS, rounds

from threadmark.find import Filter, FindError, Folds, parse
from threadmark.find.terms import all_of, any_of, negated
from threadmark.keys.codebook import Codebook, Dimension, LabelDefinition, TargetKind
from threadmark.labels.round import Round
from threadmark.labels.store import LabelStore


def found(text, thread, said=None, **options):
    """The comments that a filter finds."""
    flags = parse(text, CODEBOOK).flags(thread, said, **options)
    assert len(flags) == len(thread)
    return [index for index, flag in enumerate(flags) if flag]


@pytest.mark.parametrize(
    ("text", "comments"),
    [
        ("", [0, 1, 2, 3, 4, 5, 6]),
        ("lane", [0, 1, 2, 6]),
        ("mill lane", [0, 1, 2]),
        ('"mill lane"', [0, 1]),
        ("cafe", [2]),
        ("CAFÉ", [2]),
        ("strasse", [4]),
        ('"it\'s \\"done\\""', [2]),
        ("plan", [1, 5]),
        ("/plan/", [1, 5]),
        ("/^lane$/", [6]),
        ("/(?-i:PLAN)/", [5]),
        ('"todo"', [5]),
        ("todo", [4, 5, 6]),
        ("done", [0, 2]),
        ("skipped", [1]),
        ("revisit", [2, 4]),
        ("author:bob", [0, 2]),
        ("author:BOB*", [0, 2, 4]),
        ("author:*smith", [4]),
        ("author:*o*", [0, 2, 4, 5, 6]),
        ("author:zoe", [5, 6]),
        ("author:zo", []),
        ('author:"ana  k."', [1]),
        ("author:*", [0, 1, 2, 4, 5, 6]),
        ("author:/^b.b$/", [0, 2]),
        ("id:c1", [1]),
        ("id:C1", []),
        ("id:c*", [0, 1, 2, 3, 4, 5, 6]),
        ("role:moderator", [1]),
        ("depth:1", [0, 4, 6]),
        ("depth:>1", [1, 2, 3, 5]),
        ("depth:2..", [1, 2, 3, 5]),
        ("depth:3", [2]),
        ("score:>0", [0, 4, 6]),
        ("score:-3..0", [1, 2]),
        ("-score:>0", [1, 2, 3, 5]),
        ("created:2024-03-12", [0, 1]),
        ("created:>2024-03-12", [2, 4, 5]),
        ("created:<=2024-03-13", [0, 1, 2]),
        ("created:2024", [0, 1, 2, 4]),
        ("created:2024-12-31T23:59", [4]),
        ("is:top", [0, 4, 6]),
        ("is:deleted", [3]),
        ("is:inferred", [5]),
        ("has:replies", [0, 1, 4]),
        ("has:link", [1]),
        ("has:label", [0, 1, 2, 4, 5]),
        ("has:evidence", [0]),
        ("has:note", [2]),
        ("stance:against", [0]),
        ("claim:against", [0]),
        ("parent:disagree", [1]),
        ("stance:cant_tell", [1, 5]),
        ("claim:cant_tell", [1]),
        ("parent:cant_tell", [5]),
        ("stance:any", [0, 1]),
        ("claim:any", [0]),
        ("stance:none", [2, 4]),
        ("claim:none", [4]),
        ("parent:none", [2]),
        ("rhetoric:sarcasm_irony", [0]),
        ("rhetoric:device", [0]),
        ("fallacy:ad_hominem", [1]),
        ("fallacy:person", [1]),
        ("fallacy:support", [1]),
        ("fallacy:family.support", [1]),
        ("fallacy:family.person", []),
        ("fallacy:any", [1]),
        ("fallacy:none", [0]),
        ("fallacy:no_argument", [2]),
        ("flag:off_topic", [4]),
        ("label:ad_hominem", [1]),
        ("label:cant_tell", [1, 5]),
        ("label:stance.cant_tell", [1, 5]),
        ("label:fallacy.any", [1]),
        ("label:any", [0, 1, 4]),
        ("label:none", [0, 2, 4]),
        ("-has:label", [3, 6]),
        ("lane -mill", [6]),
        ("author:bob or author:zoe", [0, 2, 5, 6]),
        ("todo (strasse or plan) -revisit", [5]),
    ],
)
def test_what_conditions_mean(text, comments, lane, said):
    """Each finds its comments."""
    assert found(text, lane, said) == comments


@settings(deadline=None, max_examples=300)
@given(TERMS, rounds())
def test_flags_are_the_matches_one_by_one(term, round_):
    """Asked of all comments at once or of each alone, a filter says the same."""
    thread, said = round_
    filter_ = Filter(term)
    one_by_one = bytearray(filter_.matches(thread, said, index) for index in range(len(thread)))
    assert filter_.flags(thread, said) == one_by_one
    assert filter_.flags(thread, said, folds=Folds(thread)) == one_by_one


@settings(deadline=None, max_examples=200)
@given(TERMS, TERMS, rounds())
def test_not_and_or_are_those_of_logic(one, other, round_):
    """Nothing is between a term and its negation; both laws of De Morgan hold; so does distribution."""
    thread, said = round_

    def flags(term):
        return Filter(term).flags(thread, said)

    assert flags(negated(one)) == bytearray(1 - flag for flag in flags(one))
    assert flags(negated(any_of([one, other]))) == flags(all_of([negated(one), negated(other)]))
    assert flags(negated(all_of([one, other]))) == flags(any_of([negated(one), negated(other)]))
    assert flags(all_of([one, other])) == bytearray(a & b for a, b in zip(flags(one), flags(other), strict=True))
    assert flags(any_of([one, other])) == bytearray(a | b for a, b in zip(flags(one), flags(other), strict=True))
    assert flags(all_of([one, any_of([one, other])])) == flags(one)


def test_without_a_round_all_that_has_a_text_is_to_do(lane):
    """Nobody has said anything about it."""
    assert found("todo", lane) == [0, 1, 2, 4, 5, 6]
    assert found("done or revisit or has:label or has:note", lane) == []


def test_a_round_is_followed_as_it_goes_on(lane, codebook, tmp_path):
    """What was just given, noted, finished, marked and undone is found, or found no more."""
    store = LabelStore.open(tmp_path / "labels.json")
    here = Round(store, lane, codebook, annotator="ana", session="s-1")
    against = parse("claim:against", codebook)
    assert not against.matches(lane, here, 0)
    here.give(0, "stance", "claim", "against")
    here.give(0, "fallacy", None, "family.person")
    assert against.matches(lane, here, 0)
    assert found("fallacy:person", lane, here) == [0]
    here.set_note(1, "hm")
    here.toggle_revisit(2)
    here.skip(2, "unreadable")
    assert found("has:note", lane, here) == [1]
    assert found("revisit skipped", lane, here) == [2]
    assert found("todo", lane, here) == [0, 1, 4, 5, 6]
    here.undo()
    assert found("todo", lane, here) == [0, 1, 2, 4, 5, 6]
    here.close()
    store.close()


class Hidden:
    """A study that shows pseudonyms, and no scores."""

    @staticmethod
    def author(index):
        """The same pseudonym for the first three."""
        return f"author {max(1, index - 1)}"

    @staticmethod
    def score(_):
        """Hidden."""


def test_what_a_study_hides_is_not_found(lane):
    """Authors are found by the names that are shown, scores not at all."""
    assert found("author:bob", lane, shown=Hidden) == []
    assert found('author:"author 1"', lane, shown=Hidden) == [0, 1, 2]
    assert found("author:/r 2/", lane, shown=Hidden) == [3]
    assert found("score:>-9", lane, shown=Hidden) == []
    assert parse('author:"author 1"', CODEBOOK).matches(lane, None, 2, shown=Hidden)


def test_named_targets_have_their_own_fields():
    """A kind of the study's list is a field; a target without a kind of its own is of the first named one."""
    kinds = tuple(TargetKind(name, "named", name, "position", "never", None, name, "?") for name in ("mayor", "shops"))
    labels = (LabelDefinition("favor", "stance", "position", None, "y", "Favor", ""),)
    codebook = Codebook(
        (), (Dimension("stance", "Stance", "one_per_target", None, "never", None, "?", labels=labels, targets=kinds),)
    )
    thread = build_thread([{}, {}, {}])

    class Given:
        """Each comment is for another target."""

        def labels(self, index):
            """One label."""
            return (a_label(f"c{index}", "stance", "favor", ("named:mayor", "named:shops", "named:other")[index]),)

        status = todo = revisit = note = labels

    flags = {field: parse(f"{field}:favor", codebook).flags(thread, Given()) for field in ("mayor", "shops", "stance")}
    assert {field: list(flag) for field, flag in flags.items()} == {
        "mayor": [1, 0, 1],
        "shops": [0, 1, 0],
        "stance": [1, 1, 1],
    }


def test_labels_of_a_codebook_that_is_gone_are_still_labels(lane):
    """`any` is whatever is not known to say none; the label itself has no name any more."""

    class Old:
        """One old label."""

        def labels(self, index):
            """On the first comment."""
            return (a_label("c0", "fallacy", "gone"),) if index == 0 else ()

        status = todo = revisit = note = labels

    assert found("fallacy:any has:label -fallacy:none", lane, Old()) == [0]
    with pytest.raises(FindError):
        parse("fallacy:gone", CODEBOOK)


@pytest.mark.parametrize("ask", ["matches", "flags"])
def test_a_pattern_that_takes_for_ever_is_an_error(ask):
    """It is stopped, and named."""
    thread = build_thread([{"text": "a" * 60 + "b"}])
    filter_ = parse("/(a+)+$/", CODEBOOK)
    arguments = (thread, None, 0) if ask == "matches" else (thread, None)
    with pytest.raises(FindError, match="takes too long"):
        getattr(filter_, ask)(*arguments)


def test_what_is_dear_is_asked_only_of_what_is_left():
    """A pattern that would take for ever on one comment is not tried there when a cheaper condition shuts it out."""
    thread = build_thread([{"text": "a" * 60 + "b", "author": "bob"}, {"text": "aa", "author": "ana"}])
    assert found("/(a+)+$/ author:ana", thread) == [1]
    assert found("author:bob or /(a+)+$/", thread) == [0, 1]
    assert found("-author:bob -(/(a+)+b/ or author:bob)", thread) == [1]
