"""What rows and records of exports say of labels, for `read_back` of the formats that have such."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

from tests.exports.everything import Given

from threadmark.exports.delimited import unguarded


def of_rows(rows: Iterable[Mapping[str, Any]]) -> Iterator[Given]:
    """The labels of long tables."""
    for row in rows:
        if row["label"] is not None:
            quotes = tuple(span["quote"] for span in row["evidence"])
            yield Given(*(row[name] for name in Given._fields[:-1]), quotes)


def of_cells(written: bytes, delimiter: str) -> Iterator[Given]:
    """The labels of a long table in cells, as a strict parser reads them."""
    for row in csv.DictReader(StringIO(written.decode(), newline=""), delimiter=delimiter, strict=True):
        if row["label"]:
            who, quotes = unguarded(row["annotator"]), tuple(span[2] for span in json.loads(row["evidence"]))
            yield Given(
                *(row["thread"], row["comment"], who, int(row["round"]), row["dimension"]),
                *(row["target"] or None, row["label"], quotes),
            )


def of_record(record: Mapping[str, Any], names: Iterable[str], spans: Sequence[tuple[str, str]]) -> Iterator[Given]:
    """The labels of a pass in a program that shows one comment at a time.

    Args:
        record: with the fields that such programs keep: whose it is, of what comment, evidence in the article.
        names: the labels' full names (`stance-claim:against`).
        spans: each marked span's full name and words.
    """
    for name in names:
        question, _, label = name.rpartition(":")
        target = (record.get("targets") or {}).get(question, {}).get("target")
        beyond = [span["quote"] for span in (record.get("article") or {}).get(name, ())]
        yield Given(
            *(record["thread"], record["comment_id"], record["annotator"], record["round"]),
            *(question.partition("-")[0], target, label, (*(words for of, words in spans if of == name), *beyond)),
        )
