"""Flat text becomes a thread."""

from __future__ import annotations

from collections.abc import Sequence

from threadmark.sources.flat_text.article import read_article
from threadmark.sources.flat_text.cutting import CommentPart, Cut, cut
from threadmark.sources.flat_text.times import moment_of
from threadmark.sources.replies import with_inferred
from threadmark.sources.replies.indents import dedented, is_ladder, parents_by_level
from threadmark.thread.build import REMOVED, ThreadBuilder, clean_article
from threadmark.thread.model import Article, Inferred, Thread
from threadmark.thread.report import ImportReport
from threadmark.thread.text import clean

AUTHOR_PAIR = Inferred("author pair", 0.9)
INDENTATION = Inferred("indentation", 0.95)
"""Right for 96 to 100 % of links on real threads written out so; that pages leave deleted comments out is not in this."""


def thread_of(text: str, report: ImportReport) -> Thread:
    """The thread in a flat text.

    Args:
        text: all of it, first sign not `<`, `{` or `[`.
        report: where doubts are noted by line and repairs counted.
    """
    cleaned, removed = clean(text)
    report.mend(REMOVED, removed)
    parts = cut(cleaned.split("\n"))
    builder = ThreadBuilder(report)
    rows: list[int] = []
    latest: dict[str, int] = {}
    notes = [(doubt.line, doubt.text) for doubt in parts.doubts]
    for comment, indented_under in zip(parts.comments, _by_indents(parts.comments), strict=True):
        parent, cue = None if indented_under is None else rows[indented_under], INDENTATION
        if comment.answers is not None:
            if comment.answers in latest:
                parent, cue = latest[comment.answers], AUTHOR_PAIR
            else:
                notes.append((comment.line + 1, f'"{comment.answers}" is answered and has no comment above this one'))
        rows.append(_add(builder, comment, parent, cue))
        if comment.author is not None:
            latest[comment.author.name] = rows[-1]
    for line, remark in sorted(notes):
        report.note(remark, line + 1)
    _note_left_out(parts, report)
    return with_inferred(builder.build(_article(parts.article, report)), report=report)


def _by_indents(comments: Sequence[CommentPart]) -> list[int | None]:
    """For each comment the place of the one it is indented under; where indents tell it, bodies lose theirs."""
    indents = [comment.indent for comment in comments]
    if not is_ladder(indents):
        return [None] * len(comments)
    for comment in comments:
        comment.body = dedented(comment.body, comment.indent)
    return parents_by_level(indents)


def _add(builder: ThreadBuilder, comment: CommentPart, parent: int | None, cue: Inferred) -> int:
    created = moment_of(comment.when) if comment.when else None
    kept = {
        "time": None if created else comment.when,
        "answers": comment.answers if parent is None or cue is not AUTHOR_PAIR else None,
    }
    return builder.add(
        None,
        parent,
        comment.author.name if comment.author else None,
        comment.text,
        created=created,
        score=comment.score,
        inferred=None if parent is None else cue,
        extra={key: value for key, value in kept.items() if value},
    )


def _article(lines: Sequence[str], report: ImportReport) -> Article:
    part = read_article(lines)
    return clean_article(
        report, title=part.title, byline=part.byline, published=part.published, paragraphs=part.paragraphs
    )


def _note_left_out(parts: Cut, report: ImportReport) -> None:
    for line, times in parts.left_out.items():
        report.note(f'"{line}" is left out as a button of the page' + (f", {times:,} times" if times > 1 else ""))
