"""Prodigy's lines; `tests/consumers` gives them to spaCy."""

from collections import Counter

from hypothesis import given, settings
from tests.exports.in_memory import everything, labelled_threads, lines, marked, written


def test_prodigy_s_lines_have_no_hashes_and_every_option():
    """Only Prodigy computes hashes; what is accepted is on offer."""
    for record in lines(written("prodigy", everything())["prodigy"]):
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
