"""What an annotator works with: the keymap and the label file, each loaded when it is first needed."""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Literal

from threadmark import __version__
from threadmark.errors import ThreadmarkError
from threadmark.project import SavedFilters
from threadmark.study import Study
from threadmark.thread import ImportReport, Thread
from threadmark.thread.text import clean_line

if TYPE_CHECKING:
    from threadmark.keys.layers import Keymap
    from threadmark.keys.reloading import LayerFiles
    from threadmark.labels.drawing import Drawn, Wish
    from threadmark.labels.records import ThreadRecord
    from threadmark.labels.round import Round
    from threadmark.labels.store import LabelStore
    from threadmark.tui.desk import Desk
    from threadmark.tui.hands import Hands
    from threadmark.tui.picker import Progress
    from threadmark.tui.reading import ReadingScreen
    from threadmark.tui.session import Session


class Workshop:
    """Keymap and label file of a start of the program.

    Args:
        stack: the stack of layers; empty for the default one.
        layers: layers on top of it.
        folders: where layers are looked for.
        extended: whether extended labels are there.
        labels: the label file.
        annotator: who labels.
        study: what the study says.
        theme: the theme's name, for the session's record.
        filters: saved filters; without them there are none yet, and they are kept beside the label file.

    Attributes:
        drawn: what a second round is over; None in the first.
        resumes: whether one goes on where one left, or begins at the top; None where neither is kept.
    """

    def __init__(
        self,
        stack: Sequence[str],
        layers: Sequence[str],
        folders: Sequence[Path],
        labels: Path,
        annotator: str,
        *,
        extended: bool = False,
        study: Study | None = None,
        theme: str = "",
        filters: SavedFilters | None = None,
    ) -> None:
        self._stack = stack
        self._layers = layers
        self._folders = folders
        self._extended = extended
        self._labels = labels
        self._annotator = annotator
        self._study = study or Study()
        self._theme = theme
        self._filters = filters or SavedFilters(labels.parent)
        self._session = f"s-{token_hex(6)}"
        self.drawn: Drawn | None = None
        self.resumes: Literal["where left", "fresh"] | None = None
        self._places: Session | None = None
        self._opened: LabelStore | None = None

    @cached_property
    def keymap(self) -> Keymap:
        """Keys and codebook in effect.

        Raises:
            UsageError: a layer is broken, with file and line.
        """
        return self._load_keymap()

    def _load_keymap(self) -> Keymap:
        from threadmark.keys.layers import DEFAULT_LAYERS, load_keymap  # noqa: PLC0415 -- after the first paint

        layers = (*(self._stack or DEFAULT_LAYERS), *self._layers)
        return load_keymap(layers, search=self._folders, extended=self._extended)

    @cached_property
    def layer_files(self) -> LayerFiles:
        """The files that the keymap came from, to see when they are edited."""
        from threadmark.keys.reloading import LayerFiles  # noqa: PLC0415 -- after the first paint

        return LayerFiles(self.keymap, self._load_keymap)

    @cached_property
    def store(self) -> LabelStore:
        """The label file, open.

        Raises:
            LabelFileError: it is damaged or newer than this program.
            UsageError: its folder can't be used.
        """
        from threadmark.labels.begun import label_keys, with_keys  # noqa: PLC0415 -- as above
        from threadmark.labels.records import LayerRecord, SessionRecord  # noqa: PLC0415 -- as above

        store = self._open()
        session = SessionRecord(
            self._session,
            self._annotator,
            __version__,
            layers=tuple(LayerRecord(layer.name, layer.version, layer.sha256) for layer in self.keymap.layers),
            theme=self._theme,
            size=_terminal_size(),
            started=store.now(),
            round=self.round,
        )
        store.begin_session(with_keys(session, label_keys(self.keymap), store.sessions()))
        return store

    def _open(self) -> LabelStore:
        from threadmark.labels.store import LabelStore  # noqa: PLC0415 -- as above

        if self._opened is None:
            self._opened = LabelStore.open(self._labels, who=self._annotator)
        return self._opened

    @property
    def round(self) -> int:
        """The round that this start of the program is for."""
        return self.drawn.round if self.drawn is not None else 1

    def draw(self, wish: Wish, threads: Iterable[Thread]) -> Drawn:
        """Be for a second round from now on, over a sample of what the annotator has done; it is written if it is new.

        Raises:
            UsageError: there is nothing to draw.
            ThreadmarkError: the keymap or the label file can't be used, or not written.
        """
        from threadmark.labels.drawing import draw_again  # noqa: PLC0415 -- only for a second round
        from threadmark.labels.history import PROGRAM  # noqa: PLC0415 -- as above
        from threadmark.labels.records import put  # noqa: PLC0415 -- as above

        drawn = self.drawn = draw_again(self._open(), threads, wish, annotator=self._annotator)
        if drawn.is_new:
            new = [put(record) for record in drawn.records]
            self.store.commit(new, annotator=self._annotator, session=self._session, via=PROGRAM)
        return drawn

    def desk(self, screen: ReadingScreen, changed: Callable[[], None]) -> Hands:
        """The desk of a reading screen.

        Raises:
            ThreadmarkError: the keymap or the label file can't be used.
        """
        from threadmark.labels.claims import StudyClaim  # noqa: PLC0415 -- as above
        from threadmark.labels.following import left_behind  # noqa: PLC0415 -- as above
        from threadmark.labels.round import Round  # noqa: PLC0415 -- as above

        keymap, store = self.keymap, self.store
        text, claim_type = self._study.claims.get(screen.thread.id, ("", None))
        work = Round(
            store,
            screen.thread,
            keymap.codebook,
            annotator=self._annotator,
            number=self.round,
            session=self._session,
            source=SourceRecord(screen.thread, screen.report, store.path).get,
            study_claim=StudyClaim(clean_line(text)[0], claim_type) if text else None,
            named=self._study.targets_of(screen.thread.id),
            drawn=None if self.drawn is None else frozenset(self.drawn.comments.get(screen.thread.id, ())),
            passes=self._study.passes_over(keymap.codebook),
        )
        name = screen.thread.id
        started = {session.id: session.started for session in store.sessions()}
        labels = (label for label in store.labels(name) if label.round == self.round)
        reviews = (review for review in store.reviews(name) if review.round == self.round)
        behind = left_behind(screen.thread, labels, self._annotator, reviews, started)
        lost = [*behind, *map(str, work.unsettled)]
        for line in lost:
            if all(note.text != line for note in screen.report.notes):
                screen.report.note(line)
        words = (
            f"{len(lost):,} of your labels and notes can't follow to this version: the import report lists them"
            if lost
            else self._words_of(work)
        )
        desk = self.seat(screen, work, changed, _held(store) or words)
        desk.finding.saved = self._filters
        desk.session = self.session()
        return desk

    def session(self) -> Session | None:
        """Where the annotator was in which thread; asked after the first paint. None where nobody keeps that."""
        if self._places is None and self.resumes is not None:
            from threadmark.tui.session import Session, session_file  # noqa: PLC0415 -- as above

            file = session_file(self._labels, self._annotator, self.round)
            self._places = Session(file, fresh=self.resumes == "fresh")
        return self._places

    def seat(self, screen: ReadingScreen, work: Round, changed: Callable[[], None], first_words: str) -> Desk:
        """The desk itself, for a round over the screen's thread."""
        from threadmark.tui.desk import Desk  # noqa: PLC0415 -- as above

        return Desk(screen, work, self.keymap, changed=changed, first_words=first_words, study=self._study)

    def _words_of(self, work: Round) -> str:
        """What is special about a round over a sample."""
        if self.drawn is None:
            return ""
        key = "".join(self.keymap.keys_of("next_todo")[:1])
        return f"round {work.number}: {work.counts.comments:,} drawn here, earlier labels are hidden; {key} goes on"

    def progress(self) -> dict[str, Progress]:
        """How far the annotator is in each thread of the label file, by its id.

        Raises:
            ThreadmarkError: the label file can't be used.
        """
        from threadmark.tui.picker import Progress  # noqa: PLC0415 -- it is loaded where this is asked

        started = {session.id: session.started for session in self.store.sessions()}
        drawn = self.drawn.comments if self.drawn is not None else {}
        found = {thread: Progress(drawn=frozenset(comments)) for thread, comments in drawn.items()}
        for review in self.store.reviews():
            if (review.annotator, review.round) == (self._annotator, self.round):
                progress = found.setdefault(review.thread, Progress())
                progress.opened = max(progress.opened, started.get(review.session, ""))
                progress.revisit += review.revisit
                if review.status != "open":
                    progress.finished.add(review.comment)
        return found

    @property
    def annotator(self) -> str:
        """Who labels."""
        return self._annotator

    def checkpoint_if_due(self) -> bool:
        """Begin to write the label file if it is time; whether it was."""
        due = self._opened is not None and self._opened.checkpoint_due()
        if due and self._opened is not None:
            self._opened.begin_checkpoint()
            if self._places is not None:
                self._places.keep()
        return due

    def close(self) -> None:
        """Write what is missing in the label file, and let others in.

        Raises:
            NotSaved: it could not be written; every label is in the history all the same.
        """
        if self._places is not None:
            self._places.leave()
        if self._opened is not None:
            self._opened.close()


