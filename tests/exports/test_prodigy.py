"""Prodigy's lines, read as its recipes read them; `tests/consumers` gives them to spaCy."""

from collections import Counter

from hypothesis import given, settings
from tests.exports.everything import TEXTS
from tests.exports.in_memory import everything as in_memory
from tests.exports.in_memory import labelled_threads, lines, marked, written
from tests.exports.test_doccano import here, key_of


def test_every_label_span_text_and_annotator_is_there(everything):
    """Of each line that was accepted the options chosen, the words between offsets, and who: all that was given."""
    found, marks = Counter(), {}
    for record in lines(everything.export("prodigy").read_bytes()):
        assert record["text"] == TEXTS.get(record["meta"]["comment_id"], record["text"])
        assert record["_annotator_id"] == record["_session_id"] == record["annotator"]
        assert record["answer"] == ("ignore" if record.get("status") == "skipped" else "accept")
        offered = {option["id"] for option in record["options"]}
        assert offered >= {*record["accept"], *(span["label"] for span in record["spans"])}
        told = record["meta"] | record
        found.update(key_of(told, name) for name in record["accept"])
        for span in record["spans"]:
            words = record["text"][span["start"] : span["end"]]
            marks.setdefault(key_of(told, span["label"]), []).append(words)
    labels = everything.given
    assert found == Counter(each[:7] for each in labels)
    assert {key: tuple(sorted(words)) for key, words in marks.items()} == {
        each[:7]: here(each) for each in labels if here(each)
    }


def test_prodigy_s_lines_have_no_hashes_and_every_option():
    """Only Prodigy computes hashes; what is accepted is on offer."""
    for record in lines(written("prodigy", in_memory())["prodigy"]):
        assert "_input_hash" not in record
        assert set(record["accept"]) <= {option["id"] for option in record["options"]}


@settings(max_examples=25)
@given(labelled_threads())
def test_offsets_hold_in_every_script(labelled):
    """Whatever the signs, what offsets cut out of the text is what was marked."""
    found = Counter(
        record["text"][span["start"] : span["end"]]
        for record in lines(written("prodigy", labelled)["prodigy"])
        for span in record["spans"]
    )
    assert found == marked(labelled)
