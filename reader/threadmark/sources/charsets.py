"""Text in the encoding that a mail or a page says it is in, as programs mean what they say."""

from __future__ import annotations

from threadmark.sources.encodings import decoded

# What is said, and what is meant by it: an older name stands for what grew out of it (as in the WHATWG's Encoding).
_MEANT = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "ansi_x3.4-1968": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
}


def text_as(data: bytes, declared: str | None) -> tuple[str, str | None]:
    """Bytes as text: as declared, else as UTF-8, else in the encoding that they look like.

    Returns:
        The text, and the encoding where it had to be guessed.
    """
    name = (declared or "utf-8").strip().lower()
    for encoding in (_MEANT.get(name, name), "utf-8"):
        try:
            return data.decode(encoding), None
        except (LookupError, ValueError):
            continue
    return decoded(data)
