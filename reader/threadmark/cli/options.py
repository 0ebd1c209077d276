"""What several commands have in common: options that mean the same everywhere, and how they speak."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from threadmark.cli import completing
from threadmark.errors import UsageError
from threadmark.places import shipped, user_keymaps


def _columns(ctx: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """`id=cid,text=body` as what holds what."""
    del ctx, parameter
    columns: dict[str, str] = {}
    if not given:
        return columns
    from threadmark.sources.tables.names import MAPPED  # noqa: PLC0415 -- only where the option is there

    for pair in ",".join(given).split(","):
        what, sign, column = (part.strip() for part in pair.partition("="))
        if not (sign and column) or what not in MAPPED:
            raise UsageError(f"--map {pair}: not WHAT=COLUMN", next_step=f"what can be {', '.join(MAPPED)}")
        columns[what] = column
    return columns


MAP = click.option(
    "--map",
    "columns",
    multiple=True,
    metavar="WHAT=COLUMN,...",
    callback=_columns,
    help="Which column of a table is what, where its names don't tell: id=cid,parent=re,author=who,text=said,time=at.",
)
FROM = click.option(
    "--from",
    "format_",
    metavar="FORMAT",
    shell_complete=completing.sources,
    help="Read the file as this format, whatever it looks like.",
)
KEYMAP = click.option(
    "--keymap",
    "layers",
    multiple=True,
    metavar="LAYER",
    shell_complete=completing.layers,
    help="A keymap layer on top of the others (repeatable).",
)
THREADS = click.option("--thread", "threads", multiple=True, metavar="ID", help="Only this thread (repeatable).")
ANNOTATORS = click.option(
    "--annotator",
    "annotators",
    multiple=True,
    metavar="NAME",
    shell_complete=completing.annotators,
    help="Only this annotator (repeatable).",
)


def keymap_folders(project: Path | None = None) -> list[Path]:
    """Where layers are looked for: the project's folder, the user's, the shipped one."""
    return [*([project] if project else []), user_keymaps(), shipped("keymaps")]


def need_terminal(given: str | None) -> None:
    """Refuse to go on where there is no terminal to draw on.

    Args:
        given: the file to open; `-` is stdin, which needs not be a terminal then.

    Raises:
        UsageError: there is none.
    """
    if not sys.stdout.isatty() or (given != "-" and not sys.stdin.isatty()):
        raise UsageError(
            "there is no terminal here to draw on", next_step="run it in a terminal, or see threadmark export --help"
        )


def warn(line: str) -> None:
    """Say a line on stderr."""
    click.echo(line, err=True)
