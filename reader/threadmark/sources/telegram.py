"""Telegram Desktop's `result.json`: one chat, or all of somebody's chats, each a thread; messages come in a stream."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan
from typing import Any

import msgspec

from threadmark.sources.json_input.decoding import decoded_at
from threadmark.sources.json_input.form import Form, Id, name_of
from threadmark.sources.json_input.peeking import inner, peek
from threadmark.sources.json_input.streaming import Part, members
from threadmark.sources.opening import Opened
from threadmark.sources.source import Certainty, Head, Reading, Sniffed
from threadmark.thread.build import ThreadBuilder, clean_article
from threadmark.thread.model import posix_seconds

SERVICE = "notices of the service, such as who joined (left out)"
_CHATS = ("", "chats.list.*.", "left_chats.list.*.", "chats.*.")
_MEDIA = ("photo", "file", "media_type", "sticker_emoji", "contact_information", "location_information")
_TYPES = ("message", "service")


class _Message(msgspec.Struct):
    """A message."""

    id: Id
    type: str = "message"
    sender: str | None = msgspec.field(name="from", default=None)
    text: Any = ""
    text_entities: list[Any] = []
    date: str | None = None
    date_unixtime: float | None = None
    edited: str | None = None
    edited_unixtime: float | None = None
    reply_to_message_id: Id | None = None
    reply_to_peer_id: Id | None = None
    forwarded_from: str | None = None
    author: str | None = None
    poll: Any = None
    reactions: list[Any] = []


class TelegramSource:
    """Telegram exports."""

    name = "telegram"
    title = "Telegram Desktop exports"

    def sniff(self, head: Head) -> Sniffed | None:
        """Certain by the first message, or by what the export says of itself."""
        value = peek(head)
        if not isinstance(value, dict):
            return None
        if isinstance(value.get("about"), str) and "Telegram" in value["about"]:
            return Sniffed(Certainty.CERTAIN, 'it is "about" Telegram')
        chats = value.get("chats")
        chats = inner(chats, "list") if isinstance(chats, dict) else chats
        chat = inner(chats, 0) or value
        message = inner(chat, "messages", 0)
        if (
            isinstance(message, dict)
            and message.get("type") in _TYPES
            and {"date", "date_unixtime", "from_id"} & message.keys()
        ):
            return Sniffed(Certainty.CERTAIN, 'its messages have "type" and "date"')
        if inner(chat, "messages") == [] and {"name", "type", "id"} <= chat.keys():
            return Sniffed(Certainty.LIKELY, "it has a name, a type and messages")
        return None

    def read(self, opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
        """A thread for each chat, as soon as the chat ends."""
        if not opened.head.data.lstrip().startswith(b"{"):
            raise opened.refusal("is not what it looks like: no object")
        chat = _Chat(opened, sniffed)
        for part in members(opened, *(f"{chats}messages.*" for chats in _CHATS)):
            if part.path[-2:] == ("messages", "*") and part.data is not None:
                chat.add(part)
            elif part.data is not None:
                chat.say(part)
            elif chat.begun and part.path[-1:] != ("messages",):
                yield chat.reading()
                chat = _Chat(opened, sniffed)


class _Chat:
    """A chat being read."""

    def __init__(self, opened: Opened, sniffed: Sniffed) -> None:
        self._opened = opened
        self._report = opened.report(TelegramSource.name, sniffed)
        self._form = Form(opened, self._report)
        self._builder = ThreadBuilder(self._report)
        self._said: dict[str, str | int] = {}

    @property
    def begun(self) -> bool:
        """Whether there is anything to be a thread."""
        return len(self._builder) > 0 or "messages" in self._said or {"name", "type", "id"} <= self._said.keys()

    def say(self, part: Part) -> None:
        """Take what is said of the chat."""
        key = part.path[-1] if part.path else ""
        if part.data is None or key not in ("name", "type", "id", "messages"):
            return
        value = decoded_at(self._opened, part.data, part.line, last=False)
        if key == "messages":
            raise self._opened.refusal("is not what it looks like: its messages are no list", line=part.line)
        if isinstance(value, str | int):
            self._said[key] = value

    def add(self, part: Part) -> None:
        """Add a message."""
        assert part.data is not None  # noqa: S101 -- for the type checker: it was looked at
        value = decoded_at(self._opened, part.data, part.line, last=False)
        message = self._form(_Message, value, line=part.line)
        if message.type == "service":
            self._report.mend(SERVICE)
            return
        extra = {key: value[key] for key in _MEDIA if value.get(key)}
        if message.forwarded_from:
            extra["forwarded_from"] = message.forwarded_from
        if reactions := _reactions(message.reactions):
            extra["reactions"] = reactions
        self._builder.add(
            str(message.id),
            None if message.reply_to_peer_id is not None else name_of(message.reply_to_message_id),
            message.sender or message.author or None,
            _text(message),
            created=message.date if message.date_unixtime is None else message.date_unixtime,
            edited=_edited(message),
            extra=extra or None,
        )

    def reading(self) -> Reading:
        """The thread."""
        name, kind = self._said.get("name"), self._said.get("type")
        article = clean_article(self._report, title=str(name) if name is not None else None)
        thread_id = self._said.get("id")
        extra = {} if kind is None else {"type": kind}
        thread = self._builder.build(article, thread_id=None if thread_id is None else str(thread_id), extra=extra)
        return Reading(thread, self._report)


def _edited(message: _Message) -> float | None:
    """When a message was edited; a time without a zone is in the zone in which the message's own is."""
    if message.edited_unixtime is not None or message.edited is None:
        return message.edited_unixtime
    edited, local = posix_seconds(message.edited), posix_seconds(message.date)
    if isnan(edited) or isnan(local) or message.date_unixtime is None:
        return None if isnan(edited) else edited
    return edited - (local - message.date_unixtime)


def _reactions(reactions: list[Any]) -> dict[str, int]:
    found = {}
    for each in reactions:
        sign, count = inner(each, "emoji"), inner(each, "count")
        if isinstance(sign, str) and isinstance(count, int):
            found[sign] = count
    return found


def _text(message: _Message) -> str:
    """A message's words, with links and quotes; of a poll, what is asked and the answers to choose from."""
    pieces = message.text_entities or (message.text if isinstance(message.text, list) else [message.text])
    text = "".join(_piece(each) for each in pieces).strip()
    if not text and isinstance(question := inner(message.poll, "question"), str):
        answers = inner(message.poll, "answers") or inner(message.poll, "options")
        given = [inner(each, "text") for each in answers] if isinstance(answers, list) else []
        text = "\n".join([question, *(f"- {each}" for each in given if isinstance(each, str))])
    return text


def _piece(piece: Any) -> str:
    if isinstance(piece, str):
        return piece
    text, address = inner(piece, "text"), inner(piece, "href")
    if not isinstance(text, str):
        return ""
    if inner(piece, "type") == "blockquote":
        return "\n".join(["", *(f"> {line}" for line in text.strip("\n").split("\n")), ""])
    return f"{text} <{address}>" if isinstance(address, str) and address != text else text


SOURCE = TelegramSource()
