"""Annotators' own links: whom a comment answers, as one annotator sees it. The thread stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threadmark.errors import HeldError
from threadmark.labels.questions import Question
from threadmark.labels.records import Link, drop, put
from threadmark.labels.round import GoThere, Outcome, Round
from threadmark.labels.store import LabelStore
from threadmark.thread import Article
from threadmark.thread.build import ThreadBuilder
from threadmark.thread.model import Inferred
from threadmark.thread.report import ImportReport

CLAIM, PARENT = Question("stance", "claim"), Question("stance", "parent")


@pytest.fixture(scope="session")
def lane():
    """Two top-level comments; the first has replies, two of them inferred.

    c1 (0) ─ c2 (1) ─ c3 (2, inferred)
           └ c4 (3, inferred)
    c5 (4)
    """
    builder = ThreadBuilder(ImportReport())
    for comment, parent, cue in (
        ("c1", None, None),
        ("c2", "c1", None),
        ("c3", "c2", Inferred("author pair", 0.9)),
        ("c4", "c1", Inferred("quote", 0.6)),
        ("c5", None, None),
    ):
        builder.add(comment, parent, "bob", f"This is what {comment} says.", inferred=cue)
    return builder.build(Article(title="Council votes to close Mill Lane"), thread_id="lane")


@pytest.fixture
def here(begin, lane):
    """A round over that thread."""
    return begin(of=lane)


def links(round_):
    """The annotator's links: comment, parent and state."""
    found = (round_.link(index) for index in range(len(round_.thread)))
    return [(link.comment, link.parent, link.state) for link in found if link]


def test_attach(here, lane):
    """An own link says whom the comment answers, and the thread stays as it is."""
    assert here.attach(1, 4) == Outcome("attached", (1,))
    assert here.parent(1) == 4
    assert here.link(1) == Link("lane", "c2", "ana", "c5", None, None, "attached")
    assert lane.parent(1) == 0


def test_attach_to_the_article(here):
    """A reply can be a top-level comment in an annotator's eyes."""
    assert here.attach(1, None) == Outcome("top-level", (1,))
    assert here.parent(1) is None
    assert links(here) == [("c2", None, "attached")]


def test_attach_where_it_is(here):
    """Attached where the thread has it, nothing is written; attached back there, the own link is gone."""
    assert here.attach(1, 0) == Outcome("it answers that one already")
    here.attach(1, 4)
    assert here.attach(1, 4) == Outcome("it answers that one already")
    assert here.attach(1, 0) == Outcome("attached", (1,))
    assert links(here) == []
    assert here.undo() == Outcome("undone: parent", (1,))
    assert links(here) == [("c2", "c5", "attached")]


@pytest.mark.parametrize(("index", "parent"), [(0, 0), (0, 1), (0, 2), (4, 4)])
def test_no_comment_answers_itself(here, index, parent):
    """A comment can't be attached to itself or to a reply to it; nothing is written."""
    assert here.attach(index, parent) == Outcome("a comment can't answer itself or a reply to it")
    assert links(here) == []


def test_no_circle_of_own_links(here):
    """Replies are those that the annotator sees: what was attached to a comment is one, what was taken away is none."""
    here.attach(4, 3)
    assert here.attach(0, 4) == Outcome("a comment can't answer itself or a reply to it")
    here.attach(1, 4)
    assert here.attach(4, 2) == Outcome("a comment can't answer itself or a reply to it")
    assert links(here) == [("c2", "c5", "attached"), ("c5", "c4", "attached")]
    here.attach(4, None)
    here.attach(3, None)
    assert here.attach(0, 3) == Outcome("attached", (0,))


def test_a_circle_in_the_file_ends_nothing(here):
    """A circle that a label file holds all the same does not make the program walk round it."""
    for comment, parent in (("c1", "c5"), ("c5", "c1")):
        here.store.commit([put(Link("lane", comment, "ana", parent, state="attached"))], annotator="ana", session="s-1")
    assert here.attach(3, 4) == Outcome("attached", (3,))


