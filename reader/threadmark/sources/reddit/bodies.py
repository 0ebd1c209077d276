r"""Bodies as plain text: those of simple markup at once, the others by the Markdown parser, with the same result.

Of a hundred comments one has markup that takes more than this: paragraphs, quotes, lists, links to web addresses, and
emphasis around plain words. A dump has millions, and the parser takes a hundred times as long.

    >>> comment_text("&gt; *punishes* drivers\n\nIt [does](https://example.org/a) not.")
    '> punishes drivers\n\nIt does <https://example.org/a> not.'
"""

from __future__ import annotations

import re

from threadmark.sources.markup import markdown_to_text

_SIGNS = ("\n", "*", "_", "[", ">", "&", "  ", "`", "\\", "<", "~", "|", "]")
_FIRST_SIGNS = frozenset("-+=:#0123456789 ")
# What words may not begin with, unless the parser is to read them: lists, headings, tables, rules, code, indentation.
_BLOCK = re.compile(r"[-+=:#|>]|\* |\*\Z|\Z|[0-9]{1,9}[.)]|    ")
_MARK = re.compile(r"> ?(?![ >!])|[-+*] (?! )")
_BULLETS = frozenset("-+*")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_ASIDE = 0xE000  # of the private use area, which no printable text has
_PUT_BACK = {_ASIDE + sign: sign for sign in range(0x21, 0x7F)}
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
    escaped = "\\" in text
    if "``" in text or (escaped and "`" in text):
        return None
    if escaped:
        text = _ESCAPED.sub(_set_aside, text)
    parts = _CODE.split(text) if "`" in text else [text]
    for index in range(0, len(parts), 2):  # between them stands code, which is shown as it is
        words = parts[index]
        linked = _LINK.sub("|", words) if "](" in words else words
        if _LEFT.search(_EMPHASIS.sub(r"\2", linked) if "*" in linked else linked):
            return None
        if linked is not words:
            words = _LINK.sub(r"\1 <\2>", words)
        parts[index] = _EMPHASIS.sub(r"\2", words) if "*" in words else words
    text = "".join(parts)
    return text.translate(_PUT_BACK) if escaped else text


def _set_aside(escaped: re.Match[str]) -> str:
    """A sign that means nothing but itself, for as long as others are looked at."""
    return chr(_ASIDE + ord(escaped[1]))


def _laid_out(body: str) -> list[str] | None:
    """The lines of paragraphs, quotes and lists; None where there may be anything else."""
    if not body.replace("\n", "").isprintable():
        return None
    lines = []
    before = above = ""  # the mark of the line before, `>`, a bullet or none, and that of the last block
    blank = True
    for line in body.split("\n"):
        begun = line.strip(" ")
        if not begun:
            lines.append("")
            blank = True
            continue
        mark = _MARK.match(begun)
        sign = begun[0] if mark else ""
        words = begun[mark.end() :] if mark else begun
        # A line may go on with a quote, a list or a paragraph, but one of another kind is the parser's to place; and
        # so is a list with blank lines in it, or with anything that is indented.
        listed = sign in _BULLETS or above in _BULLETS
        if listed and (line[0] == " " or (blank and sign == above)):
            return None
        if (not blank and sign != before) or line.startswith("    ") or _BLOCK.match(words):
            return None
        before, above, blank = sign, sign, False
        if "  " in words:
            words = _SPACES.sub(" ", words)
        lines.append(f"> {words}" if sign == ">" else f"- {words}" if sign else words)
    return lines
