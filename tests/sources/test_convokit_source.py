import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.sources.real_threads import assert_converts, assert_read_or_refused, in_pre_order, made_threads, mutated

from threadmark.errors import InputError
from threadmark.sources.reading import open_threads
from threadmark.sources.source import GoldLabel
from threadmark.thread.build import MISSING_PARENT

UTTERANCES = [
    {"id": "u1", "conversation_id": "u1", "reply-to": None, "speaker": "ana", "text": "The pool closes.\n\nIn May.", "timestamp": "1710237600", "meta": {"score": 5, "angry": False}},
    {"id": "u2", "conversation_id": "u1", "reply-to": "u1", "speaker": "bob", "text": "No!", "timestamp": 1710237660, "meta": {"score": 1, "angry": True, "tags": ["short", "loud"], "weight": 0.5}},
    {"id": "u3", "conversation_id": "u1", "reply-to": "u2", "speaker": "[deleted]", "text": "[deleted]", "timestamp": None, "meta": {}},
    {"id": "v1", "conversation_id": "v1", "reply-to": None, "speaker": "cy", "text": "The lane", "timestamp": None, "meta": {}},
    {"id": "v2", "conversation_id": "v1", "reply-to": "v9", "speaker": "dan", "text": "is narrow", "timestamp": None, "meta": {}},
]  # fmt: skip
CONVERSATIONS = {"u1": {"meta": {"title": "Pool", "url": "https://example.org/pool", "ward": 3}, "vectors": []}}
SPEAKERS = {"bob": {"meta": {"name": "Bob B."}, "vectors": []}, "ana": {"meta": {}}}


def lines(utterances):
    """Utterances, a line each."""
    return "".join(json.dumps(each) + "\n" for each in utterances).encode()


SAMPLE = {
    "utterances.jsonl": lines(UTTERANCES),
    "conversations.json": json.dumps(CONVERSATIONS).encode(),
    "speakers.json": json.dumps(SPEAKERS).encode(),
    "corpus.json": b"{}",
    "index.json": b"{}",
}


@pytest.fixture
def corpus(tmp_path):
    """A function that makes a corpus of some files."""

    def made(files):
        for name, content in files.items():
            (tmp_path / name).write_bytes(content)
        return tmp_path

    return made


def test_conversations_are_threads(corpus):
    """What begins a conversation is the article; the rest hangs as it answers; names and titles are brought in."""
    pool, lane = open_threads(corpus(SAMPLE))
    article = pool.thread.article
    assert (pool.report.format, pool.report.why) == ("convokit", "it holds utterances.jsonl")
    assert (article.title, article.byline, article.url) == ("Pool", "ana", "https://example.org/pool")
    assert (article.published, article.paragraphs) == ("2024-03-12T10:00:00Z", ("The pool closes.", "In May."))
    assert pool.thread.extra == {"meta": {"ward": 3}, "first": {"score": 5, "angry": False}}
    assert [(c.id, c.parent, c.author, c.text, c.score, c.deleted) for c in pool.thread] == [
        ("u2", None, "Bob B.", "No!", 1, False),
        ("u3", "u2", None, "[deleted]", None, True),
    ]
    assert pool.thread.extras(0) == {"angry": True, "tags": ["short", "loud"], "weight": 0.5}
    assert lane.report.mended == {MISSING_PARENT: 1}


def test_what_it_says_of_utterances_are_labels(corpus):
    """Words, yes and no, one for each of a list; numbers are measures and no labels."""
    pool, lane = open_threads(corpus(SAMPLE))
    assert pool.gold == (
        GoldLabel("u1", "angry", "no"),
        GoldLabel("u2", "angry", "yes"),
        GoldLabel("u2", "tags", "short"),
        GoldLabel("u2", "tags", "loud"),
    )
    assert lane.gold == ()


def old(utterance):
    """An utterance as the first versions had it."""
    names = {"conversation_id": "root", "reply-to": "reply_to", "speaker": "user"}
    return {names.get(name, name): value for name, value in utterance.items()}


