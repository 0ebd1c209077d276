"""doccano's lines; `tests/consumers` has a reader of them."""

from collections import Counter

from hypothesis import given, settings
from tests.exports.in_memory import everything, labelled_threads, lines, marked, written


def test_doccano_s_projects_take_what_they_can():
    """Labels and spans together, labels alone, spans alone; what is left out is counted."""
    labelled = everything()
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
