"""Prodigy's lines, read as its recipes read them; `tests/consumers` gives them to spaCy."""

from collections import Counter

from hypothesis import given, settings
from tests.exports.everything import TEXTS
from tests.exports.in_memory import everything as in_memory
from tests.exports.in_memory import labelled_threads, lines, marked, written
from tests.exports.reading import of_record


def read_back(place):
    """Of each line that was accepted the options chosen, the words between offsets, and who."""
    for record in lines(place.read_bytes()):
        words = [(span["label"], record["text"][span["start"] : span["end"]]) for span in record["spans"]]
        yield from of_record(record["meta"] | record, record["accept"], words)


def test_a_line_is_of_a_pass_and_offers_what_is_accepted(everything):
    """Whose it is and how it was answered, as Prodigy says it; the text is the comment's."""
    for record in lines(everything.export("prodigy").read_bytes()):
        assert record["text"] == TEXTS.get(record["meta"]["comment_id"], record["text"])
        assert record["_annotator_id"] == record["_session_id"] == record["annotator"]
        assert record["answer"] == ("ignore" if record.get("status") == "skipped" else "accept")
        offered = {option["id"] for option in record["options"]}
        assert offered >= {*record["accept"], *(span["label"] for span in record["spans"])}


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
