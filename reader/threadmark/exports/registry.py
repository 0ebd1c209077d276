"""The formats that labels leave in: one module each, found by scanning this package.

A format is a module here with an attribute `EXPORT`; it is named as its format is, with `_` for `-`, so that one format
is found without loading the others. How one is written:

- `pieces` gives the bytes of its one file piece by piece, or `files` a folder's files one after the other, whose pieces
  are taken before the next file is asked for. Nothing is put in place before all is there, and the same labels must
  come to the same bytes: no time of today, no order of a set.
- It goes over `labelled.threads()`, where all selection has been done, or over `rows(labelled)`.
- Offsets are asked of `held.evidence(label, UNIT)`: in code points or in UTF-16, cut out of the text again and compared
  with the quote. A part of a file's name that comes from outside goes through `file_name`.
- What it can't carry is in `loses`; where that happens, `held.lossy(what, comment)` counts it for the manifest.
- A library beyond the core is named in `needs`, with the `extra` that brings it, and imported inside the functions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import Final

import threadmark
import threadmark.exports
from threadmark.errors import UsageError, no_such
from threadmark.exports.labelled import Labelled
from threadmark.exports.spans import CODE_POINTS, Unit

NONE_CARRIES: Final = (
    "the history of changes, replies that annotators attached elsewhere, the order in which comments were opened"
)
"""What stays in the label file, whatever the format."""
_REPORTS = "threadmark.report"


@dataclass(frozen=True, slots=True)
class Option:
    """Something about a format that a user can choose: `--with NAME`, or `--with NAME=VALUE`.

    Attributes:
        name: as on the command line, without the dashes.
        help: one line.
        values: what it can be, what it is by default first; none for a flag that is off by default.
    """

    name: str
    help: str
    values: tuple[str, ...] = ()


WIDE = Option("wide", "one row a comment and annotator, a column a dimension; without times, context and either/or")
"""The option of formats that are tables; the command line has it as `--wide`."""


class Options:
    """What was chosen of a format's options.

    Args:
        chosen: by name; True switches a flag on.
    """

    def __init__(self, chosen: Mapping[str, bool | str] | None = None) -> None:
        self._chosen = dict(chosen or {})

    def on(self, flag: Option) -> bool:
        """Whether a flag is on."""
        return bool(self._chosen.get(flag.name))

    def value(self, option: Option) -> str:
        """What an option is."""
        return str(self._chosen.get(option.name, option.values[0]))

    def as_given(self) -> dict[str, bool | str]:
        """What was chosen, by name, in alphabetical order."""
        return dict(sorted(self._chosen.items()))


@dataclass(frozen=True, slots=True)
class File:
    """A file of a folder.

    Attributes:
        path: where in the folder, parts set apart by `/`.
        pieces: its bytes.
    """

    path: str
    pieces: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Export:
    """A format that labels can be written in; it has `pieces` or `files`.

    Attributes:
        name: as in `--format`.
        title: one line on what it is and who reads it.
        pieces: the bytes of its one file, piece by piece.
        files: the files of its folder.
        loses: one line on what the format can't carry; empty for nothing.
        extra: the extra of the distribution that it needs (`threadmark[EXTRA]`); None for none.
        needs: the modules that the extra brings.
        options: what can be chosen.
        offsets: what its offsets count.
        suffix: how its file's name ends; by default as it is called.
        needs_text: whether there is nothing to write without the texts of comments.
        own_parts: whether it lays out the parts of a split by itself (`labelled.parts`).
        version: of what it writes; it is in the manifest.
    """

    name: str
    title: str
    pieces: Callable[[Labelled, Options], Iterator[bytes]] | None = None
    files: Callable[[Labelled, Options], Iterator[File]] | None = None
    loses: str = ""
    extra: str | None = None
    needs: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    offsets: Unit = CODE_POINTS
    suffix: str = ""
    needs_text: bool = False
    own_parts: bool = False
    version: int = 1

    def checked(self, chosen: Mapping[str, bool | str]) -> Options:
        """What a user has chosen, where the format offers it and its libraries are there.

        Raises:
            UsageError: it does not, or they are not.
        """
        known = {option.name: option for option in self.options}
        for name, value in chosen.items():
            if name not in known:
                raise UsageError(
                    f"{self.name} has no {name} to switch on", next_step="threadmark export --list says what there is"
                )
            values = known[name].values
            if (value not in values) if values else not isinstance(value, bool):
                wanted = f"one of {', '.join(values)}" if values else "switched on without a value"
                raise UsageError(
                    f"{name} of {self.name} is {wanted}", next_step=f"--with {name}{'=…' if values else ''}"
                )
        if missing := [module for module in self.needs if not _is_there(module)]:
            raise UsageError(
                f"{self.name} needs {', '.join(missing)}, which is not installed",
                next_step=f'pip install "threadmark[{self.extra}]"',
            )
        return Options({name: value for name, value in chosen.items() if value is not False})


def exports() -> dict[str, Export]:
    """Every format by its name, in alphabetical order."""
    found = (_export_of(name) for name in _modules().values())
    return {export.name: export for export in sorted(filter(None, found), key=lambda export: export.name)}


def export_named(name: str) -> Export:
    """The format of this name, without loading any other.

    Raises:
        UsageError: there is none; the error names those there are.
    """
    module = _modules().get(name.replace("-", "_"))
    export = _export_of(module) if module else None
    if export is None:
        raise no_such("format", name, exports())
    return export


def _modules() -> dict[str, str]:
    """The modules that may be formats, by their names: here, and the reports, which are a room of their own."""
    places = [(threadmark.exports.__name__, threadmark.exports.__path__)]
    places += [(_REPORTS, [str(folder / "report")]) for folder in map(Path, threadmark.__path__)]
    return {each.name: f"{package}.{each.name}" for package, path in places for each in iter_modules(path)}


def _export_of(module: str) -> Export | None:
    export = getattr(import_module(module), "EXPORT", None)
    return export if isinstance(export, Export) else None


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # of a module in a package that is not there
        return False
