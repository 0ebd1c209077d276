"""Labels from doccano's own exports, of its project types, of projects that know nothing of us."""

from __future__ import annotations

import json

import pytest
from tests.exports.everything import TEXTS
from tests.imports.round_trips import brought_back, held

from threadmark.errors import InputError

POOL = "Save the pool, @ana_k 🏊!"


def a_line(text=POOL, number=1, **labels):
    """A line as doccano writes it: its number, the text, what came with it, the labels, comments."""
    return {"id": 1600 + number, "text": text, "source": "forum", **labels, "Comments": []}


def test_a_classification_project_comes_in(foreign):
    """Labels of a whole text, by name; who they are of, the file does not say."""
    lines = [
        a_line(label=["Straw man", "Positive"]),
        a_line(TEXTS["c1"], 2, label=[]),
        a_line("Else.", 3, label=["Other"]),
    ]
    brought = foreign.bring("all.jsonl", lines, annotator="eva")
    assert brought.format == "doccano"
    assert foreign.found() == {("p1", "eva", "fallacy", "straw_man", ())}
    assert foreign.statuses() == {("p1", "eva"): ("done", ""), ("c1", "eva"): ("done", "")}
    assert brought.unknown == {("", "Positive"): ["line 1"]}
    assert brought.left == {"no thread has such a comment": ["line 3"]}
    brought = foreign.bring("all.jsonl", lines)
    assert brought.left["says not whose it is; --annotator names somebody"] == ["line 1", "line 2"]


def test_a_sequence_labelling_project_comes_in(foreign):
    """Spans in code points of the text as the file has it: other line ends and decomposed signs move nothing."""
    text = TEXTS["c2"].replace("\n", "\r\n")
    start = text.index("Classic")
    lines = [a_line(text, label=[[2, 4, "Straw man"], [start, start + 7, "Sarcasm / irony"]])]
    brought = foreign.bring("all.jsonl", lines, annotator="eva")
    assert {(label, words) for *_, label, words in foreign.found()} == {
        ("straw_man", ("So",)),
        ("sarcasm_irony", ("Classic",)),
    }
    assert not brought.moved


def test_a_project_that_counts_graphemes_is_told_so(foreign):
    """No file tells whether a family of emoji is one sign or eleven: `--offsets` does."""
    brought = foreign.bring(
        "all.jsonl",
        [a_line(TEXTS["c6"], label=[[2, 3, "Hyperbole / minimising"]])],
        annotator="eva",
        offsets="graphemes",
    )
    assert [words for *_, words in foreign.found()] == [("🏳️‍🌈",)]
    assert not brought.moved


def test_a_project_of_intents_and_one_with_relations_come_in(foreign):
    """`cats` beside `entities`; entities as objects, whose relations are listed as left out; comments as a note."""
    entity = {"id": 5, "label": "Straw man", "start_offset": 9, "end_offset": 13}
    relation = {"id": 9, "from_id": 5, "to_id": 6, "type": "attacks"}
    both = a_line(cats=["Anecdote"], entities=[[0, 4, "Hyperbole / minimising"]])
    both["Comments"] = ["Is it?", {"id": 1, "comment": "It is."}]
    brought = foreign.bring(
        "all.jsonl", [both, a_line(TEXTS["c1"], 2, entities=[entity], relations=[relation])], annotator="eva"
    )
    assert {(comment, label, words) for comment, _, _, label, words in foreign.found()} == {
        ("p1", "anecdote", ()),
        ("p1", "hyperbole", ("Save",)),
        ("c1", "straw_man", (TEXTS["c1"][9:13],)),
    }
    assert brought.left == {"relations between spans are no labels here": ["line 2"]}
    assert foreign.statuses()["p1", "eva"] == ("done", "Is it?\nIt is.")


def test_a_folder_has_a_file_for_each_annotator(foreign):
    """As doccano zips a project whose annotators work apart; the file of nobody needs a name."""
    for name, label in (("eva", "Straw man"), ("zoe", "Anecdote"), ("unknown", "Other")):
        file = foreign.everything.folder / "zipped" / f"{name}.jsonl"
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(a_line(label=[label])) + "\n", encoding="utf-8")
    brought = foreign.bring_from(foreign.everything.folder / "zipped")
    assert {(who, label) for _, who, _, label, _ in foreign.found()} == {("eva", "straw_man"), ("zoe", "anecdote")}
    assert brought.left == {"says not whose it is; --annotator names somebody": ["unknown.jsonl, line 1"]}


def test_old_exports_come_in(foreign):
    """`labels` beside `meta`, and lists of annotations, whose labels are numbers that a mapping names."""
    old = {"id": 4, "text": POOL, "meta": {"who": 1}, "annotation_approver": None, "labels": [[9, 13, "Straw man"]]}
    older = {
        "id": 5,
        "text": POOL,
        "annotations": [{"label": 7, "start_offset": 0, "end_offset": 4, "user": 1}],
        "meta": {},
    }
    foreign.bring("old.jsonl", [old, older], annotator="eva", mapping={"7": "rhetoric:anecdote"})
    assert {(label, words) for *_, label, words in foreign.found()} == {
        ("straw_man", ("pool",)),
        ("anecdote", ("Save",)),
    }


def test_users_of_an_old_project_keep_their_annotations_apart(foreign):
    """A line has the annotations of all, each with its user's number; a text that somebody wrote is no label."""
    annotations = [
        {"label": "Straw man", "start_offset": 9, "end_offset": 13, "user": 1},
        {"label": "Anecdote", "user": 2},
        {"text": "Rettet das Bad!", "user": 2},
    ]
    brought = foreign.bring("all.jsonl", [{"id": 5, "text": POOL, "annotations": annotations, "meta": {}}])
    assert {(who, label, words) for _, who, _, label, words in foreign.found()} == {
        ("1", "straw_man", ("pool",)),
        ("2", "anecdote", ()),
    }
    assert brought.left == {"texts that were written are no labels here": ["line 1"]}


@pytest.mark.parametrize("project", ["classification", "sequence"])
def test_projects_of_one_kind_lose_what_they_declare(labelled, project):
    """A classification project comes back without spans in comments, a sequence project without labels that have none."""
    exported = labelled.export("doccano", project=project)
    lost = {one["what"]: one["times"] for one in labelled.manifest("doccano")["lossy"]}
    labels, _ = brought_back(exported, labelled.folder)
    there, before = held(labels), held(labelled.labels)
    if project == "classification":
        assert there == {(*key, tuple(s for s in spans if s[0] != "comment"), either) for *key, spans, either in before}
        assert lost == {"spans, in a classification project": sum(s[0] == "comment" for one in before for s in one[7])}
    else:
        assert there == {one for one in before if any(span[0] == "comment" for span in one[7])}
        assert lost == {"labels without evidence, in a sequence labelling project": len(before - there)}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (
            '{"text": "a", "label": ["x"]}\n{"text": "b", "label": [[1, 2]]}\n',
            r"broken\.jsonl:2: has a label that is none",
        ),
        ('{"text": "a", "label": []}\n{"label": []}\n', r"broken\.jsonl:2: has no text"),
        ('{"text": "a", "label": []}\n\n{"text": \n', r"broken\.jsonl:3: is no JSON"),
        (
            '{"text": "a", "label": [], "comment_id": "c1", "round": "second"}\n',
            r"broken\.jsonl:1: is not as it was written",
        ),
    ],
)
def test_what_is_broken_is_named(foreign, content, says):
    """The error says which line of which file, and nothing is written."""
    with pytest.raises(InputError, match=says):
        foreign.bring("broken.jsonl", content)
