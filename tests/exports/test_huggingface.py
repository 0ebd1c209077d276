"""The folder for the Hub: its tables and its card."""

import polars as pl
import pyarrow.parquet
from tests.exports.reading import of_rows

from threadmark.exports.selection import Selection


def read_back(place):
    """The labels of the long table; the wide one has their evidence as well."""
    found = list(of_rows(pl.read_parquet(place / "labels" / "train.parquet").to_dicts()))
    rows = pl.read_parquet(place / "comments" / "train.parquet").to_dicts()
    quotes = sorted(mark["quote"] for row in rows for mark in row["evidence"])
    assert quotes == sorted(quote for each in found for quote in each.quotes)
    return found


def test_tables_and_card_agree(everything):
    """Both tables are where the card says, and its figures are theirs."""
    folder = everything.export("huggingface")
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert "  - split: train\n    path: comments/train.parquet\n" in card
    assert "| train | 2 | 8 | 20 | 2 |" in card
    assert "| train | stance | 9 | 11.1% | 4 | 25.0% |" in card
    assert "2024-03-01" in card
    assert pyarrow.parquet.read_table(folder / "comments" / "train.parquet").num_rows == 14
    labels = pyarrow.parquet.read_table(folder / "labels" / "train.parquet").column("label").drop_null()
    assert len(labels) == len(everything.given)


def test_a_split_has_a_table_for_each_part(everything):
    """No thread is in two parts, none is lost, all tables have one schema, and the seed is on the card."""
    folder = everything.export("huggingface", Selection(split="80/10/10", seed=7))
    tables = [
        pyarrow.parquet.read_table(folder / "comments" / f"{part}.parquet") for part in ("train", "validation", "test")
    ]
    threads = [set(table.column("thread").to_pylist()) for table in tables]
    assert sorted(thread for some in threads for thread in some) == ["lane", "pool"]
    assert tables[0].schema.equals(tables[1].schema, check_metadata=True)
    assert "seed 7" in (folder / "README.md").read_text(encoding="utf-8")
