"""CSV: what a spreadsheet and a strict parser make of it."""

import csv
import json
import re
from io import StringIO

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as some
from tests.exports.reading import of_cells

from threadmark.exports.delimited import guarded, unguarded
from threadmark.exports.rows import FIELDS
from threadmark.labels.records import Answer, Context, Span

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
"""What begins a formula, the full-width signs included."""


def read_back(place):
    """The labels, as a strict parser reads them."""
    return of_cells(place.read_bytes(), ",")


def parsed(written: bytes) -> list[dict[str, str]]:
    """The rows as a strict parser reads them."""
    return list(csv.DictReader(StringIO(written.decode(), newline=""), strict=True))


def test_it_is_rfc_4180(study):
    """A row of names, CRLF after each row, quotes doubled, a newline of a text kept inside quotes."""
    study.keep(study.label("c2", "stance", "against"), study.review("c2", note='says "Classic", twice'))
    written = study.export("csv").decode()
    assert written.startswith(",".join(FIELDS) + "\r\n")
    assert written.endswith("\r\n")
    assert '"🙄 So you\'d rather kids get run over?\nClassic."' in written
    assert '"says ""Classic"", twice"' in written
    assert written.count("\r\n") == 2


def test_evidence_is_lists_of_start_end_and_quote(study):
    """A span in the comment is three members; one in the article has its paragraph as a fourth."""
    spans = (Span(0, 4, "🙄 So"), Span(4, 8, "council"[:4], part="article:1"))
    study.keep(study.label("c2", "fallacy", "none", evidence=spans))
    [row] = parsed(study.export("csv"))
    assert json.loads(row["evidence"]) == [[0, 4, "🙄 So"], [4, 8, "coun", "article:1"]]


def test_context_is_compact_json_and_null_is_empty(study):
    """What has no value is an empty cell; truth is true or false."""
    study.keep(
        study.label("c1", "fallacy", "none", context=Context(ancestors=2)),
        study.review("c1", Answer("fallacy", None, asked=True, outcome="none"), status="done"),
        study.label("c3", "fallacy", "none"),
    )
    first, second = parsed(study.export("csv"))
    assert first["context"] == '{"ancestors":2,"paragraphs":[],"replies":0,"others":false,"hidden":[]}'
    assert (first["revisit"], first["asked"], first["parent"], first["evidence"]) == ("false", "true", "", "[]")
    assert (second["revisit"], second["asked"], second["status"], second["note"]) == ("", "", "", "")


def test_no_cell_begins_like_a_formula_and_that_is_said(study):
    """A text, a note and a name that a spreadsheet would run get a sign in front, and a warning counts them."""
    study.keep(study.label("c3", "stance", "against", by="@sum"), study.review("c3", by="@sum", note="- see above"))
    [row] = parsed(study.export("csv"))
    assert (row["text"], row["note"], row["annotator"]) == ("'=1+1 Typical council.", "'- see above", "'@sum")
    [said] = study.said
    assert "3 cells" in said
    assert "--with raw-cells" in said


def test_formulas_are_kept_where_that_is_asked_for(study):
    """With the flag every cell is as it was, and nothing is said."""
    study.keep(study.label("c3", "stance", "against"))
    [row] = parsed(study.export("csv", raw_cells=True))
    assert row["text"] == "=1+1 Typical council."
    assert study.said == []


def test_numbers_are_no_formulas(study):
    """A cell that holds a number is left alone."""
    study.keep(study.label("c1", "stance", "against"), study.review("c1", seconds=-1.5))
    [row] = parsed(study.export("csv"))
    assert row["seconds"] == "-1.5"


@for_all(some.text(some.sampled_from(f"'{SIGNS} \t\nab")) | some.text())
def test_guarding_can_be_undone_and_leaves_no_formula(cell):
    """A guarded cell begins with no sign of a formula, white space before it or not, and unguarding gives it back."""
    assert unguarded(guarded(cell)) == cell
    assert not re.match(rf"\s*[{re.escape(SIGNS)}]", guarded(cell))


@pytest.mark.parametrize("cell", ["", "fine", "'quoted'", "a=b", "3 - 4"])
def test_other_cells_are_left_alone(cell):
    """What no spreadsheet takes for a formula is unchanged."""
    assert guarded(cell) == cell
