"""Markdown as plain text, by way of the HTML that markdown-it makes of it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from threadmark.sources.markup.elements import as_shown
from threadmark.sources.markup.snippets import html_to_text

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

# Signs that mean something anywhere, or at the beginning of a line. A name with an underscore in it is not among
# them: Markdown leaves underscores inside words alone.
_MARKUP = re.compile(
    r"[*`<\\\[]|~~|&(?:#|\w+;)|(?<!\w)_|_(?!\w)|\n(?:\t| {4})"
    r"|(?:^|\n)[ \t]*(?:>|#|\||[-+=](?:[ \t\n=-]|$)|[0-9]{1,9}[.)](?:\s|$)|~~~|\t| {4})|\n[ \t]*[:-][ \t:|-]*(?:\n|$)"
)
_NEWLINE = re.compile(r"\r\n?")
_BLANK_LINES = re.compile(r"\n{3,}")
_SPOILER = re.compile(r"^([ \t]*)>!", re.MULTILINE)
_LONGEST = 70_000
"""Characters. What is longer is no comment, and the parser's time may grow with its length squared."""
_MOST_BRACKETS = 1_000
"""The same for brackets that open."""


def markdown_to_text(md: str) -> str:
    """Markdown as plain text, laid out as `html_to_text` does; a newline is meant where one is written.

    HTML in it is shown as it was typed, as Reddit and Lemmy do; so are spoilers (`>!so!<`).
    """
    if _MARKUP.search(md) is None or len(md) > _LONGEST or md.count("[") > _MOST_BRACKETS:
        return _as_typed(md)
    return html_to_text(_parser().render(_SPOILER.sub(r"\1\\>!", md)))


def _as_typed(text: str) -> str:
    """Text without markup, laid out as Markdown would be."""
    if "\r" in text:
        text = _NEWLINE.sub("\n", text)
    if "\n" not in text:
        return as_shown(text).strip(" ")
    lines = [as_shown(line).strip(" ") for line in text.split("\n")]
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 -- 30 ms, and many threads hold no Markdown

    return MarkdownIt("js-default", {"breaks": True, "html": False})
