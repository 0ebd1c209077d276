import json
from math import isnan
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from threadmark.errors import InputError
from threadmark.sources import opening
from threadmark.sources.native.writing import thread_file, write_thread
from threadmark.sources.reading import open_threads
from threadmark.thread import build

HEAD = {"format": "threadmark-thread", "version": 1, "id": "made"}


def read(path, data, format_=None):
    """All readings of a file with these bytes."""
    path.write_bytes(data)
    return list(open_threads(path, format=format_))


def one(path, comments, **fields):
    """The reading of one thread with these comments."""
    (reading,) = read(path, json.dumps(HEAD | fields | {"comments": comments}).encode(), "native")
    return reading


def facts(thread):
    """All that a thread says, comparable; NaN as text."""
    article = thread.article
    rows = [
        (c.id, c.parent, c.author, c.text, c.role, c.score, c.deleted, c.inferred, dict(thread.extras(c.index)))
        for c in thread
    ]
    times = [str(time) for time in thread.created], [str(thread.edited(index)) for index in range(len(thread))]
    return thread.id, article, dict(thread.extra), rows, times


@pytest.fixture
def file(tmp_path):
    """A path to write to."""
    return tmp_path / "made.thread.json"


TEXT = st.text(st.characters(), max_size=20) | st.sampled_from(
    ['a "quote"', '}, {"id": "x', "back\\slash", "\x1b[2J", ""]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
IDS = st.none() | st.sampled_from("abcdefgh") | st.integers(0, 9) | TEXT
TIMES = st.none() | st.datetimes().map(lambda at: at.isoformat() + "Z") | st.floats(0, 2e9) | st.just("no time")
COMMENTS = st.fixed_dictionaries(
    {"id": IDS, "text": st.none() | TEXT},
    optional={
        "parent": IDS,
        "author": st.none() | TEXT,
        "created": TIMES,
        "edited": TIMES | st.booleans(),
        "score": st.none() | st.integers() | st.floats(),
        "role": st.none() | TEXT,
        "deleted": st.none() | st.booleans(),
        "inferred": st.none() | st.fixed_dictionaries({"cue": TEXT, "confidence": st.floats(0, 1)}),
        "extra": JSON,
        "unknown": JSON,
    },
)
THREADS = st.fixed_dictionaries(
    {"format": st.just("threadmark-thread"), "comments": st.lists(COMMENTS, max_size=8)},
    optional={
        "id": st.none() | TEXT,
        "title": st.none() | TEXT,
        "byline": st.none() | TEXT,
        "published": st.none() | st.sampled_from(["2024-03-12", "2024-03-12T10:00:00+02:00", "soon"]),
        "url": st.none() | TEXT,
        "article": st.lists(TEXT, max_size=3),
        "version": st.just(1),
        "extra": JSON,
        "unknown": JSON,
    },
)


def written(made):
    """A native file of invented comments."""
    comments = [
        {"id": f"c{m.number}", "parent": None if m.parent is None else f"c{m.parent}", "author": m.author, "text": m.text, "created": m.created, "edited": m.edited, "score": m.score}
        for m in made
    ]  # fmt: skip
    return {"format": "threadmark-thread", "version": 1, "id": "made", "comments": comments}


LAYOUTS = st.sampled_from([{}, {"indent": 1}, {"separators": (",", ":")}, {"ensure_ascii": False}])


def dumped(made, layout, turned):
    """The bytes of a made thread, its fields in another order when turned."""
    if turned:
        made = dict(reversed(made.items()))
    return json.dumps(made, **layout).encode("utf-8", "surrogatepass")


@settings(deadline=None)
@given(THREADS, LAYOUTS, st.booleans())
def test_what_is_written_reads_back_the_same(tmp_path_factory, made, layout, turned):
    """Whatever a native file holds: read, written and read again it is the same thread, written again the same bytes."""
    file = tmp_path_factory.mktemp("native") / "made.thread.json"
    ((thread, _),) = [(r.thread, r.report) for r in read(file, dumped(made, layout, turned), "native")]
    for form in (lambda thread: b"".join(thread_file(thread)), write_thread):
        written = form(thread)
        (again,) = read(file, written)
        assert facts(again.thread) == facts(thread)
        assert form(again.thread) == written
        assert set(again.report.mended) <= {build.EMPTY}


@settings(deadline=None)
@given(st.lists(THREADS, min_size=1, max_size=4), LAYOUTS, st.booleans(), st.integers(1, 120))
def test_cutting_changes_nothing(tmp_path_factory, made, layout, turned, chunk):
    """A file read in pieces of a few bytes gives the threads that it gives when it is read at once."""
    file = tmp_path_factory.mktemp("native") / "made.threads.jsonl"
    data = b"\n".join(dumped(each, layout, turned) for each in made)
    whole = [facts(reading.thread) for reading in read(file, data, "native")]
    with patch.object(opening, "CHUNK", chunk), patch.object(opening, "HEAD", chunk):
        pieces = [facts(reading.thread) for reading in read(file, data, "native")]
    assert pieces == whole
    assert len(whole) == len(made)


@settings(deadline=None)
@given(THREADS, LAYOUTS, st.data(), st.integers(1, 120))
def test_a_file_that_is_cut_short_is_refused(tmp_path_factory, made, layout, data, chunk):
    """Whatever the place where a file ends too early, it is refused and named, never half read."""
    file = tmp_path_factory.mktemp("native") / "made.thread.json"
    written = dumped(made, layout, turned=False)
    end = data.draw(st.integers(1, len(written) - 1))
    with (
        patch.object(opening, "CHUNK", chunk),
        patch.object(opening, "HEAD", chunk),
        pytest.raises(InputError, match=r"made\.thread\.json"),
    ):
        read(file, written[:end], "native")


@settings(deadline=None)
@given(st.binary(max_size=200) | TEXT.map(lambda text: b'{"comments": [' + text.encode("utf-8", "surrogatepass")))
@example(b'{"format": "threadmark-thread", "comments": [{}}')
def test_no_bytes_make_it_fail(tmp_path_factory, data):
    """Any bytes are a thread or a refusal, nothing else."""
    file = tmp_path_factory.mktemp("native") / "made.thread.json"
    try:
        read(file, data, "native")
    except InputError as error:
        assert "made.thread.json" in str(error)  # noqa: PT017 -- both outcomes are right


def test_a_boundary_inside_a_string_is_no_boundary(file):
    """A text that looks like the end of a comment and the beginning of another stays one text."""
    text = '}, {"id": "x", "text": "' * 50
    with patch.object(opening, "CHUNK", 64), patch.object(opening, "HEAD", 64):
        reading = one(file, [{"id": "a", "text": text}, {"id": "b", "text": text}])
    assert reading.thread.texts == (text, text)


def test_the_comments_of_another_object_are_not_the_comments(file):
    """A key `comments` inside something else, or inside a text, is not where the comments begin."""
    made = {"x": {"comments": [{"id": "no"}]}, "title": '"comments": [{', "comments": [{"id": "yes", "text": "t"}] * 1}
    with patch.object(opening, "CHUNK", 16), patch.object(opening, "HEAD", 16):
        (reading,) = read(file, json.dumps(HEAD | made).encode(), "native")
    assert reading.thread.ids == ("yes",)
    assert reading.thread.extra == {"x": {"comments": [{"id": "no"}]}}


def test_unknown_fields_are_kept_and_merged(file):
    """What the program has no use for is kept, beside an `extra` that was there; of two with one name neither is lost."""
    reading = one(
        file,
        [{"id": "a", "text": "t", "flair": "x", "extra": {"old": 1}}, {"id": "b", "k": 1, "extra": {"k": 2}}],
        source="crawl",
        extra={"old": 2},
    )
    assert reading.thread.extra == {"source": "crawl", "old": 2}
    assert reading.thread.extras(0) == {"flair": "x", "old": 1}
    assert reading.thread.extras(1) == {"k": 1, "extra": {"k": 2}}


def test_every_field_arrives(file):
    """Each field of the form has its place in the thread."""
    (reading,) = read(
        file,
        json.dumps(
            HEAD
            | {
                "title": "T",
                "byline": "B",
                "published": "2024-03-12",
                "url": "https://harbourpost.example/1",
                "article": ["one", "two"],
                "comments": [
                    {"id": "b", "parent": "a", "author": "bob", "text": "y", "edited": True, "deleted": True},
                    {"id": "a", "author": "ana", "text": "x", "created": "2024-03-12T10:00:00Z", "score": -3}
                    | {"role": "moderator", "edited": "2024-03-12T11:00:00Z"},
                    {"id": "c", "parent": "a", "text": "", "inferred": {"cue": "author pair", "confidence": 0.9}},
                ],
            }
        ).encode(),
    )
    thread = reading.thread
    assert (thread.id, thread.article.title, thread.article.byline, thread.article.published) == (
        "made",
        "T",
        "B",
        "2024-03-12",
    )
    assert thread.article.paragraphs == ("one", "two")
    first, second, third = thread
    assert (first.id, first.author, first.score, first.role, first.created.isoformat(), first.edited.hour) == (
        "a",
        "ana",
        -3,
        "moderator",
        "2024-03-12T10:00:00+00:00",
        11,
    )
    assert (second.id, second.depth, second.deleted, isnan(thread.edited(1))) == ("b", 2, True, True)
    assert (third.parent, third.inferred.cue, third.inferred.confidence) == ("a", "author pair", 0.9)


def test_numbers_serve_as_ids(file):
    """Ids that a file gives as numbers become text, in comments and where they are replied to."""
    reading = one(file, [{"id": 2, "parent": 1, "text": "y"}, {"id": 1, "text": "x"}])
    assert [(c.id, c.parent) for c in reading.thread] == [("1", None), ("2", "1")]


def test_a_score_that_is_no_whole_number_is_kept_beside(file):
    """An optional field of another type is no reason to refuse a thread, nor to lose the field."""
    thread = one(file, [{"id": "a", "text": "x", "score": 1.5, "deleted": "yes"}, {"id": "b", "score": 2.0}]).thread
    assert thread.scores == (None, 2)
    assert thread.extras(0) == {"score": 1.5, "deleted": "yes"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"format": "threadmark-thread", "version": 2, "comments": []}', "newer threadmark"),
        (b'{"comments": [], "version": 99, "format": "threadmark-thread"}', "newer threadmark"),
        (b'{"format": "threadmark-thread", "comments": {"a": []}}', "an object instead of a list"),
        (b'{"format": "threadmark-thread", "comments": [["a"]]}', "a list instead of an object"),
        (b'{"format": "threadmark-thread", "comments": [{"id": "a", "text": ["x"]}]}', "the text of comment 'a'"),
        (b'{"format": "threadmark-thread", "comments": [{"id": ["a"]}]}', "the id of comment"),
        (b'{"format": "threadmark-thread", "comments": [], "title": 7}', "its title is not text"),
        (b'{"format": "threadmark-thread", "comments": [], "article": "one"}', "not a list of paragraphs"),
        (b'{"format": "threadmark-labels", "comments": []}', 'no "format": "threadmark-thread"'),
        (b'{"comments": []}', 'no "format": "threadmark-thread"'),
        (b"[]", "a list instead of an object"),
        (b'{"format": "threadmark-thread",\n"comments": [{"id": "a"}\n{"id": "b"}]}', "json:2: is not valid JSON"),
        (b'{"format": "threadmark-thread", "x": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "nested too deeply"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_line(file, data, said):
    """A newer version, a wrong type, broken JSON: one sentence that names the file and the fault."""
    with pytest.raises(InputError, match=r"made\.thread\.json") as caught:
        read(file, data, "native")
    assert said in str(caught.value)


def test_a_corpus_names_the_line_at_fault(tmp_path):
    """The threads before a broken line come, and the error names its line."""
    good = json.dumps(HEAD | {"comments": []})
    path = tmp_path / "many.threads.jsonl"
    path.write_text(f"{good}\n\n{good}\n{{broken\n")
    readings = open_threads(path)
    assert [len(next(readings).thread) for _ in range(2)] == [0, 0]
    with pytest.raises(InputError, match=r"many\.threads\.jsonl:4: is not valid JSON"):
        next(readings)


def test_a_corpus_is_read_as_it_comes(tmp_path):
    """The first thread is there before the last is read."""
    path = tmp_path / "many.threads.jsonl"
    line = json.dumps(HEAD | {"comments": [{"id": str(at), "text": "word " * 40} for at in range(500)]})
    path.write_text(f"{line}\n" * 40)
    seen = []
    readings = open_threads(path, progress=lambda read, of: seen.append((read, of)))
    next(readings)
    assert seen[-1][0] < seen[-1][1] == path.stat().st_size
    assert sum(1 for _ in readings) == 39
    assert seen[-1][0] == seen[-1][1]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding(file, encoding):
    """JSON with a byte order mark in any Unicode encoding is read; the report says which."""
    data = json.dumps(HEAD | {"comments": [{"id": "a", "text": "größer 漢字"}]}, ensure_ascii=False)
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    (reading,) = read(file, (mark + data).encode(encoding))
    assert reading.thread.texts == ("größer 漢字",)
    assert (reading.report.encoding is None) == (encoding == "utf-8-sig")


def test_another_encoding_is_detected(file):
    """JSON that somebody saved in Latin-1 is read, and the report says so."""
    made = HEAD | {
        "comments": [{"id": "a", "author": "Jürgen", "text": "Schön für Fußgänger, aber größer wäre schöner."}]
    }
    (reading,) = read(file, json.dumps(made, ensure_ascii=False).encode("latin-1"))
    assert reading.thread.authors == ("Jürgen",)
    assert reading.report.encoding == "cp1252"


def test_lone_surrogates_and_nan_are_read(file):
    """What only the stdlib's reader lets pass is no reason to refuse a file: it is cleaned and counted."""
    reading = one(file, [{"id": "a", "text": "half \ud83e pair", "weight": float("nan")}])
    assert reading.thread.texts == ("half  pair",)
    assert reading.thread.extras(0) == {"weight": "nan"}
    assert reading.report.mended == {build.REMOVED: 1}


def test_a_file_of_its_own_is_one_comment_a_line(file):
    """The readable form can be searched and compared line by line."""
    thread = one(file, [{"id": "a", "text": "x"}, {"id": "b", "parent": "a", "text": "ü"}], article=["p", "q"]).thread
    assert b"".join(thread_file(thread)).decode() == (
        '{"format": "threadmark-thread",\n "version": 1,\n "id": "made",\n "article": [\n  "p",\n  "q"],\n'
        ' "comments": [\n  {"id":"a","parent":null,"text":"x"},\n  {"id":"b","parent":"a","text":"ü"}]}\n'
    )


def test_a_line_of_a_corpus_is_one_line(file):
    """The other form has no newline but its last sign."""
    thread = one(file, [{"id": "a", "text": "one\ntwo"}]).thread
    assert write_thread(thread).count(b"\n") == 1
    assert write_thread(thread).endswith(b"}\n")
