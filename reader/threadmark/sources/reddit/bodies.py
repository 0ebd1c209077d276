r"""Bodies as plain text: those of simple markup at once, the others by the Markdown parser, with the same result.

Of a hundred comments one has markup that takes more than this: paragraphs, quotes, links to web addresses, and emphasis
around plain words. A dump has millions, and the parser takes a hundred times as long.

    >>> comment_text("&gt; *punishes* drivers\n\nIt [does](https://example.org/a) not.")
    '> punishes drivers\n\nIt does <https://example.org/a> not.'
"""

from __future__ import annotations

import re

from threadmark.sources.markup import markdown_to_text

_ANY_SIGN = re.compile(r"[*_`~&|<>\\\[\]]|  |\n|\A[ -+:=#0-9-]")
# What a line may not begin with, unless the parser is to read it: lists, headings, tables, rules, code, indentation.
_BLOCK = re.compile(r"[-+=:#|>]|\Z|[0-9]{1,9}[.)]|    ")
_QUOTED = re.compile(r"> ?(?![ >!])")
_LINK = re.compile(
    r"(?<![!\]])\[([A-Za-z0-9](?:[A-Za-z0-9 ,;'\"!?-]*[A-Za-z0-9!?])?)\]\((https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9/._=?&#+-]*)?)\)"
)
_EMPHASIS = re.compile(r"(?<![^\s(])(\*{1,2})([A-Za-z0-9](?:[A-Za-z0-9 ,;:'\"!?.-]*[A-Za-z0-9!?.])?)\1(?![^\s.,;:!?)])")
_LEFT = re.compile(r"[*`<\\]|\][(:\[]|~~|&(?:#|\w)|(?<!\w)_|_(?!\w)")
_SPACES = re.compile(r" {2,}")
_BLANK_LINES = re.compile(r"\n{3,}")


def comment_text(body: str) -> str:
    """A body, Markdown, as plain text; unescaped where the API gave it escaped.

    Without `raw_json=1` the API escapes `&`, `<` and `>`. A body that holds none of the last two as they are, but
    an ampersand, is read as escaped: in one that was not, the same entities are Markdown's own and mean the same.
    """
    if _ANY_SIGN.search(body) is None and body.isprintable():
        return body.strip(" ")
    if "&" in body and "<" not in body and ">" not in body:
        body = body.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    simple = _simple(body)
    return markdown_to_text(body) if simple is None else simple


def _simple(body: str) -> str | None:
    """A body of simple markup as plain text; None where the parser must decide."""
    lines = _laid_out(body)
    if lines is None:
        return None
    text = _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")
    if "[" not in text and "*" not in text:
        return None if _LEFT.search(text) else text
    if _LEFT.search(_EMPHASIS.sub(r"\2", _LINK.sub("|", text))):
        return None
    return _EMPHASIS.sub(r"\2", _LINK.sub(r"\1 <\2>", text))


def _laid_out(body: str) -> list[str] | None:
    """The lines of paragraphs and quotes; None where there may be anything else."""
    if not body.replace("\n", "").isprintable():
        return None
    lines = []
    was_quoted: bool | None = None  # whether the line before was in a quote; None for a blank line
    for line in body.split("\n"):
        begun = line.strip(" ")
        if not begun:
            lines.append("")
            was_quoted = None
            continue
        quoted = begun[0] == ">"
        mark = _QUOTED.match(begun) if quoted else None
        if mark:
            begun = begun[mark.end() :]
        # A line may go on with a quote or a paragraph, but one of the other kind is the parser's to place.
        if was_quoted not in (None, quoted) or line.startswith("    ") or _BLOCK.match(begun):
            return None
        was_quoted = quoted
        words = _SPACES.sub(" ", begun) if "  " in begun else begun
        lines.append(f"> {words}" if quoted else words)
    return lines
