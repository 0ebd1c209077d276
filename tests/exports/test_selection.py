"""What is wanted, chosen before any format sees it."""

import json
import re

import pytest
from click.testing import CliRunner
from hypothesis import given as for_all
from hypothesis import strategies as some
from tests.exports.everything import BEN

from threadmark.cli import program
from threadmark.errors import UsageError
from threadmark.exports.masking import Masked
from threadmark.exports.selection import Selection
from threadmark.exports.splitting import dealt


def rows(everything, **selection):
    """The rows of a selection."""
    return [
        json.loads(line) for line in everything.export("jsonl", Selection(**selection)).read_text("utf-8").splitlines()
    ]


def test_each_choice_leaves_what_it_says(everything):
    """Annotator, dimension, status and filter each leave their own rows, and no others."""
    assert {row["annotator"] for row in rows(everything, annotators=(BEN,))} == {BEN}
    assert {row["dimension"] for row in rows(everything, dimensions=("stance",))} == {"stance"}
    assert {row["comment"] for row in rows(everything, status="done")} == {"c1", "c2", "c3", "p1"}
    found = rows(everything, where="fallacy:straw_man")
    assert {(row["comment"], row["annotator"]) for row in found} == {("c2", "ana")}
    assert {row["label"] for row in found} >= {"favor", "straw_man"}
    assert everything.manifest("jsonl")["selection"] == {"where": "fallacy:straw_man"}


@pytest.mark.parametrize(
    ("selection", "said"),
    [
        ({"annotators": ("nobody",)}, "no annotator nobody; there are .*ana"),
        ({"dimensions": ("mood",)}, "no dimension mood; there are fallacy"),
        ({"where": "stance:nonsense"}, "nonsense"),
        ({"split": "50/40"}, "50/40 is no split"),
        ({"masks": ("faces",)}, "faces can't be masked"),
    ],
)
def test_what_is_not_there_is_refused(everything, selection, said):
    """A misspelt name is an error that says what there is, not an empty export."""
    with pytest.raises(UsageError, match=said):
        rows(everything, **selection)


def test_pseudonyms_are_stable_and_no_name_is_left(everything):
    """With one key names are the same in every export, another key gives others, and its file is the owner's alone."""
    key = everything.folder / "secret"
    first = rows(everything, key=key)
    assert key.stat().st_mode & 0o777 == 0o600
    assert rows(everything, key=key) == first
    assert {row["annotator"] for row in rows(everything, key=key.with_name("other"))}.isdisjoint(
        row["annotator"] for row in first
    )
    written = everything.export("jsonl", Selection(key=key, where="author:bob")).read_text("utf-8")
    manifest = json.dumps(everything.manifest("jsonl"))
    for name in ("ana", "ana_k", "bob", "李 雷", BEN, "Bén"):
        assert json.dumps(name, ensure_ascii=False) not in written
        assert f"@{name}" not in written
        assert name not in manifest.replace("annotators", "").replace("anonymous", "")


def test_an_at_name_is_its_author_and_spans_stay_on_their_words(everything):
    """`@ana_k` becomes the pseudonym that she has as an author; evidence after it is where its quote is."""
    found = rows(everything, key=everything.folder / "secret")
    authors = {row["comment"]: row["author"] for row in found}
    [text] = {row["text"] for row in found if row["comment"] == "p1"}
    assert re.search(r"@(author-\w+)", text)
    for row in found:
        for span in row["evidence"]:
            if span["part"] == "comment":
                assert row["text"][span["start"] : span["end"]] == span["quote"]
    [c3] = {row["text"] for row in found if row["comment"] == "c3"}
    assert f"@{authors['c1']}" in c3


def test_links_and_addresses_go_on_request(everything):
    """`--mask links` takes links out of texts and the article's address; quotes of evidence follow."""
    masked = [row for row in rows(everything, masks=("links", "emails")) if row["comment"] == "c3"]
    assert all("example.org" not in json.dumps(row) for row in masked if row["annotator"] == "ana")
    assert any("[link]" in span["quote"] for row in masked for span in row["evidence"])


@for_all(
    some.lists(some.tuples(some.text("ab🙄 ", max_size=5), some.text("@x", max_size=4)), max_size=5),
    some.text("\u4e2d.", max_size=6),
    some.data(),
)
def test_masked_spans_are_exact(parts, put, data):
    """A span that cuts no replaced word comes to the same words with what is in it replaced."""
    text, replacements = "", []
    for before, replaced in parts:
        text += before
        if replaced:
            replacements.append((len(text), len(text) + len(replaced), put))
        text += replaced
    masked = Masked(text, replacements)
    cut = {offset for start, end, _ in replacements for offset in range(start + 1, end)}
    whole = [offset for offset in range(len(text) + 1) if offset not in cut]
    start, end = sorted((data.draw(some.sampled_from(whole)), data.draw(some.sampled_from(whole))))
    inside = [(a - start, b - start, new) for a, b, new in replacements if start <= a and b <= end]
    moved = masked.moved(start, end)
    assert masked.text[slice(*moved)] == Masked(text[start:end], inside).text


@for_all(
    some.sets(some.text(max_size=8), max_size=30), some.sets(some.text(max_size=8), max_size=10), some.integers(0, 9)
)
def test_a_split_has_each_thread_once_and_new_ones_move_none(threads, more, seed):
    """Parts are disjoint and whole, and a thread stays where it was when others come."""
    before, after = (dealt(ids, (80, 10, 10), seed) for ids in (threads, threads | more))
    assert sorted(thread for part in before.values() for thread in part) == sorted(threads)
    assert all(before[part] <= after[part] for part in before)


def test_parts_of_a_split_are_files_of_a_folder(everything):
    """A format of one file has one for each part."""
    whole = sorted(everything.export("jsonl").read_text("utf-8").splitlines())
    (everything.folder / "out-jsonl").unlink()
    folder = everything.export("jsonl", Selection(split="60/40", seed=3))
    assert sorted(path.name for path in folder.iterdir()) == ["test.jsonl", "train.jsonl"]
    parts = [line for path in folder.iterdir() for line in path.read_text("utf-8").splitlines()]
    assert sorted(parts) == whole


def test_the_command_line_says_all_that(everything):
    """Every choice has its option, and the manifest tells them without a name."""
    out = everything.folder / "out"
    given = (
        "--wide --where stance:favor --annotator ana --dimension stance --status done --no-text --anonymise"
        " --mask links,emails --split 80/20 --by thread --seed 7 --format csv"
    )
    said = CliRunner().invoke(program, ["export", str(everything.labels), "-o", str(out), *given.split()])
    assert said.exit_code == 0, said.output
    assert (everything.folder / "pseudonyms.key").exists()
    manifest = json.loads((everything.folder / "out.manifest.json").read_bytes())
    assert manifest["out"] == {"labels": 4, "comments": 2, "threads": 1, "annotators": 1}
    assert manifest["selection"] == {
        "annotators": True, "dimensions": ["stance"], "status": "done", "where": True, "text": False,
        "key": True, "masks": ["links", "emails"], "split": "80/20", "seed": 7,
    }  # fmt: skip
