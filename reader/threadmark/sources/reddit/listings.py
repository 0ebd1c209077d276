"""Listings become threads: submissions, comments and stubs are told apart by their kind, and brought together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from threadmark.sources.json_input.decoding import values
from threadmark.sources.json_input.form import Count, Form
from threadmark.sources.json_input.peeking import inner
from threadmark.sources.opening import Opened
from threadmark.sources.reddit.things import (
    RedditComment,
    Submission,
    add_comments,
    article_of,
    bare_id,
    thread_extra,
    thread_of,
)
from threadmark.sources.source import Reading, Sniffed
from threadmark.thread.build import ThreadBuilder
from threadmark.thread.report import ImportReport

STUBS = "more stubs (for comments that are not in the file)"
CONTINUED = "branches that continue where the file ends"
UNKNOWN = "things of another kind than submissions and comments (left out)"
_CONTINUED_ID = "_"


class _Stub(msgspec.Struct):
    """What stands where comments are held back."""

    id: str | None = None
    parent_id: str | None = None
    count: Count = 0


@dataclass(slots=True)
class _Gathered:
    """What belongs to one thread."""

    submission: Submission | None = None
    comments: list[RedditComment] = field(default_factory=list)
    stubs: list[_Stub] = field(default_factory=list)

    def hold_back(self, report: ImportReport) -> None:
        """Tell each comment how many replies to it are held back, and the report how many there are."""
        held_back = {bare_id(stub.parent_id): stub.count for stub in self.stubs}
        for comment in self.comments:
            comment.more = held_back.get(bare_id(comment.id))
        continued = sum(stub.id == _CONTINUED_ID for stub in self.stubs)
        report.mend(STUBS, len(self.stubs) - continued)
        report.mend(CONTINUED, continued)
        # The count of all comments is the better one: stubs count what was deleted, and not what is below them.
        all_of_them = (self.submission.num_comments if self.submission else None) or 0
        report.missing = max(0, all_of_them - len(self.comments)) or sum(stub.count for stub in self.stubs)


def read_listings(opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
    """The threads of a file."""
    for value in values(opened):
        report = opened.report("reddit", sniffed)
        for thread, gathered in _gather(value.value, Form(opened, report), report).items():
            builder = ThreadBuilder(report)
            gathered.hold_back(report)
            add_comments(builder, gathered.comments, gathered.submission, thread)
            article = article_of(gathered.submission, report)
            yield Reading(
                builder.build(article, thread_id=thread, extra=thread_extra(gathered.submission)),
                report,
            )
            report = opened.report("reddit", sniffed)


def _gather(value: object, form: Form, report: ImportReport) -> dict[str, _Gathered]:
    """All that is in a value, by thread, in its order."""
    threads: dict[str, _Gathered] = {}
    thread = ""  # of what was met last; a stub does not say
    waiting: list[tuple[object, str | int | None]] = [(value, None)]  # and below which comment
    while waiting:
        thing, above = waiting.pop()
        if isinstance(thing, list):
            waiting += [(each, above) for each in reversed(thing)]
            continue
        kind, content = inner(thing, "kind"), inner(thing, "data")
        if kind == "Listing":
            waiting.append((inner(content, "children"), above))
        elif kind == "t3":
            submission = form(Submission, content)
            thread = submission.thread or ""
            threads.setdefault(thread, _Gathered()).submission = submission
        elif kind == "t1":
            comment = form(RedditComment, content)
            comment.parent_id = above if comment.parent_id is None else comment.parent_id
            thread = thread_of(comment) or thread
            threads.setdefault(thread, _Gathered()).comments.append(comment)
            waiting.append((inner(content, "replies"), comment.id))
        elif kind == "more":
            threads.setdefault(thread, _Gathered()).stubs.append(form(_Stub, content))
        elif things := inner(thing, "json", "data", "things"):
            waiting.append((things, above))
        else:
            report.mend(UNKNOWN, thing not in (None, ""))
    return threads
