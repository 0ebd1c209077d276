"""One export from beginning to end: what `threadmark export` does, for its command and for scripts."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from threadmark.errors import UsageError
from threadmark.exports.labelled import Labelled, open_labelled
from threadmark.exports.manifest import as_file, as_line, manifest
from threadmark.exports.registry import Export, File, Options, export_named
from threadmark.exports.selection import EVERYTHING, Selection
from threadmark.exports.writing import Written, manifest_of, write_file, write_folder
from threadmark.sources.replacing import STDOUT

_ALLOCATIONS: Final = 5_000_000


def export(
    labels: Path,
    *,
    warn: Callable[[str], None],
    format: str = "jsonl",  # noqa: A002 -- as `--format`
    selection: Selection = EVERYTHING,
    out: str = STDOUT,
    **chosen: bool | str,
) -> None:
    """Write the labels of a file in a format, and its manifest beside it.

    Args:
        labels: the label file; it is read without its lock, and nothing is written to it.
        warn: told, a line each, what a reader of the export should know: threads not found, what was lost; the manifest,
            on one line, where `out` is no file that it could lie beside.
        format: the format's name.
        selection: what is wanted.
        out: the file or the folder to write, whole or not at all; `-` is standard output.
        chosen: the format's own options, `_` for `-`; True switches a flag on.

    Raises:
        UsageError: no such format, option, thread …, a library is missing, or `out` is what the export is made from.
        InputError: there is no such label file.
        LabelFileError: the label file is damaged or newer, or a span is not where it says.
        ThreadmarkError: `out` can't be written.
    """
    format_ = export_named(format)
    options = format_.checked({name.replace("_", "-"): value for name, value in chosen.items()})
    if format_.needs_text and not selection.text:
        raise UsageError(f"{format} is about texts", next_step="leave --no-text out, or take jsonl, csv or parquet")

    def said(written: Sequence[Written]) -> dict[str, object]:
        return manifest(format_, options, selection, labelled, written)

    with seldom_collected():
        labelled = selection.of(open_labelled(labels, selection.threads, warn=warn))
        _spare(labelled, out)
        written = _write(format_, options, labelled, out, lambda written: as_file(said(written)))
    for lost in labelled.tally.warnings():
        warn(f"lost: {lost}")
    if _has_nothing_beside(out):
        warn(as_line(said(written)).decode())


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Let the garbage collector look less often: what an export holds are records, and records form no cycles.

    A million of them walked through again and again take a third of the time of an export.
    """
    before = gc.get_threshold()
    gc.set_threshold(_ALLOCATIONS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _write(
    export: Export, options: Options, labelled: Labelled, out: str, manifest: Callable[[Sequence[Written]], bytes]
) -> list[Written]:
    """Write a file or a folder, and the manifest beside it."""
    if export.pieces is not None and not labelled.parts:
        written = write_file(out, export.pieces(labelled, options))
        if not _has_nothing_beside(out):
            write_file(manifest_of(Path(out)), [manifest(written)])
        return written
    if out == STDOUT:
        raise UsageError(f"{export.name} is a folder of files", next_step="name it with -o")
    return write_folder(Path(out), _files(export, options, labelled), manifest)


def _files(export: Export, options: Options, labelled: Labelled) -> Iterator[File]:
    """The files of a folder; of a split, a file or a folder for each part."""
    if not labelled.parts or export.own_parts:
        yield from export.files(labelled, options) if export.files else ()
        return
    for name in labelled.parts:
        part = labelled.part(name)
        if export.pieces is not None:
            yield File(f"{name}{export.suffix or '.' + export.name}", export.pieces(part, options))
        elif export.files is not None:
            yield from (File(f"{name}/{file.path}", file.pieces) for file in export.files(part, options))


def _has_nothing_beside(out: str) -> bool:
    """Whether it is no place on a disk, where a manifest could lie: stdout, /dev/null, a pipe."""
    place = Path(out)
    return out == STDOUT or (place.exists() and not place.is_file() and not place.is_dir())


def _spare(labelled: Labelled, out: str) -> None:
    """See to it that no file that the export is made from is replaced by it, nor by its manifest."""
    if out == STDOUT:
        return
    for place in (Path(out), manifest_of(Path(out))):
        if place.exists() and any(file.exists() and place.samefile(file) for file in labelled.files):
            raise UsageError("is what the export is made from", where=out, next_step="name another file with -o")
    if Path(out).is_dir() and any(file.is_relative_to(Path(out).resolve()) for file in labelled.files):
        raise UsageError("holds what the export is made from", where=out, next_step="name another folder with -o")
