"""Figures as plain tables and small plots, for the screen and the shell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from threadmark.report.agreeing import Agreement, Question, SelfAgreement
from threadmark.report.figures import Figures, Pair, Progress, Table

_BAR = 24  # cells
_BLANK_BRAILLE = "\u2800"
_NOTHING = "-"
_MINUTES = "minutes"  # the first of the columns that tell the pace

Cells = tuple[Sequence[str], Sequence[Sequence[str]]]
"""The heads of a table, and its rows."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, and lines that must not be wrapped."""

    title: str
    lines: tuple[str, ...]


def sections(figures: Figures, *, ascii_only: bool = False, pace: bool = True) -> Iterator[Section]:
    """What there is to show, each part with its heading; parts of which nothing is known are left out.

    Args:
        figures: what was counted.
        ascii_only: draw bars with `#`.
        pace: say how long it took, which an annotator at work sees only when asking for it.
    """
    yield Section("progress", tuple(_progress(figures.progress, pace=pace)))
    if figures.reasons:
        names = [words(reason) for reason, _ in figures.reasons]
        counted = [times for _, times in figures.reasons]
        yield Section("skipped, and why", tuple(bars(names, counted, ascii_only=ascii_only)))
    for question, counts in figures.labels.items():
        names = [words(label) for label, _ in counts]
        yield Section(
            question_words(question), tuple(bars(names, [times for _, times in counts], ascii_only=ascii_only))
        )
    for question, table in figures.by_depth.items():
        yield Section(f"{question_words(question)}, by depth", tuple(aligned(*counts_cells(table))))
    for question, table in figures.over_time.items():
        if len(table.rows) > 1:
            yield Section(f"{question_words(question)}, over time (UTC)", tuple(aligned(*counts_cells(table))))
    if figures.pairs:
        yield Section("who answers whom", tuple(aligned(*pair_cells(figures.pairs))))
    if figures.together:
        yield Section("labels on one comment", tuple(aligned(*together_cells(figures.together))))
    if figures.agreement:
        yield Section("agreement", tuple(aligned(*agreement_cells(figures.agreement))))
    if figures.repeated:
        yield Section("agreement with oneself", tuple(aligned(*repeated_cells(figures.repeated))))


def as_text(figures: Figures, *, ascii_only: bool = False) -> str:
    """All sections, one under the other."""
    shown = (
        "\n".join((section.title, *(f"  {line}".rstrip() for line in section.lines)))
        for section in sections(figures, ascii_only=ascii_only)
    )
    return "\n\n".join(shown) + "\n"


def question_words(question: Question) -> str:
    """A question in words: `stance toward the parent`."""
    dimension, kind = question
    toward = {"claim": "the claim", "comment": "the parent", "named": "a named target"}.get(kind, kind)
    return f"{dimension} toward {toward}" if toward else dimension


def bars(names: Sequence[str], counts: Sequence[int], *, ascii_only: bool = False) -> list[str]:
    """A line with a bar for each count.

    >>> bars(["against", "favor"], [2, 1], ascii_only=True)
    ['against  ######################## 2', 'favor    ############             1']
    """
    from plotille import hist_aggregated  # type: ignore[import-untyped]  # noqa: PLC0415 -- only where bars are drawn

    wide = max(map(len, names), default=0)
    labels = [f"{name:<{wide}} " for name in names]
    drawn = hist_aggregated(list(counts), labels=labels, width=_BAR, lc=None).splitlines()[1:-1]
    lines = [f"{name} {line.partition('| ')[2]}" for name, line in zip(labels, drawn, strict=True)]
    if not ascii_only:
        return [line.replace(_BLANK_BRAILLE, " ").rstrip() for line in lines]
    return ["".join(_plain(sign) for sign in line) for line in lines]


def _plain(sign: str) -> str:
    return sign if sign.isascii() else " " if sign == _BLANK_BRAILLE else "#"


