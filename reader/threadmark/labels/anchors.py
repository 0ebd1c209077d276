"""Evidence and the text it was marked in: spans made, and found again when the text has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from threadmark.labels.records import Label, Span

if TYPE_CHECKING:
    from threadmark.thread.model import Thread

AROUND: Final = 32
"""Code points kept on each side of a quote, to tell its places apart."""
_IN_ARTICLE: Final = "article:"


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A span whose quote is not where it was: found elsewhere (`moved_to`, code points), or nowhere.

    `part` is where it was found, if that is another paragraph of the article.
    """

    comment: str
    label: str
    span: Span
    moved_to: int | None
    part: str = ""

    def __str__(self) -> str:
        quote = self.span.quote if len(self.span.quote) <= AROUND else self.span.quote[:AROUND] + "…"
        end = "is gone from the text" if self.moved_to is None else f"is at {self.moved_to} now, not {self.span.start}"
        if self.part:
            here, there = (f"paragraph {part.partition(':')[2]}" for part in (self.part, self.span.part))
            end = f"is in {here} of the article now, not in {there}"
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
    was stored, and is reported. Where paragraphs of the article came or went, it is looked for in all of them.
    """
    spans: list[Span] = []
    unsettled: list[Unsettled] = []
    for span in label.evidence:
        text = text_of(thread, index, span.part)
        if text is not None and text[span.start : span.end] == span.quote:
            spans.append(span)
            continue
        found = _found(thread, index, span)
        told = f"{label.dimension}.{label.label}"
        if found is None:
            spans.append(span)
            unsettled.append(Unsettled(label.comment, told, span, None))
        else:
            spans.append(found)
            other = found.part if found.part != span.part else ""
            unsettled.append(Unsettled(label.comment, told, span, found.start, other))
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


def _found(thread: Thread, index: int, span: Span) -> Span | None:
    """The span where its quote stands now: where its surroundings do too, else in its part, else anywhere, if just once."""
    own = list(_places(thread, index, span.part, span.quote))
    anywhere = own
    if span.part.removeprefix(_IN_ARTICLE).isdecimal():
        paragraphs = range(1, len(thread.article.paragraphs) + 1)
        anywhere = [
            place for number in paragraphs for place in _places(thread, index, f"{_IN_ARTICLE}{number}", span.quote)
        ]
    for places in (*(_surrounded(span, places) for places in (own, anywhere)), own, anywhere):
        if len(places) == 1:
            return places[0]
    return None


def _places(thread: Thread, index: int, part: str, quote: str) -> Iterator[Span]:
    """Where a quote stands in a part."""
    text = text_of(thread, index, part) or ""
    start = text.find(quote) if quote else -1
    while start >= 0:
        yield span_at(text, start, start + len(quote), part)
        start = text.find(quote, start + 1)


def _surrounded(span: Span, places: Iterable[Span]) -> list[Span]:
    """Those places around which stands what stood around a span."""
    return [place for place in places if place.prefix.endswith(span.prefix) and place.suffix.startswith(span.suffix)]
