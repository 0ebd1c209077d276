import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.real_threads import (
    assert_as_made,
    assert_converts,
    assert_read_or_refused,
    at,
    branches,
    facts,
    made_threads,
    measures,
    mutated,
    outline,
    real_file,
)

from threadmark.errors import InputError
from threadmark.sources.reading import open_threads
from threadmark.thread.build import EMPTY, MISSING_PARENT


def item(number, text, *children, author="bob", **fields):
    """An item and what is below it."""
    return {
        "id": number,
        "author": author,
        "text": text,
        "type": "comment",
        "story_id": 1,
        "children": list(children),
    } | fields


SAMPLE = {
    "id": 1, "created_at": "2024-03-12T10:00:00.000Z", "created_at_i": 1710237600, "type": "story", "author": "clerk",
    "title": "Mill Lane closes", "url": "https://example.org/mill", "text": None, "points": 12, "parent_id": None, "story_id": 1,
    "children": [
        item(
            2, 'Closing it punishes drivers.<p>So it does: <a href="https:&#x2F;&#x2F;example.org&#x2F;a">see</a>',
            item(3, "It doesn&#x27;t.", author="clerk", parent_id=2, created_at_i=1710241300),
            created_at="2024-03-12T11:00:00.000Z", parent_id=1, points=None,
        ),
        item(4, None, item(5, "Why?", parent_id=4), author=None, parent_id=1),
    ],
}  # fmt: skip

HITS = {
    "nbHits": 5,
    "hits": [
        {"objectID": "2", "comment_text": "Closing it &gt; not.", "parent_id": 1, "story_id": 1, "author": "bob",
         "created_at_i": 1710241200, "story_title": "Mill Lane closes", "story_url": "https://example.org/mill"},
        {"objectID": "3", "comment_text": "No.", "parent_id": 2, "story_id": 1, "author": "ana", "created_at_i": 1710241300},
    ],
}  # fmt: skip


@pytest.fixture
def read(tmp_path):
    """A function that reads a value written as JSON."""

    def read_(value):
        path = tmp_path / "item.json"
        path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
        return list(open_threads(path))

    return read_


def test_a_story_is_read_with_all_below_it(read):
    """A story becomes the article, what is below it the comments; deleted ones stay, with their replies."""
    (reading,) = read(SAMPLE)
    thread = reading.thread
    assert (thread.id, thread.article.title, thread.article.byline) == ("1", "Mill Lane closes", "clerk")
    assert (thread.article.url, thread.article.published) == ("https://example.org/mill", "2024-03-12T10:00:00Z")
    assert [(c.id, c.parent, c.author, c.role, c.deleted, c.text) for c in thread] == [
        ("2", None, "bob", None, False, "Closing it punishes drivers.\n\nSo it does: see <https://example.org/a>"),
        ("3", "2", "clerk", "author", False, "It doesn't."),
        ("4", None, None, None, True, ""),
        ("5", "4", "bob", None, False, "Why?"),
    ]
    assert [str(c.created) for c in thread][:2] == ["2024-03-12 11:00:00+00:00", "2024-03-12 11:01:40+00:00"]
    assert reading.report.mended == {EMPTY: 1}


def test_a_comment_with_what_is_below_it_is_a_thread(read):
    """An item that is a comment is the first comment of its story; its own parent is not there, which is said."""
    (reading,) = read(item(3, "No.", item(4, "Yes.", parent_id=3), parent_id=2))
    assert (reading.thread.id, [(c.id, c.depth) for c in reading.thread]) == ("1", [("3", 1), ("4", 2)])
    assert reading.report.mended == {MISSING_PARENT: 1}


