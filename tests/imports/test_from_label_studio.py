"""Labels from Label Studio's own exports: JSON and JSON-MIN, of projects that know nothing of us."""

from __future__ import annotations

import pytest
from tests.exports.everything import TEXTS

from threadmark.errors import InputError

POOL = "Save the pool, @ana_k 🏊!"


def a_task(text=POOL, *results, number=1, **annotation):
    """A task as the server writes it, with one annotation."""
    made = {
        "id": 40 + number,
        "completed_by": {"id": 3, "email": "ann@example.org", "first_name": "Ann", "last_name": ""},
        "result": list(results),
        "was_cancelled": False,
        "ground_truth": False,
        "created_at": "2025-11-04T09:30:00.123456Z",
        "updated_at": "2025-11-04T09:31:00.000000Z",
        "lead_time": 12.4,
        "prediction": {},
        "result_count": len(results),
        "task": number,
        "parent_prediction": None,
    }
    return {
        "id": number,
        "annotations": [made | annotation],
        "file_upload": "0a1b2c3d-comments.csv",
        "drafts": [],
        "predictions": [],
        "data": {"title": "Mill Lane", "comment": text},
        "meta": {},
        "created_at": "2025-11-01T08:00:00.000000Z",
        "inner_id": number,
        "total_annotations": 1,
        "project": 5,
        "comment_count": 0,
    }


def choices(control, *names, **more):
    """What was chosen."""
    return {
        "id": "x1",
        "type": "choices",
        "from_name": control,
        "to_name": "text",
        "value": {"choices": list(names)},
    } | more


def region(start, end, text, *names, kind="labels"):
    """What was marked."""
    value = {"start": start, "end": end, "text": text, kind: list(names)}
    return {
        "id": f"r{start}",
        "type": kind,
        "from_name": "spans",
        "to_name": "text",
        "origin": "manual",
        "value": value,
    }


def test_an_export_of_another_project_comes_in(foreign):
    """Found by the text, whatever it is called; labels by their names, who by the e-mail address; the rest is listed."""
    brought = foreign.bring(
        "project-5-at-2025-11-04.json",
        [
            a_task(POOL, choices("Rhetoric", "Hyperbole / minimising"), region(9, 13, "pool", "Straw man")),
            a_task(TEXTS["c1"], choices("sentiment", "Negative", "Straw man"), number=2, completed_by=7),
            a_task("Nobody has written this.", choices("Fallacies", "Straw man"), number=3),
        ],
    )
    assert brought.format == "label-studio"
    assert foreign.found() == {
        ("p1", "ann@example.org", "rhetoric", "hyperbole", ()),
        ("p1", "ann@example.org", "fallacy", "straw_man", ("pool",)),
    }
    assert brought.found == {"text": 2}
    assert brought.unknown == {("sentiment", "Negative"): ["task 2"], ("sentiment", "Straw man"): ["task 2"]}
    assert brought.left == {"no thread has such a comment": ["task 3"]}
    assert foreign.statuses()["c1", "7"] == ("done", "")


def test_offsets_are_told_by_the_words(foreign):
    """Code points as they are written today, UTF-16 as before 2022, line ends as the server had them."""
    text = TEXTS["c2"].replace("\n", "\r\n")
    start = text.index("Classic")
    brought = foreign.bring(
        "offsets.json",
        [
            a_task(
                text,
                region(start, start + 7, "Classic", "Sarcasm / irony"),
                region(start + 1, start + 8, "Classic", "Ad hominem"),
                region(3, 5, "So", "Straw man"),
                region(text.index("run"), start + 7, "run over?\\nClassic", "Metaphor / analogy"),
                region(0, 4, "lido", "Loaded language"),
            )
        ],
    )
    quotes = {label: words for *_, label, words in foreign.found()}
    assert quotes == {
        "sarcasm_irony": ("Classic",),
        "ad_hominem": ("Classic",),
        "straw_man": ("So",),
        "metaphor_analogy": ("run over?\nClassic",),
        "loaded_language": (),
    }
    assert [line for line in brought.moved if "lido" in line and "gone" in line]


def test_pages_have_paths_for_ends(foreign):
    """What was marked in HyperText has its offsets beside its paths; what was marked in paragraphs has its words."""
    page = region("/p[1]/text()[1]", "/p[1]/text()[1]", "pool", "Straw man", kind="hypertextlabels")
    page["value"] |= {"startOffset": 9, "endOffset": 13, "globalOffsets": {"start": 9, "end": 13}}
    paragraph = region("0", "0", "Save", "Hyperbole / minimising", kind="paragraphlabels")
    foreign.bring("page.json", [a_task(POOL, page, paragraph)])
    assert {(label, words) for *_, label, words in foreign.found()} == {
        ("straw_man", ("pool",)),
        ("hyperbole", ("Save",)),
    }


