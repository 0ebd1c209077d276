"""TSV: what a strict parser makes of it."""

import csv
import json
from io import StringIO

from threadmark.exports.delimited import unguarded
from threadmark.exports.rows import FIELDS


def test_every_label_comes_back(everything):
    """Tabs, quotes and newlines of texts are kept, and every row is one of the long table."""
    written = everything.export("tsv").read_bytes().decode()
    rows = list(csv.DictReader(StringIO(written, newline=""), delimiter="\t", strict=True))
    assert tuple(rows[0]) == FIELDS
    found = [
        (row["thread"], row["comment"], unguarded(row["annotator"]), int(row["round"]), row["dimension"],
         row["target"] or None, row["label"], tuple(span[2] for span in json.loads(row["evidence"])))
        for row in rows
        if row["label"]
    ]  # fmt: skip
    assert found == everything.given


def test_wide_has_a_row_a_comment_and_annotator(everything):
    """Labels of a dimension stand in one cell, what was not answered in another."""
    written = everything.export("tsv", wide=True).read_bytes().decode()
    rows = list(csv.DictReader(StringIO(written, newline=""), delimiter="\t", strict=True))
    assert len(rows) == len({(row["comment"], row["annotator"], row["round"]) for row in rows}) == 14
    [first] = (row for row in rows if (row["comment"], row["annotator"]) == ("c2", "ana"))
    assert (first["stance_claim"], first["stance_parent"]) == ("favor", "disagree")
    assert first["fallacy"] == "false_dilemma|straw_man"
    [third] = (row for row in rows if (row["comment"], row["annotator"]) == ("c3", "ana"))
    assert (third["fallacy"], third["unanswered"]) == ("none", "stance_claim")
    [named] = (row["stance_named"] for row in rows if row["stance_named"])
    assert named == "n1:favor"
