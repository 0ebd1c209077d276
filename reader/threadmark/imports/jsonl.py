"""JSON Lines as `export` writes them: a row a label, and one for each question that stayed open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from threadmark.errors import InputError
from threadmark.imports.given import GivenLabel
from threadmark.imports.registry import Import
from threadmark.labels.records import Context, Span, Status


class _Row(msgspec.Struct, frozen=True, gc=False):
    """What of a row is read; a table made elsewhere may lack all but the comment and the label."""

    comment: str | None = None
    thread: str | None = None
    text: str | None = None
    annotator: str | None = None
    round: int = 1
    dimension: str | None = None
    label: str | None = None
    target: str | None = None
    target_text: str | None = None
    evidence: tuple[Span, ...] | None = None
    either: int | None = None
    note: str | None = None
    status: Status | None = None
    reason: str | None = None
    revisit: bool | None = None
    asked: bool | None = None
    context: Context | None = None
    created: str | None = None
    updated: str | None = None
    seconds: float | None = None


def sniff(path: Path, head: bytes) -> bool:
    """Whether the first line is an object with a label and what it is of."""
    del path
    try:
        first = msgspec.json.decode(head.partition(b"\n")[0])
    except msgspec.DecodeError:
        return False
    return isinstance(first, dict) and {"dimension", "label"} <= first.keys()


def read(path: Path) -> Iterator[GivenLabel]:
    """A record a row."""
    decode = msgspec.json.Decoder(_Row).decode
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                raise InputError(f"is no row of labels: {error}", where=f"{path}:{number}") from error
            yield GivenLabel(
                where=f"line {number}",
                thread=row.thread,
                comment=row.comment,
                text=row.text,
                annotator=row.annotator,
                round=row.round,
                dimension=row.dimension or "",
                label=row.label,
                target=row.target,
                target_text=row.target_text,
                spans=row.evidence or (),
                either=row.either,
                note=row.note or "",
                status=row.status,
                reason=row.reason or "",
                revisit=bool(row.revisit),
                asked=row.asked,
                created=row.created or "",
                updated=row.updated or "",
                seconds=row.seconds or 0.0,
                context=row.context,
            )


IMPORT = Import("jsonl", "JSON Lines, a row a label", sniff, read)
