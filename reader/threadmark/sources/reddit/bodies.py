r"""Bodies as plain text: those of simple markup at once, the others by the Markdown parser, with the same result.

Of a hundred comments one has markup that takes more than this: paragraphs, quotes, links to web addresses, and emphasis
around plain words. A dump has millions, and the parser takes a hundred times as long.

    >>> comment_text("&gt; *punishes* drivers\n\nIt [does](https://example.org/a) not.")
    '> punishes drivers\n\nIt does <https://example.org/a> not.'
"""

from __future__ import annotations

import re

from threadmark.sources.markup import markdown_to_text

_SIGNS = ("\n", "*", "_", "[", ">", "&", "  ", "`", "\\", "<", "~", "|", "]")
_FIRST_SIGNS = frozenset("-+=:#0123456789 ")
# What a line may not begin with, unless the parser is to read it: lists, headings, tables, rules, code, indentation.
_BLOCK = re.compile(r"[-+=:#|>]|\Z|[0-9]{1,9}[.)]|    ")
_QUOTED = re.compile(r"> ?(?![ >!])")
_CODE = re.compile(r"`([^`\s](?:[^`\n]*[^`\s])?)`")
# Words with a space among them can't be an address, so that they can hold full stops.
_WORDS = r"[A-Za-z0-9](?:[A-Za-z0-9,;'\"!?-]* [A-Za-z0-9 .,:;'\"!?-]*|[A-Za-z0-9,;'\"!?-]*)(?<! )"
_ADDRESS = r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9/._=?&#+-]*)?"
_LINK = re.compile(rf"(?<![!\]])\[({_WORDS})\]\(({_ADDRESS})\)")
_EMPHASIS = re.compile(
    r"(?<![^\s(\"'])(\*{1,2})([^\W_](?:[^*_`~&|<>\\\[\]\n]*[^\s*_`~&|<>\\\[\]])?)\1(?![^\s.,;:!?)\"'])"
)
_LEFT = re.compile(r"[*`\\]|<(?![ 0-9-])|\][(:\[]|~~|&(?:#|\w)|(?<!\w)_|_(?!\w)")
_ANY_LEFT = re.compile(r"[*`<\\\]~&_]")
_SPACES = re.compile(r" {2,}")
_BLANK_LINES = re.compile(r"\n{3,}")


def comment_text(body: str) -> str:
    """A body, Markdown, as plain text; unescaped where the API gave it escaped.

    Without `raw_json=1` the API escapes `&`, `<` and `>`. A body that holds none of the last two as they are, but
    an ampersand, is read as escaped: in one that was not, the same entities are Markdown's own and mean the same.
    """
    for sign in _SIGNS:
        if sign in body:
            break
    else:
        if body[:1] not in _FIRST_SIGNS and body.isprintable():
            return body.rstrip(" ")
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
    if not _ANY_LEFT.search(text):
        return text
    if "``" in text:
        return None
    parts = _CODE.split(text) if "`" in text else [text]
    for index in range(0, len(parts), 2):  # between them stands code, which is shown as it is
        words = parts[index]
        linked = _LINK.sub("|", words) if "](" in words else words
        if _LEFT.search(_EMPHASIS.sub(r"\2", linked) if "*" in linked else linked):
            return None
        if linked is not words:
            words = _LINK.sub(r"\1 <\2>", words)
        parts[index] = _EMPHASIS.sub(r"\2", words) if "*" in words else words
    return "".join(parts)


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
