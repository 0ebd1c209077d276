"""Figures for scripts: a JSON object with what was counted, under the names that the code has for it."""

from __future__ import annotations

from typing import Any

import msgspec

from threadmark.report.agreeing import Agreement, Question, SelfAgreement
from threadmark.report.figures import Figures, Table


def as_json(figures: Figures) -> str:
    """One object, indented; a question is `{dimension, target}`."""
    content: dict[str, Any] = {
        "threads": figures.threads,
        "comments": figures.comments,
        "progress": [msgspec.to_builtins(each) | {"an_hour": each.an_hour} for each in figures.progress],
        "skipped": dict(figures.reasons),
        "labels": [_question(question) | {"counts": dict(counts)} for question, counts in figures.labels.items()],
        "by_depth": [_question(question) | _table(table) for question, table in figures.by_depth.items()],
        "over_time": [_question(question) | _table(table) for question, table in figures.over_time.items()],
        "pairs": [
            {"author": pair.author, "answered": pair.answered, "replies": pair.replies, "stances": dict(pair.stances)}
            for pair in figures.pairs
        ],
        "together": [{"labels": [one, other], "comments": times} for one, other, times in figures.together],
        "agreement": [
            _question(each.question) | {"annotators": each.annotators} | _coefficients(each)
            for each in figures.agreement
        ],
        "repeated": [
            {"annotator": each.annotator, "rounds": [1, each.round]} | _question(each.question) | _coefficients(each)
            for each in figures.repeated
        ],
    }
    return msgspec.json.format(msgspec.json.encode(content), indent=1).decode() + "\n"


def _coefficients(each: Agreement | SelfAgreement) -> dict[str, Any]:
    return {"units": each.units, "agreement": each.agreement, "alpha": each.alpha}


def _question(question: Question) -> dict[str, Any]:
    dimension, target = question
    return {"dimension": dimension, "target": target or None}


def _table(table: Table) -> dict[str, Any]:
    return {
        "rows": {
            name: dict(zip(table.columns, counts, strict=True))
            for name, counts in zip(table.rows, table.counts, strict=True)
        }
    }
