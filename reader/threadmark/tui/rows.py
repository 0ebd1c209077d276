"""The rows of one comment: its head with author, time and labels, its text whole, what it hides when folded.

Rows come without the bar that marks the selected comment: that is the tree's. Text from outside goes into segments as
it is, never through markup.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isnan
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from threadmark.thread import Thread
from threadmark.thread.model import moment
from threadmark.tui.looks import ASCII, Look
from threadmark.tui.marked_text import MarkedText, Marks, raised
from threadmark.tui.touch import CHIP
from threadmark.tui.veil import Veil
from threadmark.tui.wrap import wrap

MIN_TEXT = 40  # cells: indent stops growing where text would fall under this
MOST_TEXT = 100  # cells: a longer line loses the eye on its way back
LEVEL = 2  # cells of indent a level
_WEEK = 7 * 24 * 3600
_DAY = 24 * 3600
_HOUR = 3600
_MINUTE = 60


class Quoted(NamedTuple):
    """Evidence as it is listed: its words, its number where there are several, the paragraph if it is the article's."""

    quote: str
    number: int | None = None
    paragraph: int | None = None
    gone: bool = False


class Chip(NamedTuple):
    """A label as it stands on its comment: its words, the dimension (for its colour), and its evidence."""

    text: str
    dimension: str
    evidence: tuple[Quoted, ...] = ()


class Facts(NamedTuple):
    """What is known about a comment beside its text.

    Attributes:
        chips: labels in force, in the order they were given.
        status: `todo`, `done` or `skipped`, or empty for a comment that there is nothing to do about.
        revisit: whether it is to be revisited.
        note: the annotator's note, or empty.
        reason: why it was skipped, or empty.
        answers: whom the comment answers, where the annotator said so.
        hidden: for a folded comment, the line that says what it hides.
        found: what was searched for, in its text, as code points (start, end).
        found_author: the same in its author's name.
        filtered: how many comments below it the filter hides.
        marks: what is marked in its text.
    """

    chips: tuple[Chip, ...] = ()
    status: str = ""
    revisit: bool = False
    note: str = ""
    reason: str = ""
    answers: str = ""
    hidden: str = ""
    found: tuple[tuple[int, int], ...] = ()
    found_author: tuple[tuple[int, int], ...] = ()
    filtered: int = 0
    marks: Marks = Marks()


class Rows(NamedTuple):
    """The strips of a comment, and where its text begins among them and how it is laid out."""

    strips: list[Strip]
    text_from: int
    text: MarkedText


_NOTHING = Facts()


