"""Dumps become threads: rows are decoded a block at a time, brought together by thread, and joined to submissions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from threadmark.sources.grouping import by_thread
from threadmark.sources.json_input.decoding import decoded_at, line_blocks
from threadmark.sources.json_input.form import Form
from threadmark.sources.json_input.streaming import members
from threadmark.sources.opening import Opened
from threadmark.sources.pushshift.submissions import Submissions
from threadmark.sources.reddit.things import (
    RedditComment,
    Submission,
    add_comments,
    article_of,
    size_of,
    thread_extra,
    thread_of,
)
from threadmark.sources.source import Reading, Sniffed
from threadmark.thread.build import REMOVED, ThreadBuilder
from threadmark.thread.report import ImportReport

NO_SUBMISSION = "threads without their submission (no title, no text)"
STRAY = "threads in two parts, because some comments came long after the others"

_LONE = re.compile("[\ud800-\udfff]")
_DEEPEST = 3
_COMMENTS = msgspec.json.Decoder(RedditComment)


def read_dump(opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
    """The threads of a dump, in the order in which they begin; then submissions without comments.

    Where comments of a thread stand together each thread comes as soon as the next begins. Otherwise none comes before
    the last comment is read, and the comments wait on the disk; what submissions say waits there too.
    """
    dump = _Dump(opened, sniffed)
    with Submissions() as submissions:
        dump.remarks += submissions.read_beside(opened)
        for group in by_thread(dump.comments(submissions), thread_of, size_of):
            submission = submissions.take(group.thread)
            report = dump.report()
            builder = ThreadBuilder(report)
            add_comments(builder, group.rows, submission, group.thread)
            report.mend(STRAY, group.stray)
            thread_id = f"{group.thread}-2" if group.stray else group.thread
            yield _reading(builder, submission, thread_id)
        for submission in submissions.rest():
            yield _reading(ThreadBuilder(dump.report()), submission, submission.thread)


def _reading(builder: ThreadBuilder, submission: Submission | None, thread_id: str | None) -> Reading:
    report = builder.report
    if submission is None:
        report.mend(NO_SUBMISSION)
    else:
        report.missing = max(0, (submission.num_comments or 0) - len(builder))
    article = article_of(submission, report)
    return Reading(builder.build(article, thread_id=thread_id, extra=thread_extra(submission)), report)


class _Dump:
    """A dump being read, and what is to be said about it in the next thread's report."""

    def __init__(self, opened: Opened, sniffed: Sniffed) -> None:
        self._opened = opened
        self._sniffed = sniffed
        self._mended = ImportReport()
        self._form = Form(opened, self._mended)
        self.remarks: list[str] = []

    def report(self) -> ImportReport:
        """A report for the next thread."""
        report = self._opened.report("pushshift", self._sniffed)
        report.mended.update(self._mended.mended)
        self._mended.mended.clear()
        for remark in self.remarks:
            report.note(remark)
        self.remarks.clear()
        return report

    def comments(self, submissions: Submissions) -> Iterator[RedditComment]:
        """The comments of the dump; submissions among them are put away."""
        beginning = self._opened.head.data.lstrip()
        if beginning.startswith(b"[") or beginning[1:].lstrip().startswith(b'"data"'):
            for part in members(self._opened, "*" if beginning.startswith(b"[") else "data.*"):
                if part.data is not None and part.path[-1] == "*":
                    yield from self._row(part.data, part.line, submissions)
            return
        for number, block in line_blocks(self._opened):
            try:
                yield from _COMMENTS.decode_lines(block)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                for at, line in enumerate(block.split(b"\n"), number):
                    if line and not line.isspace():
                        yield from self._row(line, at, submissions)

    def _row(self, data: bytes, line: int, submissions: Submissions) -> Iterator[RedditComment]:
        """A row as a comment, nothing where it was a submission."""
        try:
            yield _COMMENTS.decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            value = _sound(decoded_at(self._opened, data, line, last=False), self._mended)
            if isinstance(value, dict) and "title" in value and "body" not in value:
                submissions.add(self._form(Submission, value, line=line), own=True)
            else:
                yield self._form(RedditComment, value, line=line)


def _sound(value: Any, report: ImportReport, *, depth: int = 0) -> Any:
    """A value without lone surrogates, which nothing could put away; counted as what cleaning removes."""
    if isinstance(value, str):
        text, removed = _LONE.subn("", value)
        report.mend(REMOVED, removed)
        return text
    if depth > _DEEPEST:
        return None  # deeper lies nothing that is read
    if isinstance(value, dict):
        return {key: _sound(each, report, depth=depth + 1) for key, each in value.items()}
    if isinstance(value, list):
        return [_sound(each, report, depth=depth + 1) for each in value]
    return value
