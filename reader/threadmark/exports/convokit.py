"""ConvoKit: a corpus of whole threads with the article as the root utterance, or an overlay for a corpus one has.

What annotators said of a comment is in its metadata, by question and then by annotator: `{"ana": ["straw_man"]}`; the
spans are beside it (`fallacy-spans`), in code points. ConvoKit asks for one root in each conversation and, for its
database, for no `.` or `$` in names; both become `%XX`. A later round's annotator has its number after an `@`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import msgspec

from threadmark.exports.corpus_ids import corpus_ids
from threadmark.exports.known import known_threads
from threadmark.exports.labelled import Labelled, LabelledThread
from threadmark.exports.passes import Pass
from threadmark.exports.registry import Export, File, Option, Options
from threadmark.exports.sheets import Sheet, sheet_of, sheets
from threadmark.thread import Thread

OVERLAY = Option("overlay", "only what goes on top of a corpus one has: info files for Corpus.load_info")
UNKNOWN_SPEAKER = "[unknown]"
_ABOUT = ("annotator", "round", "annotated_at", "status", "reason", "note", "revisit", "seconds", "either", "asked")
_encode = msgspec.json.Encoder().encode


def files(labelled: Labelled, options: Options) -> Iterator[File]:
    """The corpus, or an info file for each kind of metadata."""
    return _overlay(labelled) if options.on(OVERLAY) else _corpus(labelled)


def meta_name(name: str) -> str:
    """A name without `.` and `$`."""
    return name.replace("%", "%25").replace(".", "%2E").replace("$", "%24")


def _overlay(labelled: Labelled) -> Iterator[File]:
    lines: dict[str, list[bytes]] = {}
    for sheet in sheets(labelled):
        meta = _meta(sheet)
        if sheet.text is not None:
            meta["text_sha256"] = hashlib.sha256(sheet.text.encode()).hexdigest()
        for name, value in meta.items():
            lines.setdefault(name, []).append(_encode({"id": sheet.comment, "value": value}) + b"\n")
    for name in sorted(lines):
        yield File(f"info.{name}.jsonl", lines[name])


def _corpus(labelled: Labelled) -> Iterator[File]:
    speakers: dict[str, dict[str, Any]] = {}
    conversations: dict[str, dict[str, Any]] = {}
    index: dict[str, set[str]] = {}
    yield File("utterances.jsonl", _utterances(labelled, speakers, conversations, index))
    yield File("speakers.json", [_encode(dict(sorted(speakers.items())))])
    yield File("conversations.json", [_encode(conversations)])
    yield File("corpus.json", [_encode({"made_by": "threadmark"})])
    said = {
        "utterances-index": {name: sorted(kinds) for name, kinds in sorted(index.items())},
        "speakers-index": {},
        "conversations-index": {"title": ["<class 'str'>"]},
        "overall-index": {"made_by": ["<class 'str'>"]},
        "version": 1,
        "vectors": [],
    }
    yield File("index.json", [_encode(said)])


def _utterances(
    labelled: Labelled,
    speakers: dict[str, dict[str, Any]],
    conversations: dict[str, dict[str, Any]],
    index: dict[str, set[str]],
) -> Iterator[bytes]:
    """An utterance for each article and each comment of a thread, labelled or not, and what there is to note of them."""
    taken: set[str] = set()
    for held, thread in known_threads(labelled):
        names = corpus_ids(thread, taken)
        root = names[-1]
        conversations[root] = {"meta": {"title": thread.article.title or ""}, "vectors": []}
        passes = {comment: tuple(own) for comment, own in groupby(held.passes, lambda each: each.comment)}
        for utterance in _of_thread(held, thread, names, passes):
            speakers.setdefault(utterance["speaker"], {"meta": {}, "vectors": []})
            for name, value in utterance["meta"].items():
                index.setdefault(name, set()).add(str(type(value)))
            yield _encode({"conversation_id": root, **utterance, "vectors": []}) + b"\n"


def _of_thread(
    held: LabelledThread, thread: Thread, names: list[str], passes: dict[str, tuple[Pass, ...]]
) -> Iterator[dict[str, Any]]:
    article = thread.article
    words = [article.title or "", *article.paragraphs]
    yield {
        "id": names[-1],
        "text": "\n\n".join(filter(None, words)),
        "speaker": article.byline or UNKNOWN_SPEAKER,
        "meta": {"type": "article"},
        "reply-to": None,
        "timestamp": _when(article.published_at),
    }
    for place, comment in enumerate(thread.ids):
        above = thread.parents[place]
        own = passes.get(comment)
        yield {
            "id": names[place],
            "text": thread.texts[place],
            "speaker": thread.authors[place] or UNKNOWN_SPEAKER,
            "meta": {"type": "comment", "comment_id": comment, **(_meta(sheet_of(held, comment, own)) if own else {})},
            "reply-to": names[above],  # -1, of a top-level comment, is the article
            "timestamp": _when(thread.created[place]),
        }


def _when(seconds: float) -> int | None:
    return int(seconds) if seconds == seconds else None  # noqa: PLR0124 -- NaN is not equal to itself


def _meta(sheet: Sheet) -> dict[str, Any]:
    """What annotators said of a comment, by question, and what there is to say of each pass."""
    meta: dict[str, Any] = {}
    for given in sheet.passes:
        who = meta_name(given.annotator) + (f"@{given.round}" if given.round != 1 else "")
        facts = sheet.facts(given) | sheet.beyond(given)
        about = {name: facts[name] for name in _ABOUT if name in facts}
        meta.setdefault("annotations", {})[who] = about
        for name, labels in sheet.by_question(given).items():
            meta.setdefault(name, {})[who] = [label.label for label in labels]
            spans = [
                {"start": span.start, "end": span.end, "label": label.label, "text": span.quote, "part": span.part}
                for label in labels
                for span in sheet.held.evidence(label)
            ]
            if spans:
                meta.setdefault(f"{name}-spans", {})[who] = spans
    if sheet.targets:
        meta["targets"] = dict(sheet.targets)
    meta["thread"] = sheet.thread
    return meta


EXPORT = Export(
    "convokit",
    "a ConvoKit corpus of whole threads, or an overlay for a corpus one has",
    files=files,
    loses="when each label was given, what was visible",
    options=(OVERLAY,),
)
