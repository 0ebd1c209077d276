"""Submissions wait, by thread, until their comments come: in a database of their own, which is on the disk if large."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from threadmark.errors import InputError
from threadmark.sources.json_input.decoding import decoded_at, lines
from threadmark.sources.json_input.form import Form
from threadmark.sources.opening import Opened, open_input
from threadmark.sources.reddit.things import Submission
from threadmark.thread.report import ImportReport

_ENDINGS = re.compile(r"(?:\.(?:gz|bz2|xz|zst|ndjson|jsonl|json|txt))+\Z", re.IGNORECASE)
_NAMES = (
    (re.compile(r"\Arc(?=[_-])"), ("rs",)),
    (re.compile(r"comments?"), ("submissions", "submission", "posts", "post")),
)
_CACHE_KIB = 8 << 10
_SUBMISSION = msgspec.json.Decoder(Submission)


def beside(comments: Path) -> Path | None:
    """The file of submissions that lies beside a file of comments and is named as it is; None where none does."""
    wanted = _names(_ENDINGS.sub("", comments.name.lower()))
    try:
        found = [path for path in comments.parent.iterdir() if _ENDINGS.sub("", path.name.lower()) in wanted]
    except OSError:
        return None
    return min((path for path in found if path.is_file()), default=None)


def _names(stem: str) -> set[str]:
    return {pattern.sub(name, stem) for pattern, names in _NAMES if pattern.search(stem) for name in names}


class Submissions:
    """Submissions by thread."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        for setting in ("journal_mode = OFF", "synchronous = OFF", "temp_store = FILE", f"cache_size = -{_CACHE_KIB}"):
            self._database.execute(f"PRAGMA {setting}")
        self._database.execute(
            "CREATE TABLE submission (place INTEGER PRIMARY KEY, thread TEXT UNIQUE, own INTEGER, content BLOB)"
        )
        self._database.execute("BEGIN")
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(Submission).decode
        self._any = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def add(self, submission: Submission, *, own: bool) -> None:
        """Put a submission away; of several on one thread the first is kept.

        Args:
            submission: what is on it.
            own: whether it makes a thread even without comments.
        """
        self._any = True
        self._database.execute(
            "INSERT OR IGNORE INTO submission (thread, own, content) VALUES (?, ?, ?)",
            (submission.thread, own, self._encode(submission)),
        )

    def take(self, thread: str) -> Submission | None:
        """The submission of a thread, which is then gone."""
        if not self._any:
            return None
        found = self._database.execute("SELECT place, content FROM submission WHERE thread = ?", (thread,)).fetchone()
        if found is None:
            return None
        self._database.execute("UPDATE submission SET own = 0 WHERE place = ?", found[:1])
        return self._decode(found[1])

    def rest(self) -> Iterator[Submission]:
        """Those that make a thread and were not taken, in the order of the file."""
        for (content,) in self._database.execute("SELECT content FROM submission WHERE own ORDER BY place"):
            yield self._decode(content)

    def read_beside(self, opened: Opened) -> list[str]:
        """Read the submissions that lie beside a dump of comments; remarks on it.

        Args:
            opened: the dump.
        """
        path = beside(opened.path) if opened.path else None
        if path is None:
            return []
        try:
            other = open_input(path)
        except InputError as error:
            return [f"{path.name} beside it can't be read: {error.what}"]
        try:
            self._read(other)
        except InputError as error:
            return [f"{path.name} beside it can't be read to its end: {error.what}"]
        finally:
            other.close()
        return [f"titles and texts from {path.name} beside it"]

    def _read(self, opened: Opened) -> None:
        form = Form(opened, ImportReport())
        for line in lines(opened):
            try:
                submission = _SUBMISSION.decode(line.data)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                value = decoded_at(opened, line.data, line.number, last=False)
                submission = form(Submission, value, line=line.number)
            self.add(submission, own=False)
