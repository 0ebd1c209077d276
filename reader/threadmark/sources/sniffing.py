"""What a file that no source knows looks like, so that the refusal can name it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from threadmark.sources.source import Head

_KINDS = (
    (b"PK\x03\x04", "a zip archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x7fELF", "a program"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x89HDF", "an HDF5 file"),
)
_COPY = "copy its text into a .txt file, a line with the author's name above each comment"
_SAVE = "save it as CSV"
_DOCUMENTS = (
    (re.compile(rb"%PDF-"), "a PDF", _COPY),
    (
        re.compile(rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument\.spreadsheet", re.DOTALL),
        "an OpenDocument table",
        _SAVE,
    ),
    (
        re.compile(rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument", re.DOTALL),
        "an OpenDocument text",
        _COPY,
    ),
    (re.compile(rb"PK\x03\x04.{26}mimetypeapplication/epub", re.DOTALL), "a book in EPUB", _COPY),
    (re.compile(rb"PK\x03\x04.*?word/", re.DOTALL), "a Word document", _COPY),
    (re.compile(rb"PK\x03\x04.*?ppt/", re.DOTALL), "a PowerPoint presentation", _COPY),
    (re.compile(rb"PK\x03\x04.*?xl/", re.DOTALL), "an Excel workbook", _SAVE),
    (re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "an old Office document", f"a table: {_SAVE}; else: {_COPY}"),
    (re.compile(rb"\{\\rtf"), "Rich Text", _COPY),
    (re.compile(rb"%!PS"), "PostScript", _COPY),
    (re.compile(rb"bplist00"), "a web archive or list of Apple's", "save the page as HTML"),
)
"""What people keep threads in that only another program opens, by its first bytes, and what they do."""
_FIRST_BYTES = (b"PK\x03\x04", b"%PDF-", b"%!PS", b"\xd0\xcf", b"{\\rtf", b"bplist00")
_LABEL_TABLES = re.compile(
    rb'\{\s*"(labels|reviews|targets|links|rounds|threads|codebooks|sessions|meta|_default)"\s*:\s*\{'
)
_CHANGE = re.compile(rb'\{\s*"seq"\s*:\s*\d+\s*,\s*"crc"')
_HTML = re.compile(rb"<(!doctype html|html|head|body|div|p|!--)", re.IGNORECASE)
_XML_ROOT = re.compile(rb"<([A-Za-z][\w:.-]*)")
_BEFORE_ROOT = re.compile(rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Looks:
    """What a file seems to be.

    Attributes:
        what: a clause for the message: *looks like XML (<disqus>)*.
        next_step: what to do instead.
        could_be_a_thread: whether naming the format might help.
    """

    what: str
    next_step: str | None = None
    could_be_a_thread: bool = False


def looks_like(head: Head) -> Looks:
    """What the beginning of a refused file looks like."""
    if head.folder is not None:
        return Looks("the folder holds no thread that is recognised", "name a file in it")
    if (known := label_file(head) or document(head.data)) is not None:
        return known
    if is_binary(head.data):
        kind = next((kind for magic, kind in _KINDS if head.data.startswith(magic)), "binary")
        return Looks(f"is {kind}, not a saved thread")
    return _text(head.data.lstrip())


def _text(data: bytes) -> Looks:
    if not data:
        return Looks("holds nothing but white space")
    if _HTML.match(data):
        return Looks("looks like HTML, which no source here reads", could_be_a_thread=True)
    if data.startswith(b"<"):
        root = _XML_ROOT.search(_BEFORE_ROOT.sub(b"", data))
        named = f" (<{root[1].decode()}>)" if root else ""
        return Looks(f"looks like XML{named}, which no source here reads", could_be_a_thread=True)
    if data.startswith((b"{", b"[")):
        return Looks("looks like JSON, but not of a kind that a source here knows", could_be_a_thread=True)
    return Looks("is text, but no source knows its form", could_be_a_thread=True)


def label_file(head: Head) -> Looks | None:
    """The refusal for one of the program's own label files; None for anything else."""
    data = head.data.lstrip()
    if _LABEL_TABLES.match(data):
        return Looks("is a label file, not a thread", f"open the thread, with --labels {head.name}")
    if _CHANGE.match(data):
        return Looks("is the history of a label file, not a thread", "open the thread that was labelled")
    return None


def document(data: bytes) -> Looks | None:
    """The refusal for what a word processor or the like wrote; None for anything else."""
    if not data.startswith(_FIRST_BYTES):
        return None
    found = next(((kind, then) for sign, kind, then in _DOCUMENTS if sign.match(data)), None)
    return found and Looks(f"is {found[0]}, not a saved thread", found[1])


def is_binary(data: bytes) -> bool:
    """Whether bytes are no text in any encoding: NUL where there is no UTF-16, or many control characters."""
    if b"\x00" in data:
        return True
    controls = len(data) - len(
        data.translate(None, bytes(range(1, 7)) + bytes(range(14, 26)) + b"\x1c\x1d\x1e\x1f\x7f")
    )
    return controls * 20 > len(data)
