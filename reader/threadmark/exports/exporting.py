"""One export from beginning to end: what `threadmark export` does, for its command and for scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from threadmark.errors import UsageError
from threadmark.exports.labelled import Labelled, open_labelled
from threadmark.exports.registry import export_named
from threadmark.sources.replacing import STDOUT, write_whole


def export(
    labels: Path,
    *,
    warn: Callable[[str], None],
    format: str = "jsonl",  # noqa: A002 -- as `--format`
    threads: Iterable[str] = (),
    out: str = STDOUT,
    **flags: bool,
) -> None:
    """Write the labels of a file in a format.

    Args:
        labels: the label file; it is read without its lock, and nothing is written to it.
        warn: told, a line each, what a reader of the export should know: threads not found, cells changed.
        format: the format's name.
        threads: the ids of the threads wanted; none for all.
        out: the file to write, whole or not at all; `-` is standard output.
        flags: the format's own flags that are on or off, `_` for `-`.

    Raises:
        UsageError: no such format, flag or thread, or `out` is what the export is made from.
        InputError: there is no such label file.
        LabelFileError: the label file is damaged or newer, or a span is not where it says.
        ThreadmarkError: `out` can't be written.
    """
    chosen = export_named(format)
    switched = frozenset(name.replace("_", "-") for name, on in flags.items() if on)
    if strange := switched - {flag.name for flag in chosen.flags}:
        raise UsageError(
            f"{format} has no {min(strange)} to switch on", next_step="threadmark export --list says what there is"
        )
    labelled = open_labelled(labels, threads, warn=warn)
    _spare(labelled, out)
    write_whole(out, chosen.pieces(labelled, switched))


def _spare(labelled: Labelled, out: str) -> None:
    """See to it that no file that the export is made from is replaced by it."""
    place = Path(out)
    if out == STDOUT or not place.exists():
        return
    if any(file.exists() and place.samefile(file) for file in labelled.files):
        raise UsageError("is what the export is made from", where=out, next_step="name another file with -o")
