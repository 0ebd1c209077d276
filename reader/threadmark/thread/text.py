r"""Clean text at the door, once, for everything that came from outside.

What comes out is what is shown, searched, labelled and exported; offsets are code points into it.

    >>> clean("caf\u0065\u0301 \x1b[31mred\r\nline")
    ('café red\nline', 5)
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from math import isfinite
from unicodedata import is_normalized, normalize

_DEEPEST = 100
_CONTROLS = bytes({*range(0x20), 0x7F} - {*b"\t\n"})
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
    if is_clean(text):
        return text, 0
    removed = 0
    if _SUSPECT.search(text):
        lines = _NEWLINE.sub("\n", text)
        text = _REMOVED.sub("", lines)
        removed = len(lines) - len(text)
    if not is_normalized("NFC", text):
        text = normalize("NFC", text)
    return text, removed


def is_clean(text: str) -> bool:
    """Whether a look shows that nothing is to be cleaned; so it is then in every part of the text."""
    if not text.isascii():
        return False
    signs = text.encode()
    return len(signs.translate(None, _CONTROLS)) == len(signs)  # so a long text is looked at ten times as quickly


def are_clean_lines(texts: Collection[str]) -> bool:
    """Whether a look at all together shows that none of them is empty, and `clean_line` has nothing to do."""
    joined = "\n".join(("", *texts, ""))
    odd = "\t", "  ", " \n", "\n ", "\n\n"
    return is_clean(joined) and joined.count("\n") == len(texts) + 1 and not any(sign in joined for sign in odd)


def clean_line(text: str) -> tuple[str, int]:
    """Clean a name or a title: as `clean`, on one line, white space at the ends and in runs made one space."""
    text, removed = clean(text)
    return " ".join(text.split()), removed


def clean_fields(fields: Mapping[str, object]) -> tuple[dict[str, object], int]:
    """Clean what is kept of a file without being understood: every string in it, at any depth.

    What is nested deeper than 100 levels becomes its JSON text, and what JSON can't say (NaN) its name.

    Args:
        fields: as JSON is decoded.

    Returns:
        The cleaned fields, and how many characters were removed.
    """
    kept: dict[str, object] = {}
    total = 0
    for key, value in fields.items():
        name, removed = clean(key)
        kept[name], more = _clean_value(value, 1)
        total += removed + more
    return kept, total


def _clean_value(value: object, depth: int) -> tuple[object, int]:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, float) and not isfinite(value):
        return str(value), 0
    if not isinstance(value, Mapping | list | tuple):
        return value, 0
    if depth > _DEEPEST:
        import json  # noqa: PLC0415 -- hardly a file needs it

        return clean(json.dumps(value))
    pairs = value.items() if isinstance(value, Mapping) else enumerate(value)
    cleaned, total = [], 0
    for key, inner in pairs:
        name, removed = clean(key) if isinstance(key, str) else (key, 0)
        kept, more = _clean_value(inner, depth + 1)
        cleaned.append((name, kept))
        total += removed + more
    return (dict(cleaned) if isinstance(value, Mapping) else [kept for _, kept in cleaned]), total
