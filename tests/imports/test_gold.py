import json
from contextlib import closing

import pytest
from click.testing import CliRunner
from tinydb import TinyDB

from threadmark.cli import program
from threadmark.labels.store import LabelStore

COCOLOFA = [
    {
        "id": 427,
        "title": "Why the pool closes",
        "date": "16 March 2018",
        "author": "Maria M.",
        "link": "https://example.org/pool",
        "content": "<p>It leaks.</p>",
        "comments": [
            {"id": "1", "respond_to": "", "fallacy": "slippery slope", "comment": "First the pool, then the town."},
            {"id": "2", "respond_to": "1", "fallacy": "none", "comment": "The town has other plans."},
            {"id": "3", "respond_to": "", "fallacy": "appeal to worse problems", "comment": "And the hospital?"},
            {"id": "4", "respond_to": "", "fallacy": "ad hominem", "comment": "You can't even swim."},
        ],
    }
]
LAYER = """\
[layer]
name = "anger"

[[dimension]]
id = "angry"
name = "Angry"
choice = "one"
leader = "t"

[[label]]
dimension = "angry"
id = "yes"
key = "y"
name = "Yes"
definition = "The comment is angry."

[[label]]
dimension = "angry"
id = "no"
key = "n"
name = "No"
definition = "The comment is not."
"""


@pytest.fixture
def run(tmp_path, monkeypatch):
    """A function that runs a command in a folder with the corpora in it, and gives what it says on stderr."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dev.json").write_text(json.dumps(COCOLOFA), encoding="utf-8")
    (tmp_path / "anger.toml").write_text(LAYER, encoding="utf-8")
    (tmp_path / "talk").mkdir()
    utterances = [
        {"id": "u1", "conversation_id": "u1", "reply-to": None, "speaker": "ana", "text": "The pool.", "meta": {"angry": False}},
        {"id": "u2", "conversation_id": "u1", "reply-to": "u1", "speaker": "bob", "text": "No!", "meta": {"angry": True, "kind": "cry"}},
    ]  # fmt: skip
    (tmp_path / "talk" / "utterances.jsonl").write_text("\n".join(map(json.dumps, utterances)), encoding="utf-8")
    for name, text, parent in (("source-tweet/9", "The pool closes.", None), ("replies/10", "It does not.", "9")):
        path = tmp_path / "rumour" / "9" / f"{name}.json"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps({"id_str": path.stem, "text": text, "in_reply_to_status_id_str": parent}))
    (tmp_path / "rumour" / "9" / "structure.json").write_text('{"9": {"10": []}}')
    (tmp_path / "rumour" / "train-key.json").write_text('{"subtaskaenglish": {"9": "support", "10": "deny"}}')

    def run_(*arguments, status=0):
        ran = CliRunner().invoke(program, arguments)
        assert (ran.exit_code if not ran.exception or ran.exit_code != 1 else ran.exception.exit_code) == status
        return ran.stderr.splitlines() or [str(ran.exception)]

    return run_


def labels(path):
    """The labels of a file, as anybody reads them."""
    with TinyDB(path, access_mode="r") as file:
        return [
            (each["thread"], each["comment"], each["annotator"], each["dimension"], each["label"], each["via"])
            for each in file.table("labels").all()
        ]


def test_labels_of_a_corpus_become_an_annotator_s(run, tmp_path):
    """Through the scheme's own layer, into the label file beside the threads; what it has no label for is told."""
    said = run("convert", "dev.json", "-o", "dev.threads.jsonl", "--labels-as", "gold")
    assert said[-2:] == [
        f"{tmp_path / 'labels.json'}: 3 labels by gold on 3 comments",
        "fallacy: 1 label that no layer declares (left out); --keymap names one that does",
    ]
    assert labels(tmp_path / "labels.json") == [
        ("427", "1", "gold", "fallacy", "slippery_slope", "import"),
        ("427", "2", "gold", "fallacy", "none", "import"),
        ("427", "3", "gold", "fallacy", "worse_problems", "import"),
    ]
    with TinyDB(tmp_path / "labels.json", access_mode="r") as file:
        assert [each["status"] for each in file.table("reviews").all()] == ["done"] * 3
        assert [each["answers"][0]["outcome"] for each in file.table("reviews").all()] == [
            "labelled",
            "none",
            "labelled",
        ]
        (thread,) = file.table("threads").all()
        (book,) = file.table("codebooks").all()
    assert (thread["source"], thread["comments"]) == ("dev.threads.jsonl", 4)
    assert [layer["name"] for layer in book["layers"]] == ["fallacies-cocolofa"]


