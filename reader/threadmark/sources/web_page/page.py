"""A page to look things up in, and what is found in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from threadmark.sources.markup.elements import node_text
from threadmark.sources.markup.snippets import bounded
from threadmark.thread.model import Inferred

_STEPS = 400_000_000
_NUMBER = re.compile(r"[-−]?\d[\d,.\u202f\xa0]*")
_THOUSANDS = re.compile(r"[,.\u202f\xa0]")
_IN_WORDS = (
    "%B %d, %Y at %I:%M %p",  # WordPress
    "%B %d, %Y, %I:%M %p",
    "%d %B %Y at %H:%M",
    "%A, %B %d, %Y %I:%M %p",  # Disqus
    "%b %d, %Y %I:%M %p",  # Discourse
    "%B %d, %Y %I:%M%p",
    "%B %d, %Y",
)


@dataclass(frozen=True, slots=True)
class PageComment:
    """A comment of a page, as `ThreadBuilder.add` takes it.

    Attributes:
        id: its own, or None.
        parent: an id, the place of an earlier comment in the same list, or None.
        author: as shown.
        text: as plain text.
        created: RFC 3339 or POSIX seconds.
        edited: the same, or True.
        score: votes.
        role: the author's.
        deleted: whether it is no more.
        inferred: how the parent was found, where the page does not say it.
        extra: what else is worth keeping.
    """

    id: str | None
    parent: str | int | None
    author: str | None
    text: str
    created: str | float | None = None
    edited: str | float | bool | None = None
    score: int | None = None
    role: str | None = None
    deleted: bool = False
    inferred: Inferred | None = None
    extra: dict[str, object] | None = None


@dataclass(frozen=True, slots=True)
class PageArticle:
    """What a page says about its article; what is None is not said.

    Attributes:
        title: its title.
        byline: its author.
        published: RFC 3339 or POSIX seconds.
        url: its address.
        text: plain text, paragraphs set apart by empty lines.
    """

    title: str | None = None
    byline: str | None = None
    published: str | float | None = None
    url: str | None = None
    text: str | None = None


@dataclass(slots=True)
class Found:
    """The comments that one system's markup shows.

    Attributes:
        system: what made them, as shown: *WordPress*.
        comments: in the order of the page.
        article: what the same markup says of the article.
        thread_id: the system's own id of the thread.
        total: how many comments the page says there are.
        left_out: what is in the markup and is no comment, with how often.
        places: the elements that hold comments, which are no part of the article.
    """

    system: str
    comments: list[PageComment]
    article: PageArticle = field(default_factory=PageArticle)
    thread_id: str | None = None
    total: int | None = None
    left_out: dict[str, int] = field(default_factory=dict)
    places: list[LexborNode] = field(default_factory=list)


Finder = Callable[["Page"], Found | None]
"""Looks for the comments of one system in a page."""


class Page:
    """A parsed page.

    Attributes:
        tree: what it was parsed to.
        cut: tags that were left out because they were nested too deeply.
    """

    def __init__(self, html: str) -> None:
        html, self.cut = bounded(html, _STEPS)
        self.tree = LexborHTMLParser(html)

    def all(self, selector: str) -> list[LexborNode]:
        """All elements that match, in the order of the page."""
        return self.tree.css(selector)

    def first(self, selector: str) -> LexborNode | None:
        """The first element that matches."""
        return self.tree.css_first(selector)


def text_at(node: LexborNode | None, selector: str) -> str | None:
    """The text of the first such element in another, on one line; None where there is none, or it is empty."""
    found = node.css_first(selector) if node is not None else None
    return line_of(found) if found is not None else None


def line_of(node: LexborNode) -> str | None:
    """The text of an element on one line, without what links lead to."""
    return " ".join((node.text(deep=True) or "").split()) or None


def attribute(node: LexborNode | None, name: str) -> str | None:
    """An attribute; None where element or attribute is missing, or it is empty."""
    return (node.attributes.get(name) or "").strip() or None if node is not None else None


def classes(node: LexborNode) -> list[str]:
    """The classes of an element."""
    return (node.attributes.get("class") or "").split()


def body_text(node: LexborNode | None, without: Iterable[LexborNode] = ()) -> str:
    """A comment's text, without some of the elements in it."""
    return node_text(node, without=frozenset(each.mem_id for each in without)) if node is not None else ""


def time_of(node: LexborNode | None) -> str | None:
    """The time that an element tells: in its `datetime`, else in its title or words."""
    if node is None:
        return None
    told = attribute(node, "datetime") or attribute(node, "title") or line_of(node)
    return told and (time_in_words(told) or told)


def time_in_words(text: str) -> str | None:
    """A time as people write it in English, without a zone, as they do; None where it is none."""
    words = " ".join(text.replace("\u202f", " ").split())
    for form in _IN_WORDS:
        try:
            return datetime.strptime(words, form).replace(tzinfo=UTC).isoformat().removesuffix("+00:00")
        except ValueError:
            continue
    return None


def number_in(text: str | None) -> int | None:
    """The first number in a text: `1,234 points` is 1234."""
    found = _NUMBER.search(text or "")
    return int(_THOUSANDS.sub("", found[0]).replace("−", "-")) if found else None


class Nested:
    """Elements of comments that stand in one another.

    Attributes:
        nodes: in the order of the page.
        parents: for each the place of the nearest of them that it is in; None for those in no other.
    """

    def __init__(self, nodes: Sequence[LexborNode]) -> None:
        self.nodes = nodes
        self._places = {node.mem_id: place for place, node in enumerate(nodes)}
        self.parents = [self._place_of(node.parent) for node in nodes]
        self._inner: dict[int, list[LexborNode]] = {}
        self._found: dict[str, dict[int, LexborNode]] = {}
        for node, parent in zip(nodes, self.parents, strict=True):
            if parent is not None:
                self._inner.setdefault(parent, []).append(node)

    def own(self, place: int, *selectors: str) -> LexborNode | None:
        """The first element of a comment that matches the first selector that any matches, answers to it left out."""
        for selector in selectors:
            if (found := self._first_of_each(selector).get(place)) is not None:
                return found
        return None

    def _first_of_each(self, selector: str) -> dict[int, LexborNode]:
        """The first match in each comment; looked for once in the whole page, so that depth costs nothing."""
        found = self._found.get(selector)
        if found is None:
            found = self._found[selector] = {}
            for node in self.nodes[0].parser.css(selector):
                if (place := self._place_of(node)) is not None:
                    found.setdefault(place, node)
        return found

    def text(self, place: int, *selectors: str) -> str | None:
        """The text of such an element on one line."""
        found = self.own(place, *selectors)
        return line_of(found) if found is not None else None

    def inner(self, place: int) -> list[LexborNode]:
        """The comments that stand directly in one."""
        return self._inner.get(place, [])

    def _place_of(self, node: LexborNode | None) -> int | None:
        while node is not None:
            place = self._places.get(node.mem_id)
            if place is not None:
                return place
            node = node.parent
        return None
