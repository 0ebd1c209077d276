"""Convert threads of any format to the native form: what `threadmark convert` does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from threadmark.errors import InputError, UsageError
from threadmark.sources.native.writing import thread_file, thread_line
from threadmark.sources.opening import Progress
from threadmark.sources.reading import Reading, open_threads
from threadmark.sources.replacing import STDOUT, write_whole
from threadmark.thread.model import Thread
from threadmark.thread.report import ImportReport

_CORPUS_ENDINGS = (".jsonl", ".ndjson")


def convert(
    inputs: Iterable[str | Path],
    out: str | Path,
    format: str | None = None,  # noqa: A002 -- as the option is called
    progress: Progress | None = None,
    columns: Mapping[str, str] | None = None,
    each: Callable[[Reading], None] | None = None,
) -> list[ImportReport]:
    """Write all threads of some inputs to one native file; in a stream, so that a corpus of any size can be converted.

    Args:
        inputs: files, folders, `-` for stdin.
        out: a corpus when it ends in `.jsonl` or is `-`, stdout; else a file for one thread.
        format: the source that must read them; None to recognise each.
        progress: told how far the reading of each input is.
        columns: which column of a table holds what, as in `open_threads`.
        each: called with every thread and what came with it, before it is written.

    Returns:
        A report for each input, all its threads together.

    Raises:
        InputError: an input can't be read, or holds no thread; then nothing is written.
        UsageError: `out` takes one thread and there are more, or there is no such format.
        ThreadmarkError: `out` can't be written.
    """
    reports: list[ImportReport] = []
    readings = _readings(inputs, format, progress, columns, reports)
    write_threads(out, _told(readings, each))
    return reports


def write_threads(out: str | Path, threads: Iterable[Thread]) -> None:
    """Write threads to a native file, whole or not at all.

    Args:
        out: a corpus when it ends in `.jsonl` or is `-`, stdout; else a file for one thread.
        threads: in the order in which they are written.

    Raises:
        UsageError: `out` takes one thread, and there are more or none.
        ThreadmarkError: it can't be written.
    """
    corpus = str(out) == STDOUT or str(out).endswith(_CORPUS_ENDINGS)
    write_whole(out, (piece for thread in threads for piece in thread_line(thread)) if corpus else _one(out, threads))


def _one(out: str | Path, threads: Iterable[Thread]) -> Iterator[bytes]:
    rest = iter(threads)
    first = next(rest, None)
    if first is None:
        raise UsageError("there is no thread to write", where=str(out))
    yield from thread_file(first)
    if next(rest, None) is not None:
        raise UsageError("holds one thread, and there are more", where=str(out), next_step="name it *.threads.jsonl")


def _told(readings: Iterable[Reading], each: Callable[[Reading], None] | None) -> Iterator[Thread]:
    for reading in readings:
        if each is not None:
            each(reading)
        yield reading.thread


def _readings(
    inputs: Iterable[str | Path],
    name: str | None,
    progress: Progress | None,
    columns: Mapping[str, str] | None,
    reports: list[ImportReport],
) -> Iterator[Reading]:
    for given in inputs:
        report: ImportReport | None = None
        for reading in open_threads(given, format=name, progress=progress, columns=columns):
            yield reading
            # The report is complete only now: a source may add to it until the next thread is asked for.
            if report is None:
                report = reading.report
                report.file = str(given)  # of a folder, not of the first file in it
                reports.append(report)
            else:
                report.absorb(reading.report)
        if report is None:
            raise InputError("holds no thread", where=str(given))
