"""RumourEval's folders and key: as the task's baseline and scorer read them, and as we do."""

import json
from collections import Counter
from dataclasses import replace
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exports.everything import ANA, BEN, a_label
from tests.exports.in_memory import CLAIMS, a_thread, label, labelled_of, written
from tests.exports.scheme_books import recorded

from threadmark.cli import program
from threadmark.exports.rumoureval import structure, twitter_time
from threadmark.labels.records import Answer, Review
from threadmark.labels.store import LabelStore
from threadmark.sources.reading import open_threads
from threadmark.sources.tables.values import seconds as read_seconds
from threadmark.thread import Article
from threadmark.thread.build import ThreadBuilder
from threadmark.thread.report import ImportReport

RUMOUR, OTHER = CLAIMS
GOLDEN = {
    "ana/twitter-english/threads/1000/source-tweet/1000.json": b'{"id_str":"1000","id":1000,"text":"The pool &amp; the lane close.\\n\\nWe hear.","user":{"screen_name":null}}\n',
    "ana/twitter-english/threads/1000/replies/1001.json": b'{"id_str":"1001","id":1001,"text":"No, it is &lt;open&gt;!","user":{"screen_name":"bob"},"created_at":"Wed Jan 07 11:11:33 +0000 2015","in_reply_to_status_id_str":"1000","in_reply_to_status_id":1000,"favorite_count":3}\n',
    "ana/twitter-english/threads/1000/replies/1002.json": b'{"id_str":"1002","id":1002,"text":"Who says so?","user":{"screen_name":null},"in_reply_to_status_id_str":"1001","in_reply_to_status_id":1001}\n',
    "ana/twitter-english/threads/1000/structure.json": b'{"1000":{"1001":{"1002":[]}}}\n',
    "ana/key.json": b'{"subtaskaenglish":{"1001":"deny","1002":"query"}}\n',
}  # fmt: skip


def prepared(everything):
    """Labels of the scheme's own, by both annotators, in two rounds, with evidence, at odd ids."""
    book = recorded("stance-sdqc")
    for comment, stance, *quotes, who, number in (
        ("c1", "deny", "punishes", ANA, 1),
        ("c1", "support", ANA, 2),
        ("c2", "query", "🙄", ANA, 1),
        ("c2", "deny", BEN, 1),
        ("c4", "support", "支持 封路", BEN, 1),
        ("c/5 é", "deny", ANA, 1),
        ("c6", "comment", BEN, 1),
    ):
        stamps = {"by": who, "round": number, "target": "claim:k1", "codebook": book.sha256[:12]}
        everything.add(book, a_label(comment, "sdqc", stance, *quotes, **stamps))


def read_back(place):
    """What the key of each annotator says of each message; the baseline loads threads and key."""
    for own in place.iterdir():
        files = {path.relative_to(place).as_posix(): path.read_bytes() for path in own.rglob("*") if path.is_file()}
        who, _, number = own.name.partition("@")
        for comment, stance in baseline(files, own.name)[1].items():
            yield comment, unquote(who), int(number or 1), stance


def as_carried(each):
    """Only the scheme's own stances have a place in it, without their words."""
    return (each.comment, each.annotator, each.round, each.label) if each.dimension == "sdqc" else None


def pool():
    """A small thread as RumourEval has them."""
    builder = ThreadBuilder(ImportReport())
    builder.add("1001", None, "bob", "No, it is <open>!", created=1420629093.0, score=3)
    builder.add("1002", "1001", None, "Who says so?")
    return builder.build(Article(paragraphs=("The pool & the lane close.", "We hear.")), thread_id="1000")


def sdqc(thread, comment, stance, *spans, target=RUMOUR, **fields):
    """A label of the scheme's own layer."""
    return label(thread, comment, "sdqc", stance, *spans, target=target, **fields)


def labelled(thread, *labels, reviews=()):
    """The same with the codebook that has SDQC."""
    return labelled_of(thread, labels, reviews, [recorded("stance-sdqc")])


def baseline(files, who):
    """Threads and labels as the baseline of 2019 loads them: folder by folder, a message a line."""
    key = json.loads(files[f"{who}/key.json"])["subtaskaenglish"]
    threads = {}
    for path, data in files.items():
        own, *rest = path.split("/")
        if own == who and rest[0] == "twitter-english":
            _, _, thread, kind, *_ = rest
            [value] = [json.loads(line) for line in data.decode().splitlines()]
            threads.setdefault(thread, {}).setdefault(kind, []).append(value)
    for each in threads.values():
        [source], [tree] = each["source-tweet"], each["structure.json"]
        assert list(tree) == [source["id_str"]]
        replies = {reply["id_str"]: reply for reply in each.get("replies", ())}
        assert set(branched(tree)) == {source["id_str"], *replies}
        assert all(above == replies[own]["in_reply_to_status_id_str"] for own, above in branched(tree).items() if above)
    return threads, key


def branched(tree, above=None):
    """Each message of a tree and the one above it; a leaf is an empty list."""
    found = {}
    for own, below in tree.items():
        assert below == [] or isinstance(below, dict)
        found |= {own: above} | (branched(below, own) if below else {})
    return found


def score(reference, submission):
    """Accuracy, as the scorer of 2019 counts it."""
    truth, said = (json.loads(each)["subtaskaenglish"] for each in (reference, submission))
    return sum(said.get(name) == stance for name, stance in truth.items()) / len(truth)


def test_a_small_corpus_is_written_so():
    """File by file, byte by byte."""
    thread = pool()
    assert (
        written("rumoureval", labelled(thread, sdqc(thread, "1001", "deny"), sdqc(thread, "1002", "query"))) == GOLDEN
    )


