"""Figures drawn by matplotlib as SVG, to stand inside a page: text stays text, colours are the page's own.

The colours in the drawing are stand-ins that are replaced by the names of CSS variables, so that one drawing serves
light and dark. The same figures give the same bytes.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Sequence
from math import ceil
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from threadmark.report.agreeing import Agreement, SelfAgreement
from threadmark.report.figures import Progress, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_INK, _PAPER, _RULE = "#010203", "#fdfcfb", "#a1a2a3"
_SERIES = ("#0a0b01", "#0a0b02", "#0a0b03", "#0a0b04", "#0a0b05", "#0a0b06", "#0a0b07", "#0a0b08")
_VARIABLES = {_INK: "--ink", _PAPER: "--paper", _RULE: "--rule"} | {
    colour: f"--series-{number}" for number, colour in enumerate(_SERIES, 1)
}
_HATCHES = ("", "///", "...", "\\\\\\", "xxx", "ooo", "---", "+++")  # told apart without colour, printed too
_WIDE, _ROW, _FRAME, _LEGEND = 5.2, 0.3, 0.45, 0.22  # inches; a row of bars, what is around them, a row of the legend
_ACROSS, _LINE = 4, 64  # names in a row of the legend at most, and signs
_LONGEST = 32  # signs of a name: the tables beside a drawing have it whole
_DRAWN_AT_MOST = 24  # rows
_SEED = "threadmark"  # of the names inside a drawing


def bars(counts: Sequence[tuple[str, int]]) -> str:
    """A horizontal bar for each of them, the first on top; a name may have several lines."""
    shown = counts[:_DRAWN_AT_MOST]

    def draw(axes: Axes) -> None:
        drawn = axes.barh(range(len(shown)), [times for _, times in shown], color=_SERIES[0])
        axes.bar_label(drawn, padding=3, color=_INK, fontsize=9)
        axes.locator_params(axis="x", integer=True)
        _name_rows(axes, [name for name, _ in shown])

    return _drawn(draw, _rows([name for name, _ in shown]))


def stacked(table: Table) -> str:
    """A bar for each row of a table, divided by its columns; rows from top to bottom."""

    def draw(axes: Axes) -> None:
        left = [0] * len(table.rows)
        for place, column in enumerate(table.columns):
            counts = [row[place] for row in table.counts]
            look = place % len(_SERIES)
            axes.barh(
                range(len(counts)), counts, left=left, label=shortened(column.replace("_", " ")), color=_SERIES[look],
                hatch=_HATCHES[look], edgecolor=_PAPER, linewidth=0.5,
            )  # fmt: skip
            left = [before + count for before, count in zip(left, counts, strict=True)]
        axes.locator_params(axis="x", integer=True)
        _name_rows(axes, table.rows)
        _legend(axes, across)

    across = _across(table.columns)
    return _drawn(draw, _rows(table.rows), legend=ceil(len(table.columns) / across))


def shortened(name: str, longest: int = _LONGEST) -> str:
    """A name that leaves room for the drawing, signs of double width counted twice; each line of it by itself."""
    return "\n".join(_cut(line, longest) for line in name.split("\n"))


def _cut(line: str, longest: int) -> str:
    wide = 0
    for place, sign in enumerate(line):
        wide += 2 if east_asian_width(sign) in {"W", "F"} else 1
        if wide > longest:
            return f"{line[: place - 1]}…"
    return line


def _across(names: Sequence[str]) -> int:
    """How many names of a legend fit beside one another."""
    longest = min(_LONGEST, max(map(len, names), default=0))
    return max(1, min(_ACROSS, _LINE // (longest + 4)))


def _rows(names: Sequence[str]) -> float:
    """How tall the rows of these names are, in rows of one line."""
    lines = max((name.count("\n") for name in names), default=0)
    return len(names) * (1 + 0.4 * lines)


def _name_rows(axes: Axes, names: Sequence[str]) -> None:
    axes.set_yticks(range(len(names)), [shortened(name) for name in names])
    axes.set_ylim(len(names) - 0.5, -0.5)


def _legend(axes: Axes, across: int) -> None:
    """The legend above the drawing, where it takes no width from it."""
    axes.legend(
        loc="lower left", bbox_to_anchor=(0, 1), ncols=across, frameon=False, labelcolor=_INK, fontsize=9,
        borderaxespad=0, columnspacing=1.2, handlelength=1.4,
    )  # fmt: skip


def pace(progress: Sequence[Progress]) -> str:
    """Comments an hour of active time, by annotator and round; empty where no time was taken."""
    return bars([(f"{each.annotator}, round {each.round}", round(each.an_hour)) for each in progress if each.an_hour])


def agreements(agreement: Sequence[Agreement | SelfAgreement], names: Sequence[str]) -> str:
    """Plain agreement and alpha by question, with lines where content analysis usually draws them (.667 and .80)."""
    places = range(len(agreement))

    def draw(axes: Axes) -> None:
        for label, marker, look in (("agreement", "o", 0), ("alpha", "D", 1)):
            known = [(getattr(each, label), place) for each, place in zip(agreement, places, strict=True)]
            points = [(number, place) for number, place in known if number is not None]
            axes.scatter(
                *zip(*points, strict=True), marker=marker, color=_SERIES[look], label=label
            ) if points else None
        for line in (0.667, 0.8):
            axes.axvline(line, color=_RULE, linestyle="--", linewidth=1)
        _name_rows(axes, names)
        axes.set_xlim(min(0, *(each.alpha or 0 for each in agreement)) - 0.05, 1.05)
        _legend(axes, across=2)

    return _drawn(draw, _rows(names), legend=1)


def _drawn(draw: Callable[[Axes], object], rows: float, *, legend: int = 0) -> str:
    """An SVG element for so many rows, and so many of a legend."""
    import matplotlib as mpl  # noqa: PLC0415 -- an extra
    from matplotlib.figure import Figure  # noqa: PLC0415 -- as above

    with mpl.rc_context(
        {
            "svg.fonttype": "none",
            "svg.hashsalt": _SEED,
            "hatch.color": _PAPER,
            "hatch.linewidth": 0.6,
            "font.family": "sans-serif",
            "text.parse_math": False,
        }
    ):
        height = _FRAME + _ROW * rows + _LEGEND * legend
        figure = Figure(figsize=(_WIDE, height), layout="constrained")
        figure.patch.set_alpha(0)
        axes = figure.add_subplot()
        axes.patch.set_alpha(0)
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
        axes.spines["bottom"].set_color(_RULE)
        axes.tick_params(colors=_INK, length=0, labelsize=9)
        draw(axes)
        out = io.StringIO()
        with warnings.catch_warnings():
            # Text stays text, and the browser has fonts for every script; matplotlib measures with its own alone.
            warnings.filterwarnings("ignore", message="Glyph .* missing from font")
            figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return _for_the_page(out.getvalue())


def _for_the_page(svg: str) -> str:
    """The element alone, in the page's colours, without styles that would hold for the page and names used twice."""
    element = svg[svg.index("<svg") :]
    element = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>", "", element, flags=re.DOTALL)
    element = re.sub(r' id="[a-z]+[A-Za-z0-9]*_\d+"', "", element)
    for colour, variable in _VARIABLES.items():
        element = element.replace(colour, f"var({variable})")
    return element
