"""What Reddit's comments and submissions hold, wherever they were saved: in listings, in dumps, by a crawler."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

import msgspec

from threadmark.sources.json_input.form import Count
from threadmark.sources.reddit.bodies import comment_text
from threadmark.thread.build import ThreadBuilder, clean_article
from threadmark.thread.model import Article
from threadmark.thread.report import ImportReport

_GONE = frozenset(("[deleted]", "[removed]", "[deleted by user]", "[ removed by reddit ]", "[ removed by moderator ]"))
_NOBODY = frozenset(("[deleted]", "[removed]"))
_SITE = "https://www.reddit.com"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_PARAGRAPHS = re.compile(r"\n{2,}")


class RedditComment(msgspec.Struct, gc=False):
    """A comment (`t1`): what is read of it. `more` is how many replies a listing holds back, as a stub in it says."""

    body: str
    id: str | int | None = None
    name: str | None = None
    parent_id: str | int | None = None
    link_id: str | int | None = None
    author: str | None = None
    created_utc: float | str | None = None
    edited: bool | float | str | None = None
    score: Count | None = None
    distinguished: str | None = None
    is_submitter: bool | None = None
    stickied: bool | None = None
    score_hidden: bool | None = None
    controversiality: Count | None = None
    author_flair_text: str | None = None
    more: Count | None = None


class Crosspost(msgspec.Struct):
    """The submission that another one shows again."""

    selftext: str | None = None


class Submission(msgspec.Struct):
    """What the comments are on (`t3`): what is read of it."""

    title: str
    id: str | int | None = None
    name: str | None = None
    selftext: str | None = None
    author: str | None = None
    created_utc: float | str | None = None
    url: str | None = None
    permalink: str | None = None
    subreddit: str | None = None
    score: Count | None = None
    num_comments: Count | None = None
    link_flair_text: str | None = None
    crosspost_parent_list: list[Crosspost] | None = None

    @property
    def thread(self) -> str | None:
        """The thread's id."""
        return bare_id(self.id if self.id is not None else self.name)


def thread_of(comment: RedditComment) -> str:
    """The id of the thread that a comment is in; empty where it does not say."""
    return bare_id(comment.link_id) or ""


def size_of(comment: RedditComment) -> int:
    """About how many bytes of text a comment has."""
    return len(comment.body)


def bare_id(name: str | int | None) -> str | None:
    """An id without the kind that stands before it (`t1_`, `t3_`); a number as Reddit writes it, to base 36."""
    if isinstance(name, str):
        if name[2:3] == "_" and name[0] == "t":
            return name[3:] or None
        return name or None
    if name is not None:
        digits = ""
        while name > 0:
            name, digit = divmod(name, len(_DIGITS))
            digits = _DIGITS[digit] + digits
        return digits or None
    return None


def add_comments(
    builder: ThreadBuilder, comments: Sequence[RedditComment], submission: Submission | None, thread: str
) -> None:
    """Add comments of one thread to it.

    Args:
        builder: the thread.
        comments: in the order of the file.
        submission: what they are on, whose author has a role; None where it is not known.
        thread: the id of the thread.
    """
    first = len(builder)
    builder.add_columns(
        [bare_id(each.id if each.id is not None else each.name) for each in comments],
        [_parent(each.parent_id, thread) for each in comments],
        [None if each.author in _NOBODY else each.author for each in comments],
        [comment_text(each.body) for each in comments],
        [_time(each.created_utc) for each in comments],
        [each.score for each in comments],
    )
    asking = submission.author if submission and submission.author not in _NOBODY else None
    for row, each in enumerate(comments, first):
        role = each.distinguished or ("author" if each.is_submitter or (asking and each.author == asking) else None)
        edited = each.edited if isinstance(each.edited, bool) else _time(each.edited)
        deleted = each.body[:1] == "[" and each.body.strip().lower() in _GONE
        extra = None
        if each.stickied or each.score_hidden or each.controversiality or each.author_flair_text or each.more:
            kept = {
                "stickied": each.stickied,
                "score_hidden": each.score_hidden,
                "controversiality": each.controversiality,
                "flair": each.author_flair_text,
                "more": each.more,
            }
            extra = {key: value for key, value in kept.items() if value}
        if role or edited or deleted or extra:
            builder.add_sparse(row, edited=edited or None, role=role, deleted=deleted, extra=extra)


def article_of(submission: Submission | None, report: ImportReport) -> Article:
    """The article that a submission is; nothing where it is not known."""
    if submission is None:
        return Article()
    text = submission.selftext or next((each.selftext for each in submission.crosspost_parent_list or ()), None) or ""
    return clean_article(
        report,
        title=unescape(submission.title),
        byline=None if submission.author in _NOBODY else submission.author,
        published=_time(submission.created_utc),
        url=_address(unescape(submission.url or submission.permalink or "")),
        paragraphs=_PARAGRAPHS.split(comment_text(text)),
    )


def thread_extra(submission: Submission | None) -> dict[str, object]:
    """What is kept of a submission beside the article."""
    if submission is None:
        return {}
    kept = {
        "subreddit": submission.subreddit,
        "permalink": _address(submission.permalink or ""),
        "score": submission.score,
        "num_comments": submission.num_comments,
        "flair": submission.link_flair_text,
    }
    return {key: value for key, value in kept.items() if value is not None}


def _parent(name: str | int | None, thread: str) -> str | None:
    if isinstance(name, str) and name[:3] == "t3_":
        return None
    parent = bare_id(name)
    return None if parent == thread else parent


def _time(time: float | str | None) -> float | str | None:
    """Seconds, also where they are written in quotes; another text as it is."""
    if isinstance(time, str):
        try:
            return float(time)
        except ValueError:
            return time or None
    return time


def _address(link: str) -> str | None:
    return _SITE + link if link.startswith("/") else link or None
