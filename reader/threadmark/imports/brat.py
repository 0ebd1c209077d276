"""brat standoff: `.ann` beside `.txt`, one file, a folder of them, or a folder for each annotator.

    T1<TAB>Comment 0 45<TAB>words          an entity; several fragments are `0 20;25 45`
    A1<TAB>Stance T1 against               an attribute; one without a value is its own value
    #1<TAB>AnnotatorNotes T1<TAB>words     a note

In our own files an entity `Comment` lies over the whole text, labels are its attributes, evidence is an entity called
`QUESTION--LABEL`, and a note has the rest. In others an entity is a label that rests on its words, and so are attributes.
Offsets are code points of the `.txt`, its line ends as they are there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import msgspec

from threadmark.errors import InputError
from threadmark.imports.aligning import squashed
from threadmark.imports.facts import GivenPass, facts_of
from threadmark.imports.given import GivenLabel
from threadmark.imports.registry import Import
from threadmark.labels.naming import split_name
from threadmark.labels.records import Span

_WHOLE: Final = "Comment"
_LINE: Final = re.compile(r"(?=^(?:[TREAMN#]\d+|\*)\t)", re.MULTILINE)
"""Where a line begins; the words of an entity may go over several."""
_ENTITY: Final = re.compile(r"(T\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)(?:\t(.*))?", re.DOTALL)
_ATTRIBUTE: Final = re.compile(r"[AM]\d+\t(\S+) (\S+)(?: (\S.*))?")
_NOTE: Final = re.compile(r"#\d+\t(\S+) (\S+)(?:\t(.*))?", re.DOTALL)
_SHOWN: Final = 60
_OTHERS: Final = {
    "R": "relations between spans are no labels here",
    "*": "relations between spans are no labels here",
    "E": "events are no labels here; the words of their triggers are",
    "N": "links to knowledge bases are no labels here",
}


@dataclass(slots=True)
class _Entity:
    """What lies over some words: its type, its fragments (code points), and the words."""

    type: str
    fragments: list[tuple[int, int]]
    words: str


@dataclass(slots=True)
class _Document:
    """A file of annotations.

    Attributes:
        text: what they are of; None where there is no such file.
        entities: by id.
        attributes: the name of each, what it is of, and its value.
        notes: what each is of, and its words.
        others: lines of other kinds, and why they are no labels.
    """

    text: str | None
    entities: dict[str, _Entity] = field(default_factory=dict)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    others: list[tuple[str, str]] = field(default_factory=list)

    def covers_all(self, entity: _Entity) -> bool:
        """Whether an entity lies over the whole text, so that what it says is of the comment."""
        return self.text is not None and squashed(self.text) == squashed(entity.words)


def sniff(path: Path, head: bytes) -> bool:
    """Whether it is a file of annotations, or a folder that has some."""
    del head
    return next(path.rglob("*.ann"), None) is not None if path.is_dir() else path.suffix == ".ann"


def read(path: Path) -> Iterator[GivenLabel]:
    """The labels of each file."""
    files = sorted(path.rglob("*.ann")) if path.is_dir() else [path]
    if not files:
        raise InputError("has no .ann in it", where=str(path), next_step="--from names another format")
    for file in files:
        inside = file.relative_to(path) if path.is_dir() else Path(file.name)
        # A folder for each annotator is how brat is used by several.
        annotator = inside.parts[0] if len(inside.parts) > 1 else None
        document = _parsed(file)
        made = _ours(document, inside.as_posix(), str(file)) or _others(document, inside, annotator)
        made.refused += document.others
        yield from made.records()


def _parsed(file: Path) -> _Document:
    """A file, line by line.

    Raises:
        InputError: a line is none of brat's; the error names it.
    """
    beside = file.with_suffix(".txt")
    document = _Document(_decoded(beside) if beside.is_file() else None)
    number = 1
    for line in _LINE.split(_decoded(file)):
        try:
            _take(document, line.rstrip("\r\n"))
        except ValueError as error:
            raise InputError(str(error), where=f"{file}:{number}", next_step="--from names another format") from None
        number += line.count("\n")
    return document


def _decoded(file: Path) -> str:
    try:
        return file.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise InputError(f"is no UTF-8: {error}", where=str(file)) from error


def _take(document: _Document, line: str) -> None:
    if not line.strip():
        return
    if why := _OTHERS.get(line[0]):
        document.others.append((line, why))
    elif found := _ENTITY.fullmatch(line):
        name, kind, places, words = found.groups()
        ends = [place.split(" ") for place in places.split(";")]
        document.entities[name] = _Entity(kind, [(int(start), int(end)) for start, end in ends], words or "")
    elif found := _ATTRIBUTE.fullmatch(line):
        document.attributes.append((found[1], found[2], found[3] or ""))
    elif found := _NOTE.fullmatch(line):
        document.notes.append((found[2], found[3] or ""))
    else:
        raise ValueError(f"is no line of annotations: {line[:_SHOWN]!r}")


def _ours(document: _Document, where: str, place: str) -> GivenPass | None:
    """What our own export wrote, whatever has been added to it since; None for a file of others."""
    notes = {of: said for of, words in document.notes if "comment_id" in (said := _object(words))}
    if not notes:
        return None
    [(whole, said), *_] = notes.items()
    made = GivenPass(where, document.text, facts_of(said, place))
    for name, of, value in document.attributes:
        if of == whole:
            made.give(name, value)
    called = {f"{question}--{label.replace('.', '-')}": (question, label) for question, label in made.labels}
    for name, entity in document.entities.items():
        if name != whole:
            question, _, label = entity.type.rpartition("--")
            made.give(*called.get(entity.type, (question, label.replace("-", "."))), *_spans(document, entity))
    for full, spans in _object_in(said, "cut").items():
        if (of_label := split_name(full)) in made.labels:
            made.labels[of_label] = _whole(document.text or "", made.labels[of_label], spans)
    return made


def _whole(text: str, given: list[Span], cut: list[list[int]]) -> list[Span]:
    """The spans with those in place whose ends are line breaks, which brat can't hold; one that was deleted stays so."""
    for start, end in cut:
        words = text[start:end].strip()
        rest = [span for span in given if not (start <= span.start and span.end <= end and span.quote.strip())]
        if not words or len(rest) < len(given):
            given = [*rest, Span(start, end, text[start:end])]
    return given


