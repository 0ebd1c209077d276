import json

import pytest
from hypothesis import HealthCheck, given, settings
from tests.sources.real_threads import assert_converts, facts, in_pre_order, made_threads, put

from threadmark.errors import InputError
from threadmark.sources.reading import open_threads
from threadmark.sources.rumoureval.folders import _MOVED
from threadmark.sources.source import GoldLabel
from threadmark.thread.build import MISSING_PARENT


def tweet(number, text, parent=None, **fields):
    """A tweet as Twitter's first API gave it."""
    user = {"screen_name": f"u{number}"}
    own = {"id_str": str(number), "text": text, "user": user, "created_at": "Wed Jan 07 11:11:33 +0000 2015"}
    return own | {"in_reply_to_status_id_str": parent and str(parent), "favorite_count": 3, "lang": "en"} | fields


def packed(value):
    """A value as a file's bytes."""
    return json.dumps(value).encode()


THREAD = {
    "source-tweet/1000.json": packed(tweet(1000, "The pool &amp; the lane close")),
    "replies/1001.json": packed(tweet(1001, "No!", 1000)),
    "replies/1002.json": packed(tweet(1002, "Who says so?", 1001)),
    "replies/1004.json": packed(tweet(1004, "I see.", 1003)),
    "structure.json": packed({"1000": {"1001": {"1002": []}, "1003": {"1004": []}}}),
}
REDDIT = {
    "source-tweet/abc.json": packed(
        {"kind": "Listing", "data": {"children": [{"kind": "t3", "data": {"id": "abc", "title": "The pool", "selftext": "It *leaks*.", "author": "ana", "created_utc": 1.5e9, "score": 7, "permalink": "/r/town/comments/abc/"}}]}}
    ),
    "replies/r1.json": packed({"kind": "t1", "data": {"id": "r1", "body": "Swim &gt; run", "author": "bob", "parent_id": "t3_abc", "created_utc": 1.5e9, "score": 2}}),
    "replies/r2.json": packed({"kind": "more", "data": {"id": "r2", "parent_id": "t1_r1"}}),
    "structure.json": packed({"abc": {"r1": {"r2": []}}}),
    "raw.json": packed([{}, {}]),
}  # fmt: skip


def within(folder, files):
    """The same files in a folder."""
    return {f"{folder}/{name}": content for name, content in files.items()}


SAMPLE = {
    "traindev/rumoureval-subtaskA-train.json": packed(
        {"1000": "support", "1001": "deny", "1002": "query", "77": "comment"}
    ),
    **within("rumoureval-data/poolcloses/1000", THREAD),
    **within("reddit-training-data/abc", REDDIT),
}


@pytest.fixture
def corpus(tmp_path):
    """A function that makes a corpus of some files."""

    def made(files):
        for name, content in files.items():
            (tmp_path / "corpus" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "corpus" / name).write_bytes(content)
        return tmp_path / "corpus"

    return made


def test_folders_are_threads(corpus):
    """The source tweet is the article; replies hang as the structure says, and those that no file holds are told."""
    _, pool = open_threads(corpus(SAMPLE))
    article = pool.thread.article
    assert (pool.thread.id, article.byline, article.published) == ("1000", "u1000", "2015-01-07T11:11:33Z")
    assert article.paragraphs == ("The pool & the lane close",)
    assert article.url == "https://twitter.com/u1000/status/1000"
    assert [(c.id, c.parent, c.author, c.text, c.score) for c in pool.thread] == [
        ("1001", None, "u1001", "No!", 3),
        ("1002", "1001", "u1002", "Who says so?", 3),
        ("1004", None, "u1004", "I see.", 3),
    ]
    assert pool.report.missing == 1
    assert pool.report.mended == {MISSING_PARENT: 1}
    assert pool.thread.extras(2)["missing_parent"] == "1003"


def test_reddit_s_threads_are_among_them(corpus):
    """Title and text of the post are the article, and a stub is a comment without text."""
    reddit, _ = open_threads(corpus(SAMPLE))
    assert (reddit.thread.article.title, reddit.thread.article.paragraphs) == ("The pool", ("It leaks.",))
    assert [(c.id, c.parent, c.author, c.text) for c in reddit.thread] == [
        ("r1", None, "bob", "Swim > run"),
        ("r2", "r1", None, ""),
    ]


