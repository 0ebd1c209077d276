"""The text of a cell without its markup: HTML where it has tags, Markdown where the table is Reddit's."""

from __future__ import annotations

import re
from html import unescape

_TAG = re.compile(
    r"</?(?:p|br|a|b|i|u|s|em|strong|blockquote|ul|ol|li|code|pre|div|span|h[1-6]|img|hr|del|sub|sup|cite|q)\b[^<>]*>",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"<(?:p|br|div|blockquote|ul|ol|li|pre|h[1-6])\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos|nbsp|hellip|mdash|ndash|[lr][sd]quo);")


def plain(text: str, *, markdown: bool) -> str:
    """A text as it was read on the page.

    Args:
        text: as it stands in the cell.
        markdown: whether it is Reddit's, whose `&amp;`, `&lt;` and `&gt;` are escapes on top of the Markdown.
    """
    if markdown:
        from threadmark.sources.markup import markdown_to_text  # noqa: PLC0415 -- few tables are Reddit's

        return markdown_to_text(unescape(text) if "&" in text else text)
    if "<" in text and _TAG.search(text):
        from threadmark.sources.markup import html_to_text  # noqa: PLC0415 -- few tables hold HTML

        # Where no tag makes lines, the lines that stand in the cell are meant.
        return html_to_text(text if _BLOCK.search(text) else text.replace("\n", "<br>"))
    return unescape(text) if "&" in text and _ENTITY.search(text) else text


def paragraphs(text: str) -> list[str]:
    """An article's text as its paragraphs."""
    readable = plain(text.replace("\r\n", "\n"), markdown=False)
    return [
        part for part in re.split(r"\n\s*\n" if re.search(r"\n\s*\n", readable) else r"\n", readable) if part.strip()
    ]
