"""`threadmark codebook`: every label with its definition."""

from __future__ import annotations

import click

from threadmark.cli.options import KEYMAP, keymap_folders


@click.command()
@KEYMAP
@click.option("--format", "format_", type=click.Choice(["markdown", "json"]), default="markdown", show_default=True)
@click.option("--extended", is_flag=True, help="With the labels that a project has to ask for.")
def codebook(layers: tuple[str, ...], format_: str, *, extended: bool) -> None:
    """Print the codebook: every label with definition, tests and example."""
    from threadmark.keys.layers import DEFAULT_LAYERS, load_keymap  # noqa: PLC0415

    book = load_keymap((*DEFAULT_LAYERS, *layers), search=keymap_folders(), extended=extended).codebook
    click.echo(book.as_json() if format_ == "json" else book.as_markdown(), nl=False)


COMMAND = codebook
