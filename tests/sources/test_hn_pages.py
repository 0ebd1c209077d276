import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.real_threads import assert_as_made, assert_read_or_refused, in_pre_order, made_threads, mutated

from threadmark.sources.reading import open_threads

SAMPLE = [
    {"user": "ana", "indent": 0, "text": "Closing it punishes drivers.<p>It&#x27;s plain."},
    {"user": "bob", "indent": 1, "text": "It does not."},
    {"user": "ana", "indent": 2, "text": "It does."},
    {"user": "eve", "indent": 1, "text": "Why not?"},
    {"user": "bob", "indent": 0, "text": "And the pool?"},
]


@pytest.fixture
def read(tmp_path):
    """A function that reads a value written as JSON."""

    def read_(value):
        path = tmp_path / "page.json"
        path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
        return list(open_threads(path))

    return read_


def shape(thread):
    """Depth and author of each comment."""
    return [(comment.depth, comment.author) for comment in thread]


EXPECTED = [(1, "ana"), (2, "bob"), (3, "ana"), (2, "eve"), (1, "bob")]


def test_a_comment_answers_the_last_one_indented_less(read):
    """Indentation gives the parents; there are no ids, so they are made of the content."""
    (reading,) = read(SAMPLE)
    assert shape(reading.thread) == EXPECTED
    assert reading.thread[0].text == "Closing it punishes drivers.\n\nIt's plain."
    assert all(comment.id.startswith("a-") for comment in reading.thread)


@pytest.mark.parametrize(
    "form",
    [
        [row | {"indent": row["indent"] * 40} for row in SAMPLE],
        [{"author": row["user"], "level": row["indent"], "comment": row["text"]} for row in SAMPLE],
        "\n".join(map(json.dumps, SAMPLE)),
        {"title": "Mill Lane closes", "url": "https://example.org/mill", "comments": SAMPLE},
    ],
    ids=["pixels", "other names", "lines", "page"],
)
def test_pages_are_read_in_other_forms(read, form):
    """Pixels for levels, other names, a comment a line, a title around them: it is the same thread."""
    (reading,) = read(form)
    assert shape(reading.thread) == EXPECTED


def test_pages_are_told_apart(read):
    """Two pages without an address are two threads, and a page that has grown is the one it was."""
    grown = [*SAMPLE, {"user": "eve", "indent": 0, "text": "Late."}]
    other = [{"user": "eve", "indent": 0, "text": "Else."}]
    ids = [read(page)[0].thread.id for page in (SAMPLE, grown, other)]
    assert ids[0] == ids[1] != ids[2]


def written(made):
    """Invented comments as they stand on a page."""
    depths = {None: -1}
    for each in made:
        depths[each.number] = depths[each.parent] + 1
    return [
        {
            "user": m.author,
            "indent": depths[m.number],
            "text": m.text,
            "id": f"c{m.number}",
            "time": m.created,
            "score": m.score,
        }
        for m in in_pre_order(made)
    ]


@settings(deadline=None, max_examples=40)
@given(made_threads())
def test_what_is_written_is_read(tmp_path_factory, made):
    """Whatever page is scraped, the comments are read as they are."""
    path = tmp_path_factory.mktemp("hn") / "page.json"
    path.write_text(json.dumps(written(made)))
    (reading,) = open_threads(path, format="hn-pages")
    assert_as_made(reading, made, without=("edited",))


@settings(deadline=None, max_examples=80)
@given(
    mutated([json.dumps(SAMPLE).encode(), json.dumps({"title": "x", "comments": SAMPLE}).encode()]),
    st.sampled_from(["hn-pages", None]),
)
def test_broken_files_are_read_or_refused(tmp_path_factory, data, name):
    """Whatever becomes of a file's bytes, it is read or refused by name."""
    assert_read_or_refused(data, tmp_path_factory.mktemp("hn"), name)
