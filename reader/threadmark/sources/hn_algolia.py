"""Hacker News as Algolia's API gives it: a story with all below it, or the hits of a search, by story.

`…/api/v1/items/ID` nests comments in `children`; `…/search?tags=comment,story_ID` lists them with their parents.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from threadmark.sources.json_input.decoding import values
from threadmark.sources.json_input.form import Count, Form, Id, name_of
from threadmark.sources.json_input.peeking import first_object, inner
from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed
from threadmark.thread.build import ThreadBuilder, clean_article
from threadmark.thread.model import Article
from threadmark.thread.report import ImportReport

PAGE = "https://news.ycombinator.com/item?id="


class _Item(msgspec.Struct):
    """A story or a comment."""

    id: Id
    author: str | None = None
    text: str | None = None
    title: str | None = None
    url: str | None = None
    type: str | None = None
    created_at: str | None = None
    created_at_i: float | None = None
    parent_id: Id | None = None
    story_id: Id | None = None
    points: Count | None = None
    children: list[Any] = []


class _Hit(msgspec.Struct, rename={"id": "objectID"}):
    """A story or a comment that a search found."""

    id: Id
    author: str | None = None
    comment_text: str | None = None
    story_text: str | None = None
    title: str | None = None
    story_title: str | None = None
    url: str | None = None
    story_url: str | None = None
    created_at: str | None = None
    created_at_i: float | None = None
    parent_id: Id | None = None
    story_id: Id | None = None
    points: Count | None = None
    num_comments: Count | None = None


class AlgoliaSource:
    """Hacker News by Algolia."""

    name = "hn-algolia"
    title = "Hacker News threads from Algolia's API"

    def sniff(self, head: Head) -> Sniffed | None:
        """Certain by the fields of an item or of a hit, which no other format has together."""
        first = first_object(head)
        hits = first.get("hits")
        hit = inner(hits, 0) if isinstance(hits, list) else first
        if isinstance(hit, dict) and "objectID" in hit and ("comment_text" in hit or "story_id" in hit):
            return Sniffed(Certainty.CERTAIN, 'its hits have "objectID" and "story_id"')
        if hits == [] and "nbHits" in first:
            return Sniffed(Certainty.LIKELY, 'it has "hits" and "nbHits"')
        while isinstance(inner(first, "children", 0), dict) and "author" not in first:
            first = first["children"][0]
        if (
            isinstance(first.get("children"), list)
            and {"id", "author"} <= first.keys()
            and {"text", "title"} & first.keys()
        ):
            return Sniffed(Certainty.LIKELY, 'its items have "author" and "children"')
        return None

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """The threads of the file."""
        for value in values(opened):
            found = value.value if isinstance(value.value, list) else [value.value]
            hits = [hit for each in found for hit in _hits(each)]
            if hits:
                yield from _of_hits(opened, sniffed, hits, said=inner(found, 0, "nbHits"))
            else:
                for each in found:
                    if not (isinstance(each, dict) and each.get("hits") == []):
                        yield _of_item(opened, sniffed, each, value.line)


def _hits(value: Any) -> list[Any]:
    """The hits of an answer; a hit that stands by itself."""
    if isinstance(inner(value, "hits"), list):
        return list(value["hits"])
    return [value] if inner(value, "objectID") is not None else []


def _of_item(opened: Opened, sniffed: Sniffed, value: Any, line: int) -> Reading:
    """A thread from an item that holds all below it."""
    from threadmark.sources.markup import html_to_text  # noqa: PLC0415 -- sniffing does not need it

    report = opened.report(AlgoliaSource.name, sniffed)
    form, builder = Form(opened, report), ThreadBuilder(report)
    top = form(_Item, value, line=line)
    story = None if top.type == "comment" or (top.type is None and top.parent_id is not None) else top
    waiting: list[tuple[Any, str | None]] = [(value, name_of(top.parent_id))]
    if story is not None:
        waiting = [(each, None) for each in reversed(top.children)]
    while waiting:
        content, parent = waiting.pop()
        item = form(_Item, content, line=line)
        comment_id = name_of(item.id)
        builder.add(
            comment_id,
            parent,
            item.author,
            html_to_text(item.text or ""),
            created=item.created_at_i if item.created_at_i is not None else item.created_at,
            score=item.points,
            role="author" if story and item.author and item.author == story.author else None,
            deleted=item.author is None and not item.text,
        )
        waiting += [(each, comment_id) for each in reversed(item.children)]
    if story is None:
        return Reading(builder.build(Article(), thread_id=name_of(top.story_id)), report)
    thread_id = name_of(story.id)
    article = clean_article(
        report,
        title=story.title,
        byline=story.author,
        published=story.created_at_i if story.created_at_i is not None else story.created_at,
        url=story.url or f"{PAGE}{thread_id}",
        paragraphs=html_to_text(story.text or "").split("\n\n"),
    )
    extra = {} if story.points is None else {"score": story.points}
    return Reading(builder.build(article, thread_id=thread_id, extra=extra), report)


def _of_hits(opened: Opened, sniffed: Sniffed, hits: Sequence[Any], *, said: Any) -> Iterator[Reading]:
    """Threads from hits, by story, in the order in which the hits name them."""
    report = opened.report(AlgoliaSource.name, sniffed)
    form = Form(opened, report)
    stories: dict[str, _Hit] = {}
    threads: dict[str, list[_Hit]] = {}
    for each in hits:
        hit = form(_Hit, each)
        if hit.comment_text is None and hit.parent_id is None and hit.title is not None:
            stories[str(hit.id)] = hit
            threads.setdefault(str(hit.id), [])
        else:
            threads.setdefault(name_of(hit.story_id) or "", []).append(hit)
    if isinstance(said, int) and said > len(hits) and len(threads) == 1:
        report.missing = said - len(hits)
    for thread_id, comments in threads.items():
        yield _thread_of_hits(report, thread_id, stories.get(thread_id), comments)
        report = opened.report(AlgoliaSource.name, sniffed)


def _thread_of_hits(report: ImportReport, thread_id: str, story: _Hit | None, comments: Sequence[_Hit]) -> Reading:
    from threadmark.sources.markup import html_to_text  # noqa: PLC0415 -- as above

    builder = ThreadBuilder(report)
    for hit in comments:
        parent = name_of(hit.parent_id)
        builder.add(
            name_of(hit.id),
            None if parent == thread_id else parent,
            hit.author,
            html_to_text(hit.comment_text or ""),
            created=hit.created_at_i if hit.created_at_i is not None else hit.created_at,
            score=hit.points,
            role="author" if story and story.author and hit.author == story.author else None,
        )
    if story is not None and story.num_comments is not None:
        report.missing = max(0, story.num_comments - len(comments))
    told = next((hit for hit in comments if hit.story_title or hit.story_url), None)
    title = story.title if story else told.story_title if told else None
    url = story.url if story else told.story_url if told else None
    article = clean_article(
        report,
        title=title,
        byline=story.author if story else None,
        published=story.created_at_i if story else None,
        url=url or (f"{PAGE}{thread_id}" if thread_id else None),
        paragraphs=html_to_text(story.story_text or "").split("\n\n") if story else (),
    )
    return Reading(builder.build(article, thread_id=thread_id or None), report)


SOURCE = AlgoliaSource()
