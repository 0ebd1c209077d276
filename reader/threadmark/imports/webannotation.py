"""W3C Web Annotation: pages, lists or single annotations in JSON-LD, ours or those of other programs.

Of ours, thread, comment, round and target stand in terms of our own. Of others, the last part of a body's name (or its
text) is the label, with its dimension in front after a colon, and the last part of the target's name the comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import msgspec

from threadmark.errors import InputError
from threadmark.imports.facts import facts_of
from threadmark.imports.given import GivenLabel
from threadmark.imports.registry import Import
from threadmark.labels.naming import split_name
from threadmark.labels.records import Span

_FILE: Final = "annotations.jsonld"
_OURS: Final = "urn:threadmark:"
_FACTS: Final = {
    **{name: name for name in ("thread", "round", "status", "reason", "note", "revisit", "seconds")},
    "comment_id": "comment",
}
"""What of a pass stands on each annotation of ours, and in which term."""
_PART = re.compile(r"[:/#]")


def sniff(path: Path, head: bytes) -> bool:
    """Whether it is a folder that we wrote, or speaks of annotations in the standard's context."""
    if path.is_dir():
        return (path / _FILE).is_file()
    return head.lstrip()[:1] in {b"{", b"["} and b"/ns/anno" in head


def read(path: Path) -> Iterator[GivenLabel]:
    """A record for each body of each annotation that is a label."""
    path = path / _FILE if path.is_dir() else path
    try:
        said = msgspec.json.decode(path.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError, OSError) as error:
        raise InputError(f"is no JSON: {error}", where=str(path)) from error
    for number, annotation in enumerate(_annotations(said), 1):
        yield from _labels(annotation, f"annotation {number}", str(path))


def _annotations(said: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(said, Mapping):
        held = said.get("items") or said.get("first", {})
        if isinstance(held, Mapping):
            held = held.get("items")
        said = held or ([said] if "body" in said or "bodyValue" in said else [])
    yield from (each for each in _listed(said) if isinstance(each, Mapping))


def _labels(annotation: Mapping[str, Any], where: str, place: str) -> Iterator[GivenLabel]:
    places = [each if isinstance(each, Mapping) else {"source": each} for each in _listed(annotation.get("target"))]
    creator = next(iter(_listed(annotation.get("creator"))), None)
    facts = facts_of({name: annotation.get(_FACTS[name]) for name in _FACTS}, f"{place}, {where}")
    asked, created = annotation.get("asked"), annotation.get("created", "")
    for body in _listed(annotation.get("body", annotation.get("bodyValue"))):
        dimension, label = _meaning(body)
        if not label:
            continue
        yield GivenLabel(
            where=where,
            thread=facts.thread,
            comment=facts.comment_id or _comment(places),
            annotator=_name(creator),
            round=facts.round,
            dimension=dimension,
            label=label,
            target=annotation.get("toward"),
            target_text=annotation.get("towardText"),
            spans=tuple(span for place in places if (span := _span(place)) is not None),
            either=annotation.get("either"),
            note=facts.note or "",
            status=facts.status,
            reason=facts.reason or "",
            revisit=facts.revisit,
            asked=asked if isinstance(asked, bool) else None,
            created=created,
            updated=annotation.get("modified", created),
            seconds=facts.seconds,
        )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _meaning(body: Any) -> tuple[str, str]:
    """Dimension and label of a body; the dimension may be empty."""
    if isinstance(body, Mapping) and (source := body.get("source", body.get("id"))):
        parts = str(source).removeprefix(_OURS).split(":")
        return (unquote(parts[-2]), unquote(parts[-1])) if len(parts) > 1 else ("", _last(source))
    return split_name(str(body.get("value", "")) if isinstance(body, Mapping) else str(body))


def _comment(places: Sequence[Mapping[str, Any]]) -> str | None:
    source = next((place.get("source", place.get("id")) for place in places), None)
    return _last(source) if source else None


def _last(iri: object) -> str:
    return unquote(_PART.split(str(iri).rstrip("/"))[-1])


def _name(creator: Any) -> str | None:
    if isinstance(creator, Mapping):
        said = creator.get("nickname") or creator.get("name")
        return str(said) if said else _name(creator.get("id"))
    return _last(creator) if creator else None


def _span(place: Mapping[str, Any]) -> Span | None:
    selectors = {each.get("type"): each for each in _listed(place.get("selector")) if isinstance(each, Mapping)}
    if not selectors:
        return None
    at, words = selectors.get("TextPositionSelector", {}), selectors.get("TextQuoteSelector", {})
    parts = str(place.get("source", "")).removeprefix(_OURS).split(":")
    return Span(
        start=int(at.get("start", -1)),
        end=int(at.get("end", -1)),
        quote=words.get("exact", ""),
        prefix=words.get("prefix", ""),
        suffix=words.get("suffix", ""),
        part=f"article:{parts[1]}" if parts[0] == "article" and len(parts) > 1 else "comment",
    )


IMPORT = Import("webannotation", "W3C Web Annotation (JSON-LD)", sniff, read)
