"""`threadmark export`: labels for whatever comes next."""

from __future__ import annotations

from pathlib import Path

import click

from threadmark.cli import completing
from threadmark.cli.options import ANNOTATORS, THREADS, warn
from threadmark.errors import UsageError

_WIDE = "wide"
KEY_FILE = "pseudonyms.key"


@click.command()
@click.argument("labels", type=click.Path(path_type=Path), required=False, shell_complete=completing.label_files)
@click.option(
    "--format",
    "format_",
    default="jsonl",
    show_default=True,
    shell_complete=completing.exports,
    help="What to write; --list names the formats.",
)
@click.option(
    "-o",
    "--output",
    "out",
    default="-",
    show_default=True,
    help="A file or a folder, replaced whole or not at all; - is stdout.",
)
@click.option("--wide", is_flag=True, help="One row a comment and annotator, where the format has rows.")
@click.option(
    "--with", "options", multiple=True, metavar="OPTION", help="What a format offers (OPTION, or OPTION=VALUE)."
)
@click.option(
    "--where", default="", metavar="FILTER", help='Only comments that a filter finds: "stance:against depth:>2".'
)
@THREADS
@ANNOTATORS
@click.option("--dimension", "dimensions", multiple=True, metavar="ID", help="Only this dimension (repeatable).")
@click.option("--status", type=click.Choice(("open", "done", "skipped")), help="Only comments that were left so.")
@click.option("--text/--no-text", default=True, help="With the texts, or without them, their quotes and notes.")
@click.option("--anonymise", is_flag=True, help="Pseudonyms for authors, annotators, and @names in texts.")
@click.option(
    "--key",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The secret that pseudonyms come from, made when missing. Default: pseudonyms.key beside LABELS.",
)
@click.option("--mask", "masks", default="", metavar="links,emails", help="What else goes from texts.")
@click.option("--split", default="", metavar="80/10/10", help="Parts to train and test on; no thread is in two.")
@click.option("--by", type=click.Choice(("thread",)), default="thread", show_default=True, help="What is split.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed is another split.")
@click.option("--list", "listed", is_flag=True, help="List the formats, what each can't carry, and what it offers.")
def export(
    labels: Path | None,
    format_: str,
    out: str,
    options: tuple[str, ...],
    where: str,
    threads: tuple[str, ...],
    annotators: tuple[str, ...],
    dimensions: tuple[str, ...],
    status: str | None,
    key: Path | None,
    masks: str,
    split: str,
    by: str,
    seed: int,
    *,
    anonymise: bool,
    wide: bool,
    text: bool,
    listed: bool,
) -> None:
    """Write labels for whatever comes next: one row a label, and one for each question that stayed open.

    A manifest goes beside the output, or to stderr: what was written, from what, and what was lost.
    """
    del by  # a thread is all that keeps what belongs together in one part
    if listed:
        _list_exports()
        return
    if labels is None:
        raise UsageError("no label file is named", next_step="threadmark export labels.json")
    from threadmark.exports import export as export_all  # noqa: PLC0415
    from threadmark.exports.selection import Selection  # noqa: PLC0415

    chosen = _chosen(options) | ({_WIDE: True} if wide else {})
    if key is not None and not anonymise:
        raise UsageError("--key goes with --anonymise")
    place = (key or labels.with_name(KEY_FILE)) if anonymise else None
    masked = tuple(filter(None, masks.split(",")))
    selection = Selection(threads, annotators, dimensions, status, where, text, place, masked, split, seed)
    export_all(labels, format=format_, selection=selection, out=out, warn=warn, **chosen)


def _chosen(options: tuple[str, ...]) -> dict[str, bool | str]:
    """What `--with` gave: flags are on, options have values."""
    chosen: dict[str, bool | str] = {}
    for option in options:
        name, sign, value = option.partition("=")
        chosen[name.replace("-", "_")] = value if sign else True
    return chosen


def _list_exports() -> None:
    from threadmark.exports.registry import NONE_CARRIES, exports  # noqa: PLC0415

    for each in exports().values():
        extra = f" (needs threadmark[{each.extra}])" if each.extra else ""
        click.echo(f"{each.name}: {each.title}{extra}")
        if each.loses:
            click.echo(f"    can't carry: {each.loses}")
        for option in each.options:
            values = f"={'|'.join(option.values)}" if option.values else ""
            click.echo(f"    --with {option.name}{values}: {option.help}")
    click.echo(f"No format carries {NONE_CARRIES}: the label file and its history keep them.")


COMMAND = export
