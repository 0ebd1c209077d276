"""What a mail says: its text, whatever it is packed in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from functools import lru_cache

from threadmark.sources.charsets import text_as
from threadmark.sources.mail.headers import Headers, decoded
from threadmark.sources.markup import html_to_text
from threadmark.thread.report import ImportReport

GUESSED = "mails whose encoding had to be guessed"
HTML_ONLY = "mails that are HTML only (read as text)"
NESTED = "mails nested too deeply (their source is shown)"
_AS_IS = frozenset(("", "7bit", "8bit", "binary"))
_DEEPEST = 30
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


@dataclass(slots=True)
class Body:
    """What a mail says.

    Attributes:
        text: all of it.
        attachments: the names of what else is in it.
    """

    text: str = ""
    attachments: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a Content-Type says."""

    main: str
    sub: str
    charset: str | None


def body_of(mail: bytes, headers: Headers, report: ImportReport) -> Body:
    """The text of a mail, and what is attached to it."""
    kind = _kind(headers.fields.get("content-type", ""))
    if kind.main == "text":
        packed = headers.fields.get("content-transfer-encoding", "").strip().lower()
        data = mail[headers.body :]
        return Body(_shown(data if packed in _AS_IS else _unpacked(data, packed), kind, report))
    try:
        return _Parts(report).read(message_from_bytes(mail))
    except RecursionError:
        report.mend(NESTED)
        return Body(_text(mail, None, report))


def without_from_quotes(mail: bytes) -> bytes:
    """A mail of an mbox without the sign that it puts before lines that would begin another (mboxrd)."""
    return _QUOTED_FROM.sub(rb"\1", mail) if b">From " in mail else mail


class _Parts:
    """Reads the parts of one mail."""

    def __init__(self, report: ImportReport) -> None:
        self._report = report
        self._body = Body()

    def read(self, mail: Message) -> Body:
        """All of its parts."""
        self._body.text = "\n\n".join(self._texts(mail, 0))
        return self._body

    def _texts(self, part: Message, depth: int) -> list[str]:
        """The texts in a part, in order, those that are empty left out."""
        if part.is_multipart() and part.get_content_maintype() == "multipart" and depth < _DEEPEST:
            inner = [each for each in part.get_payload() if isinstance(each, Message)]
            if part.get_content_subtype() == "alternative":
                return self._best(inner, depth)
            return [text for each in inner for text in self._texts(each, depth + 1)]
        if part.get_content_maintype() != "text" or part.get_content_disposition() == "attachment":
            self._attach(part)
            return []
        text = _shown(part.get_payload(decode=True), _kind(str(part.get("content-type", ""))), self._report).strip("\n")
        return [text] if text.strip() else []

    def _best(self, alternatives: list[Message], depth: int) -> list[str]:
        """The texts of the plainest alternative that has any."""
        plain_first = sorted(alternatives, key=lambda part: part.get_content_type() != "text/plain")
        return next((texts for part in plain_first if (texts := self._texts(part, depth + 1))), [])

    def _attach(self, part: Message) -> None:
        name = part.get_filename()
        kind = part.get_content_type()
        if name or not kind.endswith(("-signature", "/delivery-status")):
            self._body.attachments.append(decoded(name) if name else kind)


def _shown(data: object, kind: _Kind, report: ImportReport) -> str:
    """The bytes of a text as text."""
    text = _text(data, kind.charset, report) if isinstance(data, bytes) else ""
    if kind.sub == "html":
        report.mend(HTML_ONLY)
        return html_to_text(text)
    return text.replace("\r\n", "\n").strip("\r\n")


def _text(data: bytes, charset: str | None, report: ImportReport) -> str:
    text, guessed = text_as(data, charset)
    report.mend(GUESSED, guessed is not None)
    return text


@lru_cache(maxsize=1_000)
def _kind(content_type: str) -> _Kind:
    mail = Message()
    mail["Content-Type"] = content_type or "text/plain"
    charset = mail.get_content_charset()
    return _Kind(mail.get_content_maintype(), mail.get_content_subtype(), charset)


def _unpacked(data: bytes, packed: str) -> object:
    mail = Message()
    mail["Content-Transfer-Encoding"] = packed
    mail.set_payload(data.decode("ascii", "surrogateescape"))
    return mail.get_payload(decode=True)
