"""Threads are put right: whatever is attached, accepted, split and merged, no word is lost and a thread comes of it."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import example, given, reject, settings
from hypothesis import strategies as st

from threadmark.sources.native.writing import write_thread
from threadmark.sources.reading import open_threads
from threadmark.thread import Article
from threadmark.thread.build import ThreadBuilder
from threadmark.thread.model import Inferred
from threadmark.thread.repairing import CannotRepairError, Signed, accepted, attached, merged, split
from threadmark.thread.report import ImportReport

SIGNED = Signed("ana", "2024-03-12T10:00:00Z")


def build(rows, **extra):
    """A thread of rows (id, parent, author, text, and the other fields by name)."""
    builder = ThreadBuilder(ImportReport())
    for comment, parent, author, text, *more in rows:
        builder.add(comment, parent, author, text, **(more[0] if more else {}))
    return builder.build(Article(title="Council votes to close Mill Lane"), thread_id="lane", extra=extra)


@pytest.fixture
def lane():
    """A reply that was inferred, and a comment in which two were run together.

    c1 (0) ─ c2 (1) ─ c3 (2, inferred)
    c4 (3) ─ c5 (4)
    """
    return build(
        [
            ("c1", None, "bob", "Closing it punishes drivers.", {"created": 1_710_237_600.0, "score": 14}),
            ("c2", "c1", "ana_k", "So you'd rather kids get run over?"),
            ("c3", "c2", "bob", "Typical.", {"inferred": Inferred("author pair", 0.9)}),
            ("c4", None, "Ida", "Maybe read the plan.\nNobody asked the shops.\n\nThey close too.", {"score": 3}),
            ("c5", "c4", "tom", "It was quite clear."),
        ],
        lang="en",
    )


def outline(thread):
    """Ids with depths, in order."""
    return [(comment.id, comment.depth) for comment in thread]


def facts(thread):
    """All that a thread says of each comment, comparable."""
    return {
        comment.id: (
            comment.parent,
            comment.author,
            comment.text,
            comment.role,
            comment.score,
            comment.deleted,
            comment.inferred,
            str(comment.thread.created[comment.index]),
            str(comment.thread.edited(comment.index)),
            dict(comment.thread.extras(comment.index)),
        )
        for comment in thread
    }


def everything(thread):
    """All that a thread says."""
    return thread.id, thread.article, dict(thread.extra), list(thread.ids), facts(thread)


# one repair at a time


def test_attach(lane):
    """A comment goes with its branch to another parent, and stays behind the replies that stood before it."""
    thread = attached(lane, 1, 3, SIGNED)
    assert outline(thread) == [("c1", 1), ("c4", 1), ("c2", 2), ("c3", 3), ("c5", 2)]
    assert thread.extra["repairs"] == [
        {"kind": "attach", "comment": "c2", "parent": "c4", "by": "ana", "at": "2024-03-12T10:00:00Z"}
    ]


def test_attach_to_the_article(lane):
    """A reply becomes a top-level comment, at the place that it had."""
    thread = attached(lane, 1, None, SIGNED)
    assert outline(thread) == [("c1", 1), ("c2", 1), ("c3", 2), ("c4", 1), ("c5", 2)]
    assert thread.extra["repairs"][0]["parent"] is None


def test_attach_settles_an_inferred_link(lane):
    """A link that somebody set is not inferred any more, also when it is the one that was inferred."""
    assert attached(lane, 2, 0, SIGNED).inferred_links == {}
    assert attached(lane, 2, 1, SIGNED).inferred_links == {}


def test_accept(lane):
    """An inferred link is taken as given; where it came from stays on record."""
    thread = accepted(lane, 2, SIGNED)
    assert outline(thread) == outline(lane)
    assert thread.inferred_links == {}
    assert thread.extra["repairs"] == [
        {"kind": "accept", "comment": "c3", "cue": "author pair", "by": "ana", "at": "2024-03-12T10:00:00Z"}
    ]


def test_split(lane):
    """The second half is a comment of its own with the same parent; replies and votes stay with the first."""
    thread = split(lane, 3, 1, "tom", SIGNED)
    assert [depth for _, depth in outline(thread)] == [1, 2, 3, 1, 2, 1]
    assert thread[3].text == "Maybe read the plan."
    assert (thread[5].text, thread[5].author) == ("Nobody asked the shops.\n\nThey close too.", "tom")
    assert (thread[3].score, thread[5].score) == (3, None)
    assert thread[5].id.startswith("a-")
    assert thread.extra["repairs"][0] | {"at": ""} == {
        "kind": "split", "comment": "c4", "line": 1, "by": "ana", "at": ""
    }  # fmt: skip


def test_split_of_a_reply(lane):
    """Both halves of a reply answer whom it answered, and the second is not in doubt."""
    thread = build([("c1", None, "bob", "Why?"), ("c2", "c1", None, "Because.\nOf that.")])
    assert [comment.parent for comment in split(thread, 1, 1, None, SIGNED)] == [None, "c1", "c1"]


@pytest.mark.parametrize("twin", [("a-811f749278c7", None), (None, None)])
def test_split_off_a_twin(twin):
    """What is split off keeps apart from a comment that says the same, before it or after."""
    again = (*twin, None, "Because.")
    for rows in (
        [again, ("c1", None, None, "Why?\nBecause.")],
        [("c1", None, None, "Why?\nBecause."), again],
    ):
        thread = build(rows)
        at = thread.index("c1")
        after = split(thread, at, 1, None, SIGNED)
        assert Counter(after.texts) == Counter(["Why?", "Because.", "Because."])
        assert set(thread.ids) < set(after.ids)


def test_merge(lane):
    """The text and the replies go to the comment before, whose author, time and votes stay."""
    thread = merged(lane, 3, SIGNED)
    assert outline(thread) == [("c1", 1), ("c2", 2), ("c3", 3), ("c5", 4)]
    assert thread[2].text == "Typical.\nMaybe read the plan.\nNobody asked the shops.\n\nThey close too."
    assert thread[2].author == "bob"
    assert thread.extra["repairs"][0]["comment"] == "c4"
    assert thread.extra["repairs"][0]["into"] == "c3"


def test_merge_with_the_parent(lane):
    """A reply that goes on with what its parent says becomes part of it."""
    thread = merged(lane, 1, SIGNED)
    assert outline(thread) == [("c1", 1), ("c3", 2), ("c4", 1), ("c5", 2)]
    assert thread[0].text == "Closing it punishes drivers.\nSo you'd rather kids get run over?"
    assert thread[0].score == 14


def test_repairs_add_up(lane):
    """Each repair is added to those that were made before, whoever made them; other fields of the thread stay."""
    thread = merged(accepted(lane, 2, SIGNED), 4, Signed("ben", "2024-03-13T08:00:00Z"))
    assert [(repair["kind"], repair["by"]) for repair in thread.extra["repairs"]] == [
        ("accept", "ana"),
        ("merge", "ben"),
    ]
    assert thread.extra["lang"] == "en"


def test_repairs_of_another_make_are_kept():
    """What a file keeps under the same name and is no list of repairs is not thrown away."""
    thread = accepted(
        build([("c1", None, "bob", "Why?"), ("c2", "c1", "tom", "Oh.", {"inferred": Inferred("quote", 0.5)})],
              repairs="by hand"),
        1,
        SIGNED,
    )  # fmt: skip
    assert thread.extra["repairs"][0] == "by hand"
    assert thread.extra["repairs"][1]["kind"] == "accept"


@pytest.mark.parametrize(
    ("repair", "why"),
    [
        (lambda lane: attached(lane, 0, 0, SIGNED), "a comment can't answer itself or a reply to it"),
        (lambda lane: attached(lane, 0, 2, SIGNED), "a comment can't answer itself or a reply to it"),
        (lambda lane: attached(lane, 1, 0, SIGNED), "it hangs there already"),
        (lambda lane: attached(lane, 0, None, SIGNED), "it hangs there already"),
        (lambda lane: accepted(lane, 1, SIGNED), "this link is not inferred"),
        (lambda lane: accepted(lane, 0, SIGNED), "this link is not inferred"),
        (lambda lane: split(lane, 3, 0, None, SIGNED), "both comments need words"),
        (lambda lane: split(lane, 3, 4, None, SIGNED), "both comments need words"),
        (lambda lane: split(lane, 3, -1, None, SIGNED), "both comments need words"),
        (lambda lane: split(lane, 0, 1, None, SIGNED), "both comments need words"),
        (lambda lane: merged(lane, 0, SIGNED), "there is no comment before this one"),
    ],
)
def test_impossible_repairs(lane, repair, why):
    """A repair that makes no thread says why, and changes nothing."""
    before = everything(lane)
    with pytest.raises(CannotRepairError, match=why):
        repair(lane)
    assert everything(lane) == before


def test_a_split_leaves_no_empty_comment():
    """A comment can't be cut where one side would have white space only."""
    thread = build([("c1", None, "bob", "\n \nWords.\n\t\n")])
    for line in range(1, 5):
        with pytest.raises(CannotRepairError):
            split(thread, 0, line, None, SIGNED)


