import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.real_threads import (
    assert_converts,
    assert_read_or_refused,
    branches,
    facts,
    in_pre_order,
    made_threads,
    measures,
    mutated,
    outline,
    readings,
    real_file,
)

from threadmark.sources.json_input.form import ODD
from threadmark.sources.reading import open_threads
from threadmark.sources.reddit.listings import CONTINUED, STUBS, UNKNOWN
from threadmark.thread.build import MISSING_PARENT


def listing(*things):
    """Things in a listing."""
    return {"kind": "Listing", "data": {"after": None, "children": list(things)}}


def submission(**fields):
    """A submission."""
    return {
        "kind": "t3",
        "data": {"id": "mill", "name": "t3_mill", "title": "Mill Lane closes", "selftext": ""} | fields,
    }


def comment(comment_id, body, *replies, parent="t3_mill", **fields):
    """A comment and what stands below it."""
    own = {"id": comment_id, "name": f"t1_{comment_id}", "parent_id": parent, "link_id": "t3_mill", "body": body}
    below = listing(*(each | {"data": each["data"] | {"parent_id": f"t1_{comment_id}"}} for each in replies))
    return {"kind": "t1", "data": own | {"author": "bob", "replies": below if replies else ""} | fields}


def stub(count, *children, stub_id="x1"):
    """What stands where comments are held back."""
    return {"kind": "more", "data": {"count": count, "id": stub_id, "parent_id": "t3_mill", "children": list(children)}}


SAMPLE = [
    listing(
        submission(
            selftext="The council *voted*.\n\nSee [the plan](https://example.org/plan).",
            author="clerk",
            url="https://www.reddit.com/r/village/comments/mill/mill_lane_closes/",
            permalink="/r/village/comments/mill/mill_lane_closes/",
            subreddit="village",
            created_utc=1710237600.0,
            num_comments=9,
            score=12,
        )
    ),
    listing(
        comment(
            "c1",
            "Closing it punishes *drivers* &amp; shops.",
            comment(
                "c2", "&gt; punishes drivers\n\nIt does not.", author="clerk", distinguished=None, is_submitter=True
            ),
            stub(4, "c5", "c6"),
            author="ana",
            score=14,
            created_utc=1710241200.0,
            edited=1710241300.0,
            stickied=True,
        ),
        comment("c3", "[removed]", stub(0, stub_id="_"), author="[deleted]", score=None, edited=True),
        comment("c4", "Be civil.", author="warden", distinguished="moderator", score_hidden=True),
        stub(2, "c7", "c8"),
    ),
]


@pytest.fixture
def read(tmp_path):
    """A function that reads a value written as JSON."""

    def read_(value, name="thread.json"):
        path = tmp_path / name
        path.write_text(json.dumps(value), encoding="utf-8")
        return list(open_threads(path))

    return read_


def test_a_saved_thread_is_read(read):
    """The two listings of a thread become its article and its comments, with all that Reddit says of them."""
    ((thread, report),) = [(reading.thread, reading.report) for reading in read(SAMPLE)]
    assert (report.format, report.why) == ("reddit", 'it says "kind": "Listing"')
    assert (thread.id, thread.article.title, thread.article.byline) == ("mill", "Mill Lane closes", "clerk")
    assert thread.article.published == "2024-03-12T10:00:00Z"
    assert thread.article.paragraphs == ("The council voted.", "See the plan <https://example.org/plan>.")
    assert thread.extra["permalink"] == "https://www.reddit.com/r/village/comments/mill/mill_lane_closes/"
    assert [(c.id, c.parent, c.author, c.role, c.score, c.deleted) for c in thread] == [
        ("c1", None, "ana", None, 14, False),
        ("c2", "c1", "clerk", "author", None, False),
        ("c3", None, None, None, None, True),
        ("c4", None, "warden", "moderator", None, False),
    ]
    assert thread[0].text == "Closing it punishes drivers & shops."
    assert thread[1].text == "> punishes drivers\n\nIt does not."
    assert thread[0].created.isoformat() == "2024-03-12T11:00:00+00:00"
    assert thread[0].edited.isoformat() == "2024-03-12T11:01:40+00:00"
    assert thread[2].edited is None
    assert thread.edited(2) is not None
    assert dict(thread.extras(0)) == {"stickied": True, "more": 4}


def test_what_is_held_back_is_told(read):
    """Stubs are counted, the comments not in the file are told from the thread's own count."""
    (reading,) = read(SAMPLE)
    assert reading.report.mended == {STUBS: 2, CONTINUED: 1}
    assert reading.report.missing == 9 - 4
    assert reading.report.lines()[0].split(": ", 1)[1].startswith("4 of 9 comments, 5 not in the file")
    no_count = [listing(submission()), SAMPLE[1]]
    assert read(no_count)[0].report.missing == 4 + 2


