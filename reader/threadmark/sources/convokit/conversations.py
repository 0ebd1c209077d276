"""Utterances become threads, each with what the corpus says of its conversation and of who speaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from math import isnan
from pathlib import Path
from typing import Any, Final

import msgspec

from threadmark.sources.convokit import UTTERANCES
from threadmark.sources.grouping import by_thread
from threadmark.sources.json_input.streaming import members, rows
from threadmark.sources.lookup import Lookup
from threadmark.sources.opening import Opened, open_input
from threadmark.sources.source import GoldLabel, Reading, Sniffed
from threadmark.sources.tables.bodies import paragraphs, plain
from threadmark.sources.tables.rows import GONE
from threadmark.sources.tables.values import identity, kept, number, seconds
from threadmark.thread.build import ThreadBuilder, clean_article
from threadmark.thread.model import Article
from threadmark.thread.report import ImportReport

_CONVERSATIONS: Final = ("conversations.json",)
_SPEAKERS: Final = ("speakers.json", "users.json")
_TITLES: Final = ("title", "thread_title", "page_title", "conversation_title", "headline", "case_name")
_URLS: Final = ("url", "permalink", "link")


class Utterance(msgspec.Struct, array_like=True):
    """A line of the corpus; `name` is the speaker's, where the corpus gives one beside the id."""

    id: str
    conversation: str
    reply_to: str | None
    speaker: str | None
    text: str
    created: float | None
    meta: dict[str, Any]


def read_corpus(opened: Opened, source: str, sniffed: Sniffed) -> Iterator[Reading]:
    """The conversations of a corpus, streamed.

    Raises:
        InputError: there are no utterances, or what should be JSON is none.
    """
    folder = opened.head.folder or (opened.path.parent if opened.path else None)
    with Lookup() as conversations, Lookup() as speakers, _utterances(opened) as given:
        if folder is not None:
            conversations.fill(_members(folder, _CONVERSATIONS))
            speakers.fill(_members(folder, _SPEAKERS))
        utterances = (_utterance(given, line, value) for line, value in rows(given))
        for group in by_thread(utterances, lambda each: each.conversation, lambda each: len(each.text)):
            report = opened.report(source, sniffed)
            report.encoding = given.encoding
            if group.stray:
                report.note(f"{len(group.rows):,} utterances of {group.thread} come after other conversations")
            about = _meta_of(conversations.get(group.thread))
            names = {each.speaker: _name(each.speaker, speakers) for each in group.rows}
            yield _Conversation(group.thread, group.rows, about, names).read(report)


def _file(folder: Path, names: tuple[str, ...]) -> Path | None:
    return next((place for name in names if (place := folder / name).is_file()), None)


@contextmanager
def _utterances(opened: Opened) -> Iterator[Opened]:
    """The file with the utterances: the input itself, or the one in the folder."""
    if opened.head.folder is None:
        yield opened
        return
    found = _file(opened.head.folder, UTTERANCES)
    if found is None:
        raise opened.refusal(f"holds no {UTTERANCES[0]}")
    with closing(open_input(found)) as file:
        yield file


