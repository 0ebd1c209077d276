"""JSON whose replies lie inside the comments they answer, or whose comments lie below its top."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.sources.real_threads import assert_read_or_refused, in_pre_order, made_threads, mutated

from threadmark.sources.reading import open_threads
from threadmark.sources.tables.lists import NO_OBJECT
from threadmark.sources.tables.nested import UNFOLLOWED

few = settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])

PHOTO = [
    {
        "id": 1, "created_at": 1710237600, "text": "Open on Sundays!", "owner": {"username": "ana"}, "likes_count": 4,
        "answers": [
            {"id": 2, "created_at": 1710237660, "text": "@ana who pays?", "owner": {"username": "bob"}, "likes_count": 0}
        ],
    },
    {"id": 3, "created_at": 1710237700, "text": "At last.", "owner": {"username": "cy"}, "likes_count": 1, "answers": []},
]  # fmt: skip
PAPER = {
    "status": "OK",
    "results": {
        "comments": [
            {
                "commentID": 1, "userDisplayName": "Ana", "commentBody": "Open it.<br/>Now.", "createDate": "1710237600",
                "parentID": None, "recommendations": 3, "replies": [
                    {"commentID": 2, "userDisplayName": "Bob", "commentBody": "Who pays?", "createDate": "1710237660",
                     "parentID": 1, "replies": []},
                    {"commentID": 4, "userDisplayName": "Cy", "commentBody": "We do.", "createDate": "1710237670",
                     "parentID": 2, "replies": []},
                ],
            },
        ],
        "totalParentCommentsFound": 1,
    },
}  # fmt: skip
DISCUSSION = {
    "status": "ok",
    "discussion": {
        "key": "/p/pool", "title": "Open on Sundays?", "webUrl": "https://example.org/pool", "commentCount": 3,
        "comments": [
            {
                "id": 1, "body": "<p>Open it.</p>", "isoDateTime": "2024-03-12T10:00:00Z",
                "userProfile": {"displayName": "Ana"}, "numRecommends": 2,
                "responses": [
                    {"id": 2, "body": "<p>Who pays?</p>", "isoDateTime": "2024-03-12T10:01:00Z",
                     "userProfile": {"displayName": "Bob"}, "responseTo": {"commentId": "1"}}
                ],
            }
        ],
    },
}  # fmt: skip
STORY = {
    "data": {
        "story": {
            "url": "https://example.org/lane",
            "metadata": {"title": "The lane"},
            "comments": {
                "edges": [
                    {"node": {"id": "a", "body": "Close it.", "author": {"username": "ana"}, "createdAt": "2024-03-12T10:00:00Z",
                              "replies": {"edges": [{"node": {"id": "b", "body": "Why?", "author": {"username": "bob"}}}],
                                          "pageInfo": {"hasNextPage": False}}}}
                ]
            },
        }
    }
}  # fmt: skip


@pytest.fixture
def read(tmp_path):
    """A function that reads a value, or text, as one saved file."""

    def read_(content, **options):
        text = content if isinstance(content, str) else json.dumps(content)
        (tmp_path / "saved").write_text(text, encoding="utf-8")
        return list(open_threads(tmp_path / "saved", **options))

    return read_


def links(thread):
    """Id, parent, author, text and score of all comments."""
    return [(c.id, c.parent, c.author, c.text, c.score) for c in thread]


def test_answers_of_a_photo_are_replies(read):
    """As Instaloader saves them; the link is the file's own, so no name is asked for it."""
    (reading,) = read(PHOTO)
    assert links(reading.thread) == [
        ("1", None, "ana", "Open on Sundays!", 4),
        ("2", "1", "bob", "@ana who pays?", 0),
        ("3", None, "cy", "At last.", 1),
    ]
    assert not reading.report.inferred
    assert not reading.report.mended


def test_a_newspapers_comments_lie_below_the_top(read):
    """Replies to replies lie beside each other there, and say themselves whom they answer."""
    (reading,) = read(PAPER)
    assert links(reading.thread) == [
        ("1", None, "Ana", "Open it.\nNow.", 3),
        ("2", "1", "Bob", "Who pays?", None),
        ("4", "2", "Cy", "We do.", None),
    ]
    assert reading.thread[0].created.isoformat() == "2024-03-12T10:00:00+00:00"
    assert '"comments" holds objects' in reading.report.why


@pytest.mark.parametrize("indent", [None, 1])
def test_what_is_around_the_list_tells_of_the_article(read, indent):
    """Its title, address, and how many comments there are that the file does not hold."""
    (reading,) = read(json.dumps(DISCUSSION, indent=indent))
    thread = reading.thread
    assert (thread.article.title, thread.article.url) == ("Open on Sundays?", "https://example.org/pool")
    assert thread.id == "https://example.org/pool"
    assert links(thread) == [("1", None, "Ana", "Open it.", 2), ("2", "1", "Bob", "Who pays?", None)]
    assert reading.report.missing == 1


