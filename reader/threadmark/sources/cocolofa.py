"""CoCoLoFa: news articles with comments that were written to hold a fallacy or none, and which one it is.

Yeh, Wan and Huang, EMNLP 2024. An array of articles, each with its comments; `respond_to` names the parent.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, GoldLabel, Head, Reading, Sniffed

_LAYER: Final = "fallacies-cocolofa"
_DIMENSION: Final = "fallacy"
_OWN: Final = ("id", "respond_to", "worker_id", "comment", "fallacy", "news_id")


class CoCoLoFaSource:
    """CoCoLoFa."""

    name = "cocolofa"
    title = "CoCoLoFa, news articles with comments and fallacies"

    def sniff(self, head: Head) -> Sniffed | None:
        """By the fields of the first article and its first comment."""
        if b'"link"' not in head.data or b'"content"' not in head.data:
            return None
        from threadmark.sources.json_input.peeking import first_object, inner  # noqa: PLC0415 -- only for JSON

        article = first_object(head)
        if not {"title", "link"} <= article.keys():
            return None
        comment = inner(article, "comments", 0)
        if isinstance(comment, dict):
            if not {"respond_to", "comment"} <= comment.keys():
                return None
        elif not {"date", "author"} <= article.keys():  # its text may fill the head, before the first comment
            return None
        return Sniffed(Certainty.CERTAIN, "its articles have comments with respond_to")

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """The articles with their comments, streamed.

        Raises:
            InputError: it is not JSON, or an article is no object.
        """
        from threadmark.sources.json_input.streaming import rows  # noqa: PLC0415 -- sniffing does not need it

        for line, value in rows(opened):
            if not isinstance(value, dict):
                raise opened.refusal("an article is no object", line=line)
            yield self._thread(opened, sniffed, value, line)

    def _thread(self, opened: Opened, sniffed: Sniffed, article: dict[str, Any], line: int) -> Reading:
        from threadmark.sources.tables.bodies import paragraphs, plain  # noqa: PLC0415 -- sniffing needs none of these
        from threadmark.sources.tables.values import identity, kept, seconds  # noqa: PLC0415
        from threadmark.thread.build import ThreadBuilder, clean_article  # noqa: PLC0415
        from threadmark.thread.model import rfc3339  # noqa: PLC0415

        report = opened.report(self.name, sniffed)
        builder = ThreadBuilder(report)
        gold = []
        comments = article.get("comments") or []
        if not isinstance(comments, list):
            raise opened.refusal("the comments of an article are no list", line=line)
        for comment in comments:
            if not isinstance(comment, dict):
                raise opened.refusal("a comment is no object", line=line)
            own, fallacy = identity(comment.get("id")), comment.get("fallacy")
            text = comment.get("comment")
            extra = {key: kept(value) for key, value in comment.items() if key not in _OWN}
            builder.add(
                own,
                identity(comment.get("respond_to")),
                identity(comment.get("worker_id")),
                plain(text, markdown=False) if isinstance(text, str) else "",
                extra=extra | ({"fallacy": fallacy} if isinstance(fallacy, str) else {}),
            )
            if own is not None and isinstance(fallacy, str) and fallacy:
                gold.append(GoldLabel(own, _DIMENSION, fallacy, _LAYER))

        def said(field: str) -> str | None:
            value = article.get(field)
            return value if isinstance(value, str) and value.strip() else None

        day = rfc3339(seconds(said("date")))
        made = clean_article(
            report,
            title=said("title"),
            byline=said("author"),
            published=day[: len("2018-03-16")] if day else said("date"),
            url=said("link"),
            paragraphs=paragraphs(said("content") or ""),
        )
        return Reading(builder.build(made, thread_id=identity(article.get("id"))), report, tuple(gold))


SOURCE = CoCoLoFaSource()
