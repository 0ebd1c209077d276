"""Start the screen: a reading screen for each thread that is opened, and the files brought up to date at the end."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from threadmark.keys.layers import Keymap
from threadmark.labels.records import LayerRecord, SessionRecord, ThreadRecord
from threadmark.labels.round import Round
from threadmark.labels.store import LabelStore
from threadmark.sources.source import Reading
from threadmark.tui.app import Opened, ThreadmarkApp
from threadmark.tui.looks import ASCII, UNICODE
from threadmark.tui.picker import Choice
from threadmark.tui.reading import ReadingScreen

_TITLE = 200  # code points of an article's beginning where it has no title


@dataclass(frozen=True, slots=True)
class Start:
    """Everything that a start of the screen needs.

    Attributes:
        heading: what the picker's threads are.
        readings: the threads.
        picked: whether a picker comes first.
        store: the label file, open.
        keymap: keys and codebook in effect.
        annotator: who labels.
        session: the id of this start.
        theme: a colour theme, or None.
        plain: draw with ASCII signs.
        version: of the program.
    """

    heading: str
    readings: Sequence[Reading]
    picked: bool
    store: LabelStore
    keymap: Keymap
    annotator: str
    session: str
    theme: str | None
    plain: bool
    version: str


def run(start: Start) -> int:
    """Run the screen until it ends; the exit status."""
    start.store.begin_session(_session(start))
    app = make_app(start)
    try:
        app.run()
    finally:
        start.store.close()
    return app.return_code or 0


def make_app(start: Start) -> ThreadmarkApp:
    """The program on the screen, not yet running."""
    signs = ASCII if start.plain else UNICODE

    def open_choice(place: int) -> ReadingScreen:
        reading = start.readings[place]
        work = Round(
            start.store,
            reading.thread,
            start.keymap.codebook,
            annotator=start.annotator,
            session=start.session,
            source=_source(start, reading),
        )
        return ReadingScreen(
            reading.thread, reading.report, work, start.keymap, signs, storage_note=_storage_note(start.store)
        )

    choices = [_choice(reading) for reading in start.readings] if start.picked else []
    return ThreadmarkApp(
        Opened(start.heading, choices, open_choice, start.store), start.keymap, signs, theme=start.theme
    )


def _source(start: Start, reading: Reading) -> ThreadRecord:
    """Where a thread came from, as the label file has it: its path from there, and the hash of what is in the file."""
    path, thread = Path(reading.report.file), reading.thread
    source, sha256 = reading.report.file, ""
    if path.is_file():
        source = os.path.relpath(path.resolve(), start.store.path.parent)
        sha256 = fingerprint(path)
    return ThreadRecord(thread.id, thread.article.title, source, sha256, len(thread))


def _storage_note(store: LabelStore) -> str:
    if store.held_by is not None:
        holder = f" by {store.held_by}" if store.held_by else ""
        return f"read-only: {store.path.name} is held{holder}; --labels names another file"
    return ""


def _session(start: Start) -> SessionRecord:
    try:
        columns, rows = os.get_terminal_size()
    except OSError:
        columns = rows = 0
    layers = tuple(LayerRecord(layer.name, layer.version, layer.sha256) for layer in start.keymap.layers)
    return SessionRecord(
        start.session,
        start.annotator,
        start.version,
        layers=layers,
        theme=start.theme or "",
        size=(columns, rows),
        started=start.store.now(),
    )


def _choice(reading: Reading) -> Choice:
    article = reading.thread.article
    title = article.title or (
        article.paragraphs[0][:_TITLE].replace("\n", " ") if article.paragraphs else reading.thread.id
    )
    return Choice(title, Path(reading.report.file).name, article.published or "", len(reading.thread))


def fingerprint(path: Path) -> str:
    """SHA-256 (hex) of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