def test_lists_may_be_wrapped(read):
    """As GraphQL wraps them, each entry in a node."""
    (reading,) = read(STORY)
    assert [(c.id, c.parent, c.author) for c in reading.thread] == [("a", None, "ana"), ("b", "a", "bob")]
    assert reading.thread.article.url == "https://example.org/lane"
    assert reading.thread.extras(0) == {"replies": {"pageInfo": {"hasNextPage": False}}}


@pytest.mark.parametrize("wrap", [list, lambda each: {"articles": each}, lambda each: "\n".join(map(json.dumps, each))])
def test_several_articles_each_hold_their_comments(read, wrap):
    """In one array, in a list below the top, or a line each."""
    articles = [
        {"title": f"Lane {n}", "url": f"https://example.org/{n}", "text": "It closes.", "author": "eve",
         "comments": [{"id": f"{n}a", "author": "ana", "text": "Why?", "replies": [{"id": f"{n}b", "author": "bob", "text": "So."}]}]}
        for n in (1, 2)
    ]  # fmt: skip
    readings = read(wrap(articles))
    assert [reading.thread.article.title for reading in readings] == ["Lane 1", "Lane 2"]
    assert [reading.thread.article.paragraphs for reading in readings] == [("It closes.",)] * 2
    assert [[(c.id, c.parent) for c in reading.thread] for reading in readings] == [
        [("1a", None), ("1b", "1a")],
        [("2a", None), ("2b", "2a")],
    ]


def test_an_article_without_comments_is_told(read):
    """It makes no thread, and is not passed over in silence."""
    comment = {"id": 1, "author": "ana", "text": "Why?"}
    articles = [{"title": "One", "comments": []}, {"title": "Two", "comments": [comment]}]
    said = [line for reading in read(articles) for line in reading.report.lines()]
    assert any("holds no comments" in line for line in said)


@pytest.mark.parametrize("wrap", [list, lambda each: "\n".join(map(json.dumps, each))])
def test_articles_are_no_comments_though_the_first_has_none(read, wrap):
    """What an article looks like is told by any of the first objects of an array, or in lines."""
    comment = {"id": "c", "author": "ana", "text": "Why?"}
    first, second, third = (
        {"id": n, "title": f"Lane {n}", "text": "It closes.", "author": "eve", "comments": []} for n in (1, 2, 3)
    )
    del second["comments"]
    third["comments"] = [comment]
    (reading,) = read(wrap([first, second, third]))
    assert [(c.id, c.author) for c in reading.thread] == [("c", "ana")]
    assert reading.thread.article.title == "Lane 3"
    said = reading.report.lines()
    assert sum("holds no comments" in line for line in said) == 2


def test_a_comment_below_which_some_are_is_none_of_an_article(read):
    """Without a title it is a comment, wherever in the file replies to it are met."""
    rows = [{"id": n, "author": "ana", "text": "a", "comments": []} for n in (1, 2)]
    rows[1]["comments"] = [{"id": 3, "author": "bob", "text": "b"}]
    (reading,) = read("\n".join(map(json.dumps, rows)))
    assert [(c.id, c.parent) for c in reading.thread] == [("1", None), ("2", None), ("3", "2")]


@pytest.mark.parametrize("title", [{}, {"title": "Open thread"}])
@pytest.mark.parametrize("wrap", [list, lambda each: "\n".join(map(json.dumps, each))])
def test_articles_are_set_apart_by_their_texts(read, wrap, title):
    """They have no id and no address, and one title or none; none loses its text to another."""
    articles = [
        {**title, "text": f"It closes {n}.", "comments": [{"id": n, "author": "ana", "text": "Why?"}]} for n in (1, 2)
    ]
    readings = read(wrap(articles))
    assert [reading.thread.article.paragraphs for reading in readings] == [("It closes 1.",), ("It closes 2.",)]
    assert [[c.id for c in reading.thread] for reading in readings] == [["1"], ["2"]]
    assert len({reading.thread.id for reading in readings}) == 2


def test_pages_of_one_thread_are_one(read):
    """What holds them tells of no article."""
    pages = [{"page": n, "comments": [{"id": n, "author": "ana", "text": "Why?"}]} for n in (1, 2)]
    (reading,) = read({"pages": pages})
    assert [c.id for c in reading.thread] == ["1", "2"]


