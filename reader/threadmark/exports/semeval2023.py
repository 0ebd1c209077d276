"""SemEval-2023 task 3, subtask 3: persuasion techniques by paragraph, laid out as the task's data and scorer have them.

A thread is an article, a comment one of its paragraphs: its title is line 1 of `articles-subtask-3/article17.txt`, and
comments follow on lines of their own, an empty one before each; line breaks in them become blanks. For each annotator there
are a file of labels (`ARTICLE, LINE, TECHNIQUE,TECHNIQUE` between tabs, nothing where there is none) and, an article each,
the places of their evidence, in code points of the article's file. Articles are called by numbers, since readers of these
files ask for them; `lines.tsv` tells which thread and comment each line is.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Final

from threadmark.exports.known import known_threads
from threadmark.exports.labelled import Labelled, LabelledThread
from threadmark.exports.passes import Pass
from threadmark.exports.registry import Export, File, Options
from threadmark.exports.schemes import Scheme
from threadmark.exports.sheets import IN_COMMENT, annotator_name, count_open
from threadmark.thread import Thread

_BREAKS: Final = {ord(sign): " " for sign in "\n\t\u2029"}
_FIRST: Final = 3
"""The line of the first comment: a title and an empty line stand before it."""
_DIGITS: Final = 12


class _Paper:
    """A thread as an article of the task."""

    def __init__(self, number: int, thread: Thread) -> None:
        self.number = number
        self.lines = [_line(thread.article.title or ""), "", *_spaced([_line(text) for text in thread.texts])]
        self._starts = _starts(self.lines)

    def line(self, place: int) -> int:
        """The line of a comment, from 1."""
        return _FIRST + 2 * place

    def start(self, place: int) -> int:
        """Where a comment begins in the article's file, in code points."""
        return self._starts[self.line(place) - 1]

    def is_empty(self, place: int) -> bool:
        """Whether there is nothing on a comment's line, so that no reader sees it."""
        return not self.lines[self.line(place) - 1].strip()


def files(labelled: Labelled, options: Options) -> Iterator[File]:
    """The articles, then each annotator's labels, and what is on which line."""
    del options
    scheme = Scheme("semeval2023", labelled.contents.codebooks)
    labels: dict[str, list[bytes]] = {}
    spans: dict[str, list[bytes]] = {}
    template: list[bytes] = []
    lines = StringIO()
    table = csv.writer(lines, "excel-tab", lineterminator="\n")
    table.writerow(("article", "line", "thread", "comment"))
    taken: set[int] = set()
    for held, thread in known_threads(labelled):
        paper = _Paper(_number(held.id, taken), thread)
        yield File(f"articles-subtask-3/article{paper.number}.txt", ["\n".join(paper.lines).encode(), b"\n"])
        for place, comment in enumerate(thread.ids):
            table.writerow((paper.number, paper.line(place), held.id, comment))
            template.append(_row(paper.number, paper.line(place), paper.lines[paper.line(place) - 1]))
        for given in held.passes:
            who = annotator_name(given)
            own = labels.setdefault(who, [])
            techniques, places = _techniques(held, given, scheme)
            at = thread.place(given.comment)
            if at is None or techniques is None:
                continue
            if paper.is_empty(at):
                held.lossy("labels of comments without a text", given.comment)
                continue
            own.append(_row(paper.number, paper.line(at), ",".join(techniques)))
            name = f"{who}/labels-subtask-3-spans/article{paper.number}-labels-subtask-3.txt"
            start = paper.start(at)
            spans.setdefault(name, []).extend(
                _row(paper.number, word, start + first, start + end) for word, first, end in places
            )
    yield File("labels-subtask-3.template", template)
    yield from (File(f"{who}/labels-subtask-3.txt", rows) for who, rows in sorted(labels.items()))
    yield from (File(name, rows) for name, rows in sorted(spans.items()))
    yield File("lines.tsv", [lines.getvalue().encode()])


def _techniques(
    held: LabelledThread, given: Pass, scheme: Scheme
) -> tuple[list[str] | None, Sequence[tuple[str, int, int]]]:
    """The techniques of a pass, without any where there are none, None where it does not say; and where they lie."""
    count_open(held, given)
    if given.review is not None and given.review.note:
        held.lossy("notes", given.comment)
    words: list[str] = []
    places: list[tuple[str, int, int]] = []
    for label in given.labels:
        evidence = held.evidence(label)
        word = scheme.word(label)
        if word is None:
            continue
        words.append(word)
        inside = sorted({(span.start, span.end) for span in evidence if span.part == IN_COMMENT})
        places += ((word, start, end) for start, end in inside)
        if outside := sum(span.part != IN_COMMENT for span in evidence):
            held.lossy("evidence in the article", given.comment, outside)
        if label.either is not None:
            held.lossy("either/or readings, which stand side by side", given.comment)
    nothing = [label for label in given.labels if scheme.is_none(label)]
    asked = frozenset[str]().union(*map(scheme.questions, nothing))
    is_none = bool(asked) and asked <= {label.dimension for label in nothing}
    for label in given.labels:
        if label in nothing:
            if not words and not is_none:
                held.lossy(
                    f"{label.dimension}.{label.label}, where another dimension has techniques too", given.comment
                )
        elif scheme.word(label) is None:
            held.lossy(scheme.why_not(label), given.comment)
    return (list(dict.fromkeys(words)) if words or is_none else None), places


def _number(thread: str, taken: set[int]) -> int:
    """A number for a thread, the same in every export: its own id where that is one, else one made of it."""
    is_number = thread.isascii() and thread.isdecimal() and len(thread) <= _DIGITS and thread[0] != "0"
    number = int(thread) if is_number else int(hashlib.sha256(thread.encode()).hexdigest()[:8], 16)
    while number in taken:
        number += 1
    taken.add(number)
    return number


def _line(text: str) -> str:
    """A text on one line, as long as it was."""
    return text.translate(_BREAKS)


def _spaced(lines: Sequence[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield from ("", line) if number else (line,)


def _starts(lines: Sequence[str]) -> list[int]:
    """Where each line begins, in code points."""
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    return starts


def _row(*cells: object) -> bytes:
    return ("\t".join(map(str, cells)) + "\n").encode()


EXPORT = Export(
    "semeval2023",
    "SemEval-2023's persuasion techniques: articles, and each annotator's labels by paragraph and span",
    files=files,
    loses="labels that are not the scheme's, evidence in the article, either/or, notes, questions left open",
    needs_text=True,
)
