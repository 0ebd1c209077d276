r"""Where words that a file marks stand in a comment: the file's text may have other spaces, line ends and composed signs.

Offsets count in the text as the file has it. They are cut out there and compared with the quote, where there is one, in
each unit that programs count in; then the place is found in the comment by counting signs that are no white space.

    >>> in_comment(Span(6, 10, "pool"), "The\r\n\npool", "The\npool").start
    4
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from threadmark.labels.anchors import AROUND, span_at
from threadmark.labels.records import Span
from threadmark.thread.text import clean

Unit = Literal["code-points", "utf-16", "graphemes"]

UNITS: Final[tuple[Unit, ...]] = ("code-points", "utf-16", "graphemes")
"""What offsets can count; the first is tried first."""


def in_comment(span: Span, written: str, text: str, unit: Unit | None = None) -> Span | None:
    """The span where its words stand in a comment, in code points; None where that can't be told.

    Args:
        span: offsets count in `written`; its quote may be empty.
        written: the text as the file has it.
        text: the comment's.
        unit: what the offsets count; None to find out where there is a quote, and code points where there is none.
    """
    cut = _cut(span, written, unit)
    if cut is None:
        return _searched(text, span.quote, (span.prefix, span.suffix), span.part)
    start, end = cut
    if written == text:
        return span_at(text, start, end, span.part)
    quote = clean(written[start:end])[0]
    inside = len(squashed(quote))
    if inside and squashed(written) == squashed(text):
        return _of_signs(text, len(squashed(written[:start])), inside, span.part)
    if text[start:end] == quote:
        return span_at(text, start, end, span.part)
    return _searched(text, quote, (written[max(0, start - AROUND) : start], written[end : end + AROUND]), span.part)


def squashed(text: str) -> str:
    """A text cleaned and without its white space: what stays the same when programs wrap lines or trim."""
    return "".join(clean(text)[0].split())


def _cut(span: Span, written: str, unit: Unit | None) -> tuple[int, int] | None:
    """Start and end in code points of what the file marks; None where no unit leads to the quote."""
    for each in (unit,) if unit is not None else UNITS if span.quote else UNITS[:1]:
        ends = _in_code_points(span, written, each)
        if ends is not None and _are_same(written[slice(*ends)], span.quote):
            return ends
    return None


def _are_same(found: str, quote: str) -> bool:
    """Whether the words are the quote, as far as there is one; only in white space the white space counts."""
    words = squashed(quote)
    return found == quote or not quote or bool(words and words == squashed(found))


def _in_code_points(span: Span, written: str, unit: Unit) -> tuple[int, int] | None:
    if not 0 <= span.start < span.end:
        return None
    if unit == "code-points" or (unit == "utf-16" and written.isascii()):
        return (span.start, span.end) if span.end <= len(written) else None
    start = end = None
    for place, count in _counted(written, unit):
        start = place if count == span.start else start
        if count >= span.end:
            end = place if count == span.end else None
            break
    return None if start is None or end is None else (start, end)


def _counted(written: str, unit: Unit) -> Iterator[tuple[int, int]]:
    """Each place where an offset can point, in code points and in the unit."""
    count = 0
    if unit == "utf-16":
        for place, sign in enumerate(written):
            yield place, count
            count += 1 if sign < "\N{LINEAR B SYLLABLE B008 A}" else 2
    else:
        import regex  # noqa: PLC0415 -- few files count graphemes

        for count, found in enumerate(regex.finditer(r"\X", written)):
            yield found.start(), count
        count += bool(written)
    yield len(written), count


def _searched(text: str, quote: str, around: tuple[str, str], part: str) -> Span | None:
    """The one place where a quote stands, whatever the white space in it; of several the one that has what is around it."""
    signs, words = squashed(text), squashed(quote)
    places = list(_places(signs, words)) if words else []
    if len(places) > 1:
        before, after = map(squashed, around)
        places = [at for at in places if signs.endswith(before, 0, at) and signs.startswith(after, at + len(words))]
    return _of_signs(text, places[0], len(words), part) if len(places) == 1 else None


def _places(signs: str, words: str) -> Iterator[int]:
    at = signs.find(words)
    while at >= 0:
        yield at
        at = signs.find(words, at + 1)


def _of_signs(text: str, before: int, inside: int, part: str) -> Span:
    """The span of `inside` signs after `before` others, white space not counted."""
    places = [place for place, sign in enumerate(text) if not sign.isspace()]
    return span_at(text, places[before], places[before + inside - 1] + 1, part)
