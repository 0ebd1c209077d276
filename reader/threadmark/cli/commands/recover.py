"""`threadmark recover`: a damaged label file rebuilt."""

from __future__ import annotations

from pathlib import Path

import click

from threadmark.cli import completing


@click.command()
@click.argument("labels", type=click.Path(path_type=Path), shell_complete=completing.label_files)
def recover(labels: Path) -> None:
    """Rebuild a damaged label file from its history.

    The damaged files are kept under another name, and what was lost is said.
    """
    from threadmark.labels.recover import recover as recover_file  # noqa: PLC0415

    for line in recover_file(labels).lines():
        click.echo(line)


COMMAND = recover
