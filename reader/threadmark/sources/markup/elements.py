"""HTML elements as plain text: a walk over the tree that selectolax makes of a page, whatever its depth."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from threadmark.sources.markup.lines import QUOTE, Lines
from threadmark.sources.markup.links import linked, readable_address

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_SPACES = re.compile(r"[ \t\n\r\f\xa0]+")
_NO_BREAK = "\xa0"

_HIDDEN = frozenset(
    ("script", "style", "template", "head", "title", "noscript", "select", "textarea", "button", "input", "svg")
)
_BLOCKS = frozenset(
    "address article aside body center details dd div dl dt fieldset figcaption figure footer form header html legend "  # noqa: SIM905 -- as a list it is thirty lines
    "main nav section summary tbody tfoot thead tr".split()
)
_PARAGRAPHS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "p"))
_CELLS = frozenset(("td", "th"))
_LISTS = frozenset(("ol", "ul"))
_SET_APART = _BLOCKS | _PARAGRAPHS | _LISTS | _CELLS | {"blockquote", "hr", "li", "pre", "table"}
_EMBEDDED = frozenset(("audio", "embed", "iframe", "source", "video"))
_AROUND = {"del": "~~", "s": "~~", "strike": "~~", "q": '"'}
_NO_NUMBERS = -1
_NEWLINE = re.compile(r"\r\n|[\r\n]")


def node_text(node: LexborNode, *, breaks: bool = False, without: frozenset[int] = frozenset()) -> str:
    """What is inside an element, as plain text.

    Args:
        node: the element.
        breaks: whether newlines in the source are meant.
        without: the `mem_id`s of elements to leave out.
    """
    return _Walk(breaks=breaks, without=without).text(node)


class _Walk:
    """One walk over the inside of an element."""

    def __init__(self, *, breaks: bool, without: frozenset[int]) -> None:
        self._lines = Lines()
        self._breaks = breaks
        self._without = without
        self._preformatted = 0
        self._links: list[tuple[str, int]] = []
        self._counts: list[int] = []  # of the lists around: the next entry's number

    def text(self, top: LexborNode) -> str:
        """The text of all inside `top`."""
        above: list[LexborNode] = []
        at = top.first_child
        while at is not None:
            inner = at.first_child if self._enter(at) else None
            if inner is not None:
                above.append(at)
                at = inner
                continue
            while at is not None:
                if not (at.is_text_node or at.is_comment_node):
                    self._leave(at)
                following = at.next
                if following is not None or not above:
                    at = following
                    break
                at = above.pop()
        return self._lines.text()

    def _enter(self, node: LexborNode) -> bool:
        """Begin an element or add a text; whether there is anything inside to look at."""
        if node.is_text_node:
            self._add_text(node)
            return False
        tag = node.tag or ""
        if tag in _HIDDEN or tag.startswith(("-", "!")) or node.mem_id in self._without:
            return False
        begin = self._BEGIN.get(tag)
        if begin is not None:
            begin(self, node)
        return True

    def _leave(self, node: LexborNode) -> None:
        """End an element, whether or not there was anything inside."""
        end = self._END.get(node.tag or "")
        if end is not None and node.mem_id not in self._without:
            end(self, node)

    def _line_break(self, _: LexborNode) -> None:
        self._lines.line_break()

    def _block(self, _: LexborNode) -> None:
        self._lines.gap(1)

    def _paragraph(self, _: LexborNode) -> None:
        self._lines.gap(2)

    def _begin_quote(self, _: LexborNode) -> None:
        self._lines.gap(2)
        self._lines.indent(QUOTE, QUOTE)

    def _end_quote(self, _: LexborNode) -> None:
        self._lines.outdent()
        self._lines.gap(2)

    def _begin_preformatted(self, _: LexborNode) -> None:
        self._lines.gap(2)
        self._preformatted += 1

    def _end_preformatted(self, _: LexborNode) -> None:
        self._preformatted -= 1
        self._lines.gap(2)

    def _begin_list(self, node: LexborNode) -> None:
        self._lines.gap(1 if self._counts else 2)
        start = node.attributes.get("start") or ""
        first = int(start) if re.fullmatch(r"[0-9]{1,9}", start) else 1
        self._counts.append(first if node.tag == "ol" else _NO_NUMBERS)

    def _end_list(self, _: LexborNode) -> None:
        self._counts.pop()
        self._lines.gap(1 if self._counts else 2)

    def _begin_entry(self, _: LexborNode) -> None:
        sign = "- "
        if self._counts and self._counts[-1] != _NO_NUMBERS:
            sign = f"{self._counts[-1]}. "
            self._counts[-1] += 1
        self._lines.gap(1)
        self._lines.indent(sign, " " * len(sign))

    def _end_entry(self, _: LexborNode) -> None:
        self._lines.outdent()
        self._lines.gap(1)

    def _rule(self, _: LexborNode) -> None:
        self._lines.gap(2)
        self._say("---")
        self._lines.gap(2)

    def _cell(self, node: LexborNode) -> None:
        if _cell_before(node):
            self._lines.space()
            self._say("|")
            self._lines.space()

    def _around(self, node: LexborNode) -> None:
        self._say(_AROUND[node.tag or ""])

    def _raise(self, _: LexborNode) -> None:
        self._say("^")

    def _embed(self, node: LexborNode) -> None:
        self._add_address(node.attributes.get("src"))

    def _add_text(self, node: LexborNode) -> None:
        text = node.text_content or ""
        if not (self._preformatted or self._breaks):
            self._add_shown(as_shown(text))
            return
        if not self._preformatted and not text.strip() and _beside_a_block(node):
            return
        for number, line in enumerate(_NEWLINE.split(text)):
            if number:
                self._lines.line_break(meant=bool(self._preformatted))
            if not self._preformatted:
                self._add_shown(as_shown(line))
            elif line.strip():
                self._say(line.replace(_NO_BREAK, " "))

    def _add_shown(self, text: str) -> None:
        """Add text in which white space is single spaces, of which those at its ends may turn out to be none."""
        if text.startswith(" "):
            self._lines.space()
        if words := text.strip(" "):
            self._say(words)
            if text.endswith(" "):
                self._lines.space()

    def _say(self, words: str) -> None:
        self._lines.words(words)
        if self._links and self._links[-1][1] < 0:
            self._links[-1] = self._links[-1][0], len(self._lines) - 1

    def _begin_link(self, node: LexborNode) -> None:
        self._links.append((node.attributes.get("href") or "", -1))

    def _end_link(self, node: LexborNode) -> None:
        href, start = self._links.pop()
        if start >= 0:
            self._lines.replace(start, linked(self._lines.since(start), href, node.attributes.get("class")))

    def _image(self, node: LexborNode) -> None:
        attributes = node.attributes
        words = _SPACES.sub(" ", attributes.get("alt") or "").strip()
        marks = attributes.get("class") or ""
        if words:
            self._say(words)
        if not (words and ("emoji" in marks or "smiley" in marks or "emote" in marks)):
            self._add_address(attributes.get("src"))

    def _add_address(self, href: str | None) -> None:
        if address := readable_address(href):
            self._lines.space()
            self._say(f"<{address}>")
            self._lines.space()

    _BEGIN: ClassVar[dict[str, Callable[[_Walk, LexborNode], None]]] = {
        **dict.fromkeys(_BLOCKS, _block),
        **dict.fromkeys(_PARAGRAPHS, _paragraph),
        **dict.fromkeys(_LISTS, _begin_list),
        **dict.fromkeys(_CELLS, _cell),
        **dict.fromkeys(_AROUND, _around),
        **dict.fromkeys(_EMBEDDED, _embed),
        "a": _begin_link,
        "blockquote": _begin_quote,
        "br": _line_break,
        "hr": _rule,
        "img": _image,
        "li": _begin_entry,
        "pre": _begin_preformatted,
        "sup": _raise,
        "table": _paragraph,
    }
    _END: ClassVar[dict[str, Callable[[_Walk, LexborNode], None]]] = {
        **dict.fromkeys(_BLOCKS, _block),
        **dict.fromkeys(_PARAGRAPHS, _paragraph),
        **dict.fromkeys(_LISTS, _end_list),
        **dict.fromkeys(_AROUND, _around),
        "a": _end_link,
        "blockquote": _end_quote,
        "li": _end_entry,
        "pre": _end_preformatted,
        "table": _paragraph,
    }


def as_shown(text: str) -> str:
    """White space as HTML shows it: runs of it are one space. No-break spaces are no more than others here."""
    odd = "  " in text or "\n" in text or "\t" in text or "\xa0" in text or "\r" in text or "\f" in text
    return _SPACES.sub(" ", text) if odd else text


def _beside_a_block(node: LexborNode) -> bool:
    return any(near is not None and near.tag in _SET_APART for near in (node.prev, node.next))


def _cell_before(node: LexborNode) -> bool:
    before = node.prev
    while before is not None and before.tag not in _CELLS:
        before = before.prev
    return before is not None
