"""`threadmark import-labels`: labels back from other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from threadmark.cli import completing
from threadmark.cli.options import KEYMAP, keymap_folders
from threadmark.errors import UsageError

if TYPE_CHECKING:
    from threadmark.imports.aligning import Unit


@click.command("import-labels")
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--labels",
    type=click.Path(path_type=Path),
    shell_complete=completing.label_files,
    help="The label file they go to. Default: the folder's.",
)
@click.option(
    "--annotator", metavar="NAME", shell_complete=completing.annotators, help="Whose the labels are that name nobody."
)
@click.option(
    "--thread-file",
    "threads",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help="A file of threads that they belong to (repeatable). Default: those of the label file, else those beside it.",
)
@click.option(
    "--from",
    "format_",
    metavar="FORMAT",
    shell_complete=completing.imports,
    help="Read the file as this format, whatever it looks like.",
)
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="NAME=LABEL",
    help="What a label of the file is called here: 'Strawman=fallacy:straw_man' (repeatable).",
)
@click.option(
    "--offsets",
    type=click.Choice(["code-points", "utf-16", "graphemes"]),
    help="What the file's offsets count. Default: what its format says, and where words come with them, what fits.",
)
@KEYMAP
def import_labels(
    file: Path,
    labels: Path | None,
    annotator: str | None,
    threads: tuple[Path, ...],
    format_: str | None,
    mapping: tuple[str, ...],
    offsets: Unit | None,
    layers: tuple[str, ...],
) -> None:
    """Read labels that another program gives back, or that export wrote, into a label file.

    Comments are found by id, and where that fails, by text. Labels that are there stay as they are; what could not be
    placed, or is not in the codebook, is said on stderr.
    """
    from threadmark.imports.bringing import import_labels as bring  # noqa: PLC0415
    from threadmark.keys.layers import DEFAULT_LAYERS, load_keymap  # noqa: PLC0415
    from threadmark.project import label_file, read_project  # noqa: PLC0415
    from threadmark.thread.text import clean_line  # noqa: PLC0415

    name = clean_line(annotator)[0] if annotator is not None else None
    if name == "":
        raise UsageError("the annotator's name is empty")
    folder = (labels or Path("labels.json")).absolute().parent
    project = read_project(folder)
    keymap = load_keymap(
        (*(project.keymap or DEFAULT_LAYERS), *layers), search=keymap_folders(folder), extended=project.extended
    )
    place = labels or label_file(folder, project, sample=False)
    brought = bring(
        file,
        place,
        keymap,
        annotator=name,
        threads=threads,
        format_name=format_,
        mapping=dict(map(_mapped, mapping)),
        offsets=offsets,
    )
    for line in brought.lines():
        click.echo(clean_line(line)[0], err=True)


def _mapped(given: str) -> tuple[str, str]:
    """A name in the file, and the label that it is; names may have a `=` in them, labels have none."""
    said, equals, label = given.rpartition("=")
    if not equals or not said:
        raise UsageError(f"{given} maps nothing", next_step="write it as NAME=DIMENSION:LABEL")
    return said, label


COMMAND = import_labels