def test_a_comment_knows_how_many_replies_are_held_back(read):
    """The comment below which a stub stands keeps the stub's count."""
    held_back = stub(7)
    held_back["data"]["parent_id"] = "t1_c1"
    (reading,) = read([listing(submission()), listing(comment("c1", "Well."), held_back)])
    assert reading.thread.extras(0) == {"more": 7}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("a &lt;b&gt; &amp;amp; c", "a <b> & c"),
        ("a < b &amp;amp; c", "a < b &amp; c"),
        ("fish &amp; chips", "fish & chips"),
        ("snake_case and 2 * 3", "snake_case and 2 * 3"),
        ("&gt; quoted\n\nanswered", "> quoted\n\nanswered"),
    ],
)
def test_bodies_are_plain_text(read, body, text):
    """Markdown and escapes are read, whether or not the API escaped the body."""
    assert read([listing(submission()), listing(comment("c1", body))])[0].thread[0].text == text


def test_a_permalink_leaves_a_comment_without_its_parent(read):
    """Saved from below, the top comment names a parent that is not there: hung under the article, and said."""
    (reading,) = read([listing(submission()), listing(comment("c9", "So?", parent="t1_c8"))])
    assert reading.report.mended == {MISSING_PARENT: 1}
    assert (reading.thread[0].parent, dict(reading.thread.extras(0))) == (None, {"missing_parent": "c8"})


def test_one_listing_of_comments_is_as_many_threads(read):
    """Comments of several threads in one listing become several threads, and what is unknown is counted."""
    others = comment("d1", "Elsewhere.", link_id="t3_pool", parent="t3_pool")
    found = read(listing(comment("c1", "Here."), others, {"kind": "t5", "data": {}}, comment("c2", "Here too.")))
    assert [(reading.thread.id, list(reading.thread.ids)) for reading in found] == [
        ("mill", ["c1", "c2"]),
        ("pool", ["d1"]),
    ]
    assert found[0].report.mended == {UNKNOWN: 1}


def test_a_thread_a_line_is_a_corpus(tmp_path):
    """Threads written a line each are threads each, packed or not."""
    other = [listing(submission(id="pool", title="The pool")), listing()]
    lines = "\n".join(map(json.dumps, (SAMPLE, other)))
    path = tmp_path / "threads.jsonl.gz"
    path.write_bytes(gzip.compress(lines.encode()))
    found = [reading.thread for reading in open_threads(path)]
    assert [(thread.id, len(thread)) for thread in found] == [("mill", 4), ("pool", 0)]


def test_the_answer_for_more_comments_is_read(read):
    """What `morechildren` answers is a thread of the comments it brings."""
    answer = {
        "json": {"errors": [], "data": {"things": [comment("c5", "Late."), comment("c6", "Later.", parent="t1_c5")]}}
    }
    (reading,) = read(answer)
    assert [(c.id, c.depth) for c in reading.thread] == [("c5", 1), ("c6", 2)]


def test_odd_fields_are_left_out_and_counted(read):
    """A field of another type than Reddit's is left out and counted; the comment stays."""
    (reading,) = read([listing(submission(num_comments="many")), listing(comment("c1", "Well.", score=[], author=7))])
    assert reading.report.mended == {ODD: 3}
    assert (reading.thread[0].score, reading.thread[0].author, reading.thread[0].text) == (None, None, "Well.")


def test_any_depth_is_read(tmp_path):
    """A chain of 10,000 replies is read; JSON itself is nested five times as deep."""
    depth = 10_000
    begin = '{"kind":"t1","data":{"id":"c%d","parent_id":"t1_c%d","link_id":"t3_mill","body":"%d","replies":{"kind":"Listing","data":{"children":['
    path = tmp_path / "deep.json"
    path.write_text(
        '{"kind":"Listing","data":{"children":['
        + "".join(begin % (number, number - 1, number) for number in range(1, depth + 1))
        + "]}}}}" * depth
        + "]}}"
    )
    (reading,) = open_threads(path)
    assert reading.thread.depths[-1] == len(reading.thread) == depth


def written(made):
    """Invented comments as Reddit gives them."""

    def things(pairs):
        found = []
        for each, below in pairs:
            parent = "t3_mill" if each.parent is None else f"t1_c{each.parent}"
            data = {
                "id": f"c{each.number}", "parent_id": parent, "link_id": "t3_mill", "author": each.author, "body": each.text,
                "created_utc": float(each.created), "score": each.score, "edited": float(each.edited) if each.edited else False,
                "replies": listing(*things(below)) if below else "",
            }  # fmt: skip
            found.append({"kind": "t1", "data": data})
        return found

    return [listing(submission()), listing(*things(branches(made)))]


