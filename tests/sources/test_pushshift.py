import gzip
import json
from unittest.mock import patch

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.real_threads import (
    assert_converts,
    assert_read_or_refused,
    in_pre_order,
    made_threads,
    measures,
    mutated,
    outline,
    readings,
    real_file,
)

from threadmark.errors import InputError
from threadmark.sources import grouping
from threadmark.sources.json_input.form import ODD
from threadmark.sources.pushshift.reading import NO_SUBMISSION, STRAY
from threadmark.sources.pushshift.submissions import beside
from threadmark.sources.reading import open_threads, threads_in
from threadmark.thread.build import REMOVED


def comment(comment_id, body, thread="mill", parent=None, **fields):
    """A comment as it stands in a dump."""
    parent_id = f"t1_{parent}" if parent else f"t3_{thread}"
    own = {"id": comment_id, "link_id": f"t3_{thread}", "parent_id": parent_id, "body": body, "author": "bob"}
    return own | {"created_utc": 1710241200, "score": 1, "subreddit": "village", "retrieved_on": 1710250000} | fields


def submission(thread="mill", **fields):
    """A submission as it stands in a dump."""
    return {
        "id": thread,
        "title": f"On {thread}",
        "selftext": "It closes.",
        "author": "clerk",
        "num_comments": 2,
    } | fields


def lines(*rows):
    """Rows as a dump has them."""
    return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


SAMPLE = lines(
    comment("c1", "Closing it punishes *drivers*.", score=14),
    comment("d1", "And the pool?", thread="pool"),
    comment("c2", "&gt; punishes\n\nNo.", parent="c1", author="clerk", edited=1710241300, distinguished="moderator"),
    comment("c3", "[removed]", author="[deleted]", created_utc="1710241500", edited=False),
)


@pytest.fixture
def read(tmp_path):
    """A function that reads bytes under a name."""

    def read_(data, name="village_comments.ndjson"):
        path = tmp_path / name
        path.write_bytes(data)
        return list(open_threads(path))

    return read_


def test_a_dump_is_as_many_threads_as_it_has(read):
    """Comments of several threads in one file come out by thread, threads in the order in which they begin."""
    mill, pool = read(SAMPLE)
    assert mill.report.why == 'its first comment says "link_id": "t3_mill"'
    assert [(c.id, c.parent, c.author, c.text, c.score, c.role, c.deleted) for c in mill.thread] == [
        ("c1", None, "bob", "Closing it punishes drivers.", 14, None, False),
        ("c2", "c1", "clerk", "> punishes\n\nNo.", 1, "moderator", False),
        ("c3", None, None, "[removed]", 1, None, True),
    ]
    assert [c.created.timestamp() for c in mill.thread] == [1710241200, 1710241200, 1710241500]
    assert mill.thread[1].edited.timestamp() == 1710241300
    assert (pool.thread.id, pool.thread.ids) == ("pool", ("d1",))


@pytest.mark.parametrize(
    ("comments", "submissions"),
    [
        ("village_comments.ndjson", "village_submissions.ndjson"),
        ("mill_comments.jsonl", "mill_submission.ndjson"),
        ("r_village_comments.jsonl", "r_village_posts.jsonl"),
        ("RC_2024-03.zst", "RS_2024-03.zst"),
        ("RC_2024-03", "RS_2024-03.zst"),
    ],
)
def test_submissions_lie_beside(read, tmp_path, comments, submissions):
    """A dump of submissions that is named as the dump of comments gives the threads their titles and texts."""
    rows = lines(submission(url="https://example.org/mill", created_utc=1710237600, score=9), submission("quay"))
    (tmp_path / submissions).write_bytes(zstandard.compress(rows) if submissions.endswith("zst") else rows)
    mill, pool = read(zstandard.compress(SAMPLE) if comments.endswith("zst") else SAMPLE, comments)
    assert mill.report.notes[0].text == f"titles and texts from {submissions} beside it"
    assert (mill.thread.article.title, mill.thread.article.byline) == ("On mill", "clerk")
    assert mill.thread.article.paragraphs == ("It closes.",)
    assert mill.thread.article.published == "2024-03-12T10:00:00Z"
    assert mill.thread.extra == {"score": 9, "num_comments": 2}
    assert (mill.report.missing, mill.report.mended) == (0, {})
    assert (pool.thread.article.title, pool.report.mended) == (None, {NO_SUBMISSION: 1})


def test_the_author_of_a_submission_has_a_role(read, tmp_path):
    """Who submitted and comments is the author, unless a comment was made as a moderator."""
    (tmp_path / "village_submissions.ndjson").write_bytes(lines(submission()))
    rows = lines(
        comment("c1", "Mine.", author="clerk"), comment("c2", "Ours.", author="clerk", distinguished="moderator")
    )
    (reading,) = read(rows)
    assert [c.role for c in reading.thread] == ["author", "moderator"]


