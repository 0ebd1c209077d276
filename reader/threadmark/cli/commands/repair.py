"""`threadmark repair`: a thread put right before it is coded."""

from __future__ import annotations

import click

from threadmark.cli import completing
from threadmark.cli.options import FROM, KEYMAP, need_terminal


@click.command()
@click.argument("given", metavar="FILE", type=click.Path())
@click.option("-o", "--output", "out", required=True, help="Where the repaired thread goes: OUT.thread.json.")
@click.option(
    "--annotator",
    shell_complete=completing.annotators,
    help="Who repairs. Default: the folder's threadmark.toml, else asked once.",
)
@KEYMAP
@FROM
def repair(given: str, out: str, annotator: str | None, layers: tuple[str, ...], format_: str | None) -> None:
    """Put a thread right before it is coded: who answers whom, comments run together or cut apart.

    A attaches a comment to another parent, I steps through inferred replies, Y accepts one; splitting and merging
    are in the palette (:). What was done, by whom, stands in the repaired thread.
    """
    need_terminal(given)
    from threadmark.repairing import repair_program  # noqa: PLC0415 -- loads the screen

    status = repair_program(given, out, annotator, layers, format_)
    if status:
        raise SystemExit(status)


COMMAND = repair