class RowMaker:
    """Draws comments of a thread at a width.

    Args:
        thread: the thread.
        look: styles and signs.
        width: cells of a row, without the bar of the selected comment and the scroll bar.
        veil: authors and scores as they are shown.
    """

    def __init__(self, thread: Thread, look: Look, width: int, veil: Veil) -> None:
        self.thread = thread
        self.veil = veil
        self.look = look
        self.width = width
        self.levels = max(0, (width - MIN_TEXT) // LEVEL - 1)
        self._guided = thread.has_inferred

    def indent(self, depth: int) -> int:
        """Cells before the head of a comment at a depth."""
        return min(depth - 1, self.levels) * LEVEL

    def text_width(self, depth: int) -> int:
        """Cells that the text of a comment at a depth is wrapped to."""
        return max(2, min(MOST_TEXT, self.width - self.indent(depth) - LEVEL))

    def estimated_heights(self) -> list[int]:
        """Rows of each comment as guessed from the length of its text: head, text, and the space before a branch."""
        widths = [self.text_width(depth) for depth in range(1, self.levels + 2)]
        last = len(widths) - 1
        depths = self.thread.depths
        return [
            1 - (-len(text) // widths[depth - 1 if depth <= last else last]) + (depth == 1)
            for text, depth in zip(self.thread.texts, depths, strict=True)
        ]

    def rows(self, index: int, facts: Facts, *, folded: bool) -> Rows:
        """All rows of a comment, each `width` cells; a top-level comment but the first begins with an empty row."""
        thread, look = self.thread, self.look
        depth = thread.depths[index]
        guides = self.guides(index)
        rows = [] if depth > 1 or index == 0 else [Strip.blank(self.width, None)]
        below = look.signs.guide if thread.sizes[index] > 1 and not folded else " "
        inner = [*guides, Segment(below + " ", look["guide"])]
        head, left_over = self._head(index, facts, folded=folded)
        rows.append(self._strip([*guides, *head]))
        rows += [self._strip([*inner, *line]) for line in self._chip_lines(left_over, depth)]
        text, text_from = self.marked(index, facts), len(rows)
        rows += [self._strip([*inner, *line]) for line in self._text_lines(index, text)]
        rows += [self._strip([*inner, *line]) for line in self._evidence_lines(facts, depth)]
        for sign, words in ((look.signs.skipped, facts.reason), (look.signs.note, facts.note)):
            said = f"{sign} {words}" if words else ""
            rows += [self._strip([*inner, Segment(line, look["quote"])]) for line in self._lines(said, depth) if said]
        if facts.hidden:
            rows.append(self._strip([*inner, Segment(f"{look.signs.folded} {facts.hidden}", look["status"])]))
        return Rows(rows, text_from, text)

    def context_rows(self, index: int, facts: Facts, *, folded: bool) -> Rows:
        """A comment that is there only for one below it: its head and the beginning of its text, on one row."""
        look, depth = self.look, self.thread.depths[index]
        rows = [] if depth > 1 or index == 0 else [Strip.blank(self.width, None)]
        mark = look.signs.folded if folded else look.signs.open
        text = self.thread.texts[index][: self.width].replace("\n", " ").replace("\t", " ")
        line = [Segment(f"{mark} ", look["mark"]), Segment(f"{self.veil.author(index)}: {text}", look["gone"])]
        rows.append(self._strip([*self.guides(index), *line]))
        if facts.hidden:
            inner = [*self.guides(index), Segment("  ")]
            rows.append(self._strip([*inner, Segment(f"{look.signs.folded} {facts.hidden}", look["status"])]))
        return Rows(rows, len(rows), MarkedText("", self.width))

    def guides(self, index: int) -> list[Segment]:
        """The lines that lead down to a comment; too deep to be drawn, the last of them is the depth's number."""
        depth, signs, style = self.thread.depths[index], self.look.signs, self.look["guide"]
        if depth - 1 > self.levels:
            number = f"{depth} "
            plain = self.levels * LEVEL - len(number)
            return [Segment((f"{signs.guide} " * self.levels)[: max(0, plain)] + number, style)] if self.levels else []
        if not self._guided:
            return [Segment(f"{signs.guide} " * (depth - 1), style)] if depth > 1 else []
        links = []
        while (parent := self.thread.parents[index]) >= 0:
            links.append(signs.inferred if self.thread.inferred(index) else signs.guide)
            index = parent
        return [Segment("".join(f"{link} " for link in reversed(links)), style)]

    def _head(self, index: int, facts: Facts, *, folded: bool) -> tuple[list[Segment], Sequence[Chip]]:
        """The first row after its guides, and the labels that had no room on it."""
        thread, look, signs = self.thread, self.look, self.look.signs
        mark = " " if thread.sizes[index] == 1 else signs.folded if folded else signs.open
        segments = [Segment(f"{mark} ", look["mark"])]
        segments += [Segment(f"{sign} ", look["status"]) for sign in self._states(facts)]
        author = self.veil.author(index)
        style = look["gone" if thread.deleted(index) else "author"]
        segments += marked(f"{author} ", 0, len(author) + 1, facts.found_author, style, look["found"])
        segments.append(Segment(f" {signs.dot} ".join(self._circumstances(index, facts)), look["meta"]))
        room = min(self.width - self.indent(thread.depths[index]), MOST_TEXT + LEVEL)
        used = sum(cell_len(segment.text) for segment in segments)
        chips = self._chips(facts.chips)
        wanted = sum(cell_len(segment.text) for segment in chips)
        if not chips:
            return segments, ()
        if used + 2 + wanted <= room:
            return [*segments, Segment(" " * (room - used - wanted)), *chips], ()
        return segments, facts.chips

    def _states(self, facts: Facts) -> list[str]:
        signs = self.look.signs
        states = [signs.done] if facts.status == "done" else [signs.skipped] if facts.status == "skipped" else []
        return [*states, signs.revisit] if facts.revisit else states

    def _circumstances(self, index: int, facts: Facts) -> Iterator[str]:
        """Whom a comment answers, and the rest of what is known about it, in words."""
        thread, signs = self.thread, self.look.signs
        parent = thread.parent(index)
        if facts.answers:
            yield f"{signs.answers} {facts.answers}"
        elif parent is not None:
            yield f"{signs.answers}{'?' if thread.inferred(index) else ''} {self.veil.author(parent)}"
        if role := thread.role(index):
            yield role
        if when := self.when(index):
            yield when
        if (score := self.veil.score(index)) is not None:
            yield f"{signs.score if score >= 0 else signs.score_below}{abs(score)}"
        if thread.edited(index) is not None:
            yield "edited"
        if thread.deleted(index):
            yield "deleted"
        if facts.filtered:
            replies = thread.sizes[index] - 1
            yield f"{facts.filtered:,} of {replies:,} {'reply' if replies == 1 else 'replies'} filtered out"

    def when(self, index: int) -> str:
        """How long after the article a comment was written, or its date when that is over a week or not known."""
        created = self.thread.created[index]
        if isnan(created):
            return ""
        after = created - self.thread.article.published_at
        date = (at := moment(created)) and at.strftime("%Y-%m-%d")
        if isnan(after) or after < 0 or after > _WEEK:
            return date or ""
        for unit, sign in ((_DAY, "d"), (_HOUR, "h"), (_MINUTE, "min")):
            if after >= unit:
                return f"+{int(after // unit)} {sign}"
        return "+0 min"

    def _chips(self, chips: Sequence[Chip]) -> list[Segment]:
        segments: list[Segment] = []
        for chip in chips:
            segments.append(
                Segment(("  " if segments else "") + f"{self.look.signs.label} {chip.text}", self.chip_style(chip))
            )
        return segments

    def chip_style(self, chip: Chip) -> Style:
        """The style of a label: its dimension's own where the style sheet has one."""
        known = f"label-{chip.dimension}"
        own = known in ("label-stance", "label-rhetoric", "label-fallacy", "label-flag")
        return self.look[known if own else "label"] + CHIP

    def _chip_lines(self, chips: Sequence[Chip], depth: int) -> list[list[Segment]]:
        lines: list[list[Segment]] = []
        room, used = self.text_width(depth), 0
        for chip in chips:
            text = f"{self.look.signs.label} {chip.text}"
            if not lines or used + 2 + cell_len(text) > room:
                lines.append([])
                used = 0
            segment = Segment(("  " if used else "") + text, self.chip_style(chip))
            used += cell_len(segment.text)
            lines[-1].append(segment)
        return lines

    def _text_lines(self, index: int, marked: MarkedText) -> list[list[Segment]]:
        text = self.thread.texts[index]
        if not text:
            return [[Segment("(no text)", self.look["gone"])]]
        plain = self.look["gone" if self.thread.deleted(index) else "text"]
        quote = self.look["quote"]
        return [
            marked.segments(
                number,
                quote if text.startswith(">", text.rfind("\n", 0, start) + 1) else plain,
                self.look.of_marks,
            )
            for number, (start, _) in enumerate(marked.lines)
        ]

    def marked(self, index: int, facts: Facts = _NOTHING) -> MarkedText:
        """A comment's text laid out at its depth."""
        width = self.text_width(self.thread.depths[index])
        marks = facts.marks._replace(found=facts.found)
        return MarkedText(self.thread.texts[index], width, marks, ascii_only=self.look.signs is ASCII)

    def _evidence_lines(self, facts: Facts, depth: int) -> list[list[Segment]]:
        lead = f" {self.look.signs.evidence} "
        room = max(1, self.text_width(depth) - cell_len(lead))
        return [
            [Segment((lead if number == 0 else " " * cell_len(lead)) + said[start:end], self.look["quote"])]
            for chip in facts.chips
            for quoted in chip.evidence
            for said in (self._listed(chip, quoted),)
            for number, (start, end) in enumerate(wrap(said, room))
        ]

    def _listed(self, chip: Chip, quoted: Quoted) -> str:
        """Evidence in one line: which label rests on it, and where it is if that is not in the comment itself."""
        signs = self.look.signs
        number = f"{raised(quoted.number, ascii_only=signs is ASCII)} " if quoted.number else ""
        where = f"{signs.paragraph}{quoted.paragraph} " if quoted.paragraph else ""
        gone = " is gone from the text" if quoted.gone else ""
        quote = quoted.quote.replace("\n", " ")
        return f'{number}{chip.text}  {where}"{quote}"{gone}'

    def _lines(self, text: str, depth: int) -> list[str]:
        return [text[start:end] for start, end in wrap(text, self.text_width(depth))]

    def one_line(self, index: int) -> Strip:
        """A comment in one row, for the chain of ancestors that is pinned above the tree."""
        thread, look = self.thread, self.look
        author = self.veil.author(index)
        text = thread.texts[index][: self.width].replace("\n", " ").replace("\t", " ")
        indent = " " * min(self.indent(thread.depths[index]), self.width // 3)
        return self._strip([Segment(f"{indent}{author}: ", look["author"]), Segment(text, look["meta"])])

    def _strip(self, segments: list[Segment]) -> Strip:
        return fitted(segments, self.width, self.look.signs.ellipsis)


def marked(
    text: str, start: int, end: int, marks: Sequence[tuple[int, int]], plain: Style, special: Style
) -> list[Segment]:
    """A part of a text as segments, its marked passages in a style of their own; marks are in order and apart."""
    segments = []
    for first, last in marks:
        if last > start and first < end:
            segments.append(Segment(text[start : max(start, first)], plain))
            segments.append(Segment(text[max(start, first) : min(end, last)], special))
            start = min(end, last)
    return [segment for segment in (*segments, Segment(text[start:end], plain)) if segment.text]


def fitted(segments: Sequence[Segment], width: int, ellipsis: str = "") -> Strip:
    """The segments as a strip of just this many cells, cut with an ellipsis or filled with spaces."""
    cells = sum(cell_len(segment.text) for segment in segments)
    if cells < width:
        return Strip([*segments, Segment(" " * (width - cells))], width)
    if cells == width:
        return Strip(segments, width)
    kept, used = [], 0
    for segment in segments:
        size = cell_len(segment.text)
        if used + size >= width:
            text = set_cell_size(segment.text, max(0, width - used - len(ellipsis))) + ellipsis[: width - used]
            kept.append(Segment(text, segment.style))
            break
        kept.append(segment)
        used += size
    return Strip(kept, width)
