"""Text to lines of at most so many cells, as code-point offsets into the text, so that spans find their place on a row.

Breaks fall at spaces, in CJK text between characters (but before no closing sign), in a word longer than the line wherever it must; never inside a
grapheme. The space (or tab) at a break belongs to no line.
"""

from __future__ import annotations

from rich.cells import cell_len, split_graphemes

Lines = list[tuple[int, int]]
_NEVER_FIRST = frozenset("、。，．・：；？！…‥〕〉》」』】〗〙｝）］ー々〜～,.!?;:)]}»”’%")


def wrap(text: str, width: int) -> Lines:
    """Start and end (code points, end exclusive) of each line of the text at a width in cells (at least 2).

    An empty text has no line; an empty line of the text is an empty line.
    """
    width = max(2, width)
    text = text.replace("\t", " ")  # as it is drawn; to Rich it has no width
    lines: Lines = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.isascii():
            _wrap_narrow(text, start, end, width, lines)
        else:
            _wrap_graphemes(text, start, end, width, lines)
        start = end + 1
    return lines if text else []


def _wrap_narrow(text: str, start: int, end: int, width: int, lines: Lines) -> None:
    """Wrap a line all of whose characters are one cell wide."""
    while end - start > width:
        space = text.rfind(" ", start, start + width + 1)
        if space <= start:
            lines.append((start, start + width))
            start += width
        else:
            lines.append((start, space))
            start = space + 1
    lines.append((start, end))


def _wrap_graphemes(text: str, start: int, end: int, width: int, lines: Lines) -> None:
    """Wrap a line by graphemes of zero to two cells."""
    line = text[start:end]
    if cell_len(line) <= width:
        lines.append((start, end))
        return
    spans, _ = split_graphemes(line)
    began, used = 0, 0  # of the line being filled: its start, its cells
    broken, used_there = -1, 0  # where it may be broken: the offset that follows, cells up to there
    for at, after, cells in spans:
        if used + cells > width and used:
            if line[at:after] == " ":
                lines.append((start + began, start + at))
                began, used, broken = after, 0, -1
                continue
            if broken > began:
                lines.append((start + began, start + broken - (line[broken - 1] == " ")))
                began, used = broken, used - used_there
            else:
                lines.append((start + began, start + at))
                began, used = at, 0
            broken = -1
        used += cells
        # Two cells: CJK, which breaks anywhere but before a closing sign, or an emoji.
        if line[at] == " " or (cells == 2 and line[after : after + 1] not in _NEVER_FIRST):  # noqa: PLR2004
            broken, used_there = after, used
    lines.append((start + began, end))


def estimated_rows(length: int, width: int) -> int:
    """Rows that a text of so many code points takes, as long as nobody has wrapped it."""
    return -(-length // width)