def test_what_is_no_label_is_listed(foreign):
    """Ratings, typed text, relations and predictions: each says why it stays out; a taxonomy's last name is the label."""
    task = a_task(
        POOL,
        {"id": "a", "type": "rating", "from_name": "certainty", "to_name": "text", "value": {"rating": 4}},
        {"id": "b", "type": "textarea", "from_name": "why", "to_name": "text", "value": {"text": ["Because."]}},
        {"from_id": "r0", "to_id": "r9", "type": "relation", "direction": "right"},
        {
            "type": "taxonomy",
            "from_name": "Fallacies",
            "to_name": "text",
            "value": {"taxonomy": [["All", "Straw man"]]},
        },
    )
    task["predictions"] = [{"id": 1, "result": [choices("Fallacies", "Other")], "score": 0.5}]
    brought = foreign.bring("odd.json", [task])
    assert {one[3] for one in foreign.found()} == {"straw_man"}
    for why in ("a rating is no label here", "a textarea is", "a relation is", "predictions are nobody's labels"):
        assert any(said.startswith(why) for said in brought.left), why


def test_what_was_skipped_stays_skipped(foreign):
    """A cancelled annotation is a comment that was skipped; one without results was looked at."""
    foreign.bring("skipped.json", [a_task(POOL, was_cancelled=True), a_task(TEXTS["c1"], number=2)])
    assert foreign.statuses() == {
        ("p1", "ann@example.org"): ("skipped", ""),
        ("c1", "ann@example.org"): ("done", ""),
    }


def test_old_exports_have_completions(foreign):
    """As servers before 1.0 wrote them: completions, times in seconds, names instead of numbers."""
    old = {"result": [region(9, 13, "pool", "Straw man")], "created_at": 1609789589, "created_username": "eric"}
    foreign.bring(
        "old.json", [{"id": 7, "data": {"text": POOL}, "completions": [{"id": 7001, "lead_time": 7.5} | old]}]
    )
    assert foreign.found() == {("p1", "eric", "fallacy", "straw_man", ("pool",))}


def test_what_a_server_keeps_in_a_storage_comes_in(foreign):
    """A file for each annotation, over many lines, with its task in it; before 1.0, one for each task."""
    task = a_task(POOL, region(9, 13, "pool", "Straw man"))
    [annotation] = task.pop("annotations")
    old = {"result": [region(5, 12, TEXTS["c1"][5:12], "Anecdote")], "created_username": "eric"}
    storage = foreign.everything.folder / "storage"
    foreign.bring("storage/41.json", annotation | {"task": task})
    assert foreign.found() == {("p1", "ann@example.org", "fallacy", "straw_man", ("pool",))}
    foreign.bring("storage/7.json", {"id": 7, "data": {"text": TEXTS["c1"]}, "completions": [old]})
    brought = foreign.bring_from(storage)
    assert brought.format == "label-studio"
    assert foreign.found() == {
        ("p1", "ann@example.org", "fallacy", "straw_man", ("pool",)),
        ("c1", "eric", "rhetoric", "anecdote", (TEXTS["c1"][5:12],)),
    }


def test_json_min_comes_in(foreign):
    """A record an annotation: one choice is a text, several are an object, regions a list, between `id` and annotator."""
    record = {
        "title": "Mill Lane",
        "comment": POOL,
        "id": 1,
        "Rhetoric": {"choices": ["Hyperbole / minimising", "Anecdote"]},
        "Fallacies": "Straw man",
        "spans": [{"start": 9, "end": 13, "text": "pool", "labels": ["Straw man"]}],
        "annotator": 3,
        "annotation_id": 41,
        "created_at": "2025-11-04T09:30:00.123456Z",
        "updated_at": "2025-11-04T09:31:00.000000Z",
        "lead_time": 12.4,
    }
    brought = foreign.bring("min.json", [record])
    assert brought.format == "label-studio"
    assert {(who, label, words) for _, who, _, label, words in foreign.found()} == {
        ("3", "hyperbole", ()),
        ("3", "anecdote", ()),
        ("3", "straw_man", ("pool",)),
    }
    assert not brought.unknown


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ([{"id": 1, "data": "text", "annotations": []}], r"record 1: is no task with annotations"),
        ([a_task(POOL) | {"annotations": ["x"]}], "record 1: has annotations that are no list of objects"),
        ([a_task(POOL, choices("x", 1.5))], "record 1: has a label that is none"),
        ([3], "record 1: is no JSON object"),
    ],
)
def test_what_is_broken_is_named(foreign, content, says):
    """The error says which record, and nothing is written."""
    with pytest.raises(InputError, match=says):
        foreign.bring("broken.json", content, format_name="label-studio")
