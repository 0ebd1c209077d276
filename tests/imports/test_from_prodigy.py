"""Labels from `prodigy db-out`, of recipes that know nothing of us."""

from __future__ import annotations

import pytest
from tests.exports.everything import TEXTS

from threadmark.errors import InputError

POOL = "Save the pool, @ana_k 🏊!"
OPTIONS = [{"id": "Straw man", "text": "Straw man"}, {"id": 1, "text": "Anecdote"}]


def a_line(text=POOL, answer="accept", session="lane-ana", **more):
    """A line as the database writes it."""
    return {
        "text": text,
        "meta": {"source": "forum"},
        "_input_hash": 896529854,
        "_task_hash": -1486695581,
        "_is_binary": False,
        "_view_id": "blocks",
        **more,
        "answer": answer,
        "_timestamp": 1707211049,
        "_annotator_id": session,
        "_session_id": session,
    }


def a_span(start, end, label):
    """Marked words, with their tokens."""
    return {"start": start, "end": end, "token_start": 1, "token_end": 1, "label": label}


def test_choices_and_spans_come_in(foreign):
    """Options by their ids (by their texts, where ids are numbers), spans in code points, the session as annotator."""
    line = a_line(options=OPTIONS, accept=["Straw man", 1], spans=[a_span(9, 13, "Hyperbole / minimising")])
    brought = foreign.bring("db.jsonl", [line, a_line("Else.", spans=[a_span(0, 4, "PERSON")])])
    assert brought.format == "prodigy"
    assert foreign.found() == {
        ("p1", "lane-ana", "fallacy", "straw_man", ()),
        ("p1", "lane-ana", "rhetoric", "anecdote", ()),
        ("p1", "lane-ana", "rhetoric", "hyperbole", ("pool",)),
    }
    assert brought.left == {"no thread has such a comment": ["line 2"]}


def test_what_was_rejected_or_ignored_gives_no_label(foreign):
    """Of a rejected line every label is listed as such; an ignored one was skipped, unless another line has labels."""
    binary = {"label": "Straw man", "_view_id": "classification"}
    brought = foreign.bring(
        "db.jsonl",
        [
            a_line(**binary),
            a_line(TEXTS["c1"], "reject", **binary),
            a_line(TEXTS["c2"], "reject", spans=[a_span(2, 4, "Anecdote")]),
            a_line(TEXTS["c4"], "ignore", options=OPTIONS, accept=[]),
            a_line(POOL, "ignore", **binary | {"label": "Anecdote"}),
        ],
    )
    assert foreign.found() == {("p1", "lane-ana", "fallacy", "straw_man", ())}
    assert brought.left == {"was rejected": ["line 2", "line 3"], "was ignored": ["line 5"]}
    assert {comment: status for (comment, _), (status, _) in foreign.statuses().items()} == {
        "p1": "done",
        "c1": "done",
        "c2": "done",
        "c4": "skipped",
    }


def test_a_session_without_a_name_is_nobody(foreign):
    """Prodigy calls it by the time when it began, so that a name is needed."""
    lines = [a_line(session="2024-02-06_10-17-19", label="Straw man")]
    brought = foreign.bring("db.jsonl", lines)
    assert list(brought.left) == ["says not whose it is; --annotator names somebody"]
    foreign.bring("db.jsonl", lines, annotator="eva")
    assert {who for _, who, *_ in foreign.found()} == {"eva"}


@pytest.mark.parametrize(
    ("session", "who"), [("ana", "ana"), ("lane-ana", "ana"), ("lane-ben", "lane-ben"), (None, "ana")]
)
def test_whose_our_own_lines_are_when_they_come_back(foreign, session, who):
    """Whom we named, also under the dataset's name; somebody else who has answered the line since counts."""
    foreign.bring("db.jsonl", [a_line(session=session, annotator="ana", label="Straw man")])
    assert {one[1] for one in foreign.found()} == {who}


def test_a_pattern_s_span_has_the_label_of_its_line(foreign):
    """Words that a pattern found carry no label of their own; relations are listed as left out."""
    found = {"text": "pool", "start": 9, "end": 13, "pattern": 7}
    relation = {"head": 1, "child": 2, "label": "attacks", "color": "#fff"}
    brought = foreign.bring("db.jsonl", [a_line(label="Straw man", spans=[found], relations=[relation])])
    assert {one[3:] for one in foreign.found()} == {("straw_man", ("pool",))}
    assert brought.left == {"relations between spans are no labels here": ["line 1"]}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (a_line(spans=[{"start": "9", "label": "Other"}]), r"broken\.jsonl:2: has a span without offsets"),
        (a_line(spans=["x"]), r"broken\.jsonl:2: has spans that are no list of objects"),
        (a_line(text=None), r"broken\.jsonl:2: has no text"),
    ],
)
def test_what_is_broken_is_named(foreign, line, says):
    """The error says which line of which file, and nothing is written."""
    with pytest.raises(InputError, match=says):
        foreign.bring("broken.jsonl", [a_line(), line])