def test_older_forms_are_read_alike(corpus, tmp_path):
    """One array of utterances, other names of fields, and metadata without a name."""
    new = [str(reading) for reading in open_threads(corpus(SAMPLE))]
    (tmp_path / "old").mkdir()
    for name, content in {
        "utterances.json": json.dumps([old(each) for each in UTTERANCES]).encode(),
        "conversations.json": json.dumps({key: value["meta"] for key, value in CONVERSATIONS.items()}).encode(),
        "users.json": json.dumps({key: value["meta"] for key, value in SPEAKERS.items()}).encode(),
    }.items():
        (tmp_path / "old" / name).write_bytes(content)
    found = list(open_threads(tmp_path / "old"))
    assert len(found) == len(new)
    assert found[0].thread.article.title == "Pool"
    assert found[0].thread.authors == ("Bob B.", None)


def test_the_utterances_alone_are_enough(corpus, tmp_path):
    """The file itself may be given; what lies beside it is brought in."""
    pool, _ = open_threads(corpus(SAMPLE) / "utterances.jsonl")
    assert pool.thread.article.title == "Pool"
    (tmp_path / "conversations.json").unlink()
    pool, _ = open_threads(tmp_path / "utterances.jsonl")
    assert pool.thread.article.title is None


def test_mixed_utterances_are_brought_together(corpus, monkeypatch):
    """Conversations that lie mixed in the file, also where they have to wait on the disk."""
    monkeypatch.setattr("threadmark.sources.grouping.WINDOW", 2000)
    mixed = [UTTERANCES[i] for i in (0, 3, 1, 4, 2)]
    pool, lane = open_threads(corpus(SAMPLE | {"utterances.jsonl": lines(mixed)}))
    assert (pool.thread.ids, lane.thread.ids) == (("u2", "u3"), ("v2",))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"id": "u1"\n{"id"', "JSON"),
        (b'{"text": "x"}\n{"id": "2"}\n', ":1: an utterance has no id"),
        (b"1\n", "utter"),
    ],
)
def test_what_is_no_utterance_is_refused(corpus, content, said):
    """With the file's name, and its line."""
    with pytest.raises(InputError, match=rf"utterances\.jsonl.*{said}"):
        list(open_threads(corpus({"utterances.jsonl": content})))


def test_it_converts_without_loss(corpus, tmp_path_factory):
    """The whole folder."""
    assert_converts(corpus(SAMPLE), tmp_path_factory.mktemp("converted"))


def utterances(made, n=0):
    """A conversation of invented comments, the `n`th of a corpus."""
    return [
        {"id": f"r{n}", "conversation_id": f"r{n}", "reply-to": None, "speaker": "x", "text": "root"},
        *(
            {"id": f"{n}-{c.number}", "conversation_id": f"r{n}", "reply-to": f"r{n}" if c.parent is None else f"{n}-{c.parent}", "speaker": c.author, "text": c.text, "timestamp": c.created, "meta": {"score": c.score}}
            for c in made
        ),
    ]  # fmt: skip


def written(made):
    """A corpus of one conversation."""
    return {"utterances.jsonl": lines(utterances(made))}


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(made_threads(), min_size=1, max_size=3))
def test_what_is_written_is_read(tmp_path, made):
    """Utterances of made threads are those threads again."""
    rows = [row for n, thread in enumerate(made) for row in utterances(thread, n)]
    (tmp_path / "utterances.jsonl").write_bytes(lines(rows))
    found = [reading.thread for reading in open_threads(tmp_path)]
    for n, (thread, comments) in enumerate(zip(found, made, strict=True)):
        assert [(c.id, c.parent, c.author, c.text, c.score, thread.created[c.index]) for c in thread] == [
            (f"{n}-{c.number}", None if c.parent is None else f"{n}-{c.parent}", c.author, c.text, c.score, c.created)
            for c in in_pre_order(comments)
        ]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mutated([lines(UTTERANCES)]))
def test_no_bytes_make_it_fail(tmp_path, data):
    """Whatever befalls the utterances, they are read or refused."""
    assert_read_or_refused(data, tmp_path, "convokit", "jsonl")
