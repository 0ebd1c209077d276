"""Reddit's pages: old.reddit's, in which comments stand in one another, and the newer ones, which name the parent."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from threadmark.sources.reddit_rss.feed import GONE
from threadmark.sources.web_page.page import (
    Found,
    Nested,
    Page,
    PageArticle,
    PageComment,
    attribute,
    body_text,
    classes,
    line_of,
    number_in,
    text_at,
)

_HOME = "https://www.reddit.com"


def old_reddit(page: Page) -> Found | None:
    """The comments of an old.reddit page; the submission as the article."""
    nodes = page.all("div.thing.comment[data-fullname]")
    link = page.first("div.thing.link[data-fullname]")
    if not nodes and (link is None or page.first(".commentarea") is None):
        return None
    nested = Nested(nodes)
    counted = link.css_first("a.comments") if link is not None else None
    return Found(
        "old.reddit",
        [_old_comment(nested, place, node) for place, node in enumerate(nodes)],
        _old_article(link),
        thread_id=_bare(attribute(link, "data-fullname")),
        total=number_in(line_of(counted) if counted is not None else None),
        places=page.all(".commentarea"),
    )


def _old_comment(nested: Nested, place: int, node: LexborNode) -> PageComment:
    author = nested.own(place, ".tagline a.author")
    score = nested.own(place, ".tagline .score.unvoted", ".tagline .score")
    marks = classes(author) if author is not None else []
    edited = nested.own(place, "time.edited-timestamp")
    text = body_text(nested.own(place, ".usertext-body .md", ".usertext-body"))
    role = next((name for name in ("moderator", "admin") if name in marks), "author" if "submitter" in marks else None)
    return PageComment(
        id=_bare(attribute(node, "data-fullname")),
        parent=nested.parents[place],
        author=line_of(author) if author is not None else None,
        text=text,
        created=attribute(nested.own(place, ".tagline time[datetime]"), "datetime"),
        edited=attribute(edited, "datetime") or (edited is not None or None),
        score=_score(score),
        role=role,
        deleted=author is None and ("deleted" in classes(node) or text.lower() in GONE),
        extra={"stickied": True} if "stickied" in classes(node) else None,
    )


def _old_article(link: LexborNode | None) -> PageArticle:
    if link is None:
        return PageArticle()
    title = link.css_first("a.title")
    address = (
        attribute(link, "data-permalink") or attribute(link.css_first("a.comments"), "href") or attribute(title, "href")
    )
    return PageArticle(
        title=line_of(title) if title is not None else None,
        byline=text_at(link, "a.author"),
        published=attribute(link.css_first("time[datetime]"), "datetime"),
        url=_HOME + address if address and address.startswith("/") else address,
        text=body_text(link.css_first(".usertext-body .md") or link.css_first(".usertext-body")),
    )


def new_reddit(page: Page) -> Found | None:
    """The comments of a page of the newer Reddit, whose elements say all that is to be known of them."""
    nodes = page.all("shreddit-comment")
    if not nodes:
        return None
    nested = Nested(nodes)
    post = page.first("shreddit-post")
    address = attribute(post, "permalink")
    article = PageArticle(
        title=attribute(post, "post-title"),
        byline=attribute(post, "author"),
        published=attribute(post, "created-timestamp"),
        url=_HOME + address if address and address.startswith("/") else address,
        text=body_text(post.css_first("[slot=text-body]") if post is not None else None),
    )
    return Found(
        "Reddit",
        [_new_comment(nested, place, node) for place, node in enumerate(nodes)],
        article,
        thread_id=_bare(attribute(post, "id")),
        total=number_in(attribute(post, "comment-count")),
        places=page.all("shreddit-comment-tree"),
    )


def _new_comment(nested: Nested, place: int, node: LexborNode) -> PageComment:
    author = attribute(node, "author")
    parent = attribute(node, "parentid") or ""
    named = _bare(parent) if parent.startswith("t1_") else None
    return PageComment(
        id=_bare(attribute(node, "thingid")),
        parent=named if named is not None else nested.parents[place],
        author=None if author is None or author in GONE else author,
        text=body_text(nested.own(place, "[slot=comment]", ".md"), nested.inner(place)),
        created=attribute(node, "created") or attribute(nested.own(place, "time[datetime]"), "datetime"),
        score=number_in(attribute(node, "score")),
        deleted=author is None or author in GONE,
    )


def _score(node: LexborNode | None) -> int | None:
    """The score in the title, which is whole; a score that is hidden is none."""
    return number_in(attribute(node, "title") or line_of(node)) if node is not None else None


def _bare(name: str | None) -> str | None:
    return name.partition("_")[2] or name if name else None