def _members(folder: Path, names: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """The members of an object in a file of the folder, each as JSON; none where there is no such file."""
    found = _file(folder, names)
    if found is None:
        return
    with closing(open_input(found)) as file:
        if not file.head.data.lstrip().startswith(b"{"):
            return
        for part in members(file, "*"):
            if part.data is not None and part.path:
                yield part.path[-1], part.data


def _meta_of(data: bytes | None) -> Mapping[str, Any]:
    """What a corpus says of a conversation or a speaker; in older forms it stands there without `meta`."""
    if data is None:
        return {}
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
    if not isinstance(value, dict):
        return {}
    meta = value.get("meta")
    return meta if isinstance(meta, dict) else {key: inner for key, inner in value.items() if key != "vectors"}


def _name(speaker: str | None, speakers: Lookup) -> str | None:
    """A speaker's name, where the corpus has one; else the id, which mostly is one."""
    found = _meta_of(speakers.get(speaker or "")).get("name")
    return found if isinstance(found, str) and found.strip() else speaker


def _utterance(opened: Opened, line: int, value: Any) -> Utterance:

    if not isinstance(value, dict):
        raise opened.refusal("is no utterance", line=line)

    def first(*names: str) -> Any:
        return next((value[name] for name in names if value.get(name) is not None), None)

    own = identity(first("id"))
    if own is None:
        raise opened.refusal("an utterance has no id", line=line)
    meta, text = first("meta"), first("text")
    speaker = first("speaker", "user")
    at = seconds(first("timestamp"))
    return Utterance(
        id=own,
        conversation=identity(first("conversation_id", "root")) or own,
        reply_to=identity(first("reply-to", "reply_to")),
        speaker=identity(speaker.get("id") if isinstance(speaker, dict) else speaker),
        text=text if isinstance(text, str) else "",
        created=None if isnan(at) else at,
        meta=meta if isinstance(meta, dict) else {},
    )


class _Conversation:
    """One conversation on its way to a thread."""

    def __init__(
        self,
        name: str,
        utterances: list[Utterance],
        about: Mapping[str, Any],
        names: Mapping[str | None, str | None],
    ) -> None:
        self._name = name
        self._about = about
        self._names = names
        roots = [each for each in utterances if each.reply_to is None]
        self._root = next((each for each in roots if each.id == name), roots[0] if roots else None)
        self._comments = [each for each in utterances if each is not self._root]
        self._markdown = "subreddit" in about or any("subreddit" in each.meta for each in utterances[:1])

    def read(self, report: ImportReport) -> Reading:

        builder = ThreadBuilder(report)
        above = {self._name, self._root.id if self._root else self._name}
        for each in self._comments:
            score = number(each.meta.get("score"))
            extra = {key: kept(value) for key, value in each.meta.items() if key != "score" or score is None}
            builder.add(
                each.id,
                None if each.reply_to in above else each.reply_to,
                None if (each.speaker or "").lower() in GONE else self._names[each.speaker],
                self._text(each),
                created=each.created,
                score=score,
                deleted=each.text.strip().lower() in GONE,
                extra={key: value for key, value in extra.items() if value is not None} or None,
            )
        roots = [self._root] if self._root else []
        gold = tuple(label for each in (*roots, *self._comments) for label in _labels(each))
        thread = builder.build(self._article(report), thread_id=self._name, extra=self._extra())
        return Reading(thread, report, gold)

    def _text(self, each: Utterance) -> str:

        return plain(each.text, markdown=self._markdown)

    def _article(self, report: ImportReport) -> Article:

        def said(names: tuple[str, ...]) -> str | None:
            found = (self._about.get(name) for name in names)
            return next((value for value in found if isinstance(value, str) and value.strip()), None)

        root = self._root
        return clean_article(
            report,
            title=said(_TITLES),
            byline=self._names[root.speaker] if root else None,
            published=root.created if root else None,
            url=said(_URLS),
            paragraphs=paragraphs(self._text(root)) if root else (),
        )

    def _extra(self) -> Mapping[str, object]:

        meta = {key: kept(value) for key, value in self._about.items() if key not in (*_TITLES, *_URLS)}
        first = {key: kept(value) for key, value in self._root.meta.items()} if self._root else {}
        return {**({"meta": meta} if meta else {}), **({"first": first} if first else {})}


def _labels(each: Utterance) -> Iterator[GoldLabel]:
    """What the corpus says of an utterance in words or by yes and no."""
    for dimension, value in each.meta.items():
        for one in value if isinstance(value, list) else (value,):
            if isinstance(one, bool):
                yield GoldLabel(each.id, dimension, "yes" if one else "no")
            elif isinstance(one, str) and one and "\n" not in one:
                yield GoldLabel(each.id, dimension, one)
