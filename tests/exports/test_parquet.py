"""Parquet, read by those who read it."""

import json

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet
from tests.exports.reading import of_rows

from threadmark.exports.rows import FIELDS


def read_back(place):
    """The labels, as pyarrow reads them; polars and DuckDB find the same."""
    found = list(of_rows(pyarrow.parquet.read_table(place).to_pylist()))
    assert found == list(of_rows(pl.read_parquet(place).to_dicts()))
    rows = duckdb.sql(f"select * from read_parquet('{place}')")
    assert found == list(of_rows(dict(zip(rows.columns, row, strict=True)) for row in rows.fetchall()))
    return found


def test_its_columns_are_the_long_table_s(everything):
    """Under the published names."""
    assert tuple(pyarrow.parquet.read_schema(everything.export("parquet")).names) == FIELDS


def test_times_have_their_zone(everything):
    """A time is a time in UTC, whoever reads it."""
    place = everything.export("parquet")
    assert str(pyarrow.parquet.read_schema(place).field("created").type) == "timestamp[us, tz=UTC]"
    frame = pd.read_parquet(place).dropna(subset=["created"])
    assert {moment.isoformat() for moment in frame["updated"]} == {"2024-03-12T10:00:05.125000+00:00"}
    assert pl.read_parquet(place).schema["created"] == pl.Datetime("us", "UTC")


def test_duckdb_counts_labels(everything):
    """SQL over the file says what is in it."""
    query = "select label, count(*) from read_parquet(?) where label is not null group by label"
    counts = dict(duckdb.execute(query, [str(everything.export("parquet"))]).fetchall())
    assert sum(counts.values()) == len(everything.given)
    assert counts["against"] == 2


def test_wide_has_labels_by_name(everything):
    """Without class labels a cell holds the label's id, and evidence cuts the text."""
    rows = pl.read_parquet(everything.export("parquet", wide=True)).to_dicts()
    assert len(rows) == 14
    [row] = (row for row in rows if (row["comment"], row["annotator"]) == ("c2", "ana"))
    assert (row["stance_claim"], row["fallacy"]) == ("favor", ["false_dilemma", "straw_man"])
    assert all(row["text"][mark["start"] : mark["end"]] == mark["quote"] for mark in row["evidence"])


def test_class_labels_are_numbers_whose_names_are_in_the_metadata(everything):
    """The metadata is what `datasets` writes itself, and each number stands for the label's name."""
    table = pyarrow.parquet.read_table(everything.export("parquet", class_labels=True))
    features = json.loads(table.schema.metadata[b"huggingface"])["info"]["features"]
    assert list(features) == table.column_names
    stance, fallacy = features["stance_claim"], features["fallacy"]
    assert (stance["_type"], fallacy["_type"], fallacy["feature"]["_type"]) == ("ClassLabel", "List", "ClassLabel")
    [row] = (row for row in table.to_pylist() if (row["comment"], row["annotator"]) == ("c2", "ana"))
    assert stance["names"][row["stance_claim"]] == "favor"
    assert [fallacy["feature"]["names"][number] for number in row["fallacy"]] == ["false_dilemma", "straw_man"]
