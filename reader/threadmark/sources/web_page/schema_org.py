"""What pages tell search engines: comments by schema.org, in the elements themselves (microdata) or as JSON-LD."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborNode

from threadmark.sources.json_input.decoding import MalformedJSONError, decoded
from threadmark.sources.markup import html_to_text
from threadmark.sources.web_page.page import (
    Found,
    Nested,
    Page,
    PageArticle,
    PageComment,
    attribute,
    body_text,
    line_of,
    number_in,
    time_of,
)

_COMMENTS = frozenset(("Comment", "UserComments", "Answer"))
_SCOPES = ", ".join(f'[itemtype$="schema.org/{name}"]' for name in sorted(_COMMENTS))
_INSIDE = ("comment", "acceptedAnswer", "suggestedAnswer")
_AROUND = ("@graph", "mainEntity", "hasPart", "mainEntityOfPage", "itemListElement", "item")
# It should be plain text, in which a less-than sign is one, but some sites write their HTML.
_MARKUP = re.compile(r"</?(?:p|br|a|b|i|em|strong|div|span|blockquote|ul|ol|li|code|pre)\b[^<>]*>|&(?:#\w+|[a-z]+);")
_ARTICLES = ("Article", "Posting", "Question", "WebPage", "Recipe", "Product", "CreativeWork", "VideoObject")


def microdata(page: Page) -> Found | None:
    """The comments that are marked in the page's elements."""
    nodes = page.all(_SCOPES)
    if not nodes:
        return None
    nested = Nested(nodes)
    return Found(
        "schema.org microdata", [_comment(nested, place, node) for place, node in enumerate(nodes)], places=nodes
    )


def _comment(nested: Nested, place: int, node: LexborNode) -> PageComment:
    def own(*names: str) -> LexborNode | None:
        return nested.own(place, *(f"[itemprop~={name}]" for name in names))

    author = nested.own(place, "[itemprop~=author] [itemprop~=name]", "[itemprop~=creator] [itemprop~=name]")
    likes, dislikes = (number_in(_value(own(name))) for name in ("upvoteCount", "downvoteCount"))
    text = own("text", "commentText", "description", "articleBody")
    answered = attribute(own("parentItem"), "href") or attribute(own("parentItem"), "itemid")
    return PageComment(
        id=_bare(attribute(node, "itemid") or attribute(node, "id") or _value(own("identifier")) or _value(own("url"))),
        parent=_bare(answered) if answered else nested.parents[place],
        author=_value(author or own("author", "creator")),
        text=attribute(text, "content") or body_text(text, nested.inner(place)),
        created=_time(own("datePublished", "dateCreated", "commentTime")),
        edited=_time(own("dateModified")),
        score=None if likes is None else likes - (dislikes or 0),
    )


def _time(node: LexborNode | None) -> str | None:
    return attribute(node, "content") or time_of(node)


def _value(node: LexborNode | None) -> str | None:
    if node is None:
        return None
    return attribute(node, "content") or attribute(node, "href") or line_of(node)


def json_ld(page: Page) -> Found | None:
    """The comments that are told in scripts of the type `application/ld+json`."""
    told = _Told()
    for script in page.all('script[type="application/ld+json"]'):
        try:
            value, _ = decoded((script.text() or "").encode())
        except MalformedJSONError:
            continue
        told.look(value)
    return Found("schema.org JSON-LD", told.comments, told.article, total=told.total) if told.comments else None


@dataclass(slots=True)
class _Told:
    """What the scripts of a page tell."""

    comments: list[PageComment] = field(default_factory=list)
    article: PageArticle = field(default_factory=PageArticle)
    total: int | None = None

    def look(self, value: Any) -> None:
        """Take in all comments in a value, in their order and in one another."""
        waiting: list[tuple[Any, int | None]] = [(value, None)]
        while waiting:
            each, parent = waiting.pop()
            if isinstance(each, list):
                waiting += [(inner, parent) for inner in reversed(each)]
            elif isinstance(each, dict):
                inside = self._add(each, parent)
                waiting += [(each[key], inside) for key in reversed((*_INSIDE, *_AROUND)) if key in each]

    def _add(self, thing: dict[str, Any], parent: int | None) -> int | None:
        """Add a comment, and tell its place; of anything else, the place that was given."""
        kinds = frozenset(_strings(thing.get("@type")))
        if kinds & _COMMENTS:
            if not isinstance(text := thing.get("text"), str):
                return parent
            self.comments.append(_of_json(thing, text, parent))
            return len(self.comments) - 1
        if any(kind.endswith(_ARTICLES) for kind in kinds):
            self._take_article(thing)
        return parent

    def _take_article(self, thing: dict[str, Any]) -> None:
        known = self.article
        self.article = PageArticle(
            title=known.title or _text(thing, "headline") or _text(thing, "name"),
            byline=known.byline or _name(thing.get("author")),
            published=known.published or _text(thing, "datePublished"),
            url=known.url or _text(thing, "url") or _text(thing, "@id"),
            text=known.text or _text(thing, "articleBody"),
        )
        count = thing.get("commentCount")
        self.total = count if self.total is None and isinstance(count, int) else self.total


def _of_json(thing: dict[str, Any], text: str, parent: int | None) -> PageComment:
    answered = thing.get("parentItem")
    named = _id(answered) if isinstance(answered, dict) else answered if isinstance(answered, str) else None
    likes, dislikes = (_count(thing.get(key)) for key in ("upvoteCount", "downvoteCount"))
    return PageComment(
        id=_id(thing),
        parent=_bare(named) if named and parent is None else parent,
        author=_name(thing.get("author") or thing.get("creator")),
        text=html_to_text(text, breaks=True) if _MARKUP.search(text) else text,
        created=_text(thing, "datePublished") or _text(thing, "dateCreated"),
        edited=_text(thing, "dateModified"),
        score=None if likes is None else likes - (dislikes or 0),
    )


def _id(thing: dict[str, Any]) -> str | None:
    return _bare(_text(thing, "@id") or _text(thing, "identifier") or _text(thing, "url"))


def _bare(name: str | None) -> str | None:
    """An id without the page's address, which is the same for all."""
    return name.rpartition("#")[2] or name if name else None


def _name(value: Any) -> str | None:
    for each in value if isinstance(value, list) else [value]:
        name = each.get("name") if isinstance(each, dict) else each
        if isinstance(name, str) and name:
            return name
    return None


def _text(thing: dict[str, Any], key: str) -> str | None:
    value = thing.get(key)
    return value if isinstance(value, str) and value else None


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) else number_in(value) if isinstance(value, str) else None


def _strings(value: Any) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str):
            yield each.rpartition("/")[2]