def _others(document: _Document, inside: Path, annotator: str | None) -> GivenPass:
    """What somebody else's file says: each entity is a label of its words, and so is each attribute."""
    note = "\n".join(words for _, words in document.notes if words)
    said = {"comment_id": unquote(inside.stem), "annotator": annotator and unquote(annotator), "note": note or None}
    made = GivenPass(inside.as_posix(), document.text, facts_of(said, str(inside)))
    for entity in document.entities.values():
        if not (entity.type == _WHOLE and document.covers_all(entity)):
            made.give("", entity.type, *_resting(document, entity))
    for name, of, value in document.attributes:
        if of not in document.entities:
            made.refused.append((name, "attributes of relations and events are no labels here"))
            continue
        made.give(name if value else "", value or name, *_resting(document, document.entities[of]))
    return made


def _resting(document: _Document, entity: _Entity) -> list[Span]:
    """The words that a label rests on, none where it is of the whole comment."""
    return [] if document.covers_all(entity) else _spans(document, entity)


def _spans(document: _Document, entity: _Entity) -> list[Span]:
    """Where an entity's words stand; fragments with only white space between them are one span."""
    spans: list[Span] = []
    at = 0
    lengths = sum(end - start + 1 for start, end in entity.fragments) - 1
    for start, end in entity.fragments:
        quote = entity.words[at : at + end - start] if lengths == len(entity.words) else ""
        at += end - start + 1
        if spans and document.text is not None and not document.text[spans[-1].end : start].strip():
            before = spans.pop()
            start, quote = before.start, document.text[before.start : end] if quote else ""  # noqa: PLW2901 -- grown
        spans.append(Span(start, end, quote))
    return spans if len(spans) > 1 or not spans else [Span(spans[0].start, spans[0].end, entity.words)]


def _object(words: str) -> dict[str, Any]:
    """A note that is a JSON object; empty for any other."""
    try:
        return msgspec.json.decode(words, type=dict[str, Any])
    except msgspec.DecodeError:
        return {}


def _object_in(said: dict[str, Any], name: str) -> dict[str, list[list[int]]]:
    return msgspec.convert(said.get(name) or {}, dict[str, list[list[int]]])


IMPORT = Import("brat", "brat standoff: .ann files, one or a folder of them, a folder for each annotator", sniff, read)
