"""A thread in plain lines: what the screen shows by place, sign and colour is said in words."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner
from tests.main_job import LABEL_FILE

from threadmark.cli.program import program
from threadmark.labels.records import CodebookRecord, Label, Review, Span, put
from threadmark.labels.store import LabelStore

THREAD = {
    "format": "threadmark-thread",
    "version": 1,
    "id": "pool",
    "title": "Council keeps the pool open",
    "article": ["The council voted to keep the Mere Street pool open."],
    "comments": [
        {"id": "c1", "parent": None, "author": "rosa", "created": "2024-05-02T10:00:00Z", "score": 3, "text": "Good."},
        {"id": "c2", "parent": "c1", "author": "tom", "text": "240,000 for a puddle. " * 6},
        {"id": "c3", "parent": "c2", "author": None, "text": ""},
    ],
}


@pytest.fixture
def folder(tmp_path):
    """A folder with a thread."""
    (tmp_path / "pool.thread.json").write_text(json.dumps(THREAD), encoding="utf-8")
    return tmp_path


def read(*arguments):
    """What the command prints."""
    ran = CliRunner().invoke(program, ["read", *map(str, arguments)])
    assert ran.exit_code == 0, ran.output
    return ran.stdout


def test_depth_author_and_whom_a_comment_answers_are_words(folder):
    """Nothing is told by place or sign."""
    said = read(folder / "pool.thread.json", "--width", "0")
    assert "Article: Council keeps the pool open." in said
    assert "Comment 1 of 3, rosa, top level, 2024-05-02 10:00, score 3:\nGood." in said
    assert "Comment 2 of 3, tom, depth 2, answers rosa:" in said
    assert "Comment 3 of 3, the unnamed author of comment 3, depth 3, answers tom:\nNo text." in said


@pytest.mark.parametrize("width", [20, 60, 120])
def test_lines_are_as_wide_as_asked(folder, width):
    """Unless a word is wider."""
    assert max(map(len, read(folder / "pool.thread.json", "--width", width).splitlines())) <= width
    assert read(folder / "pool.thread.json").isascii()


def test_labels_and_notes_stand_under_their_comment(folder):
    """With the names that they had when they were given; of one annotator, or of all with their names."""
    (folder / "labels.json").write_text(LABEL_FILE, encoding="utf-8")
    tables = json.loads(LABEL_FILE)
    thread = next(iter(tables["labels"].values()))["thread"]
    told = next(iter(tables["labels"].values()))
    comments = [{**THREAD["comments"][0], "id": told["comment"]}]
    (folder / "pool.thread.json").write_text(
        json.dumps({**THREAD, "id": thread, "comments": comments}), encoding="utf-8"
    )
    said = read(folder / "pool.thread.json", "--width", "0")
    assert f"Label by {told['annotator']}: {told['dimension']}, " in said
    alone = read(folder / "pool.thread.json", "--width", "0", "--annotator", told["annotator"])
    assert f"Label: {told['dimension']}, " in alone
    assert "Label" not in read(folder / "pool.thread.json", "--annotator", "nobody at all")


def test_no_screen_is_loaded(folder):
    """It is plain text, also where Textual is missing."""
    code = (
        "import sys; sys.modules['textual'] = sys.modules['rich'] = None\nfrom threadmark.__main__ import main; main()"
    )
    command = [sys.executable, "-c", code, "read", str(folder / "pool.thread.json")]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ran.stdout.startswith("Article: "), ran.stderr
    assert "\x1b" not in ran.stdout


LINEAR = """\
Article: Council keeps the pool open.

Paragraph 1. The council voted to keep the Mere Street pool
open.

3 comments.

Comment 1 of 3, rosa, top level, 2024-05-02 10:00, score 3:
Good.
Label by ana: rhetoric, loud, resting on "Goo".
Marked by ana: done, to revisit.
Note by ana: Look again.

Comment 2 of 3, tom, depth 2, answers rosa:
240,000 for a puddle. 240,000 for a puddle. 240,000 for a
puddle. 240,000 for a puddle. 240,000 for a puddle. 240,000
for a puddle.
Marked by ana: skipped, off topic.

Comment 3 of 3, the unnamed author of comment 3, depth 3,
answers tom:
No text.
"""


def test_the_whole_of_it(folder):
    """A thread with labels, words they rest on, marks and a note, as a screen reader says it from top to bottom."""
    thread = THREAD["id"]
    span = Span(0, 3, "Goo", "", "d.", "comment")
    store = LabelStore.open(folder / "labels.json")
    store.commit(
        [
            put(Label(thread, THREAD["comments"][0]["id"], "ana", 1, "rhetoric", None, "loud", evidence=(span,))),
            put(Review(thread, THREAD["comments"][0]["id"], "ana", 1, status="done", revisit=True, note="Look again.")),
            put(Review(thread, THREAD["comments"][1]["id"], "ana", 1, status="skipped", reason="off_topic")),
        ],
        annotator="ana",
        session="s-1",
    )
    store.close()
    assert read(folder / "pool.thread.json", "--width", "60") == f"{LINEAR}\n"


def test_a_family_alone_has_its_name(folder):
    """Where only the family of a fallacy was given, its name is read and no id."""
    family = {"id": "person", "name": "About the person"}
    said = {"id": "fallacy", "families": [family], "labels": []}
    store = LabelStore.open(folder / "labels.json")
    store.commit(
        [
            put(CodebookRecord("0" * 64, "1", dimensions=(said,))),
            put(Label(THREAD["id"], "c1", "ana", 1, "fallacy", None, "family.person")),
        ],
        annotator="ana",
        session="s-1",
    )
    store.close()
    assert "Label by ana: fallacy, About the person." in read(folder / "pool.thread.json")


def test_readings_of_the_same_thing_are_read_together(folder):
    """Either one or the other was meant: that is one line, and other labels have their own."""
    given = [("straw_man", 1), ("ad_hominem", None), ("red_herring", 1)]
    store = LabelStore.open(folder / "labels.json")
    store.commit(
        [put(Label(THREAD["id"], "c1", "ana", 1, "fallacy", None, name, either=either)) for name, either in given],
        annotator="ana",
        session="s-1",
    )
    store.close()
    said = read(folder / "pool.thread.json", "--annotator", "ana")
    assert "Label: fallacy, straw_man or red_herring." in said
    assert "Label: fallacy, ad_hominem." in said
