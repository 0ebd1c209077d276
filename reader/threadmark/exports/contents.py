"""All that a label file says, read at once: an export goes over it a single time and looks nothing up by its key.

Where the file can't be taken as it stands (the history holds changes that it lacks, something is damaged, older or
newer) the store reads it, and says what is wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct

from threadmark.exports.label_columns import LabelsByThread
from threadmark.exports.sharing import Sharer, SharingDecoder
from threadmark.exports.slices import OtherwiseLaidOutError, slices
from threadmark.labels.history import tail_after
from threadmark.labels.records import FORMAT, VERSION, Answer, CodebookRecord, Label, Meta, Review, Target, ThreadRecord
from threadmark.labels.store import LabelStore
from threadmark.places import history_of


class Contents(Struct, frozen=True):
    """The records that exports are made from, each kind in the order of the file.

    Attributes:
        labels: in force; one that somebody has put in twice by hand is in here twice.
        reviews: comments looked at.
        targets: claims and named targets.
        threads: threads that were opened.
        codebooks: codebooks that were used.
    """

    labels: Collection[Label]
    reviews: Collection[Review]
    targets: Collection[Target]
    threads: Collection[ThreadRecord]
    codebooks: Collection[CodebookRecord]


class _File(Struct):
    """A label file as TinyDB has it: documents by id."""

    meta: dict[str, Meta]
    labels: dict[str, Label] = {}
    reviews: dict[str, Review] = {}
    targets: dict[str, Target] = {}
    threads: dict[str, ThreadRecord] = {}
    codebooks: dict[str, CodebookRecord] = {}


_RECORDS: Final[dict[str, type[Struct]]] = {
    "meta": Meta,
    "labels": Label,
    "reviews": Review,
    "targets": Target,
    "threads": ThreadRecord,
    "codebooks": CodebookRecord,
}
_UNREADABLE: Final = (OSError, msgspec.MsgspecError, UnicodeDecodeError)


def read_contents(path: Path) -> Contents:
    """Read a label file with what its history adds; its lock is not taken and nothing is written.

    Raises:
        LabelFileError: it is damaged, newer, or no label file.
        UsageError: it can't be read.
    """
    contents = _in_slices(path) or _whole(path)
    if contents is not None:
        return contents
    store = LabelStore.open(path, read_only=True)
    return Contents(
        list(store.labels()),
        list(store.reviews()),
        list(store.targets()),
        list(store.threads()),
        list(store.codebooks()),
    )


def _in_slices(path: Path) -> Contents | None:
    sharers = _sharers()
    decoders = {name: SharingDecoder(record, sharers.get(name)) for name, record in _RECORDS.items()}
    found = tables(path, decoders, labels=LabelsByThread())
    return None if found is None else Contents(**found)


def tables(path: Path, decoders: Mapping[str, SharingDecoder], **into: Any) -> dict[str, Any] | None:
    """The records of some tables, where the file lies there as this program writes it and nothing has happened since.

    Args:
        path: the label file.
        decoders: of documents by id, by table; of `meta` too, which is not among what is found.
        into: what the records of a table are to be added to, by table; else it is a list.
    """
    found: dict[str, Any] = {**{name: [] for name in decoders}, **into}
    try:
        with path.open("rb") as file:
            for name, slice_ in slices(file):
                if name in found:
                    found[name].extend(decoders[name].decode(slice_))
    except (*_UNREADABLE, OtherwiseLaidOutError):
        return None
    return found if _is_current(path, found.pop("meta")) else None


def _sharers() -> dict[str, Sharer]:
    """What documents of the large tables have in common."""
    said = ("thread", "annotator", "session")
    answers = Sharer(Answer, ("dimension", "target"))
    return {
        "labels": Sharer(Label, (*said, "dimension", "target", "label", "via", "codebook")),
        "reviews": Sharer(Review, said, {"answers": answers}),
    }


def _whole(path: Path) -> Contents | None:
    """The file, where it is whole, as any program may have written it, and nothing has happened since."""
    try:
        file = msgspec.json.decode(path.read_bytes(), type=_File)
    except _UNREADABLE:
        return None
    if not _is_current(path, file.meta.values()):
        return None
    return Contents(
        file.labels.values(),
        file.reviews.values(),
        file.targets.values(),
        file.threads.values(),
        file.codebooks.values(),
    )


def _is_current(path: Path, metas: Collection[Meta]) -> bool:
    """Whether a file with these lines about itself holds all that its history does."""
    if len(metas) != 1:
        return False
    [meta] = metas
    return meta.format == FORMAT and meta.version <= VERSION and tail_after(history_of(path), meta.seq) == []