def test_ids_may_be_given_anew_in_each_comment(read):
    """Replies are numbered within what they answer: they hang where they lie, whatever else has their number."""
    rows = [
        {"id": 1, "author": "ana", "text": "a", "replies": [
            {"id": 1, "author": "bob", "text": "b"}, {"id": 2, "author": "bob", "text": "c"}]},
        {"id": 2, "author": "ana", "text": "d", "replies": [
            {"id": 1, "author": "bob", "text": "e", "replies": [{"id": 1, "author": "cy", "text": "f"}]}]},
    ]  # fmt: skip
    (reading,) = read(rows)
    texts = [c.text for c in reading.thread]
    above = {
        c.text: None if c.parent is None else texts[list(reading.thread.ids).index(c.parent)] for c in reading.thread
    }
    assert above == {"a": None, "b": "a", "c": "a", "d": None, "e": "d", "f": "e"}


def test_nobody_answers_what_lies_below_them(read):
    """A parent that is named is not taken where it would make a ring of what is nested."""
    third = {"id": 3, "parent_id": 2, "author": "cy", "text": "c"}
    second = {"id": 2, "parent_id": 3, "author": "bob", "text": "b", "replies": [third]}
    (reading,) = read([{"id": 1, "parent_id": None, "author": "ana", "text": "a", "replies": [second]}])
    assert [(c.id, c.parent) for c in reading.thread] == [("1", None), ("2", "1"), ("3", "2")]
    assert not reading.report.mended


def test_replies_without_ids_hang_where_they_lie(read):
    """No comment has an id, and some have: the nesting is enough."""
    row = {
        "author": "ana",
        "text": "a",
        "replies": [{"author": "bob", "text": "b", "replies": [{"author": "cy", "text": "c"}]}],
    }
    (reading,) = read([row, {"author": "dan", "text": "d"}])
    assert list(reading.thread.depths) == [1, 2, 3, 1]
    row["replies"][0]["replies"][0]["id"] = "c"
    row["id"] = "a"
    (reading,) = read([row, {"author": "dan", "text": "d", "id": "d"}])
    assert list(reading.thread.depths) == [1, 2, 3, 1]


def test_lists_that_cannot_be_followed_are_counted(read):
    """What lies in them is kept, and the report says how many there are."""
    rows = [
        {"id": 1, "author": "ana", "text": "a", "replies": [{"said": "b"}]},
        {"id": 2, "author": "bob", "text": "c", "quoted": [{"id": 3, "text": "d"}]},
        {"id": 4, "author": "bob", "text": "c", "replies": [{"id": 5, "text": "e", "author": "cy"}, "more"]},
        {"id": 6, "author": "bob", "text": "f", "replies": ["7", "8"]},
    ]
    (reading,) = read(rows)
    assert reading.report.mended[UNFOLLOWED] == 3
    assert [c.id for c in reading.thread] == ["1", "2", "4", "5", "6"]
    assert reading.thread.extras(0) == {"replies": [{"said": "b"}]}
    assert reading.thread.extras(2) == {"replies": ["more"]}


@pytest.mark.parametrize("wrap", [lambda each: each, lambda each: [each, each | {"title": "b"}]])
def test_what_is_no_object_in_a_list_is_counted(read, monkeypatch, wrap):
    """One entry that is null does not keep the others from being read, wherever in the file it is met."""
    monkeypatch.setattr("threadmark.sources.tables.records.LOOK", 2)
    comments = [{"id": n, "author": "ana", "text": "a"} for n in range(4)]
    comments[1:1], comments[5:] = [None], ["gone"]
    readings = read(wrap({"title": "a", "comments": comments}))
    assert all([c.id for c in reading.thread] == ["0", "1", "2", "3"] for reading in readings)
    assert sum(reading.report.mended[NO_OBJECT] for reading in readings) == 2 * len(readings)


@pytest.mark.parametrize("wrap", [lambda each: each, lambda each: [each]])
def test_the_first_of_a_list_may_be_no_object(read, wrap):
    """The comments are found by the first that is one."""
    (reading,) = read(wrap({"title": "a", "text": "b", "comments": [None, {"id": 1, "author": "ana", "text": "a"}]}))
    assert [c.id for c in reading.thread] == ["1"]
    assert reading.report.mended[NO_OBJECT] == 1


def test_another_list_of_comments_is_named(read):
    """Of two lists one is read; the report says where the other lies."""
    comments = DISCUSSION["discussion"]["comments"]
    (reading,) = read({"comments": comments, "pinned": {"comments": comments}, "hidden": comments})
    assert len(reading.thread) == 2
    said = reading.report.lines()
    assert {
        each for each in ("pinned", "hidden") if f"not read, though there may be comments in it: {each}" in said
    } == {"pinned", "hidden"}


