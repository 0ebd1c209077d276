"""Labels from brat's own files, of collections that know nothing of us."""

from __future__ import annotations

import pytest
from tests.exports.everything import TEXTS

from threadmark.errors import InputError

POOL = "Save the pool, @ana_k 🏊!"


def written(foreign, place, text, *lines):
    """A document as brat has it."""
    file = foreign.everything.folder / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.with_suffix(".txt").write_bytes(text.encode())
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


def test_a_folder_for_each_annotator_comes_in(foreign):
    """Entities are labels that rest on their words, attributes too; notes are kept, who is the folder's name."""
    root = foreign.everything.folder / "collection"
    written(
        foreign,
        "collection/eva/doc-1.ann",
        POOL,
        "T1\tStraw_man 9 13\tpool",
        "T2\tPerson 0 4\tSave",
        "A1\tRhetoric T1 Anecdote",
        "A2\tNegated T2",
        "#1\tAnnotatorNotes T1\tReally?",
    )
    written(foreign, "collection/zoe/doc-1.ann", POOL, "T1\tLoaded_language 9 13\tpool")
    (root / "annotation.conf").write_text("[entities]\nStraw_man\n")
    brought = foreign.bring_from(root)
    assert brought.format == "brat"
    assert foreign.found() == {
        ("p1", "eva", "fallacy", "straw_man", ("pool",)),
        ("p1", "eva", "rhetoric", "anecdote", ("pool",)),
        ("p1", "zoe", "rhetoric", "loaded_language", ("pool",)),
    }
    assert brought.unknown == {("", "Person"): ["eva/doc-1.ann"], ("", "Negated"): ["eva/doc-1.ann"]}
    assert foreign.statuses()["p1", "eva"] == ("done", "Really?")


def test_fragments_are_words_apart_unless_a_line_ends_between_them(foreign):
    """`T1 0 2;5 7` rests on two places, but what a line break cuts in two is one."""
    text = TEXTS["c2"]
    over, classic = text.index("over?"), text.index("Classic")
    file = written(
        foreign,
        "one/c2.ann",
        text,
        f"T1\tStraw_man 2 4;{over} {over + 5}\tSo over?",
        f"T2\tAnecdote {over} {over + 5};{classic} {classic + 7}\tover? Classic",
    )
    brought = foreign.bring_from(file.parent, annotator="eva")
    assert {(label, words) for *_, label, words in foreign.found()} == {
        ("straw_man", ("So", "over?")),
        ("anecdote", ("over?\nClassic",)),
    }
    assert not brought.moved


def test_line_ends_and_units_of_others_are_told_by_the_words(foreign):
    """Offsets count in the `.txt` as it is; where the words say that they count UTF-16, they do."""
    text = TEXTS["c2"].replace("\n", "\r\n") + "\r\n"
    start = text.index("Classic")
    file = written(
        foreign,
        "crlf/c2.ann",
        text,
        f"T1\tStraw_man {start} {start + 7}\tClassic",
        f"T2\tAnecdote {start + 1} {start + 8}\tClassic",
        "T3\tHyperbole 5 12\tkids get\nrun",
    )
    foreign.bring_from(file, annotator="eva", mapping={"Hyperbole": "rhetoric:hyperbole"})
    assert {(label, words) for *_, label, words in foreign.found()} == {
        ("straw_man", ("Classic",)),
        ("anecdote", ("Classic",)),
        ("hyperbole", ("kids get run",)),
    }


def test_what_is_no_label_is_listed(foreign):
    """Relations, events, links and attributes of them: each says why it stays out."""
    file = written(
        foreign,
        "odd/p1.ann",
        POOL,
        "T1\tStraw_man 9 13\tpool",
        f"T2\tAnecdote 0 {len(POOL)}\t{POOL}",
        "R1\tAttacks Arg1:T1 Arg2:T2",
        "E1\tAnecdote:T2 Agent:T1",
        "A1\tNegated E1",
        "N1\tReference T1 Wikipedia:534366\tPool",
        "*\tEquiv T1 T2",
    )
    brought = foreign.bring_from(file, annotator="eva")
    assert {(label, words) for *_, label, words in foreign.found()} == {("straw_man", ("pool",)), ("anecdote", ())}
    assert {why.partition(" ")[0] for why in brought.left} == {"relations", "events", "links", "attributes"}


def test_without_its_text_a_document_is_found_by_its_name(foreign):
    """Where there is no `.txt` the file is called as the comment, and words are found by themselves."""
    file = written(foreign, "bare/p1.ann", POOL, "T1\tStraw_man 9 13\tpool")
    file.with_suffix(".txt").unlink()
    brought = foreign.bring_from(file, annotator="eva")
    assert {one[3:] for one in foreign.found()} == {("straw_man", ("pool",))}
    assert brought.found == {"id": 1}


def test_a_name_does_not_stand_for_another_text(foreign):
    """A file that is called as a comment, and has another text, is of another comment."""
    file = written(foreign, "other/c1.ann", "Something else altogether.", "T1\tStraw_man 0 9\tSomething")
    brought = foreign.bring_from(file, annotator="eva")
    assert brought.left == {"comment c1 has another text here": ["c1.ann"]}
    assert not foreign.found()


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["T1\tOther 0 4\tSave", "T2\tOther here 4\tSave"], r"broken\.ann:2: is no line of annotations: 'T2"),
        (["Save the pool"], r"broken\.ann:1: is no line of annotations"),
    ],
)
def test_what_is_broken_is_named(foreign, lines, says):
    """The error says which line of which file, and nothing is written."""
    with pytest.raises(InputError, match=says):
        foreign.bring_from(written(foreign, "broken/broken.ann", POOL, *lines), annotator="eva")
