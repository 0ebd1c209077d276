"""TSV: what a strict parser makes of it."""

import csv
from io import StringIO

from tests.exports.reading import of_cells

from threadmark.exports.rows import FIELDS


def read_back(place):
    """The labels, as a strict parser reads them."""
    return of_cells(place.read_bytes(), "\t")


def test_its_columns_are_the_long_table_s(everything):
    """Under the published names."""
    assert everything.export("tsv").read_bytes().decode().startswith("\t".join(FIELDS) + "\n")


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
