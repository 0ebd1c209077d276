"""Prodigy: JSONL as `prodigy db-out` writes it, a line for what one annotator made of one text.

`accept` are the options chosen, `spans` the words marked (offsets are code points), `label` the one label that a line asks
about. What was answered with *ignore* was skipped, and of *reject* nothing is a label either. `_annotator_id` is the dataset and
the session's name, or a time where the session had none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from threadmark.errors import InputError
from threadmark.imports.facts import GivenPass, facts_of
from threadmark.imports.given import GivenLabel
from threadmark.imports.objects import first_keys, objects
from threadmark.imports.registry import Import
from threadmark.labels.records import Span, stamp

_SIGNS: Final = {"answer", "_input_hash", "_task_hash", "_view_id", "_session_id", "_annotator_id"}
_NO_NAME: Final = re.compile(r"(?:.*-)?\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d")
"""The session of an annotator who gave no name: when it began."""
_REFUSED: Final = {"reject": "was rejected", "ignore": "was ignored"}
_RELATION: Final = "relations between spans are no labels here"


def sniff(path: Path, head: bytes) -> bool:
    """Whether a text stands beside what only Prodigy writes."""
    keys = first_keys(path, head)
    return keys.get("text") == "string" and not _SIGNS.isdisjoint(keys)


def read(path: Path) -> Iterator[GivenLabel]:
    """The labels of each line that was accepted; of the others, that the comment was looked at."""
    for where, place, record in objects(path):
        yield from _pass(record, where, place).records()


def _pass(record: Mapping[str, Any], where: str, place: str) -> GivenPass:
    text = record.get("text")
    if not isinstance(text, str):
        raise InputError("has no text", where=place, next_step="--from names another format")
    meta = record.get("meta")
    said = {**(meta if isinstance(meta, dict) else {}), **record, "annotator": _annotator(record)}
    answer = record.get("answer", "accept")
    was_skipped = said.get("status") == "skipped"
    if answer == "ignore" or was_skipped:
        said["status"] = "skipped" if answer == "ignore" else "done"
    if "annotated_at" not in said and isinstance(at := record.get("_timestamp"), int | float):
        said["annotated_at"] = stamp(at)
    made = GivenPass(where, text, facts_of(said, place))
    given = list(_given(record, place))
    # A comment that was skipped here may have labels all the same, and is on the way as ignored.
    if answer in _REFUSED and not (answer == "ignore" and was_skipped):
        made.refused += [(name, _REFUSED[answer]) for name, _ in given]
    else:
        for name, spans in given:
            made.give_flat(name, *spans)
    made.refused += [(str(each.get("label")), _RELATION) for each in _objects(record, "relations", place)]
    return made


def _given(record: Mapping[str, Any], place: str) -> Iterator[tuple[str, list[Span]]]:
    """Each label, with the words that it marks."""
    shown = {each.get("id"): each.get("text") for each in _objects(record, "options", place)}
    accepted = record.get("accept")
    for name in accepted if isinstance(accepted, list) else []:
        yield str(shown.get(name, name) if isinstance(name, int) else name), []
    for span in _objects(record, "spans", place):
        start, end = span.get("start"), span.get("end")
        if not isinstance(start, int) or not isinstance(end, int):
            raise InputError(f"has a span without offsets: {span}", where=place)
        # A text that was searched or scored has spans without a label: the label is the line's.
        if (name := span.get("label", record.get("label"))) is not None:
            yield str(name), [Span(start, end, str(span.get("text") or ""))]
    if isinstance(name := record.get("label"), str):
        yield name, []


def _annotator(record: Mapping[str, Any]) -> str | None:
    """Whose the line is: whom our export named, unless somebody else has answered it since."""
    ours = record.get("annotator")
    theirs = record.get("_annotator_id") or record.get("_session_id")
    if not isinstance(theirs, str) or _NO_NAME.fullmatch(theirs):
        return ours
    return ours if isinstance(ours, str) and (theirs == ours or theirs.endswith(f"-{ours}")) else theirs


def _objects(record: Mapping[str, Any], name: str, place: str) -> list[dict[str, Any]]:
    """A field that is a list of objects."""
    found = record.get(name) or []
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise InputError(f"has {name} that are no list of objects", where=place)
    return found


IMPORT = Import("prodigy", "Prodigy: JSONL as db-out writes it", sniff, read)