@settings(deadline=None, max_examples=40)
@given(made_threads())
def test_what_is_written_is_read(tmp_path_factory, made):
    """Whatever thread Reddit gives, its comments are read as they are, in the order of the file."""
    path = tmp_path_factory.mktemp("reddit") / "thread.json"
    path.write_text(json.dumps(written(made)))
    (reading,) = open_threads(path)
    found = [(c.id, c.parent, c.author, c.text, c.created.timestamp(), c.score) for c in reading.thread]
    assert found == [
        (f"c{m.number}", None if m.parent is None else f"c{m.parent}", m.author, m.text, m.created, m.score)
        for m in in_pre_order(made)
    ]
    assert [reading.thread.edited(index) for index in range(len(made))] == [m.edited for m in in_pre_order(made)]
    assert not reading.report.mended


@settings(deadline=None, max_examples=80)
@given(mutated([json.dumps(SAMPLE).encode()]), st.sampled_from(["reddit", None]))
def test_broken_files_are_read_or_refused(tmp_path_factory, data, name):
    """Whatever becomes of a file's bytes, it is read or refused by name."""
    assert_read_or_refused(data, tmp_path_factory.mktemp("reddit"), name)


REAL = {
    "1j7g9uj_context.json": (67, 4, 228),
    "3hahrw_sort_old.json": (470, 10, 537),
    "6wmniq_context100_removed.json": (200, 7, 6280),
    "n49rw.json": (485, 10, 1412),
}


@pytest.mark.parametrize("name", REAL)
def test_real_threads_have_their_comments(name):
    """Real files have as many comments, as deep, as their manifest says, and tell how many they lack."""
    path = real_file(f"reddit/{name}")
    count, depth, said = REAL[name]
    assert measures(path) == (count, depth)
    assert readings(path)[0].report.missing == said - count


def test_real_threads_convert(tmp_path):
    """A real thread is the same after conversion."""
    assert_converts(real_file("reddit/3hahrw_sort_old.json"), tmp_path)
    assert_converts(real_file("reddit/6wmniq_context100_removed.json"), tmp_path)


def test_a_thread_is_the_same_by_either_way():
    """What a listing and a dump have in common of one real thread is the same in both."""
    (saved,) = readings(real_file("reddit/n49rw.json"))
    (dumped,) = readings(real_file("pushshift/n49rw_comments.ndjson"))
    assert saved.thread.id == dumped.thread.id
    assert saved.thread.article == dumped.thread.article
    rows = {row[0]: row[1:5] for row in facts(dumped.thread)[3]}
    assert all(row[1:5] == rows[row[0]] for row in facts(saved.thread)[3])


OUTLINES = {
    "1j7g9uj_context.json": "1:18936b 2:49f985 3:bd5daa 4:ebcd06 4:f494c1 4:f494c1 4:f494c1 4:f494c1 4:f494c1 4:f494c1 4:f494c1 4:f494c1 4:f494c1 4:f494c1 4:f494c1 4:f494c1 4:f494c1 4:f494c1 4:f494c1 4:f494c1 4:f494c1 4:f494c1 4:f494c1 4:f494c1 4:f494c1 4:f494c1 4:f494c1 4:f494c1 4:f494c1 4:f494c1",
    "3hahrw_sort_old.json": "1:4e36ce 2:b1ba0b 3:a8a721 4:ace744 5:95863e 6:094c83 7:7dd7df 8:a0272e 8:0098fc 9:17be3e 10:f7332a 9:13b894 5:933659 5:e7992f 5:96a5b8 4:7ed6cd 4:163b13 4:667bfa 5:bdc572 6:c962a3 7:162868 4:0cc158 3:04c7b2 3:33db9b 4:53c789 5:85d624 6:d2fcd2 7:3dc07c 4:74ca35 3:475aa4",
    "6wmniq_context100_removed.json": "1:1acecb 2:6ecef3 2:e6b62c 3:7a935d 4:416e44 5:9887ad 1:8353f8 2:1adc2c 3:069e36 4:1331b5 2:b60615 3:d52f8f 3:7adf27 4:064eca 2:ed7abb 3:8360af 2:ed6edf 1:8f2aa0 2:262849 3:eb5138 4:196b43 2:3d9477 3:afff13 4:3f33e0 5:92c953 6:a317a9 7:ac0633 1:9ce16e 2:aed744 3:6ea3bb",
    "n49rw.json": "1:882371 2:19c72a 3:2dea31 4:38ddcc 5:35024c 6:d15f34 7:6b2c52 8:a927c7 9:4ab23f 7:03ac33 7:483858 5:11d103 6:2ecba3 5:494c94 4:216bc7 4:bbae48 5:7b1519 5:943944 4:f9cd82 5:2bd4cd 6:4438e0 7:7e5581 7:f77bef 6:358967 5:4a7d47 6:4e58e2 7:9ac541 6:b722af 5:db502c 5:5cc04c",
}


@pytest.mark.parametrize("name", OUTLINES)
def test_real_threads_begin_as_they_were_looked_at(name):
    """The first comments of a real file are those that were compared by eye with the raw file."""
    assert outline(real_file(f"reddit/{name}")) == OUTLINES[name]
