"""Mastodon's context of a status: what is above it and what is below it; the status itself is not in the file.

What all of it is on, the first status above, is the article. Where there is none above, the status that was asked for
is it, and known by nothing but its id. A file `{status, context}`, or with the status beside, is read with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from threadmark.sources.json_input.decoding import values
from threadmark.sources.json_input.form import Count, Form, Id, name_of
from threadmark.sources.json_input.peeking import first_object, inner
from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed
from threadmark.thread.build import ThreadBuilder, clean_article

NO_STATUS = "the status that was asked for is not in the file"


class _Account(msgspec.Struct):
    """Who wrote a status."""

    acct: str
    bot: bool = False


class _Attached(msgspec.Struct):
    """A picture, a video or a sound."""

    url: str | None = None
    description: str | None = None


class _Status(msgspec.Struct):
    """A status."""

    id: Id
    account: _Account
    content: str = ""
    in_reply_to_id: Id | None = None
    created_at: str | None = None
    edited_at: str | None = None
    spoiler_text: str = ""
    url: str | None = None
    favourites_count: Count | None = None
    replies_count: Count = 0
    media_attachments: list[_Attached] = []


class _Context(msgspec.Struct):
    """What is above and below a status."""

    ancestors: list[Any]
    descendants: list[Any]
    status: Any = None


class MastodonSource:
    """Mastodon contexts."""

    name = "mastodon"
    title = "Mastodon contexts"

    def sniff(self, head: Head) -> Sniffed | None:
        """Certain by a status above or below; likely by the two lists alone."""
        first = first_object(head)
        context = first["context"] if isinstance(first.get("context"), dict) else first
        both = [inner(context, "ancestors"), inner(context, "descendants")]
        status = next((each[0] for each in both if isinstance(each, list) and each), None)
        if isinstance(inner(status, "account", "acct"), str):
            return Sniffed(Certainty.CERTAIN, 'it has "ancestors" or "descendants" with accounts')
        if all(isinstance(each, list) for each in both):
            return Sniffed(Certainty.LIKELY, 'it has "ancestors" and "descendants"')
        return None

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """A thread for each context in the file."""
        for value in values(opened):
            for each in value.value if isinstance(value.value, list) else [value.value]:
                yield _thread(opened, sniffed, each, value.line)


def _thread(opened: Opened, sniffed: Sniffed, value: Any, line: int) -> Reading:
    report = opened.report(MastodonSource.name, sniffed)
    form = Form(opened, report)
    if isinstance(inner(value, "context"), dict):
        value = {"status": value.get("status"), **value["context"]}
    context = form(_Context, value, line=line)
    above = [form(_Status, each, line=line) for each in context.ancestors]
    asked = form(_Status, context.status, line=line) if context.status is not None else None
    below = [form(_Status, each, line=line) for each in context.descendants]
    statuses = [*above, *([asked] if asked else []), *below]
    top = above[0] if above else asked
    comments = [status for status in statuses if status is not top]
    root = name_of(top.id) if top else _asked_for(below)
    if asked is None:
        report.note(NO_STATUS)
    report.missing = _missing(statuses)
    builder = ThreadBuilder(report)
    for status in comments:
        parent = name_of(status.in_reply_to_id)
        builder.add(
            str(status.id),
            None if parent == root else parent,
            status.account.acct,
            _text(status),
            created=status.created_at,
            edited=status.edited_at,
            score=status.favourites_count,
            role=_role(status, top),
            extra={"spoiler_text": status.spoiler_text} if status.spoiler_text else None,
        )
    article = clean_article(
        report,
        byline=top.account.acct if top else None,
        published=top.created_at if top else None,
        url=top.url if top else None,
        paragraphs=_text(top).split("\n\n") if top else (),
    )
    extra: Mapping[str, object] = {"score": top.favourites_count} if top and top.favourites_count is not None else {}
    return Reading(builder.build(article, thread_id=root, extra=extra), report)


def _asked_for(below: list[_Status]) -> str | None:
    """The id of the status that is not in the file: of those named and not there, the one named most."""
    held = {name_of(status.id) for status in below}
    named = Counter(name_of(status.in_reply_to_id) for status in below)
    return next((each for each, _ in named.most_common() if each is not None and each not in held), None)


def _missing(statuses: list[_Status]) -> int:
    """How many replies the statuses say that they have and the file does not hold."""
    held = Counter(name_of(status.in_reply_to_id) for status in statuses)
    return sum(max(0, status.replies_count - held[name_of(status.id)]) for status in statuses)


def _role(status: _Status, top: _Status | None) -> str | None:
    if status.account.bot:
        return "bot"
    return "author" if top is not None and status.account.acct == top.account.acct else None


def _text(status: _Status) -> str:
    """What a status shows: its warning, its words, what pictures are described as, and where they are."""
    from threadmark.sources.markup import html_to_text  # noqa: PLC0415 -- sniffing does not need it

    parts = [status.spoiler_text, html_to_text(status.content)]
    for attached in status.media_attachments:
        address = f"<{attached.url}>" if attached.url else ""
        parts.append(f"{attached.description or ''} {address}".strip())
    return "\n\n".join(part for part in parts if part)


SOURCE = MastodonSource()
