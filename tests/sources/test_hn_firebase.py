import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.real_threads import assert_as_made, assert_read_or_refused, made_threads, mutated

from threadmark.sources.hn_firebase import NO_ITEM, POLL_OPTIONS
from threadmark.sources.reading import open_threads
from threadmark.thread.build import CYCLE, EMPTY, MISSING_PARENT

STORY = {"by": "clerk", "descendants": 6, "id": 1, "kids": [2, 4], "score": 12, "time": 1710237600, "title": "Mill Lane closes",
         "type": "story", "url": "https://example.org/mill"}  # fmt: skip
COMMENTS = [
    {"by": "bob", "id": 2, "kids": [3], "parent": 1, "text": "Closing it punishes drivers.<p>So it does.", "time": 1710241200, "type": "comment"},
    {"by": "clerk", "id": 3, "parent": 2, "text": "It doesn&#x27;t.", "time": 1710241300, "type": "comment"},
    {"deleted": True, "id": 4, "parent": 1, "time": 1710241400, "type": "comment"},
    {"by": "eve", "dead": True, "id": 5, "parent": 4, "text": "Buy!", "time": 1710241500, "type": "comment"},
]  # fmt: skip
SAMPLE = {"post": STORY, "comments": COMMENTS}


@pytest.fixture
def read(tmp_path):
    """A function that reads a value written as JSON."""

    def read_(value):
        path = tmp_path / "items.json"
        path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
        return list(open_threads(path))

    return read_


def test_items_are_a_thread(read):
    """A story is the article, items below it are comments; deleted and dead ones are marked, what lacks is told."""
    (reading,) = read(SAMPLE)
    thread = reading.thread
    assert (thread.id, thread.article.title, thread.article.byline, thread.extra) == (
        "1",
        "Mill Lane closes",
        "clerk",
        {"score": 12},
    )
    assert [(c.id, c.parent, c.author, c.role, c.deleted, c.text) for c in thread] == [
        ("2", None, "bob", None, False, "Closing it punishes drivers.\n\nSo it does."),
        ("3", "2", "clerk", "author", False, "It doesn't."),
        ("4", None, None, None, True, ""),
        ("5", "4", "eve", None, True, "Buy!"),
    ]
    assert dict(thread.extras(3)) == {"dead": True}
    assert (reading.report.missing, reading.report.mended) == (2, {EMPTY: 1})


NESTED = STORY | {"kids": [COMMENTS[0] | {"kids": [COMMENTS[1]]}, COMMENTS[2] | {"kids": [COMMENTS[3]]}]}


@pytest.mark.parametrize(
    "form",
    [
        [STORY, *COMMENTS],
        "\n".join(map(json.dumps, [*COMMENTS, STORY])),
        {str(each["id"]): each for each in (STORY, *COMMENTS)},
        NESTED,
    ],
    ids=["list", "lines", "by id", "nested"],
)
def test_items_are_read_however_they_were_saved(read, form):
    """A list, a line each, by id, nested in `kids`: it is the same thread."""
    (reading,) = read(form)
    assert [(c.id, c.parent) for c in reading.thread] == [("2", None), ("3", "2"), ("4", None), ("5", "4")]


def test_several_stories_are_several_threads(read):
    """Items of several stories come out by story; a story that is not there is one all the same."""
    other = {"by": "ana", "id": 11, "type": "story", "title": "The pool"}
    lone = {"by": "bob", "id": 22, "parent": 21, "type": "comment", "text": "Alone.", "kids": [23]}
    below = {"by": "ana", "id": 23, "parent": 22, "type": "comment", "text": "Not quite."}
    found = read([STORY, other, lone, *COMMENTS, below])
    assert [(r.thread.id, list(r.thread.ids)) for r in found] == [
        ("1", ["2", "3", "4", "5"]),
        ("11", []),
        ("21", ["22", "23"]),
    ]
    assert found[2].report.mended == {}


def test_a_comment_without_its_parent_is_on_the_story(read):
    """Where a file has one story, a comment whose parent was not fetched hangs under it, flagged."""
    (reading,) = read({"post": STORY, "comments": [COMMENTS[1], None]})
    assert [(c.id, c.parent) for c in reading.thread] == [("3", None)]
    assert reading.report.mended == {MISSING_PARENT: 1, NO_ITEM: 1}


def test_polls_and_cycles_are_read(read):
    """Options of a poll are left out and counted, a cycle is cut."""
    loop = [
        {"id": 2, "parent": 3, "type": "comment", "by": "a", "text": "x"},
        {"id": 3, "parent": 2, "type": "comment", "by": "b", "text": "y"},
    ]
    option = {"id": 9, "type": "pollopt", "poll": 1, "text": "Yes", "by": "clerk"}
    found = read([STORY | {"type": "poll"}, option, *loop])
    assert (len(found), len(found[0].thread)) == (1, 2)
    assert found[0].thread.extra["type"] == "poll"
    assert found[0].report.mended == {POLL_OPTIONS: 1, CYCLE: 1}


def written(made):
    """A story and invented comments on it."""
    return [STORY] + [
        {"id": 100 + m.number, "by": m.author, "text": f"<p>{m.text}", "time": m.created, "score": m.score, "type": "comment",
         "parent": 1 if m.parent is None else 100 + m.parent}
        for m in made
    ]  # fmt: skip


@settings(deadline=None, max_examples=40)
@given(made_threads(), st.randoms(use_true_random=False))
def test_what_is_written_is_read(tmp_path_factory, made, random):
    """Items are read as they are, wherever the story stands among them."""
    story, *items = written(made)
    items.insert(random.randint(0, len(items)), story)
    path = tmp_path_factory.mktemp("hn") / "items.json"
    path.write_text(json.dumps(items))
    (reading,) = open_threads(path)
    assert_as_made(reading, made, lambda number: str(100 + number), without=("edited",))


@settings(deadline=None, max_examples=80)
@given(mutated([json.dumps(SAMPLE).encode(), json.dumps(NESTED).encode()]), st.sampled_from(["hn-firebase", None]))
def test_broken_files_are_read_or_refused(tmp_path_factory, data, name):
    """Whatever becomes of a file's bytes, it is read or refused by name."""
    assert_read_or_refused(data, tmp_path_factory.mktemp("hn"), name)
