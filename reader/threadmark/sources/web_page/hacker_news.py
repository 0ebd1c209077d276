"""Hacker News item pages: rows of a table, indented by a cell or a picture of a width."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from threadmark.sources.replies.indents import parents_by_level
from threadmark.sources.web_page.page import (
    Found,
    Page,
    PageArticle,
    PageComment,
    attribute,
    body_text,
    line_of,
    number_in,
    text_at,
)

_STEP = 40
"""Pixels of indentation a level."""
_GONE = re.compile(r"\[(?:deleted|flagged|dead)\]")


def hacker_news(page: Page) -> Found | None:
    """The comments of an item page, what it is about as the article."""
    rows = page.all("tr.comtr")
    if not rows:
        return None
    parents = parents_by_level([_level(row) for row in rows])
    head = page.first("table.fatitem") or page.first(".fatitem")
    links = head.css(".subtext a, .subline a") if head is not None else []
    counts = [number for each in links if (number := number_in(_counted(each))) is not None]
    return Found(
        "Hacker News",
        [_comment(row, parent) for row, parent in zip(rows, parents, strict=True)],
        _article(head),
        thread_id=attribute(head.css_first("tr.athing") if head is not None else None, "id"),
        total=counts[-1] if counts else None,
        places=page.all(".comment-tree"),
    )


def _counted(link: LexborNode) -> str | None:
    words = line_of(link) or ""
    return words if "comment" in words else None


def _level(row: LexborNode) -> int:
    cell = row.css_first("td.ind")
    level = attribute(cell, "indent")
    if level is not None and level.isdecimal():
        return min(int(level), 10_000)
    width = attribute(cell.css_first("img") if cell is not None else None, "width") or ""
    return int(width) // _STEP if width.isdecimal() else 0


def _comment(row: LexborNode, parent: int | None) -> PageComment:
    body = row.css_first(".commtext") or row.css_first(".comment")
    text = body_text(body, row.css(".reply"))
    return PageComment(
        id=attribute(row, "id"),
        parent=parent,
        author=text_at(row, ".hnuser"),
        text=text,
        created=_time(row),
        deleted=row.css_first(".hnuser") is None and _GONE.fullmatch(text.strip()) is not None,
    )


def _article(head: LexborNode | None) -> PageArticle:
    if head is None:
        return PageArticle()
    title = head.css_first(".titleline a") or head.css_first("a.storylink") or head.css_first(".title a")
    text = body_text(head.css_first(".toptext"))
    return PageArticle(
        title=line_of(title) if title is not None else None,
        byline=text_at(head, ".hnuser"),
        published=_time(head),
        url=attribute(title, "href"),
        text=text or None,
    )


def _time(node: LexborNode) -> str | None:
    """The time in the title of the age, which newer pages follow by POSIX seconds; it is in UTC."""
    told = (attribute(node.css_first(".age"), "title") or "").split()
    return f"{told[0].removesuffix('Z')}Z" if told else None
