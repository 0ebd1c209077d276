"""The chord panel: what may follow a leader, and what is set on the comment already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, groupby

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from threadmark.keys.commands import COMMANDS
from threadmark.keys.names import shown_key
from threadmark.keys.panels import Panel, PanelRow
from threadmark.tui.looks import Look
from threadmark.tui.rows import fitted
from threadmark.tui.touch import touchable
from threadmark.tui.wrap import wrap

Cell = list[Segment]
_GAP = "  "
_TO = "-"  # between the first and the last of many keys
_BESIDE = 10  # cells at least for the labels of a family beside its name
_QUOTED = 3  # rows of what must be in sight, at least, where a panel of many labels leaves no more


def panel_strips(
    panel: Panel,
    look: Look,
    width: int,
    rows: int,
    *,
    already: AbstractSet[str] = frozenset(),
    context: Sequence[tuple[str, str]] = (),
    scrolled: int = 0,
    state: str = "",
    way: Sequence[tuple[str, str]] = (),
) -> list[Strip]:
    """The panel's strips, at most `rows` of them.

    Args:
        panel: the continuations of the leader.
        look: styles and signs.
        width: cells.
        rows: the most rows it may take.
        already: arguments of the labels that are set on the comment.
        context: what must be on the screen while a label is chosen, such as the claim: its heading and its text.
        scrolled: pages that were scrolled past, of the context and, where they don't fit, of the continuations.
        state: what is special now (`stays open`, `either/or`).
        way: keys by which one goes on from a panel that stays, with their words; told where the title leaves room.
    """
    title = " ".join(part for part in (f" {' '.join(panel.leader)}  {panel.title}", state and f"({state})") if part)
    head = [Segment(title + " ", look["panel-title"])]
    rest = width - cell_len(title) - 1
    told = _way_line(way, look) if sum(map(cell_len, chain(*way))) + 3 * len(way) < rest else []
    rule = Segment(look.signs.rule * max(0, rest - _cells(told)), look["rule"])
    lines = _lines(panel, look, width - 2, already)
    room = max(1, rows - 1)
    quoted = _context_lines(context, look, width - 2)
    kept = min(len(quoted), _QUOTED) if room >= 2 * _QUOTED else 0
    if len(lines) + kept > room:
        lines = _windowed(_tight(panel, look, width - 2, already), look, room - kept, scrolled)
    quoted = _windowed(quoted, look, room - len(lines), scrolled)
    strips = [fitted([*head, rule, *told], width)]
    strips += [fitted([Segment(" "), *_ended(line)], width, look.signs.ellipsis) for line in (*quoted, *lines)]
    return [strip.apply_style(look.base + look["panel"]) for strip in strips[: max(1, rows)]]


def _way_line(way: Sequence[tuple[str, str]], look: Look) -> Cell:
    """How to go on, at the right end of the title; the mouse presses each key on its word as well."""
    line: Cell = []
    for key, word in way:
        touch = touchable(shown_key(key) or key)
        line += [Segment(f" {key}", look["panel-key"] + touch), Segment(f" {word} ", look["meta"] + touch)]
    return line


def _ended(line: Cell) -> Cell:
    """A line without the gap after its last cell: an ellipsis stands only where words are cut."""
    blank = next((at for at in range(len(line), 0, -1) if line[at - 1].text.strip()), 0)
    return line[:blank]


def _lines(panel: Panel, look: Look, width: int, already: AbstractSet[str]) -> list[Cell]:
    """A line for each family, its labels beside it; the rest in columns."""
    lines: list[Cell] = []
    for family, grouped in groupby(_in_short(panel.rows), key=lambda row: row.family):
        members = list(grouped)
        if family is None:
            lines += _unfamilied([_cell(row, look, already) for row in members], width, beside_families=bool(lines))
        else:
            lines += _family_lines(members, look, width, already, _family_width(panel.rows))
    return lines


def _in_short(rows: Iterable[PanelRow]) -> Iterator[PanelRow]:
    """The rows, those of one command with an argument for each key together: `1…9 fold all below a depth`."""
    for command, grouped in groupby(rows, key=lambda row: row.command):
        alike = list(grouped)
        if command == "label" or len(alike) == 1:
            yield from alike
        else:
            keys = f"{alike[0].key}{_TO}{alike[-1].key}"
            yield alike[0]._replace(key=keys, name=COMMANDS[command].help, argument=None)


def _family_width(rows: Iterable[PanelRow]) -> int:
    return max((cell_len(row.key + row.name) + 3 for row in rows if _alone(row)), default=0)


def _alone(row: PanelRow) -> bool:
    """Whether a row is a family by itself, which stands at the head of its labels."""
    return row.family is not None and row.name == row.family


def _family_lines(
    rows: list[PanelRow], look: Look, width: int, already: AbstractSet[str], beside: int
) -> Iterator[Cell]:
    head = [row for row in rows if _alone(row)]
    name = _cell(head[0], look, already) if head else [Segment(rows[0].family or "", look["panel-name"])]
    beside = beside if width - beside >= _BESIDE else 0
    line, used = [*_padded(name, beside), Segment(_GAP)], max(beside, _cells(name)) + len(_GAP)
    start = used
    for row in rows:
        if _alone(row):
            continue
        cell = _cell(row, look, already)
        if used > start and used + _cells(cell) > width:
            yield line
            line, used = [Segment(" " * start)], start
        line += [*cell, Segment(_GAP)]
        used += _cells(cell) + len(_GAP)
    yield line


def _unfamilied(cells: list[Cell], width: int, *, beside_families: bool) -> Iterator[Cell]:
    """Cells of no family: in columns, but below families on one row where they fit on it."""
    if beside_families and sum(_cells(cell) + len(_GAP) for cell in cells) <= width + len(_GAP):
        yield [segment for cell in cells for segment in (*cell, Segment(_GAP))]
    else:
        yield from _columns(cells, width)


def _columns(cells: list[Cell], width: int) -> Iterator[Cell]:
    """Cells in columns as wide as the widest, read down, as many as fit."""
    if not cells:
        return
    wide = max(map(_cells, cells)) + len(_GAP)
    across = max(1, width // wide)
    down = -(-len(cells) // across)
    for row in range(down):
        yield [segment for cell in cells[row::down] for segment in _padded(cell, wide)]


def _tight(panel: Panel, look: Look, width: int, already: AbstractSet[str]) -> list[Cell]:
    """All continuations one after another, for a screen too low for their groups."""
    lines: list[Cell] = [[]]
    used = 0
    for row in _in_short(panel.rows):
        cell = _cell(row, look, already)
        if used and used + _cells(cell) > width:
            lines.append([])
            used = 0
        lines[-1] += [*cell, Segment(_GAP)]
        used += _cells(cell) + len(_GAP)
    return lines


def _cell(row: PanelRow, look: Look, already: AbstractSet[str]) -> Cell:
    is_set = row.argument in already
    keys = "/".join((row.key, *row.also))
    mark = f"{look.signs.label} " if is_set else ""
    touch = touchable(row.key)
    return [
        Segment(f"{keys} ", look["panel-key"] + touch),
        Segment(f"{mark}{row.name.lower()}", look["panel-set" if is_set else "panel-name"] + touch),
    ]


def _context_lines(context: Sequence[tuple[str, str]], look: Look, width: int) -> list[Cell]:
    """The texts that must be in sight, each after its heading."""
    lines: list[Cell] = []
    bar = Segment(f"{look.signs.bar} ", look["rule"])
    for heading, text in context:
        lead = f"{heading}: "
        shown = lead + text.replace("\t", " ")
        for start, end in wrap(shown, width - 2):
            inside = max(start, len(lead))
            parts = [Segment(shown[start : min(end, len(lead))], look["panel-title"])] if start < len(lead) else []
            lines.append([bar, *parts, Segment(shown[inside:end], look["panel-target"])])
    return lines


def _windowed(lines: list[Cell], look: Look, room: int, scrolled: int) -> list[Cell]:
    """As many of the lines as there is room for, after so many pages of them, and how to get to the others."""
    if room < 1 or len(lines) <= room:
        return lines[: max(0, room)]
    first = min(scrolled * (room - 1), len(lines) - room + 1)
    left = len(lines) - first - (room - 1)
    more = f"{look.signs.more} {left:,} more rows, pgdn" if left > 0 else "the end, pgup goes up"
    touch = touchable("pagedown" if left > 0 else "pageup")
    return [*lines[first : first + room - 1], [Segment(more, look["meta"] + touch)]]


def quoted_strips(
    title: str, context: tuple[str, str], look: Look, width: int, rows: int, scrolled: int = 0
) -> list[Strip]:
    """What must be in sight, under a title of its own: at most `rows` strips, after so many pages of it."""
    title = f" {title} "
    rule = Segment(look.signs.rule * max(0, width - cell_len(title)), look["rule"])
    lines = _windowed(_context_lines([context], look, width - 2), look, rows - 1, scrolled)
    strips = [fitted([Segment(title, look["panel-title"]), rule], width, look.signs.ellipsis)]
    strips += [fitted([Segment(" "), *line], width) for line in lines]
    return [strip.apply_style(look.base + look["panel"]) for strip in strips[: max(1, rows)]]


def one_key_strips(question: str, answers: Mapping[str, str], look: Look, width: int) -> list[Strip]:
    """A question that one key answers, each answer on a row with its key."""
    title = f" {question} "
    rule = Segment(look.signs.rule * max(0, width - cell_len(title)), look["rule"])
    strips = [fitted([Segment(title, look["panel-title"]), rule], width)]
    strips += [
        fitted(
            [
                Segment(f" {key} ", look["panel-key"] + touchable(key)),
                Segment(answer, look["panel-name"] + touchable(key)),
            ],
            width,
            look.signs.ellipsis,
        )
        for key, answer in answers.items()
    ]
    strips.append(fitted([Segment(" esc leaves it", look["meta"] + touchable("escape"))], width))
    return [strip.apply_style(look.base + look["panel"]) for strip in strips]


def _cells(cell: Cell) -> int:
    return sum(cell_len(segment.text) for segment in cell)


def _padded(cell: Cell, width: int) -> Cell:
    return [*cell, Segment(" " * max(0, width - _cells(cell)))]