class RepairShop(Workshop):
    """Where a thread is repaired: the same keys, no label file.

    Args:
        layers: layers on top of the default ones.
        folders: where layers are looked for.
        annotator: who repairs.
        write: writes the repaired thread.
        filters: saved filters.

    Attributes:
        trouble: why the last version is not written; None where it is.
    """

    def __init__(
        self,
        layers: Sequence[str],
        folders: Sequence[Path],
        annotator: str,
        write: Callable[[Thread], None],
        *,
        filters: SavedFilters | None = None,
    ) -> None:
        super().__init__((), layers, folders, Path(), annotator, filters=filters)
        self.trouble: ThreadmarkError | None = None
        self._write_out = write

    def _write(self, thread: Thread) -> None:
        try:
            self._write_out(thread)
        except ThreadmarkError as error:
            self.trouble = error
            raise
        self.trouble = None

    def desk(self, screen: ReadingScreen, changed: Callable[[], None]) -> Hands:
        """The bench of a reading screen."""
        from threadmark.tui.bench import Bench  # noqa: PLC0415 -- as above

        del changed
        bench = Bench(screen, self.keymap, self.annotator, self._write)
        bench.finding.saved = self._filters
        return bench


class SourceRecord:
    """Where a thread came from, as the label file has it: its path from there, and the hash of what is in the file.

    Hashing 40 MB takes as long as a few keys, so a thread of its own does it until the first label asks.
    """

    def __init__(self, thread: Thread, report: ImportReport, labels: Path) -> None:
        self._thread = thread
        self._path = Path(report.file)
        self._labels = labels
        self._sha256 = ""
        self._hashing = threading.Thread(target=self._hash, name="hashing", daemon=True)
        self._hashing.start()

    def _hash(self) -> None:
        with contextlib.suppress(OSError), self._path.open("rb") as file:
            self._sha256 = hashlib.file_digest(file, "sha256").hexdigest()

    def get(self) -> ThreadRecord:
        """The record; waits until the hash is there."""
        from threadmark.labels.records import ThreadRecord  # noqa: PLC0415 -- loaded long before the first label

        self._hashing.join()
        path = str(self._path)
        if self._path.is_file():
            path = os.path.relpath(self._path.resolve(), self._labels.parent)
        return ThreadRecord(self._thread.id, self._thread.article.title, path, self._sha256, len(self._thread))


def _held(store: LabelStore) -> str:
    if store.held_by is None:
        return ""
    holder = f" by {store.held_by}" if store.held_by else ""
    return f"read-only: {store.path.name} is held{holder}; --labels names another file"


def _terminal_size() -> tuple[int, int]:
    try:
        columns, rows = os.get_terminal_size()
    except OSError:
        return 0, 0
    return columns, rows
