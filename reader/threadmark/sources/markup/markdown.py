"""Markdown as plain text, by way of the HTML that markdown-it makes of it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from threadmark.sources.markup.snippets import html_to_text

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

# Signs that mean something anywhere, or at the beginning of a line. A name with an underscore in it is not among
# them: Markdown leaves underscores inside words alone.
_MARKUP = re.compile(
    r"[*`<\\\[]|~~|&(?:#|\w+;)|(?<!\w)_|_(?!\w)|\n(?:\t| {4})"
    r"|(?:^|\n)[ \t]*(?:>|#|\||[-+=](?:[ \t\n=-]|$)|[0-9]{1,9}[.)](?:\s|$)|~~~|\t| {4})|\|[ \t]*\n"
)
_LOOSE = re.compile(r"[ \t]*\n[ \t]*")
_BLANK_LINES = re.compile(r"\n{3,}")
_SPOILER = re.compile(r"^([ \t]*)>!", re.MULTILINE)
_LONGEST = 200_000
"""Characters; what is longer is no comment, and could keep the parser busy for minutes."""


def markdown_to_text(md: str) -> str:
    """Markdown as plain text, laid out as `html_to_text` does; a newline is meant where one is written.

    HTML in it is shown as it was typed, as Reddit and Lemmy do; so are spoilers (`>!so!<`).
    """
    if _MARKUP.search(md) is None or len(md) > _LONGEST:
        return _as_typed(md)
    return html_to_text(_parser().render(_SPOILER.sub(r"\1\\>!", md)))


def _as_typed(text: str) -> str:
    """Text without markup, laid out as Markdown would be."""
    text = text.strip(" \t\n")
    if "\n" in text:
        text = _BLANK_LINES.sub("\n\n", _LOOSE.sub("\n", text))
    return text


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 -- 30 ms, and many threads hold no Markdown

    return MarkdownIt("js-default", {"breaks": True, "html": False})
