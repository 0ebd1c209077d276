import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.sources.real_threads import assert_read_or_refused, in_pre_order, made_threads, mutated

from threadmark.errors import InputError
from threadmark.sources.reading import open_threads
from threadmark.sources.tables.rows import ODD_SCORE

ROWS = [
    {"cid": "1", "text": "The pool stays open.", "author": {"name": "ana"}, "time": "2024-03-12T10:00:00Z", "likes": 4},
    {"cid": "2", "text": "Who <b>pays</b>?", "author": {"name": "bob"}, "parent": "1", "odd": {"a": [1, {"b": 2}]}},
    {"cid": "3", "text": "We do &amp; they do.", "author": None, "parent": "2", "time": 1710237900, "deleted": False},
]
SAMPLE = "".join(json.dumps(row) + "\n" for row in ROWS)


@pytest.fixture
def read(tmp_path):
    """A function that reads objects."""

    def read_(content, name="saved.jsonl", **options):
        (tmp_path / name).write_text(content, encoding="utf-8")
        return list(open_threads(tmp_path / name, **options))

    return read_


@pytest.mark.parametrize(
    "content", [SAMPLE, json.dumps(ROWS), json.dumps(ROWS, indent=1), SAMPLE.replace("\n", "\r\n\r\n")]
)
def test_objects_are_comments_a_line_each_or_in_an_array(read, content):
    """Fields are found by name; those of few objects are kept like the others."""
    (reading,) = read(content, "saved")
    thread = reading.thread
    assert (reading.report.format, len(thread)) == ("jsonl", 3)
    assert [(c.id, c.parent, c.author, c.text, c.score) for c in thread] == [
        ("1", None, "ana", "The pool stays open.", 4),
        ("2", "1", "bob", "Who pays?", None),
        ("3", "2", None, "We do & they do.", None),
    ]
    assert thread.extras(1) == {"odd": {"a": [1, {"b": 2}]}}
    assert thread[2].created.isoformat() == "2024-03-12T10:05:00+00:00"


def test_fields_can_be_named_by_a_path(read):
    """What lies within another object is named with dots."""
    content = (
        '{"n": 1, "data": {"said": "One"}, "by": "ana"}\n{"n": 2, "re": 1, "data": {"said": "Two"}, "by": "bob"}\n'
    )
    (reading,) = read(content, columns={"id": "n", "parent": "re", "text": "data.said"})
    assert [(c.id, c.parent, c.author, c.text) for c in reading.thread] == [
        ("1", None, "ana", "One"),
        ("2", "1", "bob", "Two"),
    ]


def test_what_scrapers_write_without_ids_is_a_tree(read):
    """Name, indentation and text in the order of the page are enough."""
    rows = [("ana", 0, "a"), ("bob", 1, "b"), ("cy", 1, "c"), ("dan", 0, "d")]
    (reading,) = read(json.dumps([dict(zip(("user", "indent", "text"), row, strict=True)) for row in rows]))
    assert list(reading.thread.depths) == [1, 2, 2, 1]


def test_lone_surrogates_and_other_oddities_pass(read, monkeypatch):
    """JSON as scripts write it, also when the rows have to wait on the disk."""
    monkeypatch.setattr("threadmark.sources.grouping.WINDOW", 1)
    rows = ['{"id": "1", "author": "ana", "text": "a\\ud800b", "article_id": "x", "score": NaN}'] * 2
    rows[1] = rows[1].replace('"1"', '"2"')
    content = "\n".join([rows[0], rows[0].replace('"x"', '"y"'), rows[1]])
    x, y = sorted(read(content), key=lambda reading: len(reading.thread), reverse=True)[:2]
    assert x.thread.texts[0].startswith("a")
    assert y.thread.scores == (None,)


def test_what_is_no_object_is_refused_with_its_line(read):
    """A number among the objects is a mistake in the file."""
    with pytest.raises(InputError, match=r"saved\.jsonl:4: is not an object with fields"):
        read(SAMPLE + "12\n")


def test_what_youtube_comment_downloader_writes_is_read(read):
    """The time that it works out is taken, a reply's id says whom it answers, and shortened votes are counted."""
    rows = [
        {"cid": "UgA", "text": "It closes again.", "time": "2 years ago", "author": "@ana", "votes": "3", "replies": "2",
         "reply": False, "time_parsed": 1688000000.0},
        {"cid": "UgA.9b", "text": "@cy no, it is open", "time": "2 years ago", "author": "@bob", "votes": "1.2K",
         "replies": "", "reply": True, "time_parsed": 1688000900.0},
        {"cid": "UgB.x", "text": "@bob what?", "time": "1 year ago", "author": "@cy", "votes": "0", "reply": False,
         "time_parsed": 1698000900.0},
    ]  # fmt: skip
    (reading,) = read("\n".join(map(json.dumps, rows)))
    assert [(c.id, c.parent, c.score) for c in reading.thread] == [
        ("UgA", None, 3),
        ("UgA.9b", "UgA", None),
        ("UgB.x", None, 0),
    ]
    assert reading.thread[1].created.isoformat() == "2023-06-29T01:08:20+00:00"
    assert reading.thread.extras(1)["votes"] == "1.2K"
    assert reading.report.mended == {ODD_SCORE: 1}
    assert not reading.report.inferred


def rows_of(made):
    """Invented comments, an object each."""
    return [
        {
            "id": c.number,
            "parent_id": c.parent,
            "author": c.author,
            "text": c.text,
            "created_at": c.created,
            "score": c.score,
        }
        for c in made
    ]


def written(made):
    """A line for each invented comment."""
    return "\n".join(map(json.dumps, rows_of(made)))


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made_threads(), st.booleans())
def test_what_is_written_is_read(tmp_path, made, in_array):
    """Objects of a made thread are that thread again."""
    path = tmp_path / "made.jsonl"
    rows = rows_of(made) or [{"id": 0, "parent_id": None, "author": "ana", "text": "x", "created_at": 1, "score": 0}]
    path.write_text(json.dumps(rows) if in_array else "\n".join(map(json.dumps, rows)), encoding="utf-8")
    (reading,) = open_threads(path, format="jsonl")
    if made:
        assert [(c.id, c.parent, c.author, c.text, c.score) for c in reading.thread] == [
            (str(c.number), None if c.parent is None else str(c.parent), c.author, c.text, c.score)
            for c in in_pre_order(made)
        ]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mutated([SAMPLE.encode(), json.dumps(ROWS).encode()]))
def test_no_bytes_make_it_fail(tmp_path, data):
    """Whatever befalls a file, it is read or refused."""
    assert_read_or_refused(data, tmp_path, "jsonl", "jsonl")
