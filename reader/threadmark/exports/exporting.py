"""One export from beginning to end: what `threadmark export` does, for its command and for scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from threadmark.errors import UsageError
from threadmark.exports.destination import Destination
from threadmark.exports.labelled import open_labelled
from threadmark.exports.registry import export_named

STDOUT = "-"


def export_labels(
    labels: Path,
    *,
    warn: Callable[[str], None],
    format: str = "jsonl",  # noqa: A002 -- as `--format`
    threads: Iterable[str] = (),
    output: str = STDOUT,
    flags: Iterable[str] = (),
) -> None:
    """Write the labels of a file in a format.

    Args:
        labels: the label file; it is read without its lock.
        warn: told, a line each, what a reader of the export should know: threads not found, cells changed.
        format: the format's name.
        threads: the ids of the threads wanted; none for all.
        output: the file to write; `-` is standard output.
        flags: the names of the format's flags that are on.

    Raises:
        UsageError: no such format, flag or thread, or the output is what the export is made from.
        InputError: there is no such label file.
        LabelFileError: the label file is damaged or newer, or a span is not where it says.
        ThreadmarkError: the output can't be written.
    """
    export = export_named(format)
    switched = frozenset(flags)
    if strange := switched - {flag.name for flag in export.flags}:
        raise UsageError(f"{format} has no --{min(strange)}", next_step="leave it out")
    labelled = open_labelled(labels, threads, warn=warn)
    path = None if output == STDOUT else Path(output)
    export.write(labelled, Destination(path, tuple(labelled.files)), switched)