def test_submissions_that_cannot_be_read_are_told(read, tmp_path):
    """What lies beside and can't be read doesn't keep the comments from being read."""
    (tmp_path / "village_submissions.ndjson").write_bytes(b"")
    mill, _ = read(SAMPLE)
    assert mill.report.notes[0].text == "village_submissions.ndjson beside it can't be read: the file is empty"
    (tmp_path / "village_submissions.ndjson").write_bytes(lines(submission()) + b"{")
    mill, _ = read(SAMPLE)
    assert mill.thread.article.title == "On mill"
    assert "can't be read to its end" in mill.report.notes[0].text


def test_only_a_file_named_so_lies_beside(tmp_path):
    """Other files in the folder are let be."""
    for name in ("RS_2024-04.zst", "village.ndjson", "village_submissions.csv", "other_submissions.ndjson"):
        (tmp_path / name).touch()
    assert beside(tmp_path / "RC_2024-03.zst") is None
    assert beside(tmp_path / "village_comments.ndjson") is None
    assert beside(tmp_path / "village.ndjson") is None


def test_submissions_alone_are_threads_without_comments(read, tmp_path):
    """A dump of submissions is as many threads without comments when it is named, and none in a folder."""
    found = read(lines(submission(), submission("pool", num_comments=0)), "village_submissions.ndjson")
    assert [(r.thread.id, len(r.thread), r.report.missing) for r in found] == [("mill", 0, 2), ("pool", 0, 0)]
    assert threads_in(tmp_path) == []


def test_submissions_among_the_comments_are_joined(read):
    """Submissions in the same file are joined to their comments, wherever they stand."""
    mill, pool, quay = read(
        lines(submission("quay"), submission(num_comments=5)) + SAMPLE + lines(submission("pool")), "a.ndjson"
    )
    assert (mill.thread.article.title, pool.thread.article.title, len(quay.thread)) == ("On mill", "On pool", 0)
    assert mill.report.missing == 5 - 3


@pytest.mark.parametrize("form", ["lines", "crlf", "array", "answer", "gz", "zst"])
def test_a_dump_is_read_in_any_wrapping(read, form):
    """Lines, an array, an API's answer, packed or not: the threads are the same."""
    rows = [json.loads(line) for line in SAMPLE.splitlines()]
    data = {
        "lines": SAMPLE,
        "crlf": SAMPLE.replace(b"\n", b"\r\n\r\n"),
        "array": json.dumps(rows, indent=2).encode(),
        "answer": json.dumps({"data": rows, "metadata": {}}).encode(),
        "gz": gzip.compress(SAMPLE),
        "zst": zstandard.ZstdCompressor(
            compression_params=zstandard.ZstdCompressionParameters(window_log=31, enable_ldm=True)
        ).compress(SAMPLE),
    }[form]
    assert [list(reading.thread.ids) for reading in read(data, f"made.{form}")] == [["c1", "c2", "c3"], ["d1"]]


def test_ids_written_as_numbers_are_read(read):
    """Old dumps give numbers where Reddit writes them to base 36; of no parent, none."""
    rows = lines(
        comment("a1", "One.", parent_id=None),
        comment("a2", "Two.", parent_id=int("a1", 36)),
        comment("a3", "Three.", link_id="t3_mill", parent_id="mill"),
    )
    (reading,) = read(rows)
    assert [(c.id, c.parent) for c in reading.thread] == [("a1", None), ("a2", "a1"), ("a3", None)]


def test_odd_rows_are_mended_and_counted(read):
    """An odd field is left out, a lone surrogate removed, both counted; other rows are as they were."""
    odd = lines(
        comment("c1", "Well.", score={}), comment("c2", "So \ud83d it is.", parent="c1"), comment("c3", "Fine.")
    )
    (reading,) = read(odd)
    assert reading.report.mended == {ODD: 1, REMOVED: 1, NO_SUBMISSION: 1}
    assert list(reading.thread.texts) == ["Well.", "So it is.", "Fine."]


def test_a_broken_row_is_refused_by_its_line(read):
    """What is no JSON, or no row of a dump, is refused with its line."""
    with pytest.raises(InputError, match=r"village_comments\.ndjson:6: is not valid JSON"):
        read(SAMPLE + b'\n{"id": "c9", "bo')
    with pytest.raises(InputError, match=r"village_comments\.ndjson:5: is not what it looks like"):
        read(SAMPLE + b'{"id": "c9"}\n')


def interleaved(threads, each):
    """A dump in which many threads are under way at once."""
    rows = [
        comment(
            f"c{thread}x{number}",
            "word " * 20,
            thread=f"th{thread}",
            parent=f"c{thread}x{number - 1}" if number else None,
        )
        for number in range(each)
        for thread in range(threads)
    ]
    return lines(*rows)


def test_a_dump_larger_than_the_memory_gives_the_same(read):
    """Where the comments have to wait on the disk the threads are the same, and their order too."""
    data = interleaved(12, 9)
    expected = [(reading.thread.id, list(reading.thread.ids)) for reading in read(data)]
    with patch.object(grouping, "WINDOW", 30_000):
        assert [(reading.thread.id, list(reading.thread.ids)) for reading in read(data)] == expected
    assert expected[0] == ("th0", [f"c0x{number}" for number in range(9)])


