"""A page becomes a thread, by the markup that shows most comments in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from threadmark.errors import InputError
from threadmark.sources.charsets import text_as
from threadmark.sources.opening import Opened
from threadmark.sources.replies import with_inferred
from threadmark.sources.source import Reading, Sniffed
from threadmark.sources.web_page.article import article_of
from threadmark.sources.web_page.coral import coral, talk
from threadmark.sources.web_page.discourse import discourse
from threadmark.sources.web_page.disqus import disqus
from threadmark.sources.web_page.hacker_news import hacker_news
from threadmark.sources.web_page.page import Finder, Found, Page, PageComment
from threadmark.sources.web_page.reddit import new_reddit, old_reddit
from threadmark.sources.web_page.schema_org import json_ld, microdata
from threadmark.sources.web_page.wordpress import wordpress
from threadmark.thread.build import ThreadBuilder, clean_article
from threadmark.thread.report import ImportReport

TOO_DEEP = "elements nested too deeply (their tags left out)"
NO_ZONE = "times without a zone (taken for UTC)"
FINDERS: dict[str, Finder] = {
    "old.reddit": old_reddit,
    "Reddit": new_reddit,
    "Hacker News": hacker_news,
    "Disqus": disqus,
    "Coral": coral,
    "Talk": talk,
    "Discourse": discourse,
    "WordPress": wordpress,
    "schema.org Comment in microdata": microdata,
    "in JSON-LD": json_ld,
}
"""What comments are looked for by, in the order in which they win where they find equally many."""
_BOARDS = frozenset(("old.reddit", "Reddit", "Hacker News", "Discourse"))
_ELSEWHERE = (
    ("Disqus", re.compile(r"id=[\"']?disqus_thread|disqus\.com/embed")),
    ("Coral", re.compile(r"Coral\.createStreamEmbed|coral\.coralproject\.net")),
    ("Facebook", re.compile(r"class=[\"']?fb-comments")),
    ("OpenWeb", re.compile(r"data-spotim-module|spot\.im/launcher")),
    ("Hyvor Talk", re.compile(r"talk\.hyvor\.com")),
    ("giscus", re.compile(r"giscus\.app/client")),
    ("utterances", re.compile(r"utteranc\.es/client")),
)
_SHOWN_JSON = re.compile(r"<body[^>]*>\s*<pre[^>]*>\s*[{\[]", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_META_WITHIN = 1 << 13
_ZONE = re.compile(r"(?:[zZ]|[+-]\d\d:?\d\d)$")
_CLOCK = re.compile(r"\d[T ]\d\d:\d\d")


def read_page(
    opened: Opened, sniffed: Sniffed, name: str, finders: dict[str, Finder] | None = None
) -> Iterator[Reading]:
    """The thread of a page.

    Args:
        opened: the input.
        sniffed: why it was chosen.
        name: the source's.
        finders: what comments are looked for by; all by default.

    Raises:
        InputError: no comments are found in it; the message says what was looked for.
    """
    html = _html(opened)
    page = Page(html)
    finders = FINDERS if finders is None else finders
    found = _most([each for finder in finders.values() if (each := finder(page)) is not None])
    if found is None:
        raise _refusal(opened, html, finders)
    report = opened.report(name, Sniffed(sniffed.certainty, f"{sniffed.why}; its comments are {found.system}'s"))
    builder = ThreadBuilder(report)
    for comment in found.comments:
        _add(builder, comment)
    report.mend(TOO_DEEP, page.cut)
    report.missing = max(0, (found.total or 0) - len(found.comments))
    for kind, times in found.left_out.items():
        report.mend(kind, times)
    known = article_of(page, html, found, report)
    article = clean_article(
        report,
        title=known.title,
        byline=known.byline,
        published=known.published,
        url=known.url,
        paragraphs=(known.text or "").split("\n\n"),
    )
    thread = builder.build(article, thread_id=found.thread_id)
    kind = "forum" if found.system in _BOARDS else "news"
    nests = not found.system.startswith("schema.org")  # which mostly lists comments one after another
    yield Reading(with_inferred(thread, kind, gives_links=nests, report=report), report)


def _most(found: list[Found]) -> Found | None:
    return max(found, key=lambda each: len(each.comments), default=None)


def _add(builder: ThreadBuilder, comment: PageComment) -> None:
    builder.add(
        comment.id,
        comment.parent,
        comment.author,
        comment.text,
        created=_in_a_zone(comment.created, builder.report),
        edited=comment.edited,
        score=comment.score,
        role=comment.role,
        deleted=comment.deleted,
        inferred=comment.inferred,
        extra=comment.extra,
    )


def _in_a_zone(time: str | float | None, report: ImportReport) -> str | float | None:
    """The same time; one that says no zone is counted, and taken for UTC."""
    if isinstance(time, str) and _CLOCK.search(time) and not _ZONE.search(time):
        report.mend(NO_ZONE)
        return f"{time}Z"
    return time


def _html(opened: Opened) -> str:
    data = opened.whole()
    if opened.encoding is not None:  # it was unwrapped to UTF-8
        return data.decode("utf-8", "replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        declared = _CHARSET.search(data, 0, _META_WITHIN)
        name = declared[1].decode() if declared else None
        text, guessed = text_as(data, name)
        opened.encoding = guessed or name
        return text


def _refusal(opened: Opened, html: str, finders: dict[str, Finder]) -> InputError:
    for system, sign in _ELSEWHERE:
        if sign.search(html):
            return opened.refusal(
                f"its comments come from {system}, in a frame of their own that is not in this file",
                next_step="open the frame's file, which browsers save in the folder beside the page",
            )
    if _SHOWN_JSON.search(html):
        return opened.refusal(
            "it is a browser's view of JSON",
            next_step="save the JSON itself: reload the page, and save it as a .json file",
        )
    return opened.refusal("no comments are found in the page", next_step=f"looked for those of {', '.join(finders)}")
