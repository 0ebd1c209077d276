"""`threadmark report`: labels on a page that reads by itself."""

from __future__ import annotations

from pathlib import Path

import click

from threadmark.cli import completing
from threadmark.cli.options import ANNOTATORS, THREADS, warn


@click.command()
@click.argument("labels", type=click.Path(path_type=Path), shell_complete=completing.label_files)
@click.option(
    "-o", "--output", "out", default="-", show_default=True, help="A file, replaced whole or not at all; - is stdout."
)
@click.option("--format", "format_", type=click.Choice(["html", "markdown"]), default="html", show_default=True)
@click.option("--where", default="", metavar="FILTER", help="Only comments that a filter finds.")
@THREADS
@ANNOTATORS
def report(
    labels: Path, out: str, format_: str, where: str, threads: tuple[str, ...], annotators: tuple[str, ...]
) -> None:
    """Write one page with everything to look at: figures, threads with their labels, codebook.

    The page needs no network, prints, and has filters; markdown is for papers and repositories.

    \b
    threadmark report labels.json -o report.html
    """  # noqa: D301 -- click takes the \b as "leave these lines as they are"
    from threadmark.exports import export  # noqa: PLC0415
    from threadmark.exports.selection import Selection  # noqa: PLC0415

    selection = Selection(threads, annotators, where=where)
    export(labels, format=format_, selection=selection, out=out, warn=warn)


COMMAND = report