@pytest.mark.parametrize(
    "inner", ["", "rumoureval-data", "rumoureval-data/poolcloses", "rumoureval-data/poolcloses/1000"]
)
def test_any_of_the_folders_may_be_given(corpus, inner):
    """The corpus, an event or one thread; the stances lie in a file beside or above them."""
    readings = list(
        open_threads(
            corpus(SAMPLE | {"rumoureval-data/dev-key.json": SAMPLE["traindev/rumoureval-subtaskA-train.json"]}) / inner
        )
    )
    assert readings[-1].thread.id == "1000"
    assert readings[-1].gold == tuple(
        GoldLabel(name, "sdqc", stance, "stance-sdqc")
        for name, stance in (("1000", "support"), ("1001", "deny"), ("1002", "query"))
    )


def test_pheme_is_called_otherwise_and_read_alike(corpus, tmp_path):
    """Folders source-tweets and reactions, and files that macOS leaves behind."""
    names = {"source-tweet": "source-tweets", "replies": "reactions"}
    files = {"/".join(names.get(part, part) for part in name.split("/")): content for name, content in THREAD.items()}
    files["reactions/._1001.json"] = b"\x00\x05\x16\x07"
    (reading,) = open_threads(corpus(within("event/rumours/1000", files)))
    assert reading.thread.ids == ("1001", "1002", "1004")
    assert reading.report.notes == []


def test_the_structure_goes_before_what_a_reply_says(corpus):
    """Where the two differ, that is counted; without a structure replies hang where they say."""
    moved = THREAD | {"structure.json": packed({"1000": {"1001": [], "1002": [], "1004": []}})}
    (reading,) = open_threads(corpus(within("e/1000", moved)))
    assert list(reading.thread.depths) == [1, 1, 1]
    assert reading.report.mended == {_MOVED: 1}
    (corpus({}) / "e/1000/structure.json").unlink()
    (reading,) = open_threads(corpus({}))
    assert list(reading.thread.depths) == [1, 2, 1]
    assert [note.text for note in reading.report.notes] == [
        "e/1000/structure.json: no tree is there; replies hang where they say"
    ]


def test_a_broken_file_is_told_and_left_out(corpus):
    """One bad file of thousands stops nothing."""
    broken = THREAD | {"replies/1002.json": b'{"text": ', "replies/1001.json": b"[]", "source-tweet/1000.json": b"12"}
    (reading,) = open_threads(corpus(within("e/1000", broken)))
    assert reading.thread.ids == ("1004",)
    assert [note.text for note in reading.report.notes] == [
        "e/1000/source-tweet/1000.json: is no message (left out)",
        "e/1000/replies/1001.json: is no message (left out)",
        "e/1000/replies/1002.json: is not valid JSON: expecting value (left out)",
        "1000: the source tweet is not in the folder",
    ]


def test_a_file_is_refused(tmp_path):
    """A thread here is a folder."""
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match="is a file"):
        list(open_threads(tmp_path / "x.json", format="rumoureval"))


def test_it_converts_without_loss(corpus, tmp_path):
    """The whole corpus."""
    assert_converts(corpus(SAMPLE), tmp_path)


def written(made):
    """The folder of invented tweets."""

    def below(parent):
        return {str(c.number): below(c.number) or [] for c in made if c.parent == parent}

    return {
        "source-tweet/source.json": packed(tweet(9999, "Source")),
        **{
            f"replies/{c.number}.json": packed(tweet(c.number, c.text, c.parent, user={"screen_name": c.author}))
            for c in made
        },
        "structure.json": packed({"9999": below(None) or []}),
    }


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made_threads())
def test_what_is_written_is_read(tmp_path_factory, made):
    """A folder of a made thread is that thread again."""
    folder = tmp_path_factory.mktemp("made") / "9"
    put(written(made), folder)
    (reading,) = open_threads(folder)
    assert [(c.id, c.parent, c.author, c.text) for c in reading.thread] == [
        (str(c.number), None if c.parent is None else str(c.parent), c.author, c.text) for c in in_pre_order(made)
    ]
    assert facts(reading.thread) == facts(next(open_threads(folder)).thread)
