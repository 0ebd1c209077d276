r"""Clean text at the door, once, for everything that came from outside.

What comes out is what is shown, searched, labelled and exported; offsets are code points into it.

    >>> clean("caf\u0065\u0301 \x1b[31mred\r\nline")
    ('café red\nline', 5)
"""

from __future__ import annotations

import re
from unicodedata import is_normalized, normalize

_SUSPECT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_NEWLINE = re.compile(r"\r\n|[\r\x85\u2028\u2029]")
# ECMA-48: a control string up to its terminator, a control sequence, any other escape, then single signs.
# A control string that never ends loses its introducer only: the text after it is somebody's words.
_REMOVED = re.compile(
    r"(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|\x1b[\]PX^_\[]"
    r"|\x1b[ -/]*[0-~]"
    r"|[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def clean(text: str) -> tuple[str, int]:
    """The text in NFC without anything that steers a terminal, and how many characters were removed.

    CRLF, CR, U+0085, U+2028 and U+2029 become newlines; removed are escape sequences whole, C0 and C1 controls other
    than newline and tab, bidi overrides and isolates, lone surrogates. Cleaning cleaned text changes nothing.
    """
    if text.isascii() and text.isprintable():
        return text, 0
    removed = 0
    if _SUSPECT.search(text):
        lines = _NEWLINE.sub("\n", text)
        text = _REMOVED.sub("", lines)
        removed = len(lines) - len(text)
    if not is_normalized("NFC", text):
        text = normalize("NFC", text)
    return text, removed


def clean_line(text: str) -> tuple[str, int]:
    """Clean a name or a title: as `clean`, on one line, white space at the ends and in runs made one space."""
    text, removed = clean(text)
    return " ".join(text.split()), removed
