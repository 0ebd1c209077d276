"""WordPress: `li.comment` elements in one another, in a list of the class `commentlist` or `comment-list`."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from threadmark.sources.web_page.page import (
    Found,
    Nested,
    Page,
    PageComment,
    attribute,
    body_text,
    classes,
    text_at,
    time_of,
)

PINGS = "pingbacks and trackbacks (left out)"
_ID = re.compile(r"^(?:li-|div-)?comment-(\d+)$")
_COUNTED = re.compile(r"(\d[\d,]*) (?:thoughts|comments|responses|replies)\b", re.IGNORECASE)
_LISTS = "ol.commentlist, ul.commentlist, ol.comment-list, ul.comment-list, .wp-block-comment-template, #comments"
_NO_WORDS = (
    ".comment-author, .fn, .comment-meta, .comment-metadata, .reply, .comment-awaiting-moderation, .says, footer"
)


def wordpress(page: Page) -> Found | None:
    """The comments of a WordPress page, whatever its theme made of the inside of a comment."""
    entries = [
        node
        for each in page.all(_LISTS)
        for node in each.css("li")
        if {"comment", "pingback", "trackback"} & set(classes(node))
    ]
    unique = list({node.mem_id: node for node in entries}.values())
    written = [node for node in unique if "comment" in classes(node)]
    if not written:
        return None
    nested = Nested(written)
    counted = _COUNTED.match(text_at(page.first("#comments"), ".comments-title") or "")
    return Found(
        "WordPress",
        [_comment(nested, place, node) for place, node in enumerate(written)],
        total=int(counted[1].replace(",", "")) if counted else None,
        left_out={PINGS: len(unique) - len(written)},
        places=page.all("#comments") or page.all(_LISTS),
    )


def _comment(nested: Nested, place: int, node: LexborNode) -> PageComment:
    number = _ID.match(attribute(node, "id") or "") or _ID.match(
        attribute(nested.own(place, "[id*=comment-]"), "id") or ""
    )
    content = nested.own(place, ".comment-content", ".comment-text", ".comment-entry", ".wp-block-comment-content")
    if content is None:  # old themes write it between the author and the link for answers
        body = nested.own(place, ".comment-body") or node
        text = body_text(body, [*nested.inner(place), *body.css(_NO_WORDS), *body.css("ul.children, ol.children")])
    else:
        text = body_text(content, nested.inner(place))
    return PageComment(
        id=number[1] if number else None,
        parent=nested.parents[place],
        author=nested.text(
            place,
            ".comment-author .fn",
            ".fn",
            ".comment-author-name",
            ".wp-block-comment-author-name",
            ".comment-author",
        ),
        text=text,
        created=time_of(nested.own(place, "time[datetime]", ".comment-metadata a", ".comment-meta a", ".comment-date")),
        role="author" if "bypostauthor" in classes(node) else None,
        extra={"approved": "0"} if nested.own(place, ".comment-awaiting-moderation") is not None else None,
    )
