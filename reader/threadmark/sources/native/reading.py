"""Native files become threads, streamed: a piece at a time goes from bytes to columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from threadmark.errors import InputError
from threadmark.sources.native import FORMAT, VERSION
from threadmark.sources.native.cutting import Feed
from threadmark.sources.native.fields import (
    CommentFields,
    MalformedError,
    PlainFields,
    WrongTypeError,
    decoded_comments,
    decoded_object,
    merged_extra,
)
from threadmark.sources.opening import Opened
from threadmark.sources.source import Reading, Sniffed
from threadmark.thread.build import ThreadBuilder, clean_article
from threadmark.thread.model import Inferred
from threadmark.thread.report import ImportReport

_ESCAPED_CONTROL = re.compile(rb"\\[ubfr]")
_ARTICLE = ("title", "byline", "published", "url")


def read_threads(opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
    """The threads of a native file, one object after another.

    Raises:
        InputError: with the line, where the file is cut short, not JSON, of a newer version or of wrong types.
    """
    feed = Feed(opened)
    while feed.skip_white_space():
        yield _ThreadReading(feed, opened.report("native", sniffed)).read()


class _ThreadReading:
    """Reads one thread from a feed."""

    def __init__(self, feed: Feed, report: ImportReport) -> None:
        self._feed = feed
        self._report = report
        self._builder = ThreadBuilder(report)
        self._fields: dict[str, Any] = {}

    def read(self) -> Reading:
        feed = self._feed
        line = feed.line
        try:
            while (end := feed.object_end()) is None:
                if (begin := self._begin()) is not None:
                    feed.use(begin)
                    self._stream()
                    break
                feed.more()
            else:
                self._finish(feed.held[feed.at : end])
                feed.use(end)
        except MalformedError as error:
            raise self._malformed(error) from None
        except WrongTypeError as error:
            raise feed.opened.refusal(str(error), line=feed.line) from None
        return self._built(line)

    def _begin(self) -> int | None:
        """Where the comments begin, once all before them is held."""
        feed = self._feed
        for begin in feed.comments_begin():
            try:
                self._fields, _ = decoded_object(feed.held[feed.at : begin] + b"]}")
            except (MalformedError, WrongTypeError):
                continue  # a "comments" inside something else
            self._check_version()
            return begin
        return None

    def _stream(self) -> None:
        """Read comments piece by piece, and with the last of them what follows in the object."""
        feed, key = self._feed, None
        while (end := feed.object_end()) is None:
            key = key or feed.first_key()
            cut = feed.last_cut(key) if key else None
            if cut is not None:
                try:
                    self._add(b"".join((b"[", memoryview(feed.held)[feed.at : cut], b"]")))
                    feed.use(cut + 1)
                except MalformedError:
                    pass  # it was no cut: with more of the file it may come right
            feed.more()
        self._finish(b'{"comments":[' + feed.held[feed.at : end])
        feed.use(end)

    def _finish(self, data: bytes) -> None:
        """Read an object that is held whole, or the end of one that was streamed."""
        fields, comments = decoded_object(data)
        self._fields |= fields
        self._check_version()
        if comments is not None:
            self._add(comments)

    def _check_version(self) -> None:
        refusal = self._feed.opened.refusal
        version = self._fields.get("version", VERSION)
        if isinstance(version, int) and version > VERSION:
            raise refusal(
                f"was written by a newer threadmark (version {version} of the format, this one reads {VERSION})",
                next_step="install the newer one",
            )

    def _add(self, array: bytes) -> None:
        """Add the comments of a JSON array."""
        rows, as_written, encoding = decoded_comments(array)
        self._report.encoding = self._report.encoding or encoding
        # Cleaning changes nothing in ASCII text into which no control character was escaped.
        escapes = b"\\" in array and _ESCAPED_CONTROL.search(array)
        proved = as_written and array.isascii() and b"\x7f" not in array and not escapes
        first = len(self._builder)
        self._builder.add_columns(
            [row.id for row in rows],
            [row.parent for row in rows],
            [row.author for row in rows],
            [row.text for row in rows],
            [row.created for row in rows],
            [row.score for row in rows],
            proved=proved,
        )
        for row, fields in enumerate(rows, first):
            if type(fields) is PlainFields:
                break
            assert isinstance(fields, CommentFields)  # noqa: S101 -- for the type checker: there are two kinds
            if fields.role or fields.edited is not None or fields.deleted or fields.inferred or fields.extra:
                self._add_sparse(row, fields)

    def _add_sparse(self, row: int, fields: CommentFields) -> None:
        link = fields.inferred
        self._builder.add_sparse(
            row,
            edited=fields.edited,
            role=fields.role,
            deleted=bool(fields.deleted),
            inferred=Inferred(link.cue, link.confidence) if link else None,
            extra=fields.extra,
        )

    def _built(self, line: int) -> Reading:
        fields = self._fields
        opened = self._feed.opened
        if fields.pop("format", None) != FORMAT:
            raise opened.refusal(f'has no "format": "{FORMAT}"', line=line)
        fields.pop("version", None)
        thread_id = fields.pop("id", None)
        given = {key: fields.pop(key, None) for key in _ARTICLE}
        for key, value in (("id", thread_id), *given.items()):
            if value is not None and not isinstance(value, str):
                raise opened.refusal(f"its {key} is not text", line=line)
        paragraphs = fields.pop("article", None) or []
        if not isinstance(paragraphs, list) or not all(isinstance(each, str) for each in paragraphs):
            raise opened.refusal("its article is not a list of paragraphs", line=line)
        article = clean_article(self._report, **given, paragraphs=paragraphs)
        extra = merged_extra(fields, fields.pop("extra", None))
        thread = self._builder.build(article, thread_id=thread_id, extra=extra)
        return Reading(thread, self._report)

    def _malformed(self, error: MalformedError) -> InputError:
        read = len(self._builder)
        after = f" after {read:,} comments" if read else ""
        if error.cut_short and self._feed.ended:
            return self._feed.opened.refusal(
                f"the file is cut short{after}", next_step="get it again from where it came"
            )
        return self._feed.opened.refusal(f"is not valid JSON{after}: {error}", line=self._feed.line + error.line)
