"""V2EX: the replies to a topic, flat, as its API gives them. Whom a reply answers, only an `@name` at its start tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from threadmark.sources.json_input.decoding import values
from threadmark.sources.json_input.form import Count, Form, Id, name_of
from threadmark.sources.json_input.peeking import first_object, inner, peek
from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed
from threadmark.thread.build import ThreadBuilder, clean_article

_KIND = "social"  # people answer by name there, as far as cues are concerned


class _Member(msgspec.Struct):
    """Who wrote something."""

    username: str | None = None


class _Reply(msgspec.Struct):
    """A reply."""

    id: Id
    content: str | None = None
    content_rendered: str | None = None
    member: _Member | None = None
    created: float | str | None = None
    last_modified: float | None = None
    thanks: Count | None = None


class _Topic(msgspec.Struct):
    """What the replies are on."""

    id: Id | None = None
    title: str | None = None
    url: str | None = None
    content: str | None = None
    content_rendered: str | None = None
    member: _Member | None = None
    created: float | str | None = None
    replies: Any = None


class V2EXSource:
    """V2EX replies."""

    name = "v2ex"
    title = "V2EX replies"

    def sniff(self, head: Head) -> Sniffed | None:
        """Certain by the fields of a reply, which no other format has together."""
        first = first_object(head)
        replies = next((first[key] for key in ("result", "replies") if isinstance(first.get(key), list)), peek(head))
        reply = inner(replies, 0) if isinstance(replies, list) else first
        if not isinstance(reply, dict) or not isinstance(inner(reply, "member", "username"), str):
            return None
        if "content_rendered" in reply and "title" not in reply:
            return Sniffed(Certainty.CERTAIN, 'its replies have "member" and "content_rendered"')
        return None

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """The one thread of the file: an answer of the API, or a list of replies, with the topic where it is there."""
        from threadmark.sources.replies import with_inferred  # noqa: PLC0415 -- sniffing does not need it

        report = opened.report(self.name, sniffed)
        form, builder = Form(opened, report), ThreadBuilder(report)
        topic, replies = _Topic(), []
        for value in values(opened):
            found = value.value
            given = inner(found, "topic")
            if given is not None or isinstance(inner(found, "title"), str):
                topic = form(_Topic, given if given is not None else found, line=value.line)
            part = found if isinstance(found, list) else inner(found, "result") or inner(found, "replies") or [found]
            replies += [(value.line, each) for each in (part if isinstance(part, list) else [part])]
        starter = topic.member.username if topic.member else None
        ids = []
        for line, each in replies:
            reply = form(_Reply, each, line=line)
            author = reply.member.username if reply.member else None
            ids.append(str(reply.id))
            builder.add(
                ids[-1],
                None,
                author,
                _text(reply),
                created=reply.created,
                score=reply.thanks,
                role="author" if starter and author == starter else None,
            )
        if isinstance(topic.replies, int):
            report.missing = max(0, topic.replies - len(replies))
        article = clean_article(
            report,
            title=topic.title,
            byline=starter,
            published=topic.created,
            url=topic.url,
            paragraphs=_text(topic).split("\n\n"),
        )
        # Replies alone don't say what they are on, but the first of them is the first of no other topic.
        first = f"{self.name}-{ids[0]}" if ids else None
        thread = builder.build(article, thread_id=name_of(topic.id) or first)
        yield Reading(with_inferred(thread, _KIND, report=report), report)


def _text(said: _Reply | _Topic) -> str:
    """What was typed, in which addresses are whole and names are no links; else what the page shows."""
    if said.content or not said.content_rendered:
        return said.content or ""
    from threadmark.sources.markup import html_to_text  # noqa: PLC0415 -- sniffing does not need it

    return html_to_text(said.content_rendered)


SOURCE = V2EXSource()
