"""`threadmark convert`: threads of any format in the native form."""

from __future__ import annotations

import gc
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from threadmark.cli import completing
from threadmark.cli.options import FROM, MAP, keymap_folders
from threadmark.errors import UsageError

if TYPE_CHECKING:
    from threadmark.imports.gold import GoldLabels


@click.command()
@click.argument("inputs", metavar="FILE...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option(
    "-o", "--output", "out", required=True, help="OUT.thread.json, OUT.threads.jsonl for several threads, - for stdout."
)
@FROM
@MAP
@click.option(
    "--labels-as",
    "annotator",
    metavar="ANNOTATOR",
    help="Take the labels that come with the corpus as this annotator's.",
)
@click.option(
    "--labels",
    type=click.Path(path_type=Path),
    shell_complete=completing.label_files,
    help="The file they go to. Default: labels.json beside OUT.",
)
@click.option(
    "--keymap",
    "layers",
    multiple=True,
    metavar="LAYER",
    shell_complete=completing.layers,
    help="A layer that declares what they are (repeatable).",
)
def convert(
    inputs: tuple[str, ...],
    out: str,
    format_: str | None,
    columns: dict[str, str],
    annotator: str | None,
    labels: Path | None,
    layers: tuple[str, ...],
) -> None:
    """Turn threads of any format into the native form.

    What was mended on the way is said on stderr. An existing OUT is replaced whole or not at all.
    """
    from threadmark.progress import ReadingBar  # noqa: PLC0415
    from threadmark.sources.converting import convert as convert_all  # noqa: PLC0415

    gc.enable()
    with nullcontext() if annotator is None else _gold_labels(out, annotator, labels, layers) as gold:
        with ReadingBar() as bar:
            each = gold.take if gold else None
            reports = convert_all(inputs, out, format=format_, columns=columns, progress=bar, each=each)
        imported = gold.write(Path(out)).lines() if gold else ()
    for line in (*(line for report in reports for line in report.lines()), *imported):
        click.echo(line, err=True)


def _gold_labels(out: str, annotator: str, labels: Path | None, layers: tuple[str, ...]) -> GoldLabels:
    """Where the labels go that come with a corpus."""
    from threadmark.imports.gold import GoldLabels  # noqa: PLC0415
    from threadmark.project import label_file, read_project  # noqa: PLC0415
    from threadmark.thread.text import clean_line  # noqa: PLC0415

    name, _ = clean_line(annotator)
    if not name:
        raise UsageError("the annotator's name is empty")
    if out == "-":
        raise UsageError("labels need a file that their threads are in", next_step="name OUT.threads.jsonl")
    folder = Path(out).absolute().parent
    place = labels or label_file(Path(out), read_project(folder), sample=False)
    return GoldLabels(place, name, search=keymap_folders(folder), layers=layers)


COMMAND = convert
