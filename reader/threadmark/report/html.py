"""One page that reads by itself: figures, threads with their labels, codebook. It needs no network and runs no text.

Everything that comes from outside is escaped by the template; the one script of the page is named by its hash in the
page's Content-Security-Policy, so that nothing else in it can run.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from threadmark import __version__
from threadmark.exports.labelled import Labelled
from threadmark.exports.registry import Export, Options
from threadmark.find import recorded_codebook
from threadmark.report.figures import Figures, by_pair, count
from threadmark.report.plain import (
    Cells,
    agreement_cells,
    full_words,
    pair_cells,
    progress_cells,
    question_words,
    repeated_cells,
    words,
)
from threadmark.report.threads import label_words, shown

_TEMPLATE, _STYLE, _SCRIPT = "page.html", "page.css", "page.js"


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of the page; `numbers` are the columns to set to the right."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: frozenset[int]


def pieces(labelled: Labelled, options: Options) -> Iterator[bytes]:
    """The page, piece by piece.

    Threads are gone over twice, for the figures on top and for the threads below, so that one at a time is in memory.
    """
    del options
    from jinja2 import Environment  # noqa: PLC0415 -- an extra
    from markupsafe import Markup  # noqa: PLC0415 -- as above

    page = files("threadmark.report") / "page"
    style, script = (page.joinpath(name).read_text(encoding="utf-8") for name in (_STYLE, _SCRIPT))
    held = list(labelled.threads())
    figures = count(held)
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(page.joinpath(_TEMPLATE).read_text(encoding="utf-8"))
    given = [label for each in held for one in each.passes for label in one.labels]
    stream = template.stream(
        title="Labelled comments",
        name=labelled.path.name,
        version=__version__,
        figures=figures,
        tables=list(_tables(figures)),
        drawings=[(caption, Markup(drawing)) for caption, drawing in _drawings(figures)],  # noqa: S704 -- drawn here
        labels=sorted({label_words(label) for label in given}),
        annotators=sorted({one.annotator for each in held for one in each.passes}),
        threads=map(shown, held),
        codebook=recorded_codebook(labelled.contents.codebooks).dimensions,
        style=Markup(style),  # noqa: S704 -- shipped with the program
        script=Markup(script),  # noqa: S704 -- as above
        script_hash="sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )
    stream.enable_buffering(64)
    for piece in stream:
        yield piece.encode()


def _tables(figures: Figures) -> Iterator[_Table]:
    yield _table("progress and pace", progress_cells(figures.progress, is_wide=True), 1)
    if figures.agreement:
        yield _table("agreement", agreement_cells(figures.agreement), 1)
    if figures.repeated:
        yield _table("agreement with oneself", repeated_cells(figures.repeated), 3)
    if figures.reasons:
        reasons = [(words(reason), f"{times:,}") for reason, times in figures.reasons]
        yield _table("skipped, and why", (("reason", "comments"), reasons), 1)
    if figures.pairs:
        heads, rows = pair_cells(figures.pairs)
        yield _Table("who answers whom", heads, rows, frozenset((2,)))


def _table(title: str, cells: Cells, first: int) -> _Table:
    """A table whose columns are numbers from the `first` on."""
    return _Table(title, *cells, frozenset(range(first, len(cells[0]))))


def _drawings(figures: Figures) -> Iterator[tuple[str, str]]:
    from threadmark.report import charts  # noqa: PLC0415 -- it needs an extra

    for question, counts in figures.labels.items():
        yield question_words(question), charts.bars([(words(label), times) for label, times in counts])
    for question, table in figures.by_depth.items():
        yield f"{question_words(question)}, by depth", charts.stacked(table)
    for question, table in figures.over_time.items():
        yield f"{question_words(question)}, over time (UTC)", charts.stacked(table)
    if any(pair.stances for pair in figures.pairs):
        yield "stance toward the parent, by who answers whom", charts.stacked(by_pair(figures))
    if figures.together:
        together = [(f"{full_words(one)}\n+ {full_words(other)}", times) for one, other, times in figures.together]
        yield "labels of two dimensions on one comment", charts.bars(together)
    if any(each.an_hour for each in figures.progress):
        yield "comments an hour of active time", charts.pace(figures.progress)
    if figures.agreement:
        names = [f"{question_words(each.question)} ({each.units:,})" for each in figures.agreement]
        yield (
            "agreement (comments with two annotators and more; lines at .667 and .80)",
            charts.agreements(figures.agreement, names),
        )
    if figures.repeated:
        names = [
            f"{each.annotator}, rounds 1 and {each.round}\n{question_words(each.question)} ({each.units:,})"
            for each in figures.repeated
        ]
        yield "agreement with oneself (comments done again)", charts.agreements(figures.repeated, names)


EXPORT = Export(
    "html",
    "a page to read, print and hand on: figures, threads, labels, codebook",
    pieces,
    loses="what was asked and not answered, context and times of labels; offsets of evidence (its words are there)",
    extra="report",
    needs=("jinja2", "matplotlib"),
)
"""What the registry finds."""
