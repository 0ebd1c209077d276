"""Find the lines that name the author of what follows.

A name is told by its mark (*says:*, *• 3 hours ago*), by standing alone on a line again and again, or, seen once, by
its shape: one word of three signs or more with a capital, a digit or an underscore.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice

from threadmark.sources.flat_text import times
from threadmark.sources.flat_text.names import LONGEST, Shape, is_buttons, is_handle, shape

_LONGEST_LINE = LONGEST + times.LONGEST + 20
_SAYS = re.compile(r"(?P<name>.+) (?P<verb>says|said|writes|wrote|commented|replied):")
_SEPARATOR = re.compile(r" ?[•·|–—-] ?|, | \(| ")
_SEPARATORS_TRIED = 8
_SPACED_TELLS = 2
"""More names than this with a time after a mere space, and it is how the page prints them."""
_SHORT = 20
"""Characters of a line that somebody might take for a name, so that the report says why it is none."""
_BESIDE = re.compile(
    rf"(?:(?P<score>-?\d+) points?)?(?:(?(score)(?:{_SEPARATOR.pattern}))(?P<when>{times.PATTERN}))?\)?", re.IGNORECASE
)
_NO_NAMES = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "but",
        "each",
        "everybody",
        "everyone",
        "he",
        "her",
        "here",
        "his",
        "i",
        "it",
        "its",
        "my",
        "nobody",
        "one",
        "or",
        "she",
        "so",
        "somebody",
        "someone",
        "that",
        "the",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "their",
        "then",
        "there",
        "they",
        "this",
        "we",
        "what",
        "which",
        "who",
        "you",
        "your",
    ]
)


class Mark(Enum):
    """What beside a name tells that it is one."""

    NONE = "it stands alone"
    SAYS = "says:"
    WROTE = "wrote:, which also stands before a quotation"
    SET_OFF = "a time or points, set off"
    SPACED = "a time or points after a mere space"


@dataclass(frozen=True, slots=True)
class AuthorLine:
    """A line that names an author.

    Attributes:
        name: the name.
        once: whether it is taken for one by its shape alone.
        when: the time printed beside it.
        score: the points printed beside it.
        mark: what tells it.
    """

    name: str
    once: bool = False
    when: str | None = None
    score: int | None = None
    mark: Mark = Mark.NONE


@dataclass(frozen=True, slots=True)
class Found:
    """What was found among the lines of a text.

    Attributes:
        authors: author lines by their line's index.
        once: those of names seen once, which count only where a comment can begin.
        doubts: lines that could be names and are not taken for them, with the reason.
    """

    authors: dict[int, AuthorLine]
    once: dict[int, AuthorLine]
    doubts: dict[int, str]


def find(lines: Sequence[str], start: int = 0) -> Found:
    """The author lines among lines, from the one at index `start` on."""
    marked: dict[int, AuthorLine] = {}
    alone: dict[int, str] = {}
    shapes: dict[str, Shape] = {}
    for index in range(start, len(lines)):
        line = lines[index].strip()
        if not line or len(line) > _LONGEST_LINE or line[0] == ">":
            continue
        if line in shapes:
            alone[index] = line
        elif (author := _marked(line)) is not None:
            marked[index] = author
        elif len(line) <= LONGEST and not times.is_time(line) and not is_buttons(line):
            alone[index] = line
            shapes[line] = shape(line)
    often = Counter(alone.values())
    often.update(author.name for author in marked.values())
    authors = _believed(marked, lines, often, shapes)
    authors |= {index: AuthorLine(line) for index, line in alone.items() if shapes[line] in _NAMES and often[line] > 1}
    authors = {
        index: author
        for index, author in authors.items()
        # Right below another name it is not whom that one answers: pages print it under the name that is shown.
        if not (author.mark is Mark.NONE and index - 1 in authors and is_handle(author.name))
    }
    once = {
        index: AuthorLine(line, once=True)
        for index, line in alone.items()
        if shapes[line] is Shape.NAME and often[line] == 1
    }
    doubts = {
        index: shapes[line].value
        for index, line in alone.items()
        if shapes[line] is Shape.ADDRESS or (shapes[line] in _REMARKED and " " not in line and len(line) <= _SHORT)
    }
    doubts |= _no_names(once, authors, lines)
    return Found(authors, {index: author for index, author in once.items() if index not in doubts}, doubts)


def _no_names(once: dict[int, AuthorLine], authors: dict[int, AuthorLine], lines: Sequence[str]) -> dict[int, str]:
    """Of names seen once, those that their surroundings tell to be none, with the reason."""
    below = {index: bool(lines[index + 1].strip()) if index + 1 < len(lines) else None for index in (*once, *authors)}
    # Where names have an empty line between them and their text, those seen once have it as well.
    apart = 2 * sum(below[index] is False for index in authors) > len(authors)
    last = max((index for index, line in enumerate(lines) if line.strip()), default=0)
    reasons = {index: "nothing stands right below it" for index in once if below[index] is False and not apart}
    reasons.pop(last, None)
    return reasons | {index: "another such word follows it" for index in once if index + 1 in once}


def _believed(
    marked: dict[int, AuthorLine], lines: Sequence[str], often: Counter[str], shapes: dict[str, Shape]
) -> dict[int, AuthorLine]:
    """The marked lines that name an author: no quotation, no sentence in a text that has no other such line."""
    quoting = {
        index
        for index, author in marked.items()
        if author.mark is Mark.WROTE and index + 1 < len(lines) and lines[index + 1].lstrip().startswith(">")
    }
    if len(quoting) == len(marked) and not any(often[line] > 1 for line, kind in shapes.items() if kind in _NAMES):
        quoting = set()  # nothing else names an author here, so these do
    alike = Counter(author.mark for author in marked.values())
    return {
        index: author
        for index, author in marked.items()
        if index not in quoting
        and (
            often[author.name] > 1
            or (author.mark is not Mark.SPACED and (" " not in author.name or alike[author.mark] > 1))
            or alike[author.mark] > (_SPACED_TELLS if author.score is None else 1)
        )
    }


def _marked(line: str) -> AuthorLine | None:
    """The author of a line that has a mark beside the name."""
    if line[-1] == ":":
        found = _SAYS.fullmatch(line)
        if found is None or not _can_name(found["name"]):
            return None
        return AuthorLine(found["name"], mark=Mark.WROTE if found["verb"] == "wrote" else Mark.SAYS)
    if not times.can_end_time(line):
        return None
    for separator in islice(_SEPARATOR.finditer(line), _SEPARATORS_TRIED):
        found = _BESIDE.fullmatch(line, separator.end())
        if found and (found["when"] or found["score"]) and _can_name(name := line[: separator.start()]):
            mark = Mark.SPACED if separator[0] == " " else Mark.SET_OFF
            return AuthorLine(name, when=found["when"], score=_whole(found["score"]), mark=mark)
    return None


def _whole(digits: str | None) -> int | None:
    return None if digits is None else int(digits)


def _can_name(name: str) -> bool:
    if not name or name.split(maxsplit=1)[0].casefold() in _NO_NAMES or times.is_time(name):
        return False
    return shape(name) in _NAMES


_NAMES = (Shape.NAME, Shape.NAME_IF_REPEATED)
_REMARKED = (Shape.SENTENCE, Shape.INTERJECTION)
