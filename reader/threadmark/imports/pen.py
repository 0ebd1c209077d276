"""The hand that all imports write with: a session, the codebook they are read by, and edits in batches."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from pathlib import Path
from secrets import token_hex
from typing import Final, Self

import msgspec

from threadmark import __version__
from threadmark.errors import HeldError
from threadmark.keys.layers import Keymap
from threadmark.labels.records import CodebookRecord, Edit, LayerRecord, SessionRecord, ThreadRecord, put
from threadmark.labels.store import LabelStore

VIA: Final = "import"
_BATCH: Final = 2_000


def open_to_write(labels: Path, annotator: str) -> LabelStore:
    """Open a label file to write into it.

    Raises:
        HeldError: another program has it open.
        LabelFileError: it is damaged.
        UsageError: its folder can't be used.
    """
    store = LabelStore.open(labels, who=annotator)
    if store.read_only:
        held_by = store.held_by
        store.close()
        raise HeldError(f"{held_by} has it open", where=str(labels), next_step="--labels names another file")
    return store


class Pen:
    """Writes what an import has worked out.

    Args:
        store: the label file.
        keymap: the layers in effect.
        annotator: in whose name the session stands.
    """

    def __init__(self, store: LabelStore, keymap: Keymap, annotator: str) -> None:
        self._store = store
        self._annotator = annotator
        self._waiting: dict[tuple[str, Hashable], list[Edit]] = {}
        now = store.now()
        self.session = f"s-{token_hex(6)}"
        layers = tuple(LayerRecord(layer.name, layer.version, layer.sha256) for layer in keymap.layers)
        store.begin_session(SessionRecord(self.session, annotator, __version__, layers=layers, started=now))
        codebook = keymap.codebook
        if store.get("codebooks", (codebook.sha256,)) is None:
            document = codebook.document() | {"date": now[:10]}
            store.ahead([put(msgspec.convert(document, CodebookRecord))], annotator=annotator, session=self.session)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is None:
            self.flush()

    def record(self, thread: ThreadRecord) -> None:
        """Have a thread recorded with the first label, as something that merely happened: no undo takes it away."""
        if self._store.get("threads", (thread.id,)) != thread:
            self._store.ahead([put(thread)], annotator=self._annotator, session=self.session)

    def write(self, annotator: str, edits: Sequence[Edit], *, whole: Hashable = None) -> None:
        """Have an annotator's edits written, in order.

        Args:
            annotator: whose they are.
            edits: what shall be in force.
            whole: names what is one batch, undone in one step, however much it becomes; None for some thousands at a time.
        """
        waiting = self._waiting.setdefault((annotator, whole), [])
        waiting += edits
        if whole is None and len(waiting) >= _BATCH:
            self._commit(annotator, whole)

    def flush(self) -> None:
        """Write what still waits.

        Raises:
            NotSaved: the disk refuses.
        """
        for annotator, whole in list(self._waiting):
            self._commit(annotator, whole)

    def _commit(self, annotator: str, whole: Hashable) -> None:
        if edits := self._waiting.pop((annotator, whole), ()):
            self._store.commit(edits, annotator=annotator, session=self.session, via=VIA)
