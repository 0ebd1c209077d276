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
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument."
_DOCUMENTS = (
    (b"%PDF-", "a PDF", _COPY),
    (b"%!PS", "PostScript", _COPY),
    (b"{\\rtf", "Rich Text", _COPY),
    (b"bplist00", "a web archive or a list of Apple's", "save the page as HTML"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document", f"a table: {_SAVE}; else: {_COPY}"),
)
_IN_ZIP = (
    (_OPEN_DOCUMENT + b"spreadsheet", "an OpenDocument table", _SAVE),
    (_OPEN_DOCUMENT, "an OpenDocument text", _COPY),
    (b"mimetypeapplication/epub", "a book in EPUB", _COPY),
)
_IN_OFFICE = {
    "word": ("a Word document", _COPY),
    "ppt": ("a PowerPoint presentation", _COPY),
    "xl": ("an Excel workbook", _SAVE),
}
"""What people keep threads in that only another program opens, by its first bytes, and what they do."""
ZIP = b"PK\x03\x04"
_FILE_IN_ZIP = 30
"""Bytes before the name of a file in an archive."""
_OFFICE = re.compile(rb"PK\x03\x04.{26}(word|ppt|xl)/", re.DOTALL)
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
    found = next(((kind, then) for sign, kind, then in _DOCUMENTS if data.startswith(sign)), None)
    if found is None and data.startswith(ZIP):
        inside = data[_FILE_IN_ZIP:]
        found = next(((kind, then) for sign, kind, then in _IN_ZIP if inside.startswith(sign)), None)
        found = found or _IN_OFFICE.get(office(data) or "")
    return Looks(f"is {found[0]}, not a saved thread", found[1]) if found else None


def office(data: bytes) -> str | None:
    """The folder by which an archive is known as Word's (`word`), PowerPoint's (`ppt`) or Excel's (`xl`)."""
    found = _OFFICE.search(data) if data.startswith(ZIP) else None
    return found[1].decode() if found else None


def is_binary(data: bytes) -> bool:
    """Whether bytes are no text in any encoding: NUL where there is no UTF-16, or many control characters."""
    if b"\x00" in data:
        return True
    controls = len(data) - len(
        data.translate(None, bytes(range(1, 7)) + bytes(range(14, 26)) + b"\x1c\x1d\x1e\x1f\x7f")
    )
    return controls * 20 > len(data)
