"""A plain report for papers and repositories: figures as tables, threads as indented lists, in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from threadmark.exports.labelled import Labelled
from threadmark.exports.registry import Export, Options
from threadmark.find import recorded_codebook
from threadmark.report.figures import Figures, count
from threadmark.report.plain import (
    Cells,
    agreement_cells,
    counts_cells,
    pair_cells,
    progress_cells,
    question_words,
    repeated_cells,
    together_cells,
    words,
)
from threadmark.report.threads import ShownComment, shown

_BREAK = "  "
"""At the end of a line: the next one begins a line."""
_SIGNS = re.compile(r"[\\`*_{}\[\]<>#|~&]|^[-+](?= )|^\d+(?=[.)])")


def escaped(text: str) -> str:
    r"""Text of which nothing is taken for Markdown or HTML, on one line.

    >>> print(escaped("<b>1. [x](y)</b>"))
    \<b\>1. \[x\](y)\</b\>
    """
    return _SIGNS.sub(lambda found: _literal(found[0]), " ".join(text.split()))


def _inside(text: str) -> str:
    """The same in a cell of a table, where nothing begins a list."""
    return escaped(f"|{text}")[2:]


def _literal(signs: str) -> str:
    """A number that would begin a list is parted from its dot by an entity; signs are escaped."""
    return f"{signs}&#8203;" if signs.isdecimal() else f"\\{signs}"


def pieces(labelled: Labelled, options: Options) -> Iterator[bytes]:
    """The report, section by section."""
    del options
    held = list(labelled.threads())
    yield "\n".join(["# Labelled comments", "", *_figures(count(held)), ""]).encode()
    for each in held:
        thread = shown(each)
        lines = [f"## {escaped(thread.title)}", "", *([escaped(thread.meta), ""] if thread.meta else [])]
        lines += [line for paragraph in thread.paragraphs for line in (f"> {escaped(paragraph)}", ">")][:-1]
        lines += ["", *(line for comment in thread.comments for line in _comment(comment)), "", ""]
        yield "\n".join(lines).encode()
    yield "\n".join(["## Codebook", "", *_codebook(labelled), ""]).encode()


def _table(title: str, cells: Cells) -> list[str]:
    heads, rows = cells
    written = [[_inside(cell) for cell in row] for row in (heads, *rows)]
    lines = [f"| {' | '.join(row)} |" for row in (written[0], ["---"] * len(heads), *written[1:])]
    return [f"### {escaped(title)}", "", *lines, ""]


def _figures(figures: Figures) -> Iterator[str]:
    yield "## Figures"
    yield ""
    yield from _table("progress and pace", progress_cells(figures.progress, is_wide=True))
    if figures.reasons:
        yield from _table("skipped, and why", (("reason", "comments"), _counted(figures.reasons)))
    for question, counts in figures.labels.items():
        yield from _table(question_words(question), (("label", "given"), _counted(counts)))
    for title, tables in (("by depth", figures.by_depth), ("over time (UTC)", figures.over_time)):
        for question, table in tables.items():
            yield from _table(f"{question_words(question)}, {title}", counts_cells(table))
    if figures.pairs:
        yield from _table("who answers whom", pair_cells(figures.pairs))
    if figures.together:
        yield from _table("labels of two dimensions on one comment", together_cells(figures.together))
    if figures.agreement:
        yield from _table("agreement", agreement_cells(figures.agreement))
    if figures.repeated:
        yield from _table("agreement with oneself", repeated_cells(figures.repeated))


def _counted(counts: Iterable[tuple[str, int]]) -> list[tuple[str, str]]:
    return [(words(name), f"{times:,}") for name, times in counts]


def _comment(comment: ShownComment) -> Iterator[str]:
    indent = "  " * comment.indent
    meta = f" ({escaped(comment.meta)})" if comment.meta else ""
    yield f"{indent}- **{escaped(comment.author)}**{meta}: {escaped(comment.text)}{_BREAK if comment.given else ''}"
    for number, line in enumerate(comment.given, 1):
        who, end = escaped(line.who), _BREAK if number < len(comment.given) else ""
        quotes = "".join(f" “{escaped(quote)}”" for quote in line.quotes)
        said = f"*{who}: {escaped(line.label)}*{quotes}" if line.label else f"*{who}, note:* {escaped(line.note)}"
        yield f"{indent}  {said}{end}"


def _codebook(labelled: Labelled) -> Iterator[str]:
    for dimension in recorded_codebook(labelled.contents.codebooks).dimensions:
        yield f"### {escaped(dimension.name)}"
        yield ""
        for label in dimension.labels:
            yield f"- **{escaped(label.name)}**: {escaped(label.definition)}"
        yield ""


EXPORT = Export(
    "markdown",
    "a plain report for papers and repositories: figures as tables, threads as lists",
    pieces,
    loses="line breaks in texts, what was asked and not answered, context and times of labels, offsets of evidence",
    suffix=".md",
)
"""What the registry finds."""