def test_other_lists_of_each_article_are_named(read):
    """Once, however many articles have them."""
    comment = {"id": 1, "author": "ana", "text": "Why?"}
    articles = [{"id": n, "comments": [comment], "hidden": {"comments": [comment]}, "tags": ["a"]} for n in (1, 2)]
    readings = read("\n".join(map(json.dumps, articles)))
    said = [line for reading in readings for line in reading.report.lines()]
    assert [line for line in said if "not read" in line] == ["not read, though there may be comments in it: hidden"]


@pytest.mark.parametrize("wrap", [lambda each: each, lambda each: [each, each]])
def test_the_article_may_lie_beside_its_comments(read, wrap):
    """In an object of its own, which is called so."""
    article = {"title": "The lane", "url": "https://example.org/lane", "body": "It closes."}
    readings = read(wrap({"article": article, "comments": [{"id": 1, "author": "ana", "text": "Why?"}]}))
    (found,) = {
        (each.thread.article.title, each.thread.article.url, each.thread.article.paragraphs) for each in readings
    }
    assert found == ("The lane", "https://example.org/lane", ("It closes.",))


def test_what_holds_pages_tells_of_the_article(read):
    """Pages say nothing of it; objects that do are articles themselves, whatever holds them is called."""
    pages = [{"page": n, "comments": [{"id": n, "author": "ana", "text": "Why?"}]} for n in (1, 2)]
    (reading,) = read({"title": "The lane", "url": "https://example.org/lane", "pages": pages})
    assert (reading.thread.article.title, len(reading.thread)) == ("The lane", 2)
    assert reading.thread.article.url == "https://example.org/lane"
    articles = [{"title": f"Lane {each['page']}", **each} for each in pages]
    readings = read({"title": "All lanes", "articles": articles})
    assert [each.thread.article.title for each in readings] == ["Lane 1", "Lane 2"]


def test_replies_that_come_late_in_a_file_are_met(read, monkeypatch):
    """Also where the rows that are looked at first have none, nor such a field."""
    monkeypatch.setattr("threadmark.sources.tables.records.LOOK", 2)
    rows = [{"id": n, "author": "ana", "text": "a"} for n in range(5)]
    rows[4]["replies"] = [{"id": 9, "author": "bob", "text": "b"}]
    (reading,) = read(rows)
    assert [(c.id, c.parent) for c in reading.thread][-1] == ("9", "4")


def test_a_chain_of_ten_thousand_is_read(read):
    """Nothing recurses over what is nested."""
    depth = 10_000
    row = '{"id": %d, "author": "ana", "text": "a", "replies": ['
    (reading,) = read("[" + "".join(row % n for n in range(depth)) + "]}" * depth + "]")
    assert len(reading.thread) == depth
    assert reading.thread.depths[-1] == depth


def test_fields_below_the_top_can_be_named(read):
    """`--map` names the fields of a comment in whatever list they are."""
    (reading,) = read({"found": {"them": [{"n": 1, "said": "One", "who": "ana"}]}}, columns={"id": "n", "text": "said"})
    assert [(c.id, c.text) for c in reading.thread] == [("1", "One")]


def nested(made):
    """Invented comments, each with its replies in it."""
    objects = {
        c.number: {"id": c.number, "author": c.author, "text": c.text, "created_at": c.created, "replies": []}
        for c in made
    }
    for c in made:
        if c.parent is not None:
            objects[c.parent]["replies"].append(objects[c.number])
    return [objects[c.number] for c in made if c.parent is None]


@few
@given(made_threads(), st.sampled_from(["array", "below", "lines"]))
def test_what_is_nested_is_read_as_it_was_nested(tmp_path, made, form):
    """A made thread, however it is saved, is that thread again."""
    rows = nested(made)
    if not rows:
        return
    path = tmp_path / "made"
    content = (
        "\n".join(map(json.dumps, rows))
        if form == "lines"
        else json.dumps({"data": {"comments": rows}} if form == "below" else rows)
    )
    path.write_text(content, encoding="utf-8")
    (reading,) = open_threads(path, format="jsonl")
    assert [(c.id, c.parent, c.text) for c in reading.thread] == [
        (str(c.number), None if c.parent is None else str(c.parent), c.text) for c in in_pre_order(made)
    ]


@few
@given(mutated([json.dumps(each).encode() for each in (PHOTO, PAPER, DISCUSSION, STORY)]))
def test_no_bytes_make_it_fail(tmp_path, data):
    """Whatever befalls a file, it is read or refused."""
    assert_read_or_refused(data, tmp_path, "jsonl", "jsonl")
