"""`threadmark read`: a thread in plain lines, with its labels."""

from __future__ import annotations

from pathlib import Path

import click

from threadmark.cli import completing
from threadmark.cli.options import FROM, MAP, warn


@click.command("read")
@click.argument("given", metavar="FILE", type=click.Path(allow_dash=True))
@click.option(
    "--labels",
    type=click.Path(path_type=Path),
    shell_complete=completing.label_files,
    help="The label file. Default: the one that open would use.",
)
@click.option(
    "--annotator",
    metavar="NAME",
    shell_complete=completing.annotators,
    help="Only what this one gave. Default: everybody's, each named.",
)
@click.option(
    "--width", default=80, show_default=True, type=click.IntRange(min=0), help="Characters a line; 0: no end."
)
@FROM
@MAP
def read(
    given: str,
    labels: Path | None,
    annotator: str | None,
    width: int,
    format_: str | None,
    columns: dict[str, str],
) -> None:
    """Print a thread line by line, for screen readers and pipes: article, comments, labels, notes.

    Who answers whom, how deep, and every label are said in words; there is no colour and no screen.
    """
    from threadmark.exports.contents import read_contents  # noqa: PLC0415
    from threadmark.exports.linear import linear  # noqa: PLC0415
    from threadmark.project import label_file, read_project  # noqa: PLC0415
    from threadmark.sources.reading import open_threads  # noqa: PLC0415

    path = None if given == "-" else Path(given)
    folder = Path.cwd() if path is None else path if path.is_dir() else path.parent
    found = labels or label_file(path, read_project(folder), sample=False)
    contents = read_contents(found) if labels is not None or found.exists() else None
    for reading in open_threads(given, format=format_, columns=columns):
        lines = linear(reading.thread, *([] if contents is None else [contents]), annotator=annotator, width=width)
        for line in lines:
            click.echo(line)
        if reading.report.repairs:
            repairs = reading.report.repairs
            warn(f"{repairs:,} repair{'' if repairs == 1 else 's'} when this was read; threadmark convert names them")


COMMAND = read
