"""Mails of one conversation become a thread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from threadmark.sources.mail.bodies import body_of
from threadmark.sources.mail.headers import bare_subject, headers_of
from threadmark.thread.build import ThreadBuilder, clean_article, hashed_comment_id
from threadmark.thread.model import Thread
from threadmark.thread.report import ImportReport

NOT_HERE = "mails whose parent is not in the file (hung under the nearest mail before it that is)"


@dataclass(frozen=True, slots=True)
class _Mail:
    """A mail on its way into a thread."""

    id: str | None
    references: list[str]
    author: str | None
    date: str | float | None
    subject: str
    text: str
    attachments: list[str]


def thread_of(mails: Iterator[bytes], report: ImportReport) -> Thread:
    """The thread of some mails, in the order of the file."""
    read = [_read(mail, report) for mail in mails]
    known = {mail.id for mail in read}
    thread_id = _thread_id(read[0])
    began = next((mail for mail in read if mail.id == thread_id), read[0])
    title = bare_subject(began.subject)
    builder = ThreadBuilder(report)
    for mail in read:
        parent, missing = _parent(mail.references, known)
        extra: dict[str, object] = {}
        if bare_subject(mail.subject).casefold() != title.casefold():
            extra["subject"] = mail.subject
        if mail.attachments:
            extra["attachments"] = mail.attachments
        if missing is not None:
            extra["missing_parent"] = missing
            report.mend(NOT_HERE)
        builder.add(mail.id, parent, mail.author, mail.text, created=mail.date, extra=extra or None)
    return builder.build(clean_article(report, title=title), thread_id=thread_id)


def _read(mail: bytes, report: ImportReport) -> _Mail:
    headers = headers_of(mail)
    body = body_of(mail, headers, report)
    return _Mail(
        headers.id, headers.references, headers.author, headers.date, headers.subject, body.text, body.attachments
    )


def _parent(references: list[str], known: set[str | None]) -> tuple[str | None, str | None]:
    """The mail that is answered, and the one that is answered in truth where that is another and not here.

    Where none of those named is here, the last is told as the parent, and found missing like any other.
    """
    if not references:
        return None, None
    last = references[-1]
    nearest = next((each for each in reversed(references) if each in known), None)
    if nearest is None or nearest == last:
        return last, None
    return nearest, last


def _thread_id(first: _Mail) -> str:
    """The id of the mail that began it, as far as the first one here tells."""
    if first.references:
        return first.references[0]
    return first.id or hashed_comment_id(first.author, first.text, None)
