"""Where mails lie: all in one file, or each in a file of its own."""

from __future__ import annotations

import os
import re
from array import array
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, BinaryIO

from threadmark.sources.mail.bodies import without_from_quotes
from threadmark.sources.mail.conversations import Conversations
from threadmark.sources.mail.headers import headers_of
from threadmark.sources.mail.threads import thread_of
from threadmark.sources.opening import Opened
from threadmark.sources.source import Reading, Sniffed

CUT = "mails longer than 64 MB (cut there)"
UNREADABLE = "files that can't be read (left out)"
_LONGEST = 64 << 20
_HEADERS = 1 << 16
_LINE = 1_000
_LONGEST_TIME = 19
# After a line's end, so that it can be looked for in the middle of a file.
_FIRST_LINE = re.compile(
    rb"\n(?=From (?:[^\n]{0,200}\d:\d\d[^\n]{0,60}\b\d{4}\b|[^\n]{0,200}\b\d{4}\b[^\n]{0,60}\d:\d\d)[^\n]{0,60}\n"
    rb">?(?:[!-9;-~]{1,80}[ \t]*:|From ))"
)


def read_box(opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
    """The conversations of an mbox.

    Raises:
        InputError: no mail begins in it.
    """
    plain = _plain_file(opened)
    with plain or TemporaryFile() as file:
        starts, conversations = array("q"), Conversations()
        for start, beginning in _beginnings(opened, None if plain else file):
            starts.append(start)
            conversations.add(headers_of(without_from_quotes(beginning)))
        if not starts:
            raise opened.refusal("no mail begins in it: there is no line that begins with From and has a date")
        starts.append(file.seek(0, os.SEEK_END))
        for places in conversations.together():
            report = opened.report("mbox", sniffed)
            report.mend(CUT, sum(starts[place + 1] - starts[place] > _LONGEST for place in places))
            mails = (_mail(file, starts[place], starts[place + 1]) for place in places)
            yield Reading(thread_of(mails, report), report)


def _plain_file(opened: Opened) -> BinaryIO | None:
    """The file itself, where what is read of it is what lies there; None for stdin and what is packed."""
    if opened.path is None:
        return None
    file = opened.path.open("rb")
    if file.read(len(opened.head.data)) == opened.head.data:
        return file
    file.close()
    return None


def _beginnings(opened: Opened, copy: IO[bytes] | None) -> Iterator[tuple[int, bytes]]:
    """Where each mail begins, and its first 64 KiB without the line that begins it; all that is read is copied."""
    mail: int | None = None
    beginning = bytearray()
    held, at = b"\n", -1  # as if a line had ended before the first
    chunks = opened.chunks()
    more = True
    while more:
        chunk = next(chunks, b"")
        more = bool(chunk)
        if copy is not None:
            copy.write(chunk)
        held += chunk
        looked_at = len(held) - _LINE if more else len(held)
        done = 0
        for first in _FIRST_LINE.finditer(held):
            if first.start() > looked_at:
                break
            beginning += held[done : min(first.start(), done + _HEADERS)]
            if mail is not None:
                yield mail, _without_first_line(bytes(beginning[:_HEADERS]))
            done = first.start() + 1
            mail = at + done
            beginning.clear()
        done_with = max(done, looked_at)
        beginning += held[done : min(done_with, done + _HEADERS)]
        held, at = held[done_with:], at + done_with
    if mail is not None:
        yield mail, _without_first_line(bytes(beginning[:_HEADERS]))


def _mail(file: IO[bytes], start: int, end: int) -> bytes:
    file.seek(start)
    mail = _without_first_line(file.read(min(end - start, _LONGEST)))
    return without_from_quotes(mail)


def _without_first_line(mail: bytes) -> bytes:
    return mail[mail.find(b"\n") + 1 :]


def read_folder(opened: Opened, sniffed: Sniffed) -> Iterator[Reading]:
    """The conversations of a maildir.

    Raises:
        InputError: it holds no mail.
    """
    folder = opened.head.folder
    paths = _files(folder) if folder is not None else []
    conversations, read = Conversations(), []
    for path in paths:
        if (mail := _beginning(path, _HEADERS)) is not None:
            conversations.add(headers_of(mail))
            read.append(path)
    if not read:
        raise opened.refusal("there is no mail in cur and new")
    unreadable = len(paths) - len(read)
    for places in conversations.together():
        report = opened.report("maildir", sniffed)
        report.mend(UNREADABLE, unreadable)
        unreadable = 0
        mails = (_beginning(read[place], _LONGEST) or b"" for place in places)
        yield Reading(thread_of(mails, report), report)


def _files(folder: Path) -> list[Path]:
    """The mails of a maildir in the order in which they came in, which their names tell; links lead elsewhere."""
    found = []
    for name in ("cur", "new"):
        with suppress(OSError), os.scandir(folder / name) as entries:
            found += [
                Path(entry.path)
                for entry in entries
                if not entry.name.startswith(".") and entry.is_file(follow_symlinks=False)
            ]
    return sorted(found, key=_came_in)


def _came_in(path: Path) -> tuple[int, str]:
    seconds = path.name.partition(".")[0]
    return int(seconds) if seconds.isdecimal() and len(seconds) < _LONGEST_TIME else 0, path.name


def _beginning(path: Path, size: int) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError:
        return None