def aligned(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table of cells: words to the left, columns of numbers to the right.

    >>> list(aligned(("who", "done"), [("ana", "3"), ("ben", "12")]))
    ['who  done', 'ana     3', 'ben    12']
    """
    from prettytable import PrettyTable, TableStyle  # noqa: PLC0415 -- only where tables are drawn

    table = PrettyTable()
    table.set_style(TableStyle.PLAIN_COLUMNS)
    table.left_padding_width, table.right_padding_width = 0, 2
    for place, (head, column) in enumerate(zip(heads, zip(*rows, strict=True), strict=True)):
        numbers = all(cell[:1].isdigit() or cell == _NOTHING for cell in column)
        table.add_column(head or " " * (place + 1), column, align="r" if numbers else "l")
    return (line.rstrip() for line in table.get_string().splitlines())


def progress_cells(progress: Sequence[Progress], *, is_wide: bool = False) -> Cells:
    """The heads and the rows of a table of how far annotators are.

    Args:
        progress: what was counted.
        is_wide: whether there is room for whole words.
    """
    pace = ("seconds a comment", "comments an hour") if is_wide else ("s a comment", "an hour")
    heads = ("annotator", "round", "seen", "done", "skipped", "revisit", _MINUTES, *pace)
    rows = [
        (
            each.annotator,
            str(each.round),
            f"{each.seen:,}",
            f"{each.done:,}",
            f"{each.skipped:,}",
            f"{each.revisit:,}",
            f"{each.seconds / 60:,.0f}" if each.seconds else _NOTHING,
            _number(each.typical, ".1f"),
            _number(each.an_hour, ",.0f"),
        )
        for each in progress
    ]
    return heads, rows


def words(label: str) -> str:
    """A label's id in words; its dimension, where it has it in front, stays there."""
    return label.replace("family.", "").replace("_", " ")


def full_words(label: str) -> str:
    """`DIMENSION.LABEL` in words: `fallacy: straw man`."""
    dimension, _, name = label.partition(".")
    return f"{dimension}: {words(name)}"


def _progress(progress: Sequence[Progress], *, pace: bool) -> Iterator[str]:
    heads, rows = progress_cells(progress)
    shown = len(heads) if pace else heads.index(_MINUTES)
    return aligned(heads[:shown], [row[:shown] for row in rows]) if rows else iter(("nothing was looked at yet",))


def pair_cells(pairs: Sequence[Pair]) -> Cells:
    """The heads and the rows of a table of who answers whom."""
    rows = [
        (
            pair.author,
            pair.answered,
            f"{pair.replies:,}",
            ", ".join(f"{words(name)} {times:,}" for name, times in pair.stances),
        )
        for pair in pairs
    ]
    return ("author", "answers", "replies", "stances"), rows


def together_cells(together: Sequence[tuple[str, str, int]]) -> Cells:
    """The heads and the rows of a table of labels that stand on one comment."""
    return ("label", "and", "comments"), [
        (full_words(one), full_words(other), f"{times:,}") for one, other, times in together
    ]


def counts_cells(table: Table) -> Cells:
    """The heads and the rows of a table of counts."""
    rows = [
        (name, *(f"{times:,}" if times else _NOTHING for times in counts))
        for name, counts in zip(table.rows, table.counts, strict=True)
    ]
    return ("", *map(words, table.columns)), rows


def agreement_cells(agreement: Sequence[Agreement]) -> Cells:
    """The heads and the rows of a table of how far annotators agree."""
    rows = [
        (question_words(each.question), f"{each.units:,}", f"{each.annotators:,}", *_coefficients(each))
        for each in agreement
    ]
    return ("question", "comments", "annotators", "agreement", "alpha"), rows


def repeated_cells(repeated: Sequence[SelfAgreement]) -> Cells:
    """The same of how far annotators agree with their own first round."""
    rows = [
        (each.annotator, f"1 and {each.round}", question_words(each.question), f"{each.units:,}", *_coefficients(each))
        for each in repeated
    ]
    return ("annotator", "rounds", "question", "comments", "agreement", "alpha"), rows


def _coefficients(each: Agreement | SelfAgreement) -> tuple[str, str]:
    undefined = "undefined (no variation)"
    return _number(each.agreement, ".3f"), undefined if each.alpha is None else _number(each.alpha, ".3f")


def _number(value: float | None, form: str) -> str:
    return _NOTHING if value is None else format(value, form)
