"""Discourse: topics as they are shown, and as they are given to programs that run no scripts."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

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
    text_at,
)
from threadmark.thread.model import Inferred

_NUMBER = re.compile(r"^post_(\d{1,9})$")
_LAST_NUMBER = re.compile(r"/(\d{1,9})(?:\?.*)?$")
_AUTHOR = (".names .username", ".names a", "[itemprop=author] [itemprop=name]", "[itemprop=author]", "[data-user-card]")
_BODY = (".cooked", "[itemprop=text]", "[itemprop=articleBody]", ".post")
_MILLISECONDS = 1000
_SURE = 0.9


def discourse(page: Page) -> Found | None:
    """The posts of a topic; its first is the article, and answers to that are top-level."""
    nodes = [node for node in page.all("article[id^=post_], .crawler-post[id^=post_]") if _number(node) is not None]
    if not nodes:
        return None
    nested = Nested(nodes)
    whole = [place for place in range(len(nodes)) if nested.parents[place] is None]
    opening = whole[0] if _number(nodes[whole[0]]) == 1 else None
    topic = page.first("[data-topic-id]")
    return Found(
        "Discourse",
        _comments(nested, [place for place in whole if place != opening]),
        _article(page, nested, opening),
        thread_id=attribute(topic, "data-topic-id"),
        total=_total(page),
        places=nodes,
    )


def _comments(nested: Nested, places: list[int]) -> list[PageComment]:
    comments: list[PageComment] = []
    by_author: dict[str, list[str]] = {}
    for place in places:
        number = str(_number(nested.nodes[place]))
        author = nested.text(place, *_AUTHOR)
        parent, inferred = _parent(nested, place, by_author)
        body = nested.own(place, *_BODY)
        comments.append(
            PageComment(
                id=number,
                parent=parent,
                author=author,
                text=body_text(body, nested.inner(place)),
                created=_time(nested, place),
                edited=True if nested.own(place, ".post-info.edits") is not None else None,
                score=number_in(nested.text(place, ".post-likes", ".like-count")),
                inferred=inferred,
            )
        )
        by_author.setdefault(author or "", []).append(number)
    return comments


def _parent(nested: Nested, place: int, by_author: dict[str, list[str]]) -> tuple[str | None, Inferred | None]:
    """The post that is answered: by the number in the link to it, else by the name on it where that one wrote once."""
    tab = nested.own(place, "a.reply-to-tab")
    number = _LAST_NUMBER.search(attribute(tab, "href") or "")
    if number:
        return None if number[1] == "1" else number[1], None
    written = by_author.get((line_of(tab) if tab is not None else None) or "", [])
    if tab is not None and len(written) == 1:
        return written[0], Inferred("in reply to", _SURE)
    return None, None


def _article(page: Page, nested: Nested, opening: int | None) -> PageArticle:
    title = text_at(page.first("#topic-title, .fancy-title, header"), "h1, a.fancy-title") or text_at(
        page.tree.body, "h1"
    )
    if opening is None:
        return PageArticle(title=title)
    return PageArticle(
        title=title,
        byline=nested.text(opening, *_AUTHOR),
        published=_time(nested, opening),
        text=body_text(nested.own(opening, *_BODY), nested.inner(opening)),
    )


def _time(nested: Nested, place: int) -> str | float | None:
    told = attribute(nested.own(place, ".relative-date[data-time]"), "data-time")
    if told and told.isdecimal():
        return int(told) / _MILLISECONDS
    return attribute(nested.own(place, "time[datetime]"), "datetime") or attribute(
        nested.own(place, "[itemprop=datePublished]"), "content"
    )


def _total(page: Page) -> int | None:
    """How many comments there are: the posts that the timeline counts, without the first."""
    counted = page.first(".timeline-replies")
    numbers = re.findall(r"\d+", counted.text() if counted is not None else "")
    return int(numbers[-1]) - 1 if numbers else None


def _number(node: LexborNode) -> int | None:
    found = _NUMBER.match(attribute(node, "id") or "")
    return int(found[1]) if found else None
