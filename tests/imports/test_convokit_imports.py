"""ConvoKit in: other people's corpora, whose metadata may hold anything, overlays of ours, and what is broken."""

import json

import pytest
from tests.exports.everything import TEXTS, everything_in
from tests.imports.round_trips import brought_back, held

from threadmark.errors import InputError


@pytest.fixture
def everything(tmp_path):
    """A thread with everything in it."""
    return everything_in(tmp_path)


def corpus(everything, *metas, name="utterances.jsonl"):
    """A corpus of other people's ids, with what each utterance's metadata say; its first utterance is a title."""
    said = [
        ("t3_1", "Mill Lane", {"retrieved_on": 3}),
        *zip(("u1", "u2"), (TEXTS["c1"], TEXTS["c2"]), metas, strict=False),
    ]
    utterances = [
        {
            "id": own,
            "conversation_id": "t3_1",
            "reply-to": None,
            "speaker": "x",
            "text": text,
            "meta": meta,
            "vectors": [],
        }
        for own, text, meta in said
    ]
    folder = everything.folder / "corpus"
    folder.mkdir(exist_ok=True)
    lines = "\n".join(map(json.dumps, utterances))
    (folder / name).write_text(json.dumps(utterances) if name.endswith(".json") else lines, encoding="utf-8")
    return folder


def found(labels):
    """What is in a label file: comment, annotator, dimension and label."""
    return {(one[1], one[2], one[4], one[6]) for one in held(labels)}


FIRST = {"fallacy": "straw_man", "score": 12, "permalink": "/r/town/1", "controversial": True, "prose": "a\nb"}
SECOND = {"Rhetoric": ["Sarcasm / irony", "hyperbole"], "stance": {"eva": "against"}, "fallacy": "Flugs"}


@pytest.mark.parametrize("name", ["utterances.jsonl", "utterances.json"])
@pytest.mark.parametrize("is_folder", [True, False])
def test_fields_that_a_layer_has_a_dimension_for_are_labels(everything, name, is_folder):
    """Utterances are found by text; a field's values may be one, several, or one for each annotator."""
    folder = corpus(everything, FIRST, SECOND, name=name)
    labels, brought = brought_back(folder if is_folder else folder / name, everything.folder, annotator="gold")
    assert (brought.format, brought.found) == ("convokit", {"text": 2})
    assert found(labels) == {
        ("c1", "gold", "fallacy", "straw_man"),
        ("c2", "gold", "rhetoric", "sarcasm_irony"),
        ("c2", "gold", "rhetoric", "hyperbole"),
        ("c2", "eva", "stance", "against"),
    }
    said = "\n".join(brought.lines())
    assert "no layer has a dimension of such a name: controversial (1), permalink (1)" in said
    assert "left out, 1: no layer declares fallacy: Flugs" in said
    assert "score" not in said


def test_a_field_is_a_dimension_by_mapping(everything):
    """`--map` names what a value of a field is called here."""
    folder = corpus(everything, {"verdict": "bad"}, {"verdict": "good"})
    mapping = {"verdict:bad": "fallacy:other"}
    labels, brought = brought_back(folder, everything.folder, annotator="gold", mapping=mapping)
    assert found(labels) == {("c1", "gold", "fallacy", "other")}
    assert (brought.left, brought.fields) == ({}, {"verdict": 1})


def test_an_overlay_of_ours_comes_back_as_equal_labels(everything):
    """Ids and metadata are enough, where the texts are in a corpus elsewhere."""
    labels, brought = brought_back(everything.export("convokit", overlay=True), everything.folder)
    assert brought.format == "convokit"
    assert held(labels) == held(everything.labels)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "is no JSON"),
        ("3", "is no JSON object"),
        ('{"text": "a", "meta": {}}', "an utterance has no id"),
        ('{"id": "c1", "meta": {"annotations": {"ana": 3}}}', "is not as it was written"),
    ],
)
def test_what_is_broken_is_refused_by_file_and_line(everything, line, said):
    """Nothing is written."""
    folder = corpus(everything, {})
    with (folder / "utterances.jsonl").open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    with pytest.raises(InputError, match=rf"utterances\.jsonl:3: {said}"):
        brought_back(folder, everything.folder)