def test_accept(here):
    """An accepted link keeps its cue and its confidence; accepting it again changes nothing."""
    assert here.accept(2) == Outcome("accepted", (2,))
    assert here.link(2) == Link("lane", "c3", "ana", "c2", "author pair", 0.9, "accepted")
    assert here.parent(2) == 1
    assert here.accept(2) == Outcome("that is settled already")


@pytest.mark.parametrize("index", [0, 1])
def test_accept_what_is_not_inferred(here, index):
    """What the file gives needs no accepting."""
    assert here.accept(index) == Outcome("this link is not inferred")
    assert links(here) == []


def test_accept_what_was_attached_elsewhere(here):
    """A comment that the annotator has attached elsewhere is settled; attached somewhere, an accepted one is moved."""
    here.attach(2, 4)
    assert here.accept(2) == Outcome("that is settled already")
    here.accept(3)
    here.attach(3, 4)
    assert links(here) == [("c3", "c5", "attached"), ("c4", "c5", "attached")]


def test_labels_go_to_the_new_parent(here):
    """A stance toward the parent is toward the one that the annotator sees; what was given before stays as it was."""
    here.give(1, "stance", "parent", "agree")
    here.attach(1, 4)
    here.give(1, "stance", "parent", "disagree")
    assert [(label.target, label.label) for label in here.labels(1)] == [
        ("comment:c1", "agree"),
        ("comment:c5", "disagree"),
    ]
    here.give(1, "stance", "parent", "partly")
    assert [(label.target, label.label) for label in here.labels(1)] == [
        ("comment:c1", "agree"),
        ("comment:c5", "partly"),
    ]
    here.attach(1, 0)
    assert here.give(1, "stance", "parent", "agree") == Outcome("parent: agree is set already")


def test_what_is_required_follows(here):
    """A comment that becomes top-level is asked about the claim, a reply about its parent, and another parent anew."""
    assert CLAIM in here.open_questions(4)
    assert PARENT not in here.required(4)
    here.attach(4, 0)
    assert CLAIM not in here.required(4)
    assert PARENT in here.open_questions(4)
    here.give(4, "stance", "parent", "agree")
    assert PARENT not in here.open_questions(4)
    here.attach(4, 3)
    assert PARENT in here.open_questions(4)
    here.attach(4, None)
    assert PARENT not in here.required(4)
    assert CLAIM in here.open_questions(4)


def test_a_top_level_comment_has_no_parent(here):
    """What an annotator makes top-level takes no stance toward a parent, and what gets a parent does."""
    here.attach(1, None)
    assert here.give(1, "stance", "parent", "agree") == Outcome("a top-level comment has no parent")
    here.attach(4, 1)
    assert here.give(4, "stance", "parent", "agree") == Outcome("parent: agree", (4,))


def test_undo_and_redo(here):
    """Each link is one step, in turn with labels; on another comment undo goes there first."""
    here.give(1, "stance", "parent", "agree")
    here.attach(1, 4)
    here.accept(2)
    assert here.undo(at=4) == GoThere(2, "u again undoes parent")
    assert here.undo(at=2) == Outcome("undone: parent", (2,))
    assert here.undo() == Outcome("undone: parent", (1,))
    assert (here.parent(1), links(here)) == (0, [])
    assert here.undo() == Outcome("undone: parent: agree", (1,))
    for _ in range(3):
        here.redo()
    assert links(here) == [("c2", "c5", "attached"), ("c3", "c2", "accepted")]


def test_links_are_there_after_a_restart(begin, here, lane):
    """Another start sees the links, and can undo them."""
    here.attach(1, 4)
    here.accept(2)
    here.store.close()
    again = begin(of=lane)
    assert links(again) == [("c2", "c5", "attached"), ("c3", "c2", "accepted")]
    again.undo()
    again.undo()
    assert links(again) == []


