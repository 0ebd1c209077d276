"""Prodigy: a JSONL line for what one annotator made of one comment, as `prodigy db-out` writes it.

Prodigy computes `_input_hash` and `_task_hash` itself when it loads a line, so they are left out. It keeps fields that it
does not know, and gives them back.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from threadmark.exports.labelled import Labelled
from threadmark.exports.passes import Pass
from threadmark.exports.registry import Export, Options
from threadmark.exports.sheets import Sheet, sheets_with_text
from threadmark.exports.vocabulary import Vocabulary
from threadmark.labels.naming import full_name

_SHOWN = ("thread", "comment_id", "parent_id", "author")


def pieces(labelled: Labelled, options: Options) -> Iterator[bytes]:
    """A line a pass."""
    del options
    encode = msgspec.json.Encoder().encode
    offered = {
        full_name(question.name, label): name
        for question in Vocabulary(labelled.contents.codebooks).questions.values()
        for label, name in question.names.items()
    }
    for sheet, text in sheets_with_text(labelled):
        for given in sheet.passes:
            yield encode(_record(sheet, text, given, offered)) + b"\n"


def _record(sheet: Sheet, text: str, given: Pass, offered: dict[str, str]) -> dict[str, Any]:
    accepted = [sheet.full_name(label) for label in given.labels]
    options = offered | {name: name for name in accepted if name not in offered}
    spans = [
        {"start": span.start, "end": span.end, "label": sheet.full_name(label)}
        for label in given.labels
        for span in sheet.spans_here(label)
    ]
    facts = sheet.facts(given)
    at = facts.get("annotated_at")
    return {
        "text": text,
        "options": [{"id": name, "text": shown} for name, shown in options.items()],
        "accept": accepted,
        "spans": spans,
        "meta": {name: facts.pop(name) for name in _SHOWN if name in facts},
        "answer": "ignore" if facts.get("status") == "skipped" else "accept",
        "_view_id": "blocks",
        "_annotator_id": given.annotator,
        "_session_id": given.annotator,
        **({"_timestamp": int(datetime.fromisoformat(at).timestamp())} if at else {}),
        **facts,
        **sheet.beyond(given),
    }


EXPORT = Export(
    "prodigy",
    "Prodigy: a JSONL line a comment and annotator",
    pieces,
    loses="what was visible, when each label was given",
    suffix=".jsonl",
    needs_text=True,
)
