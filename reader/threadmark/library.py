"""Threads and labels for notebooks and scripts: `from threadmark import open_labels, open_threads`.

The label file is only read, without its lock, so a notebook can look on while somebody labels.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from msgspec import structs, to_builtins

from threadmark.errors import UsageError
from threadmark.exports.labelled import open_labelled
from threadmark.exports.rows import FIELDS, Row, rows
from threadmark.exports.selection import EVERYTHING, Selection
from threadmark.sources.reading import open_threads as read_threads
from threadmark.thread import Thread

__all__ = ["Labels", "open_labels", "open_threads"]


def open_threads(path: str | Path) -> Iterator[Thread]:
    """The threads of a file or a folder, of any format that threadmark reads, each as it is read.

    >>> [thread] = open_threads("lane.thread.json")
    >>> thread.id, len(thread), thread[0].text
    ('lane', 8, 'Closing it punishes drivers.')

    Raises:
        InputError: it can't be read.
    """
    return (reading.thread for reading in read_threads(path))


def open_labels(path: str | Path) -> Labels:
    """The labels of a file that threadmark has written.

    >>> labels = open_labels("labels.json")
    >>> sum(row.label == "favor" for row in labels)
    2

    Raises:
        InputError: there is no such file.
        LabelFileError: it is damaged or newer.
    """
    open_labelled(Path(path), warn=_warn)
    return Labels(Path(path))


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a file; going over it gives the rows of an export, one a label or open question.

    >>> [row.label for row in open_labels("labels.json") if row.comment == "c3" and row.dimension == "fallacy"]
    ['none']

    Attributes:
        path: the label file; it is read anew by each loop over it.
        selection: what is wanted of it.
    """

    path: Path
    selection: Selection = EVERYTHING

    def __iter__(self) -> Iterator[Row]:
        """The rows, thread by thread, comments in the thread's order; each with the comment's text and its evidence.

        >>> row = next(iter(open_labels("labels.json").where("stance:favor")))
        >>> row.comment, row.annotator, row.text
        ('c1', 'ana', 'Closing it punishes drivers.')

        Raises:
            UsageError: the filter is not understood.
            LabelFileError: a span's quote is not what stands there.
        """
        return rows(self.selection.of(open_labelled(self.path, self.selection.threads, warn=_warn)))

    def where(self, filter_: str) -> Labels:
        """Those of the comments that a filter finds.

        >>> found = open_labels("labels.json").where("fallacy:straw_man")
        >>> {row.comment for row in found}
        {'c2'}
        """
        return replace(self, selection=replace(self.selection, where=filter_))

    def threads(self) -> Iterator[Thread]:
        """The threads that are labelled, as far as their files are found.

        >>> [thread.id for thread in open_labels("labels.json").threads()]
        ['lane', 'pool']
        """
        labelled = self.selection.of(open_labelled(self.path, self.selection.threads, warn=_warn))
        return (held.thread for held in labelled.threads() if held.thread is not None)

    def to_pandas(self) -> Any:
        """The rows as a pandas data frame.

        >>> open_labels("labels.json").to_pandas()["label"].count()
        np.int64(20)

        Raises:
            UsageError: pandas is not installed.
        """
        return _library("pandas").DataFrame(self._columns())

    def to_polars(self) -> Any:
        """The rows as a polars data frame.

        >>> open_labels("labels.json").to_polars()["annotator"].n_unique()
        2

        Raises:
            UsageError: polars is not installed.
        """
        return _library("polars").DataFrame(self._columns(), infer_schema_length=None)

    def _columns(self) -> dict[str, list[Any]]:
        values = [structs.astuple(row) for row in self]
        columns = zip(FIELDS, zip(*values, strict=True) if values else ([] for _ in FIELDS), strict=True)
        return {name: [to_builtins(value) for value in column] for name, column in columns}


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise UsageError(f"{name} is not installed", next_step=f"pip install {name}") from None


def _warn(line: str) -> None:
    sys.stderr.write(f"{line}\n")
