"""ConvoKit: the metadata of a corpus' utterances, ours or another's, and overlays of them.

In ours a question's name leads to the labels of each annotator, and what there is to say of a pass stands beside them. In
another corpus every field may hold labels: one that a layer has a dimension for (by id or name) does, a text or yes and no;
fields without one are only counted. An overlay is a folder of `info.FIELD.jsonl`, one for each field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import msgspec

from threadmark.errors import InputError
from threadmark.imports.facts import GivenPass, facts_of
from threadmark.imports.given import GivenLabel
from threadmark.imports.registry import Import
from threadmark.labels.records import Span
from threadmark.sources.convokit import SOURCE, UTTERANCES
from threadmark.sources.source import Head

_INFO: Final = "info."
_OURS: Final = "annotations"
_SPANS: Final = "-spans"
_BESIDE: Final = frozenset({_OURS, "targets", "thread", "comment_id", "type", "text_sha256"})
_UNTOUCHED: Final = frozenset({"type", "comment_id"})
"""What our corpora say of an article, and of a comment that nobody labelled."""
_LONGEST: Final = 120
"""Characters of a field that may be a label; what is longer is prose."""


class _Mark(msgspec.Struct):
    """A span."""

    start: int
    end: int
    label: str
    text: str = ""
    part: str = "comment"


def sniff(path: Path, head: bytes) -> bool:
    """Whether it is a corpus, the utterances of one, or an overlay."""
    if path.is_dir():
        return (
            any((path / name).is_file() for name in UTTERANCES) or next(path.glob(f"{_INFO}*.jsonl"), None) is not None
        )
    return SOURCE.sniff(Head(path.name, head)) is not None


def read(path: Path) -> Iterator[GivenLabel]:
    """The labels of each utterance.

    Raises:
        InputError: there are no utterances, or something is no JSON; the error names file and line.
    """
    if not path.is_dir():
        yield from _corpus(path)
        return
    found = next((place for name in UTTERANCES if (place := path / name).is_file()), None)
    yield from _overlay(path) if found is None else _corpus(found)


def _corpus(file: Path) -> Iterator[GivenLabel]:
    for number, value in _lines(file):
        meta, own = value.get("meta"), value.get("id")
        if own is None:
            raise InputError("an utterance has no id", where=f"{file}:{number}")
        if isinstance(meta, dict):
            yield from _labels(f"line {number}", str(own), value.get("text"), meta, f"{file}:{number}")


def _overlay(folder: Path) -> Iterator[GivenLabel]:
    """Utterance by utterance, as they come."""
    metas: dict[str, dict[str, Any]] = {}
    for file in sorted(folder.glob(f"{_INFO}*.jsonl")):
        name = file.name.removeprefix(_INFO).removesuffix(".jsonl")
        for _, value in _lines(file):
            metas.setdefault(str(value.get("id")), {})[name] = value.get("value")
    for own, meta in metas.items():
        yield from _labels(f"utterance {own}", own, None, meta, str(folder))


def _lines(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file, one a line; older corpora have a list of them."""
    decode = msgspec.json.Decoder().decode
    if file.suffix == ".json":
        try:
            yield from ((number, each) for number, each in enumerate(decode(file.read_bytes()), 1))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise InputError(f"is no JSON: {error}", where=str(file)) from error
        return
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                value = decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                raise InputError(f"is no JSON: {error}", where=f"{file}:{number}") from error
            if not isinstance(value, dict):
                raise InputError("is no JSON object", where=f"{file}:{number}")
            yield number, value


def _labels(where: str, own: str, text: Any, meta: Mapping[str, Any], place: str) -> Iterator[GivenLabel]:
    given = GivenLabel(
        where=where,
        thread=_text(meta.get("thread")),
        comment=_text(meta.get("comment_id")) or own,
        text=_text(text),
    )
    if not isinstance(meta.get(_OURS), dict):
        yield from () if meta.keys() <= _UNTOUCHED else _others(given, meta)
        return
    try:
        yield from _ours(given, meta, place)
    except msgspec.ValidationError as error:
        raise InputError(f"is not as it was written: {error}", where=place) from error


def _ours(given: GivenLabel, meta: Mapping[str, Any], place: str) -> Iterator[GivenLabel]:
    passes = msgspec.convert(meta[_OURS], dict[str, dict[str, Any]])
    of_comment = {"thread": given.thread, "comment_id": given.comment, "targets": meta.get("targets")}
    made = {who: GivenPass(given.where, given.text, facts_of(of_comment | said, place)) for who, said in passes.items()}
    for name, value in meta.items():
        if name in _BESIDE or name.endswith(_SPANS) or not isinstance(value, dict):
            continue
        marks = msgspec.convert(meta.get(f"{name}{_SPANS}") or {}, dict[str, list[_Mark]])
        for who, labels in msgspec.convert(value, dict[str, list[str]]).items():
            for label in labels if who in made else ():
                of_label = (mark for mark in marks.get(who, ()) if mark.label == label)
                made[who].give(
                    name, label, *(Span(mark.start, mark.end, mark.text, part=mark.part) for mark in of_label)
                )
    for of_pass in made.values():
        yield from of_pass.records()


def _others(given: GivenLabel, meta: Mapping[str, Any]) -> Iterator[GivenLabel]:
    """The texts and the yes and no of each field; of an object, those of each annotator."""
    for name, value in meta.items():
        if isinstance(value, dict):
            for who, of_one in value.items():
                for label in _words(of_one):
                    yield replace(given, dimension=name, label=label, annotator=who, is_field=True)
        else:
            for label in _words(value):
                yield replace(given, dimension=name, label=label, is_field=True)


def _words(value: Any) -> Iterator[str]:
    for each in value if isinstance(value, list) else (value,):
        if isinstance(each, bool):
            yield "yes" if each else "no"
        elif isinstance(each, str) and 0 < len(each) <= _LONGEST and "\n" not in each:
            yield each


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


IMPORT = Import("convokit", "ConvoKit, the metadata of a corpus, or an overlay", sniff, read)