def test_the_baseline_and_the_scorer_read_it():
    """Each annotator has a corpus and a key; keys score against each other."""
    thread = a_thread({"c1": "a", "c2": "b", "c3": "c"})
    both = [sdqc(thread, "c1", "deny"), sdqc(thread, "c2", "query"), sdqc(thread, "c1", "deny", by="ben")]
    files = written("rumoureval", labelled(thread, *both, sdqc(thread, "c2", "comment", by="ben")))
    threads, key = baseline(files, "ana")
    assert (list(threads), key) == (["lane"], {"c1": "deny", "c2": "query"})
    assert baseline(files, "ben")[1] == {"c1": "deny", "c2": "comment"}
    assert score(files["ana/key.json"], files["ana/key.json"]) == 1
    assert score(files["ana/key.json"], files["ben/key.json"]) == 0.5


def test_what_is_not_the_very_same_is_lost_by_name():
    """Our stances are only close to theirs; evidence, notes and open questions have no place; nothing else goes."""
    thread = a_thread({"c1": "No. It's open.", "c2": "b"})
    given = labelled(
        thread,
        sdqc(thread, "c1", "deny", (0, 2)),
        sdqc(thread, "c1", "query", target=OTHER),
        sdqc(thread, "c2", "support", either=1),
        sdqc(thread, "c2", "comment", either=1),
        label(thread, "c1", "stance", "against", target=RUMOUR),
        label(thread, "c1", "fallacy", "straw_man"),
        reviews=[
            Review(
                "lane",
                "c2",
                "ana",
                1,
                "done",
                note="hm",
                answers=(Answer("fallacy", None, asked=True, outcome="skipped"),),
            )
        ],
    )
    assert baseline(written("rumoureval", given), "ana")[1] == {"c1": "deny", "c2": "support"}
    assert given.tally.lost == {
        "evidence": 1,
        "stances toward another claim than most": 1,
        "a second reading of the same comment": 1,
        "stance.position.against: rumoureval has only deny, which is close": 1,
        "fallacy.straw_man: rumoureval has nothing like it": 1,
        "notes": 1,
        "questions left open": 1,
    }


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["a", "<&amp;>", "é\n\n京", "𝕏\t"])), max_size=8))
@settings(max_examples=20)
def test_our_reader_has_the_same_threads_and_labels(tmp_path_factory, replies):
    """Ids, parents, texts, authors and stances come back as they were."""
    builder = ThreadBuilder(ImportReport())
    for number, (above, text) in enumerate(replies, 1):
        parent = f"r{above}" if 0 < above < number else None
        builder.add(f"r{number}", parent, f"u{number}", text, created=1.5e9 + number, score=number)
    thread = builder.build(Article(paragraphs=("One.", "Two.")), thread_id="t-1")
    stances = {name: ("support", "deny", "query", "comment")[at % 4] for at, name in enumerate(thread.ids)}
    labels = [sdqc(thread, name, stance) for name, stance in stances.items()]
    folder = tmp_path_factory.mktemp("corpus")
    for path, data in written("rumoureval", labelled(thread, *labels)).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    if not replies:
        return
    (reading,) = open_threads(folder / "ana")
    again = reading.thread
    assert (again.id, again.article.paragraphs, list(again.ids)) == ("t-1", ("One.", "Two."), list(thread.ids))
    for column in ("parents", "texts", "authors", "created", "scores"):
        assert list(getattr(again, column)) == list(getattr(thread, column))
    assert {gold.comment: gold.label for gold in reading.gold} == stances


def test_labels_come_back_through_the_command(tmp_path, monkeypatch):
    """`threadmark convert … --labels-as ana` has the labels that went out."""
    monkeypatch.chdir(tmp_path)
    for path, data in GOLDEN.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    command = ["convert", "ana", "-o", "pool.threads.jsonl", "--labels-as", "ana"]
    came = CliRunner().invoke(program, command)
    assert came.exit_code == 0, came.output
    [path] = tmp_path.glob("*labels*.json")
    store = LabelStore.open(path, read_only=True)
    assert {(each.comment, each.annotator, each.label) for each in store.labels()} == {
        ("1001", "ana", "deny"),
        ("1002", "ana", "query"),
    }


def test_messages_of_two_threads_are_never_called_alike():
    """The key has one entry an id; what another thread has had already gets its own thread's in front."""
    one, two = a_thread({"c1": "a"}), a_thread({"c1": "b"}, "pool")
    first, second = labelled(one, sdqc(one, "c1", "deny")), labelled(two, sdqc(two, "c1", "query"))
    files = written("rumoureval", replace(first, held=(*first.held, *second.held)))
    assert json.loads(files["ana/key.json"]) == {"subtaskaenglish": {"c1": "deny", "pool/c1": "query"}}
    assert Counter("pool" in path for path in files)[True] == 3


def test_a_chain_of_any_depth_is_written():
    """Nothing recurses."""
    thread = a_thread({f"c{number}": "a" for number in range(20_000)})
    data = b"".join(structure(thread, [*thread.ids, "lane"]))
    assert data.startswith(b'{"lane":{"c0":{"c1":{')
    assert (data.count(b"{"), data.count(b"[]")) == (data.count(b"}"), 1)


@pytest.mark.parametrize("seconds", [0, 951782400, 1420629093, -86400])
def test_times_are_read_again(seconds):
    """As Twitter wrote them, in English wherever the program runs."""
    assert read_seconds(twitter_time(seconds)) == seconds
