"""Evidence and the text it was marked in: spans made, and found again when the text has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from threadmark.labels.records import Label, Span

if TYPE_CHECKING:
    from threadmark.thread.model import Thread

AROUND: Final = 32
"""Code points kept on each side of a quote, to tell its places apart."""


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A span whose quote is not where it was: found elsewhere (`moved_to`, code points), or nowhere."""

    comment: str
    label: str
    span: Span
    moved_to: int | None

    def __str__(self) -> str:
        quote = self.span.quote if len(self.span.quote) <= AROUND else self.span.quote[:AROUND] + "…"
        end = "is gone from the text" if self.moved_to is None else f"is at {self.moved_to} now, not {self.span.start}"
        return f'comment {self.comment}, {self.label}: "{quote}" {end}'


def span_at(text: str, start: int, end: int, part: str = "comment") -> Span:
    """The span from `start` to `end` (code points, end exclusive) of a text, with what stands around it."""
    return Span(
        start=start,
        end=end,
        quote=text[start:end],
        prefix=text[max(0, start - AROUND) : start],
        suffix=text[end : end + AROUND],
        part=part,
    )


def anchored(thread: Thread, index: int, label: Label) -> tuple[Label, list[Unsettled]]:
    """The label with each span where its quote stands now, and what was not where it was.

    A quote is moved only to a single place, or to the one place that also has its surroundings; else it stays as it
    was stored, and is reported.
    """
    spans: list[Span] = []
    unsettled: list[Unsettled] = []
    for span in label.evidence:
        text = text_of(thread, index, span.part)
        if text is not None and text[span.start : span.end] == span.quote:
            spans.append(span)
            continue
        start = _found(text, span) if text else None
        unsettled.append(Unsettled(label.comment, f"{label.dimension}.{label.label}", span, start))
        spans.append(
            span if start is None or text is None else span_at(text, start, start + len(span.quote), span.part)
        )
    return (msgspec.structs.replace(label, evidence=tuple(spans)) if unsettled else label), unsettled


def text_of(thread: Thread, index: int, part: str) -> str | None:
    """The text that a span's offsets count in; None where the article has no such paragraph."""
    if part == "comment":
        return thread.texts[index]
    sort, _, number = part.partition(":")
    paragraphs = thread.article.paragraphs
    if sort == "article" and number.isdecimal() and 1 <= int(number) <= len(paragraphs):
        return paragraphs[int(number) - 1]
    return None


def _found(text: str, span: Span) -> int | None:
    if not span.quote:
        return None
    places = []
    start = text.find(span.quote)
    while start >= 0:
        places.append(start)
        start = text.find(span.quote, start + 1)
    if len(places) > 1:
        places = [
            place
            for place in places
            if text.endswith(span.prefix, 0, place) and text.startswith(span.suffix, place + len(span.quote))
        ]
    return places[0] if len(places) == 1 else None
