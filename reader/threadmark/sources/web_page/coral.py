"""Coral, and Talk, which it was before: the classes that both promise to keep for style sheets."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from threadmark.sources.replies.indents import parents_by_level
from threadmark.sources.web_page.page import (
    Found,
    Nested,
    Page,
    PageComment,
    attribute,
    body_text,
    number_in,
    time_of,
)

_LEVEL = re.compile(r"\bcoral-indent-(\d+)\b")


def coral(page: Page) -> Found | None:
    """The comments of Coral; how far they are indented tells what they answer."""
    nodes = page.all(".coral-comment")
    if not nodes:
        return None
    nested = Nested(nodes)
    parents = nested.parents if any(nested.parents) else parents_by_level([_level(node) for node in nodes])
    comments = []
    for place, (node, parent) in enumerate(zip(nodes, parents, strict=True)):
        edited = nested.own(place, ".coral-comment-edited")
        comments.append(
            PageComment(
                id=_id(node, "comment-"),
                parent=parent,
                author=nested.text(place, ".coral-comment-username", ".coral-username"),
                text=body_text(nested.own(place, ".coral-comment-content"), nested.inner(place)),
                created=time_of(
                    nested.own(place, "time[datetime]", ".coral-comment-timestamp time", ".coral-comment-timestamp")
                ),
                edited=True if edited is not None else None,
                role="staff" if (nested.text(place, ".coral-comment-userTag") or "").lower() == "staff" else None,
                deleted=nested.own(place, ".coral-tombstone") is not None,
            )
        )
    counter = page.first(".coral-counter")
    total = number_in(counter.text() if counter else None)
    return Found("Coral", comments, total=total, places=page.all("#coral, #coral-container, .coral-stream"))


def talk(page: Page) -> Found | None:
    """The comments of Talk, which stand in one another."""
    nodes = [node for node in page.all("[id^=c_]") if node.css_first(".talk-stream-comment-user-name") is not None]
    if not nodes:
        return None
    nested = Nested(nodes)
    comments = [
        PageComment(
            id=_id(node, "c_"),
            parent=nested.parents[place],
            author=nested.text(place, ".talk-stream-comment-user-name"),
            text=body_text(
                nested.own(place, ".talk-stream-comment-content", "[class*=commentContent]"), nested.inner(place)
            ),
            created=time_of(nested.own(place, ".talk-stream-comment-published-date")),
        )
        for place, node in enumerate(nodes)
    ]
    return Found("Talk", comments, places=page.all(".talk-embed-stream, #talk"))


def _level(node: LexborNode) -> int:
    """How far a comment is indented, told by an element around it or in it."""
    around: LexborNode | None = node
    while around is not None:
        if found := _LEVEL.search(attribute(around, "class") or ""):
            return int(found[1])
        if "coral-stream" in (attribute(around, "class") or ""):
            break
        around = around.parent
    inside = node.css_first("[class*=coral-indent-]")
    found = _LEVEL.search(attribute(inside, "class") or "")
    return int(found[1]) if found else 0


def _id(node: LexborNode, before: str) -> str | None:
    found: LexborNode | None = node
    while found is not None:
        name = attribute(found, "id") or ""
        if name.startswith(before):
            return name.removeprefix(before) or None
        if "coral-stream" in (attribute(found, "class") or ""):
            break
        found = found.parent
    return None
