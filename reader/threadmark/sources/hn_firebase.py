"""Hacker News items as its own API (Firebase) gives them: a list, `{post, comments}`, a line each, or nested in `kids`.

An item says only which is above it, so a file is read whole before its threads come.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from threadmark.sources.json_input.form import Count, Form
from threadmark.sources.json_input.peeking import first_object, inner, peek
from threadmark.sources.json_input.streaming import rows
from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed
from threadmark.thread.build import ThreadBuilder, clean_article
from threadmark.thread.model import Article
from threadmark.thread.report import ImportReport

POLL_OPTIONS = "options of polls (left out)"
NO_ITEM = "ids without an item (deleted, or not fetched)"
_PAGE = "https://news.ycombinator.com/item?id="
_TOP = ("post", "story", "item")
_TYPES = ("story", "comment", "job", "poll", "pollopt")


class _Item(msgspec.Struct):
    """A story, a comment, a job, a poll or one of its options."""

    id: int
    type: str | None = None
    by: str | None = None
    parent: int | None = None
    text: str | None = None
    title: str | None = None
    url: str | None = None
    time: float | None = None
    score: Count | None = None
    descendants: Count | None = None
    deleted: bool = False
    dead: bool = False
    kids: list[Any] = []


class FirebaseSource:
    """Hacker News items."""

    name = "hn-firebase"
    title = "Hacker News items from its own API"

    def sniff(self, head: Head) -> Sniffed | None:
        """Certain by the fields of an item."""
        first = first_object(head)
        item = next((first[key] for key in _TOP if isinstance(first.get(key), dict)), None) or inner(
            peek(head), "comments", 0
        )
        for each in (item, first, *list(first.values())[:1]):
            known = isinstance(each, dict) and isinstance(each.get("id"), int) and each.get("type") in _TYPES
            if known and {"by", "deleted", "kids", "descendants"} & each.keys() and "author" not in each:
                return Sniffed(Certainty.CERTAIN, f'its items have "by" and "type": "{each["type"]}"')
        return None

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """The threads of the file, in the order in which it names them."""
        report = opened.report(self.name, sniffed)
        form = Form(opened, report)
        items: dict[int, _Item] = {}
        for row in rows(opened):
            for item in _items(row.value, form, report, row.line):
                items.setdefault(item.id, item)
        for root, comments in _by_root(items).items():
            yield _thread(items.get(root), root, comments, items, report)
            report = opened.report(self.name, sniffed)


def _items(value: Any, form: Form, report: ImportReport, line: int) -> Iterator[_Item]:
    """All items in a value, in its order; items nested in `kids` know what they are below."""
    waiting: list[tuple[Any, int | None]] = [(value, None)]
    while waiting:
        each, above = waiting.pop()
        if isinstance(each, list):
            waiting += [(inner_, above) for inner_ in reversed(each)]
        elif isinstance(each, dict) and "id" not in each:
            waiting += [(inner_, above) for inner_ in reversed(each.values()) if isinstance(inner_, dict | list)]
        elif each is None:
            report.mend(NO_ITEM)  # the API says null of an item that is not there
        else:
            item = form(_Item, each, line=line)
            if item.parent is None:
                item.parent = above
            waiting += [(kid, item.id) for kid in reversed(item.kids) if isinstance(kid, dict)]
            if item.type == "pollopt":
                report.mend(POLL_OPTIONS)
            else:
                yield item


def _by_root(items: Mapping[int, _Item]) -> dict[int, list[_Item]]:
    """Comments by the id of what they are on, whether or not that is in the file."""
    stories = [item.id for item in items.values() if _is_story(item)]
    if len(stories) == 1:  # then a comment whose parent is missing is on it too
        return {stories[0]: [item for item in items.values() if item.id != stories[0]]}
    roots: dict[int, int] = {}
    threads: dict[int, list[_Item]] = {}
    for item in items.values():
        root = _root(item.id, items, roots)
        comments = threads.setdefault(root, [])
        if not _is_story(item):
            comments.append(item)
    return threads


def _root(start: int, items: Mapping[int, _Item], roots: dict[int, int]) -> int:
    """The id above which nothing is known; `roots` keeps what was found."""
    passed = []
    at: int | None = start
    while at is not None and at not in roots:
        passed.append(at)
        roots[at] = at  # in a cycle the way ends here
        at = items[at].parent if at in items else None
    root = passed[-1] if at is None else roots[at]
    for each in passed:
        roots[each] = root
    return root


def _is_story(item: _Item) -> bool:
    return item.parent is None and item.type != "comment"


def _thread(
    story: _Item | None, root: int, comments: list[_Item], items: Mapping[int, _Item], report: ImportReport
) -> Reading:
    from threadmark.sources.markup import html_to_text  # noqa: PLC0415 -- sniffing does not need it

    if story is not None and not _is_story(story):
        story = None
    builder = ThreadBuilder(report)
    for item in comments:
        # What is not in the file, and all comments are below it, is taken for the story.
        top = item.parent is None or (item.parent == root and (story is not None or root not in items))
        builder.add(
            str(item.id),
            None if top else str(item.parent),
            item.by,
            html_to_text(item.text or ""),
            created=item.time,
            score=item.score,
            role="author" if story and story.by and item.by == story.by else None,
            deleted=item.deleted or item.dead,
            extra={"dead": True} if item.dead else None,
        )
    if story is None:
        return Reading(builder.build(Article(), thread_id=str(root)), report)
    report.missing = max(0, (story.descendants or 0) - len(comments))
    article = clean_article(
        report,
        title=story.title,
        byline=story.by,
        published=story.time,
        url=story.url or f"{_PAGE}{story.id}",
        paragraphs=html_to_text(story.text or "").split("\n\n"),
    )
    kept = {"score": story.score, "type": None if story.type == "story" else story.type}
    extra = {key: value for key, value in kept.items() if value is not None}
    return Reading(builder.build(article, thread_id=str(story.id), extra=extra), report)


SOURCE = FirebaseSource()
