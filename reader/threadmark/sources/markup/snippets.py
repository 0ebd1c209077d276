"""A comment's HTML as plain text. What most comments are made of is read without building a tree.

Paragraphs, line breaks, whole links, quotes that hold no other and the plainest marks (bold, italic) mean the same
wherever they stand, so that a comment with nothing else needs no parser; a test holds the two ways against each other.
"""

from __future__ import annotations

import re
from html import escape, unescape

from threadmark.sources.markup.elements import as_shown, node_text
from threadmark.sources.markup.lines import QUOTE
from threadmark.sources.markup.links import linked

_TAG = re.compile(r"<[^>]*>?")
_PLAIN = frozenset(("<p>", "</p>", "<br>", "<br/>", "<br />"))
_MARK = r"/?(?:b|i|em|strong|u|code)"
_ATTRIBUTES = r'(?: [a-z-]+="[^"<>&]*(?:&(?:amp|quot|#x?[0-9a-fA-F]{1,5});[^"<>&]*)*")*'
_WORDS = rf"[^<]*(?:<(?:/?p|br ?/?|{_MARK}|a{_ATTRIBUTES}>[^<]*</a)>[^<]*)*"
_WORDS_IN_LINES = rf"[^<]*(?:<(?:/?p|br ?/?|{_MARK}|a{_ATTRIBUTES}>[^<\r\n]*</a)>[^<]*)*"
_SIMPLE, _SIMPLE_IN_LINES = (
    re.compile(rf"{words}(?:<blockquote>{words}</blockquote>{words})*") for words in (_WORDS, _WORDS_IN_LINES)
)
_QUOTE = re.compile("</?blockquote>")
_LINK = re.compile(rf"<a({_ATTRIBUTES})>([^<]*)</a>")
_HREF = re.compile(r' href="([^"]*)"')
_CLASS = re.compile(r' class="([^"]*)"')
_MARKS = re.compile(rf"<{_MARK}>")
_LINE = re.compile(r"<br ?/?>")
_LINE_OR_NEWLINE = re.compile(r"<br ?/?>|\r\n?|\n")
_WHITE = " \t\n\r\f"
_WIDE_GAP = re.compile(r"\n{3,}")

_MANY_TAGS = 2_000
_ALWAYS, _NEVER = 500, 10_000
"""However many tags there are, elements may be nested so deeply; and never deeper."""
_NESTING = re.compile(r"<(/?)(?!(?:br|hr|img|input|link|meta|p|li|wbr|source)\b)[a-z][^<>]*(?<!/)>", re.IGNORECASE)


def html_to_text(html: str, *, breaks: bool = False) -> str:
    """A snippet of HTML as plain text; text without markup stays as it is, its white space as HTML shows it.

    Paragraphs are set apart by a blank line, quotes are lines that begin with `> `, entries of lists begin with `- `
    or their number, a link is `words <address>` or the address alone where the words only repeat it.

    Args:
        html: well-formed or not.
        breaks: whether newlines in it are meant, as in a text that a blog program breaks into lines by itself.
    """
    if "<" not in html:
        return _paragraph(html, breaks=breaks)
    parts = html.strip(_WHITE).replace("</p>", "<p>")
    if not breaks and parts.count("<") == parts.count("<p>") and "&" not in parts:  # as most comments are
        return "\n\n".join([text for part in as_shown(parts).split("<p>") if (text := part.strip(" "))])
    if _PLAIN.issuperset(_TAG.findall(html)):
        return _paragraphs(html, breaks=breaks)
    if (_SIMPLE_IN_LINES if breaks else _SIMPLE).fullmatch(html):
        return _said_and_quoted(_MARKS.sub("", _LINK.sub(_linked, html)), breaks=breaks)
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 -- many files hold nothing that needs it

    tree = LexborHTMLParser(bounded(html)[0])
    return node_text(tree.body, breaks=breaks) if tree.body is not None else ""


def _said_and_quoted(html: str, *, breaks: bool) -> str:
    parts = [_paragraphs(part, breaks=breaks) for part in _QUOTE.split(html)]
    parts[1::2] = map(_quoted, parts[1::2])
    return "\n\n".join(filter(None, parts))


def _quoted(text: str) -> str:
    return "\n".join([f"{QUOTE}{line}".rstrip() for line in text.split("\n")]) if text else ""


def _paragraphs(html: str, *, breaks: bool) -> str:
    parts = html.replace("</p>", "<p>").split("<p>")
    return "\n\n".join([text for part in parts if part.strip(_WHITE) and (text := _paragraph(part, breaks=breaks))])


def _paragraph(html: str, *, breaks: bool) -> str:
    if not breaks and "<" not in html:
        return _line(html)
    lines = [_line(line) for line in (_LINE_OR_NEWLINE if breaks else _LINE).split(html)]
    return _WIDE_GAP.sub("\n\n", "\n".join(lines)).strip("\n")


def _line(html: str) -> str:
    text = html.strip(_WHITE)
    if "&" in text:
        text = unescape(text)
    return as_shown(text).strip(" ")


def _linked(link: re.Match[str]) -> str:
    """A link's words and address, in HTML still."""
    href, marks = _HREF.search(link[1]), _CLASS.search(link[1])
    if href is None:
        return link[2]
    shown = as_shown(unescape(link[2]))
    text = linked(shown.strip(" "), unescape(href[1]), marks and marks[1])
    return " " * shown.startswith(" ") + escape(text, quote=False) + " " * shown.endswith(" ")


def bounded(html: str, steps: int = 100_000_000) -> tuple[str, int]:
    """The same without the tags of elements that are nested too deeply, and how many tags that were.

    The parser looks through all open elements for many a tag, so its time grows with tags times depth.

    Args:
        html: a comment or a page.
        steps: how often it may look at an element; a hundred million take a second or two.
    """
    tags = html.count("<")
    if tags < _MANY_TAGS:
        return html, 0
    deepest = max(_ALWAYS, min(_NEVER, steps // tags))
    depth = cut = 0

    def kept(tag: re.Match[str]) -> str:
        nonlocal depth, cut
        if tag[1]:
            within = depth <= deepest
            depth -= depth > 0
        else:
            depth += 1
            within = depth <= deepest
        cut += not within
        return tag[0] if within else " "

    return _NESTING.sub(kept, html), cut
