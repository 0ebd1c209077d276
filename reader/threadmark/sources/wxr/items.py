"""Items become threads: an article or a page with the comments in it, each thread as soon as its item is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from html import unescape

from threadmark.sources.markup import html_to_text
from threadmark.sources.opening import Opened
from threadmark.sources.replies import with_inferred
from threadmark.sources.source import Reading, Sniffed
from threadmark.sources.xml_input.elements import Faults, elements, text_of
from threadmark.sources.xml_input.growing import Element
from threadmark.thread.build import ThreadBuilder, clean_article
from threadmark.thread.model import Article, Thread
from threadmark.thread.report import ImportReport

PINGS = "pingbacks and trackbacks (left out)"
NOT_SHOWN = "comments that the site does not show: not approved, spam or in the trash (kept, marked)"
NO_COMMENTS = "articles, pages and files without comments (left out)"
NO_ZONE = "times without a zone (taken for UTC)"
_PINGS = frozenset(("pingback", "trackback"))
_ARTICLES = frozenset(("post", "page"))
_TOP_LEVEL = "0"
_APPROVED = frozenset(("1", "approved", "approve"))
_TRASH = frozenset(("trash", "post-trashed"))
_NEVER = "0000-00-00 00:00:00"
_MOST_EMPTY = 1_000


@dataclass(slots=True)
class _People:
    """The site's own authors, as the beginning of the file lists them."""

    names: dict[str, str] = field(default_factory=dict)
    logins: dict[str, str] = field(default_factory=dict)

    def look(self, channel: Element | None) -> None:
        """Take in the authors that were read by now."""
        for element in channel if channel is not None else ():
            if _local(element) == "author":
                parts = _parts(element)
                login = _text(parts.get("author_login"))
                self.names[login] = _text(parts.get("author_display_name")) or login
                self.logins[_text(parts.get("author_id"))] = login


def read_items(opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
    """The threads of the items that have comments; of a file without any comment, its articles.

    Raises:
        InputError: it is no XML, or holds no item.
    """
    faults, people = Faults(), _People()
    last: Reading | None = None
    empty: list[Reading] = []
    without = 0
    for item in elements(opened, ("item",), faults):
        if not people.names:
            people.look(item.getparent())
        parts = _parts(item)
        report = opened.report("wxr", sniffed)
        if "comment" not in parts:
            without += 1
            if last is None and len(empty) < _MOST_EMPTY and _text(parts.get("post_type")) in _ARTICLES:
                empty.append(Reading(_thread(item, parts, people, report), report))
            continue
        if last is not None:
            yield last
        empty.clear()
        faults.tell(report)
        last = Reading(_thread(item, parts, people, report), report)
    if last is not None:
        last.report.mend(NO_COMMENTS, without)
        faults.tell(last.report)
        yield last
        return
    if not empty:
        raise opened.refusal("is a WordPress export in which there is no article")
    faults.tell(empty[0].report)
    yield from empty


def _thread(item: Element, parts: dict[str, Element], people: _People, report: ImportReport) -> Thread:
    creator = _text(parts.get("creator"))
    builder = ThreadBuilder(report)
    for element in item:
        if _local(element) == "comment":
            _add(builder, _parts(element), creator, people)
    article = _article(parts, people.names.get(creator) or creator, report)
    thread = builder.build(article, thread_id=_text(parts.get("post_id")))
    return with_inferred(thread, "news", gives_links=True, report=report)


def _add(builder: ThreadBuilder, parts: dict[str, Element], creator: str, people: _People) -> None:
    """Add a comment, unless it is another program's notice."""
    if _text(parts.get("comment_type")) in _PINGS:
        builder.report.mend(PINGS)
        return
    parent = _text(parts.get("comment_parent"))
    approved = _text(parts.get("comment_approved"))
    shown = not approved or approved in _APPROVED
    builder.report.mend(NOT_SHOWN, not shown)
    login = people.logins.get(_text(parts.get("comment_user_id")))
    builder.add(
        _text(parts.get("comment_id")) or None,
        None if parent == _TOP_LEVEL else parent or None,
        unescape(_text(parts.get("comment_author"))) or None,
        html_to_text(text_of(parts.get("comment_content")).strip(), breaks=True),
        created=_time(parts, "comment_date", builder.report),
        role="author" if login and login == creator else None,
        deleted=approved in _TRASH,
        extra=None if shown else {"approved": approved},
    )


def _article(parts: dict[str, Element], byline: str, report: ImportReport) -> Article:
    content = text_of(parts.get("content"))
    # Blocks are HTML as it will be; anything else is broken into lines by WordPress, where it has newlines.
    breaks = "<!-- wp:" not in content and "<p" not in content
    return clean_article(
        report,
        title=unescape(_text(parts.get("title"))),
        byline=byline,
        published=_time(parts, "post_date", report) or _published(_text(parts.get("pubDate"))),
        url=_text(parts.get("link")),
        paragraphs=html_to_text(content, breaks=breaks).split("\n\n"),
    )


def _time(parts: dict[str, Element], name: str, report: ImportReport) -> str | None:
    """A time in UTC; by the site's own clock, whose zone the file does not tell, where that is all there is."""
    at = _text(parts.get(f"{name}_gmt"))
    if not at or at == _NEVER:
        at = _text(parts.get(name))
        if not at or at == _NEVER:
            return None
        report.mend(NO_ZONE)
    return at.replace(" ", "T", 1) + "Z"


def _published(at: str) -> str | None:
    try:
        return parsedate_to_datetime(at).isoformat()
    except (ValueError, OverflowError):
        return None


def _parts(element: Element) -> dict[str, Element]:
    """The elements in one by name, the text of an article as `content`; of several of a name, the first."""
    parts: dict[str, Element] = {}
    for part in element:
        name = _local(part)
        if name == "encoded":
            name = "content" if "/content/" in part.tag else "excerpt"
        parts.setdefault(name, part)
    return parts


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _text(element: Element | None) -> str:
    return text_of(element).strip()
