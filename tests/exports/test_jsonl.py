"""JSON Lines."""

import json

from tests.exports.reading import of_rows


def read_back(place):
    """The labels, a line each."""
    return of_rows(map(json.loads, place.read_bytes().splitlines()))


def test_each_line_is_a_row(study):
    """One JSON object a line, in UTF-8, with nulls where there is nothing."""
    study.keep(study.label("c2", "stance", "against"), study.label("c3", "stance", "against"))
    written = study.export("jsonl").decode()
    assert written.endswith("}\n")
    first, second = (json.loads(line) for line in written.splitlines())
    assert first["text"].startswith("🙄 So")
    assert "🙄" in written
    assert second["family"] is None


def test_more_rows_than_are_written_at_once_are_all_there(study):
    """Writing in pieces loses none and doubles none."""
    study.keep(*(study.label("c1", "stance", "against", by=f"reader {number:04}") for number in range(1203)))
    assert [row["annotator"] for row in study.rows()] == [f"reader {number:04}" for number in range(1203)]