# any number of them

WORDS = st.sampled_from(["Close it.", "Why?", "Because.", "", "  four spaces", "> Why?", "\u0301accent", "道"])
TEXTS = st.lists(WORDS, min_size=1, max_size=4).map("\n".join)
ROWS = st.tuples(
    st.none() | st.sampled_from(["c1", "c2", "c1-2", "a-811f749278c7"]),
    st.integers(0, 9),
    st.sampled_from([None, "bob", "ana_k"]),
    TEXTS,
    st.fixed_dictionaries(
        {},
        optional={
            "created": st.floats(0, 2e9) | st.sampled_from(["0001-01-01T00:00:00Z", "9999-12-31T23:00:00Z"]),
            "edited": st.floats(0, 2e9) | st.just(value=True),
            "score": st.integers(-9, 9),
            "role": st.just("moderator"),
            "deleted": st.booleans(),
            "inferred": st.builds(Inferred, st.sampled_from(["quote", "@name"]), st.floats(0, 1)),
            "extra": st.just({"votes": [1, None, {"a": "b"}]}),
        },
    ),
)
REPAIRS = st.lists(
    st.tuples(st.sampled_from(["attach", "accept", "split", "merge"]), st.integers(0, 30), st.integers(0, 30)),
    max_size=8,
)


