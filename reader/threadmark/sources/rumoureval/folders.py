"""Folders become threads: the source tweet the article, the replies comments, hung as `structure.json` says."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from threadmark.sources.json_input.decoding import MalformedJSONError, decoded
from threadmark.sources.opening import Opened
from threadmark.sources.rumoureval import DEEPEST, SOURCE_FOLDERS, folders_in
from threadmark.sources.rumoureval.keys import stances_around
from threadmark.sources.rumoureval.messages import Message, message_of
from threadmark.sources.source import GoldLabel, Reading, Sniffed
from threadmark.thread.build import ThreadBuilder, clean_article
from threadmark.thread.report import ImportReport

_REPLY_FOLDERS: Final = ("replies", "reactions")
_LARGEST: Final = 16 << 20
_LAYER: Final = "stance-sdqc"
_DIMENSION: Final = "sdqc"
_MOVED: Final = "replies hung where structure.json says, not where they say"


def read_folders(opened: Opened, folder: Path, source: str, sniffed: Sniffed) -> Iterator[Reading]:
    """The threads below a folder, by path.

    What can't be read of it is said in the report, and left out.
    """
    stances = stances_around(folder)
    for place in _threads_below(folder):
        yield _Folder(opened, place, stances).read(opened.report(source, sniffed))


def _threads_below(folder: Path) -> Iterator[Path]:
    waiting = [(folder, 0)]
    while waiting:
        place, depth = waiting.pop()
        inner = folders_in(place)
        if any(each.name in SOURCE_FOLDERS for each in inner):
            yield place
        elif depth < DEEPEST:
            waiting += [(each, depth + 1) for each in reversed(inner)]


class _Folder:
    """One thread's folder."""

    def __init__(self, opened: Opened, place: Path, stances: Mapping[str, str]) -> None:
        self._opened = opened
        self._place = place
        self._stances = stances

    def read(self, report: ImportReport) -> Reading:
        found = list(self._messages(SOURCE_FOLDERS, report))
        source = next((each for each in found if each.id == self._place.name), found[0] if found else None)
        replies = {each.id: each for each in self._messages(_REPLY_FOLDERS, report)}
        thread_id = source.id if source else self._place.name
        replies.pop(thread_id, None)
        above = _links(self._structure(report))
        builder = ThreadBuilder(report)
        for each in _in_order(replies, above):
            parent = above.get(each.id, each.parent)
            if each.id in above and each.parent in replies and each.parent != parent:
                report.mend(_MOVED)
            builder.add(
                each.id,
                None if parent == thread_id else parent,
                each.author,
                each.text,
                created=each.created,
                score=each.score,
                deleted=each.deleted,
                extra=each.extra,
            )
        gold = tuple(
            GoldLabel(name, _DIMENSION, self._stances[name], _LAYER)
            for name in (thread_id, *replies)
            if name in self._stances
        )
        report.missing += sum(name not in replies and name != thread_id for name in above)
        if source is None:
            report.note(f"{self._place.name}: the source tweet is not in the folder")
        article = clean_article(
            report,
            title=source.title if source else None,
            byline=source.author if source else None,
            published=source.created if source else None,
            url=source.url if source else None,
            paragraphs=[part for part in source.text.split("\n\n") if part] if source else (),
        )
        extra = (source.extra or {}) if source else {}
        return Reading(builder.build(article, thread_id=thread_id, extra=extra), report, gold)

    def _messages(self, folders: tuple[str, ...], report: ImportReport) -> Iterator[Message]:
        for name in folders:
            folder = self._place / name
            if not folder.is_dir():
                continue
            for path in sorted(folder.iterdir()):
                if path.suffix != ".json" or path.name.startswith("."):
                    continue
                value = self._json(path, report)
                if value is None:
                    continue
                message = message_of(path.stem, value)
                if message is None:
                    report.note(f"{self._where(path)}: is no message (left out)")
                else:
                    yield message

    def _structure(self, report: ImportReport) -> Mapping[str, Any]:
        path = self._place / "structure.json"
        value = self._json(path, report) if path.is_file() else None
        if not isinstance(value, dict):
            report.note(f"{self._where(path)}: no tree is there; replies hang where they say")
            return {}
        return value

    def _json(self, path: Path, report: ImportReport) -> Any:
        """What a file says; None, and a remark, where that can't be read: the rest of the corpus is there all the same."""
        try:
            with path.open("rb") as file:
                data = file.read(_LARGEST + 1)
            if len(data) <= _LARGEST:
                return decoded(data.removeprefix(codecs.BOM_UTF8))[0]
            said = f"is larger than {_LARGEST >> 20} MB"
        except MalformedJSONError as error:
            said = f"is not valid JSON: {error}"
        except OSError as error:
            said = f"can't be read: {(error.strerror or str(error)).lower()}"
        report.note(f"{self._where(path)}: {said} (left out)")
        return None

    def _where(self, path: Path) -> str:
        folder = self._opened.head.folder
        return str(path.relative_to(folder)) if folder else str(path)


def _links(structure: Mapping[str, Any]) -> dict[str, str]:
    """Each reply's parent; a leaf of the structure is `[]`, everything else an object. Its roots have none."""
    above: dict[str, str] = {}
    waiting = [(str(name), inner) for name, inner in reversed(list(structure.items()))]
    while waiting:
        name, inner = waiting.pop()
        if isinstance(inner, dict):
            for reply in inner:
                above.setdefault(str(reply), name)
            waiting += [(str(reply), below) for reply, below in reversed(list(inner.items()))]
    return above


def _in_order(replies: Mapping[str, Message], above: Mapping[str, str]) -> Iterator[Message]:
    """Replies in the order of the structure, then those that are not in it, by id."""
    yield from (replies[name] for name in above if name in replies)
    yield from (each for name, each in replies.items() if name not in above)