def test_links_stand_in_the_label_file(here, path, plain):
    """Plain TinyDB finds each link with the fields that the file promises."""
    here.attach(1, None)
    here.accept(2)
    here.store.close()
    common = {"thread": "lane", "annotator": "ana"}
    assert sorted(plain(path, "links"), key=lambda link: link["comment"]) == [
        {**common, "comment": "c2", "parent": None, "cue": None, "confidence": None, "state": "attached"},
        {**common, "comment": "c3", "parent": "c2", "cue": "author pair", "confidence": 0.9, "state": "accepted"},
    ]


def test_annotators_do_not_see_each_others_links(begin, lane):
    """Two annotators in one file each have their own links, labels toward their own parents, and their own undo."""
    ana = begin(of=lane)
    ben = begin(ana.store, annotator="ben", of=lane)
    ana.attach(1, 4)
    assert (ben.parent(1), ben.link(1)) == (0, None)
    ben.give(1, "stance", "parent", "agree")
    assert ben.labels(1)[0].target == "comment:c1"
    ben.attach(1, None)
    assert (ana.parent(1), ben.parent(1)) == (4, None)
    assert ana.undo() == Outcome("undone: parent", (1,))
    assert (ana.parent(1), ben.parent(1)) == (0, None)
    assert ana.undo() == Outcome("nothing to undo")


def test_rounds_of_one_annotator_share_links(begin, lane):
    """Whom a comment answers is no label: what was said in the first pass holds in the second."""
    first = begin(of=lane)
    first.attach(1, 4)
    assert begin(first.store, number=2, of=lane).parent(1) == 4


def test_a_link_to_a_comment_that_is_gone(begin, lane):
    """A link to a comment that the thread has no more is counted as a stray, and the thread's own link holds."""
    first = begin(of=lane)
    first.store.commit([put(Link("lane", "c2", "ana", "gone", state="attached"))], annotator="ana", session="s-1")
    again = begin(first.store, of=lane)
    assert (again.parent(1), again.link(1), again.strays) == (0, None, 1)
    assert again.attach(1, 4) == Outcome("attached", (1,))
    assert again.parent(1) == 4


def test_a_link_that_another_takes_away_goes(here):
    """Following the store, a link that is dropped there is dropped here."""
    here.attach(1, 4)
    here.store.commit([drop(here.link(1))], annotator="ana", session="s-2")
    assert here.parent(1) == 0


def test_read_only(opened, here, lane, codebook):
    """In a file that another holds no link can be made."""
    reader = Round(opened(), lane, codebook, annotator="ben")
    with pytest.raises(HeldError):
        reader.attach(1, 4)
    assert reader.link(1) is None


ACTS = st.one_of(
    st.tuples(st.just("attach"), st.integers(0, 4), st.none() | st.integers(0, 4)),
    st.tuples(st.just("accept"), st.integers(0, 4), st.none()),
    st.tuples(st.sampled_from(["undo", "redo", "restart"]), st.none(), st.none()),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(ACTS, max_size=14))
def test_links_of_any_making_hang_together(tmp_path_factory, lane, codebook, new_disk, acts):
    """Whatever is attached, accepted, undone and done again, across restarts: everybody answers somebody above."""
    path = tmp_path_factory.mktemp("links") / "labels.json"

    def start():
        return Round(LabelStore.open(path, disk=new_disk()), lane, codebook, annotator="ana")

    here = start()
    for what, index, parent in acts:
        before = links(here)
        if what == "attach":
            outcome = here.attach(index, parent)
            assert here.parent(index) == parent or outcome.comments == ()
        elif what == "accept":
            outcome = here.accept(index)
        elif what == "restart":
            here.store.close()
            here = start()
            outcome = Outcome("", ())
        else:
            outcome = getattr(here, what)()
        assert (links(here) == before) == (outcome.comments == ())
        for comment in range(len(lane)):
            above, steps = here.parent(comment), 0
            while above is not None:
                above, steps = here.parent(above), steps + 1
                assert steps < len(lane)
    here.store.close()