@st.composite
def made_threads(draw):
    """Threads of a few comments, some without ids, some the same as another."""
    builder = ThreadBuilder(ImportReport())
    for row, (comment, parent, author, text, fields) in enumerate(draw(st.lists(ROWS, min_size=1, max_size=7))):
        above = parent if parent < row else None
        builder.add(comment, above, author, text, **fields)
    return builder.build(Article(paragraphs=("The council voted.",)), extra={"lang": "en"})


def done(thread, kind, at, to):
    """The thread after a repair; raises CannotRepairError."""
    at %= len(thread)
    if kind == "attach":
        return attached(thread, at, None if to % (len(thread) + 1) == len(thread) else to % len(thread), SIGNED)
    if kind == "accept":
        return accepted(thread, at, SIGNED)
    if kind == "split":
        return split(thread, at, to % 5, "tom" if to % 2 else None, SIGNED)
    return merged(thread, at, SIGNED)


def words(thread):
    """Every word of every comment, counted."""
    return Counter(word for text in thread.texts for word in text.split())


def check_pre_order(thread):
    """The comments are in pre-order, without a cycle: each lies in the branch of its parent, at its depth."""
    assert len(set(thread.ids)) == len(thread)
    below = Counter()
    for index in reversed(range(len(thread))):
        parent = thread.parents[index]
        assert -1 <= parent < index
        assert parent < 0 or thread.holds(parent, index)
        assert thread.depths[index] == (1 if parent < 0 else thread.depths[parent] + 1)
        assert thread.sizes[index] == 1 + below[index]
        below[parent] += thread.sizes[index]
    assert below[-1] == len(thread)