def test_a_stance_is_toward_the_rumour(run, tmp_path):
    """The source tweet is the article, so what it says is the claim; its own label has no comment to be on."""
    said = run("convert", "rumour", "-o", "out.threads.jsonl", "--labels-as", "gold")
    assert said[-1] == "labels of the article or of what is no comment here (left out): 1"
    assert labels(tmp_path / "labels.json") == [("9", "10", "gold", "sdqc", "deny", "import")]
    with closing(LabelStore.open(tmp_path / "labels.json", read_only=True)) as store:
        (target,), (label,) = store.targets("9"), store.labels("9")
        assert (label.target, target.text) == (f"claim:{target.id}", "The pool closes.")


def test_what_has_no_scheme_needs_a_layer(run, tmp_path):
    """What ConvoKit says of utterances is a label where a layer declares it."""
    said = run("convert", "talk", "-o", "talk.threads.jsonl", "--labels-as", "gold", "--labels", "talk.json")
    assert said[-3:] == [
        f"{tmp_path / 'talk.json'}: 0 labels by gold on 0 comments",
        "angry: 2 labels that no layer declares (left out); --keymap names one that does",
        "kind: 1 label that no layer declares (left out); --keymap names one that does",
    ]
    assert not (tmp_path / "talk.json").exists()
    run("convert", "talk", "-o", "talk.threads.jsonl", "--labels-as", "gold", "--labels", "talk.json", "--keymap", "./anger.toml")  # fmt: skip
    assert labels(tmp_path / "talk.json") == [("u1", "u2", "gold", "angry", "yes", "import")]


def test_importing_again_changes_nothing(run, tmp_path):
    """The labels are there already; those of others stay beside them."""
    convert = ("convert", "dev.json", "-o", "dev.threads.jsonl", "--labels-as")
    run(*convert, "gold")
    before = labels(tmp_path / "labels.json")
    assert "labels that were there already: 3" in run(*convert, "gold")
    assert labels(tmp_path / "labels.json") == before
    run(*convert, "silver")
    assert len(labels(tmp_path / "labels.json")) == 2 * len(before)


def test_a_corpus_that_can_t_be_read_leaves_no_labels(run, tmp_path):
    """Nothing is written before all threads are."""
    broken = json.dumps(COCOLOFA)[:-1] + ", 3]"
    (tmp_path / "dev.json").write_text(broken, encoding="utf-8")
    assert "no object" in run("convert", "dev.json", "-o", "dev.threads.jsonl", "--labels-as", "gold", status=1)[0]
    assert not (tmp_path / "labels.json").exists()
    assert not (tmp_path / "dev.threads.jsonl").exists()


def test_a_held_file_is_refused_before_the_work(run, tmp_path):
    """Somebody labels there; status 4, and nothing is converted."""
    with closing(LabelStore.open(tmp_path / "labels.json", who="ana")):
        said = run("convert", "dev.json", "-o", "dev.threads.jsonl", "--labels-as", "gold", status=4)
    assert "ana" in said[0]
    assert not (tmp_path / "dev.threads.jsonl").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-o", "-", "--labels-as", "gold"), "labels need a file"),
        (("-o", "x.threads.jsonl", "--labels-as", " "), "empty"),
    ],
)
def test_labels_need_a_name_and_a_place(run, arguments, said):
    """Without them nothing is converted."""
    assert said in run("convert", "dev.json", *arguments, status=2)[0]


def test_without_labels_nothing_is_written(run, tmp_path):
    """A corpus that has none is converted all the same."""
    (tmp_path / "t.csv").write_text("id,parent,author,text\n1,,ana,a\n2,1,bob,b\n", encoding="utf-8")
    said = run("convert", "t.csv", "-o", "t.thread.json", "--labels-as", "gold")
    assert said[-1].endswith("0 labels by gold on 0 comments")
    assert not (tmp_path / "labels.json").exists()
