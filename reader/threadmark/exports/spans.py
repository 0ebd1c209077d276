r"""Where evidence stands, in the units that a format counts in, and the proof that it stands there.

Spans are kept in code points. Programs that come from Java or a browser count UTF-16 code units, in which an emoji is
two; one of them before a span shifts every offset after it, and nobody notices. So each span that leaves is cut out of
the text again, in the units it leaves in, and compared with its quote.

    >>> text = "\U0001f644 So what"
    >>> placed(Span(2, 4, "So"), text, UTF_16)
    (3, 5)
"""

from __future__ import annotations

from typing import Final, Literal

from threadmark.labels.records import Span

Unit = Literal["code points", "UTF-16"]

CODE_POINTS: Final = "code points"
UTF_16: Final = "UTF-16"
_WIDE: Final = "\U00010000"


class MisplacedError(ValueError):
    """What stands where a span points is not its quote.

    Attributes:
        found: what stands there.
    """

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found


def placed(span: Span, text: str, unit: Unit = CODE_POINTS) -> tuple[int, int]:
    """Start and end (exclusive) of a span in a text, in the unit.

    Raises:
        MisplacedError: what is cut out there, in that unit, is not the quote.
    """
    start, end = span.start, span.end
    if not 0 <= start <= end <= len(text):
        raise MisplacedError(text[max(0, start) : max(0, end)])
    if unit == CODE_POINTS or text.isascii():
        found = text[start:end]
    else:
        start, end = (start, end) if max(text) < _WIDE else (_units(text[:start]), _units(text[:end]))
        found = text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le", "replace")
    if found != span.quote:
        raise MisplacedError(found)
    return start, end


def length(text: str, unit: Unit = CODE_POINTS) -> int:
    """How long a text is in the unit."""
    return len(text) if unit == CODE_POINTS else _units(text)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
