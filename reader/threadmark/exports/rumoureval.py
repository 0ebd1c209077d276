"""RumourEval (SDQC): for each annotator the corpus as it was given out in 2019, and `key.json` as its scorer reads it.

A folder a thread: the article is the source tweet, comments are replies, `structure.json` says who answers whom. The key
has one of *support, deny, query, comment* for each comment that has one, judged toward the rumour: of several claims in a
thread, the one that most of its labels are toward. In a tweet `&`, `<` and `>` are written as Twitter wrote them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from email.utils import formatdate
from html import escape
from typing import Any, Final

import msgspec

from threadmark.exports.corpus_ids import corpus_ids
from threadmark.exports.known import known_threads
from threadmark.exports.labelled import Labelled, LabelledThread
from threadmark.exports.names import file_name
from threadmark.exports.passes import Pass
from threadmark.exports.registry import Export, File, Options
from threadmark.exports.schemes import Scheme
from threadmark.exports.sheets import annotator_name, count_open
from threadmark.thread import Article, Thread

_encode = msgspec.json.Encoder().encode
_DIGITS: Final = 18
"""Digits that a number of 64 bits has room for."""


def files(labelled: Labelled, options: Options) -> Iterator[File]:
    """The threads that an annotator has looked at, and the key to them."""
    del options
    scheme = Scheme("rumoureval", labelled.contents.codebooks)
    keys: dict[str, dict[str, str]] = {}
    taken: set[str] = set()
    for held, thread in known_threads(labelled):
        ids = corpus_ids(thread, taken)
        rumour = _rumour(held, scheme)
        answers: dict[str, dict[str, str]] = {}
        for given in held.passes:
            own = answers.setdefault(annotator_name(given), {})
            place = thread.place(given.comment)
            stance = _stance(held, given, scheme, rumour)
            if place is not None and stance is not None:
                own[ids[place]] = stance
        for who, own in answers.items():
            keys.setdefault(who, {}).update(own)
            yield from _thread(f"{who}/twitter-english/threads/{file_name(ids[-1])}", thread, ids)
    for who, key in sorted(keys.items()):
        yield File(f"{who}/key.json", [_encode({"subtaskaenglish": key}), b"\n"])


def _rumour(held: LabelledThread, scheme: Scheme) -> str | None:
    """The claim that most labels of the scheme are toward; of two, the one that comes first by its name."""
    found = Counter(label.target or "" for given in held.passes for label in given.labels if scheme.word(label))
    return min(found, key=lambda target: (-found[target], target)) or None if found else None


def _stance(held: LabelledThread, given: Pass, scheme: Scheme, rumour: str | None) -> str | None:
    """The one label that a key has room for; what else the pass holds is counted as lost."""
    count_open(held, given)
    if given.review is not None and given.review.note:
        held.lossy("notes", given.comment)
    stance: str | None = None
    for label in given.labels:
        if evidence := held.evidence(label):
            held.lossy("evidence", given.comment, len(evidence))
        word = scheme.word(label)
        if word is None:
            held.lossy(scheme.why_not(label), given.comment)
        elif label.target != rumour:
            held.lossy("stances toward another claim than most", given.comment)
        elif stance is not None:
            held.lossy("a second reading of the same comment", given.comment)
        else:
            stance = word
    return stance


def _thread(folder: str, thread: Thread, ids: Sequence[str]) -> Iterator[File]:
    root = ids[-1]
    yield File(f"{folder}/source-tweet/{file_name(root)}.json", [_source(thread.article, root), b"\n"])
    for place, own in enumerate(ids[:-1]):
        tweet = _tweet(own, thread.texts[place], thread.authors[place], thread.created[place])
        parent = ids[thread.parents[place]]  # -1, of a top-level comment, is the article
        tweet |= {"in_reply_to_status_id_str": parent, "in_reply_to_status_id": _number(parent)}
        if (score := thread.scores[place]) is not None:
            tweet["favorite_count"] = score
        yield File(f"{folder}/replies/{file_name(own)}.json", [_encode(tweet), b"\n"])
    yield File(f"{folder}/structure.json", structure(thread, ids))


def _source(article: Article, root: str) -> bytes:
    text = "\n\n".join(filter(None, (article.title, *article.paragraphs)))
    return _encode(_tweet(root, text, article.byline, article.published_at))


def _tweet(own: str, text: str, author: str | None, created: float) -> dict[str, Any]:
    written: Mapping[str, Any] = {"created_at": twitter_time(created)} if created == created else {}  # noqa: PLR0124 -- NaN is not equal to itself
    return {
        "id_str": own,
        "id": _number(own),
        "text": escape(text, quote=False),
        "user": {"screen_name": author},
        **written,
    }


def _number(own: str) -> int | str:
    """An id as Twitter's first API had it, where it is a number."""
    is_number = own.isascii() and own.isdecimal() and len(own) <= _DIGITS and str(int(own)) == own
    return int(own) if is_number else own


def twitter_time(seconds: float) -> str:
    """A time as Twitter's first API wrote it, whatever the locale.

    >>> twitter_time(1420629093)
    'Wed Jan 07 11:11:33 +0000 2015'
    """
    weekday, day, month, year, clock, _ = formatdate(seconds).split()
    return f"{weekday.rstrip(',')} {month} {day} {clock} +0000 {year}"


def structure(thread: Thread, ids: Sequence[str]) -> Iterator[bytes]:
    """The replies as objects in objects, a leaf as `[]`; in pre-order, so that a chain may be as deep as it likes."""
    depths = thread.depths
    yield b"{" + _encode(ids[-1]) + (b":{" if len(thread) else b":[]")
    for place in range(len(thread)):
        before = b"" if place == 0 or depths[place] > depths[place - 1] else b","
        after = depths[place + 1] if place + 1 < len(thread) else 0
        leaf = thread.sizes[place] == 1
        yield before + _encode(ids[place]) + (b":[]" + b"}" * (depths[place] - after) if leaf else b":{")
    yield b"}\n"


EXPORT = Export(
    "rumoureval",
    "RumourEval's folders with SDQC and the key for its scorer, for each annotator",
    files=files,
    loses="labels that are not the scheme's, all but one stance a comment, evidence, notes, questions left open",
    needs_text=True,
)
