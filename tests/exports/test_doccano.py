"""doccano's lines, loaded as doccano loads them; `tests/consumers` has another reader of them."""

from collections import Counter

import pytest
from hypothesis import given, settings
from tests.exports.everything import PARAGRAPHS, TEXTS
from tests.exports.in_memory import everything as in_memory
from tests.exports.in_memory import labelled_threads, lines, marked, written
from tests.exports.reading import of_record

COLUMNS = {"intent": {"cats", "entities"}, "classification": {"label"}, "sequence": {"label"}}


def loaded(folder, project):
    """A folder as doccano takes it in: the text, the labels in the project's columns, and all else kept beside them.

    A span is refused whose ends are not in order or beyond the text, a label that is empty or longer than 100 signs.
    """
    for file in sorted(folder.glob("*.jsonl")):
        for record in lines(file.read_bytes()):
            text = record.pop("text")
            marks = [mark for column in COLUMNS[project] for mark in record.pop(column)]
            names = [mark if isinstance(mark, str) else mark[2] for mark in marks]
            assert all(0 < len(name) <= 100 for name in names)
            spans = [mark for mark in marks if not isinstance(mark, str)]
            assert all(0 <= start < end <= len(text) for start, end, _ in spans)
            whole = [mark for mark in marks if isinstance(mark, str)]
            yield text, whole, [(text[start:end], name) for start, end, name in spans], record


def key_of(record, name):
    """Whose label it is, of what comment and question, as the fields that are kept say."""
    question, _, label = name.rpartition(":")
    target = record.get("targets", {}).get(question, {}).get("target")
    place = record["thread"], record["comment_id"], record["annotator"], record["round"]
    return (*place, question.partition("-")[0], target, label)


def here(each):
    """The words in the comment that a label of the thread rests on, in order."""
    return tuple(sorted(quote for quote in each.quotes if not any(quote in part for part in PARAGRAPHS)))


def read_back(place):
    """The labels of a project of intents, the words cut out by their offsets; in a file for each annotator and round."""
    for _, whole, spans, record in loaded(place, "intent"):
        yield from of_record(record, whole, [(name, words) for words, name in spans])


@pytest.mark.parametrize("project", sorted(COLUMNS))
def test_every_label_span_text_and_annotator_is_there(everything, project):
    """In each type of project, all that it has room for; the text as it is shown, and one line a comment and pass."""
    found, marks, passes = Counter(), {}, Counter()
    for text, whole, spans, record in loaded(everything.export("doccano", project=project), project):
        comment = record["comment_id"]
        assert text == TEXTS.get(comment, text)
        passes[comment, record["annotator"], record["round"]] += 1
        found.update(key_of(record, name) for name in whole)
        for words, name in spans:
            marks.setdefault(key_of(record, name), []).append(words)
    labels = everything.given
    assert passes.keys() >= {(each.comment, each.annotator, each.round) for each in labels}
    assert set(passes.values()) == {1}
    assert found == Counter(each[:7] for each in labels if project != "sequence")
    expected = {each[:7]: here(each) for each in labels if here(each) and project != "classification"}
    assert {key: tuple(sorted(words)) for key, words in marks.items()} == expected


def test_doccano_s_projects_take_what_they_can():
    """Labels and spans together, labels alone, spans alone; what is left out is counted."""
    labelled = in_memory()
    [record] = [each for each in lines(written("doccano", labelled)["ana.jsonl"]) if each["comment_id"] == "c2"]
    assert record["entities"] == [[5, 35, "fallacy:false_dilemma"], [0, 1, "stance-comment:attack"]]
    assert record["cats"] == ["fallacy:false_dilemma", "fallacy:straw_man", "stance-comment:attack"]
    [record] = [
        each
        for each in lines(written("doccano", labelled, project="classification")["ana.jsonl"])
        if each["comment_id"] == "c2"
    ]
    assert record["label"] == ["fallacy:false_dilemma", "fallacy:straw_man", "stance-comment:attack"]
    assert labelled.tally.lost["spans, in a classification project"] == 9
    written("doccano", labelled, project="sequence")
    assert labelled.tally.lost["labels without evidence, in a sequence labelling project"] == 5


@settings(max_examples=25)
@given(labelled_threads())
def test_offsets_hold_in_every_script(labelled):
    """Whatever the signs, what offsets cut out of the text is what was marked."""
    found = Counter(
        record["text"][start:end]
        for data in written("doccano", labelled).values()
        for record in lines(data)
        for start, end, _ in record["entities"]
    )
    assert found == marked(labelled)
