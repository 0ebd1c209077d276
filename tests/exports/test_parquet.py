"""Parquet, read by those who read it."""

import io
import json
from dataclasses import replace
from datetime import datetime

import duckdb
import msgspec
import pandas as pd
import polars as pl
import pyarrow.parquet
from hypothesis import given as for_all
from tests.exports import in_memory
from tests.exports.reading import of_rows

from threadmark.exports import long_columns
from threadmark.exports.rows import FIELDS, rows


def read_back(place):
    """The labels, as pyarrow reads them; polars and DuckDB find the same."""
    found = list(of_rows(pyarrow.parquet.read_table(place).to_pylist()))
    assert found == list(of_rows(pl.read_parquet(place).to_dicts()))
    found_by_sql = duckdb.sql(f"select * from read_parquet('{place}')")
    assert found == list(of_rows(dict(zip(found_by_sql.columns, row, strict=True)) for row in found_by_sql.fetchall()))
    return found


def same_as_rows(labelled):
    """Whether a Parquet file of these labels says what their rows do, value by value."""
    table = pyarrow.parquet.read_table(io.BytesIO(in_memory.written("parquet", labelled)["parquet"]))
    told = [json.loads(msgspec.json.encode(row)) for row in rows(labelled)]
    for row in told:
        for name in ("created", "updated"):
            row[name] = datetime.fromisoformat(row[name]) if row[name] else None
    assert table.to_pylist() == told


def test_columns_say_what_rows_say():
    """Nothing is made of rows, and everything is as in rows: notes, open questions, evidence, families, times."""
    same_as_rows(in_memory.everything())


@for_all(in_memory.labelled_threads())
def test_columns_say_what_rows_say_of_any_labels(labelled):
    """The same of whatever is labelled, in every script."""
    same_as_rows(labelled)


def test_targets_of_two_threads_keep_their_texts_in_many_batches(monkeypatch):
    """Two threads may call their claims alike; however rows fall into batches, each has its own claim's text."""
    one, two = in_memory.everything(), in_memory.everything()
    [held] = two.held
    other = replace(held, id="pool", targets=dict.fromkeys(held.targets, "The pool should open."))
    for most in (1, 3, 50_000):
        monkeypatch.setattr(long_columns, "ROWS_A_BATCH", most)
        same_as_rows(replace(one, held=(*one.held, other, *one.held)))


def test_nothing_is_an_empty_table():
    """Without any label there is a table all the same, with the columns of the others and no row."""
    empty = in_memory.labelled_of(in_memory.a_thread(in_memory.TEXTS), [])
    table = pyarrow.parquet.read_table(io.BytesIO(in_memory.written("parquet", empty)["parquet"]))
    full = pyarrow.parquet.read_table(io.BytesIO(in_memory.written("parquet", in_memory.everything())["parquet"]))
    assert table.schema == full.schema
    assert (len(table), len(full)) == (0, 13)


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