def check_change(before, after, kind, at):
    """A repair changes the comment that it is about, and nothing of another but what it must."""
    here = before.ids[at % len(before)]
    old, new = facts(before), facts(after)
    touched = {here} | ({before.ids[at % len(before) - 1]} if kind == "merge" else set())
    assert new.keys() - old.keys() == set() or kind == "split"
    assert old.keys() - new.keys() == ({here} if kind == "merge" else set())
    for comment in old.keys() & new.keys() - touched:
        parent, *rest = old[comment]
        assert new[comment][1:] == tuple(rest)
        assert new[comment][0] == parent or (kind == "merge" and parent == here)
    repair = after.extra["repairs"][-1]
    assert (repair["kind"], repair["comment"], repair["by"], repair["at"]) == (kind, here, SIGNED.by, SIGNED.at)
    assert after.extra["repairs"][:-1] == before.extra.get("repairs", [])


@settings(deadline=None, max_examples=100)
@given(made_threads(), REPAIRS)
def test_any_repairs_keep_every_word_and_make_a_thread(thread, repairs):
    """After any repairs every word is still there, the thread is in pre-order, and earlier versions are as they were."""
    versions = [(thread, everything(thread))]
    for kind, at, to in repairs:
        before = versions[-1][0]
        try:
            after = done(before, kind, at, to)
        except CannotRepairError:
            continue
        assert words(after) == words(before)
        check_pre_order(after)
        check_change(before, after, kind, at)
        versions.append((after, everything(after)))
    assert all(everything(version) == then for version, then in versions)
    assert (versions[-1][0].id, versions[-1][0].article) == (thread.id, thread.article)
    assert versions[-1][0].extra["lang"] == "en"


@settings(deadline=None, max_examples=40)
@given(made_threads(), REPAIRS)
def test_repaired_threads_are_written_and_read_back_the_same(tmp_path_factory, thread, repairs):
    """A repaired thread with its repairs comes back from a native file as it was, and is written again the same."""
    for kind, at, to in repairs:
        try:
            thread = done(thread, kind, at, to)
        except CannotRepairError:
            continue
    written = write_thread(thread)
    file = tmp_path_factory.mktemp("repaired") / "made.thread.json"
    file.write_bytes(written)
    (again,) = [reading.thread for reading in open_threads(file)]
    assert everything(again) == everything(thread)
    assert again.extra.get("repairs") == thread.extra.get("repairs")
    assert write_thread(again) == written


@settings(deadline=None, max_examples=40)
@given(made_threads(), st.integers(0, 30), st.integers(0, 30))
def test_attaching_back_is_the_thread_before(thread, at, to):
    """Attached elsewhere and back, every comment says and answers what it did; an inferred link is settled then."""
    at %= len(thread)
    parent = thread.parent(at)
    try:
        there = done(thread, "attach", at, to)
        back = attached(there, there.index(thread.ids[at]), None if parent is None else
                        there.index(thread.ids[parent]), SIGNED)  # fmt: skip
    except CannotRepairError:
        reject()
    expected = facts(thread)
    expected[thread.ids[at]] = (*expected[thread.ids[at]][:6], None, *expected[thread.ids[at]][7:])
    assert facts(back) == expected


@settings(deadline=None, max_examples=40)
@given(TEXTS, st.integers(1, 4))
@example("Why?\nBecause.", 1)
def test_split_and_merged_is_the_text_before(text, line):
    """A comment without replies that is cut in two and put together again has its words, line for line."""
    thread = build([("c1", None, "bob", text)])
    try:
        halves = split(thread, 0, line, None, SIGNED)
    except CannotRepairError:
        reject()
    whole = merged(halves, 1, SIGNED)
    assert [each.rstrip() for each in whole.texts[0].split("\n") if each.strip()] == [
        each.rstrip() for each in text.split("\n") if each.strip()
    ]
