"""Open threads: the one door through which every thread comes in.

for reading in open_threads("saved.thread.json"):
    print(reading.thread, reading.report.lines())
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from threadmark.errors import InputError, UsageError
from threadmark.sources.opening import Opened, Progress, open_input
from threadmark.sources.registry import by_columns, named, recognised, sources
from threadmark.sources.source import Certainty, Reading, Sniffed, Source

__all__ = ["Found", "Reading", "open_threads", "threads_in"]


@dataclass(frozen=True, slots=True)
class Found:
    """A file of a folder that holds threads.

    Attributes:
        path: where it is.
        format: the name of the source that reads it.
        why: what it was recognised by.
    """

    path: Path
    format: str
    why: str


def open_threads(
    given: str | Path,
    *,
    format: str | None = None,  # noqa: A002 -- as the option is called
    progress: Progress | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Reading]:
    """The threads of a file, a folder or stdin (`-`), each as soon as it is read.

    What can be refused at a glance is refused here; what shows later, while the threads come.

    Args:
        given: the path.
        format: the name of the source that must read it; None to recognise it by its content.
        progress: told how far the reading is.
        columns: which column of a table holds what, `{"text": "body"}`, where their names don't tell.

    Raises:
        InputError: it can't be read; the message names the file.
        UsageError: there is no such format, or `columns` is given for what is no table.
    """
    source = named(format) if format is not None else None
    opened = _opened(given, progress, columns)
    try:
        if source is not None:
            verdict = Sniffed(Certainty.CERTAIN, "named on the command line")
        elif (found := recognised(opened.head)) is not None:
            source, verdict = found
        if source is not None:
            _check_columns(opened, source)
            return _read(opened, source, verdict)
        if opened.head.folder is not None:
            return _read_folder(opened, opened.head.folder, progress, columns)
        refusal = _unknown(opened)
    except BaseException:
        opened.close()
        raise
    opened.close()
    raise refusal


def threads_in(folder: Path, columns: Mapping[str, str] | None = None) -> list[Found]:
    """The files of a folder that hold threads, by name; folders in it are left alone.

    Args:
        folder: the folder.
        columns: as in `open_threads`.

    Raises:
        InputError: the folder can't be read.
    """
    found = []
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    except OSError as error:
        raise InputError(f"can't be opened: {(error.strerror or str(error)).lower()}", where=str(folder)) from None
    for path in paths:
        try:
            opened = _opened(path, None, columns)
        except InputError:
            continue  # a file that can't be opened is no thread; given by name, it says why
        verdict = recognised(opened.head)
        opened.close()
        if verdict and verdict[1].certainty >= Certainty.LIKELY:
            found.append(Found(path, verdict[0].name, verdict[1].why))
    return found


def _opened(given: str | Path, progress: Progress | None, columns: Mapping[str, str] | None) -> Opened:
    opened = open_input(given, progress)
    if columns:
        opened.head = replace(opened.head, columns=columns)
    return opened


def _check_columns(opened: Opened, source: Source) -> None:
    if opened.head.columns and not by_columns(source):
        raise UsageError(f"is {source.title}, which has no columns to map", where=opened.where)


def _read(opened: Opened, source: Source, sniffed: Sniffed) -> Iterator[Reading]:
    try:
        yield from source.read(opened, sniffed)
    except RecursionError:
        raise opened.refusal("is nested too deeply to be read") from None
    finally:
        opened.close()


def _read_folder(
    opened: Opened, folder: Path, progress: Progress | None, columns: Mapping[str, str] | None
) -> Iterator[Reading]:
    files = threads_in(folder, columns)
    if not files:
        raise opened.refusal("the folder holds no thread that is recognised", next_step="name a file in it")
    return _read_each(files, progress, columns)


def _read_each(
    files: Sequence[Found], progress: Progress | None, columns: Mapping[str, str] | None
) -> Iterator[Reading]:
    """The threads of some files; a file that can't be read, or not to its end, is named in the next report.

    Raises:
        InputError: none of them could be read.
    """
    broken: list[InputError] = []
    last: Reading | None = None
    for file in files:
        mapped = columns if columns and by_columns(named(file.format)) else None
        try:
            for reading in open_threads(file.path, progress=progress, columns=mapped):
                if last is not None:
                    yield last
                last = reading
        except InputError as error:
            broken.append(error)
        if last is not None:
            _tell(broken, last)
    if last is None:
        raise broken[0]
    yield last


def _tell(broken: list[InputError], reading: Reading) -> None:
    """Say in a report what could not be read."""
    reading.report.broken += map(str, broken)
    broken.clear()


def _unknown(opened: Opened) -> InputError:
    from threadmark.sources.sniffing import looks_like  # noqa: PLC0415 -- only for what is refused

    seen = looks_like(opened.head)
    next_step = seen.next_step
    if seen.could_be_a_thread:
        next_step = f"tried {', '.join(source.name for source in sources())}; --from names a format"
    return opened.refusal(seen.what, next_step=next_step)
