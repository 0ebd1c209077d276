"""What a shell is offered after the options: layers, themes, formats, label files and what is in them.

Whatever goes wrong here, nothing is offered: a person is in the middle of a line.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import wraps
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click

from threadmark.errors import ThreadmarkError
from threadmark.places import history_of, shipped, user_keymaps

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Offer: TypeAlias = tuple[str, str]  # what is offered, and what it is
Complete: TypeAlias = "Callable[[click.Context, click.Parameter, str], list[CompletionItem]]"

_NATIVE = ".thread.json"
_PLAIN = frozenset("-_./~+@%,:=")  # what a file's name may have beside letters and digits to be offered as it is


def _offering(offers: Callable[[click.Context], Iterable[Offer]]) -> Complete:
    """A completion that offers those that begin with what was typed."""

    @wraps(offers)
    def complete(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        del parameter
        from click.shell_completion import CompletionItem  # noqa: PLC0415 -- only where a shell asks

        with suppress(ThreadmarkError, OSError, ValueError):
            return [CompletionItem(name, help=said) for name, said in offers(ctx) if name.startswith(incomplete)]
        return []

    return complete


@_offering
def layers(_: click.Context) -> Iterator[Offer]:
    """The layers of this folder, the user's and the shipped ones."""
    from threadmark.keys.table import layers_in  # noqa: PLC0415

    for layer in layers_in([Path(), user_keymaps(), shipped("keymaps")]):
        yield layer.name, layer.title


@_offering
def themes(_: click.Context) -> Iterator[Offer]:
    """Our themes and Textual's."""
    from threadmark.tui.themes import theme_names  # noqa: PLC0415 -- loads Textual, which nothing else here does

    for name in theme_names():
        yield name, ""


@_offering
def sources(_: click.Context) -> Iterator[Offer]:
    """The formats that threads are read from."""
    from threadmark.sources import registry  # noqa: PLC0415

    for source in registry.sources():
        yield source.name, source.title


@_offering
def exports(_: click.Context) -> Iterator[Offer]:
    """The formats that labels are written in."""
    from threadmark.exports import registry  # noqa: PLC0415

    for export in registry.exports().values():
        yield export.name, export.title


@_offering
def imports(_: click.Context) -> Iterator[Offer]:
    """The formats that labels are read from."""
    from threadmark.imports import registry  # noqa: PLC0415

    for each in registry.imports().values():
        yield each.name, each.title


@_offering
def annotators(ctx: click.Context) -> Iterator[Offer]:
    """Those who labelled in the label file that is meant."""
    from threadmark.labels.label_file import LabelFile  # noqa: PLC0415

    for path in _label_files(ctx):
        held = LabelFile(path, time.time)
        held.read_changes()
        names = chain((review.annotator for review in held.reviews()), (label.annotator for label in held.labels()))
        yield from dict.fromkeys((name, f"in {path.name}") for name in names)


def label_files(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Label files, told by their suffix, and the folders to look for them in; where there is none, whatever is there."""
    del ctx, parameter
    from click.shell_completion import CompletionItem  # noqa: PLC0415 -- as above

    begun = Path(incomplete)
    folder, stem = (begun, "") if incomplete.endswith("/") else (begun.parent, begun.name)
    before = incomplete[: len(incomplete) - len(stem)]
    with suppress(OSError):
        there = sorted(path for path in folder.iterdir() if path.name.startswith(stem) and _is_shown(path, stem))
        found = [f"{before}{path.name}" for path in there if _is_label_file(path)]
        folders = [f"{before}{path.name}/" for path in there if path.is_dir()]
        if found and all(sign.isalnum() or sign in _PLAIN for name in (*found, *folders) for sign in name):
            return [*map(CompletionItem, found), *map(CompletionItem, folders)]
    return [CompletionItem(incomplete, type="file")]


def _is_shown(path: Path, stem: str) -> bool:
    return stem.startswith(".") or not path.name.startswith(".")


def _is_label_file(path: Path) -> bool:
    return path.suffix == ".json" and not path.name.endswith(_NATIVE) and path.is_file()


def _label_files(ctx: click.Context) -> Iterator[Path]:
    """The label file that a line means, as far as it is typed: named, beside the thread, or in the folder."""
    words = [*ctx.params.values(), *ctx.args]
    named = [Path(word) for word in words if isinstance(word, str | Path) and str(word) not in ("", "-")]
    for path in named:
        if path.suffix == ".json" and history_of(path).exists():
            yield path
            return
    from threadmark.project import label_file, read_project  # noqa: PLC0415

    thread = next((path for path in named if path.exists()), Path())
    folder = thread if thread.is_dir() else thread.parent
    path = label_file(thread, read_project(folder), sample=False)
    if path.exists():
        yield path
