"""The folder for the Hub: its tables and its card."""

import polars as pl
import pyarrow.parquet
from tests.exports.reading import of_rows

from threadmark.exports.selection import Selection
from threadmark.labels.records import RoundRecord, SessionRecord, put
from threadmark.labels.store import LabelStore


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
    assert "| train | 2 | 8 | 20 | 2 | 14.3% |" in card
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


def test_the_card_says_by_which_versions_and_with_which_seeds(everything):
    """When each version of the program was used, and what was drawn for second rounds; before a checkpoint, too."""
    store = LabelStore.open(everything.labels)
    records = [
        SessionRecord(f"s{day}", "ana", version, started=f"2024-03-{day:02}T10:00:00.000Z")
        for day, version in ((3, "0.1.0"), (9, "0.1.0"), (12, "0.2.0"))
    ]
    draw = RoundRecord("lane", "ana", 2, "5%", 1234, 40, ("c1", "c2"))
    store.commit([put(record) for record in (*records, draw)], annotator="ana", session="s12")
    cards = []
    for _ in range(2):
        cards.append((everything.export("huggingface") / "README.md").read_text(encoding="utf-8"))
        store.close()
    assert cards[0] == cards[1]
    assert "| 0.1.0 | 2 | 2024-03-03 | 2024-03-09 |\n| 0.2.0 | 1 | 2024-03-12 | 2024-03-12 |" in cards[0]
    assert "Round 2 is over 5% of an annotator's own comments, drawn with seed 1234." in cards[0]
