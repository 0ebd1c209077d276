"""The formats that labels come back in: one module each, found by scanning this package.

A format is a module here with an attribute `IMPORT`; it is named as its format is, with `_` for `-`. How one is written:

- `sniff` is given the path and the first bytes (none, of a folder) and must not fail; `first_keys` tells files of JSON
  objects apart.
- `read` gives a record for each label, one without a label for a comment that was looked at, and raises `InputError`,
  with file and line, for what can't be read. What can be no label is given all the same, with why (`refused`).
- Texts and notes are given as the file has them, and spans count in that text; cleaning is not its affair, nor is which
  comment is meant, whether a label is in the codebook, or where its words stand there (`bringing`, `aligning`).
- What programs that show one comment at a time keep beside labels is read by `facts`, `objects` reads their files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Final

import threadmark.imports
from threadmark.errors import InputError, no_such
from threadmark.imports.given import GivenLabel

_HEAD: Final = 65_536


@dataclass(frozen=True, slots=True)
class Import:
    """A format that labels can be read from.

    Attributes:
        name: as in `--from`, and as the export of the same format is called.
        title: one line on what it is.
        sniff: whether a path, with its first bytes, looks like it.
        read: its labels.
    """

    name: str
    title: str
    sniff: Callable[[Path, bytes], bool]
    read: Callable[[Path], Iterator[GivenLabel]]


def imports() -> dict[str, Import]:
    """Every format by its name, in alphabetical order."""
    modules = (module.name for module in iter_modules(threadmark.imports.__path__))
    found = (getattr(import_module(f"{threadmark.imports.__name__}.{name}"), "IMPORT", None) for name in modules)
    return {each.name: each for each in sorted((one for one in found if isinstance(one, Import)), key=lambda e: e.name)}


def import_for(path: Path, name: str | None = None) -> Import:
    """The format of this name, or the one that a file or folder looks like.

    Raises:
        UsageError: no format is called so.
        InputError: the path can't be read, or looks like none of them.
    """
    known = imports()
    if name is not None:
        if name not in known:
            raise no_such("format", name, known)
        return known[name]
    head = head_of(path)
    found = next((each for each in known.values() if each.sniff(path, head)), None)
    if found is None:
        raise InputError("looks like no labels", where=str(path), next_step=_next_step(head, known))
    return found


def _next_step(head: bytes, known: Iterable[str]) -> str:
    """What to do with a file that no format knows."""
    if head.startswith((b"PK\x03\x04", b"\x1f\x8b")):
        return "unpack it first, and name the file or folder in it"
    if head.startswith(b"#FORMAT=WebAnno TSV"):
        return "it is WebAnno TSV, which has no labels of whole texts: export the project as UIMA CAS JSON or XMI"
    if b'"threadmark-labels"' in head:
        return "it is a label file itself: threadmark export LABELS --format jsonl makes of it what can be brought in"
    if b'"threadmark-thread"' in head:
        return "it is a thread: threadmark open reads it, --thread-file names it as what labels are of"
    return f"--from names one of {', '.join(known)}"


def head_of(path: Path) -> bytes:
    """The first bytes of a file, none of a folder.

    Raises:
        InputError: it can't be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except IsADirectoryError:
        return b""
    except OSError as error:
        raise InputError((error.strerror or str(error)).lower(), where=str(path)) from error
