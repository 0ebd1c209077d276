"""The headers of a mail that matter for threads, as text, whatever encoding they are in."""

from __future__ import annotations

import re
from binascii import Error as EncodingError
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.utils import parseaddr, parsedate_to_datetime
from functools import lru_cache

_WANTED = frozenset(
    ("from", "date", "subject", "message-id", "in-reply-to", "references", "content-type", "content-transfer-encoding")
)
_END = re.compile(rb"\n\r?\n")
_FOLDED = (" ", "\t")
_ID = re.compile(r"<([^<>\s]+)>")
_REPLY = re.compile(
    r"^(?:(?:re|aw|sv|antw|vs|fwd?|wg)(?:\[\d+\]|\(\d+\))?\s*[:：]\s*|\[[^\[\]]{1,40}\]\s*)+", re.IGNORECASE
)
_RE = re.compile(r"(?:^|\]\s*)(?:re|aw|sv|antw|vs)(?:\[\d+\]|\(\d+\))?\s*[:：]", re.IGNORECASE)
_LONGEST = 100_000


@dataclass(frozen=True, slots=True)
class Headers:
    """The headers of one mail.

    Attributes:
        fields: by name in small letters, unfolded; of several of a name the first.
        body: where the body begins.
    """

    fields: dict[str, str]
    body: int

    @property
    def id(self) -> str | None:
        """The mail's own id, without its angles."""
        value = self.fields.get("message-id", "")
        found = _ID.search(value)
        return found[1] if found else value.strip("<> \t") or None

    @property
    def references(self) -> list[str]:
        """The ids of the mails before it in the thread, the one that it answers last."""
        ids = _ID.findall(self.fields.get("references", ""))
        if not ids:
            # Some programs write there what people say, so that only an id in angles is one; the first is meant.
            ids = _ID.findall(self.fields.get("in-reply-to", ""))[:1]
        own = self.id
        return [each for each in ids if each != own]

    @property
    def author(self) -> str | None:
        """The sender's name; where there is none, the address."""
        return _author(self.fields.get("from", ""))

    @property
    def date(self) -> str | float | None:
        """When it was sent, POSIX seconds; as it is written, where that can't be read."""
        value = self.fields.get("date")
        if not value:
            return None
        try:
            return parsedate_to_datetime(value).timestamp()
        except (ValueError, OverflowError, TypeError):
            return value

    @property
    def subject(self) -> str:
        """The subject, decoded."""
        return decoded(self.fields.get("subject", ""))


def headers_of(mail: bytes) -> Headers:
    """The headers of a mail."""
    end = _END.search(mail)
    top = (mail[: end.start()] if end else mail)[:_LONGEST]
    try:
        text = top.decode()
    except UnicodeDecodeError:
        text = top.decode("cp1252", "replace")
    fields: dict[str, str] = {}
    wanted = ""
    for line in text.split("\n"):
        if line[:1] in _FOLDED:
            if wanted:
                fields[wanted] += " " + line.strip()
            continue
        name, _, value = line.partition(":")
        wanted = name.lower().rstrip()
        if wanted not in _WANTED or wanted in fields:
            wanted = ""
        else:
            fields[wanted] = value.strip()
    return Headers(fields, end.end() if end else len(mail))


def bare_subject(subject: str) -> str:
    """A subject without what answers and lists put before it."""
    return _REPLY.sub("", subject.strip()).strip()


def is_reply(subject: str) -> bool:
    """Whether a subject begins as that of an answer does."""
    return _RE.search(subject) is not None


def decoded(value: str) -> str:
    """A header's value with its encoded words (RFC 2047) read; as it is where they can't be."""
    if "=?" not in value:
        return value
    try:
        return str(make_header(decode_header(value)))
    except (LookupError, UnicodeError, ValueError, HeaderParseError, EncodingError):
        return value


@lru_cache(maxsize=10_000)
def _author(sender: str) -> str | None:
    name, address = parseaddr(sender)
    return decoded(name).strip("\"' ") or address or decoded(sender) or None
