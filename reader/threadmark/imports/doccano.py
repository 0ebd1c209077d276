"""doccano: JSONL of three project types, one file for all or a folder with a file for each annotator.

`label` holds the labels of a text in a classification project and spans in a sequence labelling project; `cats` and
`entities` hold both where the project is of intents and slots; with relations, entities are objects. Older versions have
`labels` or `annotations`, the latter with a number for who gave each. Every other field is what came with the text, as our exports use it. Offsets are code points,
or graphemes where a project counts so (`--offsets graphemes`): nothing in a file tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from msgspec import structs

from threadmark.errors import InputError
from threadmark.imports.facts import GivenPass, facts_of
from threadmark.imports.given import GivenLabel
from threadmark.imports.objects import first_keys, objects
from threadmark.imports.registry import Import
from threadmark.labels.records import Span

_TEXTS: Final = ("text", "data")
_LABELS: Final = ("label", "labels", "cats", "entities", "annotations")
_NOBODY: Final = {"all", "unknown"}
"""What doccano calls the file of a project that is annotated together, and that of nobody."""


def sniff(path: Path, head: bytes) -> bool:
    """Whether a text and a list of labels stand side by side; in a folder, in its first file."""
    if path.is_dir():
        files = _files(path)
        return bool(files) and _is_ours(first_keys(files[0], files[0].read_bytes()))
    return _is_ours(first_keys(path, head))


def read(path: Path) -> Iterator[GivenLabel]:
    """The labels of each text."""
    for file in _files(path) if path.is_dir() else [path]:
        annotator = file.stem if path.is_dir() and file.stem not in _NOBODY else None
        for where, place, record in objects(file):
            named = f"{file.name}, {where}" if path.is_dir() else where
            for made in _passes(record, named, place, annotator):
                yield from made.records()


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.jsonl"))


def _is_ours(keys: Mapping[str, str]) -> bool:
    has_text = any(keys.get(name) == "string" for name in _TEXTS)
    return has_text and "answer" not in keys and any(keys.get(name) == "start_array" for name in _LABELS)


def _passes(record: Mapping[str, Any], where: str, place: str, annotator: str | None) -> Iterator[GivenPass]:
    """What is said of a text: by one, or by each user that annotations name."""
    text = next((said for name in _TEXTS if isinstance(said := record.get(name), str)), None)
    if text is None:
        raise InputError("has no text", where=place, next_step="--from names another format")
    meta = record.get("meta")
    beside = {"annotator": annotator, "note": _comments(record)}
    facts = facts_of({**beside, **(meta if isinstance(meta, dict) else {}), **record}, place)
    given = [each for name in _LABELS for each in _listed(record.get(name))]
    users = dict.fromkeys(_user(each) for each in given) if facts.annotator is None else {}
    for user in users or {None: None}:
        made = GivenPass(where, text, structs.replace(facts, annotator=facts.annotator or user))
        for each in given:
            if not users or _user(each) == user:
                _give(made, each, place)
        for relation in _listed(record.get("relations")):
            said = relation.get("type") if isinstance(relation, dict) else relation
            made.refused.append((str(said), "relations between spans are no labels here"))
        yield made


def _user(each: Any) -> str | None:
    user = each.get("user") if isinstance(each, dict) else None
    return str(user) if user is not None else None


def _give(made: GivenPass, each: Any, place: str) -> None:
    """One label: its name, or `[start, end, name]`, or an object with offsets."""
    if isinstance(each, str):
        made.give_flat(each)
        return
    if isinstance(each, dict):
        if "label" not in each and isinstance(each.get("text"), str):
            made.refused.append((each["text"], "texts that were written are no labels here"))
            return
        each = [each.get("start_offset"), each.get("end_offset"), each.get("label")]
    match each:
        case [int(start), int(end), str() | int() as name]:
            made.give_flat(str(name), Span(start, end, ""))
        case [None, None, str() | int() as name]:
            made.give_flat(str(name))
        case _:
            raise InputError(f"has a label that is none: {each}", where=place)


def _comments(record: Mapping[str, Any]) -> str | None:
    """What annotators have written beside a text."""
    said: Iterable[Any] = _listed(record.get("Comments", record.get("comments")))
    texts = [each.get("comment", each.get("text")) if isinstance(each, dict) else each for each in said]
    return "\n".join(text for text in texts if isinstance(text, str)) or None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


IMPORT = Import("doccano", "doccano: JSONL of texts with labels or spans, or a folder of such files", sniff, read)
