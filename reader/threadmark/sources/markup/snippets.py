"""A comment's HTML as plain text. What is only paragraphs and line breaks is read without building a tree."""

from __future__ import annotations

import re
from html import unescape

from selectolax.lexbor import LexborHTMLParser

from threadmark.sources.markup.elements import as_shown, node_text

_PLAIN = re.compile(r"(?:[^<]|</?[pP]>|<[bB][rR] ?/?>)*")
_PARAGRAPH = re.compile(r"</?[pP]>")
_LINE = re.compile(r"<[bB][rR] ?/?>")
_LINE_OR_NEWLINE = re.compile(r"<[bB][rR] ?/?>|\r\n?|\n")
_WIDE_GAP = re.compile(r"\n{3,}")

_MANY_TAGS = 2_000
_DEEPEST = 1_500
_NESTING = re.compile(r"<(/?)(?!(?:br|hr|img|input|link|meta|p|li|wbr|source)\b)[a-z][^<>]*(?<!/)>", re.IGNORECASE)


def html_to_text(html: str, *, breaks: bool = False) -> str:
    """A snippet of HTML as plain text; text without markup stays as it is, its white space as HTML shows it.

    Paragraphs are set apart by a blank line, quotes are lines that begin with `> `, entries of lists begin with `- `
    or their number, a link is `words <address>` or the address alone where the words only repeat it.

    Args:
        html: well-formed or not.
        breaks: whether newlines in it are meant, as in a text that a blog program breaks into lines by itself.
    """
    if _PLAIN.fullmatch(html):
        return _plain(html, breaks=breaks)
    tree = LexborHTMLParser(bounded(html))
    return node_text(tree.body, breaks=breaks) if tree.body is not None else ""


def _plain(html: str, *, breaks: bool) -> str:
    paragraphs = []
    line_ends = _LINE_OR_NEWLINE if breaks else _LINE
    for paragraph in _PARAGRAPH.split(html):
        if paragraph and not paragraph.isspace():
            lines = [_line(line) for line in line_ends.split(paragraph)]
            shown = lines[0] if len(lines) == 1 else _WIDE_GAP.sub("\n\n", "\n".join(lines)).strip("\n")
            if shown:
                paragraphs.append(shown)
    return "\n\n".join(paragraphs)


def _line(html: str) -> str:
    text = unescape(html) if "&" in html else html
    return as_shown(text).strip(" ")


def bounded(html: str) -> str:
    """The same without the tags of elements nested deeper than 1,500: the parser's time grows with depth squared."""
    if html.count("<") < _MANY_TAGS:
        return html
    depth = 0

    def kept(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[1]:
            depth -= depth > 0
            return tag[0] if depth < _DEEPEST else " "
        depth += 1
        return tag[0] if depth <= _DEEPEST else " "

    return _NESTING.sub(kept, html)
