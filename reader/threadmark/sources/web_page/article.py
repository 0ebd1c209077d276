"""The article of a page: what its head says of it, and its text by a library that tells it from everything around."""

from __future__ import annotations

import re
from importlib import import_module

from threadmark.sources.web_page.page import Found, Page, PageArticle, attribute, line_of
from threadmark.thread.report import ImportReport

NOT_READ = "the article's text is not read, because a library is missing: pip install threadmark[html]"
TOO_LARGE = "the article's text is not read: the page is too large"
_LONGEST = 10 << 20
_SAVED_FROM = re.compile(r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(\S+)")


def article_of(page: Page, html: str, found: Found, report: ImportReport) -> PageArticle:
    """What is known of the article: by the comments' own markup, by the page's head, its text by the library."""
    known = found.article
    title = known.title or _title(page)
    return PageArticle(
        title=title,
        byline=known.byline or _told(page, 'meta[name="author"]', 'meta[property="article:author"]'),
        published=known.published
        or _told(
            page, 'meta[property="article:published_time"]', 'meta[itemprop="datePublished"]', 'meta[name="date"]'
        ),
        url=known.url or _address(page, html),
        text=_text(page, title, found, report) if known.text is None else known.text,
    )


def _title(page: Page) -> str | None:
    lines = (line_of(found) for name in ("h1", "title") if (found := page.first(name)) is not None)
    return _told(page, 'meta[property="og:title"]') or next(filter(None, lines), None)


def _told(page: Page, *selectors: str) -> str | None:
    return next((told for each in selectors if (told := attribute(page.first(each), "content"))), None)


def _address(page: Page, html: str) -> str | None:
    told = attribute(page.first('link[rel="canonical"]'), "href") or _told(page, 'meta[property="og:url"]')
    if told is None and (saved := _SAVED_FROM.search(html[:10_000])):
        told = saved[1]
    return told if told and told.startswith(("http://", "https://")) else None


def _text(page: Page, title: str | None, found: Found, report: ImportReport) -> str | None:
    """The text of the article; the comments are taken out of the page first, so that none is taken for a part of it."""
    try:
        trafilatura = import_module("trafilatura")
    except ImportError:
        report.note(NOT_READ)
        return None
    for place in reversed(found.places):  # the inner ones first
        place.decompose()
    html = page.tree.html or ""
    if len(html) > _LONGEST:
        report.note(TOO_LARGE)
        return None
    text = trafilatura.extract(html, include_comments=False, include_tables=False, favor_precision=True)
    # It sets paragraphs apart by one newline, and the first may be the title.
    paragraphs = text.split("\n") if isinstance(text, str) else []
    return "\n\n".join(paragraphs[1:] if paragraphs[:1] == [title] else paragraphs)
