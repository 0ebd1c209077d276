"""`threadmark stats`: labels in figures."""

from __future__ import annotations

from pathlib import Path

import click

from threadmark.cli import completing
from threadmark.cli.options import ANNOTATORS, THREADS, warn


@click.command()
@click.argument(
    "given", metavar="LABELS", type=click.Path(path_type=Path), default=Path(), shell_complete=completing.label_files
)
@THREADS
@ANNOTATORS
@click.option("--json", "as_json", is_flag=True, help="For scripts: everything that is counted, as JSON.")
@click.option("--ascii", "plain", is_flag=True, help="Draw bars with ASCII signs.")
def stats(given: Path, threads: tuple[str, ...], annotators: tuple[str, ...], *, as_json: bool, plain: bool) -> None:
    """Count what a label file, or all label files of a folder, hold.

    Progress and pace by annotator, why comments were skipped, labels by question, by depth and over time, who answers
    whom, which labels meet, how far annotators agree (the mean over pairs, and Krippendorff's alpha), and how far each
    agrees with themselves where comments were done again (`threadmark open … --again 5%`).
    """
    from threadmark.exports.labelled import open_labelled  # noqa: PLC0415
    from threadmark.exports.selection import Selection  # noqa: PLC0415
    from threadmark.report.figures import count  # noqa: PLC0415
    from threadmark.report.label_files import label_files  # noqa: PLC0415
    from threadmark.report.plain import as_text  # noqa: PLC0415

    chosen = Selection(threads, annotators)
    opened = [chosen.of(open_labelled(path, threads, warn=warn)) for path in label_files(given)]
    figures = count(thread for labelled in opened for thread in labelled.threads())
    if as_json:
        from threadmark.report.as_json import as_json as encoded  # noqa: PLC0415

        click.echo(encoded(figures), nl=False)
    else:
        from threadmark.find import recorded_codebook  # noqa: PLC0415
        from threadmark.report.naming import Names, named  # noqa: PLC0415

        names = Names(recorded_codebook(record for labelled in opened for record in labelled.contents.codebooks))
        click.echo(as_text(named(figures, names), ascii_only=plain), nl=False)


COMMAND = stats
