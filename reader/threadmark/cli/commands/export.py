"""`threadmark export`: labels for whatever comes next."""

from __future__ import annotations

from pathlib import Path

import click

from threadmark.cli.options import warn
from threadmark.errors import UsageError


@click.command()
@click.argument("labels", type=click.Path(path_type=Path), required=False)
@click.option(
    "--format", "format_", default="jsonl", show_default=True, help="What to write; --list names the formats."
)
@click.option("--thread", "threads", multiple=True, metavar="ID", help="Only this thread (repeatable).")
@click.option(
    "-o", "--output", "out", default="-", show_default=True, help="A file, replaced whole or not at all; - is stdout."
)
@click.option("--with", "flags", multiple=True, metavar="FLAG", help="Switch on what a format offers; --list names it.")
@click.option("--list", "listed", is_flag=True, help="List the formats, what each can't carry, and what it offers.")
def export(
    labels: Path | None, format_: str, threads: tuple[str, ...], out: str, flags: tuple[str, ...], *, listed: bool
) -> None:
    """Write labels for whatever comes next: one row a label, and one for each question that stayed open."""
    if listed:
        _list_exports()
        return
    if labels is None:
        raise UsageError("no label file is named", next_step="threadmark export labels.json")
    from threadmark.exports import export as export_all  # noqa: PLC0415

    switched_on = {flag.replace("-", "_"): True for flag in flags}
    export_all(labels, format=format_, threads=threads, out=out, warn=warn, **switched_on)


def _list_exports() -> None:
    from threadmark.exports.registry import exports  # noqa: PLC0415

    for each in exports().values():
        extra = f" (needs threadmark[{each.extra}])" if each.extra else ""
        click.echo(f"{each.name}: {each.title}{extra}")
        if each.loses:
            click.echo(f"    can't carry: {each.loses}")
        for flag in each.flags:
            click.echo(f"    --with {flag.name}: {flag.help}")


COMMAND = export