def test_the_hits_of_a_search_are_threads_by_story(read):
    """Hits are brought together by story; what they say of it is the article, and how many there are is told."""
    (reading,) = read(HITS)
    assert (reading.thread.id, reading.thread.article.title) == ("1", "Mill Lane closes")
    assert [(c.id, c.parent, c.text) for c in reading.thread] == [("2", None, "Closing it > not."), ("3", "2", "No.")]
    assert reading.report.missing == 3
    story = {
        "objectID": "1",
        "title": "Mill Lane closes",
        "story_text": "One.<p>Two.",
        "author": "ana",
        "num_comments": 9,
        "story_id": 1,
    }
    other = {"objectID": "8", "comment_text": "Else.", "parent_id": 7, "story_id": 7, "author": "bob"}
    mill, else_ = read([story, *HITS["hits"], other])
    assert (mill.thread.article.paragraphs, mill.thread.article.byline) == (("One.", "Two."), "ana")
    assert ([c.role for c in mill.thread], mill.report.missing) == ([None, "author"], 7)
    assert (else_.thread.id, else_.thread.ids) == ("7", ("8",))


def test_several_items_are_several_threads(read):
    """An array of stories, or a story a line, is a thread for each."""
    both = [SAMPLE, SAMPLE | {"id": 9, "children": []}]
    expected = [("1", 4), ("9", 0)]
    assert [(r.thread.id, len(r.thread)) for r in read(both)] == expected
    assert [(r.thread.id, len(r.thread)) for r in read("\n".join(map(json.dumps, both)))] == expected


def test_what_is_no_item_is_refused(tmp_path):
    """An object without an id is refused by name."""
    path = tmp_path / "item.json"
    path.write_text('{"children": [{"author": "bob"}]}')
    with pytest.raises(InputError, match=r"item\.json:1: is not what it looks like"):
        list(open_threads(path, format="hn-algolia"))


def test_any_depth_is_read(read):
    """A chain of 10,000 replies is read."""
    depth = 10_000
    begin = '{"id": %d, "author": "bob", "text": "%d", "type": "comment", "children": ['
    chain = "".join(begin % (number, number) for number in range(2, depth + 2)) + "]}" * depth
    (reading,) = read('{"id": 1, "author": "ana", "title": "Deep", "type": "story", "children": [' + chain + "]}")
    assert len(reading.thread) == reading.thread.depths[-1] == depth


def written(made):
    """Invented comments below a story."""

    def items(pairs):
        return [
            item(
                100 + each.number,
                f"<p>{each.text}",
                *items(below),
                author=each.author,
                created_at=at(each.created),
                points=each.score,
            )
            for each, below in pairs
        ]

    return SAMPLE | {"children": items(branches(made))}


@settings(deadline=None, max_examples=40)
@given(made_threads())
def test_what_is_written_is_read(tmp_path_factory, made):
    """Whatever is below a story, its comments are read as they are."""
    path = tmp_path_factory.mktemp("hn") / "item.json"
    path.write_text(json.dumps(written(made)))
    (reading,) = open_threads(path)
    assert_as_made(reading, made, lambda number: str(100 + number), without=("edited",))


@settings(deadline=None, max_examples=80)
@given(
    mutated([json.dumps(SAMPLE).encode(), json.dumps(HITS, indent=1).encode()]), st.sampled_from(["hn-algolia", None])
)
def test_broken_files_are_read_or_refused(tmp_path_factory, data, name):
    """Whatever becomes of a file's bytes, it is read or refused by name."""
    assert_read_or_refused(data, tmp_path_factory.mktemp("hn"), name)


REAL = "hn_algolia/hn_item_a2web.json"
OUTLINES = {
    "hn_item_a2web.json": "1:abdd97 2:125837 1:c7eb3f",
}


def test_a_real_item_is_read(tmp_path):
    """The real file has its three comments, the first ones as compared by eye, and they stay so in conversion."""
    assert measures(real_file(REAL)) == (3, 2)
    assert outline(real_file(REAL)) == OUTLINES["hn_item_a2web.json"]
    assert_converts(real_file(REAL), tmp_path)
    assert facts(next(open_threads(real_file(REAL))).thread)[0] == "12345"