def test_a_sorted_dump_is_read_as_it_comes(tmp_path):
    """Where threads stand one after another the first is there before the file is read to its end."""
    path = tmp_path / "village_comments.ndjson"
    rows = b"".join(lines(*(comment(f"c{t}x{n}", "word", thread=f"th{t}") for n in range(3))) for t in range(400))
    path.write_bytes(rows + b"{broken")
    with patch.object(grouping, "WINDOW", 20_000):
        assert next(iter(open_threads(path))).thread.id == "th0"


def test_a_late_comment_is_not_lost(read):
    """In a sorted dump, a comment long after its thread's others makes a thread of its own, which the report says."""
    rows = b"".join(lines(*(comment(f"c{t}x{n}", "word", thread=f"th{t}") for n in range(3))) for t in range(40))
    with patch.object(grouping, "WINDOW", 20_000):
        found = read(rows + lines(comment("late", "Wait.", thread="th2", parent="c2x0")))
    assert (found[-1].thread.id, list(found[-1].thread.ids)) == ("th2-2", ["late"])
    assert found[-1].report.mended[STRAY] == 1


def rows_of(made, thread):
    """Invented comments of one submission."""
    return [
        comment(
            f"c{each.number}", each.text, thread=thread, parent=None if each.parent is None else f"c{each.parent}",
            author=each.author, created_utc=each.created, score=each.score, edited=each.edited or False,
        )
        for each in made
    ]  # fmt: skip


def written(made):
    """A dump of one thread."""
    return lines(*rows_of(made, "th0"))


@settings(deadline=None, max_examples=40)
@given(st.lists(made_threads(), min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_what_is_written_is_read(tmp_path_factory, made, random):
    """Whatever threads a dump holds, in whatever order their comments stand, each comment comes out as it is."""
    rows = [row for index, thread in enumerate(made) for row in rows_of(thread, f"th{index}")]
    random.shuffle(rows)
    path = tmp_path_factory.mktemp("dump") / "made_comments.ndjson"
    path.write_bytes(lines(*rows) or b"[]")
    found = {r.thread.id: r for r in open_threads(path, format="pushshift")}
    assert sum(len(reading.thread) for reading in found.values()) == len(rows)
    for index, thread in enumerate(made):
        for each in in_pre_order(thread):
            read_ = found[f"th{index}"].thread
            c = read_[read_.index(f"c{each.number}")]
            assert c.parent == (None if each.parent is None else f"c{each.parent}")
            assert (c.author, c.text, c.created.timestamp(), c.score) == (
                each.author,
                each.text,
                each.created,
                each.score,
            )
            assert read_.edited(c.index) == each.edited
    assert all(set(reading.report.mended) <= {NO_SUBMISSION} for reading in found.values())


@settings(deadline=None, max_examples=80)
@given(
    mutated([SAMPLE, lines(submission()) + SAMPLE, b"[" + SAMPLE.strip().replace(b"\n", b",") + b"]"]),
    st.sampled_from(["pushshift", None]),
)
def test_broken_dumps_are_read_or_refused(tmp_path_factory, data, name):
    """Whatever becomes of a dump's bytes, it is read or refused by name."""
    assert_read_or_refused(data, tmp_path_factory.mktemp("dump"), name, "ndjson")


REAL = "pushshift/n49rw_comments.ndjson"
OUTLINES = {
    "n49rw_comments.ndjson": "1:882371 2:19c72a 3:2dea31 4:38ddcc 5:35024c 6:d15f34 7:6b2c52 8:a927c7 9:4ab23f 8:31b5c5 7:03ac33 7:483858 8:3ccc32 7:0f3cf6 7:7e9ebb 8:58afd1 9:92be04 9:c80e20 6:5a2a69 5:11d103 6:2ecba3 5:494c94 6:700fce 5:41a03b 5:c23b7b 5:b6bdfe 5:afc178 5:1d6539 4:216bc7 4:bbae48",
}


def test_a_real_dump_has_its_comments():
    """The real dump has as many comments, as deep, as its manifest says; its submission lies beside it."""
    assert measures(real_file(REAL)) == (1428, 11)
    (reading,) = readings(real_file(REAL))
    assert (reading.thread.article.title, len(reading.thread.article.paragraphs)) == ("We're back", 15)
    # The manifest's 172 "deleted" are deleted accounts; of those, the text of 25 is gone too.
    assert sum(comment.author is None for comment in reading.thread) == 172
    assert sum(comment.deleted for comment in reading.thread) == 25


def test_a_real_dump_converts(tmp_path):
    """The real dump is the same after conversion."""
    assert_converts(real_file(REAL), tmp_path)


@pytest.mark.parametrize("name", OUTLINES)
def test_real_dumps_begin_as_they_were_looked_at(name):
    """The first comments of the real dump are those that were compared by eye with the raw file."""
    assert outline(real_file(f"pushshift/{name}")) == OUTLINES[name]
