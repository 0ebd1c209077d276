"""The formats that labels leave in: one module each, found by scanning this package.

A format is a module here with an attribute `EXPORT`; it is named as its format is, with `_` for `-`, so that one format
is found without loading the others. Whatever it needs beyond the core it imports when it is asked for its bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

import threadmark.exports
from threadmark.errors import UsageError
from threadmark.exports.labelled import Labelled


@dataclass(frozen=True, slots=True)
class Flag:
    """Something about a format that a user can switch on.

    Attributes:
        name: as on the command line, without the dashes.
        help: one line.
    """

    name: str
    help: str


@dataclass(frozen=True, slots=True)
class Export:
    """A format that labels can be written in.

    Attributes:
        name: as in `--format`.
        title: one line on what it is and who reads it.
        pieces: the bytes of the file, piece by piece, of what is labelled, given the names of the flags that are on.
        loses: one line on what the format can't carry; empty for nothing.
        extra: the extra of the distribution that it needs (`threadmark[EXTRA]`); None for none.
        flags: what can be switched on.
    """

    name: str
    title: str
    pieces: Callable[[Labelled, frozenset[str]], Iterator[bytes]]
    loses: str = ""
    extra: str | None = None
    flags: tuple[Flag, ...] = ()


def exports() -> dict[str, Export]:
    """Every format by its name, in alphabetical order."""
    found = (_export_of(module.name) for module in iter_modules(threadmark.exports.__path__))
    return {export.name: export for export in sorted(filter(None, found), key=lambda export: export.name)}


def export_named(name: str) -> Export:
    """The format of this name, without loading any other.

    Raises:
        UsageError: there is none; the error names those there are.
    """
    module = name.replace("-", "_")
    export = _export_of(module) if module in {each.name for each in iter_modules(threadmark.exports.__path__)} else None
    if export is None:
        raise UsageError(f"no format is called {name}", next_step=f"there are {', '.join(exports())}")
    return export


def _export_of(module: str) -> Export | None:
    export = getattr(import_module(f"{threadmark.exports.__name__}.{module}"), "EXPORT", None)
    return export if isinstance(export, Export) else None
