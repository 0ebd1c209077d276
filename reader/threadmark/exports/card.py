"""The card of a data set: what the labels say about themselves, and questions for what they don't."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import threadmark
from threadmark.exports.labelled import Labelled
from threadmark.exports.sittings import sittings

CANT_TELL = "cant_tell"
SKIPPED = "skipped"
PROMPTS = {
    "Where the threads come from": "Site, dates, how they were gathered, and whether that was allowed.",
    "Who labelled": "How many people, who they are, how they were trained and paid, and how far they agree.",
    "Licence and consent": "Under which licence the texts and the labels are; what authors were told.",
    "What it is for": "What it should be used for, and what it should not.",
    "Biases and limits": "Whose voices are in it and whose are not; what labels are rare or uncertain.",
    "Citation": "How to cite it.",
}


@dataclass(slots=True)
class _Counted:
    """What is counted of a part."""

    threads: int = 0
    comments: set[tuple[str, str]] = field(default_factory=set)
    annotators: set[str] = field(default_factory=set)
    reviews: int = 0
    left: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    cant_tell: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)


def card(labelled: Labelled, parts: Mapping[str, Labelled]) -> bytes:
    """The card, as Markdown with YAML in front."""
    counted = {name: _counted(part) for name, part in parts.items()}
    lines = [
        "---",
        "configs:",
        *_configs("comments", parts, default=True),
        *_configs("labels", parts, default=False),
        "task_categories:",
        "- text-classification",
        "---",
        "",
        "# Labelled comment threads",
        "",
        "`comments` has a row for each comment and annotator, `labels` one for each label and each question that stayed open.",
        "",
        "| part | threads | comments | labels | annotators | comments skipped |",
        "|---|---|---|---|---|---|",
        *(
            f"| {name} | {each.threads:,} | {len(each.comments):,} | {each.labels.total():,} | {len(each.annotators):,}"
            f" | {_rate(each.left, each.reviews)} |"
            for name, each in counted.items()
        ),
        "",
        "| part | dimension | labels | can't tell | questions asked | questions skipped |",
        "|---|---|---|---|---|---|",
        *(line for name, each in counted.items() for line in _rates(name, each)),
        "",
        *_sittings(labelled),
        "| codebook | version | date |",
        "|---|---|---|",
        *(
            f"| `{each.sha256[:12]}` | {each.version} | {each.date or 'not recorded'} |"
            for each in labelled.contents.codebooks
        ),
    ]
    for title, question in PROMPTS.items():
        lines += ["", f"## {title}", "", f"<!-- {question} -->", "*To be written.*"]
    return ("\n".join(lines) + "\n").encode()


def _sittings(labelled: Labelled) -> Iterator[str]:
    """Which versions of the program the labels and the card are of, and the seeds of all that was drawn."""
    versions, draws = sittings(labelled.path)
    yield f"Written by threadmark {threadmark.__version__}."
    if labelled.seed is not None:
        yield f"Threads were dealt to the parts by a hash with seed {labelled.seed}."
    for draw in draws:
        yield f"Round {draw.round} is over {draw.share} of an annotator's own comments, drawn with seed {draw.seed}."
    yield ""
    if versions:
        yield from ("| labelled with threadmark | sessions | from | to |", "|---|---|---|---|")
        yield from (f"| {each.name} | {each.sessions:,} | {each.first} | {each.last} |" for each in versions)
        yield ""


def _configs(table: str, parts: Mapping[str, Labelled], *, default: bool) -> list[str]:
    return [
        f"- config_name: {table}",
        *(["  default: true"] if default else []),
        "  data_files:",
        *(line for name in parts for line in (f"  - split: {name}", f"    path: {table}/{name}.parquet")),
    ]


def _counted(part: Labelled) -> _Counted:
    counted = _Counted()
    for held in part.threads():
        counted.threads += 1
        for given in held.passes:
            counted.comments.add((held.id, given.comment))
            counted.annotators.add(given.annotator)
            for label in given.labels:
                counted.labels[label.dimension] += 1
                counted.cant_tell[label.dimension] += label.label == CANT_TELL
            counted.reviews += given.review is not None
            counted.left += given.review is not None and given.review.status == SKIPPED
            for answer in given.review.answers if given.review else ():
                counted.asked[answer.dimension] += answer.asked
                counted.skipped[answer.dimension] += answer.asked and answer.outcome == SKIPPED
    return counted


def _rates(name: str, counted: _Counted) -> list[str]:
    dimensions = sorted(counted.labels.keys() | counted.asked.keys())
    return [
        f"| {name} | {dimension} | {counted.labels[dimension]:,}"
        f" | {_rate(counted.cant_tell[dimension], counted.labels[dimension])}"
        f" | {counted.asked[dimension]:,} | {_rate(counted.skipped[dimension], counted.asked[dimension])} |"
        for dimension in dimensions
    ]


def _rate(some: int, of: int) -> str:
    return f"{some / of:.1%}" if of else "–"
