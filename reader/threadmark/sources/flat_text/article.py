"""The article of a flat text: a title perhaps, a byline perhaps, the word *date* and the day, paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from threadmark.sources.flat_text.names import Shape, shape

_DATE = re.compile(
    r"\s*date:?\s+(\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?)(?:\s+|$)", re.IGNORECASE
)
_BY = re.compile(r"by\s+(\S.*)", re.IGNORECASE)
_LINES_BEFORE_DATE = 6


@dataclass(frozen=True, slots=True)
class ArticlePart:
    """What stands before the comments.

    Attributes:
        title: the line before the date.
        byline: what follows *By*.
        published: the day, as it stands there.
        paragraphs: a line each.
    """

    title: str | None = None
    byline: str | None = None
    published: str | None = None
    paragraphs: tuple[str, ...] = ()


def date_line(lines: Sequence[str]) -> int | None:
    """The index of the line with the date, which only few lines may come before; None where there is none."""
    seen = 0
    for index, line in enumerate(lines):
        if _DATE.match(line):
            return index
        seen += bool(line.strip())
        if seen >= _LINES_BEFORE_DATE:
            break
    return None


def read_article(lines: Sequence[str]) -> ArticlePart:
    """The article from the lines before the comments."""
    at = date_line(lines)
    if at is None:
        above, published, rest = [], None, list(lines)
    else:
        found = _DATE.match(lines[at])
        assert found is not None  # noqa: S101 -- `date_line` matched it
        above, published, rest = list(lines[:at]), found[1], [lines[at][found.end() :], *lines[at + 1 :]]
    above = [line.strip() for line in above if line.strip()]
    rest = [line.strip() for line in rest if line.strip()]
    byline, above = _byline(above)
    if byline is None:
        byline, rest = _byline(rest, first=2)
    title = above.pop(0) if above else None
    return ArticlePart(title, byline, published, tuple(above + rest))


def _byline(lines: list[str], first: int = _LINES_BEFORE_DATE) -> tuple[str | None, list[str]]:
    """The name in a line `By NAME` among the first lines, and the lines without it."""
    for index, line in enumerate(lines[:first]):
        found = _BY.fullmatch(line)
        if found and shape(found[1]) in (Shape.NAME, Shape.NAME_IF_REPEATED):
            return found[1], lines[:index] + lines[index + 1 :]
    return None, lines
